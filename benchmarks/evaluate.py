"""`python -m benchmarks.evaluate GOLD`: each gold pack through an empty database, and how well it was told.

Every pack is ingested and exported by the commands that users have, into a database of its own on the same server,
and scored by the `score.py` beside it, or else in `gold/` of the folder that DIPLOMACY_SHARED names (`../shared` where
it names none). GOLD may also be one pack, or several folders.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from rich.console import Console
from rich.table import Table

from benchmarks.gold_packs import NoPackError, packs, scorer

FIGURES = {
    "metadata": ("metadata", "accuracy"),
    "statements": ("statements", "f1"),
    "at 0.8": ("statements", "f1_at_0.8"),
    "speaker": ("speaker", "accuracy"),
    "kind": ("kind", "accuracy"),
    "cue": ("cue", "accuracy"),
    "silences": ("silences", "f1"),
    "exchanges": ("exchanges", "f1"),
    "articles": ("exchange.articles", "f1"),
    "pairs": ("pairs", "f1"),
    "relation": ("relation", "accuracy"),
    "facets": ("facets", "f1"),
    "omissions": ("omissions", "f1"),
}
"""Column of the table → figure of `score.py`."""
DATABASE = "diplomacy_evaluation"
COLUMN = 18
"""Characters of the table's columns: a pipe would else cut the names of many packs."""


@contextmanager
def empty_database() -> Iterator[None]:
    """A migrated database without a row, in place of the instance's own; one that a killed run left is replaced."""
    own = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = DATABASE
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)


def articles(pack: Path, *, later_texts: bool) -> list[str]:
    """The pack's articles; with `later_texts` also the files that hold a later text of one of them."""
    gold = json.loads((pack / "gold.json").read_text(encoding="utf-8"))
    later = {version["file"] for version in gold.get("versions", [])}
    files = sorted(file for kind in ("txt", "html", "jsonl") for file in pack.glob(f"*.{kind}"))
    return [str(file) for file in files if later_texts or file.name not in later]


def export(files: list[str], *, output: Path) -> None:
    """Write to `output` what is found in the articles."""
    unheard = io.StringIO()
    with empty_database():
        try:
            call_command("ingest", *files, stdout=unheard)
        except (CommandError, SystemExit) as refused:  # the files that went in are scored, the others count as missed
            print(f"ingest: {refused}", file=sys.stderr)
        call_command("export", format="jsonl", output=str(output), stderr=unheard)


def score(pack: Path, file: Path, *options: str) -> str:
    """What the pack's scorer prints."""
    command = [sys.executable, str(scorer(pack)), str(pack), str(file), *options]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


def table(scores: dict[str, dict[str, Any]]) -> Table:
    """A row a figure, a column a pack: a terminal is seldom wide enough for the thirteen figures."""
    made = Table("figure", *scores)
    for name, (group, key) in FIGURES.items():
        made.add_row(name, *(f"{found[group][key]:.3f}" if group in found else "–" for found in scores.values()))
    return made


def main() -> int:
    """Do what the command line says; 2 where it names no pack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+", help="folders of packs, or packs")
    parser.add_argument("--errors", type=Path, help="folder to keep each pack's export, figures and misses in")
    parser.add_argument("--later-texts", action="store_true", help="ingest the later texts of articles too")
    options = parser.parse_args()
    try:
        held = packs(options.gold)
        scorer(held[0])
    except NoPackError as error:
        print(error, file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    django.setup()
    scores = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder: Path = options.errors or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for pack in held:
            exported = folder / f"{pack.name}.jsonl"
            export(articles(pack, later_texts=options.later_texts), output=exported)
            figures = score(pack, exported, "--json")
            scores[pack.name] = json.loads(figures)
            (folder / f"{pack.name}.json").write_text(figures, encoding="utf-8")
            (folder / f"{pack.name}.txt").write_text(score(pack, exported, "--errors"), encoding="utf-8")
    Console(width=COLUMN * (1 + len(scores))).print(table(scores))
    return 0


if __name__ == "__main__":
    sys.exit(main())
