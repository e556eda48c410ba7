"""What is cited stays at its address: as it was, where it is now, or as the words that it was."""

import hashlib
import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from diplomacy.archive.models import Article, Claim, Exchange, Pair, Statement, Version
from diplomacy.web.pages.citing import Citation, Work
from diplomacy.web.pages.places import Place, TextKey, changes_url, omission_url, pair_url, statement_url
from tests.web.corpus import Corpus, Telling, actor, pair, telling

MOST_QUERIES = 12
ELEVEN = "all 11 drivers of the convoy are in good health"
LAWFUL = "the temporary customs regime at the bridge is a lawful measure"


def edited(account: Telling, old: str, new: str) -> Telling:
    """A later text of the account's article, in which `new` stands for `old`; its claims are not read yet."""
    text = account.text.replace(old, new)
    before = account.version
    Version.objects.filter(pk=before.pk).update(current=False, seen_at=timezone.now() - timedelta(hours=3))
    version = Version.objects.create(
        article=before.article,
        text=text,
        source=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        title_end=before.title_end,
        body_start=before.body_start,
        pipeline="by hand",
    )
    Claim.objects.filter(version=before).update(coverage=None)
    Pair.objects.filter(left__version=before).delete()
    Pair.objects.filter(right__version=before).delete()
    assert account.coverage
    account.coverage.version = version
    account.coverage.passages = []
    account.coverage.save()
    return Telling(version, account.coverage)


def reread(claim: Claim, *, words: str) -> Claim:
    """The claim as another reading cuts it: a new row of the words in the same text."""
    start = claim.version.text.index(words)
    return Claim.objects.create(
        version=claim.version,
        coverage=claim.coverage,
        position=start,
        start=start,
        end=start + len(words),
        vector=[1.0] + [0.0] * 383,
    )


def html_at(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def statement_of(corpus: Corpus) -> Statement:
    return Statement.objects.select_related("version").get(version=corpus.wire.version, cue_lemma="said")


def omission_of(corpus: Corpus) -> str:
    place = Place.of_claim(corpus.readout.claims["harms nobody"])
    return omission_url(place, TextKey.of(corpus.wire.version))


def cited(corpus: Corpus) -> list[str]:
    """An address of each kind; the last is of two texts of the paper."""
    statement = statement_url(statement_of(corpus))
    pair_, omission = pair_url(corpus.contradicted), omission_of(corpus)
    later = edited(corpus.paper, "The timber quarrel of April began in Lirien.", "Nobody was hurt.")
    return [pair_, statement, omission, changes_url(TextKey.of(corpus.paper.version), TextKey.of(later.version))]


def test_the_old_way_to_a_pair_leads_to_its_address(client: Client, corpus: Corpus) -> None:
    answer = client.get(f"/exchanges/{corpus.exchange.pk}/pairs/{corpus.contradicted.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, pair_url(corpus.contradicted))
    assert "HX-Request" in answer["Vary"]


def test_a_pair_stands_at_its_address_whichever_side_is_first(client: Client, corpus: Corpus) -> None:
    url = pair_url(corpus.contradicted)
    left, right = url.strip("/").split("/")[1:]
    for path in (url, f"/pairs/{right}/{left}/"):
        html = html_at(client, path)
        assert "They cannot both be true." in html
        assert f'<link rel="canonical" href="http://testserver{url}">' in html


def test_a_pair_outlasts_another_reading(client: Client, corpus: Corpus) -> None:
    url, old = pair_url(corpus.contradicted), corpus.contradicted
    left, right = (Claim.objects.get(pk=pk) for pk in (old.left_id, old.right_id))
    again = [reread(claim, words=claim.version.text[claim.start : claim.end]) for claim in (right, left)]
    Claim.objects.filter(pk__in=[left.pk, right.pk]).delete()
    pair(again[0], again[1], "contradicted", "number")
    assert "They cannot both be true." in html_at(client, url)


def test_claims_that_are_cut_otherwise_are_found_by_their_words(client: Client, corpus: Corpus) -> None:
    url = pair_url(corpus.contradicted)
    old = corpus.readout.claims[ELEVEN]
    wider = reread(old, words="He informed Savary that all 11 drivers of the convoy are in good health")
    now = pair(wider, corpus.other_readout.claims["all 14 drivers of the convoy are well"], "contradicted")
    old.delete()
    answer = client.get(url)
    now = Pair.objects.select_related("left__version", "right__version").get(pk=now.pk)
    assert (answer.status_code, answer["Location"]) == (302, pair_url(now))
    assert client.get(f"{url}cite.bib")["Location"] == f"{pair_url(now)}cite.bib"


def test_a_pair_that_is_none_any_more_keeps_its_words(client: Client, corpus: Corpus) -> None:
    url = pair_url(corpus.contradicted)
    corpus.contradicted.delete()
    told = strip_tags(html_at(client, url, status=410))
    assert ELEVEN in told and "all 14 drivers" in told
    assert "no longer taken to report the same thing" in told


def test_a_pair_moves_with_its_words_into_a_later_text(client: Client, corpus: Corpus) -> None:
    url = pair_url(corpus.contradicted)
    later = edited(corpus.readout, "The call was held at the request of the Lirien side.", "They spoke.")
    now = pair(
        later.claim(ELEVEN), corpus.other_readout.claims["all 14 drivers of the convoy are well"], "contradicted"
    )
    now = Pair.objects.select_related("left__version", "right__version").get(pk=now.pk)
    assert client.get(url)["Location"] == pair_url(now) != url


def test_words_that_were_taken_out_are_shown_and_where_they_went(client: Client, corpus: Corpus) -> None:
    url, old = pair_url(corpus.contradicted), TextKey.of(corpus.readout.version)
    later = edited(corpus.readout, " He informed Savary that all 11 drivers of the convoy are in good health.", "")
    html = html_at(client, url, status=410)
    assert ELEVEN in html and "does not have these words any more" in html
    assert f'href="{changes_url(old, TextKey.of(later.version))}"' in html


def test_a_statement_has_its_speaker_and_its_answers(client: Client, corpus: Corpus) -> None:
    html = html_at(client, statement_url(statement_of(corpus)))
    told = strip_tags(html)
    assert "Teodor Brandt" in told and "partly in quotation marks" in told
    assert "In other accounts" in told and ELEVEN in told


def test_a_statement_of_an_earlier_text_says_so(client: Client, corpus: Corpus) -> None:
    said = statement_of(corpus)
    edited(corpus.wire, "He said that the drivers were “in good health.”", "")
    assert "an earlier text of the account" in html_at(client, statement_url(said))
    said.delete()
    assert "does not have these words any more" in html_at(client, statement_url(said), status=410)


def test_a_statement_that_is_read_otherwise(client: Client, corpus: Corpus) -> None:
    said = statement_of(corpus)
    url, (start, end) = statement_url(said), said.spans[0]
    Statement.objects.filter(pk=said.pk).update(spans=[[start + 4, end]])
    moved = statement_url(Statement.objects.select_related("version").get(pk=said.pk))
    assert client.get(url)["Location"] == moved
    said.delete()
    assert "no longer taken to be a statement" in html_at(client, url, status=410)


def test_an_omission_says_who_lacks_it_and_who_does_not(client: Client, corpus: Corpus) -> None:
    told = strip_tags(html_at(client, omission_of(corpus)))
    assert "harms nobody" in told and "Not in the account of Estuary Wire" in re.sub(r"\s+", " ", told)
    assert told.count("not in this account either") == 2


def test_an_omission_that_is_filled_leads_to_the_pair(client: Client, corpus: Corpus) -> None:
    url = omission_of(corpus)
    made = pair(
        corpus.readout.claims["harms nobody"], corpus.wire.claims["the drivers were “in good health.”"], "shifted"
    )
    made = Pair.objects.select_related("left__version", "right__version").get(pk=made.pk)
    assert client.get(url)["Location"] == pair_url(made)


def test_background_is_no_omission(client: Client, corpus: Corpus) -> None:
    place = Place.of_claim(corpus.wire.claims["The bridge has been shut since April"])
    told = html_at(client, omission_url(place, TextKey.of(corpus.readout.version)), status=410)
    assert "it omits nothing" in told and "The bridge has been shut since April" in told


def test_a_version_names_what_it_dropped_added_and_altered(client: Client, corpus: Corpus) -> None:
    old = corpus.readout.version
    later = edited(corpus.readout, "and harms nobody", "and helps the whole valley through the winter")
    later.claim(LAWFUL)
    later.claim("helps the whole valley through the winter")
    later.claim(ELEVEN)
    final = edited(later, "all 11 drivers", "all 12 drivers")
    final.claim("all 12 drivers of the convoy are in good health")
    first = html_at(client, changes_url(TextKey.of(old), TextKey.of(later.version)))
    assert re.search(r'<li class="dropped">.*?Teodor Brandt.*?harms nobody</p></li>', first)
    assert re.search(r'<li class="added-claim">.*?helps the whole valley through the winter', first)
    assert 'class="altered"' not in first
    assert "measure and <del>harms nobody</del><ins>helps the whole valley through the winter</ins>" in first
    second = html_at(client, changes_url(TextKey.of(later.version), TextKey.of(final.version)))
    assert re.search(r'<li class="altered">.*?all 11 drivers.*?all 12 drivers', second)
    assert "<del>11 </del><ins>12 </ins>" in second


def test_what_never_was_is_not_found(client: Client, corpus: Corpus) -> None:
    key, other = TextKey.of(corpus.wire.version), TextKey.of(corpus.paper.version)
    for path in (
        f"/statements/{key}.5-2/",
        f"/statements/{key}.0-999999/",
        f"/statements/{key.article}.{'0' * 12}.0-9/",
        f"/changes/{key}/{other}/",
        f"/changes/{key}/{key}/",
        f"/pairs/{key}.0-9/9{'9' * 16}.{'0' * 12}.0-9/",
        f"/statements/{key}.0-9/cite.exe",
    ):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("form", ["txt", "bib", "json"])
def test_every_address_has_a_citation_to_keep(client: Client, corpus: Corpus, form: str) -> None:
    for path in cited(corpus):
        answer = client.get(f"{path}cite.{form}")
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment; ")
        assert f"http://testserver{path}" in answer.content.decode()


def test_every_address_has_a_preview_and_its_words_to_select(client: Client, corpus: Corpus) -> None:
    for path in cited(corpus):
        html = html_at(client, path)
        for name in ("og:title", "og:description", "og:url"):
            assert len(re.findall(rf'<meta property="{name}" content="[^"]+">', html)) == 1
        for ending in ("txt", "bib", "json"):
            assert re.search(rf'<pre id="cite-{ending}">[^<]', html)
        assert "og:image" not in html and "style=" not in html


def test_citations_name_both_accounts(client: Client, corpus: Corpus) -> None:
    items = json.loads(client.get(f"{pair_url(corpus.contradicted)}cite.json").content)
    assert [item["type"] for item in items] == ["webpage", "document", "document"]
    assert {item.get("publisher") for item in items[1:]} == {"Ostmark Foreign Ministry", "Lirien Foreign Ministry"}
    assert items[1]["issued"] == {"date-parts": [[2024, 5, 6]]}
    assert "contradicted" in items[0]["note"] and "another number" in items[0]["note"]
    plain = client.get(f"{pair_url(corpus.contradicted)}cite.txt").content.decode()
    assert f"6 May 2024: “{ELEVEN}”." in plain


def test_what_latex_would_stumble_over_is_escaped() -> None:
    work = Work(
        "account-1", "Tide & Sons_#1", False, "100% {sure} \\o/ ~^$", "A. Vik", date(2031, 6, 1),
        "https://tide.example/a_b%20c", "en", date(2031, 6, 2), "ab" * 32,
    )  # fmt: skip
    found = Citation("/changes/1/2/", "https://site.example/changes/1/2/", "T", "J", (work,), date(2031, 7, 1)).bibtex
    assert r"journal = {Tide \& Sons\_\#1}" in found
    assert r"title = {100\% \{sure\} \textbackslash{}o/ \textasciitilde{}\textasciicircum{}\$}" in found
    assert "url = {https://tide.example/a_b%20c}" in found
    assert found.count("{") - found.count(r"\{") == found.count("}") - found.count(r"\}")


def test_the_same_words_of_two_outlets_have_two_addresses(corpus: Corpus) -> None:
    there = telling("Reprint", "press", *corpus.wire.text.split("\n\n"), on=date(2024, 5, 6), exchange=corpus.exchange)
    said = "the drivers were “in good health.”"
    first, second = Place.of_claim(corpus.wire.claims[said]), Place.of_claim(there.claim(said))
    assert first.text.digest == second.text.digest
    assert str(first) != str(second)


def test_hostile_words_are_escaped(client: Client, corpus: Corpus) -> None:
    bad = "<script>alert(1)</script> & <b>"
    made = telling(
        f"O {bad}", "press", bad, f"He said that {bad} ended.", on=date(2024, 5, 8), exchange=corpus.exchange
    )
    said = made.says(f"{bad} ended", by=[actor(bad)], cue="said")
    made.claim(f"{bad} ended", said=said)
    later = edited(made, "He said", f"He {bad} said")
    for path in (
        statement_url(said),
        changes_url(TextKey.of(made.version), TextKey.of(later.version)),
        f"/exchanges/{corpus.exchange.pk}/sources/",
    ):
        html = html_at(client, path)
        assert "<script>alert" not in html and "& <b>" not in html


def count(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        html_at(client, path)
    return len(queries)


def test_query_counts_do_not_grow(client: Client, corpus: Corpus) -> None:
    paths = [*cited(corpus), f"/exchanges/{corpus.exchange.pk}/sources/"]
    before = {path: count(client, path) for path in paths}
    for n in range(20):
        on = date(2024, 5, 6)
        extra = telling(f"Extra {n}", "press", f"Also {n}", f"He said {n} were well.", on=on, exchange=corpus.exchange)
        told = extra.claim(f"{n} were well", said=extra.says(f"{n} were well", by=[corpus.minister], cue="said"))
        pair(told, corpus.readout.claims[ELEVEN], "shifted", "number")
        pair(told, corpus.wire.claims["the drivers were “in good health.”"], "shifted")
        edited(extra, "well", "ill")
    after = {path: count(client, path) for path in paths}
    assert after == before
    assert max(after.values()) <= MOST_QUERIES


def test_sources_say_where_an_account_comes_from(client: Client, corpus: Corpus) -> None:
    Article.objects.filter(pk=corpus.wire.version.article_id).update(
        byline="By Jo Marsh", dateline="MARENNE", url="https://wire.example/1", source_file="in/wire.html",
        attribution="Its address is that of Estuary Wire.", published_clock="17:05", utc_offset=timedelta(hours=-3.5),
    )  # fmt: skip
    edited(corpus.wire, "The account of Ostmark made no mention of a visit to the drivers.\n\n", "")
    html = html_at(client, f"/exchanges/{corpus.exchange.pk}/sources/")
    assert "<code>wire.html</code>" in html and "in/wire" not in html
    told = re.sub(r"\s+", " ", strip_tags(html))
    for words in (
        "By Jo Marsh", "MARENNE", "https://wire.example/1", "6 May 2024, 17:05 UTC−3:30",
        "Its address is that of Estuary Wire. It states its date itself.", "Both ministers are named in it.",
        "Seen in 2 versions", "The account of Ostmark made no mention of a visit to the drivers.", "by hand",
    ):  # fmt: skip
        assert words in told, words


def test_an_exchange_without_accounts_has_no_sources(client: Client, corpus: Corpus) -> None:
    empty = Exchange.objects.create(kind="call", date=date(2024, 1, 1))
    assert corpus.exchange != empty
    assert "No account covers this exchange" in html_at(client, f"/exchanges/{empty.pk}/sources/")


def test_pages_lead_to_what_can_be_cited(client: Client, corpus: Corpus) -> None:
    html = html_at(client, f"/exchanges/{corpus.exchange.pk}/")
    assert f'<a href="{omission_of(corpus)}">Not in this account</a>' in html
    for address in set(re.findall(r'href="(/omissions/[^"]+)"', html)):
        assert client.get(address).status_code == 200
    assert f'href="{statement_url(statement_of(corpus))}"' in html_at(
        client, f"/articles/{corpus.wire.version.article_id}/"
    )
    old = TextKey.of(corpus.wire.version)
    later = edited(corpus.wire, "timber", "wool")
    changes = changes_url(old, TextKey.of(later.version))
    for path in (f"/articles/{corpus.wire.version.article_id}/", f"/exchanges/{corpus.exchange.pk}/sources/"):
        assert f'href="{changes}"' in html_at(client, path)
