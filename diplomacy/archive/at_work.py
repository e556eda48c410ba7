"""How many workers there are, and how much waits for them."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from diplomacy.archive.queue import Job

HOUSEKEEPING = (Job.RESCUE, Job.DUE, Job.EMPTY)
"""Jobs that come by themselves, and are no work that is left."""


@dataclass(frozen=True, slots=True)
class AtWork:
    """Workers that were heard of lately, jobs that they are at, and jobs that wait."""

    workers: int
    doing: int
    waiting: int


def work() -> "QuerySet[ProcrastinateJob]":
    """The jobs that somebody asked for, whatever became of them."""
    return ProcrastinateJob.objects.exclude(task_name__in=[str(job) for job in HOUSEKEEPING])


def at_work() -> AtWork:
    """As it is now; two queries."""
    since = timezone.now() - timedelta(seconds=settings.DIPLOMACY_WORKER_GONE_AFTER)
    jobs = work().filter(status__in=("todo", "doing"))
    counts = dict(jobs.order_by().values_list("status").annotate(Count("pk")))
    return AtWork(
        workers=ProcrastinateWorker.objects.filter(last_heartbeat__gte=since).count(),
        doing=counts.get("doing", 0),
        waiting=counts.get("todo", 0),
    )
