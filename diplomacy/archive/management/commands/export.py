"""`manage.py export`: the whole corpus, one JSON record a line."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diplomacy.archive.export import records


class Command(BaseCommand):
    """See the module."""

    help = "Write the whole corpus as JSON lines: articles, statements, exchanges, pairs, omissions (docs/export.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["jsonl"], default="jsonl", help="jsonl: one JSON record a line")
        parser.add_argument("--output", metavar="FILE", help="where to write; standard output if not given")

    def handle(self, *, output: str | None, **options: Any) -> None:  # noqa: ARG002
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


def write(put: Callable[[str], object]) -> int:
    """Hand every record to `put`, as a line; how many there were."""
    count = 0
    for record in records():
        put(json.dumps(record, ensure_ascii=False) + "\n")
        count += 1
    return count
