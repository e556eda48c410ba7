"""What a curator decided, as pages tell it beside the machine's judgements."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diplomacy.archive.models import Claim, DecisionKind, Statement, Subject
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.words import FACETS, RELATIONS, STATEMENT_KINDS

DECIDED = ("decision__pk", "decision__kind", "decision__by__username", "decision__was")
"""The columns of a pair that tell it."""
NAMES_ACTORS = ("participants", "initiator")
"""What a decision on an exchange says of actors, by their ids."""
GONE = "somebody who is gone"
_SYMBOLS = {"accept": "✓", "change": "✎", "make": "✎"}
_ACTOR_WORDS = {"wikidata_id": "Wikidata", "aliases": "also", "tenures": "offices", "country": "acts for"}
_WORDS: dict[str, str] = {kind.value: str(kind.label) for kind in DecisionKind}


@dataclass(frozen=True, slots=True)
class Decided:
    """That somebody decided, and what stood there before."""

    decision: int
    symbol: str
    words: str
    """As in "changed by mira: was shifted"."""

    @property
    def url(self) -> str:
        """The decision's own page, with its history."""
        return address("decision", self.decision)

    @classmethod
    def told(
        cls,
        decision: int | None,
        kind: str | None,
        by: str | None,
        was: dict[str, Any] | None,
        *,
        subject: str = Subject.PAIR,
    ) -> "Decided | None":
        """Of a row of which these are the columns `DECIDED`; None where no decision stands there."""
        if decision is None or not kind:
            return None
        before = f": was {in_words(subject, was)}" if kind == "change" and was else ""
        return cls(decision, symbol_of(kind), f"{_WORDS.get(kind, kind)} by {by}{before}")


def decided_of(row: Statement | Claim) -> Decided | None:
    """What was decided of a statement or claim, whose decision is loaded with who made it."""
    one = row.decision
    return (
        Decided.told(one.pk, one.kind, one.by.get_username(), one.was, subject=one.subject) if one is not None else None
    )


def symbol_of(kind: str) -> str:
    """The sign of a kind of decision."""
    return _SYMBOLS.get(kind, "✗")


def judged_in_words(value: dict[str, Any]) -> str:
    """A relation with its facets, as a curator's decision holds them; without any, that the two are no pair."""
    if not value:
        return "not a pair"
    relation, facets = value.get("relation", ""), value.get("facets", [])
    named = [FACETS[facet].word if facet in FACETS else facet for facet in facets]
    word = RELATIONS[relation].word if relation in RELATIONS else relation
    return f"{word} ({', '.join(named)})" if named else word


def looked_in_words(subject: str, kind: str, value: dict[str, Any]) -> str:
    """What a second look says: of an account whether it tells of the exchange, else what it would have hold."""
    if subject != Subject.EXCHANGE:
        return in_words(subject, value)
    if kind == DecisionKind.ACCEPT:
        return "it tells of this exchange"
    return f"it tells of exchange no. {value['to']}" if value.get("to") else "it does not tell of this exchange"


def in_words(subject: str, value: dict[str, Any], names: Mapping[int, str] | None = None) -> str:
    """What a decision holds, or what stood there before it: of a pair its relation, of another row its fields.

    `names` are those of the actors (by id) whom a decision on an exchange speaks of; see `actors_of`.
    """
    if subject == Subject.PAIR:
        return judged_in_words(value)
    if subject == Subject.STATEMENT:
        return said_in_words(value)
    if subject == Subject.CLAIM:
        return claims_in_words(value)
    if subject == Subject.ACTOR:
        return actor_in_words(value)
    if subject == Subject.EXCHANGE:
        value = {name: _named(it, names or {}) if name in NAMES_ACTORS else it for name, it in value.items()}
    told = (f"{name.replace('_', ' ')}: {plain(it)}" for name, it in value.items() if it not in (None, "", [], False))
    return "; ".join(told) or "nothing"


def actors_of(value: dict[str, Any]) -> set[int]:
    """The actors (ids) whom a decision on an exchange speaks of."""
    told = (value.get(name) or [] for name in NAMES_ACTORS)
    return {actor for those in told for actor in (those if isinstance(those, list) else [those])}


def _named(value: Any, names: Mapping[int, str]) -> Any:
    """Actors by name; one that is gone by now as that."""
    if isinstance(value, list):
        return sorted(names.get(actor, GONE) for actor in value)
    return names.get(value, GONE) if value is not None else None


def said_in_words(value: dict[str, Any]) -> str:
    """Who says it, with which cue, in which way; without any, that it is no statement."""
    if not value:
        return "no statement"
    who = ", ".join(one["name"] for one in value.get("speakers", ())) or "nobody who is known"
    cue = f" (“{value['cue']}”)" if value.get("cue") else ""
    kind = STATEMENT_KINDS.get(value.get("kind", ""), "")
    via = f", through {value['via']['name']}" if value.get("via") else ""
    return f"by {who}{cue}{via}, {kind}" + (", a silence" if value.get("silence") else "")


def claims_in_words(value: dict[str, Any]) -> str:
    """How many claims, and which of them are context; without any, that there is none."""
    contexts = value.get("contexts", [])
    if not contexts:
        return "no claim"
    told = ("context" if context else "of the exchange" for context in contexts)
    return f"{len(contexts)} claim{'s' if len(contexts) > 1 else ''} ({', '.join(told)})"


def actor_in_words(value: dict[str, Any]) -> str:
    """Who it is, or what of the description of an actor."""
    if value.keys() == {"name"}:
        return str(value["name"])
    told = (
        {**value, "country": (value.get("country") or {}).get("name") or "no country"} if "country" in value else value
    )
    return "; ".join(_told_of_actor(name, it) for name, it in told.items()) or "nothing"


def _told_of_actor(name: str, value: Any) -> str:
    if name == "confirmed":
        return "confirmed" if value else "not confirmed"
    if name == "tenures":
        value = [" ".join(filter(None, [office, *(day and str(day) for day in days)])) for office, *days in value]
    return f"{_ACTOR_WORDS.get(name, name)}: {plain(value) or 'none'}"


def plain(value: Any) -> str:
    """A value of a row's field as a reader may have it: lists without their brackets."""
    if isinstance(value, list):
        return ", ".join("–".join(map(str, part)) if isinstance(part, list) else plain(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {plain(part)}" for name, part in value.items())
    return "none" if value in (None, "") else str(value)
