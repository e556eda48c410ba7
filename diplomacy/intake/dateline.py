"""Recognise the dateline that opens a report: "BEIJING, March 16 (Xinhua) -- "."""

import re
from dataclasses import dataclass

from diplomacy.intake.dates import OTHER_CALENDAR, find_date
from diplomacy.intake.values import Published

LONGEST = 120
"""Characters. No dateline is longer."""

_UPPER = r"[A-ZÀ-ÖØ-Þ]"
_CITY = rf"{_UPPER}[\w’'.-]{{0,30}}(?:[ /]{_UPPER}[\w’'.-]{{0,30}}){{0,3}}"
_PLACE = rf"{_CITY}(?:, {_CITY}){{0,2}}"
_MONTH = r"(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)[A-Za-z]*\.?"
_YEAR = r"(?:19|20)\d\d"
_DAY = (
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? {_YEAR})?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? {_YEAR})?"
    rf"|\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR})"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_OTHER = rf"(?:{OTHER_CALENDAR},? ?(?:/ ?|corresponding to )?)?"
_AGENCY = r"[(\[/](?P<agency>[A-Za-z][\w .&-]{0,40})[)\]/]|(?<=, )(?P<bare>[A-Z]{2,6})(?= ?[–—-])"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE}?)"
    rf"(?:[,.]? ?{_OTHER}\(?{_WEEKDAY}(?P<day>{_DAY})\)?[,.]?)?"
    rf"(?:,? ?(?:{_AGENCY}))?"
    r"(?: ?(?P<mark>--+|[—–]|(?<= )-(?= )|\.?-|[.:])(?:\s+|(?<=[)\]][—–]))|(?P<none>(?<=[)\]]) (?=[A-Z“\"])))"
)
"""The mark may be missing behind an agency in brackets, if a day stands there too: "HALVIK, June 10 (HP) The …"."""

_AGENCY_ALONE = re.compile(r"\((?P<agency>[A-Z][\w .&-]{1,24})\) ?(?:--+|[—–-])\s+")
"""An agency without a place: "(Harbour Press) - "."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline at the start of a paragraph, which it takes up to `end`.

    `day` is a day without its year, as printed; `published` is set where the year stands there too.
    """

    place: str
    agency: str
    day: str
    published: Published | None
    end: int


def find_dateline(paragraph: str, *, colon: bool = False) -> Dateline | None:
    """Return the dateline that opens a paragraph, None where there is none.

    A place in capitals with a dash is one; a place in small letters only with an agency or a day beside it. A colon
    in place of the dash counts without these only if `colon` says so: "MINISTER: Thank you." is a speaker's turn.
    """
    match = _DATELINE.match(paragraph, 0, LONGEST)
    if not match:
        alone = _AGENCY_ALONE.match(paragraph)
        return Dateline("", alone["agency"], "", None, alone.end()) if alone else None
    place, day, mark = match["place"], match["day"] or "", match["mark"] or ""
    agency = match["agency"] or match["bare"] or ""
    in_capitals = place.split(",")[0].isupper() and len(place) > 2
    vouched = bool(agency or day)
    if not vouched and (not in_capitals or mark == "." or (mark == ":" and not colon)):
        return None
    if (mark == "." and not (agency and in_capitals)) or (not mark and not (match["agency"] and day)):
        return None
    if mark == "-" and not paragraph[match.start("mark") - 1].isspace() and not agency:
        return None
    found = find_date(day) if day else None
    return Dateline(
        place=place.strip(" ."),
        agency=agency.strip(),
        day="" if found else day.strip(),
        published=found.published if found else None,
        end=match.end(),
    )
