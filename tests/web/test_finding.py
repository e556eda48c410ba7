"""Searching, filtering, and the figures of actors, outlets and the corpus, as a reader without script gets them."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils.html import strip_tags

from diplomacy.archive.models import Actor, Exchange, Outlet
from diplomacy.web.pages.concordance import ConcordancePage
from diplomacy.web.pages.corpus import Figures
from diplomacy.web.pages.outlet import OutletPage
from diplomacy.web.pages.places import Place, elsewhere_url
from diplomacy.web.pages.search import snips
from diplomacy.web.pages.timeline import Timeline
from tests.web.corpus import Corpus, telling
from tests.web.test_pages import HTMX, body

STRESSED = {"stressed", "informed", "acknowledged", "agreed to"}
"""The cues of the Ostmark Foreign Ministry's account."""


def seen(client: Client, path: str) -> str:
    """What a reader sees, its white space as one."""
    return " ".join(strip_tags(body(client, path)).split())


def cards(client: Client, query: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'<h3><a href="/exchanges/(\d+)/', body(client, f"/exchanges/?{query}"))]


def test_texts_are_found_with_the_words_marked(client: Client, corpus: Corpus) -> None:
    html = body(client, "/search/?q=convoy")
    assert "<mark>convoy</mark>" in html
    assert html.count("<h3") == 2
    assert "Compared in" in html and f"/exchanges/{corpus.exchange.pk}/" in html


def test_a_search_may_go_by_date(client: Client, corpus: Corpus) -> None:
    on = date(2025, 1, 1)
    telling("Late Paper", "press", "Much later", "A convoy passed.", on=on, exchange=corpus.exchange)
    titles = re.findall(r"<h3[^>]*><a[^>]*>([^<]*)", body(client, "/search/?q=convoy&order=newest"))
    assert titles[0] == "Much later" and len(titles) == 3


def test_what_a_text_and_a_search_say_is_escaped(client: Client, corpus: Corpus) -> None:
    hostile = "<script>alert(1)</script> & <b>"
    telling("Hostile", "press", hostile, f"The zebra {hostile} ended.", on=date(2025, 1, 1), exchange=corpus.exchange)
    for path in ("/search/?q=zebra", "/search/concordance/?q=zebra", f"/search/?q={hostile}", f"/actors/?q={hostile}"):
        assert "<script>alert" not in body(client, path)
    assert "<mark>zebra</mark>" in body(client, "/search/?q=zebra")
    for path in ("/search/", "/search/statements/", "/search/concordance/"):
        assert "“&lt;script" not in body(client, path)


def test_snips_give_the_snippet_back() -> None:
    snippet = "before \ue000one\ue001 and \ue000two\ue001"
    assert [(snip.text, snip.hit) for snip in snips(snippet)] == [
        ("before ", False),
        ("one", True),
        (" and ", False),
        ("two", True),
    ]


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=drivers", 4),  # one of them a silence, of Ostmark
        ("q=drivers&speaker=Brandt", 3),
        ("q=drivers&speaker=Savary", 0),
        ("speaker=maud+savary", 6),
        ("verb=assured", 1),
        ("verb=Assured&speaker=Brandt", 1),
        ("q=drivers&verb=assured&stance=evaluative", 0),
        ("speaker=nobody+at+all", 0),
        ("", 0),
    ],
)
def test_statements_are_found_by_words_speaker_and_verb(client: Client, query: str, said: int) -> None:
    html = body(client, f"/search/statements/?{query}")
    assert html.count('<p class="words"') == said
    if not said:
        assert "Often quoted" in html and "Teodor Brandt" in html


def elsewhere(corpus: Corpus) -> str:
    return elsewhere_url(Place.of_claim(corpus.readout.claims["stay in contact"]))


def test_a_statement_leads_to_where_else_its_claim_is_made(client: Client, corpus: Corpus) -> None:
    html = body(client, "/search/statements/?speaker=maud+savary")
    assert elsewhere(corpus) in html


def test_a_concordance_is_sorted_by_what_stands_beside(corpus: Corpus) -> None:
    left = ConcordancePage.build("drivers", order="left").lines
    before = [re.findall(r"\w+", line.before.casefold())[::-1] for line in left]
    assert len(left) == sum(t.text.count("drivers") for t in (corpus.readout, corpus.other_readout, corpus.wire))
    assert before == sorted(before)
    right = [
        re.findall(r"\w+", line.after.casefold()) for line in ConcordancePage.build("drivers", order="right").lines
    ]
    assert right == sorted(right)


def test_a_concordance_says_whose_words_they_are(corpus: Corpus) -> None:
    found = {line.outlet: line.voice for line in ConcordancePage.build("lawful").lines}
    assert found == {"Ostmark Foreign Ministry": "Teodor Brandt", "Estuary Wire": "Teodor Brandt"}
    (quarrel,) = ConcordancePage.build("timber quarrel").lines
    assert quarrel.voice == "" and quarrel.hit == "timber quarrel"
    assert quarrel.url == f"/articles/{corpus.paper.version.article_id}/#at-{corpus.paper.text.index('The timber')}"


@pytest.mark.usefixtures("corpus")
def test_a_concordance_takes_words_as_they_stand() -> None:
    assert {line.hit for line in ConcordancePage.build("review*").lines} == {"reviewed", "review"}
    assert {line.hit for line in ConcordancePage.build("review").lines} == {"review"}
    assert len(ConcordancePage.build("the").lines) > 10  # too common for the index, and yet in the texts
    for nothing in ("", "*", "( ) .", "zzz"):
        assert ConcordancePage.build(nothing).lines == ()


def test_near_claims_are_shown_with_how_they_stand(client: Client, corpus: Corpus) -> None:
    text = seen(client, elsewhere(corpus))
    assert "same exchange" in text and "nearly word for word 100 of 100" in text
    html = body(client, elsewhere(corpus))
    assert 'class="rel same"' in html
    assert client.get("/search/elsewhere/?claim=999999").status_code == 404
    assert "Begin with a claim" in body(client, "/search/elsewhere/?claim=x")


@pytest.mark.parametrize("path", ["search/", "search/statements/", "search/concordance/", "exchanges/", "actors/"])
@pytest.mark.parametrize(
    "query", ["q=%00", "q=%F0%9F%98%80", "q=" + "%27" * 300, "actor=%00%25", "q=(*%3A%26", "page=-1"]
)
@pytest.mark.usefixtures("corpus")
def test_a_strange_search_is_no_error(client: Client, path: str, query: str) -> None:
    assert "<h1" in body(client, f"/{path}?{query}")


def test_exchanges_are_narrowed_by_each_filter(client: Client, corpus: Corpus) -> None:
    call, lone = corpus.exchange.pk, corpus.lone.pk
    lirien = Actor.objects.get(name="Lirien")
    ministry = Outlet.objects.get(name="Lirien Foreign Ministry")
    for query, found in {
        "": [lone, call],
        "actor=brandt": [lone, call],
        "actor=savary": [call],
        "actor=nobody": [],
        f"country={lirien.pk}": [call],
        f"outlet={ministry.pk}": [call],
        "kind=meeting": [lone],
        "kind=quarrel": [lone, call],
        "relation=disputed": [call],
        "since=2024-05-07": [lone],
        "until=2024-05-06": [call],
        "since=2024-13-99": [lone, call],
        "since=2024-05-07&relation=same": [],
    }.items():
        assert cards(client, query) == found, query
    assert "No exchange is all of this" in body(client, "/exchanges/?actor=nobody")


def test_a_filter_stays_through_the_pages_and_the_form_shows_it(client: Client, corpus: Corpus) -> None:
    for n in range(25):
        made = Exchange.objects.create(kind="call", date=date(2025, 1, 1 + n))
        made.participants.set([corpus.minister])
    html = body(client, "/exchanges/?kind=call&actor=brandt")
    assert '<option value="call" selected>' in html and 'value="brandt"' in html
    assert 'href="?kind=call&amp;actor=brandt&amp;page=2"' in html
    assert len(cards(client, "kind=call&actor=brandt&page=2")) == 6


def test_htmx_pushes_the_address_without_what_is_not_asked(client: Client, corpus: Corpus) -> None:
    asked = "/exchanges/?actor=&country=&outlet=&kind=call&relation=&since=&until="
    answer = client.get(asked, headers=HTMX | {"HX-Trigger": "filters"})
    assert answer["HX-Push-Url"] == "/exchanges/?kind=call"
    assert "<html" not in answer.content.decode() and f"/exchanges/{corpus.exchange.pk}/" in answer.content.decode()


def test_a_timeline_leaves_no_time_out() -> None:
    days = Timeline.of({date(2024, 2, 28): 2, date(2024, 3, 1): 1}, marked={date(2024, 2, 28): 1})
    assert [(bar.since, bar.count, bar.marked) for bar in days.bars] == [
        (date(2024, 2, 28), 2, 1),
        (date(2024, 2, 29), 0, 0),
        (date(2024, 3, 1), 1, 0),
    ]
    months = Timeline.of({date(2023, 11, 30): 1, date(2024, 2, 1): 1})
    assert [(bar.since, bar.until) for bar in months.bars] == [
        (date(2023, 11, 1), date(2023, 11, 30)),
        (date(2023, 12, 1), date(2023, 12, 31)),
        (date(2024, 1, 1), date(2024, 1, 31)),
        (date(2024, 2, 1), date(2024, 2, 29)),
    ]
    years = Timeline.of({date(1990, 5, 5): 3, date(2024, 2, 1): 1})
    assert years.unit == "year" and len(years.bars) == 35 and years.most == 3
    assert Timeline.of({}).bars == ()


def test_an_actor_is_told_by_outlet_and_verb(client: Client, corpus: Corpus) -> None:
    text = seen(client, f"/actors/{corpus.minister.pk}/")
    for words in ("With which verbs", "By whom", "Ostmark Foreign Ministry", "Over time", "stressed", "agreed to"):
        assert words in text
    # Brandt: three statements in his own ministry's readout, two in the other's, two in the wire's, one in the paper's.
    rows = re.findall(
        r"(Ostmark Foreign Ministry|Lirien Foreign Ministry|Estuary Wire|Ostmark Courier) [a-z ]+ (\d+)", text
    )
    assert dict(rows) == {
        "Ostmark Foreign Ministry": "3",
        "Lirien Foreign Ministry": "2",
        "Estuary Wire": "2",
        "Ostmark Courier": "1",
    }


def test_an_outlet_is_told_by_what_it_carries(corpus: Corpus) -> None:
    page = OutletPage.build(Outlet.objects.get(name="Ostmark Foreign Ministry"))
    rows = {row.name: (row.carried, row.told) for row in page.carried}
    # Of the other ministry's five claims: who asked and how many drivers (contradicted), and to stay in contact.
    assert rows == {"Lirien Foreign Ministry": (3, 5), "Estuary Wire": (2, 2), "Ostmark Courier": (2, 2)}
    assert page.carried_of_all is not None and (page.carried_of_all.carried, page.carried_of_all.told) == (7, 9)
    assert (
        page.statements == 4
        and {verb.lemma for verb in page.verbs} == STRESSED
        and page.speakers[0][0].id == corpus.minister.pk
    )
    assert not OutletPage.build(Outlet.objects.create(name="Alone")).carried


def test_the_corpus_is_counted_anew_when_it_has_changed(client: Client, corpus: Corpus) -> None:
    before = Figures.count()
    assert (before.articles, before.exchanges, before.silences) == (5, 2, 1)
    assert before.pairs_by["contradicted"] == 2 and before.facets["voice"] == 2
    telling("Late Paper", "press", "Much later", "A convoy passed.", on=date(2025, 1, 1), exchange=corpus.exchange)
    assert Figures.count().articles == 6
    text = seen(client, "/about/")
    assert "6 articles of 5 outlets, published from 6 May 2024 to 1 January 2025" in text
    assert "shifted 2 here" in seen(client, "/methods/")
