"""`manage.py ingest PATH|URL…`: bring articles in from files, folders, globs, standard input or the web."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from rich.console import Console
from rich.table import Table

from diplomacy.archive import vocabulary
from diplomacy.archive.at_work import at_work
from diplomacy.archive.incoming.deliveries import Part, deliver
from diplomacy.archive.incoming.fetch import with_fetched
from diplomacy.archive.incoming.ingest import Happened, Outcome, Outcomes, ingest
from diplomacy.archive.management import files
from diplomacy.archive.management.command import ArchiveCommand, add_dry_run, add_json, day
from diplomacy.archive.management.progress import bar, follow, told
from diplomacy.archive.models import Delivery
from diplomacy.intake import Incoming, IntakeAddress, IntakeError, OutletKind
from diplomacy.intake.read import bytes_of, columns_in

QUEUED = 200 * 1024 * 1024
"""Bytes. A larger file is not handed over, since it would be kept in the database as a whole."""


class Command(ArchiveCommand):
    """See the module."""

    help = (
        "Bring articles in (docs/formats.md lists the kinds of file), read them, and compare the exchanges that they "
        "report. What is there already is left alone, so that an interrupted run is completed by running it again."
    )
    examples = (
        ("readout.txt archive.jsonl a-folder/ 'more/*.html'", "files, all files of a folder, a quoted pattern"),
        ("https://www.example.org/readout/17", "a page; of a feed the pages that it leads to"),
        ("list.csv --dry-run", "how its columns are matched, what is new, what would be fetched; nothing is stored"),
        ('a.txt --outlet "Foreign Ministry of Sund" --published 2025-03-04', "what the file itself does not say"),
        ("crawl.wacz --queue", "hand it over to the workers, and see how far they are"),
        ("- --json < archive.jsonl", "standard input; the result as JSON"),
    )
    interrupted = "Interrupted; what is stored is whole. Run the same again for the rest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", metavar="PATH|URL", help="a file, a folder, a quoted glob, - for stdin, an address"
        )
        parser.add_argument("--outlet", default="", metavar="NAME", help="who publishes them all, said outright")
        parser.add_argument(
            "--outlet-kind", choices=[kind.value for kind in OutletKind], help="the kind of a new outlet"
        )
        parser.add_argument(
            "--published", type=day, metavar="DATE", help="the day (2023-03-16) of those that give none"
        )
        parser.add_argument("--queue", action="store_true", help="hand all over to the workers (manage.py worker)")
        parser.add_argument("--no-wait", action="store_true", help="with --queue: end at once, without the progress")
        add_dry_run(parser)
        add_json(parser)

    def handle(self, *, paths: Sequence[str], outlet_kind: str | None, **options: Any) -> None:
        if options["no_wait"] and not options["queue"]:
            raise CommandError("--no-wait is for --queue alone; leave it out, or give both.", returncode=2)
        said = {
            "outlet": options["outlet"].strip(),
            "outlet_kind": OutletKind(outlet_kind) if outlet_kind else None,
            "published": options["published"],
        }
        given = list(files.given(paths))
        if options["queue"] and not options["dry_run"]:
            self._hand_over(given, said, no_wait=options["no_wait"], as_json=options["as_json"])
            return
        columns = _columns(given) if options["dry_run"] else {}
        outcomes = _ingest(given, said, dry_run=options["dry_run"])
        self._tell(outcomes, columns, dry_run=options["dry_run"], as_json=options["as_json"])

    def _tell(self, outcomes: Outcomes, columns: dict[str, str], *, dry_run: bool, as_json: bool) -> None:
        """The table of what happened, a line for each failure, and exit status 1 where there is one."""
        if as_json:
            self.print_json(
                {
                    "dry_run": dry_run,
                    "counts": {happened.value: outcomes.counts[happened] for happened in Happened},
                    "compared": outcomes.compared,
                    "columns": columns,
                    "articles": [asdict(outcome) for outcome in outcomes.each],
                }
            )
        else:
            self._print(outcomes, columns, dry_run=dry_run)
        for outcome in outcomes.refused:
            self.stderr.write(f"refused: {outcome.sentence}")
        for outcome in outcomes.failures:
            self.stderr.write(f"failed: {outcome.sentence}")
        if outcomes.failures:
            raise CommandError(f"{len(outcomes.failures)} of {len(outcomes.each)} could not be brought in; see above.")

    def _print(self, outcomes: Outcomes, columns: dict[str, str], *, dry_run: bool) -> None:
        for name, matched in columns.items():
            self.stdout.write(f"columns of {name}: {matched}")
        if dry_run:
            for outcome in outcomes.each:
                if outcome.happened is not Happened.FAILED:
                    self.stdout.write(f"{outcome.happened.value}: {outcome.source} – {outcome.sentence}")
        table = Table(title="What would happen" if dry_run else "What happened", title_justify="left")
        table.add_column("articles")
        table.add_column("number", justify="right")
        for happened in Happened:
            if dry_run or happened is not Happened.TO_FETCH:
                table.add_row(happened.value, str(outcomes.counts[happened]))
        if not dry_run:
            table.add_row("exchanges compared", str(outcomes.compared))
        Console(file=self.stdout, width=None if sys.stdout.isatty() else 100).print(table)  # type: ignore[arg-type]

    def _hand_over(self, given: Sequence[files.Given], said: dict[str, Any], *, no_wait: bool, as_json: bool) -> None:
        """Make a delivery of it all, and show how far the workers are."""
        refused: list[str] = []
        delivery = deliver(_parts(given, refused), title=_title(given), **said)
        for sentence in refused:
            self.stderr.write(f"failed: {sentence}")
        if not at_work().workers:
            self.stderr.write("No worker is running: start one with manage.py worker.")
        more = "manage.py status tells how far they are"
        try:
            now = None if no_wait else follow(delivery, is_stopped=lambda: _is_stopped(delivery))
        except KeyboardInterrupt:
            self.stderr.write(f"\nThe workers go on with delivery {delivery.pk}; {more}.")
            return
        if as_json:
            self.print_json({"delivery": delivery.pk, "progress": now and asdict(now), "refused": refused})
        elif now is None:
            self.stdout.write(f"Delivery {delivery.pk} is handed over; {more}.")
        else:
            self.stdout.write(f"Delivery {delivery.pk}: {told(now)}.")
        failed = len(refused) + (now.failed if now else 0)
        if failed:
            raise CommandError(f"{failed} could not be brought in; manage.py status says why.")


def _ingest(given: Sequence[files.Given], said: dict[str, Any], *, dry_run: bool) -> Outcomes:
    with bar() as shown:
        task = shown.add_task("Bringing in", total=len(given))

        def articles() -> Iterator[Incoming]:
            for one in given:
                yield from files.read(one)
                shown.advance(task)

        def show(outcome: Outcome) -> None:
            shown.update(task, description=Path(outcome.source or "…").name[-40:])

        found = articles() if dry_run else with_fetched(articles())
        return ingest(found, **said, dry_run=dry_run, progress=show)


def _columns(given: Sequence[files.Given]) -> dict[str, str]:
    """How the columns of those that are tables are matched."""
    matched = {
        str(one): columns_in(one, limit=settings.DIPLOMACY_MAX_BYTES, vocabulary_folder=vocabulary.folder())
        for one in given
        if isinstance(one, Path) and str(one) != files.STDIN
    }
    return {name: str(columns) for name, columns in matched.items() if columns}


def _parts(given: Sequence[files.Given], refused: list[str]) -> Iterator[Part]:
    """What is handed over, a file at a time; what can't be read is added to `refused`."""
    for one in given:
        try:
            if isinstance(one, IntakeError):
                raise one
            if isinstance(one, IntakeAddress):
                yield Part(one.url)
            elif str(one) == files.STDIN:
                yield Part(files.STDIN_NAME, sys.stdin.buffer.read())
            else:
                yield Part(str(one), bytes_of(one, limit=QUEUED))
        except IntakeError as error:
            refused.append(str(error))


def _title(given: Sequence[files.Given]) -> str:
    first = files.name_of(given[0]) if given else "nothing"
    return first if len(given) == 1 else f"{first} and {len(given) - 1} more"


def _is_stopped(delivery: Delivery) -> bool:
    return Delivery.objects.filter(pk=delivery.pk, stopped=True).exists()
