"""`manage.py fetch URL…`: fetch addresses now, known ones too; a changed text is a new version."""

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError

from diplomacy.archive.incoming.ingest import Happened
from diplomacy.archive.incoming.refresh import Refreshed, known_of, refresh
from diplomacy.archive.management.command import WRONG_USE, ArchiveCommand, add_dry_run, add_json, day
from diplomacy.archive.management.progress import bar
from diplomacy.intake import OutletKind

UNCHANGED = "unchanged"


class Command(ArchiveCommand):
    """See the module."""

    help = (
        "Fetch pages now and say what is read of each: title, outlet, day, length. What is new is stored and read, "
        "with the bytes of the page; a changed text is a new version. Servers are asked only for what changed since "
        "the last visit. Feeds and lists are for ingest."
    )
    examples = (
        ("https://www.example.org/readout/17", "fetch a page, or look whether it was changed"),
        ("https://www.example.org/readout/17 --dry-run", "fetch it, and store nothing"),
        ("--of 'Marenne Herald'", "look at all addresses of an outlet that are known"),
        ("https://www.example.org/readout/17 --again --json", "whatever the server says of changes; as JSON"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("urls", nargs="*", metavar="URL")
        parser.add_argument("--of", default="", metavar="OUTLET", help="all known addresses of this outlet")
        parser.add_argument("--again", action="store_true", help="fetch also what did not change since the last visit")
        parser.add_argument("--outlet", default="", metavar="NAME", help="who publishes them all, said outright")
        parser.add_argument("--outlet-kind", choices=[kind.value for kind in OutletKind], help="of a new outlet")
        parser.add_argument("--published", type=day, metavar="DATE", help="the day of those that give none")
        add_dry_run(parser)
        add_json(parser)

    def handle(self, *, urls: Sequence[str], outlet_kind: str | None, **options: Any) -> None:
        wanted = list(dict.fromkeys([*urls, *(known_of(options["of"]) if options["of"] else [])]))
        if not wanted and not options["of"]:
            raise CommandError("Name an address, or an outlet with --of.", returncode=WRONG_USE)
        with bar() as shown:
            task = shown.add_task("Fetching", total=len(wanted))

            def show(url: str) -> None:
                shown.update(task, advance=1, description=url[-60:])

            found, outcomes = refresh(
                wanted,
                again=options["again"],
                progress=show,
                outlet=options["outlet"].strip(),
                outlet_kind=OutletKind(outlet_kind) if outlet_kind else None,
                published=options["published"],
                dry_run=options["dry_run"],
            )
        if options["as_json"]:
            told = [{**asdict(one), "happened": happened(one)} for one in found]
            self.print_json({"dry_run": options["dry_run"], "compared": outcomes.compared, "addresses": told})
        else:
            self._print(found)
        if outcomes.failures:
            raise CommandError(f"{len(outcomes.failures)} of {len(found)} failed; see above.")

    def _print(self, found: Sequence[Refreshed]) -> None:
        for one in found:
            if one.outcome and one.outcome.happened is Happened.FAILED:
                self.stderr.write(f"failed: {one.outcome.sentence}")
            elif one.outcome is None:
                self.stdout.write(f"{UNCHANGED}: {one.url}")
            else:
                facts = [f"“{one.title or 'Untitled'}”", one.outlet, one.published, f"{one.words} words"]
                self.stdout.write(f"{one.outcome.happened}: {one.url} – {', '.join(filter(None, facts))}")
                self.stdout.write(f"    {one.outcome.sentence}")


def happened(one: Refreshed) -> str:
    """What came of an address."""
    return one.outcome.happened.value if one.outcome else UNCHANGED
