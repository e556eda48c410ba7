"""How often a pair of a given score is right by the gold: what “sure” may be said of.

    DIPLOMACY_DATA=folder python -m benchmarks.calibration GOLD…

Each pack is read and paired as a user's instance does it, by weights that were fitted on the other packs alone; the
shipped ones, which were fitted on some of these packs, are told beside them. A pair is right where the pack pairs what
its two claims say. Below the table by scores stands the one by the words that a reader is shown.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import django
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.fit_pairing import fitted
from benchmarks.gold_accounts import GoldExchange, exchanges
from benchmarks.gold_packs import NoPackError, packs
from diplomacy.comparing import pair
from diplomacy.comparing.pairing import Weights, shipped_weights
from diplomacy.comparing.values import Relation

FEWEST = 2
STEPS = 10
"""Bins of a table between 0 and 1."""
FEW, DRAWS = 0.05, 2000
"""The share of drawings left out at either end of what a figure may be, and how often packs are drawn."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair that was found: its score, and whether the pack has it."""

    score: float
    right: bool


def judged(held: Iterable[GoldExchange], weights: Weights) -> list[Judged]:
    """Every pair that the weights give in these exchanges; disputed ones, which say no such thing, are left out."""
    found = []
    for exchange in held:
        gold = {frozenset((one.left, one.right)) for one in exchange.pairs}
        for left, right in combinations(exchange.accounts, 2):
            found += [
                Judged(one.score, frozenset((one.left, one.right)) in gold)
                for one in pair(left, right, weights=weights)
                if one.relation is not Relation.DISPUTED
            ]
    return found


def in_tenths(score: float) -> str:
    """The bin of a score."""
    step = min(int(score * STEPS), STEPS - 1)
    return f"{step / STEPS:.1f} to {(step + 1) / STEPS:.1f}"


def shares(by_pack: Sequence[list[Judged]], name: Callable[[float], str]) -> dict[str, tuple[int, float, float, float]]:
    """For each bin how many pairs it has, the share that is right, and between what that lies if packs are drawn again.

    Pairs of a pack are alike, so that packs are drawn, not pairs.
    """
    names = sorted({name(one.score) for held in by_pack for one in held})
    counts = np.zeros((len(by_pack), len(names), 2))
    for pack, held in enumerate(by_pack):
        for one in held:
            counts[pack, names.index(name(one.score))] += (1, one.right)
    drawn = np.random.default_rng(0).integers(len(by_pack), size=(DRAWS, len(by_pack)))
    again = counts[drawn].sum(axis=1)
    told = {}
    for place, bin_ in enumerate(names):
        count, right = counts[:, place].sum(axis=0)
        some = again[again[:, place, 0] > 0, place]
        low, high = np.quantile(some[:, 1] / some[:, 0], (FEW, 1 - FEW))
        told[bin_] = (int(count), float(right / count), float(low), float(high))
    return told


def table(title: str, columns: dict[str, Sequence[list[Judged]]], name: Callable[[float], str]) -> Table:
    """A row a bin; for each kind of weights the pairs, and the share that is right."""
    made = Table("score", *(head for kind in columns for head in (f"pairs, {kind}", "right", "between")), title=title)
    found = {kind: shares(by_pack, name) for kind, by_pack in columns.items()}
    for bin_ in sorted({bin_ for told in found.values() for bin_ in told}):
        cells = []
        for told in found.values():
            count, right, low, high = told.get(bin_, (0, 0.0, 0.0, 0.0))
            cells += [str(count), f"{right:.2f}", f"{low:.2f} to {high:.2f}"] if count else ["0", "–", "–"]
        made.add_row(bin_, *cells)
    return made


def main() -> int:
    """Print both tables; 2 where the command line names no pack, or but one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    options = parser.parse_args()
    try:
        folders = packs(options.gold)
    except NoPackError as error:
        print(error, file=sys.stderr)
        return 2
    if len(folders) < FEWEST:
        print(f"{folders[0]} is one pack alone: name others too, to fit weights on.", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    django.setup()
    from benchmarks.read_accounts import read_pack  # here: Django is set up by now
    from diplomacy.web.pages.words import pair_sureness

    as_read = {pack.name: read_pack(pack).exchanges for pack in folders}
    by_hand = {pack.name: exchanges(pack) for pack in folders}
    others = {
        pack: fitted([e for other in as_read if other != pack for e in (*as_read[other], *by_hand[other])])[0]
        for pack in as_read
    }
    columns: dict[str, Sequence[list[Judged]]] = {
        "not fitted on the pack": [judged(held, others[pack]) for pack, held in as_read.items()],
        "as shipped": [judged(held, shipped_weights()) for held in as_read.values()],
    }
    console = Console(width=120)
    console.print(table("by score", columns, in_tenths))
    console.print(table("by what a reader is told", columns, pair_sureness))
    return 0


if __name__ == "__main__":
    sys.exit(main())
