"""`manage.py export`: the whole corpus, one JSON record a line; or what curators decided, as a gold pack."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diplomacy.archive.deciding.gold import write_pack
from diplomacy.archive.export import records


class Command(BaseCommand):
    """See the module."""

    help = (
        "Write the whole corpus as JSON lines: articles, statements, exchanges, pairs, omissions; or, with --decisions,"
        " what curators decided as a gold pack (docs/export.md)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["jsonl"], default="jsonl", help="jsonl: one JSON record a line")
        parser.add_argument("--output", metavar="FILE", help="where to write; standard output if not given")
        parser.add_argument(
            "--decisions", metavar="FOLDER", help="write a gold pack of all that is decided whole into this new folder"
        )

    def handle(self, *, output: str | None, decisions: str | None, **options: Any) -> None:  # noqa: ARG002
        if decisions:
            self.stderr.write(pack(Path(decisions)))
            return
        if not output or output == "-":
            with suppress(BrokenPipeError):
                write(self.stdout.write)
            return
        target = Path(output)
        partial = target.with_name(f"{target.name}.part")
        try:
            with partial.open("w", encoding="utf-8") as file:
                count = write(file.write)
            partial.replace(target)  # so that the file is whole, or is the one that was there before
        except OSError as error:
            raise CommandError(f"{output}: it can't be written ({error.strerror}); name another file.") from None
        finally:
            partial.unlink(missing_ok=True)
        self.stderr.write(f"{count} records written to {output}.")


def pack(folder: Path) -> str:
    """Write the gold pack; what it holds, as a sentence."""
    try:
        made = write_pack(folder)
    except FileExistsError:
        raise CommandError(f"{folder}: something is there; name a folder that is new or empty.") from None
    except OSError as error:
        raise CommandError(f"{folder}: it can't be written ({error.strerror}); name another folder.") from None
    if not made.exchanges:
        raise CommandError("No exchange is decided whole: decide each of its pairs at /review/, then export again.")
    held = f"{made.articles} articles, {made.exchanges} exchanges and {made.pairs} pairs written to {folder}."
    return (
        f"{held} {made.left_out} exchanges with decisions are not decided whole and left out."
        if made.left_out
        else held
    )


def write(put: Callable[[str], object]) -> int:
    """Hand every record to `put`, as a line; how many there were."""
    count = 0
    for record in records():
        put(json.dumps(record, ensure_ascii=False) + "\n")
        count += 1
    return count
