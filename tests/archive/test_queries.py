"""How many queries reads and writes make: as many for fifty articles as for one."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diplomacy.archive.accounts import told
from diplomacy.archive.compare import compare
from diplomacy.archive.export import records
from diplomacy.archive.incoming.ingest import ingest
from diplomacy.archive.latest import revision
from diplomacy.archive.listed import Listed, listed
from diplomacy.archive.models import Actor, Article, Coverage, Exchange, Pair, Statement, Version
from diplomacy.archive.roster import Roster
from tests.archive.plain_reader import PlainReader, article, text_of

pytestmark = pytest.mark.django_db
FIRST = date(2031, 6, 1)
SAID = ("Vik said that the crew must come home.", "Orrell said that the zone is lawful.")


def corpus(
    number: int, *, said: tuple[str, ...] = SAID, outlets: tuple[str, ...] = ("Sund Ministry", "Herald")
) -> None:
    """Exchanges, each on a day of its own, told by two outlets in so many words."""
    ingest(
        [
            article(text_of(*said, outlet=outlet, day=(FIRST + timedelta(days=4 * nth)).strftime("%d %B %Y")))
            for nth in range(number)
            for outlet in outlets
        ],
        reader=PlainReader(),
    )


def queries(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read()
    return len(captured)


def look_at_lists() -> None:
    for row in listed(list(Exchange.objects.values_list("pk", flat=True))):
        assert row.participants
        assert row.outlets


READS: dict[Callable[[], object], int] = {
    look_at_lists: 2,  # which, and all of them
    lambda: list(Version.objects.saying("crew").best_for("crew").with_snippets("crew")): 1,
    lambda: list(Statement.objects.current().saying("crew").by(Actor.objects.called("Vik")).newest()): 1,
    lambda: told(list(Exchange.objects.values_list("pk", flat=True))): 5,
    Roster.load: 4,
    revision: 1,
    lambda: list(records()): 12,
}


@pytest.mark.parametrize("read", READS)
def test_reads_make_as_many_queries_for_fifty_articles_as_for_two(read: Callable[[], object]) -> None:
    corpus(1)
    few = queries(read)
    corpus(25)
    assert Article.objects.count() == 50
    assert queries(read) == few <= READS[read]


def test_the_export_makes_a_few_more_for_each_hundred_exchanges_only() -> None:
    corpus(1)
    few = queries(lambda: list(records()))
    corpus(60)
    assert queries(lambda: list(records())) <= few + 8


def test_storing_makes_as_many_queries_for_long_articles_as_for_short() -> None:
    corpus(1, outlets=("A Ministry",))  # who speaks is known from here on
    some = (*SAID, *(f"Orrell said that lorry {number} may wait at the border." for number in range(10)))
    many = (*SAID, *(f"Vik said that ship {number} must pass." for number in range(50)))
    few = queries(lambda: corpus(1, said=some, outlets=("B Ministry",)))
    corpus(1, outlets=("C Ministry",))
    assert queries(lambda: corpus(1, said=many, outlets=("D Ministry",))) == few


def test_comparing_makes_as_many_queries_for_eight_accounts_as_for_two() -> None:
    corpus(1)
    Coverage.objects.update(compared="")
    few = queries(lambda: compare(Exchange.objects.get().pk))
    corpus(1, outlets=tuple(f"{name} Ministry" for name in "ABCDEF"))
    Coverage.objects.update(compared="")
    assert queries(lambda: compare(Exchange.objects.get().pk)) == few
    assert Pair.objects.count() >= 28


def only_listed() -> Listed:
    [row] = listed([Exchange.objects.get().pk])
    return row


def test_lists_count_what_accounts_share_and_lack() -> None:
    corpus(1, outlets=("Sund Ministry",))
    row = only_listed()
    assert ([name for _, name, _ in row.outlets], row.alone, row.pairs) == (["Sund Ministry"], 0, {})
    corpus(1, said=(SAID[0], "Vik stressed that the ships carry grain."), outlets=("Herald",))
    row = only_listed()
    assert (len(row.outlets), row.pairs["same"]) == (2, 1)
    assert row.alone == 4 - 2 * sum(row.pairs.values())
    Pair.objects.filter(relation="same").update(relation="disputed")
    assert only_listed().alone == row.alone + 2, "what is disputed is not told by the other"
    Pair.objects.all().delete()
    row = only_listed()
    assert (row.alone, row.pairs) == (4, {})
    assert [name for _, name, _ in row.outlets] == ["Sund Ministry", "Herald"]


def test_lists_have_the_order_that_is_asked_for_and_nobody_who_was_merged() -> None:
    corpus(3, outlets=("Sund Ministry",))
    ids = list(Exchange.objects.order_by("pk").values_list("pk", flat=True))
    assert [row.id for row in listed([ids[1], ids[2], ids[0]])] == [ids[1], ids[2], ids[0]]
    vik, orrell = Actor.objects.get(name="Ana Vik"), Actor.objects.get(name="Pavel Orrell")
    assert listed(ids)[0].participants == ((vik.pk, "Ana Vik"), (orrell.pk, "Pavel Orrell"))
    Actor.objects.filter(pk=orrell.pk).update(merged_into=vik)
    assert listed(ids)[0].participants == ((vik.pk, "Ana Vik"),)


def test_exchanges_are_found_by_who_takes_part() -> None:
    corpus(2, outlets=("Sund Ministry",))
    assert Exchange.objects.newest().first() == Exchange.objects.latest("date")
    vik = Coverage.objects.earliest("pk").exchange.participants.get(name="Ana Vik")
    assert Exchange.objects.with_participant(vik).count() == 2
    assert vik.country
    assert Exchange.objects.with_participant(vik.country).count() == 2
