"""One actor to be confirmed: how it is described and who described it, what it says, and whom else it may be."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Window

from diplomacy.archive.deciding import describing
from diplomacy.archive.deciding.reviewing_actors import alike
from diplomacy.archive.models import Actor, Decision, Statement, Subject
from diplomacy.archive.models.decisions import DecisionQuerySet
from diplomacy.archive.prepared import Prepared, given
from diplomacy.web.actor_forms import ActorForm
from diplomacy.web.pages.actor import described_by, full_actor
from diplomacy.web.pages.decided import Decided
from diplomacy.web.pages.statements import Said, said

SHOWN = 3
"""Statements of an actor, the newest."""


@dataclass(frozen=True, slots=True)
class Other:
    """An actor of a like name, and the key that leads to the merge."""

    key: str
    actor: Actor
    names: str
    statements: int


@dataclass(frozen=True, slots=True)
class ReviewActorPage:
    """All that the review of one actor shows; without one, that none is left."""

    actor: Actor | None
    form: ActorForm | None = None
    decided: Decided | None = None
    statements: int = 0
    said: tuple[Said, ...] = ()
    others: tuple[Other, ...] = ()
    seen: int = 0
    """The latest decision that describes it, which the form tells: two curators are not to decide past each other."""
    told: str = ""
    """What came of the last thing that was done, as a sentence."""
    fault: str = ""
    note: str = ""
    behind: int | None = None
    last: int | None = None
    """The curator's latest decision on an actor, which they can undo."""

    @classmethod
    def build(
        cls,
        pk: int | None,
        by: int,
        *,
        form: ActorForm | None = None,
        told: str = "",
        fault: str = "",
        note: str = "",
        behind: int | None = None,
    ) -> "ReviewActorPage":
        """The page of an actor that the curator `by` (an id) holds; in as many queries for many names as for one."""
        actor = full_actor(pk) if pk else None
        if actor is None:
            return cls(None, told=told, behind=behind, last=last_of(by))
        newest = _NEWEST(actor=actor.pk)
        return cls(
            actor=actor,
            form=form or ActorForm.of(actor),
            decided=described_by(actor),
            statements=newest[0][1] if newest else 0,
            said=said([statement for statement, _ in newest]),
            others=_others(actor),
            seen=describing.latest(actor.pk),
            told=told,
            fault=fault,
            note=note,
            behind=behind,
            last=last_of(by),
        )


def _newest() -> "QuerySet[Statement, tuple[int, int]]":
    """Statements of an actor, the newest first, each with how many there are."""
    through = Statement.speakers.through._default_manager.filter(actor=given("actor")).values("statement")
    spoken = Statement.objects.current().filter(pk__in=through)
    return spoken.newest().values_list("pk", Window(Count("*")))[:SHOWN]


_NEWEST = Prepared(_newest)


def _theirs() -> DecisionQuerySet:
    return Decision.objects.on(Subject.ACTOR).kept().filter(by=given("curator")).order_by("-pk")


_LAST = Prepared(lambda: _theirs().values_list("pk", flat=True)[:1])
_OWN = Prepared(lambda: _theirs().filter(pk=given("decision")))
_SAID: Prepared[tuple[int, int]] = Prepared(
    lambda: (
        Statement.speakers.through._default_manager.filter(actor__any_of=given("actors"))
        .order_by()
        .values_list("actor")
        .annotate(n=Count("pk"))
    )
)


def last_of(curator: int) -> int | None:
    """The curator's latest decision on an actor that nobody undid."""
    return _LAST.first(curator=curator)


def own_decision(curator: int, pk: int) -> Decision | None:
    """The decision of this id, where it is one of the curator's on an actor that nobody undid."""
    return _OWN.first(curator=curator, decision=pk)


def _others(actor: Actor) -> tuple[Other, ...]:
    found = alike(actor)
    said = dict(_SAID(actors=[other.pk for other in found])) if found else {}
    return tuple(
        Other(str(key), other, ", ".join(alias.name for alias in other.aliases.all()), said.get(other.pk, 0))
        for key, other in enumerate(found, start=1)
    )
