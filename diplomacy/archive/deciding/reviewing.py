"""Which pair a curator looks at next: the least certain that is not decided, and that nobody else has before them."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from diplomacy.archive.models import Lease, Origin, Pair, doubt

HELD_FOR = timedelta(minutes=10)
"""How long an item is a curator's alone; every look at it begins anew."""
TRIES = 5
"""How often another is looked for where somebody took the one that was found in the same moment."""


def next_pair(by: AbstractBaseUser, *, behind: int | None = None) -> int | None:
    """Take the least certain undecided pair for a curator; None where none is left.

    `behind` is a pair that they passed over, with all before it. Pairs that others hold are passed over, also those
    that are being taken at this moment.
    """
    for _ in range(TRIES):
        with transaction.atomic():
            free = _free(by, behind).select_for_update(skip_locked=True, of=("self",))
            pair = free.values_list("pk", flat=True).first()
            if pair is None or take(pair, by):
                return pair
    return None


def take(pair: int, by: AbstractBaseUser) -> bool:
    """Take a pair for a curator, in place of the one that they held; False where another holds it."""
    with transaction.atomic():
        now = timezone.now()
        Lease.objects.filter(Q(holder_id=by.pk) | Q(pair=pair, until__lt=now)).delete()
        row = Lease(pair_id=pair, holder_id=by.pk, until=now + HELD_FOR)
        Lease.objects.bulk_create([row], ignore_conflicts=True)
        return Lease.objects.filter(pair=pair, holder_id=by.pk).exists()


def _free(by: AbstractBaseUser, behind: int | None) -> QuerySet[Pair]:
    held = Lease.objects.filter(pair=OuterRef("pk"), until__gte=timezone.now()).exclude(holder_id=by.pk)
    rows = Pair.objects.filter(~Exists(held), origin=Origin.MACHINE).order_by(doubt(), "pk")
    if behind is None:
        return rows
    passed = Pair.objects.filter(pk=behind)
    at = passed.values_list(doubt(), flat=True).first()
    if at is None:
        return rows
    return rows.annotate(doubt=doubt()).filter(Q(doubt__gt=at) | Q(doubt=at, pk__gt=behind))
