"""How two paired claims stand to each other, with the words that decide it."""

import tomllib
from collections.abc import Mapping, Set
from functools import cache
from math import inf
from pathlib import Path

from diplomacy.comparing.closeness import likeness
from diplomacy.comparing.contradiction import contradiction
from diplomacy.comparing.explaining import named
from diplomacy.comparing.facets import facets
from diplomacy.comparing.numbers import quantities, shared
from diplomacy.comparing.sameness import same_words
from diplomacy.comparing.values import AccountClaim, Facet, Reason, Relation
from diplomacy.comparing.vocabulary import Vocabulary, load

WEIGHTS = Path(__file__).with_name("shift.toml")
TOPIC = frozenset({"discussed"})


@cache
def shift_weights() -> Mapping[str, float]:
    """What speaks for `shifted` against `reworded`, in log-odds; fitted by `benchmarks/fit_pairing.py`."""
    held: dict[str, float] = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))
    return held


def relate(
    left: AccountClaim,
    right: AccountClaim,
    *,
    names: Mapping[int, str] | None = None,
    vocabulary: Vocabulary | None = None,
) -> tuple[Relation, tuple[Facet, ...], tuple[Reason, ...]]:
    """Relation and facets of two claims that are known to be a pair, each with its reason.

    The first reason is the relation's, under its name; each facet's follows under the facet's.
    """
    vocabulary, names = vocabulary or load(), names or {}
    relation, why = _relation(left, right, names, vocabulary)
    found = facets(left, right, relation, names=names, vocabulary=vocabulary)
    return relation, tuple(facet for facet, _ in found), (why, *(reason for _, reason in found))


def _relation(
    left: AccountClaim, right: AccountClaim, names: Mapping[int, str], vocabulary: Vocabulary
) -> tuple[Relation, Reason]:
    clash = contradiction(left, right, names, vocabulary)
    if clash:
        return Relation.CONTRADICTED, Reason(Relation.CONTRADICTED, 1.0, clash)
    words = same_words(left, right, vocabulary)
    if words:
        return Relation.SAME, Reason(Relation.SAME, 1.0, f"the same words: {_listed(words)}")
    if left.askers & right.askers:
        asker = named(left.askers & right.askers, names)
        return Relation.REWORDED, Reason(Relation.REWORDED, 1.0, f"both have it that {asker} asked for it")
    parts = {name: shift_weights()[name] * value for name, value in shift_parts(left, right, vocabulary).items()}
    total = shift_weights()["intercept"] + sum(parts.values())
    if total > 0:
        telling = max(parts, key=lambda name: parts[name] or -inf)  # what is not there tells nothing
        return Relation.SHIFTED, Reason(Relation.SHIFTED, round(total, 3), SHIFT_WORDS[telling])
    return Relation.REWORDED, Reason(Relation.REWORDED, round(-total, 3), "the same claim in other words")


SHIFT_WORDS = {
    "likeness": "they share too few words to claim the same",
    "commitment": "what they report binds the speaker differently",
    "topic": "one of them only names what was talked about",
    "title": "one of them is a headline",
    "number": "they differ beside the number that they share",
}


def shift_parts(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> dict[str, float]:
    """What tells a shifted claim from a reworded one; the keys are those of `shift.toml`."""
    acts_left, acts_right = vocabulary.acts(left), vocabulary.acts(right)
    return {
        "likeness": likeness(left, right, vocabulary),
        "commitment": _apart(acts_left, acts_right),
        "topic": float((acts_left == TOPIC) != (acts_right == TOPIC)),
        "title": float(left.title or right.title),
        "number": float(bool(shared(quantities(left, vocabulary), quantities(right, vocabulary)))),
    }


def _apart(one: Set[str], other: Set[str]) -> float:
    """Share of the acts of two claims that only one of them performs; 0 where either performs none."""
    return 1 - len(one & other) / len(one | other) if one and other else 0.0


def _listed(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in sorted(set(words), key=lambda w: (-len(w), w))[:4])
