"""What is queued is done once, by whichever worker, whatever becomes of the others.

Real workers on the tests' database, with the real reader; they are killed as a machine that loses its power is.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job as Queued
from procrastinate.periodic import PeriodicDeferrer

from diplomacy.archive.at_work import HOUSEKEEPING
from diplomacy.archive.deleting.bin import delete, restore
from diplomacy.archive.incoming.deliveries import Part, deliver, progress, resume, stop, try_again
from diplomacy.archive.incoming.unpack import open_item
from diplomacy.archive.jobs import ENDED, give_up
from diplomacy.archive.models import (
    Article,
    Binned,
    BinnedKind,
    Claim,
    Delivery,
    Exchange,
    Held,
    Item,
    ItemState,
    Statement,
    Version,
)
from diplomacy.archive.queue import Job, defer
from tests.archive.plain_reader import text_of
from tests.archive.test_kill import SAID, database_url, empty, nothing_is_half_done, told
from tests.archive.test_regrouped import CREW, bring, ids
from tests.intake.hostile_files import hostile

PATIENCE = 180
OUTLETS = ("Sund Ministry of Foreign Affairs", "Valdorian Ministry of Foreign Affairs", "Marenne Herald")

pytestmark = pytest.mark.django_db(transaction=True)


def texts(count: int) -> Iterator[Part]:
    """So many texts on a third as many calls."""
    for number in range(count):
        said = [sentence.format(number + 10) for sentence in SAID[: 2 + number % 3]]
        day = date(2031, 7, 1) + timedelta(days=3 * (number // 3))
        told_on = f"{day.day} {day:%B %Y}"
        yield Part(f"{number:03}.txt", text_of(*said, outlet=OUTLETS[number % 3], day=told_on).encode())


def worker(*options: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker", *options],
        cwd=settings.BASE,
        env={**os.environ, "DATABASE_URL": database_url(), "DIPLOMACY_WORKER_GONE_AFTER": "3"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until(ready: Callable[[], bool], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not ready() and time.monotonic() < end:
        time.sleep(0.05)
    assert ready(), f"not so within {seconds} s"


def queued() -> int:
    jobs = ProcrastinateJob.objects.exclude(task_name__in=HOUSEKEEPING)
    return jobs.filter(status__in=("todo", "doing")).count()


def ended(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, output


def test_a_delivery_is_brought_in_and_a_second_of_the_same_changes_nothing() -> None:
    first = deliver(texts(9), title="Nine texts")
    assert worker("--once").wait(PATIENCE) == 0
    assert progress(first).done == 9
    assert not queued()
    nothing_is_half_done()
    assert Exchange.objects.count() == 3
    assert not Exchange.objects.uncompared().exists()
    assert not Version.objects.unembedded().exists()
    before = told()
    second = deliver(texts(9), title="The same nine")
    assert worker("--once").wait(PATIENCE) == 0
    assert (progress(second).known, progress(second).done) == (9, 9)
    assert told() == before


def test_a_text_that_another_took_the_place_of_before_it_was_read_is_read_as_well(tmp_path: Path) -> None:
    url = "https://herald.example/1"
    said = ("Vik said that the crew must come home.", "Orrell said that the zone is lawful.")
    versions_of = [text_of(*said, url=url), text_of(said[0], url=url), text_of(*said, outlet="Marenne Herald")]
    for number, text in enumerate(versions_of):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    call_command("ingest", str(tmp_path), stdout=StringIO())
    before = told()
    empty()
    delivery = deliver([Part(str(path), path.read_bytes()) for path in sorted(tmp_path.iterdir())], title="Three")
    for item in Item.objects.order_by("pk"):
        open_item(item.pk)
    assert worker("--once").wait(PATIENCE) == 0
    assert (progress(delivery).done, progress(delivery).left) == (3, 0)
    assert told() == before
    superseded = Version.objects.get(current=False)
    assert Statement.objects.filter(version=superseded).count() == 2
    assert not Claim.objects.filter(version=superseded).exclude(coverage=None).exists()


def test_two_workers_killed_at_random_read_each_text_once_and_lose_none() -> None:
    chance = random.Random(7)  # noqa: S311
    delivery = deliver(texts(60), title="Sixty texts")
    working = [worker(), worker()]
    for _ in range(6):
        until(partial(moved, delivery, progress(delivery).done))
        time.sleep(chance.random())
        place = chance.randrange(2)
        working[place].kill()
        assert working[place].wait(PATIENCE) == -signal.SIGKILL
        working[place] = worker()
    until(lambda: progress(delivery).done == 60 and not queued())
    for process in working:
        ended(process)
    nothing_is_half_done()
    assert Article.objects.count() == Item.objects.filter(state=ItemState.READ).count() == 60
    assert Exchange.objects.count() == 20
    assert not Exchange.objects.uncompared().exists()
    assert not Version.objects.unembedded().exists()
    once = [Statement.objects.filter(version=pk).values("spans").distinct().count() for pk in versions()]
    assert once == [Statement.objects.filter(version=pk).count() for pk in versions()]
    claims = list(Claim.objects.values_list("version", "start", "end"))
    assert len(claims) == len(set(claims))


def moved(delivery: Delivery, before: int) -> bool:
    now = progress(delivery)
    return now.done > before or not now.left


def versions() -> list[int]:
    return list(Version.objects.order_by("pk").values_list("pk", flat=True))


def test_a_stopped_delivery_waits_and_is_resumed() -> None:
    delivery = deliver(texts(12), title="Twelve texts")
    stop(delivery)
    assert worker("--once").wait(PATIENCE) == 0
    assert (progress(delivery).done, progress(delivery).left) == (0, 12)
    assert resume(delivery) == 12
    open_item(Item.objects.order_by("pk")[0].pk)
    stop(delivery)
    assert worker("--once").wait(PATIENCE) == 0
    assert progress(delivery).done == 0
    resume(delivery)
    assert worker("--once").wait(PATIENCE) == 0
    assert (progress(delivery).done, progress(delivery).left) == (12, 0)
    nothing_is_half_done()


def test_what_fails_is_told_costs_nothing_else_and_can_be_tried_again() -> None:
    good, broken = text_of("Vik said that the crew must come home.").encode(), b"%PDF-1.4 no more than this"
    undated = b"A headline\n\nAna Vik said that the crew must come home.\n"
    parts = [Part("good.txt", good), Part("broken.pdf", broken), Part("undated.txt", undated)]
    delivery = deliver(parts, title="Three files")
    assert worker("--once").wait(PATIENCE) == 0
    assert (progress(delivery).done, progress(delivery).failed) == (1, 2)
    said = list(Item.objects.filter(state=ItemState.FAILED).order_by("pk").values_list("sentence", flat=True))
    assert "broken.pdf" in said[0]
    assert "undated.txt: it does not say when it was published" in said[1]
    Delivery.objects.update(published_on="2031-06-10")
    assert try_again(Item.objects.filter(name="undated.txt")) == 1
    assert worker("--once").wait(PATIENCE) == 0
    assert (progress(delivery).done, progress(delivery).failed) == (2, 1)


def test_what_was_deleted_thirty_days_ago_goes_for_good_by_a_worker_that_starts_hours_after_the_night() -> None:
    ines = User.objects.create(username="ines")
    for outlet in OUTLETS[:2]:
        bring(outlet, CREW)
    old, young = (delete(BinnedKind.ARTICLE, ids(outlet), by=ines) for outlet in OUTLETS[:2])
    Binned.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=31))
    periodic = PeriodicDeferrer(app.periodic_registry, **app.periodic_defaults)
    noon = datetime.combine(date.today(), clock(12)).timestamp()
    [at] = [at for due, at in periodic.get_previous_tasks(noon) if due.task.name == Job.EMPTY]
    defer(Job.EMPTY, timestamp=at)  # as a worker does when it starts, and each minute
    assert worker("--once").wait(PATIENCE) == 0
    assert {row.binned_id for row in Held.objects.all()} == {young.pk}
    assert Binned.objects.get(pk=old.pk).emptied_at
    assert restore(young.pk, by=ines)


def test_nothing_is_queued_where_the_rows_are_not_stored() -> None:
    with pytest.raises(KeyError), transaction.atomic():
        deliver(texts(1), title="One text")
        raise KeyError
    assert not queued()
    assert not Delivery.objects.exists()


def test_a_text_that_ends_its_worker_each_time_is_given_up() -> None:
    delivery = deliver(texts(1), title="One text")
    open_item(Item.objects.get().pk)
    version = Version.objects.get()
    give_up(
        Queued(
            id=1,
            lock=None,
            queueing_lock=None,
            queue="default",
            task_name="read",
            task_kwargs={"versions": [version.pk]},
        ),
        ENDED,
    )
    assert progress(delivery).failed == 1
    assert "ended 5 times" in Item.objects.get(version=version).sentence
    assert try_again(Item.objects.all()) == 1
    assert worker("--once").wait(PATIENCE) == 0
    assert progress(delivery).done == 1


def test_files_that_are_meant_to_harm_leave_the_worker_alive_and_small(tmp_path: Path) -> None:
    parts = [Part(name, data) for name, data in harmful(tmp_path)]
    assert len(parts) >= 50
    delivery = deliver(parts, title="Files of a stranger")
    working = worker()
    until(lambda: not progress(delivery).left)
    until(lambda: not queued())
    after = deliver(texts(1), title="One text")
    until(lambda: progress(after).done == 1)
    status = Path(f"/proc/{working.pid}/status").read_text()
    most = int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024
    ended(working)
    assert most < 1024, f"it took {most:.0f} MB"
    said = Item.objects.filter(delivery=delivery, state=ItemState.FAILED).values_list("sentence", flat=True)
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in said)
    assert not [sentence for sentence in said if "error in this program" in sentence]


def harmful(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Those that are not refused for their size before anything is kept."""
    for name, (content, _) in hostile().items():
        if isinstance(content, bytes):
            yield name, content
            continue
        content(folder / name)
        if (folder / name).stat().st_size <= settings.DIPLOMACY_MAX_BYTES:
            yield name, (folder / name).read_bytes()
        (folder / name).unlink()
