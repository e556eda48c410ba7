"""`manage.py empty_bin`: let go for good what was deleted too long ago."""

from argparse import ArgumentParser
from typing import Any

from diplomacy.archive.deleting.bin import empty
from diplomacy.archive.management.command import ArchiveCommand, add_dry_run, add_json
from diplomacy.archive.models import Binned


class Command(ArchiveCommand):
    """See the module."""

    help = (
        "Let what was deleted too long ago (DIPLOMACY_BIN_DAYS) go for good. A worker does it every night; who deleted "
        "what, when and why is kept."
    )
    examples = (("--dry-run", "say what would go"), ("", "let it go"))

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_dry_run(parser)
        add_json(parser)

    def handle(self, *, dry_run: bool, as_json: bool, **options: Any) -> None:  # noqa: ARG002
        gone = empty(dry_run=dry_run)
        if as_json:
            self.print_json({"dry_run": dry_run, "gone": [_plain(row) for row in gone]})
            return
        for row in gone:
            self.stdout.write(f"{row.kind}: {row}, deleted on {row.at:%Y-%m-%d} by {row.by}")
        self.stdout.write(f"{len(gone)} {'would go' if dry_run else 'went'} for good.")


def _plain(row: Binned) -> dict[str, Any]:
    return {"id": row.pk, "kind": row.kind, "name": str(row), "at": row.at, "by": str(row.by), "note": row.note}
