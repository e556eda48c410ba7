"""Split an actor: what some articles tell of it is another's, of a new actor or of one that is there."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from diplomacy.archive.deciding.leading import ActorGoneError, follow
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import (
    Actor,
    Article,
    Claim,
    Coverage,
    Decision,
    DecisionKind,
    Exchange,
    Moved,
    Origin,
    Statement,
    Subject,
)
from diplomacy.archive.prepared import Prepared

MOST = 200
"""Articles that one decision is of."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An actor that is to be made."""

    name: str
    kind: str
    country: int | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of an actor some articles tell."""

    statements: int
    relayed: int
    exchanges: int
    shared: int
    """Those of the exchanges that other articles tell of too."""


def naming(actor: int) -> QuerySet[Article]:
    """The articles whose current text has a statement that the actor makes or relays, or that tell of an exchange that
    it takes part in or asked for."""
    current = Statement.objects.current().order_by()
    part = Q(exchange__participants=actor) | Q(exchange__initiator=actor)
    speaks, relays = current.by([actor]), current.filter(via=actor)
    told = speaks.values("version__article").union(
        relays.values("version__article"), Coverage.objects.filter(part).order_by().values("article")
    )
    found: QuerySet[Article] = Article.objects.filter(pk__in=told)
    return found


def extent(actor: int, articles: Collection[int]) -> Extent:
    """What a split of the actor in these articles moves."""
    told = Statement.objects.current().filter(version__article__in=articles)
    part = Exchange.objects.filter(Q(participants=actor) | Q(initiator=actor), coverage__article__in=articles)
    elsewhere = Coverage.objects.filter(exchange=OuterRef("pk")).exclude(article__in=articles)
    return Extent(
        statements=told.by([actor]).count(),
        relayed=told.filter(via=actor).count(),
        exchanges=part.distinct().count(),
        shared=part.filter(Exists(elsewhere)).distinct().count(),
    )


def split(
    actor: int, articles: Collection[int], to: int | Newcomer, *, by: AbstractBaseUser, note: str = ""
) -> Decision:
    """Let what these articles (ids) tell of an actor be another's, now and whenever they are read anew.

    Names lead to the actor as before. Raises ActorGoneError where one of the two is no actor any more, or an article
    does not name it.
    """
    with transaction.atomic():
        one_writer()
        row = Actor.objects.select_for_update(of=("self",)).filter(pk=actor).first()
        chosen = set(articles)
        if row is None or not 0 < len(chosen) <= MOST or naming(actor).filter(pk__in=chosen).count() < len(chosen):
            raise ActorGoneError
        other = _made(to) if isinstance(to, Newcomer) else Actor.objects.exclude(pk=actor).filter(pk=to).first()
        if other is None:
            raise ActorGoneError
        made = Decision(subject=Subject.ACTOR, kind=DecisionKind.SPLIT, actor=row, to_actor=other, by_id=by.pk)
        made.note, made.was, made.value = note, {"name": row.name}, {"name": other.name}
        made.save()
        made.articles.set(chosen)
        follow([actor], chosen)
        return made


_SPLIT_OFF = Prepared(lambda: Actor.everything.filter(split_off=True).order_by("pk"))


def tidy() -> None:
    """Remove actors that splits made, where these were undone and nothing names them any more."""
    for row in _SPLIT_OFF():
        if not _is_named(row):
            row.delete()


def _made(new: Newcomer) -> Actor:
    if new.country is not None and not Actor.objects.filter(pk=new.country).exists():
        raise ActorGoneError
    made: Actor = Actor.objects.create(
        name=new.name,
        kind=new.kind,
        country_id=new.country,
        confirmed=True,
        origin=Origin.CURATOR,
        split_off=True,
    )
    return made


def _is_named(row: Actor) -> bool:
    """Whether a row points at it, or a decision that nobody undid names it."""
    named = (
        Q(actor=row)
        | Q(to_actor=row)
        | Q(value__contains={"speakers": [{"id": row.pk}]})
        | Q(value__contains={"via": {"id": row.pk}})
        | Q(value__contains={"participants": [row.pk]})
        | Q(value__contains={"initiator": row.pk})
        | Q(value__contains={"country": {"id": row.pk}})
    )
    rows = (
        Statement.objects.filter(Q(speakers=row) | Q(via=row)),
        Exchange.everything.filter(Q(participants=row) | Q(initiator=row)),
        Claim.objects.filter(askers=row),
        Actor.everything.filter(Q(country=row) | Q(merged_into=row)),
        Moved.objects.filter(actor=row),
        Decision.objects.kept().filter(named),
    )
    return any(one.exists() for one in rows)
