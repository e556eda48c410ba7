"""Let rows follow what leads from one actor to another, now that it was decided or undone."""

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from diplomacy.archive.compare import send
from diplomacy.archive.deciding import overlay, regroup, taking
from diplomacy.archive.deciding.leads import standing
from diplomacy.archive.deciding.standing import pointing_at, stand_in
from diplomacy.archive.deciding.undoable import kept
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import Actor, Coverage, MovedKind, Subject


class ActorGoneError(Exception):
    """Who was to be decided of is no actor any more, or was merged meanwhile; nothing was changed."""


def undo(decision: int, *, by: AbstractBaseUser) -> bool:
    """Undo a merge or a split: all that the machine has of the actor, also what was read since, points at it again, and
    exchanges that were taken for others by it are their own.

    False where it was undone before.
    """
    with transaction.atomic():
        one_writer()
        row = kept(decision, Subject.ACTOR)
        if row is None:
            return False
        row.mark_undone(by)
        if row.actor_id is not None and row.to_actor_id is not None:
            follow(standing().reached_from({row.actor_id, row.to_actor_id}))
        if released := taking.let_go():
            regroup.place_anew(released)
        return True


def follow(actors: Collection[int], articles: Collection[int] | None = None) -> None:
    """Let the rows that point at these actors, with `articles` those alone that these tell, point at who stands there
    now; what is compared with them is due anew. Call it in a transaction, as the one writer."""
    stands = standing()
    now = stands.merged()
    before = dict(Actor.everything.exclude(merged_into=None).values_list("pk", "merged_into_id"))
    changed = [pk for pk in before.keys() | now.keys() if before.get(pk) != now.get(pk)]
    Actor.everything.bulk_update((Actor(pk=pk, merged_into_id=now.get(pk)) for pk in changed), ["merged_into"])
    owners = pointing_at(actors, articles)
    stand_in(owners, stands)
    told = Q(version__statements__in=owners[MovedKind.SPEAKERS]) | Q(version__claims__in=owners[MovedKind.ASKERS])
    send(overlay.outdate(set(Coverage.objects.filter(told).values_list("article", flat=True))))
