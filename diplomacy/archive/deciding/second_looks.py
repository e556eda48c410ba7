"""A share of what is decided, put to a second curator as the machine sees it: to know how far curators agree.

It is one course for pairs, for who makes a statement, and for accounts of an exchange; `machine_made.py` knows them
apart. A second look overrules nothing. Where it differs from the decision, an editor settles which of the two holds.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import DateTimeField, Exists, FloatField, OuterRef, Q, QuerySet
from django.utils import timezone

from diplomacy.archive.deciding.judgements import Value, said
from diplomacy.archive.deciding.machine_made import MACHINE_MADE, LookGoneError
from diplomacy.archive.deciding.reviewing import HELD_FOR
from diplomacy.archive.models import Decision, DecisionKind, SecondLook, Subject
from diplomacy.archive.prepared import Prepared, given

__all__ = ["LookGoneError", "give", "next_look", "pass_over", "settle", "take_back"]


def _drawn() -> "QuerySet[Decision, int]":
    """Decisions, of others, that are put to a second curator and that no look stands in the way of."""
    by, now = given("by"), given("now", DateTimeField())
    over = ~Q(kind="") | Q(by=by, until=None) | (~Q(by=by) & Q(until__gte=now))
    drawn = Decision.objects.kept().filter(subject=given("subject"), lot__lt=given("share", FloatField()))
    free = drawn.exclude(by=by).filter(~Exists(SecondLook.objects.filter(over, decision=OuterRef("pk"))))
    return free.order_by().values_list("pk", flat=True)[:1]


_MAY_BE_DUE = Prepared(_drawn)


def next_look(subject: Subject, by: AbstractBaseUser) -> SecondLook | None:
    """Something decided for a curator to look at: what they have, or the oldest that is due; None where nothing is.

    Nothing is their own decision, or one that they passed over, or that another looks at or has looked at.
    """
    if not _may_be_due(subject, by):
        return None
    with transaction.atomic():
        free = _due(subject, by).select_for_update(skip_locked=True, of=("self",))
        decision = free.values_list("pk", flat=True).first()
        if decision is None:
            return None
        until = timezone.now() + HELD_FOR
        SecondLook.objects.update_or_create(decision_id=decision, by_id=by.pk, defaults={"until": until})
        return SecondLook.objects.select_related("decision").get(decision=decision, by=by.pk)


def _may_be_due(subject: Subject, by: AbstractBaseUser) -> bool:
    """Whether anything is drawn that no look of this curator, or of another, stands in the way of.

    Most often nothing is. What is in force, and was the machine's, `_due` knows.
    """
    share = settings.DIPLOMACY_SECOND_LOOK
    return _MAY_BE_DUE.first(subject=subject, share=share, by=by.pk, now=timezone.now()) is not None


def _due(subject: Subject, by: AbstractBaseUser) -> "QuerySet[Decision]":
    """Decisions for a second look of this curator, the oldest first."""
    looks = SecondLook.objects.filter(decision=OuterRef("pk"))
    others = looks.exclude(by=by.pk).filter(~Q(kind="") | Q(until__gte=timezone.now()))
    done = looks.filter(Q(by=by.pk) & (~Q(kind="") | Q(until=None)))
    drawn = Decision.objects.in_force(subject).filter(lot__lt=settings.DIPLOMACY_SECOND_LOOK)
    made_by_machine = drawn.filter(MACHINE_MADE[subject].made).exclude(by=by.pk)
    return made_by_machine.exclude(Exists(others)).exclude(Exists(done)).order_by("pk")


def give(look: int, kind: DecisionKind, value: Value, *, by: AbstractBaseUser, note: str = "") -> SecondLook:
    """Put down what the second curator says; raises LookGoneError where it is not theirs to say any more."""
    with transaction.atomic():
        mine = SecondLook.objects.select_for_update(of=("self",)).select_related("decision").filter(pk=look, by=by.pk)
        row = mine.filter(kind="", until__isnull=False, decision__undone_at=None).first()
        if row is None:
            raise LookGoneError
        first = row.decision
        row.kind, row.note, row.at, row.until = kind, note, timezone.now(), None
        row.value = {} if kind is DecisionKind.REJECT else dict(value)
        row.differs = said(first.subject, kind, row.value) != said(first.subject, first.kind, first.value)
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

    Raises LookGoneError where there is nothing to settle, or no more what it was of, and DecidedAlreadyError where
    somebody decided otherwise meanwhile.
    """
    with transaction.atomic():
        rows = SecondLook.objects.differing().select_for_update(of=("self",)).select_related("decision")
        row = rows.filter(pk=look).first()
        if row is None:
            raise LookGoneError
        row.settled_at, row.settled_by_id = timezone.now(), by.pk
        row.save()
        return MACHINE_MADE[Subject(row.decision.subject)].put(row, by) if second else None
