"""Merge an actor into another with all that points at it, and undo it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from diplomacy.archive.compare import send
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import (
    Actor,
    Claim,
    Coverage,
    Decision,
    DecisionKind,
    Exchange,
    MovedKind,
    Statement,
    Subject,
)
from diplomacy.archive.standing import pointing_at, stand_in, standing


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
        _lead(actor, into, {actor})
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
        if row.actor_id is not None:
            stood = standing().get(row.actor_id)
            _lead(row.actor_id, None, {stood} if stood else set())
        return True


def stands_for(actor: int) -> int | None:
    """Who stands for an actor that was merged; None where it was not."""
    return standing().get(actor)


def _lead(actor: int, into: int | None, pointed_at: Collection[int]) -> None:
    """Let the actor be merged into another, or into none, and what points at these follow; comparisons are due anew."""
    Actor.everything.filter(pk=actor).update(merged_into=into)
    owners = pointing_at(pointed_at)
    stand_in(owners, standing())
    told = Q(version__statements__in=owners.get(MovedKind.SPEAKERS, ())) | Q(
        version__claims__in=Claim.objects.filter(pk__in=owners.get(MovedKind.ASKERS, ()))
    )
    articles = Coverage.objects.filter(article__in=Coverage.objects.filter(told).values("article"))
    exchanges = set(articles.values_list("exchange", flat=True))
    articles.exclude(compared="").update(compared="")
    Exchange.objects.filter(pk__in=exchanges).update(pipeline="")
    send(sorted(exchanges))
