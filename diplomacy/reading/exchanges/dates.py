"""Dates as a news text gives them ("on Thursday", "today", "10 June"), reckoned from its day of publication."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from diplomacy.reading.values import Span

_MONTHS = {
    name: number for names in (calendar.month_name, calendar.month_abbr) for number, name in enumerate(names) if name
} | {"Sept": 9}
_MONTHS |= {name.upper(): number for name, number in _MONTHS.items()}
_DAYS = {name: number for number, name in enumerate(calendar.day_name)}
_DAYS |= {name.upper(): number for name, number in _DAYS.items()}

_MONTH = r"(?P<{}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DATED = re.compile(
    r"\b(?:"
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.format('m1')}(?:,?\s+(?P<y1>\d{{4}}))?"
    rf"|{_MONTH.format('m2')}\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y2>\d{{4}}))?"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})"
    rf"|(?P<weekday>{'|'.join(_DAYS)})"
    r"|(?P<today>(?i:today|tonight|this\s+(?:morning|afternoon|evening)))"
    r"|(?P<yesterday>(?i:yesterday|last\s+night))"
    r"|(?P<same>(?i:(?:the\s+)?same\s+(?:day|evening|afternoon|morning)))"
    r"|(?P<past>(?i:(?:last|earlier\s+this|in\s+early|in\s+late)\s+(?:week|month|year)|in\s+(?:19|20)\d\d))"
    r")\b"
)
_NOT_THE_DAY_OF = re.compile(
    r"\b(?:since|until|till|before|after|from|by|through|next|coming|ahead of|as of|than|every|each|of)\s+$",
    re.IGNORECASE,
)
"""What makes a date the beginning, the end or the name of something else ("since Monday", "the incident of 3 May")."""
_OF = re.compile(r"(\w+)\s+of\s+$")


@dataclass(frozen=True, slots=True)
class DateFound:
    """Words that give a date; `day` is None for "the same day" and for a past that is not told to the day."""

    span: Span
    day: date | None
    same: bool = False
    """Whether it points back to a date given before."""


def dates_in(
    text: str, *, start: int, end: int, published: date, dated: frozenset[str] = frozenset()
) -> Iterator[DateFound]:
    """The dates that `text[start:end]` says something happened on, in order.

    A weekday is the last one on or before the day of publication; a date without a year is the nearest to it.
    `dated` are words, in lower case, whose "of" gives their own day ("the call of 3 March").
    """
    for match in _DATED.finditer(text, start, end):
        possessive = text.startswith(("’s", "'s"), match.end())  # "the account of Thursday's meeting"
        of = _OF.search(text, start, match.start())
        own = of is not None and of[1].casefold() in dated
        if not possessive and not own and _NOT_THE_DAY_OF.search(text, start, match.start()):
            continue
        span = Span(match.start(), match.end())
        yield DateFound(span=span, day=_day(match, published), same=match["same"] is not None)


def _day(match: re.Match[str], published: date) -> date | None:
    if match["today"] or match["yesterday"]:
        return published - timedelta(days=1 if match["yesterday"] else 0)
    if match["weekday"]:
        return published - timedelta(days=(published.weekday() - _DAYS[match["weekday"]]) % 7)
    if match["iso"]:
        return _valid(*(int(part) for part in match["iso"].split("-")))
    day, month, year = (match[f"{part}1"] or match[f"{part}2"] for part in "dmy")
    if not day:
        return None
    number = _MONTHS[month]
    return _valid(int(year), number, int(day)) if year else _nearest(number, int(day), published)


def _nearest(month: int, day: int, published: date) -> date | None:
    """The day of the year that lies nearest to publication; None for 31 April."""
    days = (_valid(published.year + shift, month, day) for shift in (-1, 0, 1))
    return min((found for found in days if found), key=lambda found: abs(found - published), default=None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
