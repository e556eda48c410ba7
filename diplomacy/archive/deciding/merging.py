"""Merge an actor into another with all that points at it."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from diplomacy.archive.deciding.leading import ActorGoneError, follow
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import Actor, Decision, DecisionKind, Exchange, Statement, Subject


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
        follow([actor])
        return made


def stands_for(actor: int) -> int | None:
    """Who stands for an actor that was merged; None where it was not."""
    return Actor.everything.filter(pk=actor).values_list("merged_into", flat=True).first()
