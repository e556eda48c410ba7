"""Which actor a curator looks at next: of those that nobody has confirmed and nobody else has before them, the one with
the most statements; and which others it may be."""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import transaction
from django.db.models import Count, DateTimeField, Q, QuerySet, TextField
from django.utils import timezone

from diplomacy.archive.deciding.reviewing import TRIES, held_by_others, take
from diplomacy.archive.incoming.publishers import fold
from diplomacy.archive.models import Actor, ActorKind, Alias, Statement, Subject
from diplomacy.archive.prepared import Prepared, given

LOOKED_AT = 500
"""Actors of the order that one query asks about."""
LIKE = 200
"""Actors who share a word of a name, of whom the likest are suggested."""
SUGGESTED = 5
LIKENESS = 0.5
"""From 0 for names that share nothing to 1 for the same: what is less like is not suggested."""


def next_actor(by: AbstractBaseUser, *, behind: int | None = None) -> int | None:
    """Take the unconfirmed actor with the most statements for a curator; None where none is left.

    `behind` is an actor that they passed over, with all before it. Those that others hold are passed over too.
    """
    for _ in range(TRIES):
        with transaction.atomic():
            actor = _free(by, behind)
            if actor is None or take(Subject.ACTOR, actor, by):
                return actor
    return None


def _sharing() -> "QuerySet[Actor]":
    """The actors of a kind with one of these words in a name, those with most of them first."""
    query = SearchQuery(given("words", TextField()), config="simple", search_type="raw")
    called = SearchVector("name", config="simple")
    by_alias = Alias.objects.annotate(called=called).filter(called=query).order_by().values("actor")
    rows = Actor.objects.annotate(called=called, rank=SearchRank(called, query)).exclude(pk=given("actor"))
    rows = rows.filter(Q(called=query) | Q(pk__in=by_alias), kind=given("kind"))
    found: QuerySet[Actor] = rows.select_related("country").prefetch_related("aliases").order_by("-rank", "pk")
    return found[:LIKE]


_SHARING = Prepared(_sharing)


def alike(actor: Actor) -> list[Actor]:
    """Others of its kind that go by a like name, the likest first; in two queries, however many there are."""
    names = _names(actor)
    words = sorted({word for name in names for word in re.findall(r"\w\w+", f"{name.lower()} {fold(name)}")})
    if not words or actor.kind == ActorKind.UNNAMED:
        return []
    found = _SHARING(actor=actor.pk, kind=actor.kind, words=" | ".join(f"'{word}'" for word in words))
    likest = sorted(((_likeness(names, _names(other)), other) for other in found), key=lambda one: -one[0])
    return [other for likeness, other in likest[:SUGGESTED] if likeness >= LIKENESS]


def _names(actor: Actor) -> list[str]:
    return [actor.name, *(alias.name for alias in actor.aliases.all())]


def _likeness(names: Iterable[str], others: Iterable[str]) -> float:
    """Of the likest two of these names; their words in any order."""
    ordered, against = ([" ".join(sorted(fold(name).split())) for name in those] for those in (names, others))
    return max(SequenceMatcher(None, one, other).ratio() for one in ordered for other in against)


def _unconfirmed() -> "QuerySet[Actor, int]":
    """Those that nobody has confirmed, and nobody else has before them."""
    held = held_by_others(Subject.ACTOR, by=given("by"), now=given("now", DateTimeField()))
    rows: QuerySet[Actor, int] = (
        Actor.objects.filter(~held, confirmed=False).order_by("pk").values_list("pk", flat=True)
    )
    return rows


_FREE = Prepared(lambda: _unconfirmed().filter(pk__any_of=given("actors")))
_LEFT = Prepared(lambda: _unconfirmed()[:1])
_LATEST_SAID: Prepared[int] = Prepared(
    lambda: Statement.speakers.through._default_manager.order_by("-pk").values_list("pk", flat=True)[:1]
)
_LATEST_FOUND = Prepared(lambda: Actor.everything.order_by("-pk").values_list("pk", flat=True)[:1])


def _free(by: AbstractBaseUser, behind: int | None) -> int | None:
    order = _order(_latest())
    waiting = order[order.index(behind) + 1 :] if behind in order else order
    for at in range(0, len(waiting), LOOKED_AT):
        some = waiting[at : at + LOOKED_AT]
        there = set(_FREE(actors=list(some), by=by.pk, now=timezone.now()))
        if there:
            return next(pk for pk in some if pk in there)
    # who was confirmed when the order was made, and is not now
    return _LEFT.first(by=by.pk, now=timezone.now()) if behind is None else None


def _latest() -> tuple[int | None, int | None]:
    """What is another whenever statements were read or moved, or actors found."""
    return _LATEST_SAID.first(), _LATEST_FOUND.first()


@lru_cache(maxsize=1)
def _order(state: tuple[int | None, int | None]) -> tuple[int, ...]:  # noqa: ARG001  (what it holds for)
    """The actors that nobody had confirmed then, those with the most statements first, unnamed sources last.

    It goes through all statements, and is kept for as long as no text is read.
    """
    through = Statement.speakers.through._default_manager
    said: Counter[int] = Counter(dict(through.order_by().values_list("actor").annotate(n=Count("pk"))))
    rows = Actor.objects.filter(confirmed=False).order_by().values_list("pk", "kind")
    return tuple(pk for pk, kind in sorted(rows, key=lambda row: (row[1] == ActorKind.UNNAMED, -said[row[0]], row[0])))
