"""`manage.py compare`: compare the accounts of exchanges."""

from argparse import ArgumentParser
from typing import Any

from diplomacy.archive.compare import compare, send, set_back, uncompared
from diplomacy.archive.embed import embed_unembedded
from diplomacy.archive.management.command import ArchiveCommand, add_dry_run, add_json
from diplomacy.archive.management.progress import bar


class Command(ArchiveCommand):
    """See the module."""

    help = (
        "Compare the exchanges whose accounts have changed since they were last compared, or that were compared by "
        "other weights or word lists. What a curator paired stays."
    )
    examples = (
        ("", "those that need it"),
        ("--dry-run", "how many these are"),
        ("--all --queue", "every exchange, as if none ever had been, by the workers"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", dest="everything", help="every exchange anew")
        parser.add_argument("--queue", action="store_true", help="hand it over to the workers (manage.py worker)")
        add_dry_run(parser)
        add_json(parser)

    def handle(self, *, everything: bool, queue: bool, dry_run: bool, as_json: bool, **options: Any) -> None:  # noqa: ARG002
        wanted = uncompared(everything=everything)
        if not dry_run:
            if everything:
                set_back(wanted)
            if queue:
                send(wanted)
            else:
                self._compare(wanted)
        what = "to_compare" if dry_run else "queued" if queue else "compared"
        if as_json:
            self.print_json({what: len(wanted)})
        else:
            self.stdout.write(f"Exchanges {what.replace('_', ' ')}: {len(wanted)}.")

    def _compare(self, wanted: list[int]) -> None:
        with bar() as shown:
            for exchange in shown.track(wanted, description="Comparing"):
                compare(exchange)
        embed_unembedded()
