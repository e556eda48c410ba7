"""What a curator decided of a pair, as pages tell it beside the machine's judgements."""

from dataclasses import dataclass
from typing import Any

from diplomacy.web.pages.words import FACETS, RELATIONS

DECIDED = ("decision__kind", "decision__by__username", "decision__was")
"""The columns of a pair that tell it."""
_SYMBOLS = {"accept": "✓", "change": "✎"}
_WORDS = {"accept": "confirmed", "change": "changed", "reject": "rejected"}


@dataclass(frozen=True, slots=True)
class Decided:
    """That somebody decided, and what stood there before."""

    symbol: str
    words: str
    """As in "changed by mira: was shifted"."""

    @classmethod
    def told(cls, kind: str | None, by: str | None, was: dict[str, Any] | None) -> "Decided | None":
        """Of a pair of which these are the columns `DECIDED`; None where no decision stands there."""
        if not kind:
            return None
        before = f": was {judged_in_words(was)}" if kind == "change" and was else ""
        return cls(_SYMBOLS.get(kind, "✗"), f"{_WORDS.get(kind, kind)} by {by}{before}")


def judged_in_words(value: dict[str, Any]) -> str:
    """A relation with its facets, as a curator's decision holds them."""
    relation, facets = value.get("relation", ""), value.get("facets", [])
    named = [FACETS[facet].word if facet in FACETS else facet for facet in facets]
    word = RELATIONS[relation].word if relation in RELATIONS else relation
    return f"{word} ({', '.join(named)})" if named else word
