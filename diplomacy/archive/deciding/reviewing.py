"""What a curator looks at next, in each of the review queues: the least certain that is not decided, and that nobody
else has before them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from diplomacy.archive.models import Coverage, Decision, DecisionKind, Lease, Origin, Pair, Statement, Subject, doubt
from diplomacy.archive.models.statements import certainty

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


def next_item(subject: Subject, by: AbstractBaseUser, *, behind: int | None = None) -> int | None:
    """Take the least certain undecided item of a queue (its id) for a curator; None where none is left.

    `behind` is one that they passed over, with all before it. What others hold is passed over, also what is being
    taken at this moment.
    """
    for _ in range(TRIES):
        with transaction.atomic():
            free = _free(subject, by, behind).select_for_update(skip_locked=True, of=("self",))
            item: int | None = free.values_list("pk", flat=True).first()
            if item is None or take(subject, item, by):
                return item
    return None


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


def held_by_others(subject: Subject, by: AbstractBaseUser) -> Exists:
    """Of a row of this kind: whether somebody else has it before them."""
    held = Lease.objects.filter(subject=subject, item=OuterRef("pk"), until__gte=timezone.now())
    return Exists(held.exclude(holder_id=by.pk))


def _free(subject: Subject, by: AbstractBaseUser, behind: int | None) -> QuerySet[Any]:
    queue = QUEUES[subject]
    rows = queue.rows().filter(~held_by_others(subject, by)).order_by(queue.order(), "pk")
    if behind is None:
        return rows
    passed = rows.model._default_manager.filter(pk=behind)
    at = passed.values_list(queue.order(), flat=True).first()
    if at is None:
        return rows
    later: QuerySet[Any] = rows.annotate(rank=queue.order()).filter(Q(rank__gt=at) | Q(rank=at, pk__gt=behind))
    return later
