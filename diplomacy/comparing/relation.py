"""How two paired claims stand to each other, with the words that decide it."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from math import sqrt
from pathlib import Path

from diplomacy.comparing.closeness import bag
from diplomacy.comparing.facets import facets
from diplomacy.comparing.numbers import clashing, quantities, shared
from diplomacy.comparing.parts import other_side
from diplomacy.comparing.values import AccountClaim, Facet, Reason, Relation
from diplomacy.comparing.vocabulary import Found, Vocabulary, load, surface

WEIGHTS = Path(__file__).with_name("shift.toml")
SAME_SHARE = 0.8
"""How many of the shorter claim's content words the other must have for the two to be the same."""
TOPIC = frozenset({"discussed"})
REACH = 2
"""Content words behind a "not" that it denies, beside the one before it."""
ALIKE = 0.3
"""From here on two claims speak of one thing closely enough that a "not" makes them contradict."""


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
    clash = _contradiction(left, right, names, vocabulary)
    if clash:
        return Relation.CONTRADICTED, Reason(Relation.CONTRADICTED, 1.0, clash)
    words = _same_words(left, right)
    if words:
        return Relation.SAME, Reason(Relation.SAME, 1.0, f"the same words: {_listed(words)}")
    parts = {name: shift_weights()[name] * value for name, value in shift_parts(left, right, vocabulary).items()}
    total = shift_weights()["intercept"] + sum(parts.values())
    if total > 0:
        telling = max(parts, key=lambda name: parts[name])
        return Relation.SHIFTED, Reason(Relation.SHIFTED, round(total, 3), SHIFT_WORDS[telling])
    return Relation.REWORDED, Reason(Relation.REWORDED, round(-total, 3), "the same claim in other words")


SHIFT_WORDS = {
    "likeness": "they share too few words to claim the same",
    "commitment": "what they report binds the speaker differently",
    "topic": "one of them only names what was talked about",
    "partly": "one of them has only part of the other's speakers",
    "title": "one of them is a headline",
    "number": "they differ beside the number that they share",
}


def shift_parts(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> dict[str, float]:
    """What tells a shifted claim from a reworded one; the keys are those of `shift.toml`."""
    acts_left, acts_right = vocabulary.acts(left), vocabulary.acts(right)
    return {
        "likeness": likeness(left, right, vocabulary),
        "commitment": float(bool(acts_left) and bool(acts_right) and not acts_left & acts_right),
        "topic": float((acts_left == TOPIC) != (acts_right == TOPIC)),
        "partly": float(bool(left.speakers & right.speakers) and left.speakers != right.speakers),
        "title": float(left.title or right.title),
        "number": float(bool(shared(quantities(left, vocabulary), quantities(right, vocabulary)))),
    }


def likeness(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> float:
    """Share of stems and kindred words that two claims have in common, from 0 to 1."""
    one, other = bag(left, vocabulary), bag(right, vocabulary)
    both = sum(one[token] * other[token] for token in one.keys() & other.keys())
    size = sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    return both / size if size else 0.0


def _contradiction(left: AccountClaim, right: AccountClaim, names: Mapping[int, str], vocabulary: Vocabulary) -> str:
    """Why both cannot be true, or nothing."""
    numbers = clashing(quantities(left, vocabulary), quantities(right, vocabulary), vocabulary)
    if numbers:
        return f"“{numbers[0][0].words}” against “{numbers[0][1].words}”"
    if parts := other_side(left, right, names=names, vocabulary=vocabulary):
        return parts
    if likeness(left, right, vocabulary) < ALIKE:
        return ""
    no_left, no_right = negation(left, vocabulary), negation(right, vocabulary)
    if bool(no_left) == bool(no_right):
        return ""
    denying, other = (left, right) if no_left else (right, left)
    return f"“{no_left or no_right}” on one side only" if _denies(denying, other, vocabulary) else ""


def _denies(denying: AccountClaim, other: AccountClaim, vocabulary: Vocabulary) -> bool:
    """Whether what one claim denies is told in the other: "will not close the door" says nothing against "a return"."""
    if denying.cue_negated:
        return True
    words = denying.words
    at = next(i for i, word in enumerate(words) if word.lemma.lower() in vocabulary.negations)
    before = [word for word in words[:at] if word.content][-1:]
    behind = [word for word in words[at + 1 :] if word.content][:REACH]
    denied = _senses(replace(denying, words=(*before, *behind), cue_lemma=""), vocabulary)
    return bool(denied & _senses(other, vocabulary))


def _senses(claim: AccountClaim, vocabulary: Vocabulary) -> set[str]:
    """The lemmas of a claim's words and cue, and the groups of kindred words that they belong to."""
    lemmas = {word.lemma.lower() for word in claim.words if word.content} | set(claim.cue_lemma.split())
    groups = vocabulary.kindred.keys_of(lemmas)
    return lemmas | {f"@{group}" for group in groups}


def negation(claim: AccountClaim, vocabulary: Vocabulary) -> str:
    """The word that denies the claim, or its cue where that does; else empty."""
    if claim.cue_negated:
        return claim.cue_lemma or "not"
    return next((surface(claim, word) for word in claim.words if word.lemma.lower() in vocabulary.negations), "")


def clash_of_positions(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> Reason | None:
    """Why claims of different speakers are clashing positions, or None.

    They are where their words take opposite positions ("lawful", "a breach").
    """
    for found in vocabulary.opposites.find(left):
        for other in vocabulary.opposites.find(right):
            if _opposed(found, other):
                words = f"“{found.text(left)}” against “{other.text(right)}”"
                return Reason(Relation.DISPUTED, 1.0, words)
    return None


def _opposed(found: Found, other: Found) -> bool:
    turned = {key[:-1] + ("-" if key.endswith("+") else "+") for key in found.keys}
    return bool(turned & other.keys)


def _same_words(left: AccountClaim, right: AccountClaim) -> set[str]:
    """The content words that make two claims the same, or none.

    The other must have nearly all of the shorter one's, and no verb may stand on one side only: what is
    left over is detail.
    """
    one, other = ({word.lemma for word in claim.words if word.content} for claim in (left, right))
    both = one & other
    if len(both) < max(2, SAME_SHARE * min(len(one), len(other))):
        return set()
    return set() if _verbs(left) ^ _verbs(right) else both


def _verbs(claim: AccountClaim) -> set[str]:
    cue = set(claim.cue_lemma.split())
    return {word.lemma for word in claim.words if word.content and word.pos == "VERB" and word.lemma not in cue}


def _listed(words: set[str]) -> str:
    return ", ".join(f"“{word}”" for word in sorted(words, key=lambda w: (-len(w), w))[:4])
