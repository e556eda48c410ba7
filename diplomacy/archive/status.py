"""How the archive stands: what is in it, what is left to do, who is at work, and what failed and waits for someone."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from diplomacy.archive.at_work import at_work, work
from diplomacy.archive.incoming.deliveries import LEFT, Progress, progress
from diplomacy.archive.models import Article, Delivery, Exchange, Item, ItemState, Version, Watched

SHOWN = 20
"""Of what failed, and of deliveries, the latest."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that failed and waits for a curator."""

    what: str
    sentence: str


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A delivery that is not done."""

    id: int
    title: str
    stopped: bool
    progress: Progress


@dataclass(frozen=True, slots=True)
class Status:
    """How it all stands; counts, unless it is said otherwise."""

    articles: int
    versions: int
    unread: int
    unembedded: int
    exchanges: int
    uncompared: int
    workers: int
    """Heard of lately."""
    queued: dict[str, int]
    """Jobs by what they do, those that are being done among them."""
    doing: int
    jobs_failed: int
    under_way: tuple[UnderWay, ...]
    """Deliveries with something left, the latest first."""
    items_failed: int
    watched: int
    """Addresses that are looked at."""
    watched_failing: int
    """Those whose last look failed, and those that are looked at no more for it."""
    failures: tuple[Failure, ...]
    """The latest, `SHOWN` of each sort."""

    @property
    def is_well(self) -> bool:
        """Whether nothing waits for a curator."""
        return not (self.items_failed or self.watched_failing or self.jobs_failed)


def status() -> Status:
    """How it stands now; two queries more for each of at most `SHOWN` deliveries under way."""
    jobs, now = work(), at_work()
    live = jobs.filter(status__in=("todo", "doing"))
    queued = Counter(dict(live.order_by().values_list("task_name").annotate(Count("pk"))))
    failed_items = Item.objects.filter(state=ItemState.FAILED)
    failed_jobs = jobs.filter(status="failed")
    failing = _failing()
    return Status(
        articles=Article.objects.count(),
        versions=Version.objects.count(),
        unread=Version.objects.unread().count(),
        unembedded=Version.objects.unembedded().count(),
        exchanges=Exchange.objects.count(),
        uncompared=Exchange.objects.uncompared().count(),
        workers=now.workers,
        queued=dict(sorted(queued.items())),
        doing=now.doing,
        jobs_failed=failed_jobs.count(),
        under_way=tuple(_under_way()),
        items_failed=failed_items.count(),
        watched=Watched.objects.filter(active=True).count(),
        watched_failing=failing.count(),
        failures=(
            *(Failure(item.name, item.sentence) for item in failed_items.order_by("-changed_at")[:SHOWN]),
            *(Failure(row.url, row.sentence) for row in failing.order_by("-looked_at")[:SHOWN]),
            *(
                Failure(f"job {job.pk}", f"The job “{job.task_name}” failed {job.attempts} times; the log says why.")
                for job in failed_jobs.order_by("-pk")[:SHOWN]
            ),
        ),
    )


def _failing() -> QuerySet[Watched]:
    """Watched addresses whose looks fail; those that were taken down or off the list are no failures."""
    return Watched.objects.filter(failures__gt=0)


def _under_way() -> list[UnderWay]:
    left = (
        Delivery.objects.filter(draft=False, items__state__in=LEFT).distinct().order_by("-handed_in_at", "-pk")[:SHOWN]
    )
    return [UnderWay(row.pk, row.title, row.stopped, progress(row)) for row in left]
