"""Actors: who speaks, by whose report, with which verbs, and when."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import JSONObject

from diplomacy.archive.deciding import describing
from diplomacy.archive.models import Actor, Exchange, Statement, Subject
from diplomacy.archive.prepared import Prepared, given
from diplomacy.archive.querysets import ActorQuerySet
from diplomacy.web.pages.corpus import Revision, most_quoted, revision
from diplomacy.web.pages.decided import Decided
from diplomacy.web.pages.listing import ExchangeCard, cards_of
from diplomacy.web.pages.statements import Said, said
from diplomacy.web.pages.timeline import Timeline
from diplomacy.web.pages.verbs import Stance, Verb, by_class, stances, verbs
from diplomacy.web.pages.words import OUTLET_KINDS

PER_PAGE = 30
MOST = 1000
"""Statements that can be paged through; the figures are of all."""
EXCHANGES_SHOWN = 6
VERBS_SHOWN = 16
REPORTERS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Reporter:
    """An outlet that reports the actor, how often, and with which verbs."""

    id: int
    name: str
    kind: str
    count: int
    stances: tuple[Stance, ...]
    verbs: tuple[Verb, ...]


@dataclass(frozen=True, slots=True)
class ActorPage:
    """What an actor is reported to have said, by whom, with which verbs, when, and in which exchanges."""

    actor: Actor
    decided: Decided | None
    """That somebody confirmed or described it, the latest."""
    also: tuple[str, ...]
    """Names of those that were merged into it."""
    count: int
    """How many statements there are, silences apart."""
    said: tuple[Said, ...]
    page: "Page[int]"
    more: bool
    """Whether there are older statements than those that can be paged through."""
    verbs: tuple[Verb, ...]
    stances: tuple[Stance, ...]
    reporters: tuple[Reporter, ...]
    more_reporters: int
    timeline: Timeline
    exchanges: tuple[ExchangeCard, ...]

    @classmethod
    def build(cls, actor: Actor, *, number: str | None = None) -> "ActorPage":
        """The page of an actor, which `full_actor` loaded, with that page of their statements, newest first."""
        ids, reporters, days = _told(revision(), actor.pk)
        page = Paginator(ids, PER_PAGE).get_page(number)
        together: Counter[tuple[str, str]] = Counter()
        for _, counts in reporters:
            together += counts
        return cls(
            actor=actor,
            decided=described_by(actor),
            also=tuple(actor.merged_names),  # type: ignore[attr-defined]
            count=together.total(),
            said=said(list(page.object_list)),
            page=page,
            more=len(ids) == MOST,
            verbs=verbs(together, most=VERBS_SHOWN),
            stances=stances(by_class(together)),
            reporters=tuple(_reporter(who, counts) for who, counts in reporters[:REPORTERS_SHOWN]),
            more_reporters=max(len(reporters) - REPORTERS_SHOWN, 0),
            timeline=Timeline.of(days),
            exchanges=cards_of(_EXCHANGES(actor=actor.pk)),
        )


def _full() -> ActorQuerySet:
    columns = {"decision": "pk", "kind": "kind", "by": "by__username", "was": "was"}
    last = describing.concerning(OuterRef("pk")).order_by("-pk").values(told=JSONObject(**columns))[:1]
    actors = Actor.objects.with_names().filter(pk=given("actor")).order_by("pk")
    full: ActorQuerySet = actors.annotate(described=Subquery(last))
    return full


_FULL: Prepared[Actor] = Prepared(_full)
_EXCHANGES = Prepared(
    lambda: Exchange.objects.with_participant(given("actor")).newest().values_list("pk", flat=True)[:EXCHANGES_SHOWN]
)


def full_actor(pk: int) -> Actor | None:
    """An actor as its page takes it: with names, and with who described it last, in three queries."""
    return _FULL.first(actor=pk)


def described_by(actor: Actor) -> Decided | None:
    """Who described an actor last, which `full_actor` loaded."""
    told: dict[str, Any] | None = actor.described  # type: ignore[attr-defined]
    return Decided.told(**told, subject=Subject.ACTOR) if told else None


_Outlet = tuple[int, str, str]
_Reporters = list[tuple[_Outlet, Counter[tuple[str, str]]]]


@lru_cache(maxsize=64)
def _told(state: Revision, actor: int) -> tuple[tuple[int, ...], _Reporters, Mapping[date, int]]:  # noqa: ARG001  (what it holds for)
    """The ids of the actor's newest statements; by outlet and verb, and by day, how many there are, silences apart.

    All that has to go through every statement of somebody who is reported to have made ten thousand.
    """
    spoken = Statement.objects.current().by([actor])
    newest = tuple(spoken.newest().values_list("pk", flat=True)[:MOST])
    uttered = spoken.filter(silence=False).order_by()
    outlet = "version__article__outlet"
    used = uttered.values_list(f"{outlet}_id", f"{outlet}__name", f"{outlet}__kind", "cue_lemma", "cue_class")
    days: Iterable[tuple[date, int]] = uttered.values_list("version__article__published_on").annotate(n=Count("pk"))
    return newest, _reporters(used.annotate(n=Count("pk"))), dict(days)


def _reporters(rows: Iterable[Any]) -> _Reporters:
    """Every outlet with how often it uses each verb for the actor, the one that quotes them most first."""
    found: defaultdict[_Outlet, Counter[tuple[str, str]]] = defaultdict(Counter)
    for pk, name, kind, lemma, key, count in rows:
        found[pk, name, kind][lemma, key] += count
    return sorted(found.items(), key=lambda item: (-item[1].total(), item[0][1]))


def _reporter(outlet: _Outlet, counts: Counter[tuple[str, str]]) -> Reporter:
    pk, name, kind = outlet
    shares = stances(by_class(counts))
    return Reporter(pk, name, OUTLET_KINDS[kind], counts.total(), shares, verbs(counts, most=3))


@dataclass(frozen=True, slots=True)
class ActorsPage:
    """Actors that are reported to have said something, the most quoted first."""

    actors: tuple[tuple[Actor, int], ...]
    """Each with the number of their statements."""
    page: "Page[tuple[int, str, int]]"
    words: str

    @classmethod
    def build(cls, *, words: str = "", number: str | None = None) -> "ActorsPage":
        """That page of the list; `words` keeps those that go by a name with them."""
        quoted = most_quoted()
        if words:
            called = set(Actor.objects.called(words).values_list("pk", flat=True))
            quoted = tuple(row for row in quoted if row[0] in called)
        page = Paginator(quoted, PER_PAGE).get_page(number)
        rows = Actor.objects.select_related("country").in_bulk([pk for pk, _, _ in page.object_list])
        return cls(tuple((rows[pk], n) for pk, _, n in page.object_list if pk in rows), page, words)
