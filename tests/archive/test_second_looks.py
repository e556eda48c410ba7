"""Pairs that are put to two curators: who gets which, what a second look does, and how far the two agree."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.archive.deciding import decide, second_looks
from diplomacy.archive.deciding.agreement import agreements
from diplomacy.archive.deciding.decide import Judged, lot_of
from diplomacy.archive.deciding.machine_made import pair_of
from diplomacy.archive.deciding.reviewing import HELD_FOR
from diplomacy.archive.deciding.second_looks import (
    LookGoneError,
    give,
    next_look,
    pass_over,
    settle,
    take_back,
)
from diplomacy.archive.models import Decision, DecisionKind, Pair, SecondLook, Subject
from diplomacy.comparing.reliability import Share
from tests.archive.test_decisions import CREW, GRAIN, LAWFUL, OUTLETS, bring

SAME, SHIFTED = Judged("same"), Judged("shifted", ["detail"])


@pytest.fixture(autouse=True)
def all_twice(settings: Any) -> None:
    settings.DIPLOMACY_SECOND_LOOK = 1.0


@pytest.fixture
def people(db: None) -> tuple[User, User, User]:  # noqa: ARG001 (opens the database)
    mira, jon, ines = (User.objects.create(username=name) for name in ("mira", "jon", "ines"))
    bring(OUTLETS[0], CREW, LAWFUL, GRAIN)
    bring(OUTLETS[1], CREW, LAWFUL, GRAIN)
    return mira, jon, ines


def decided(by: User, kind: DecisionKind = DecisionKind.ACCEPT, judged: Judged | None = None) -> Decision:
    """The next pair that nobody has decided."""
    pair = Pair.objects.filter(decision=None).order_by("pk")[0]
    return decide.decide(pair.exchange_id, (pair.left_id, pair.right_id), kind, by=by, judged=judged)


def looked(by: User, kind: DecisionKind, judged: Judged = SAME) -> SecondLook:
    look = next_look(Subject.PAIR, by)
    assert look
    return give(look.pk, kind, judged.value, by=by)


def test_a_second_look_goes_to_another_curator_alone_who_sees_the_machines_pair(
    people: tuple[User, User, User],
) -> None:
    mira, jon, ines = people
    before = Pair.objects.order_by("pk")[0]
    first = decided(mira, DecisionKind.REJECT)
    assert next_look(Subject.PAIR, mira) is None, "her own"
    look = next_look(Subject.PAIR, jon)
    assert look and look.decision == first
    assert next_look(Subject.PAIR, jon) == look, "the one in hand comes again"
    assert next_look(Subject.PAIR, ines) is None, "it is in jon's hands"
    shown = pair_of(look.decision)
    assert shown and shown.pk is None
    assert (shown.left_id, shown.right_id, shown.relation, shown.facets, shown.score, shown.origin) == (
        *(before.left_id, before.right_id, before.relation, before.facets, before.score),
        "machine",
    )
    SecondLook.objects.update(until=look.until - 2 * HELD_FOR)
    other = next_look(Subject.PAIR, ines)
    assert other and other.decision == first, "jon let it lie"
    with pytest.raises(LookGoneError):
        give(look.pk, DecisionKind.ACCEPT, SAME.value, by=ines)


def test_it_overrules_nothing_and_can_be_taken_back(people: tuple[User, User, User]) -> None:
    mira, jon, _ = people
    first = decided(mira)
    look = looked(jon, DecisionKind.CHANGE, SHIFTED)
    assert (look.differs, list(Decision.objects.disagreeing())) == (True, [first])
    assert Pair.objects.get(decision=first).relation == "same"
    assert next_look(Subject.PAIR, jon) is None
    assert take_back(look.pk, by=jon) and not take_back(look.pk, by=mira)
    assert not Decision.objects.disagreeing().exists()
    again = looked(jon, DecisionKind.ACCEPT)
    assert (again, again.differs) == (look, False)


def test_what_is_passed_over_goes_to_somebody_else(people: tuple[User, User, User]) -> None:
    mira, jon, ines = people
    decided(mira)
    look = next_look(Subject.PAIR, jon)
    assert look
    pass_over(look.pk, by=jon)
    assert next_look(Subject.PAIR, jon) is None
    assert next_look(Subject.PAIR, ines)


def test_what_is_undone_or_made_by_the_machine_no_more_is_not_looked_at(people: tuple[User, User, User]) -> None:
    mira, jon, _ = people
    first = decided(mira)
    look = next_look(Subject.PAIR, jon)
    assert look
    decide.undo(first.pk, by=mira)
    assert next_look(Subject.PAIR, jon) is None
    with pytest.raises(LookGoneError):
        give(look.pk, DecisionKind.ACCEPT, SAME.value, by=jon)
    second = decided(mira)
    Decision.objects.filter(pk=second.pk).update(machine=None)
    assert next_look(Subject.PAIR, jon) is None


@pytest.mark.parametrize("kind", [DecisionKind.CHANGE, DecisionKind.REJECT])
def test_an_editor_takes_the_second_or_keeps_the_first(people: tuple[User, User, User], kind: DecisionKind) -> None:
    mira, jon, ines = people
    kept, replaced = decided(mira), decided(mira)
    looks = [looked(jon, kind, SHIFTED) for _ in (kept, replaced)]
    assert settle(looks[0].pk, second=False, by=ines) is None
    made = settle(looks[1].pk, second=True, by=ines)
    assert made and (made.by, made.kind) == (ines, kind)
    replaced.refresh_from_db()
    kept.refresh_from_db()
    assert (replaced.undone_by, kept.undone_by) == (ines, None)
    assert not Decision.objects.disagreeing().exists()
    assert not Pair.objects.filter(decision=replaced).exists()
    with pytest.raises(LookGoneError):
        settle(looks[1].pk, second=False, by=ines)
    assert not take_back(looks[0].pk, by=jon), "it is settled"


def test_a_rejected_pair_that_the_second_confirms_is_a_pair_again(people: tuple[User, User, User]) -> None:
    mira, jon, ines = people
    decided(mira, DecisionKind.REJECT)
    look = looked(jon, DecisionKind.CHANGE, SHIFTED)
    made = settle(look.pk, second=True, by=ines)
    assert Pair.objects.get(decision=made).relation == "shifted"


def test_agreement_is_counted_by_kind_and_outlasts_settling(people: tuple[User, User, User]) -> None:
    mira, jon, ines = people
    for kind, judged in ((DecisionKind.ACCEPT, SAME), (DecisionKind.CHANGE, SHIFTED), (DecisionKind.REJECT, None)):
        decided(mira, kind, judged)
    looked(jon, DecisionKind.ACCEPT)
    differing = looked(jon, DecisionKind.CHANGE, Judged("shifted", ["detail", "verb"]))
    looked(jon, DecisionKind.REJECT)
    found = agreements()
    assert (found["pair"].alike, found["pair"].kappa, found["pair"].alpha) == (Share(3, 3), 1, 1)
    assert (found["relation"].alike, found["relation"].kappa) == (Share(2, 2), 1)
    # Facets: two empty sets, and {detail} against {detail, verb}, half of which is shared. By chance each of the
    # first curator's meets each of the second's: 0, 1, 1 and 1/2 apart, a mean of 5/8, against a mean of 1/4 found.
    assert found["facets"].alike == Share(1, 2)
    assert found["facets"].kappa == pytest.approx(1 - (1 / 4) / (5 / 8))
    settle(differing.pk, second=True, by=ines)
    assert agreements() == found
    decide.undo(Decision.objects.get(kind="accept").pk, by=mira)
    assert agreements()["pair"].alike == Share(2, 2), "what was undone unsettled is counted no more"


def test_the_share_is_the_instances_setting(people: tuple[User, User, User], settings: Any) -> None:
    mira, jon, _ = people
    first = decided(mira)
    settings.DIPLOMACY_SECOND_LOOK = first.lot
    assert next_look(Subject.PAIR, jon) is None
    settings.DIPLOMACY_SECOND_LOOK = (first.lot or 0) + 1e-9
    assert next_look(Subject.PAIR, jon)


@given(st.lists(st.text(max_size=20), min_size=2, max_size=2))
def test_a_lot_is_the_words_own_in_any_order(words: list[str]) -> None:
    assert 0 <= lot_of(words) < 1
    assert lot_of(words) == lot_of(reversed(words))


def test_lots_are_spread_evenly() -> None:
    lots = [lot_of([f"Port {number} is closed", "no ship may pass"]) for number in range(2000)]
    assert 150 < sum(lot < 0.1 for lot in lots) < 250


@pytest.mark.django_db(transaction=True)
def test_two_curators_at_once_never_get_the_same_look(people: tuple[User, User, User]) -> None:
    mira, *others = people
    for _ in range(2):
        decided(mira)

    def take(by: User) -> int | None:
        try:
            look = second_looks.next_look(Subject.PAIR, by)
            return look.decision_id if look else None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        taken = [one for one in pool.map(take, others) if one]
    assert len(taken) == len(set(taken)) >= 1


@pytest.mark.django_db(transaction=True)
def test_what_an_editor_settles_in_the_same_moment_is_not_taken_back(people: tuple[User, User, User]) -> None:
    mira, jon, ines = people
    decided(mira)
    look = looked(jon, DecisionKind.CHANGE, SHIFTED)

    def taken_back() -> bool:
        try:
            return take_back(look.pk, by=jon)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            settle(look.pk, second=False, by=ines)
            waiting = pool.submit(taken_back)
            until_somebody_waits()
        assert waiting.result() is False
    look.refresh_from_db()
    assert (look.kind, look.settled_by) == (DecisionKind.CHANGE, ines)


def until_somebody_waits() -> None:
    """Until another session waits for a lock; at most five seconds."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.05)
    pytest.fail("nobody waits")
