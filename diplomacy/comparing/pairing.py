"""Which claims of two accounts report the same thing."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.special import expit

from diplomacy.comparing.closeness import PARTS, Closeness, Table, closeness
from diplomacy.comparing.contradiction import clash_of_positions
from diplomacy.comparing.explaining import why_close
from diplomacy.comparing.relation import relate
from diplomacy.comparing.values import Account, AccountClaim, FoundPair, Relation
from diplomacy.comparing.vocabulary import Vocabulary, load
from diplomacy.comparing.wording import word_answers

WEIGHTS = Path(__file__).with_name("weights.toml")
DISPUTED_COSINE = 0.45
"""From here on clashing words of different speakers are taken to be about one thing."""

Cells = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of the closeness counts, in log-odds, and where a score becomes a pair."""

    intercept: float
    parts: Mapping[str, float]
    fit: float
    """The least score at which two claims that are each other's best are a pair."""
    certain: float
    """The least score at which any two claims are a pair, though better partners exist."""


@cache
def shipped_weights() -> Weights:
    """The weights in `weights.toml`, fitted by `benchmarks/fit_pairing.py`."""
    held = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(held["intercept"], held["parts"], held["cut"]["fit"], held["cut"]["certain"])


def pair(
    left: Account,
    right: Account,
    *,
    names: Mapping[int, str] | None = None,
    vocabulary: Vocabulary | None = None,
    weights: Weights | None = None,
) -> tuple[FoundPair, ...]:
    """The pairs between two accounts of one exchange, in the order of the left text, then of the right.

    `names` gives actors' names for the reasons. A claim may be in several pairs: a headline pairs apart from
    the body that repeats it, and what is certain enough pairs with all its counterparts. Clashing positions of
    different speakers come as `Relation.DISPUTED`. The result does not depend on which account is left, nor on
    the order in which claims are given. Raises ValueError where one claim stands in both accounts.
    """
    if {claim.id for claim in left.claims} & {claim.id for claim in right.claims}:
        raise ValueError(
            f"Accounts {left.article} and {right.article} share claims; pair accounts of different articles."
        )
    if not left.claims or not right.claims:
        return ()
    vocabulary, weights = vocabulary or load(), weights or shipped_weights()
    turned = _key(left) > _key(right)
    rows, columns = (_ordered(account) for account in ((right, left) if turned else (left, right)))
    near = closeness(rows, columns, vocabulary)
    scores = score(near, weights)
    chosen = choose(
        scores, [c.title for c in rows], [c.title for c in columns], fit=weights.fit, certain=weights.certain
    )
    found = []
    for row, column in np.argwhere(chosen | _disputable(near, chosen)):
        one, other = (columns[column], rows[row]) if turned else (rows[row], columns[column])
        cell = int(row), int(column)
        reasons = why_close(near, cell, one, other, weights=weights.parts, names=names or {}, vocabulary=vocabulary)
        value = float(scores[cell])
        clash = clash_of_positions(one, other, vocabulary) if near.speakers[cell] == 0 else None
        if clash:
            found.append(FoundPair(one.id, other.id, Relation.DISPUTED, (), value, (*reasons, clash)))
        elif chosen[cell]:
            relation, facets, deciding = relate(one, other, names=names, vocabulary=vocabulary)
            answers = word_answers(one, other, vocabulary=vocabulary)
            found.append(FoundPair(one.id, other.id, relation, facets, value, (*reasons, *deciding), answers))
    place = {claim.id: claim.span for claim in (*left.claims, *right.claims)}
    return tuple(sorted(found, key=lambda p: (place[p.left], p.left, place[p.right], p.right)))


def score(near: Closeness, weights: Weights) -> Table:
    """How likely each two claims report the same thing, from 0 to 1."""
    total = weights.intercept + sum(weights.parts[part] * getattr(near, part) for part in PARTS)
    likely: Table = expit(total)
    return likely


def choose(
    scores: Table, left_titles: Sequence[bool], right_titles: Sequence[bool], *, fit: float, certain: float
) -> Cells:
    """Which cells are pairs: the best one-to-one assignment of cells from `fit` up, and all from `certain` up.

    Headline and body are assigned apart, since the one repeats the other.
    """
    chosen: Cells = scores >= certain
    rows, columns = np.array(left_titles), np.array(right_titles)
    for of_title in (False, True):
        for to_title in (False, True):
            block = np.ix_(np.flatnonzero(rows == of_title), np.flatnonzero(columns == to_title))
            chosen[block] |= _assigned(scores[block], fit)
    return chosen


def _assigned(scores: Table, fit: float) -> Cells:
    gain = np.maximum(_log_odds(scores) - _log_odds(np.float64(fit)), 0.0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    chosen = np.zeros(scores.shape, dtype=np.bool_)
    chosen[rows, columns] = gain[rows, columns] > 0
    return chosen


def _log_odds(likely: Table | np.float64) -> Table:
    kept = np.clip(likely, 1e-9, 1 - 1e-9)
    odds: Table = np.log(kept / (1 - kept))
    return odds


def _disputable(near: Closeness, chosen: Cells) -> Cells:
    cells: Cells = (near.cosine >= DISPUTED_COSINE) & (near.speakers == 0) & ~chosen
    return cells


def _key(account: Account) -> tuple[int, list[int]]:
    return account.article, sorted(claim.id for claim in account.claims)


def _ordered(account: Account) -> list[AccountClaim]:
    return sorted(account.claims, key=lambda claim: (claim.span, claim.id))
