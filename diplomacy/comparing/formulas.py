"""Whether a claim is a formula: what a ministry has said before, nearly word for word; and which one is missing.

Meaning is measured elsewhere (claims' vectors, in the database or here); this looks at the words.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

ALIKE = 0.75
"""The share of words from which on two claims are nearly word for word the same (Dice's, over content words)."""
FEWEST = 3
"""How many content words a claim needs to be a formula: "maintain contact" may be said of anything."""
NEAR = 0.75
"""The least cosine of two claims whose words are compared at all."""
RITUAL = 2
"""In how many earlier readouts a claim stands for it to be a ritual; in one, it is only repeated."""
HALF = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What a claim has to be told by: made once, for each claim is held against many."""

    claim: int
    words: frozenset[str]
    """Its content words, by lemmas."""
    names: frozenset[str]
    vector: npt.NDArray[np.float32]
    """Unit length, shape (384,); empty where it is not looked for among what is missing."""

    @classmethod
    def of(cls, claim: int, words: Collection[Sequence[Any]], vector: npt.NDArray[np.float32]) -> "Content":
        """The content of the claim of this id, of its words or of rows with their fields in order."""
        return cls(
            claim,
            frozenset([lemma.lower() for _, _, lemma, _, content in words if content]),
            frozenset([lemma.lower() for _, _, lemma, pos, _ in words if pos == "PROPN"]),
            vector,
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """A formula of earlier readouts that this one lacks."""

    claim: int
    """Id of the one that the latest of them has."""
    article: int
    """The latest that has it."""
    articles: tuple[int, ...]
    """All that have it, in the order that was given."""
    of: int
    """How many earlier readouts were looked at."""


def alike(left: Content, right: Content) -> float:
    """The share of content words that two claims have in common, from 0 to 1.

    0 where one has too few, and where each names somebody or something that the other does not: the same praise of
    another alliance is another claim.
    """
    one, other = left.words, right.words
    if min(len(one), len(other)) < FEWEST or (left.names - other and right.names - one):
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def missing(
    now: Collection[Content], earlier: Sequence[tuple[int, Sequence[Content]]], *, least: int = RITUAL
) -> tuple[Missing, ...]:
    """The formulas of `earlier` readouts (article and claims, the latest first) that `now` has nothing near to.

    A formula stands, nearly word for word, in at least `least` of them and in half of them. A claim of `now` that is
    near to it in meaning, in whatever words, makes it not missing: it is said otherwise. Claims need their vectors.
    """
    claims = [(article, claim) for article, held in earlier for claim in held if len(claim.words) >= FEWEST]
    if len(earlier) < least or not claims:
        return ()
    vectors = np.array([claim.vector for _, claim in claims])
    near = vectors @ vectors.T >= NEAR
    here = np.array([claim.vector for claim in now]) if now else np.zeros((0, vectors.shape[1]))
    said = (vectors @ here.T >= NEAR).any(axis=1)
    found: list[Missing] = []
    done: set[int] = set()
    for row, (article, claim) in enumerate(claims):
        alikes = [n for n in np.flatnonzero(near[row]).tolist() if alike(claims[n][1], claim) >= ALIKE]
        having = {claims[n][0] for n in alikes}
        often = len(having) >= max(least, HALF * len(earlier))
        if row not in done and often and not said[alikes].any():
            articles = tuple(other for other, _ in earlier if other in having)
            found.append(Missing(claim.claim, article, articles, len(earlier)))
        done.update(alikes)
    return tuple(found)
