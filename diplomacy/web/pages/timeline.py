"""Counts over time as bars of an SVG, and the same figures as rows of a table."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.formats import date_format

HEIGHT = 72
"""Pixels of the tallest bar."""
DAYS, MONTHS = 62, 120
"""How many days are shown day by day, and how many months month by month; more go by the year."""
GAP = 0.15
"""The part of a bar's place that stays white."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time with what falls into it; lengths of SVG."""

    since: date
    until: date
    label: str
    count: int
    marked: int
    """How many of `count` are of the sort that is told apart."""
    x: str
    width: str
    y: int
    height: int
    marked_y: int
    marked_height: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars from the first to the last day that has anything, none left out between."""

    unit: str
    """`day`, `month` or `year`."""
    bars: tuple[Bar, ...]

    @property
    def rows(self) -> tuple[Bar, ...]:
        """The bars that hold something, for the table."""
        return tuple(bar for bar in self.bars if bar.count)

    @property
    def most(self) -> int:
        """What the tallest bar stands for."""
        return max((bar.count for bar in self.bars), default=0)

    @classmethod
    def of(cls, counts: Mapping[date, int], *, marked: Mapping[date, int] | None = None) -> "Timeline":
        """The timeline of counts by day; `marked` are the part of each that is told apart."""
        if not counts:
            return cls("day", ())
        first, last = min(counts), max(counts)
        unit = _unit(first, last)
        totals, of_these = _summed(counts, unit), _summed(marked or {}, unit)
        starts = list(_starts(_start(first, unit), last, unit))
        most = max(totals.values())
        step = 100 / len(starts)
        return cls(
            unit,
            tuple(
                _bar(start, unit, left=step * place, step=step, heights=(totals[start], of_these[start], most))
                for place, start in enumerate(starts)
            ),
        )


def _unit(first: date, last: date) -> str:
    if (last - first).days < DAYS:
        return "day"
    return "month" if (last.year - first.year) * 12 + last.month - first.month < MONTHS else "year"


def _start(day: date, unit: str) -> date:
    if unit == "day":
        return day
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _next(start: date, unit: str) -> date:
    if unit == "day":
        return start + timedelta(days=1)
    if unit == "year" or start.month == 12:
        return date(start.year + 1, 1, 1)
    return start.replace(month=start.month + 1)


def _starts(start: date, last: date, unit: str) -> Iterable[date]:
    while start <= last:
        yield start
        start = _next(start, unit)


def _summed(counts: Mapping[date, int], unit: str) -> Counter[date]:
    summed: Counter[date] = Counter()
    for day, count in counts.items():
        summed[_start(day, unit)] += count
    return summed


def _bar(start: date, unit: str, *, left: float, step: float, heights: tuple[int, int, int]) -> Bar:
    """The bar that begins `left` percent along; `heights`: its count, the marked part of it, the most there is."""
    count, of_these, most = heights
    height, marked = _height(count, most), _height(of_these, most)
    return Bar(
        since=start,
        until=_next(start, unit) - timedelta(days=1),
        label=_label(start, unit),
        count=count,
        marked=of_these,
        x=f"{left + step * GAP / 2:.3f}%",
        width=f"{step * (1 - GAP):.3f}%",
        y=HEIGHT - height,
        height=height,
        marked_y=HEIGHT - marked,
        marked_height=marked,
    )


@lru_cache(maxsize=4096)
def _label(start: date, unit: str) -> str:
    return date_format(start, {"day": "j F Y", "month": "F Y", "year": "Y"}[unit])


def _height(count: int, most: int) -> int:
    """Pixels of `count`; what there is at all is seen."""
    return max(round(HEIGHT * count / most), 2) if count else 0
