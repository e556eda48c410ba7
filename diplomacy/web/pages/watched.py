"""Addresses that are looked at again and again, and how the workers do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F

from diplomacy.archive.at_work import AtWork, at_work
from diplomacy.archive.models import Watched
from diplomacy.web.forms import WatchForm

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class WatchedRow:
    """A watched address."""

    watched: Watched
    state: str
    """`looked at`, `failing` or `left alone`: also a class in the style sheets."""
    next_look: datetime | None
    """None where it is looked at no more."""
    pages: int
    """How many pages it led to."""


@dataclass(frozen=True, slots=True)
class WatchedPage:
    """Feeds and pages that were registered, with what they led to."""

    rows: tuple[WatchedRow, ...]
    page: "Page[Any]"
    form: WatchForm
    work: AtWork
    counts: Mapping[str, int]

    @classmethod
    def build(cls, form: WatchForm, *, number: str | None = None) -> "WatchedPage":
        """That page of the list: what fails goes first, then what was registered; what a feed led to comes last."""
        rows = Watched.objects.select_related("outlet", "found_in").annotate(pages=Count("found"))
        ordered = rows.order_by("-failures", F("found_in").asc(nulls_first=True), "-added_at", "-pk")
        paginator = Paginator(ordered, PER_PAGE)
        counts = dict(Watched.objects.order_by().values_list("active").annotate(Count("pk")))
        paginator.count = sum(counts.values())
        page = paginator.get_page(number)
        return cls(
            rows=tuple(_row(row) for row in page),
            page=page,
            form=form,
            work=at_work(),
            counts={"active": counts.get(True, 0), "inactive": counts.get(False, 0)},
        )


def _row(row: Any) -> WatchedRow:
    state = "left alone" if not row.active else "failing" if row.failures else "looked at"
    return WatchedRow(row, state, row.next_look if row.active else None, row.pages)
