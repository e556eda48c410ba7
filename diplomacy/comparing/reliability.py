"""How far judges agree beyond chance, and how sure a share is of which only a part was counted."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import sqrt
from statistics import NormalDist
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Value = TypeVar("Value", bound=Hashable)
Distance = Callable[[Value, Value], float]
"""How far two judgements lie apart: 0 where they are one, 1 where they have nothing in common."""
Table = npt.NDArray[np.float64]
SURENESS = 0.95
_Z = NormalDist().inv_cdf(0.5 + SURENESS / 2)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of all, with the Wilson score interval in which the true share lies in 95 of 100 such counts."""

    hits: int
    total: int

    @property
    def rate(self) -> float:
        """The share itself, from 0 to 1; 0 of none."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The least and the greatest that it may well be; of none it may be anything."""
        if not self.total:
            return 0.0, 1.0
        spread = _Z**2 / self.total
        middle = (self.rate + spread / 2) / (1 + spread)
        reach = _Z / (1 + spread) * sqrt(self.rate * (1 - self.rate) / self.total + spread / self.total / 4)
        return max(0.0, middle - reach), min(1.0, middle + reach)


def nominal(one: Hashable, other: Hashable) -> float:
    """The distance of kinds that have no order."""
    return float(one != other)


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """The distance of sets: the part of what is in either that is not in both; none between two empty ones."""
    return 1 - len(one & other) / len(one | other) if one | other else 0.0


def kappa(first: Sequence[Value], second: Sequence[Value], distance: Distance[Value] = nominal) -> float | None:
    """Cohen's kappa of two judges on the same items, weighted by a distance; None where chance alone would agree.

    Chance is what each judge's own shares would give: 1 - observed distance / expected distance.
    """
    values = list(dict.fromkeys([*first, *second]))
    place = {value: number for number, value in enumerate(values)}
    counts = np.zeros((len(values), len(values)))
    for one, other in zip(first, second, strict=True):
        counts[place[one], place[other]] += 1
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / max(len(first), 1)
    return _beyond_chance(counts, expected, _distances(values, distance))


def alpha(units: Sequence[Sequence[Value]], distance: Distance[Value] = nominal) -> float | None:
    """Krippendorff's alpha of any number of judges; None where no unit has two judgements, or all are alike.

    A unit is what was judged, as its judgements; those that are missing are left out of it. Chance is what all
    judgements together would give, whoever made them. For figures the distance is squared by who gives it.
    """
    paired = [unit for unit in units if len(unit) > 1]
    values = list(dict.fromkeys(value for unit in paired for value in unit))
    place = {value: number for number, value in enumerate(values)}
    coincidences = np.zeros((len(values), len(values)))
    for unit in paired:
        for one, other in permutations(unit, 2):
            coincidences[place[one], place[other]] += 1 / (len(unit) - 1)
    totals = coincidences.sum(axis=1)
    expected = (np.outer(totals, totals) - np.diag(totals)) / max(totals.sum() - 1, 1)
    return _beyond_chance(coincidences, expected, _distances(values, distance))


def _distances(values: Sequence[Value], distance: Distance[Value]) -> Table:
    return np.array([[distance(one, other) for other in values] for one in values]).reshape(len(values), len(values))


def _beyond_chance(observed: Table, expected: Table, distances: Table) -> float | None:
    by_chance = float((expected * distances).sum())
    return 1 - float((observed * distances).sum()) / by_chance if by_chance else None
