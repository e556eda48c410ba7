"""What each part of a pair's score gives: F1 of pairs on each gold pack with that part left out.

    DIPLOMACY_DATA=folder python -m benchmarks.ablation ../shared/gold [--all-packs]

For every line the weights are fitted anew without the part, on the other packs only; with --all-packs on all three,
as the shipped ones are. Two tables: on claims that are cut and attributed perfectly, and as a user's instance reads and
pairs the pack's articles.
"""

import argparse
import io
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

import django
from django.core.management import call_command
from rich.console import Console
from rich.table import Table

from benchmarks.evaluate import articles, empty_database, score
from benchmarks.fit_pairing import PACKS, fitted
from benchmarks.gold_accounts import GoldExchange, exchanges
from benchmarks.pairing_on_gold_claims import measure
from diplomacy.comparing.closeness import PARTS
from diplomacy.comparing.pairing import Weights

Figures = dict[str, dict[str, float]]
"""What is left out → pack → F1 of pairs."""


def weights_without(held: Mapping[str, list[GoldExchange]], pack: str) -> dict[str, Weights]:
    """The weights that the packs but `pack` give: with all parts, and without each."""
    others = [exchange for other, theirs in held.items() if other != pack for exchange in theirs]
    kept = {"nothing": PARTS} | {part: tuple(other for other in PARTS if other != part) for part in PARTS}
    return {name: fitted(others, parts=parts)[0] for name, parts in kept.items()}


def as_read(pack: Path, weights: Mapping[str, Weights]) -> dict[str, float]:
    """F1 of pairs under each of the weights, of the pack's articles read once."""
    from diplomacy.archive.compare import compare_uncompared  # here: Django is set up by now
    from diplomacy.archive.models import Coverage, Exchange

    figures = {}
    with tempfile.TemporaryDirectory() as folder, empty_database():
        exported = Path(folder) / "export.jsonl"
        call_command("ingest", *articles(pack, later_texts=False), stdout=io.StringIO())
        for name, used in weights.items():
            Coverage.objects.update(compared="")
            Exchange.objects.update(pipeline="")
            with patch("diplomacy.comparing.pairing.shipped_weights", lambda used=used: used):
                compare_uncompared()
            call_command("export", format="jsonl", output=str(exported), stderr=io.StringIO())
            figures[name] = json.loads(score(pack, exported, "--json"))["pairs"]["f1"]
    return figures


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
    parser.add_argument("gold", type=Path)
    parser.add_argument("--all-packs", action="store_true", help="fit on the measured pack too")
    options = parser.parse_args()
    gold = options.gold.resolve()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    django.setup()
    held = {pack: exchanges(gold / pack) for pack in PACKS}
    weights = {pack: weights_without(held, "" if options.all_packs else pack) for pack in PACKS}
    by_hand = {p: {name: measure(held[p], used)["pairs"] for name, used in weights[p].items()} for p in PACKS}
    Console().print(table("claims cut by hand", by_hand))
    Console().print(table("as read", {pack: as_read(gold / pack, weights[pack]) for pack in PACKS}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
