"""The same story in many papers: one account in every comparison, whatever order it comes in."""

from datetime import date
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from diplomacy.archive.accounts import told
from diplomacy.archive.carrying import carried
from diplomacy.archive.compare import set_back
from diplomacy.archive.deleting.bin import delete, restore
from diplomacy.archive.export import records
from diplomacy.archive.incoming import copies
from diplomacy.archive.incoming.ingest import ingest
from diplomacy.archive.listed import listed
from diplomacy.archive.models import Article, BinnedKind, Coverage, Exchange, Outlet, Pair, Version
from diplomacy.intake.values import IntakeArticle
from tests.archive.plain_reader import PlainReader, article

STORY = (
    "Ana Vik of Sund and Pavel Orrell of Valdoria spoke by telephone about the ferry that has lain in the harbour of"
    " Marenne since the spring.",
    "Vik said that the crew must come home before the autumn storms. She gave her colleague a list of the sailors,"
    " according to her ministry, and asked for doctors to be let aboard.",
    "Orrell said that a court will decide about the ship. He promised visits of the consul twice a week until then.",
    "The ferry was boarded by a patrol in waters that both countries claim. Four rounds of talks came to nothing.",
)
READOUT = (
    "Foreign Minister Ana Vik spoke with Pavel Orrell. Vik said that the crew must come home. Vik said that grain must"
    " flow. Orrell said that the sea is free for whoever has business on it."
)
TOWNS = ("Marenne", "Oxter", "Dunmere", "Halvik", "Tarnby", "Velden", "Port Ansel", "Castorn")
PAPERS = ("Courier", "Gazette", "Herald", "Post", "Tribune")
LOCAL = (
    "Vik said that Kelp Bay keeps a lantern lit. Families of the sailors meet on the pier every evening of the week."
)
CLOSING = "Orrell said that the sea is free."


def paper(
    name: str,
    *paragraphs: str,
    credit: str = "Estuary Wire",
    title: str = "Vik and Orrell speak about the ferry",
    day: str = "10 June 2031",
    url: str = "",
) -> IntakeArticle:
    """What a paper prints, as people save it."""
    byline = [f"By {credit}"] if credit else []
    head = "\n".join([name, day, *byline, *([f"URL: {url}"] if url else [])])
    return article("\n\n".join([title, head, *(paragraphs or STORY)]) + "\n", name=f"{name}.txt")


@pytest.fixture
def wired(db: None) -> Outlet:  # noqa: ARG001 (opens the database)
    return Outlet.objects.create(name="Estuary Wire", kind="wire", domains=["estuary.example"])


def bring(*articles: IntakeArticle, reader: PlainReader | None = None) -> None:
    outcomes = ingest(articles, reader=reader or PlainReader())
    assert not outcomes.failures, outcomes.failures


def sets() -> set[tuple[str, frozenset[str]]]:
    """Whom each head has for copies, by who prints them."""
    rows = Article.objects.select_related("outlet", "copy_of__outlet")
    found: dict[str, set[str]] = {row.publisher: set() for row in rows if row.copy_of is None}
    for row in rows:
        if row.copy_of:
            assert row.copy_of.copy_of_id is None, "a copy of a copy"
            found[row.copy_of.publisher].add(row.publisher)
    return {(head, frozenset(papers)) for head, papers in found.items()}


def forty() -> list[IntakeArticle]:
    """The wire's story as forty papers print it: whole, cut, with another headline."""
    made = []
    for number in range(40):
        paragraphs = STORY if number % 3 else STORY[:3]
        made.append(
            paper(f"{TOWNS[number % 8]} {PAPERS[number // 8]}", *paragraphs, title=f"Headline {number} on the ferry")
        )
    return made


def test_forty_copies_are_one_account_in_every_comparison(wired: Outlet) -> None:
    ministry = paper("Sund Ministry of Foreign Affairs", READOUT, credit="")
    own = paper("Estuary Wire", credit="", url="https://estuary.example/ferry")
    more = paper("Kelp Bay Packet", *STORY, LOCAL)
    bring(*forty()[:20], ministry, own, *forty()[20:], more)

    head = Article.objects.get(url="https://estuary.example/ferry")
    assert head.copies.count() == 41
    exchange = Exchange.objects.get()
    assert exchange.coverage.count() == 43, "a copy keeps its coverage"
    accounts = {head.pk, Article.objects.get(outlet__name__startswith="Sund").pk}

    assert {account.article for account in told([exchange.pk], vectors=False)[exchange.pk].accounts} == accounts
    assert [len(row.outlets) for row in listed([exchange.pk])] == [2]
    sides = Pair.objects.values_list("left__version__article", "right__version__article")
    assert sides
    assert all(set(side) == accounts for side in sides)
    [only] = carried(wired.pk)
    assert only.name.startswith("Sund")
    assert only.told == 3

    exported = list(records())
    [written] = [record for record in exported if record["type"] == "exchange"]
    assert set(written["articles"]) == accounts
    omissions = [record for record in exported if record["type"] == "omission"]
    assert {record["article"] for record in omissions} <= accounts
    assert all(set(record["absent_from"]) <= accounts for record in omissions)
    assert sum(record["type"] == "article" and record["copy_of"] == head.pk for record in exported) == 41
    assert not Exchange.objects.uncompared().exists()
    assert set(exchange.coverage.filter(counts=False).values_list("compared", flat=True)) == {""}


@pytest.mark.usefixtures("wired")
def test_a_better_head_that_comes_later_takes_the_copies_and_is_compared() -> None:
    ministry = paper("Sund Ministry of Foreign Affairs", READOUT, credit="")
    bring(ministry, *forty()[:4])
    first = Article.objects.exclude(printed_in="").get(copy_of=None)
    assert first.copies.count() == 3
    assert Pair.objects.filter(right__version__article=first).exists()
    bring(paper("Estuary Wire", credit="", day="11 June 2031", url="https://estuary.example/ferry"))
    own = Article.objects.get(url="https://estuary.example/ferry")
    assert own.copies.count() == 4
    assert not Pair.objects.filter(right__version__article=first).exists()
    assert Pair.objects.filter(right__version__article=own).exists()
    assert sets() == {("Sund Ministry of Foreign Affairs", frozenset()), ("Estuary Wire", frozenset(sets_of(own)))}


def sets_of(head: Article) -> set[str]:
    return {copy.publisher for copy in head.copies.all()}


@pytest.mark.django_db
def test_without_an_agency_the_earliest_is_the_head() -> None:
    bring(
        paper("Harbour Gazette", credit="", day="11 June 2031"),
        paper("Marenne Herald", credit="", day="10 June 2031"),
        paper("Kelp Bay Packet", *STORY, LOCAL, credit="", day="12 June 2031"),
    )
    assert sets() == {("Marenne Herald", frozenset({"Harbour Gazette", "Kelp Bay Packet"}))}


@pytest.mark.usefixtures("wired")
def test_papers_that_are_not_named_print_copies_too() -> None:
    titles = [f"Headline {number}" for number in range(3)]
    bring(*[paper("", title=title) for title in titles])
    assert [row.publisher for row in Article.objects.all()] == ["Unnamed outlet"] * 3
    assert Article.objects.filter(copy_of=None).count() == 1


@pytest.mark.usefixtures("wired")
def test_an_outlet_s_own_two_articles_are_no_copies() -> None:
    bring(
        paper("Estuary Wire", credit="", url="https://estuary.example/1"),
        paper("Estuary Wire", *STORY, LOCAL, credit="", url="https://estuary.example/2"),
    )
    assert Article.objects.filter(copy_of=None).count() == 2


@pytest.mark.usefixtures("wired")
def test_a_copy_that_is_rewritten_becomes_an_account_of_its_own_and_back() -> None:
    url = "https://gazette.example/ferry"
    own = paper("Estuary Wire", credit="", url="https://estuary.example/ferry")
    printed = paper("Harbour Gazette", url=url)
    ministry = paper("Sund Ministry of Foreign Affairs", READOUT, credit="")
    bring(own, printed, ministry)
    gazette = Article.objects.get(url=url)
    assert gazette.copy_of is not None
    anew = " ".join(f"Harbour porters told us story number {number} of the night." for number in range(20))
    bring(paper("Harbour Gazette", f"Vik met Orrell. {CLOSING} {anew}", url=url))
    gazette.refresh_from_db()
    assert gazette.copy_of is None
    assert Pair.objects.filter(right__version__article=gazette).exists()
    bring(paper("Harbour Gazette", *STORY[:3], url=url))
    gazette.refresh_from_db()
    assert gazette.copy_of is not None
    assert not Pair.objects.filter(right__version__article=gazette).exists()
    assert not Pair.objects.filter(left__version__article=gazette).exists()


@pytest.mark.usefixtures("wired")
def test_a_head_that_is_rewritten_leaves_its_copies_to_the_next() -> None:
    url = "https://estuary.example/ferry"
    papers = [paper("Harbour Gazette"), paper("Marenne Herald", day="11 June 2031")]
    bring(paper("Estuary Wire", credit="", url=url), *papers)
    anew = " ".join(f"A wholly other report, sentence number {number} of it." for number in range(20))
    bring(paper("Estuary Wire", anew, credit="", url=url))
    assert sets() == {("Estuary Wire", frozenset()), ("Harbour Gazette", frozenset({"Marenne Herald"}))}


@pytest.mark.usefixtures("wired")
def test_a_head_that_is_deleted_leaves_its_copies_to_the_next() -> None:
    own = paper("Estuary Wire", credit="", url="https://estuary.example/ferry")
    papers = [paper("Harbour Gazette"), paper("Marenne Herald", day="11 June 2031")]
    bring(own, *papers, paper("Sund Ministry of Foreign Affairs", READOUT, credit=""))
    mira = User.objects.create(username="mira")
    before = sets()
    head = Article.objects.get(url="https://estuary.example/ferry")
    binned = delete(BinnedKind.ARTICLE, [head.pk], by=mira)
    ministry = ("Sund Ministry of Foreign Affairs", frozenset[str]())
    assert sets() == {ministry, ("Harbour Gazette", frozenset({"Marenne Herald"}))}
    assert Exchange.objects.uncompared().exists()
    restore(binned.pk, by=mira)
    assert sets() == before


@pytest.mark.usefixtures("wired")
def test_what_only_a_copy_tells_of_stays_an_exchange_with_an_account() -> None:
    silent = [one.replace("Orrell", "his colleague") for one in STORY]
    title = "Sund asks for its sailors"
    bring(paper("Estuary Wire", *silent, credit="", title=title, url="https://estuary.example/ferry"))
    assert not Exchange.objects.exists()
    bring(*[paper(name, *silent, LOCAL, CLOSING, title=title) for name in ("Harbour Gazette", "Marenne Herald")])
    [row] = listed([Exchange.objects.get().pk])
    assert Article.objects.filter(copy_of=None).count() == 1
    assert len(row.outlets) == 1
    assert Coverage.objects.count() == 2


@pytest.mark.usefixtures("wired")
def test_a_curated_pair_keeps_an_article_apart() -> None:
    ministry = paper("Sund Ministry of Foreign Affairs", READOUT, credit="")
    bring(ministry, paper("Harbour Gazette"))
    Pair.objects.filter(pk__in=Pair.objects.values("pk")[:1]).update(origin="curator")
    bring(paper("Estuary Wire", credit="", url="https://estuary.example/ferry"))
    assert not Article.objects.exclude(copy_of=None).exists()
    assert Pair.objects.filter(origin="curator").count() == 1


@pytest.mark.usefixtures("wired")
def test_a_copy_s_date_does_not_outvote_the_others() -> None:
    """The plain reader dates the call to the day of publication."""
    bring(
        paper("Sund Ministry of Foreign Affairs", READOUT, credit="", day="10 June 2031"),
        paper("Estuary Wire", credit="", day="11 June 2031", url="https://estuary.example/ferry"),
        *[paper(f"{TOWNS[number]} Courier", day="11 June 2031") for number in range(3)],
    )
    assert Exchange.objects.get().date == date(2031, 6, 10)


@pytest.mark.usefixtures("wired")
def test_storing_makes_as_many_queries_for_many_copies_as_for_few(django_assert_num_queries: Any) -> None:
    bring(paper("Estuary Wire", credit="", url="https://estuary.example/ferry"), *forty()[:5])
    for number in (6, 12):
        row = Article.objects.order_by("pk").last()
        assert row
        with django_assert_num_queries(3):  # itself, those that share its bands, those that share theirs
            copies.settle([row.pk])
        bring(*forty()[number : number + 6])


@pytest.mark.usefixtures("wired")
def test_bands_and_copies_of_an_older_archive_are_made_good() -> None:
    bring(paper("Estuary Wire", credit="", url="https://estuary.example/ferry"), *forty()[:5])
    before = sets()
    Article.objects.update(copy_of=None)
    Version.objects.update(bands=[])
    set_back([])
    assert sets() == before


class AnyOrder(TestCase):
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.randoms(use_true_random=False), st.booleans())
    def test_the_order_in_which_texts_come_changes_nothing(self, random: Random, with_wire: bool) -> None:
        Outlet.objects.create(name="Estuary Wire", kind="wire", domains=["estuary.example"])
        articles = [
            paper("Harbour Gazette", *STORY[:3]),
            paper("Marenne Herald"),
            paper("Kelp Bay Packet", *STORY, LOCAL),
            paper("Oxter Post", credit="", day="12 June 2031"),
            paper("Sund Ministry of Foreign Affairs", READOUT, credit=""),
        ]
        if with_wire:
            articles.append(paper("Estuary Wire", credit="", day="11 June 2031", url="https://estuary.example/ferry"))
        random.shuffle(articles)
        bring(*articles)
        papers = {"Harbour Gazette", "Marenne Herald", "Kelp Bay Packet", "Oxter Post"}
        head = "Estuary Wire" if with_wire else "Marenne Herald"
        assert sets() == {(head, frozenset(papers - {head})), ("Sund Ministry of Foreign Affairs", frozenset())}
