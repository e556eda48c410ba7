"""What is cited stays at its address: as it was, where it is now, or as the words that it was."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from diplomacy.archive.incoming.ingest import ingest
from diplomacy.archive.models import Claim, Embedding, Pair, Statement, Version
from diplomacy.web.pages.places import Place, TextKey, changes_url, elsewhere_url, omission_url, pair_url, statement_url
from tests.archive.plain_reader import PlainReader, article, text_of
from tests.web.corpus import Corpus, actor, edited, pair, telling

MOST_QUERIES = 12
ELEVEN = "all 11 drivers of the convoy are in good health"
LAWFUL = "the temporary customs regime at the bridge is a lawful measure"


def reread(claim: Claim, *, words: str) -> Claim:
    """The claim as another reading cuts it: a new row of the words in the same text."""
    start = claim.version.text.index(words)
    made = Claim.objects.create(
        version=claim.version, coverage=claim.coverage, position=start, start=start, end=start + len(words)
    )
    Embedding.objects.create(claim=made, vector=[1.0] + [0.0] * 383)
    return made


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


@pytest.mark.django_db
def test_all_addresses_stand_when_everything_is_read_and_compared_anew(client: Client) -> None:
    said = "Vik said that the crew must come home.", "Orrell stressed that the zone is lawful."
    reader = PlainReader()
    ingest([article(text_of(*said)), article(text_of(*said, outlet="Marenne Herald"))], reader=reader)

    def standing() -> tuple[set[int], list[str]]:
        pairs = Pair.objects.select_related("left__version", "right__version").order_by("left__start")
        statements = Statement.objects.select_related("version").order_by("version", "position")
        return set(pairs.values_list("pk", flat=True)), [*map(pair_url, pairs), *map(statement_url, statements)]

    numbers, addresses = standing()
    assert len(addresses) == 6
    Version.objects.update(pipeline="")
    ingest([], reader=reader)
    assert not numbers & standing()[0]
    assert standing()[1] == addresses
    for address in addresses:
        assert client.get(address).status_code == 200


def test_where_else_a_claim_is_made_outlasts_another_reading(client: Client, corpus: Corpus) -> None:
    old = corpus.readout.claims[ELEVEN]
    url, row = elsewhere_url(Place.of_claim(old)), f"/search/elsewhere/?claim={old.pk}"
    assert client.get(row)["Location"] == url
    again = reread(old, words=ELEVEN)
    old.delete()
    with CaptureQueriesContext(connection) as run:
        html = html_at(client, url)
    assert len(run) <= MOST_QUERIES
    assert ELEVEN in html and "mean much the same" in html
    assert client.get(row).status_code == 404
    wider = reread(again, words=f"He informed Savary that {ELEVEN}")
    again.delete()
    assert client.get(url)["Location"] == elsewhere_url(Place.of_claim(wider))
    wider.delete()
    told = strip_tags(html_at(client, url, status=410))
    assert ELEVEN in told and "no longer read as a claim" in told


def test_where_else_a_claim_of_an_earlier_text_is_made(client: Client, corpus: Corpus) -> None:
    claim = corpus.readout.claims[ELEVEN]
    url = elsewhere_url(Place.of_claim(claim))
    edited(corpus.readout, f" He informed Savary that {ELEVEN}.", "")
    assert ELEVEN in html_at(client, url)
    claim.delete()
    assert "does not have these words any more" in html_at(client, url, status=410)


def test_a_statement_that_was_moved_is_found_where_it_went(client: Client, corpus: Corpus) -> None:
    url, sentence = statement_url(statement_of(corpus)), "He said that the drivers were “in good health.”"
    gap = "\n\nThe account of Ostmark made no mention of a visit to the drivers."
    later = edited(corpus.wire, f" {sentence}{gap}", f"{gap} {sentence}")
    again = later.says("the drivers were “in good health.”", by=[corpus.minister], cue="said", kind="mixed")
    Statement.objects.filter(version=corpus.wire.version).delete()
    assert client.get(url)["Location"] == statement_url(again)
    changed = html_at(client, changes_url(TextKey.of(corpus.wire.version), TextKey.of(later.version)))
    assert re.search(r'<del class="moved">.*?</del>', changed) and re.search(r'<ins class="moved">.*?</ins>', changed)
    assert "<del>" not in changed.partition('class="edited"')[2] and "words moved" in changed
