"""How right the machine is by what curators decided, counted by hand."""

import pytest
from django.contrib.auth.models import User

from diplomacy.archive import compare
from diplomacy.archive.deciding import decide
from diplomacy.archive.deciding.accuracy import Accuracy
from diplomacy.archive.deciding.decide import Judged
from diplomacy.archive.models import Decision, DecisionKind, Exchange, Outlet, Pair, Subject
from diplomacy.comparing.reliability import Share
from tests.archive.plain_reader import PlainReader
from tests.archive.test_decisions import CREW, LAWFUL, OUTLETS, bring

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira(db: None) -> User:  # noqa: ARG001 (opens the database)
    return User.objects.create(username="mira")


@pytest.fixture
def pairs(db: None) -> list[Pair]:  # noqa: ARG001 (opens the database)
    """Four pairs, all of them the same to the machine: three of a ministry and a paper, one of two papers."""
    bring(OUTLETS[0], CREW, LAWFUL)
    bring(OUTLETS[1], CREW, LAWFUL)
    bring(OUTLETS[2], CREW)
    Outlet.objects.exclude(name=OUTLETS[0]).update(kind="press")
    Outlet.objects.filter(name=OUTLETS[0]).update(kind="official")
    found = list(Pair.objects.order_by("pk"))
    assert [pair.relation for pair in found] == ["same"] * 4
    return found


def decided(pair: Pair, kind: DecisionKind, by: User, relation: str = "") -> Decision:
    judged = Judged(relation) if relation else None
    return decide.decide(pair.exchange_id, (pair.left_id, pair.right_id), kind, by=by, judged=judged)


def test_nothing_decided_is_nothing_measured(pairs: list[Pair]) -> None:
    assert pairs
    found = Accuracy.of(Subject.PAIR)
    assert (found.decided, dict(found.each), dict(found.kinds)) == (0, {}, {})


def test_kept_changed_and_rejected_pairs_are_counted_by_relation_and_outlet(pairs: list[Pair], mira: User) -> None:
    between_papers = next(
        pair for pair in pairs if {claim.version.article.outlet.kind for claim in (pair.left, pair.right)} == {"press"}
    )
    first, second, third = (pair for pair in pairs if pair != between_papers)
    decided(first, DecisionKind.ACCEPT, mira)
    decided(second, DecisionKind.CHANGE, mira, "shifted")
    decided(between_papers, DecisionKind.REJECT, mira)
    found = Accuracy.of(Subject.PAIR)
    assert found.decided == 3, "the fourth is nobody's yet"
    assert (found.at_all.precision, found.at_all.recall) == (Share(2, 3), Share(2, 2))
    assert (found.each["same"].precision, found.each["same"].recall) == (Share(1, 3), Share(1, 1))
    assert (found.each["shifted"].precision, found.each["shifted"].recall) == (Share(0, 0), Share(0, 1))
    assert found.kinds == {"official": Share(1, 2), "press": Share(1, 3)}
    undone = decided(third, DecisionKind.ACCEPT, mira)
    decide.undo(undone.pk, by=mira)
    assert Accuracy.of(Subject.PAIR) == found, "what is undone is not counted"


def test_a_pair_that_the_machine_makes_no_more_is_a_miss(pairs: list[Pair], mira: User) -> None:
    kept, lost = pairs[0], pairs[1]
    decided(kept, DecisionKind.ACCEPT, mira)
    decision = decided(lost, DecisionKind.ACCEPT, mira)
    Decision.objects.filter(pk=decision.pk).update(machine=None)
    found = Accuracy.of(Subject.PAIR)
    assert (found.at_all.precision, found.at_all.recall) == (Share(1, 1), Share(1, 2))


def test_what_a_new_comparison_makes_is_what_is_measured(pairs: list[Pair], mira: User) -> None:
    decided(pairs[0], DecisionKind.CHANGE, mira, "reworded")
    compare.set_back(Exchange.objects.values_list("pk", flat=True))
    compare.compare_uncompared(reader=PlainReader())
    assert Accuracy.of(Subject.PAIR).each["same"].precision == Share(0, 1)
    assert Decision.objects.get().machine["relation"] == "same"  # type: ignore[index]
