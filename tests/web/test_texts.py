"""Whole texts side by side, as a reader without script gets them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from diplomacy.archive.models import Exchange
from diplomacy.web.pages.texts import TextsPage
from tests.web.corpus import Corpus, telling
from tests.web.crowd import crowd

MOST_QUERIES = 12
MOST_BYTES = 300_000


def texts(client: Client, exchange: Exchange, *accounts: int) -> str:
    query = "&".join(f"account={account}" for account in accounts)
    answer = client.get(f"/exchanges/{exchange.pk}/texts/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def sheet(html: str, letter: str) -> str:
    found = re.search(rf'<article class="sheet" aria-labelledby="account-{letter}">.*?</article>', html, re.S)
    assert found, letter
    return found[0]


def test_every_word_of_the_texts_is_there(client: Client, corpus: Corpus) -> None:
    tellings = (corpus.readout, corpus.other_readout, corpus.wire, corpus.paper)
    html = texts(client, corpus.exchange, *(one.version.article_id for one in tellings))
    bare = re.sub(r'<(a|span|abbr) class="(to|voice)\b[^>]*>[^<]*</\1>', "", html)
    for letter, one in zip("ABCD", tellings, strict=True):
        shown = [strip_tags(block) for block in re.findall(r"<(?:p|h3)[^>]*>.*?</(?:p|h3)>", sheet(bare, letter))]
        assert "\n\n".join(block.replace("&#x27;", "'") for block in shown[1:]) == one.text


def test_a_passage_leads_to_what_answers_it_and_back(client: Client, corpus: Corpus) -> None:
    html = texts(client, corpus.exchange)
    eleven, fourteen = corpus.contradicted.left_id, corpus.contradicted.right_id
    there = f'<a class="to contradicted" href="#c{fourteen}" title="contradicted in Lirien Foreign Ministry">≠B</a>'
    back = f'<a class="to contradicted" href="#c{eleven}" title="contradicted in Ostmark Foreign Ministry">≠A</a>'
    assert re.search(
        rf'id="c{eleven}" class="claimed">.*?are in good health</span>{re.escape(there)}', sheet(html, "A")
    )
    assert re.search(rf'id="c{fourteen}" class="claimed">.*?are well</span>{re.escape(back)}', sheet(html, "B"))


def test_every_way_inside_the_page_leads_somewhere_once(client: Client, corpus: Corpus) -> None:
    for accounts in ([], [corpus.wire.version.article_id, corpus.paper.version.article_id]):
        html = texts(client, corpus.exchange, *accounts)
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_speakers_are_told_by_number_and_name_and_background_is_dimmed(client: Client, corpus: Corpus) -> None:
    html = texts(client, corpus.exchange)
    assert '<abbr class="voice" title="Teodor Brandt">1</abbr><span class="said indirect tint-1">' in sheet(html, "A")
    assert '<abbr class="voice" title="Teodor Brandt and Maud Savary">1+2</abbr>' in sheet(html, "A")
    assert re.search(r'class="claimed dim">The bridge has been shut since April<', sheet(html, "C"))
    assert '<span class="to alone" title="told by one account alone">∅</span>' in sheet(html, "A")


def test_the_reader_chooses_accounts_and_their_order(corpus: Corpus) -> None:
    readout, wire, paper = (t.version.article_id for t in (corpus.readout, corpus.wire, corpus.paper))
    page = TextsPage.build(corpus.exchange, accounts=[paper, readout, paper, 10**9])
    assert [one.choice.letter for one in page.sheets] == ["D", "A"]
    assert [choice.shown for choice in page.choices] == [True, False, False, True]
    assert page.sheets[1].earlier_url.endswith(f"?account={readout}&account={paper}")
    assert not page.sheets[0].earlier_url and not page.sheets[0].without_url
    three = TextsPage.build(corpus.exchange, accounts=[readout, wire, paper])
    assert three.sheets[1].without_url.endswith(f"?account={readout}&account={paper}")


def test_too_few_or_none_are_filled_up_from_the_first(corpus: Corpus) -> None:
    paper = corpus.paper.version.article_id
    assert [s.choice.letter for s in TextsPage.build(corpus.exchange, accounts=[paper]).sheets] == ["D", "A"]
    assert [s.choice.letter for s in TextsPage.build(corpus.exchange, accounts=[0]).sheets] == ["A", "B", "C"]
    assert [s.choice.letter for s in TextsPage.build(corpus.lone).sheets] == ["A"]


@pytest.mark.parametrize("query", ["account=x", "account=", "account=-1", "account=²", f"account={'9' * 40}", "x=1"])
def test_a_strange_query_is_no_error(client: Client, corpus: Corpus, query: str) -> None:
    answer = client.get(f"/exchanges/{corpus.exchange.pk}/texts/?{query}")
    assert answer.status_code == 200
    assert answer.content.decode().count('<article class="sheet"') == 3


def test_what_is_not_there(client: Client, corpus: Corpus) -> None:
    assert client.get("/exchanges/999999/texts/").status_code == 404
    corpus.lone.coverage.all().delete()
    assert "No account covers this exchange" in texts(client, corpus.lone)


def test_words_of_a_text_cannot_become_markup(client: Client, corpus: Corpus) -> None:
    said = 'He said "<script>x</script>".'
    telling("<i>Sly</i> Gazette", "press", "A <b>title</b>", said, on=corpus.lone.date, exchange=corpus.lone)
    html = texts(client, corpus.lone)
    assert "<script>x" not in html and "<b>title" not in html and "<i>Sly" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html


def test_as_many_queries_for_eight_long_accounts_as_for_two_short_ones(client: Client, db: None) -> None:  # noqa: ARG001
    taken = []
    for accounts, sentences in ((2, 5), (8, 100)):
        exchange, tellings = crowd(accounts, sentences=sentences)
        with CaptureQueriesContext(connection) as captured:
            html = texts(client, exchange, *(one.version.article_id for one in tellings))
        assert html.count('<article class="sheet"') == accounts
        taken.append(len(captured))
    assert taken[0] == taken[1] <= MOST_QUERIES
    assert len(html.encode()) < MOST_BYTES
