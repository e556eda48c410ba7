"""Merged actors: all that points at one points at the other, now and when texts are read later; undoing moves back."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from diplomacy.archive.deciding import correct, describing, merging, regroup, splitting
from diplomacy.archive.deciding.leading import ActorGoneError
from diplomacy.archive.deciding.leads import standing
from diplomacy.archive.deciding.standing import pointing_at, stand_in
from diplomacy.archive.deciding.undo import undo
from diplomacy.archive.models import Actor, Alias, Claim, Decision, Exchange, Moved, Statement
from tests.archive.test_corrections import said, saying, version
from tests.archive.test_regrouped import (
    CREW,
    FIRST,
    HERALD,
    LAWFUL,
    MINISTRY,
    SECOND,
    bring,
    compared,
    read_anew,
)

NAMES = ("Ana Vik", "Pavel Orrell", "Sund", "Valdoria")


def actor(name: str) -> Actor:
    row: Actor = Actor.everything.get(name=name)
    return row


def pointing() -> Any:
    """Whom every row points at, in the order of each."""
    statements = Statement.objects.order_by("version__article__url", "version__sha256", "position")
    return (
        [
            [Actor.everything.get(pk=pk).name for pk in _through(Statement.speakers.through, "statement_id", row.pk)]
            for row in statements
        ],
        sorted(
            (row.date, str(row.initiator), sorted(one.name for one in row.participants.all()))
            for row in Exchange.objects.all()
        ),
        sorted((row.name, str(row.country)) for row in Actor.everything.select_related("country")),
        sorted(Claim.askers.through._default_manager.values_list("claim__start", "actor__name")),
    )


def described() -> list[Any]:
    """How every actor is described."""
    return [describing.described(row) for row in Actor.everything.order_by("pk")]


def _through(through: Any, owner: str, pk: int) -> list[int]:
    return list(through._default_manager.filter(**{owner: pk}).order_by("pk").values_list("actor_id", flat=True))


@pytest.fixture
def mira(db: None) -> User:  # noqa: ARG001 (opens the database)
    return User.objects.create(username="mira")


@pytest.fixture
def stored(db: None) -> Any:  # noqa: ARG001 (opens the database)
    """A call, and whom its rows point at."""
    bring(MINISTRY, CREW, LAWFUL)
    bring(HERALD, LAWFUL, "Vik said that it was the idea of Orrell.")
    return pointing()


def test_all_that_points_at_one_points_at_the_other_and_back(stored: Any, mira: User) -> None:
    vik, orrell = actor("Ana Vik"), actor("Pavel Orrell")
    before = merging.extent(orrell.pk)
    assert (before.statements, before.exchanges, before.aliases) == (2, 1, 1)
    made = merging.merge(orrell.pk, vik.pk, by=mira, note="One person.")
    assert Statement.objects.filter(speakers=vik).count() == 4
    assert not Statement.objects.filter(speakers=orrell).exists()
    assert [one.pk for one in Exchange.objects.get().participants.all()] == [vik.pk]
    assert not Actor.objects.filter(pk=orrell.pk).exists()
    assert merging.stands_for(orrell.pk) == vik.pk
    with pytest.raises(ActorGoneError):
        merging.merge(orrell.pk, vik.pk, by=mira)
    assert undo(made.pk, by=mira)
    assert not undo(made.pk, by=mira), "a second time"
    assert pointing() == stored
    assert not Moved.objects.exists()


@pytest.mark.usefixtures("stored")
def test_texts_that_are_read_later_are_led_on_and_moved_back_too(mira: User) -> None:
    vik, orrell = actor("Ana Vik"), actor("Pavel Orrell")
    made = merging.merge(orrell.pk, vik.pk, by=mira)
    bring("Ostmark Courier", LAWFUL)
    read_anew()
    assert not Statement.objects.filter(speakers=orrell).exists()
    assert Exchange.objects.count() == 1, "joining takes one for the other"
    assert [one.pk for one in Exchange.objects.get().participants.all()] == [vik.pk]
    assert Actor.everything.filter(kind="person").count() == 2, "nobody is enrolled a second time"
    assert not Alias.objects.filter(actor=vik, name="Orrell").exists(), "names stay with whom they were read of"
    assert [row.pk for row in Actor.objects.called("Orrell")] == [vik.pk]
    undo(made.pk, by=mira)
    bring("Ostmark Courier", CREW)
    assert Statement.objects.filter(speakers=orrell, version__current=True).count() == 2
    assert {one.pk for one in Exchange.objects.get().participants.all()} == {vik.pk, orrell.pk}


def test_a_country_takes_the_nationals_of_another(stored: Any, mira: User) -> None:
    made = merging.merge(actor("Valdoria").pk, actor("Sund").pk, by=mira)
    assert actor("Pavel Orrell").country == actor("Sund")
    read_anew()
    assert actor("Pavel Orrell").country == actor("Sund")
    assert Actor.everything.count() == 4
    undo(made.pk, by=mira)
    read_anew("reader 1")
    assert pointing() == stored


@pytest.mark.usefixtures("stored")
def test_merging_takes_as_many_queries_for_many_statements_as_for_few(mira: User) -> None:
    counts = []
    for n in (1, 9):
        for port in range(n):
            bring(f"Gazette {n}", *(f"Orrell said that port {port} of {n} is closed." for port in range(n)))
        with CaptureQueriesContext(connection) as counted:
            made = merging.merge(actor("Pavel Orrell").pk, actor("Ana Vik").pk, by=mira)
        counts.append(len(counted))
        undo(made.pk, by=mira)
    assert counts[1] <= counts[0] + 1, "one more for a comparison that is queued already"


ZONE = "the zone is lawful"


def corrected(mira: User, **other: Any) -> Decision:
    """What Orrell said of the zone, as a curator has it."""
    statement = saying(ZONE)
    return correct.say(version().pk, said(statement, **other), by=mira, of=statement.pk)


def speakers() -> list[str]:
    return [one.name for one in saying(ZONE).speakers.all()]


@pytest.mark.parametrize("last", ["the merge", "the correction"])
def test_what_was_corrected_while_its_speaker_was_merged_goes_back_to_the_speaker(
    stored: Any, mira: User, last: str
) -> None:
    merge = merging.merge(actor("Pavel Orrell").pk, actor("Ana Vik").pk, by=mira)
    correction = corrected(mira, kind="free")
    assert speakers() == ["Ana Vik"]
    for made in (correction, merge) if last == "the merge" else (merge, correction):
        assert undo(made.pk, by=mira)
    assert pointing() == stored
    assert not Moved.objects.exists()


@pytest.mark.parametrize("last", ["the merge", "the correction"])
def test_who_was_merged_is_the_speaker_again_where_a_correction_had_named_another(
    stored: Any, mira: User, last: str
) -> None:
    correction = corrected(mira, speakers=(actor("Sund").pk,))
    merge = merging.merge(actor("Pavel Orrell").pk, actor("Ana Vik").pk, by=mira)
    assert speakers() == ["Sund"]
    for made in (correction, merge) if last == "the merge" else (merge, correction):
        assert undo(made.pk, by=mira)
    assert pointing() == stored


def test_whom_a_correction_names_is_merged_and_moved_back(stored: Any, mira: User) -> None:
    first = merging.merge(actor("Pavel Orrell").pk, actor("Ana Vik").pk, by=mira)
    correction = corrected(mira, speakers=(actor("Valdoria").pk,))
    second = merging.merge(actor("Valdoria").pk, actor("Sund").pk, by=mira)
    assert speakers() == ["Sund"]
    undo(second.pk, by=mira)
    assert speakers() == ["Valdoria"]
    undo(correction.pk, by=mira)
    assert speakers() == ["Ana Vik"]
    undo(first.pk, by=mira)
    assert pointing() == stored


def test_an_exchange_is_described_as_a_curator_says_though_its_participants_were_merged(
    stored: Any, mira: User
) -> None:
    merge = merging.merge(actor("Pavel Orrell").pk, actor("Ana Vik").pk, by=mira)
    exchange, sund = Exchange.objects.get(), actor("Sund")
    made = regroup.describe(exchange.pk, {"participants": [sund.pk], "initiator": None}, by=mira)
    assert made
    assert list(exchange.participants.all()) == [sund]
    undo(merge.pk, by=mira)
    assert list(exchange.participants.all()) == [sund]
    undo(made.decision.pk, by=mira)
    assert pointing() == stored


@pytest.mark.usefixtures("stored")
def test_an_exchange_that_was_split_off_under_a_merge_has_its_own_participants_back(mira: User) -> None:
    exchange = Exchange.objects.get()
    both = set(exchange.participants.all())
    merge = merging.merge(actor("Pavel Orrell").pk, actor("Ana Vik").pk, by=mira)
    article = exchange.coverage.values_list("article", flat=True)[0]
    made = regroup.split(exchange.pk, [article], by=mira).decision
    assert made.to and [str(one) for one in made.to.participants.all()] == ["Ana Vik"]
    undo(merge.pk, by=mira)
    assert set(made.to.participants.all()) == set(exchange.participants.all()) == both


@pytest.mark.usefixtures("stored")
def test_a_merge_is_undone_though_an_exchange_of_both_is_gone(mira: User) -> None:
    merge = merging.merge(actor("Pavel Orrell").pk, actor("Ana Vik").pk, by=mira)
    Exchange.objects.get().delete()
    assert undo(merge.pk, by=mira)
    connection.check_constraints()
    assert not Moved.objects.exists()


@pytest.mark.usefixtures("stored")
def test_names_lead_to_the_last_of_several_that_were_merged_one_into_the_other(mira: User) -> None:
    orrell, vik, sund = actor("Pavel Orrell"), actor("Ana Vik"), actor("Sund")
    merging.merge(orrell.pk, vik.pk, by=mira)
    onwards = merging.merge(vik.pk, sund.pk, by=mira)
    assert list(Actor.objects.called("Pavel Orrell")) == [sund]
    assert Actor.objects.with_names().get(pk=sund.pk).merged_names == ["Ana Vik", "Orrell", "Pavel Orrell", "Vik"]
    undo(onwards.pk, by=mira)
    assert list(Actor.objects.called("Pavel Orrell")) == [vik]
    assert Actor.objects.with_names().get(pk=vik.pk).merged_names == ["Orrell", "Pavel Orrell"]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("undo"), st.integers(0, 9), st.none()),
        st.tuples(st.just("read"), st.none(), st.none()),
        st.tuples(st.just("set"), st.integers(0, 3), st.none()),
        st.tuples(st.just("split"), st.integers(0, 5), st.integers(0, 5)),
        st.tuples(st.just("name"), st.integers(0, 5), st.integers(0, 5)),
        st.tuples(st.just("move"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("describe"), st.integers(0, 5), st.integers(0, 5)),
    ),
    min_size=2,
    max_size=8,
)


class Sequences(TestCase):
    """Any sequence of merges, splits, corrections, readings, descriptions, moves and undos; each example in its own
    transaction."""

    @given(STEPS)
    @settings(max_examples=3, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    def test_undoing_all_gives_the_first_state_and_nothing_points_at_who_is_merged(self, steps: Any) -> None:
        mira = User.objects.create(username="mira")
        bring(MINISTRY, CREW, LAWFUL)
        bring(HERALD, LAWFUL, "Vik said that it was the idea of Orrell.", day=SECOND)
        bring("Tarn Gazette", CREW, day=FIRST)
        first, names = pointing(), described()
        for what, which, how in steps:
            with transaction.atomic():
                self.take(what, which, how, mira)
            merged = Actor.everything.exclude(merged_into=None)
            assert not Statement.objects.filter(speakers__in=merged).exists()
            assert not Exchange.objects.filter(participants__in=merged).exists()
            assert not Exchange.objects.filter(initiator__in=merged).exists()
            assert not Actor.objects.filter(country__in=merged).exists()
            self.follows()
        for made in Decision.objects.kept().order_by("?"):
            undo(made.pk, by=mira)
        read_anew("reader 1")
        assert pointing() == first
        assert described() == names
        assert not Moved.objects.exists()

    def follows(self) -> None:
        """Working out anew who stands where changes nothing: rows follow from what was read and decided alone."""
        before = pointing()
        stand_in(pointing_at(Actor.everything.values_list("pk", flat=True)), standing())
        assert pointing() == before

    @staticmethod
    def take(what: str, which: int, how: Any, mira: User) -> None:
        if what == "merge":
            there = list(Actor.objects.order_by("pk"))
            one, other = there[which % len(there)], there[how % len(there)]
            if one != other:
                merging.merge(one.pk, other.pk, by=mira)
        elif what == "undo" and (kept := list(Decision.objects.kept().order_by("pk"))):
            undo(kept[which % len(kept)].pk, by=mira)
        elif what == "read":
            read_anew("reader 1")
        elif what == "set":
            there = list(Actor.objects.order_by("pk"))
            told = {"participants": [there[which % len(there)].pk], "initiator": None}
            row = Exchange.objects.order_by("pk").first()
            assert row
            regroup.describe(row.pk, told, by=mira)
        elif what == "split":
            there = list(Actor.objects.order_by("pk"))
            one, other = there[which % len(there)], there[how % len(there)]
            articles = list(splitting.naming(one.pk).order_by("pk").values_list("pk", flat=True))[: 1 + how % 2]
            if articles:
                new = splitting.Newcomer(one.name, one.kind)
                splitting.split(one.pk, articles, new if one == other else other.pk, by=mira)
        elif what == "name":
            there = list(Actor.objects.order_by("pk"))
            statement = Statement.objects.order_by("version__article__url", "position")[
                which % Statement.objects.count()
            ]
            named = said(statement, speakers=(there[how % len(there)].pk,))
            instead = statement.decision_id
            correct.say(statement.version_id, named, by=mira, of=statement.pk, instead_of=instead)
        elif what == "move":
            rows = list(Exchange.objects.order_by("pk"))
            one, other = rows[which % len(rows)], rows[how % len(rows)]
            articles = list(one.coverage.order_by("pk").values_list("article", flat=True))[:1]
            if articles:
                regroup.move(one.pk, articles, None if one == other else other.pk, by=mira)
        elif what == "describe":
            there = list(Actor.objects.order_by("pk"))
            one, other = there[which % len(there)], there[how % len(there)]
            country = {"id": other.pk, "name": other.name} if other.kind == "country" else None
            describing.describe(one.pk, {"country": country, "aliases": [f"Alias {how}"]}, by=mira)
        compared()
