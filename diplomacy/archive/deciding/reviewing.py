"""What a curator looks at next, in each of the review queues: the least certain that is not decided, and that nobody
else has before them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import DateTimeField, Exists, F, FloatField, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from diplomacy.archive.models import Coverage, Decision, DecisionKind, Lease, Origin, Pair, Statement, Subject, doubt
from diplomacy.archive.models.statements import certainty
from diplomacy.archive.prepared import Prepared, given

HELD_FOR = timedelta(minutes=10)
"""How long an item is a curator's alone; every look at it begins anew."""
_TAKE = """
    DELETE FROM archive_lease
    WHERE subject = %(subject)s AND (holder_id = %(by)s OR (item = %(item)s AND until < %(now)s));
    INSERT INTO archive_lease (subject, item, holder_id, until) VALUES (%(subject)s, %(item)s, %(by)s, %(until)s)
    ON CONFLICT DO NOTHING RETURNING id
"""
"""Both are sent at once."""
TRIES = 5
"""How often another is looked for where somebody took the one that was found in the same moment."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits to be decided of one kind, and in which order: the smallest first."""

    rows: Callable[[], QuerySet[Any]]
    order: Callable[[], Combinable]


def _pairs() -> QuerySet[Pair]:
    return Pair.objects.filter(origin=Origin.MACHINE)


def _statements() -> QuerySet[Statement]:
    return Statement.objects.filter(origin=Origin.MACHINE, version__current=True)


def _accounts() -> QuerySet[Coverage]:
    """Accounts that were joined though something does not agree, and that nobody has confirmed or moved there."""
    decided = Decision.objects.on(Subject.EXCHANGE).kept().exclude(kind=DecisionKind.CHANGE)
    here = Q(exchange=OuterRef("exchange")) | Q(to=OuterRef("exchange"))
    return Coverage.objects.accounts().filter(~Exists(decided.filter(here, articles=OuterRef("article"))), doubts__gt=0)


QUEUES: Mapping[Subject, Queue] = {
    Subject.PAIR: Queue(_pairs, doubt),
    Subject.STATEMENT: Queue(_statements, certainty),
    Subject.EXCHANGE: Queue(_accounts, lambda: -F("doubts")),
}
"""By what is decided of: of pairs themselves, of who makes a statement, of an account's place in its exchange."""


def _free(subject: Subject) -> "QuerySet[Any, int]":
    """The first of a queue (its id) that nobody else has before them."""
    queue = QUEUES[subject]
    held = held_by_others(subject, by=given("by"), now=given("now", DateTimeField()))
    rows = queue.rows().filter(~held).order_by(queue.order(), "pk")
    free: QuerySet[Any, int] = rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
    return free


def _free_behind(subject: Subject) -> "QuerySet[Any, int]":
    rank = given("rank", FloatField())
    later = Q(rank__gt=rank) | Q(rank=rank, pk__gt=given("behind"))
    free: QuerySet[Any, int] = _free(subject).alias(rank=QUEUES[subject].order()).filter(later)
    return free


def _rank(subject: Subject) -> "QuerySet[Any, float]":
    """Where an item stands in the order of its queue."""
    queue = QUEUES[subject]
    rows = queue.rows().model._default_manager.filter(pk=given("behind"))
    ranks: QuerySet[Any, float] = rows.order_by("pk").values_list(queue.order(), flat=True)
    return ranks


_FREE = {subject: Prepared(partial(lambda of: _free(of)[:1], subject)) for subject in QUEUES}
_FREE_BEHIND = {subject: Prepared(partial(lambda of: _free_behind(of)[:1], subject)) for subject in QUEUES}
_RANK = {subject: Prepared(partial(_rank, subject)) for subject in QUEUES}


def next_item(subject: Subject, by: AbstractBaseUser, *, behind: int | None = None) -> int | None:
    """Take the least certain undecided item of a queue (its id) for a curator; None where none is left.

    `behind` is one that they passed over, with all before it. What others hold is passed over, also what is being
    taken at this moment.
    """
    for _ in range(TRIES):
        with transaction.atomic():
            item = _next(subject, by, behind)
            if item is None or take(subject, item, by):
                return item
    return None


def _next(subject: Subject, by: AbstractBaseUser, behind: int | None) -> int | None:
    rank = None if behind is None else _RANK[subject].first(behind=behind)
    if rank is None:
        return _FREE[subject].first(by=by.pk, now=timezone.now())
    return _FREE_BEHIND[subject].first(by=by.pk, now=timezone.now(), rank=rank, behind=behind)


def take(subject: Subject, item: int, by: AbstractBaseUser) -> bool:
    """Take an item for a curator, in place of the one of its kind that they held; False where another holds it."""
    with transaction.atomic(savepoint=False):
        now = timezone.now()
        given = {"subject": subject, "item": item, "by": by.pk, "now": now, "until": now + HELD_FOR}
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, given)
            while cursor.nextset():
                pass
            return cursor.fetchone() is not None


def held_by_others(subject: Subject, *, by: int, now: datetime) -> Exists:
    """Of a row of this kind: whether somebody else than this account (an id) has it before them."""
    held = Lease.objects.filter(subject=subject, item=OuterRef("pk"), until__gte=now)
    return Exists(held.exclude(holder_id=by))
