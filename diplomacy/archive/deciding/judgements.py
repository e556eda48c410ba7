"""What curators can agree on, of each kind of decision: the parts of what one says, in a form that can be compared."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from diplomacy.archive.models import DecisionKind, Subject
from diplomacy.comparing.reliability import jaccard, nominal

Value = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One part of a judgement."""

    name: str
    of: Callable[[str, Value], Hashable | None]
    """Of a decision's kind and value; None where these say nothing of it."""
    distance: Callable[[Any, Any], float] = nominal


ASPECTS: Mapping[str, tuple[Aspect, ...]] = {
    Subject.PAIR: (
        Aspect("pair", lambda _, value: bool(value)),
        Aspect("relation", lambda _, value: value.get("relation")),
        Aspect("facets", lambda _, value: frozenset(value["facets"]) if value else None, jaccard),
    ),
    Subject.STATEMENT: (
        Aspect("statement", lambda _, value: bool(value)),
        Aspect("speakers", lambda _, value: speakers_of(value), jaccard),
    ),
    Subject.EXCHANGE: (Aspect("account", lambda kind, _: kind == DecisionKind.ACCEPT),),
}
"""Of a pair whether it is one, how the two stand and in what they differ; of a statement whether it is one and who
makes it; of an account whether it tells of this exchange. The first of each is whether there is anything at all."""


def speakers_of(value: Value | None) -> frozenset[int] | None:
    """Who makes a statement (ids), as a decision holds it; None where it says that there is no statement."""
    return frozenset(one["id"] for one in value.get("speakers", ())) if value else None


def said(subject: str, kind: str, value: Value) -> tuple[Hashable | None, ...]:
    """A judgement in its parts: two that are equal say the same."""
    return tuple(aspect.of(kind, value) for aspect in ASPECTS[subject])
