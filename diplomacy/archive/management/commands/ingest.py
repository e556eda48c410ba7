"""`manage.py ingest PATH…`: bring articles in from files, folders, globs or standard input."""

import glob
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from diplomacy.archive import vocabulary
from diplomacy.archive.ingest import Happened, Outcome, Outcomes, ingest
from diplomacy.intake import Incoming, IntakeError, OutletKind, read_file, read_stream

STDIN = "-"


class Command(BaseCommand):
    """See the module."""

    help = (
        "Bring articles in, read them, and compare the exchanges that they report; docs/formats.md lists the kinds of"
        " file. "
        "What is there already is left alone, so that an interrupted run is completed by running it again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, a quoted glob, or - for stdin")
        parser.add_argument("--outlet", default="", metavar="NAME", help="who publishes them all, said outright")
        parser.add_argument(
            "--outlet-kind", choices=[kind.value for kind in OutletKind], help="the kind of a new outlet"
        )
        parser.add_argument(
            "--published", type=_day, metavar="DATE", help="the day (2023-03-16) of those that give none"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and do nothing")

    def handle(self, *, paths: Sequence[str], outlet_kind: str | None, **options: Any) -> None:
        console = Console(stderr=True)
        files = list(_files(paths))
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        ) as bar:
            task = bar.add_task("Bringing in", total=len(files))

            def articles() -> Iterator[Incoming]:
                for file in files:
                    yield from _read(file)
                    bar.advance(task)

            def show(outcome: Outcome) -> None:
                bar.update(task, description=Path(outcome.source or "…").name[-40:])

            try:
                outcomes = ingest(
                    articles(),
                    outlet=options["outlet"].strip(),
                    outlet_kind=OutletKind(outlet_kind) if outlet_kind else None,
                    published=options["published"],
                    dry_run=options["dry_run"],
                    progress=show,
                )
            except KeyboardInterrupt:
                raise CommandError("Interrupted; what is stored is whole. Run the same again for the rest.") from None
            except ProgrammingError as error:
                raise CommandError(
                    f"The database is not prepared ({_first_line(error)}); run manage.py migrate."
                ) from None
            except OperationalError as error:
                raise CommandError(
                    f"The database can't be reached ({_first_line(error)}); run the same again."
                ) from None
        self._tell(outcomes, dry_run=options["dry_run"])

    def _tell(self, outcomes: Outcomes, *, dry_run: bool) -> None:
        """The table of what happened, a line for each failure, and exit status 1 where there is one."""
        table = Table(title="What would happen" if dry_run else "What happened", title_justify="left")
        table.add_column("articles")
        table.add_column("number", justify="right")
        for happened in Happened:
            table.add_row(happened.value, str(outcomes.counts[happened]))
        if not dry_run:
            table.add_row("exchanges compared", str(outcomes.compared))
        console = Console(file=self.stdout, width=None if sys.stdout.isatty() else 100)  # type: ignore[arg-type]
        if dry_run:
            for outcome in outcomes.each:
                if outcome.happened is not Happened.FAILED:
                    self.stdout.write(f"{outcome.happened.value}: {outcome.source} – {outcome.sentence}")
        console.print(table)
        for outcome in outcomes.failures:
            self.stderr.write(f"failed: {outcome.sentence}")
        if outcomes.failures:
            raise CommandError(f"{len(outcomes.failures)} of {len(outcomes.each)} could not be brought in; see above.")


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        message = f"{given!r} is no day; write it as 2023-03-16"
        raise ArgumentTypeError(message) from None


def _files(paths: Sequence[str]) -> Iterator[Path | IntakeError]:
    """The files that the paths mean, folders and globs in the order of their names; each once."""
    seen: set[str] = set()
    for path in paths:
        for file in _expand(path):
            if isinstance(file, IntakeError) or str(file) not in seen:
                seen.add(str(file))
                yield file


def _expand(path: str) -> Iterator[Path | IntakeError]:
    if Path(path).is_dir():
        yield from _inside(path)
    elif glob.has_magic(path) and not Path(path).exists():
        found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 (it may be absolute)
        if not found:
            yield IntakeError(f"{path}: no file has such a name; check the pattern.")
        for name in found:
            yield from _inside(name) if Path(name).is_dir() else [Path(name)]
    else:
        yield Path(path)


def _inside(folder: str) -> Iterator[Path | IntakeError]:
    """Every file under the folder but hidden ones."""
    closed: list[IntakeError] = []

    def note(error: OSError) -> None:
        closed.append(
            IntakeError(f"{error.filename}: the folder can't be read ({error.strerror}); change its permissions.")
        )

    for parent, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(names) if not name.startswith("."))
    yield from closed


def _read(file: Path | IntakeError) -> Iterator[Incoming]:
    folder = vocabulary.folder()
    limit = settings.DIPLOMACY_MAX_BYTES
    if isinstance(file, IntakeError):
        yield file
    elif str(file) == STDIN:
        yield from read_stream("standard input", sys.stdin.buffer, limit=limit, vocabulary_folder=folder)
    else:
        yield from read_file(file, limit=limit, vocabulary_folder=folder)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
