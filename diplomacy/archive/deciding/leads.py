"""Who stands for whom by what curators decided: a merge leads all of an actor to another, a split what some articles
tell of it."""

from collections import defaultdict
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from diplomacy.archive.models import Decision, DecisionKind, Subject
from diplomacy.archive.models.decisions import LEADS
from diplomacy.archive.prepared import Prepared, given

NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Lead:
    """A decision as it leads from one actor to another (ids): everywhere, or in these articles (ids)."""

    decision: int
    actor: int
    to: int
    articles: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands for whom; the leads in the order in which they were decided."""

    leads: tuple[Lead, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.leads)

    @property
    def has_splits(self) -> bool:
        """Whether it makes any difference in which article somebody is named."""
        return any(lead.articles is not None for lead in self.leads)

    def who(self, actor: int, articles: AbstractSet[int] = NOWHERE, *, since: float = 0) -> int:
        """Who stands for an actor whom one of these articles names.

        `since` is the decision that says itself who it is: it was made in sight of the splits before it.
        """
        for lead in self.leads:
            there = lead.articles is None or (lead.decision > since and not lead.articles.isdisjoint(articles))
            if lead.actor == actor and there:
                actor = lead.to
        return actor

    def merged(self) -> dict[int, int]:
        """Who stands for each merged actor, through all merges."""
        merges = Standing(tuple(lead for lead in self.leads if lead.articles is None))
        return {lead.actor: merges.who(lead.actor) for lead in merges.leads}

    def merges_of(self, actors: Collection[int]) -> set[int]:
        """The merges (decisions) by which others stand for some of these actors."""
        found, reached = set[int](), set(actors)
        for lead in self.leads:
            if lead.articles is None and lead.actor in reached:
                found.add(lead.decision)
                reached.add(lead.to)
        return found

    def reached_from(self, actors: Collection[int]) -> set[int]:
        """These, and all who may stand for them anywhere."""
        found = set(actors)
        while more := {lead.to for lead in self.leads if lead.actor in found} - found:
            found |= more
        return found

    def behind(self, articles: AbstractSet[int]) -> dict[int, set[int]]:
        """For whom each may stand in one of these articles."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for lead in self.leads:
            if (to := self.who(lead.actor, articles)) != lead.actor:
                found[to].add(lead.actor)
        return found


NOBODY = Standing()
"""Everybody is whom the machine, or a correction, names."""


_LEADS = Prepared(
    lambda: (
        Decision.objects.on(Subject.ACTOR)
        .kept()
        .filter(kind__in=LEADS, actor__isnull=False, to_actor__isnull=False)
        .order_by("pk")
        .values_list("pk", "actor_id", "to_actor_id", "kind")
    )
)
_SPLIT_IN = Prepared(
    lambda: Decision.articles.through._default_manager.filter(decision__any_of=given("splits")).values_list(
        "decision_id", "article_id"
    )
)


def standing() -> Standing:
    """What is decided now; in one query where nothing is, in two where something was split."""
    rows = _LEADS()
    splits = [pk for pk, *_, kind in rows if kind == DecisionKind.SPLIT]
    of: defaultdict[int, set[int]] = defaultdict(set)
    for decision, article in _SPLIT_IN(splits=splits) if splits else ():
        of[decision].add(article)
    return Standing(
        tuple(
            Lead(pk, actor, to, frozenset(of[pk]) if kind == DecisionKind.SPLIT else None)
            for pk, actor, to, kind in rows
        )
    )
