"""The jobs of the queue: each calls the verb that the commands and the pages call.

A worker that is ended, however, leaves its job to the next one: what it had done stays done, and is not done twice.
"""

import logging
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job as Queued
from procrastinate.jobs import Status
from procrastinate.utils import utcnow

from diplomacy.archive.compare import compare, compare_alone, send
from diplomacy.archive.deleting import bin
from diplomacy.archive.embed import embed
from diplomacy.archive.incoming import unpack, watching
from diplomacy.archive.incoming.preview import faulty, preview
from diplomacy.archive.models import Coverage, Delivery, Exchange, Item, ItemState, Version, Watched
from diplomacy.archive.queue import Job, defer
from diplomacy.archive.read import read_texts

log = logging.getLogger(__name__)

TRIES = 5
"""How often a job is begun, by workers that were ended in it or lost the database, before it is given up."""
RETRY = RetryStrategy(max_attempts=TRIES, exponential_wait=4, retry_exceptions={DatabaseError})
KEPT = 7 * 24
"""Hours that a failed job is kept, where there is no row that its failure could be told in."""


def or_told(do: Callable[[], Any], context: JobContext, worker: object) -> Any:  # noqa: ARG001 (a middleware's)
    """Do a job; where it fails and is not begun anew, what it was about counts as failed, with a sentence."""
    try:
        return do()
    except Exception as error:
        if isinstance(error, DatabaseError) and context.job.attempts < TRIES:
            raise
        log.warning("job %s (%s) failed", context.job.id, context.job.task_name, exc_info=error)
        what = " ".join(str(error).split())[:200]
        why = f"It could not be done, for an error ({type(error).__name__}: {what}); mend that, then try again."
        if not give_up(context.job, why):
            raise
        return None


task = partial(app.task, retry=RETRY, task_middleware=[or_told])


@task(name=str(Job.PREVIEW))
def look_at_draft(delivery: int) -> None:
    """Look at a draft."""
    preview(delivery)


@task(name=str(Job.OPEN))
def open_item(item: int) -> None:
    """Open a file."""
    unpack.open_item(item)


@task(name=str(Job.FETCH))
def fetch_item(item: int) -> None:
    """Fetch an address."""
    unpack.fetch_item(item)


@task(name=str(Job.READ))
def read(versions: list[int]) -> None:
    """Read texts, unless their delivery is stopped; then queue what follows from them."""
    stopped = set(Item.objects.filter(version__in=versions, delivery__stopped=True).values_list("version", flat=True))
    wanted = [pk for pk in versions if pk not in stopped]
    before = covered(wanted)
    read_texts(wanted, done=_read, failed=_unreadable)
    _settle(wanted)
    follow(wanted, exchanges=before)


def covered(versions: Collection[int]) -> set[int]:
    """The exchanges that the articles of these texts tell of."""
    return set(Coverage.objects.filter(article__versions__in=versions).values_list("exchange", flat=True))


def follow(versions: Collection[int], *, exchanges: Collection[int] = ()) -> None:
    """Queue what is to be done once these texts are read: their exchanges are compared, their vectors are made.

    `exchanges` are those of before, which may have lost an account.
    """
    with transaction.atomic():
        concerned = Exchange.objects.filter(pk__in={*exchanges, *covered(versions)})
        compare_alone(concerned.uncompared().values_list("pk", flat=True))
        send(concerned.uncompared().order_by("pk").values_list("pk", flat=True))
        waiting = Version.objects.unembedded().filter(pk__in=versions)
        if texts := list(waiting.order_by("pk").values_list("pk", flat=True)):
            defer(Job.EMBED, versions=texts)


def _read(version: Version) -> None:
    _came(Item.objects.filter(version=version, state=ItemState.STORED), ItemState.READ)


def _settle(versions: Collection[int]) -> None:
    """Count as read what another run has read, as `ingest` in a terminal does with whatever is unread."""
    left = Item.objects.filter(version__in=versions, state=ItemState.STORED)
    _came(left.exclude(version__pipeline=""), ItemState.READ)


def _came(items: QuerySet[Item], state: ItemState, sentence: str = "") -> int:
    return items.update(state=state, sentence=sentence or F("sentence"), changed_at=timezone.now())


def _unreadable(version: Version, error: Exception) -> None:
    log.info("text %s was not read", version.pk, exc_info=error)
    what = " ".join(str(error).split())[:200]
    sentence = (
        f"{version.article}: it is stored, but could not be read, for an error in this program "
        f"({type(error).__name__}: {what}); please report it, with the text."
    )
    _came(Item.objects.filter(version=version), ItemState.FAILED, sentence)


@task(name=str(Job.COMPARE))
def compare_exchange(exchange: int) -> None:
    """Compare an exchange, unless it is gone by now."""
    if Exchange.objects.filter(pk=exchange).exists():
        compare(exchange)


@task(name=str(Job.EMBED))
def make_vectors(versions: list[int]) -> None:
    """Make the vectors of texts."""
    embed(versions)


@task(name=str(Job.REREAD))
def reread(versions: list[int]) -> None:
    """Read texts anew; then queue what follows for those that were read to say something else."""
    before = covered(versions)
    read_texts(versions, failed=_unreadable, anew=True)
    follow(versions, exchanges=before)


@task(name=str(Job.LOOK))
def look(watched: int) -> None:
    """Look at a watched address."""
    watching.look(watched)


@app.periodic(cron="* * * * *")
@app.task(name=str(Job.DUE), queueing_lock=str(Job.DUE))
def find_due(timestamp: int) -> None:  # noqa: ARG001 (given to every periodic task)
    """Queue looks at the watched addresses whose time has come."""
    watching.defer_due()


@app.periodic(cron="40 3 * * *")
@app.task(name=str(Job.EMPTY), queueing_lock=str(Job.EMPTY))
def empty_bin(timestamp: int) -> None:  # noqa: ARG001 (given to every periodic task)
    """Let go for good what was deleted too long ago."""
    bin.empty()


@app.periodic(cron="* * * * * */10")
@app.task(name=str(Job.RESCUE), queueing_lock=str(Job.RESCUE))
async def rescue(timestamp: int) -> None:  # noqa: ARG001 (given to every periodic task)
    """Queue again what workers were at that have not been heard of since."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=settings.DIPLOMACY_WORKER_GONE_AFTER):
        if job.attempts < TRIES:
            await app.job_manager.retry_job(job, retry_at=utcnow())
        else:
            is_told = await sync_to_async(give_up)(job, ENDED)
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=is_told)
    await app.job_manager.delete_old_jobs(nb_hours=KEPT, include_failed=True)


ENDED = f"The worker ended {TRIES} times while it was at this; leave it out, or split it and try again."


def give_up(job: Queued, sentence: str) -> bool:
    """Count as failed what a job was about; whether there was anything, which a curator can try again."""
    given: dict[str, Any] = dict(job.task_kwargs)
    unread = Version.objects.unread().filter(pk__in=given.get("versions", ()))
    items = Item.objects.filter(Q(version__in=unread.values("pk")) | Q(pk=given.get("item", 0)))
    told = _came(items.filter(state__in=(ItemState.STORED, ItemState.WAITING)), ItemState.FAILED, sentence)
    drafts = Delivery.objects.filter(pk=given.get("delivery", 0), draft=True, preview=None)
    told += drafts.update(preview=faulty(sentence))
    watched = Watched.objects.filter(pk=given.get("watched", 0))
    told += watched.update(active=False, failures=F("failures") + 1, looked_at=timezone.now(), sentence=sentence)
    return told > 0
