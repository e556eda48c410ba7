"""What goes with what an editor would delete, and what was deleted: by whom, why, and until when it can be restored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.utils import timezone

from diplomacy.archive.deleting.bin import MODELS, called
from diplomacy.archive.deleting.extent import extent
from diplomacy.archive.models import Binned, BinnedKind
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.decision import User, may

PER_PAGE = 30
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Going:
    """One that would be deleted."""

    id: int
    name: str
    url: str
    outlet: str = ""
    """Of an article, as is the day."""
    published: date | None = None

    @classmethod
    def of(cls, kind: BinnedKind, row: Any) -> "Going":
        """A row of that kind; an article's outlet is loaded."""
        at = address(kind.value, row.pk)
        if kind is BinnedKind.ARTICLE:
            return cls(row.pk, row.heading, at, row.outlet.name, row.published_on)
        return cls(row.pk, called(row), at)


@dataclass(frozen=True, slots=True)
class DeletePage:
    """The page on which nothing has happened yet."""

    kind: str
    kinds: str
    """The word for several."""
    rows: tuple[Going, ...]
    """Those that are there, of those that were chosen."""
    shown: tuple[Going, ...]
    changes: tuple[str, ...]

    @property
    def more(self) -> int:
        """How many are not named."""
        return len(self.rows) - len(self.shown)

    @classmethod
    def build(cls, kind: BinnedKind, ids: Sequence[int]) -> "DeletePage":
        """Of these rows; in as many queries for many as for one."""
        found = MODELS[kind]._default_manager.filter(pk__in=ids).order_by("pk")
        if kind is BinnedKind.EXCHANGE:
            found = found.prefetch_related("participants")
        elif kind is BinnedKind.ARTICLE:
            found = found.select_related("outlet")
        rows = tuple(Going.of(kind, row) for row in found)
        kinds = str(MODELS[kind]._meta.verbose_name_plural)
        changes = tuple(_changes(kind, [row.id for row in rows]))
        return cls(kind.value, kinds, rows, rows[:SHOWN], changes)


def _changes(kind: BinnedKind, ids: Sequence[int]) -> Iterable[str]:
    for number, one, several in extent(kind, ids):
        yield f"{number} {one if number == 1 else several}"


@dataclass(frozen=True, slots=True)
class BinRow:
    """One deletion."""

    id: int
    name: str
    kind: str
    by: str
    at: datetime
    note: str
    until: datetime | None
    """None where it can't be restored any more."""
    became: str
    """What became of it, as a clause; empty while it can be restored."""
    may_restore: bool

    @classmethod
    def of(cls, row: Binned, reader: User, *, restorable: bool) -> "BinRow":
        """Of a deletion whose people are loaded, for who reads it."""
        return cls(
            id=row.pk,
            name=str(row),
            kind=row.get_kind_display(),
            by=row.by.get_username(),
            at=row.at,
            note=row.note,
            until=row.until if restorable and row.until > timezone.now() else None,
            became="" if restorable else _became(row),
            may_restore=restorable and may(reader, f"archive.delete_{row.kind}"),
        )


def _became(row: Binned) -> str:
    if row.restored_by and row.restored_at:
        return f"restored by {row.restored_by.get_username()}, {row.restored_at:%Y-%m-%d}"
    return f"gone for good, {row.emptied_at:%Y-%m-%d}" if row.emptied_at else "its decision was undone"


@dataclass(frozen=True, slots=True)
class BinPage:
    """What was deleted, the latest first."""

    rows: tuple[BinRow, ...]
    page: "Page[Any]"
    days: int
    done: BinRow | None
    """What was deleted just now, to be undone at once."""
    told: str

    @classmethod
    def build(cls, reader: User, *, number: str | None = None, done: int | None = None, told: str = "") -> "BinPage":
        """That page of the list; in as many queries for a hundred as for one."""
        deleted = Binned.objects.select_related("by", "restored_by")
        page = Paginator(deleted, PER_PAGE).get_page(number)
        shown = [row.pk for row in page.object_list]
        restorable = set(Binned.objects.restorable().filter(pk__in=[*shown, done or 0]).values_list("pk", flat=True))
        rows = tuple(BinRow.of(row, reader, restorable=row.pk in restorable) for row in page.object_list)
        just = deleted.filter(pk=done).first() if done in restorable else None
        return cls(
            rows=rows,
            page=page,
            days=settings.DIPLOMACY_BIN_DAYS,
            done=BinRow.of(just, reader, restorable=True) if just else None,
            told=told,
        )
