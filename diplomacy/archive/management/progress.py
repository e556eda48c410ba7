"""Progress in the terminal: of what a command does itself, and of what the workers do."""

import time
from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from diplomacy.archive.incoming import deliveries
from diplomacy.archive.models import Delivery

EVERY = 0.5
"""Seconds between two looks at how far the workers are."""


def bar() -> Progress:
    """A bar with counts and the remaining time, on standard error; none where that is no terminal."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def follow(delivery: Delivery, *, is_stopped: Callable[[], bool]) -> deliveries.Progress:
    """Show how far the workers are with a delivery until nothing is left of it, or it is stopped."""
    console = Console(stderr=True)
    columns = (TextColumn("Workers"), BarColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("", total=None)
        while True:
            now = deliveries.progress(delivery)
            shown.update(task, total=now.total, completed=now.total - now.left, description=told(now))
            if not now.left or is_stopped():
                return now
            time.sleep(EVERY)


def told(now: deliveries.Progress) -> str:
    """One line: done, failed, left, the rate, the remaining time."""
    line = f"{now.done} done, {now.failed} failed, {now.left} left, {now.rate:.1f} a second"
    if now.left and now.remaining is not None:
        minutes, seconds = divmod(round(now.remaining.total_seconds()), 60)
        line += f", some {minutes}:{seconds:02} to go"
    return line
