"""What was handed in: the list of it, and how far the workers have come with each."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, QuerySet, When
from django.urls import reverse

from diplomacy.archive.at_work import AtWork, at_work
from diplomacy.archive.incoming.deliveries import DONE, LEFT, Progress, progress
from diplomacy.archive.models import Delivery, Item, ItemState

PER_PAGE = 30
STEPS = 10
"""How often on its way a delivery's progress is read out."""
SHOWN = {
    "failed": ("failed", (ItemState.FAILED,)),
    "left": ("left", LEFT),
    "done": ("done", DONE),
}
"""What the list of items can be narrowed to."""
STATES = {
    ItemState.WAITING: "waiting",
    ItemState.STORED: "stored, to be read",
    ItemState.READ: "brought in",
    ItemState.KNOWN: "here already",
    ItemState.FAILED: "failed",
}


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery in the list."""

    delivery: Delivery
    url: str
    status: str
    done: int
    failed: int
    left: int


@dataclass(frozen=True, slots=True)
class DeliveriesPage:
    """All deliveries, newest first."""

    rows: tuple[DeliveryRow, ...]
    page: "Page[Delivery]"
    work: AtWork

    @classmethod
    def build(cls, *, number: str | None = None) -> "DeliveriesPage":
        """That page of the list."""
        deliveries = Delivery.objects.select_related("handed_in_by").defer("preview")
        page = Paginator(deliveries.order_by("-handed_in_at", "-id"), PER_PAGE).get_page(number)
        counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
        items = Item.objects.filter(delivery__in=[delivery.pk for delivery in page])
        for pk, state, n in items.order_by().values_list("delivery", "state").annotate(n=Count("pk")):
            counts[pk][state] = n
        return cls(tuple(_row(delivery, counts[delivery.pk]) for delivery in page), page, at_work())


def _row(delivery: Delivery, counts: Counter[str]) -> DeliveryRow:
    left = sum(counts[state] for state in LEFT)
    status = "stopped" if delivery.stopped and left else "under way" if left else "done"
    return DeliveryRow(
        delivery=delivery,
        url=reverse("web:draft" if delivery.draft else "web:delivery", args=[delivery.pk]),
        status="a draft" if delivery.draft else status,
        done=sum(counts[state] for state in DONE),
        failed=counts[ItemState.FAILED],
        left=left,
    )


@dataclass(frozen=True, slots=True)
class Came:
    """What came of an item."""

    item: Item
    state: str
    title: str
    url: str
    """Its article's page; empty where there is none."""
    failed: bool


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A way to some of the items."""

    key: str
    words: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """How far one delivery has come, and what came of it."""

    delivery: Delivery
    progress: Progress
    work: AtWork
    items: tuple[Came, ...]
    page: "Page[Item]"
    shown: str
    ways: tuple[Narrowed, ...]
    news: bool = False
    """Whether its items are there: it has come further than was told before."""

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to do."""
        return not self.progress.left

    @property
    def working(self) -> bool:
        """Whether it goes on by itself."""
        return not (self.finished or self.delivery.stopped)

    @property
    def ended(self) -> int:
        """How many are done or failed."""
        return self.progress.done + self.progress.failed

    @property
    def step(self) -> str:
        """How far it is, in steps that are few enough to be read out."""
        state = "stopped" if self.delivery.stopped else f"working-{bool(self.work.workers)}"
        return "done" if self.finished else f"{state}-{STEPS * self.ended // max(self.progress.total, 1)}"

    @property
    def told(self) -> str:
        """The same in words."""
        done, failed, left = self.progress.done, self.progress.failed, self.progress.left
        failures = f", {failed:,} failed" if failed else ""
        if self.finished:
            return f"Finished: {done:,} done{failures}."
        state = "Stopped" if self.delivery.stopped else "At work" if self.work.workers else "Waiting for a worker"
        return f"{state}: {done:,} done{failures}, {left:,} left."

    @property
    def rate(self) -> str:
        """How many a second or a minute."""
        rate = self.progress.rate
        if not rate or not (self.working and self.work.workers):
            return ""
        return f"{rate:.1f} a second" if rate >= 1 else f"{max(rate * 60, 0.1):.0f} a minute"

    @property
    def remaining(self) -> str:
        """How long it may take still."""
        left = self.progress.remaining
        return about(left) if left is not None and self.working and self.work.workers else ""

    @classmethod
    def build(
        cls, delivery: Delivery, *, shown: str = "", number: str | None = None, told: str | None = None
    ) -> "DeliveryPage":
        """The page of a delivery, with that page of its items, or of those among `SHOWN` that are asked for.

        Where it is still at the step that was `told` already, the items, of which there may be very many, are left out.
        """
        far = progress(delivery)
        counts = {"failed": far.failed, "left": far.left, "done": far.done}
        items = Paginator(_items(delivery, shown), PER_PAGE)
        bare = cls(
            delivery=delivery,
            progress=far,
            work=at_work(),
            items=(),
            page=Page([], 1, items),
            shown=shown,
            ways=(
                Narrowed("", "all", far.total, current=not shown),
                *(Narrowed(key, SHOWN[key][0], n, current=shown == key) for key, n in counts.items() if n),
            ),
        )
        if bare.step == told:
            return bare
        page = items.get_page(number)
        return replace(bare, items=tuple(_came(item) for item in page), page=page, news=True)


def _items(delivery: Delivery, shown: str) -> QuerySet[Item]:
    """Those of a delivery that are no mere wrappers of others; what failed goes first, then what came last."""
    items = Item.objects.filter(delivery=delivery).exclude(state=ItemState.OPENED)
    if shown:
        items = items.filter(state__in=SHOWN[shown][1])
    rank = Case(When(state=ItemState.FAILED, then=0), default=1)
    return (
        items.select_related("version__article")
        .only("name", "state", "sentence", "tries", "kind", "version__article__title")
        .order_by(rank, "-pk")
    )


def _came(item: Item) -> Came:
    article = item.version.article if item.version else None
    return Came(
        item=item,
        state=STATES[ItemState(item.state)],
        title=article.heading if article else item.name,
        url=reverse("web:article", args=[article.pk]) if article else "",
        failed=item.state == ItemState.FAILED,
    )


def about(span: timedelta) -> str:
    """A span of time as people say it."""
    minutes = span.total_seconds() / 60
    if minutes < 1:
        return "less than a minute"
    number, unit = (round(minutes), "minute") if minutes < 90 else (round(minutes / 60), "hour")
    return f"about {number} {unit}{'s' if number > 1 else ''}"
