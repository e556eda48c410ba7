"""Recognise the dateline that opens a report: "BEIJING, March 16 (Xinhua) -- "."""

import re
from dataclasses import dataclass

from diplomacy.intake.dates import find_date
from diplomacy.intake.values import Published

LONGEST = 120
"""Characters. No dateline is longer."""

_UPPER = r"[A-ZÀ-ÖØ-Þ]"
_CITY = rf"{_UPPER}[\w’'.-]{{0,30}}(?:[ /]{_UPPER}[\w’'.-]{{0,30}}){{0,3}}"
_PLACE = rf"{_CITY}(?:, {_CITY}){{0,2}}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH})(?:,? (?:19|20)\d\d)?"
_AGENCY = r"[(\[/](?P<agency>[A-Za-z][\w .&-]{0,40})[)\]/]"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE}?)"
    rf"(?:[,.]? ?\(?(?P<day>{_DAY})\)?[,.]?)?"
    rf"(?: ?{_AGENCY})?"
    r" ?(?P<mark>--+|[—–]|(?<= )-(?= )|\.?-|[.:])\s+"
)


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
        return None
    place, agency, day, mark = match["place"], match["agency"] or "", match["day"] or "", match["mark"]
    in_capitals = place.split(",")[0].isupper() and len(place) > 2
    vouched = bool(agency or day)
    if not vouched and (not in_capitals or mark == "." or (mark == ":" and not colon)):
        return None
    if mark == "." and not (agency and in_capitals):
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
