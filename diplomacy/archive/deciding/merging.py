"""Merge an actor into another with all that points at it, and undo it."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from diplomacy.archive.compare import send
from diplomacy.archive.deciding import overlay
from diplomacy.archive.deciding.standing import pointing_at, stand_in, standing
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import (
    Actor,
    Coverage,
    Decision,
    DecisionKind,
    Exchange,
    MovedKind,
    Statement,
    Subject,
)


class ActorGoneError(Exception):
    """One of the two is no actor any more, or was merged meanwhile; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much points at an actor."""

    statements: int
    relayed: int
    """Statements that somebody else relays."""
    exchanges: int
    nationals: int
    aliases: int
    tenures: int


def extent(actor: int) -> Extent:
    """What a merge of this actor moves, or lets the other answer for."""
    return Extent(
        statements=Statement.speakers.through._default_manager.filter(actor=actor).count(),
        relayed=Statement.objects.filter(via=actor).count(),
        exchanges=Exchange.objects.filter(Q(participants=actor) | Q(initiator=actor)).distinct().count(),
        nationals=Actor.objects.filter(country=actor).count(),
        aliases=Actor.objects.filter(pk=actor, aliases__isnull=False).values("aliases").count(),
        tenures=Actor.objects.filter(pk=actor, tenures__isnull=False).values("tenures").count(),
    )


def merge(actor: int, into: int, *, by: AbstractBaseUser, note: str = "") -> Decision:
    """Let `into` stand for an actor: all that points at it, now and in texts that are read later, points there.

    The actor itself is no more until this is undone, and its names lead to the other. Raises ActorGoneError.
    """
    with transaction.atomic():
        one_writer()
        there = {row.pk: row for row in Actor.objects.select_for_update(of=("self",)).filter(pk__in=[actor, into])}
        if len(there) != 2:
            raise ActorGoneError
        gone = there[actor]
        made = Decision(subject=Subject.ACTOR, kind=DecisionKind.MERGE, actor=gone, to_actor_id=into, by_id=by.pk)
        made.note, made.was, made.value = note, {"name": gone.name}, {"name": there[into].name}
        made.save()
        _follow()
        return made


def undo(decision: int, *, by: AbstractBaseUser) -> bool:
    """Undo a merge: all that the machine has of the actor, also what was read since, points at it again.

    False where it was undone before.
    """
    with transaction.atomic():
        one_writer()
        row = Decision.objects.on(Subject.ACTOR).kept().filter(pk=decision).select_for_update().first()
        if row is None:
            return False
        row.mark_undone(by)
        _follow()
        return True


def stands_for(actor: int) -> int | None:
    """Who stands for an actor that was merged; None where it was not."""
    return standing().get(actor)


def _follow() -> None:
    """Let those stand for others whom the merges that nobody undid lead to, and all rows point at them; what is
    compared with these is due anew."""
    before, now = standing(), _led()
    changed = {actor for actor in before.keys() | now.keys() if before.get(actor) != now.get(actor)}
    concerned = {*changed, *(before[actor] for actor in changed & before.keys())}
    Actor.everything.bulk_update((Actor(pk=pk, merged_into_id=now.get(pk)) for pk in changed), ["merged_into"])
    owners = pointing_at(concerned)
    stand_in(owners, now)
    told = Q(version__statements__in=owners[MovedKind.SPEAKERS]) | Q(version__claims__in=owners[MovedKind.ASKERS])
    send(overlay.outdate(set(Coverage.objects.filter(told).values_list("article", flat=True))))


def _led() -> dict[int, int]:
    """Merged actor → where the merges end that begin with it (ids)."""
    kept = Decision.objects.on(Subject.ACTOR).kept().exclude(actor=None).exclude(to_actor=None)
    into = dict(kept.order_by("pk").values_list("actor", "to_actor"))

    def end(actor: int) -> int:  # there is one, for nobody is merged into one that was merged
        return end(into[actor]) if actor in into else actor

    return {actor: end(actor) for actor in into}
