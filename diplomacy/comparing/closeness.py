"""How near the claims of two accounts come to each other: the parts that a pair's score is made of.

Each part is a table with a row a left claim and a column a right claim. Only the two accounts are looked at,
so that a third account changes nothing between them.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from diplomacy.comparing.numbers import Quantity, of_one_thing, quantities, shared
from diplomacy.comparing.values import AccountClaim
from diplomacy.comparing.vocabulary import KEPT, Vocabulary

Table = npt.NDArray[np.float64]

NEAREST = 3
"""With how many of its nearest a claim's usual closeness is measured."""
BACKGROUND = 0.2
"""Cosine of two claims taken at random; stands in for the nearest that a short account lacks."""
GRAM = 4
GRAM_WEIGHT = 0.4
"""Of a run of letters against a group of kindred words: how much a shared stem counts."""
CUE_WEIGHT = 0.5
OTHER_THING = 0.35
"""What an equal number of another thing is worth ("six ships", "six months")."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """The parts for all claims of two accounts, each of shape (left claims, right claims)."""

    cosine: Table
    meaning: Table
    """Cosine against what either claim usually reaches: a claim that is near to everything is near to nothing."""
    words: Table
    """Shared stems and kindred words, the rare ones for more; 0 to 1."""
    numbers: Table
    """1 where both name the same number of the same thing."""
    speakers: Table
    """1 where they may be one voice, 0 where the speakers share neither person nor state."""
    context: Table
    """1 where one of them is background."""
    asking: Table
    """1 where both say who asked for the exchange."""
    cue: Table
    """1 where both are reported by cues of one class."""


PARTS = ("meaning", "words", "numbers", "speakers", "context", "asking", "cue")


def closeness(left: Sequence[AccountClaim], right: Sequence[AccountClaim], vocabulary: Vocabulary) -> Closeness:
    """Measure every left claim against every right one; neither may be empty."""
    cosine = _rows(left) @ _rows(right).T
    counts_left, counts_right = ([quantities(c, vocabulary) for c in claims] for claims in (left, right))
    return Closeness(
        cosine=cosine,
        meaning=_against_usual(cosine),
        words=_shared_words(left, right, vocabulary),
        numbers=np.array([[_numbers(a, b, vocabulary) for b in counts_right] for a in counts_left]),
        speakers=np.array([[float(not strangers(a, b)) for b in right] for a in left]),
        context=np.array([[float(a.context or b.context) for b in right] for a in left]),
        asking=np.array([[float(bool(a.askers and b.askers)) for b in right] for a in left]),
        cue=np.array([[float(reported_alike(a, b)) for b in right] for a in left]),
    )


def _rows(claims: Sequence[AccountClaim]) -> Table:
    return np.array([claim.vector for claim in claims], dtype=np.float64)


def _against_usual(cosine: Table) -> Table:
    return 2 * cosine - _usual(cosine, axis=1) - _usual(cosine, axis=0)


def _usual(cosine: Table, *, axis: int) -> Table:
    """Mean of the nearest, drawn towards the background where there are few."""
    nearest = np.sort(cosine, axis=axis).take(range(-min(NEAREST, cosine.shape[axis]), 0), axis=axis)
    missing = NEAREST - nearest.shape[axis]
    total: Table = (nearest.sum(axis=axis, keepdims=True) + missing * BACKGROUND) / NEAREST
    return total


def _shared_words(left: Sequence[AccountClaim], right: Sequence[AccountClaim], vocabulary: Vocabulary) -> Table:
    bags = [bag(claim, vocabulary) for claim in (*left, *right)]
    spread = Counter(token for held in bags for token in held)
    column = {token: number for number, token in enumerate(sorted(spread))}
    table = np.zeros((len(bags), len(column)))
    for row, held in enumerate(bags):
        for token, weight in held.items():
            table[row, column[token]] = weight * log((len(bags) + 1) / spread[token])
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    both: Table = table[: len(left)] @ table[len(left) :].T
    return both


@lru_cache(maxsize=KEPT)
def bag(claim: AccountClaim, vocabulary: Vocabulary) -> Mapping[str, float]:
    """What a claim shares words by, with weights: runs of letters of its words, groups of kindred words, its cue's."""
    held: dict[str, float] = {}
    for word in claim.words:
        if word.content:
            held.update({f"#{gram}": GRAM_WEIGHT for gram in _grams(word.lemma)})
    for group in vocabulary.kindred.keys_of(claim.cue_lemma.split()):
        held[f"@{group}"] = CUE_WEIGHT
    for found in vocabulary.kindred.find(claim):
        held.update({f"@{group}": 1.0 for group in found.keys})
    return held


def likeness(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> float:
    """Share of stems and kindred words that two claims have in common, from 0 to 1."""
    one, other = bag(left, vocabulary), bag(right, vocabulary)
    both = sum(one[token] * other[token] for token in one.keys() & other.keys())
    size = sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    return both / size if size else 0.0


def _grams(lemma: str) -> list[str]:
    framed = "<" + re.sub(r"\W", "", lemma.lower()) + ">"
    return [framed[at : at + GRAM] for at in range(max(1, len(framed) - GRAM + 1))]


def _numbers(left: tuple[Quantity, ...], right: tuple[Quantity, ...], vocabulary: Vocabulary) -> float:
    return max((1.0 if of_one_thing(a, b, vocabulary) else OTHER_THING for a, b in shared(left, right)), default=0.0)


def strangers(left: AccountClaim, right: AccountClaim) -> bool:
    """Whether both claims have speakers, who share neither person nor state."""
    if not left.speakers or not right.speakers:
        return False
    return not (left.speakers & right.speakers or left.speaks_for & right.speaks_for)


def reported_alike(left: AccountClaim, right: AccountClaim) -> bool:
    """Whether both claims have cues, of one class."""
    return bool(left.cue_lemma and right.cue_lemma) and left.cue_class == right.cue_class
