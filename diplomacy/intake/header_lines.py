"""Say what one line of a header is, by itself."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from diplomacy.intake.dates import find_date
from diplomacy.intake.furniture import is_furniture, is_prose
from diplomacy.intake.names import is_place, names_outlet, signs_release
from diplomacy.intake.paragraphs import Paragraph
from diplomacy.intake.values import Published
from diplomacy.intake.vocabulary import Vocabulary

LONGEST_DATE_LINE = 140
"""Characters. A longer line with a date in it is text."""
LONGEST_IGNORED = 6
"""Words after a label that says nothing of use. With more, the line is a title: "No: 12, 3 May 2031, Call with …"."""

_ADDRESS = re.compile(r"(?:\w[\w ]{0,20}:\s*)?<?(https?://[^\s<>]+)>?", re.IGNORECASE)
_LABEL = re.compile(r"[*_]{0,2}([A-Za-z][A-Za-z ]{1,24}?)[*_]{0,2}\s*:[*_]{0,2}\s*(\S.*)")
_BYLINE = re.compile(r"(?:By|BY|by)(?:\s+|(?=[A-Z]))(?=[A-Z“À-Þ])(.{2,160})")
_SEPARATOR = re.compile(r"\s*[|·•/]\s*|\s+[—–-]+\s+|\s*[—–]\s*")
_DATE_WORD = re.compile(
    r"(?:\b(?:at|on|of|as of|dated|the|local time|\d{1,2} ?min(?:ute)?s?(?: read)?)\b[\s,:]*)+", re.IGNORECASE
)
_DOCUMENT_NUMBER = re.compile(r"(?:No\.?:? ?)?[A-Z]{0,6}[/-]?\d[\w/.-]*(?<!\.)")
_DATE_LABELS = frozenset({"published", "updated"})


class LineKind(Enum):
    """What a header line is."""

    ADDRESS = auto()
    LABELLED = auto()
    DATE = auto()
    BYLINE = auto()
    SIGNATURE = auto()
    KICKER = auto()
    PLACE = auto()
    PLAIN = auto()
    PROSE = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A header line: its kind, and what it says of the article; facts that it does not give are empty."""

    kind: LineKind
    paragraph: Paragraph
    label: str = ""
    value: str = ""
    published: Published | None = None
    updated: bool = False
    outlet: str = ""
    byline: str = ""
    place: str = ""


def line_of(paragraph: Paragraph, vocabulary: Vocabulary) -> Line:
    """Classify one paragraph of a header: the first recogniser that knows it decides."""
    for recognise in (_address, _labelled, _kicker, _byline, _dated, _numbered, _signed, _placed):
        line = recognise(paragraph, vocabulary)
        if line:
            return line
    return Line(LineKind.PROSE if is_prose(paragraph.text) else LineKind.PLAIN, paragraph)


def stands_alone(text: str) -> bool:
    """Whether a line is by its form a header line of its own: an address, a date, or a byline."""
    text = text.strip()
    if len(text) > LONGEST_DATE_LINE or text.endswith((".", ";", ",")):
        return _ADDRESS.fullmatch(text) is not None
    found = find_date(text)
    return (
        _ADDRESS.fullmatch(text) is not None
        or re.match(r"By [A-Z]", text) is not None
        or (found is not None and len(text) - (found.end - found.start) < 30)
    )


def _address(paragraph: Paragraph, _: Vocabulary) -> Line | None:
    """A line that is an address, "URL:" before it perhaps."""
    match = _ADDRESS.fullmatch(paragraph.text)
    return Line(LineKind.ADDRESS, paragraph, value=match[1]) if match else None


def _kicker(paragraph: Paragraph, vocabulary: Vocabulary) -> Line | None:
    """What kind of text it is ("Press release"), or furniture, which is left out alike."""
    text = paragraph.text
    is_kicker = text.lower().strip(" :.-–—*[]()") in vocabulary.kickers
    if is_kicker or is_furniture(text, vocabulary):
        return Line(LineKind.KICKER, paragraph)
    return None


def _numbered(paragraph: Paragraph, _: Vocabulary) -> Line | None:
    """The number of a document."""
    return Line(LineKind.KICKER, paragraph) if _DOCUMENT_NUMBER.fullmatch(paragraph.text) else None


def _signed(paragraph: Paragraph, vocabulary: Vocabulary) -> Line | None:
    """The office or officer that signs."""
    signs = signs_release(paragraph.text, vocabulary)
    return Line(LineKind.SIGNATURE, paragraph, byline=paragraph.text) if signs else None


def _placed(paragraph: Paragraph, vocabulary: Vocabulary) -> Line | None:
    """A place with its country or state: "Washington, D.C."."""
    text = paragraph.text
    return Line(LineKind.PLACE, paragraph, place=text) if "," in text and is_place(text, vocabulary) else None


def _labelled(paragraph: Paragraph, vocabulary: Vocabulary) -> Line | None:
    match = _LABEL.fullmatch(paragraph.text)
    kind = vocabulary.labels.get(match[1].lower()) if match else None
    if not match or not kind or (kind == "ignored" and len(match[2].split()) > LONGEST_IGNORED):
        return None
    value = match[2].strip("*_ ")
    if kind in _DATE_LABELS:
        found = find_date(value)
        if not found:
            return None
        line = _dated(paragraph, vocabulary) or Line(LineKind.DATE, paragraph, published=found.published)
        return Line(
            LineKind.DATE,
            paragraph,
            published=line.published,
            updated=kind == "updated",
            outlet=line.outlet,
            place=line.place,
        )
    return Line(LineKind.LABELLED, paragraph, label=kind, value=value.strip('"“”') if kind == "title" else value)


def _byline(paragraph: Paragraph, _: Vocabulary) -> Line | None:
    """A short line that opens with "By" and a name, a date perhaps behind it."""
    match = _BYLINE.fullmatch(paragraph.text)
    if not match:
        return None
    found = find_date(match[1])
    name = match[1][: found.start] if found else match[1]
    name = name.strip(" ,|·•/—–-")
    looks_named = sum(word[:1].isupper() for word in name.split()) * 2 >= len(name.split())
    if (
        not name
        or len(name.split()) > 16
        or not looks_named
        or (name.endswith(".") and not re.search(r"\b[A-Z]\w?\w?\.$", name))
    ):
        return None
    return Line(LineKind.BYLINE, paragraph, byline=name, published=found.published if found else None)


def _dated(paragraph: Paragraph, vocabulary: Vocabulary) -> Line | None:
    """A line of a date and, beside it, nothing but a label, a kicker, a publisher, a place, a byline or a number."""
    text = paragraph.text
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
    return Line(
        LineKind.DATE,
        paragraph,
        published=found.published,
        updated=bool(before) and vocabulary.labels.get(before[-1].lower()) == "updated",
        outlet=told.get("outlet", ""),
        byline=told.get("byline", ""),
        place=told.get("place", ""),
    )


def _parts(side: str) -> list[str]:
    """What stands on one side of a date, apart from a second date and from words that only lead up to one."""
    second = find_date(side)
    if second:
        side = f"{side[: second.start]} | {side[second.end :]}"
    pieces = (_DATE_WORD.sub("", piece).strip(" ,;:.()[]*_") for piece in _SEPARATOR.split(side))
    return [piece for piece in pieces if piece]


def _told_by(part: str, vocabulary: Vocabulary) -> dict[str, str] | None:
    """What a part of a date line says: outlet, place, byline or nothing; None where it does not belong on one."""
    lowered = part.lower()
    if (
        lowered in vocabulary.kickers
        or vocabulary.labels.get(lowered) in _DATE_LABELS
        or _DOCUMENT_NUMBER.fullmatch(part)
    ):
        return {}
    byline = _BYLINE.fullmatch(part)
    if byline:
        return {"byline": byline[1]}
    pieces = [piece.strip(" *_") for piece in part.split(",")]
    pieces = [piece for piece in pieces if piece.lower() not in vocabulary.kickers]
    outlet = ", ".join(piece for piece in pieces if names_outlet(piece, vocabulary))
    place = ", ".join(piece for piece in pieces if not names_outlet(piece, vocabulary))
    if place and not is_place(place, vocabulary):
        return None
    return {"outlet": outlet, "place": place}
