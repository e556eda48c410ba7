"""Read what stands beside the date on a header line: outlet, place, byline, number, or the start of the title."""

import re
from dataclasses import dataclass

from diplomacy.intake.dates import OTHER_CALENDAR, find_date
from diplomacy.intake.letterhead import SEPARATOR, letterhead_of
from diplomacy.intake.names import is_place, names_outlet, signing_outlet, signs_release
from diplomacy.intake.values import Published
from diplomacy.intake.vocabulary import Vocabulary

LONGEST_DATE_LINE = 140
"""Characters. A longer line with a date in it is text."""
DATE_LABELS = frozenset({"published", "updated"})
BYLINE = re.compile(r"(?:By|BY|by)(?:\s+|(?=[A-Z]))(?=[A-Z“À-Þ])(.{2,160})")
DOCUMENT_NUMBER = re.compile(
    r"(?:Ref(?:erence)?\.? ?)?(?:(?:No|NO|Nr|N°|Number|Num)\.?:? ?|#)?"
    r"(?:[A-Z]{1,8}[/.-]){0,4}[A-Z]{0,6}[/-]?\d[\w/.-]*(?<!\.)"
)

_DATE_WORD = re.compile(
    r"(?:\b(?:at|on|of|as of|dated|the|local time|corresponding to|\d{1,2} ?min(?:ute)?s?(?: read)?)\b[\s,:]*)+",
    re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(r"(?:No|NO|Nr|N°|Number|#)\.?\s*:?\s*[A-Z/-]{0,12}\d[\w/-]*\s*[,.;:|–—-]+\s*")
_MARK_BEFORE_TITLE = re.compile(r"\s*[,.;:|–—-]+\s+")
LONGEST_BEFORE_TITLE = 60
"""Characters of a number and a date."""
SHORTEST_TITLE = 3
"""Words that must be left behind a number and a date that open a title."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line of a date and what stands beside it; what it does not say is empty."""

    published: Published
    updated: bool
    told: dict[str, str]
    """By field of a header line: outlet, state, place, byline, person, office."""


def read_date_line(text: str, vocabulary: Vocabulary) -> DateLine | None:
    """A line of a date and, beside it, nothing but a label, a kicker, a publisher, a place, a byline or a number."""
    found = find_date(text) if len(text) <= LONGEST_DATE_LINE else None
    if not found or text[0] in "-–—":  # with a dash it signs a quotation
        return None
    before, after = _parts(text[: found.start]), _parts(text[found.end :])
    told: dict[str, str] = {}
    for part in [*before, *after]:
        says = _told_by(part, vocabulary)
        if says is None:
            return None
        told |= {name: value for name, value in says.items() if value and name not in told}
    updated = bool(before) and vocabulary.labels.get(before[-1].lower()) == "updated"
    return DateLine(found.published, updated, told)


def before_title(text: str) -> tuple[int, Published | None]:
    """How much of a line is a document's number and a date before the title, and that date: "No: 12, 3 May 2031, …"."""
    if not re.search(r"\d", text[:LONGEST_BEFORE_TITLE]):
        return 0, None
    number = _NUMBER_BEFORE.match(text)
    start = number.end() if number else 0
    found = find_date(text[start : start + LONGEST_BEFORE_TITLE])
    day = text[start:][: found.end].rstrip(",;") if found and found.start == 0 else ""
    mark = _MARK_BEFORE_TITLE.match(text, start + len(day)) if day else None
    end = mark.end() if mark else start
    if len(text[end:].split()) < SHORTEST_TITLE:
        return 0, None
    return end, found.published if found and mark else None


def is_kicker(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line says what kind of text it is, its number with it: "Press release No. 12", "Home » News"."""
    if len(text) > LONGEST_DATE_LINE:
        return False
    parts = [part.strip(" :.-–—*[]()") for part in SEPARATOR.split(text)]
    return any(parts) and all(not part or _is_kind(part, vocabulary) for part in parts)


def _is_kind(part: str, vocabulary: Vocabulary) -> bool:
    lowered = part.lower()
    numbered = re.fullmatch(rf"(.+?):?[ (]+{DOCUMENT_NUMBER.pattern}\)?(?: \d+)?", part)
    return lowered in vocabulary.kickers or (numbered is not None and numbered[1].strip().lower() in vocabulary.kickers)


def _parts(side: str) -> list[str]:
    """What stands on one side of a date, apart from a second date and from words that only lead up to one."""
    side = re.sub(OTHER_CALENDAR, " ", side)
    second = find_date(side)
    if second:
        side = f"{side[: second.start]} | {side[second.end :]}"
    pieces = (_DATE_WORD.sub("", piece).strip(" ,;:.()[]*_") for piece in SEPARATOR.split(side.replace("/", " / ")))
    return [piece for piece in pieces if piece]


def _told_by(part: str, vocabulary: Vocabulary) -> dict[str, str] | None:
    """What a part of a date line says: outlet, place, byline or nothing; None where it does not belong on one."""
    lowered = part.lower()
    if (
        is_kicker(part, vocabulary)
        or vocabulary.labels.get(lowered) in {*DATE_LABELS, "ignored"}
        or DOCUMENT_NUMBER.fullmatch(part)
    ):
        return {}
    byline = BYLINE.fullmatch(part)
    if byline:
        return {"byline": byline[1]}
    if signs_release(part, vocabulary):
        return {"byline": part, "outlet": signing_outlet(part, vocabulary)}
    head = letterhead_of(part, vocabulary)
    if head:
        return {"outlet": head.institution, "state": head.state, "person": head.person, "office": head.office}
    pieces = [piece.strip(" *_") for piece in part.split(",")]
    pieces = [piece for piece in pieces if piece.lower() not in vocabulary.kickers]
    outlet = ", ".join(piece for piece in pieces if names_outlet(piece, vocabulary))
    place = ", ".join(piece for piece in pieces if not names_outlet(piece, vocabulary))
    if place and not is_place(place, vocabulary):
        return None
    return {"outlet": outlet, "place": place}
