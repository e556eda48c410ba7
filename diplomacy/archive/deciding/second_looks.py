"""A share of the decided pairs, put to a second curator as the machine sees them: to know how far curators agree.

A second look overrules nothing. Where it differs from the decision, an editor settles which of the two holds.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from diplomacy.archive.deciding.decide import Judged, decide
from diplomacy.archive.deciding.reviewing import HELD_FOR
from diplomacy.archive.models import Anchor, Decision, DecisionKind, Pair, SecondLook, Subject


class LookGoneError(Exception):
    """The decision was undone or its words are gone, or the look is theirs no more; nothing was put down."""


def next_look(by: AbstractBaseUser) -> SecondLook | None:
    """A decided pair for a curator to look at: the one that they have, or the oldest that is due; None where none is.

    None is their own decision, or one that they passed over, or that another looks at or has looked at.
    """
    with transaction.atomic():
        free = _due(by).select_for_update(skip_locked=True, of=("self",))
        decision = free.values_list("pk", flat=True).first()
        if decision is None:
            return None
        until = timezone.now() + HELD_FOR
        SecondLook.objects.update_or_create(decision_id=decision, by_id=by.pk, defaults={"until": until})
        return SecondLook.objects.select_related("decision").get(decision=decision, by=by.pk)


def _due(by: AbstractBaseUser) -> "QuerySet[Decision]":
    """Decisions for a second look of this curator, the oldest first."""
    looks = SecondLook.objects.filter(decision=OuterRef("pk"))
    others = looks.exclude(by=by.pk).filter(~Q(kind="") | Q(until__gte=timezone.now()))
    done = looks.filter(Q(by=by.pk) & (~Q(kind="") | Q(until=None)))
    drawn = Decision.objects.on(Subject.PAIR).in_force().filter(lot__lt=settings.DIPLOMACY_SECOND_LOOK)
    made_by_machine = drawn.filter(machine__relation__isnull=False).exclude(by=by.pk)
    return made_by_machine.exclude(Exists(others)).exclude(Exists(done)).order_by("pk")


def as_machine_made(look: SecondLook) -> Pair | None:
    """The pair as the machine makes it, not stored; None where its decision is in force no more."""
    decision = look.decision
    ends = sorted(Anchor.objects.filter(decision=decision, claim__isnull=False).values_list("claim", flat=True))
    if len(ends) != 2 or decision.machine is None or decision.exchange_id is None:
        return None
    return Pair(exchange_id=decision.exchange_id, left_id=ends[0], right_id=ends[1], **decision.machine)


def give(look: int, kind: DecisionKind, judged: Judged, *, by: AbstractBaseUser, note: str = "") -> SecondLook:
    """Put down what the second curator says; raises LookGoneError where it is not theirs to say any more."""
    with transaction.atomic():
        mine = SecondLook.objects.select_for_update(of=("self",)).select_related("decision").filter(pk=look, by=by.pk)
        row = mine.filter(kind="", until__isnull=False, decision__undone_at=None).first()
        if row is None:
            raise LookGoneError
        row.kind, row.note, row.at, row.until = kind, note, timezone.now(), None
        row.value = {} if kind is DecisionKind.REJECT else judged.value
        row.differs = _unordered(row.value) != _unordered(row.decision.value)
        row.save()
        return row


def pass_over(look: int, *, by: AbstractBaseUser) -> None:
    """Leave a second look to somebody else, for good."""
    SecondLook.objects.filter(pk=look, by=by.pk, kind="").update(until=None)


def take_back(look: int, *, by: AbstractBaseUser) -> bool:
    """Take back what a curator said in a second look, which is theirs again; False where it is settled, or none."""
    blank: dict[str, Any] = {
        "kind": "",
        "value": {},
        "note": "",
        "at": None,
        "differs": False,
        "until": timezone.now() + HELD_FOR,
    }
    return bool(SecondLook.objects.unsettled().filter(pk=look, by=by.pk).update(**blank))


def settle(look: int, *, second: bool, by: AbstractBaseUser) -> Decision | None:
    """An editor settles a difference: the first decision stays, or the second takes its place, which is given back.

    Raises LookGoneError where there is nothing to settle, PairGoneError and DecidedAlreadyError as `decide` does.
    """
    with transaction.atomic():
        rows = SecondLook.objects.differing().select_for_update(of=("self",)).select_related("decision")
        row = rows.filter(pk=look).first()
        if row is None:
            raise LookGoneError
        row.settled_at, row.settled_by_id = timezone.now(), by.pk
        row.save()
        return _put(row, by) if second else None


def _put(look: SecondLook, by: AbstractBaseUser) -> Decision:
    """The decision that a second look becomes."""
    pair = as_machine_made(look)
    if pair is None:
        raise LookGoneError
    return decide(
        pair.exchange_id,
        (pair.left_id, pair.right_id),
        DecisionKind(look.kind),
        by=by,
        judged=Judged(**look.value) if look.value else None,
        note=look.note,
        instead_of=look.decision_id,
    )


def _unordered(value: dict[str, Any]) -> object:
    """What a value says, whatever the order of its facets."""
    return value.get("relation"), frozenset(value.get("facets", ()))
