"""`manage.py worker`: does what is queued, until it is stopped."""

import os
import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from diplomacy.archive.management.command import ArchiveCommand

HEARD_OF = 6
"""How often a worker is heard of within the time after which it counts as gone."""


class Command(ArchiveCommand):
    """See the module."""

    help = (
        "Do what is queued: open files, fetch addresses, read, compare. Start as many as there are processors, on any "
        "number of machines that reach the database. Ctrl-C lets it finish the job at hand; what a killed one was at, "
        "another takes up."
    )
    examples = (
        ("", "until Ctrl-C"),
        ("--once", "until nothing is left to do, as for a run by cron"),
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing is left to do")
        parser.add_argument(
            "--with-parent", type=int, metavar="PID", help="end when the process that started it, of this id, has"
        )

    def handle(self, *, once: bool, with_parent: int | None, **options: Any) -> None:  # noqa: ARG002
        if with_parent is not None:
            threading.Thread(target=end_with, args=[with_parent], daemon=True).start()
        connector = app.connector
        assert isinstance(connector, DjangoConnector)  # noqa: S101 (it is what Django's app makes)
        gone_after = settings.DIPLOMACY_WORKER_GONE_AFTER
        with app.replace_connector(connector.get_worker_connector()) as working:
            working.run_worker(
                wait=not once,
                delete_jobs="successful",
                update_heartbeat_interval=gone_after / HEARD_OF,
                stalled_worker_timeout=gone_after,
            )


def end_with(parent: int) -> None:
    """Ask this process to stop when its parent is gone; it may be by now."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
