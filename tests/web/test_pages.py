"""Pages as a reader without script gets them: what stands on them, what they link to, how many queries they take."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from diplomacy.archive.listed import listed
from diplomacy.archive.models import Actor, Article, Coverage, Exchange, Outlet, Version
from diplomacy.web.pages.exchange import ExchangePage
from diplomacy.web.pages.listing import ranked_pairs
from diplomacy.web.pages.places import pair_url
from diplomacy.web.pages.tally import Tally
from tests.web.corpus import Corpus, actor, lay_out, pair, telling
from tests.web.every_page import pages

HTMX = {"HX-Request": "true"}
MOST_QUERIES = 12


def body(client: Client, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_every_page_answers_with_nothing_inline(client: Client, corpus: Corpus) -> None:
    for path in pages(corpus):
        html = body(client, path)
        assert html.startswith("<!doctype html>") or html.lstrip().startswith("<!doctype html>")
        assert "style=" not in html and "<style" not in html and "onclick" not in html
        assert html.count("<h1") == 1, path


def test_home_opens_on_the_clash_of_numbers(client: Client, corpus: Corpus) -> None:
    html = body(client, "/")
    assert '<strong class="clash">11</strong>' in html and '<strong class="clash">14</strong>' in html
    assert f'href="/exchanges/{corpus.exchange.pk}/"' in html


@pytest.mark.django_db
def test_an_empty_archive_says_what_to_do(client: Client) -> None:
    for path in ("/", "/exchanges/", "/actors/", "/outlets/", "/about/"):
        assert "manage.py ingest" in body(client, path)


def test_exchange_says_what_each_account_has(client: Client, corpus: Corpus) -> None:
    html = body(client, f"/exchanges/{corpus.exchange.pk}/")
    for words in ("Not in this account", "which says against it", "a curator’s judgement", "Background", "leaves out"):
        assert words in html
    for relation in ("same", "reworded", "shifted", "contradicted", "disputed"):
        assert f'class="rel {relation}"' in html
    assert 'Ostmark Foreign Ministry has <b class="figure">11</b> where Lirien Foreign Ministry has' in html


def test_tally_counts_what_the_rows_hold(corpus: Corpus) -> None:
    page = ExchangePage.build(corpus.exchange)
    expected = {"same": 1, "reworded": 3, "shifted": 2, "contradicted": 2, "disputed": 1, "alone": 3}
    assert page.tally.counts == expected
    [row] = listed([corpus.exchange.pk])
    assert Tally.counted(row).counts == expected


def test_every_address_inside_the_page_is_there_once(client: Client, corpus: Corpus) -> None:
    html = body(client, f"/exchanges/{corpus.exchange.pk}/")
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {"told", "missing", "background", "accounts"} < set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_background_that_answers_the_exchange_is_called_so(client: Client, corpus: Corpus) -> None:
    html = body(client, f"/exchanges/{corpus.exchange.pk}/")
    assert '<span class="ground">' not in html
    head, past = (
        corpus.readout.claims["stay in contact"],
        corpus.wire.claims["The bridge has been shut since April"],
    )
    pair(head, past, "shifted")
    assert body(client, f"/exchanges/{corpus.exchange.pk}/").count('<span class="ground">background</span>') == 1


def test_words_inside_a_quotation_stand_in_its_marks(client: Client, corpus: Corpus) -> None:
    html = body(client, f"/exchanges/{corpus.exchange.pk}/")
    assert re.search(r'<span class="added">“</span>Nobody will be left behind<span class="added">”</span>', html)
    said_by = Actor.objects.get(name="Maud Savary")
    assert "“Nobody will be left behind,”" in strip_tags(body(client, f"/actors/{said_by.pk}/"))


def test_any_account_can_set_the_order(client: Client, corpus: Corpus) -> None:
    article = corpus.paper.version.article_id
    html = strip_tags(body(client, f"/exchanges/{corpus.exchange.pk}/?base={article}"))
    assert "What Ostmark Courier leaves out" in html
    assert html.index("the regime protects travellers") < html.index("The call was held at the request")


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["exchanges/{}/", "exchanges/{}/pairs/1/", "articles/{}/", "actors/{}/"])
@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**40])
def test_what_is_not_there_is_not_found(client: Client, page: str, number: int) -> None:
    answer = client.get(f"/{page.format(number)}")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_an_article_without_a_title_can_be_named_and_followed(client: Client, corpus: Corpus) -> None:
    article = corpus.wire.version.article
    Article.objects.filter(pk=article.pk).update(title="")
    Version.objects.filter(article=article).update(title_end=0)
    assert '<h1 lang="en">Untitled</h1>' in body(client, f"/articles/{article.pk}/")
    for path in (f"/outlets/{article.outlet_id}/", f"/exchanges/{corpus.exchange.pk}/"):
        assert re.search(rf'<a href="/articles/{article.pk}/"[^>]*>Untitled</a>', body(client, path))


@pytest.mark.parametrize("query", ["base=999999", "base=x", "base=²", "relation=sideways", f"base={'9' * 40}"])
def test_a_strange_query_is_no_error(client: Client, corpus: Corpus, query: str) -> None:
    assert "Claim by claim" in body(client, f"/exchanges/{corpus.exchange.pk}/?{query}")


def test_a_relation_can_be_looked_at_alone(client: Client, corpus: Corpus) -> None:
    html = strip_tags(body(client, f"/exchanges/{corpus.exchange.pk}/?relation=contradicted"))
    assert "all 11 drivers" in html
    assert "stay in contact" not in html


def test_htmx_gets_the_part_and_caches_know(client: Client, corpus: Corpus) -> None:
    for path in (
        f"/exchanges/{corpus.exchange.pk}/",
        f"/exchanges/{corpus.exchange.pk}/pairs/{corpus.contradicted.pk}/",
        "/exchanges/?page=1",
        f"/actors/{corpus.minister.pk}/",
    ):
        answer = client.get(path, headers=HTMX)
        assert "<html" not in answer.content.decode() and answer.content.strip()
        assert "HX-Request" in answer["Vary"]
        restored = client.get(path, headers=HTMX | {"HX-History-Restore-Request": "true"}, follow=True)
        assert "<html" in restored.content.decode()


def test_a_pair_says_why_and_how_sure(client: Client, corpus: Corpus) -> None:
    html = body(client, pair_url(corpus.contradicted))
    for words in (
        "They cannot both be true.",
        "Close in meaning.",
        "Another number",
        "“11” against “14”",
        "against it",
        "A machine’s judgement: fairly sure that the two meet",
        "85 of 100",
    ):
        assert words in html


def test_a_claim_is_pointed_out_in_its_article(client: Client, corpus: Corpus) -> None:
    claim = corpus.readout.claims["all 11 drivers of the convoy are in good health"]
    html = body(client, f"/articles/{corpus.readout.version.article_id}/?claim={claim.pk}")
    assert html.count('id="claim"') == 1 and "here" in html
    other = body(client, f"/articles/{corpus.wire.version.article_id}/?claim={claim.pk}")
    assert 'id="claim"' not in other


def test_an_article_names_speakers_and_silences(client: Client, corpus: Corpus) -> None:
    html = body(client, f"/articles/{corpus.wire.version.article_id}/")
    for words in (
        "via Ministry of Foreign Affairs of Ostmark",
        "made no mention of",
        "Silences",
        "partly in quotation",
    ):
        assert words in html


def test_what_articles_say_is_escaped(client: Client, corpus: Corpus) -> None:
    hostile = "<script>alert(1)</script> & <b>"
    made = telling(
        f"O {hostile}",
        "press",
        hostile,
        f"He said that {hostile} ended.",
        on=date(2024, 5, 8),
        exchange=corpus.exchange,
    )
    villain = actor(hostile)
    made.claim(f"{hostile} ended", said=made.says(f"{hostile} ended", by=[villain], cue="said"))
    article = made.version.article
    for path in (
        "/",
        f"/exchanges/{corpus.exchange.pk}/",
        f"/exchanges/{corpus.exchange.pk}/texts/",
        f"/exchanges/{corpus.exchange.pk}/framing/",
        f"/articles/{article.pk}/",
        f"/actors/{villain.pk}/",
        f"/outlets/{article.outlet_id}/",
    ):
        html = body(client, path)
        assert "<script>alert" not in html and "& <b>" not in html


def test_what_is_not_there_is_a_page_too(client: Client, corpus: Corpus) -> None:
    for path in (
        "/exchanges/0/",
        "/articles/999999/",
        "/nowhere/",
        f"/exchanges/{corpus.lone.pk}/pairs/{corpus.contradicted.pk}/",
    ):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Nothing stands at this address" in answer.content.decode()
    assert client.post("/").status_code == 405


@pytest.mark.django_db
def test_when_something_breaks_the_page_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diplomacy.web.views.HomePage", None)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


def grow(corpus: Corpus) -> None:
    """Forty-nine more exchanges with two accounts each, and as many more rows on every page that is measured."""
    article = corpus.readout
    for n in range(49):
        on = date(2024, 7, 1) + timedelta(days=n)
        exchange = Exchange.objects.create(kind="call", date=on)
        exchange.participants.set([corpus.minister, actor(f"Guest {n}")])
        accounts = [
            telling(name, kind, f"Call {n}", f"Brandt said that {n} ships waited.", on=on, exchange=exchange)
            for name, kind in (("Estuary Wire", "wire"), (f"Paper {n}", "press"))
        ]
        claims = [
            a.claim(f"{n} ships waited", said=a.says(f"{n} ships waited", by=[corpus.minister], cue="said"))
            for a in accounts
        ]
        pair(claims[0], claims[1], "same")
        extra = telling(
            f"Extra {n}", "press", f"Also {n}", f"He said that {n} were well.", on=on, exchange=corpus.exchange
        )
        told = extra.claim(f"{n} were well", said=extra.says(f"{n} were well", by=[corpus.minister], cue="said"))
        pair(told, article.claims["all 11 drivers of the convoy are in good health"], "shifted", "number")


def test_query_counts_do_not_grow(client: Client, corpus: Corpus) -> None:
    def count(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            body(client, path)
        return len(queries)

    def counts() -> dict[str, tuple[int, int]]:
        """Of each page when it is first asked for, and when it is again: some keep what they found in the same rows."""
        return {path: (count(path), count(path)) for path in pages(corpus)}

    before = counts()
    grow(corpus)
    after = counts()
    # A corpus with more pages than one counts its pages no differently.
    assert {path: again for path, (_, again) in after.items()} == {path: again for path, (_, again) in before.items()}
    assert all(first <= before[path][0] for path, (first, _) in after.items())
    assert max(first for first, _ in (*before.values(), *after.values())) <= MOST_QUERIES


@pytest.mark.django_db
def test_paging_keeps_every_exchange(client: Client) -> None:
    corpus = lay_out()
    grow(corpus)
    seen: list[str] = []
    for page in (1, 2, 3):
        seen += re.findall(r'<h3><a href="/exchanges/(\d+)/', body(client, f"/exchanges/?page={page}"))
    assert len(seen) == len(set(seen)) == Exchange.objects.count()


def test_a_clash_of_dates_is_told_as_dates(client: Client, corpus: Corpus) -> None:
    on = corpus.exchange.date
    texts = ("They met on 3 May.", "They met on 5 May.")
    made = [telling(f"Paper {text}", "press", text, text, on=on, exchange=corpus.exchange) for text in texts]
    left, right = (telling_.claim(text[:-1]) for telling_, text in zip(made, texts, strict=True))
    pair(left, right, "contradicted", "number")
    html = body(client, f"/exchanges/{corpus.exchange.pk}/")
    assert '<b class="figure">3 May</b>' in html and '<b class="figure">5 May</b>' in html


@pytest.mark.usefixtures("corpus")
def test_pairs_are_ranked_by_their_index() -> None:
    """The index is the query's own expression: one that differs by a word would be no use to it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    plan = ranked_pairs()[:1].explain()
    assert "Index Scan using pair_telling" in plan and "Sort" not in plan


def test_the_exchange_page_names_the_side_whose_readout_is_missing(client: Client, corpus: Corpus) -> None:
    for state in ("Ostmark", "Lirien"):
        Outlet.objects.filter(name=f"{state} Foreign Ministry").update(country=state)
    assert "No readout of" not in body(client, f"/exchanges/{corpus.exchange.pk}/")
    Coverage.objects.filter(version=corpus.other_readout.version).delete()
    assert "No readout of Lirien is among the accounts." in body(client, f"/exchanges/{corpus.exchange.pk}/")


def test_the_number_of_participants_costs_no_query(client: Client, corpus: Corpus) -> None:
    with CaptureQueriesContext(connection) as before:
        client.get(f"/exchanges/{corpus.exchange.pk}/")
    for number in range(5):
        state = Actor.objects.create(name=f"State {number}", kind="country")
        corpus.exchange.participants.add(Actor.objects.create(name=f"Guest {number}", kind="person", country=state))
    with CaptureQueriesContext(connection) as after:
        client.get(f"/exchanges/{corpus.exchange.pk}/")
    assert len(after) == len(before)
