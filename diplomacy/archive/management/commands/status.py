"""`manage.py status`: how the archive stands, and what waits for someone."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError

from diplomacy.archive.management.command import ArchiveCommand, add_json
from diplomacy.archive.management.progress import told
from diplomacy.archive.status import Status, status


class Command(ArchiveCommand):
    """See the module."""

    help = (
        "Say what is in the archive, what is left to do, who is at work, and what failed. Ends with status 1 where "
        "something that failed waits for a curator."
    )
    examples = (("", "in words"), ("--json", "for a program that keeps watch"))

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_json(parser)

    def handle(self, *, as_json: bool, **options: Any) -> None:  # noqa: ARG002
        now = status()
        if as_json:
            self.print_json({**asdict(now), "is_well": now.is_well})
        else:
            for line in lines(now):
                self.stdout.write(line)
        if not now.is_well:
            raise CommandError("Something failed and waits for a curator; see above.")


def lines(now: Status) -> list[str]:
    """The status in words."""
    queued = sum(now.queued.values())
    found = [
        f"Articles: {now.articles}, in {now.versions} texts; not read {now.unread}, without vectors {now.unembedded}.",
        f"Exchanges: {now.exchanges}; not compared {now.uncompared}.",
        f"Workers: {now.workers}; jobs queued {queued}, of them being done {now.doing}, failed {now.jobs_failed}.",
        *(f"    {number} × {name}" for name, number in now.queued.items()),
        f"Watched: {now.watched}; failing or given up {now.watched_failing}.",
        f"Deliveries under way: {len(now.under_way)}; failed items {now.items_failed}.",
    ]
    for one in now.under_way:
        found.append(f"    {one.id} {one.title}{' (stopped)' if one.stopped else ''}: {told(one.progress)}")
    if queued and not now.workers:
        found.append("No worker is running: start one with manage.py worker.")
    return [*found, *(f"failed: {failure.sentence or failure.what}" for failure in now.failures)]
