"""What each part of a pair's score gives: F1 of pairs on each gold pack with that part left out.

    DIPLOMACY_DATA=folder python -m benchmarks.ablation GOLD… [--all-packs]

For every line the weights are fitted anew without the part, on the other packs only; with --all-packs on all of them,
as the shipped ones are. Two tables: on claims that are cut and attributed perfectly, and as a user's instance reads and
pairs the pack's articles.
"""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import django
from rich.console import Console
from rich.table import Table

from benchmarks.fit_pairing import fitted
from benchmarks.gold_accounts import GoldExchange, exchanges
from benchmarks.gold_packs import packs
from benchmarks.pairing_on_gold_claims import measure
from diplomacy.comparing.closeness import PARTS
from diplomacy.comparing.pairing import Weights

WIDTH = 160
"""Of the tables, which a pipe would cut."""
Figures = dict[str, dict[str, float]]
"""What is left out → pack → F1 of pairs."""


def weights_without(held: Mapping[str, list[GoldExchange]], pack: str) -> dict[str, Weights]:
    """The weights that the packs but `pack` give: with all parts, and without each."""
    others = [exchange for other, theirs in held.items() if other != pack for exchange in theirs]
    kept = {"nothing": PARTS} | {part: tuple(other for other in PARTS if other != part) for part in PARTS}
    return {name: fitted(others, parts=parts)[0] for name, parts in kept.items()}


def table(title: str, figures: Figures) -> Table:
    """A row for what is left out, a column a pack, and their mean."""
    packs = list(figures)
    made = Table("left out", *packs, "mean", title=title)
    for name in figures[packs[0]]:
        row = [figures[pack][name] for pack in packs]
        made.add_row(name, *(f"{value:.3f}" for value in (*row, sum(row) / len(row))))
    return made


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--all-packs", action="store_true", help="fit on the measured pack too")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    django.setup()
    from benchmarks.read_accounts import read_pack  # here: Django is set up by now

    by_hand = {pack.name: exchanges(pack) for pack in packs(options.gold)}
    as_read = {pack.name: read_pack(pack) for pack in packs(options.gold)}
    held = {pack: [*read.exchanges, *by_hand[pack]] for pack, read in as_read.items()}
    weights = {pack: weights_without(held, "" if options.all_packs else pack) for pack in held}
    figures = {p: {name: measure(by_hand[p], used)["pairs"] for name, used in weights[p].items()} for p in held}
    Console(width=WIDTH).print(table("claims cut by hand", figures))
    figures = {p: {name: as_read[p].f1(used) for name, used in weights[p].items()} for p in held}
    Console(width=WIDTH).print(table("as read", figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
