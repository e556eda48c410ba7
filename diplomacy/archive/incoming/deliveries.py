"""Hand in files and addresses for the workers to bring in; stop, resume, try again; how far they have come."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from diplomacy.archive.batches import TEXTS
from diplomacy.archive.models import Delivery, Item, ItemKind, ItemState, Original
from diplomacy.archive.queue import Job, defer, defer_all
from diplomacy.intake.values import OutletKind

LATELY = timedelta(minutes=1)
"""What the rate of a delivery is measured over."""
LEFT = (ItemState.WAITING, ItemState.STORED)
DONE = (ItemState.READ, ItemState.KNOWN)


@dataclass(frozen=True, slots=True)
class Part:
    """A file, with its bytes, or an address, without."""

    name: str
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a delivery has come, in articles, and in files and addresses that are not opened yet."""

    done: int
    failed: int
    left: int
    known: int
    """Of those done, how many were there already."""
    rate: float
    """Done or failed a second, of late."""

    @property
    def total(self) -> int:
        """All that is known of by now: what is not opened yet may hold more."""
        return self.done + self.failed + self.left

    @property
    def remaining(self) -> timedelta | None:
        """How long it may take still; None where nothing moved of late."""
        return timedelta(seconds=self.left / self.rate) if self.rate else None


def deliver(
    parts: Iterable[Part],
    *,
    title: str,
    by: AbstractBaseUser | None = None,
    outlet: str = "",
    outlet_kind: OutletKind | None = None,
    published: date | None = None,
    draft: bool = False,
) -> Delivery:
    """Keep what is handed in and queue it, in one transaction; a draft is queued to be looked at, until `confirm`.

    `outlet` and `outlet_kind` say outright who publishes it all; `published` is the day of those that give none.
    """
    with transaction.atomic():
        delivery = Delivery.objects.create(
            title=title[:300],
            handed_in_by_id=by.pk if by else None,
            outlet=outlet[:200],
            outlet_kind=outlet_kind or "",
            published_on=published,
            draft=draft,
        )
        Item.objects.bulk_create(_item(delivery, position, part) for position, part in enumerate(parts))
        if draft:
            look(delivery)
        else:
            send(Item.objects.filter(delivery=delivery))
    return delivery


def _item(delivery: Delivery, position: int, part: Part) -> Item:
    """An item to be saved; a file's bytes are kept by now, and nothing of them stays in memory."""
    kept = None if part.data is None else Original.keep(part.data, name=part.name).pk
    kind = ItemKind.ADDRESS if kept is None else ItemKind.FILE
    return Item(delivery=delivery, position=position, kind=kind, name=part.name[:2000], original_id=kept)


def look(delivery: Delivery) -> None:
    """Have a worker look at a draft, anew where one has looked; call it in a transaction."""
    Delivery.objects.filter(pk=delivery.pk).update(preview=None)
    defer(Job.PREVIEW, once=f"look at {delivery.pk}", delivery=delivery.pk)


def correct(
    delivery: Delivery,
    said: Mapping[tuple[int, int], Mapping[str, str]],
    *,
    outlet: str = "",
    outlet_kind: OutletKind | None = None,
    published: date | None = None,
) -> None:
    """Keep what a curator says of a draft: of all of it, and of its articles.

    `said` goes by the item that holds an article and its place in that; see `Item.said`. An outlet or a kind that is
    said to be empty is recognised after all.
    """
    with transaction.atomic():
        drafts = Delivery.objects.filter(pk=delivery.pk, draft=True)
        if not drafts.update(outlet=outlet[:200], outlet_kind=outlet_kind or "", published_on=published):
            return
        items = {item.pk: item for item in delivery.items.filter(pk__in={pk for pk, _ in said})}
        for (pk, position), facts in said.items():
            if pk in items:
                told = {**items[pk].said.get(str(position), {}), **facts}
                kept = {name: fact for name, fact in told.items() if fact or name not in ("outlet", "outlet_kind")}
                items[pk].said = {**items[pk].said, str(position): kept}
        Item.objects.bulk_update(items.values(), ["said"])


def confirm(delivery: Delivery) -> int:
    """Bring in what a draft holds; how many items that is, none where it was confirmed before."""
    with transaction.atomic():
        if not Delivery.objects.filter(pk=delivery.pk, draft=True).update(draft=False, preview=None):
            return 0
        return send(Item.objects.filter(delivery=delivery))


def discard(delivery: Delivery) -> None:
    """Remove a draft, and what was handed in with it that nothing else was cut from; nothing where it is none."""
    with transaction.atomic():
        if not Delivery.objects.select_for_update().filter(pk=delivery.pk, draft=True).first():
            return
        items = Item.objects.filter(delivery=delivery).exclude(original=None)
        kept = list(items.values_list("original", flat=True))
        Delivery.objects.filter(pk=delivery.pk).delete()
        list(Original.objects.select_for_update().filter(pk__in=kept).order_by("pk").values_list("pk"))
        Original.objects.filter(pk__in=kept, items=None, versions=None, binned=None).delete()


def send(items: QuerySet[Item]) -> int:
    """Queue whatever is left to do of these items, in the caller's transaction; how many they are."""
    waiting = list(items.filter(state=ItemState.WAITING).order_by("pk").values_list("pk", "original"))
    defer_all(Job.OPEN, [{"item": pk} for pk, kept in waiting if kept is not None])
    defer_all(Job.FETCH, [{"item": pk} for pk, kept in waiting if kept is None])
    stored = items.filter(state=ItemState.STORED).exclude(version=None).order_by("pk")
    versions = list(stored.values_list("version", flat=True))
    chunks = range(0, len(versions), TEXTS)
    defer_all(Job.READ, [{"versions": versions[start : start + TEXTS]} for start in chunks])
    return len(waiting) + len(versions)


def stop(delivery: Delivery) -> None:
    """Workers finish the texts at hand and leave the rest alone, until `resume`."""
    Delivery.objects.filter(pk=delivery.pk).update(stopped=True)


def resume(delivery: Delivery) -> int:
    """Go on with a stopped delivery; how many items are left. One that is not stopped has them queued: none."""
    with transaction.atomic():
        if not Delivery.objects.filter(pk=delivery.pk, stopped=True).update(stopped=False):
            return 0
        return send(Item.objects.filter(delivery=delivery))


def try_again(items: QuerySet[Item], *, published: date | None = None) -> int:
    """Queue failed items once more, each from where it failed; how many jobs' worth of work that is.

    An article that could not be stored is taken from its file anew. `published` is from now on the day of those of
    their deliveries that give none.
    """
    with transaction.atomic():
        if published:
            Delivery.objects.filter(pk__in=items.values("delivery")).update(published_on=published)
        failed = Item.objects.filter(pk__in=list(items.filter(state=ItemState.FAILED).values_list("pk", flat=True)))
        stored, unstored = failed.exclude(version=None), failed.filter(version=None)
        broken = unstored.filter(kind=ItemKind.ARTICLE)
        holders = list(Item.objects.filter(holds__in=broken).distinct().values_list("pk", flat=True))
        whole = list(unstored.exclude(kind=ItemKind.ARTICLE).values_list("pk", flat=True))
        again = [*stored.values_list("pk", flat=True), *holders, *whole]
        now = timezone.now()
        stored.update(state=ItemState.STORED, tries=0, changed_at=now)
        Item.objects.filter(pk__in=[*holders, *whole]).update(state=ItemState.WAITING, tries=0, changed_at=now)
        unstored.filter(kind=ItemKind.ARTICLE).delete()
        return send(Item.objects.filter(pk__in=again))


def progress(delivery: Delivery) -> Progress:
    """How far it has come; two queries."""
    items = Item.objects.filter(delivery=delivery).exclude(state=ItemState.OPENED)
    counts = Counter(dict(items.order_by().values_list("state").annotate(Count("pk"))))
    now = timezone.now()
    since = max(now - LATELY, delivery.handed_in_at)
    lately = items.filter(state__in=(*DONE, ItemState.FAILED), changed_at__gt=since).count()
    return Progress(
        done=sum(counts[state] for state in DONE),
        failed=counts[ItemState.FAILED],
        left=sum(counts[state] for state in LEFT),
        known=counts[ItemState.KNOWN],
        rate=lately / max((now - since).total_seconds(), 1.0),
    )
