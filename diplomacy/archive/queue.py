"""What is put off to a worker: the names of jobs, and how they are queued in the transaction that stores their rows.

The jobs themselves are in `archive/jobs.py`; they call the verbs that the commands and pages call.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from typing import Any

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from diplomacy.archive.prepared import Prepared, given


class Job(StrEnum):
    """What a worker can be asked to do, by its name in the queue."""

    PREVIEW = "look at a draft"
    OPEN = "open a file"
    FETCH = "fetch an address"
    READ = "read texts"
    COMPARE = "compare an exchange"
    EMBED = "make vectors"
    REREAD = "read texts anew"
    LOOK = "look at a watched address"
    RESCUE = "take up what ended workers left"
    DUE = "find what is due"
    EMPTY = "empty the bin of what is too old"


PRIORITY = {Job.PREVIEW: 2, Job.OPEN: 1, Job.COMPARE: -1, Job.EMBED: -2, Job.REREAD: -3}
"""Greater goes first: somebody waits for a preview; texts are read before they are compared, and compared before they
can be found by meaning."""


_WAITING = Prepared(
    lambda: (
        ProcrastinateJob.objects.filter(status="todo", queueing_lock__any_of=given("names"))
        .order_by()
        .values_list("queueing_lock", flat=True)
    )
)


def defer(job: Job, *, once: str = "", alone: str = "", seconds: float = 0, **arguments: Any) -> None:
    """Queue a job, to be done in so many seconds at the soonest. It is there when, and if, the transaction commits.

    `once` names what is not to wait in the queue twice; a job of that name that is being done is no hindrance.
    `alone` names what no two workers are to be at.
    """
    wanted = _wanted(
        job,
        queueing_lock=once or None,
        lock=alone or None,
        schedule_in={"seconds": round(seconds)} if seconds else None,
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        wanted.defer(**arguments)


def defer_each(job: Job, arguments: Mapping[str, dict[str, Any]]) -> None:
    """Queue a job for each of these arguments, by the name of which none is to wait in the queue twice: in four queries
    for any number of them."""
    there = set(_WAITING(names=list(arguments)))
    new = {once: told for once, told in arguments.items() if once not in there}
    jobs = [_wanted(job, queueing_lock=once).make_new_job(**told) for once, told in new.items()]
    if not jobs:
        return
    try:
        with transaction.atomic():
            _manager().batch_defer_jobs(jobs=jobs)
    except AlreadyEnqueued:  # in this moment, by another transaction
        for once, given in new.items():
            defer(job, once=once, **given)


def defer_all(job: Job, arguments: Sequence[dict[str, Any]]) -> None:
    """Queue a job for each of these arguments, in a query for every thousand."""
    for start in range(0, len(arguments), 1000):
        _wanted(job).batch_defer(*arguments[start : start + 1000])


def _wanted(job: Job, **how: Any) -> JobDeferrer:
    return configure_task(name=str(job), job_manager=_manager(), priority=PRIORITY.get(job, 0), **how)


def _manager() -> JobManager:
    return JobManager(DjangoConnector())  # not the worker's own, which would commit apart
