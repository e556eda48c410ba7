"""Say what one line of a header is, by itself."""

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from diplomacy.intake.date_lines import (
    BYLINE,
    DATE_LABELS,
    DOCUMENT_NUMBER,
    LONGEST_DATE_LINE,
    before_title,
    is_kicker,
    read_date_line,
)
from diplomacy.intake.dates import find_date
from diplomacy.intake.furniture import is_furniture, is_prose
from diplomacy.intake.letterhead import Letterhead, letterhead_of
from diplomacy.intake.names import is_place, signing_outlet, signs_release
from diplomacy.intake.paragraphs import Paragraph
from diplomacy.intake.values import Published
from diplomacy.intake.vocabulary import Vocabulary

LONGEST_IGNORED = 6
"""Words after a label that says nothing of use. With more, the line is a title: "No: 12, 3 May 2031, Call with …"."""

_ADDRESS = re.compile(r"(?:\w[\w ]{0,20}:\s*)?<?(https?://[^\s<>]+)>?", re.IGNORECASE)
_LABEL = re.compile(r"[*_]{0,2}([A-Za-z][A-Za-z ]{1,24}?)[*_]{0,2}\s*:[*_]{0,2}\s*(\S.*)")
_ATTRIBUTED = re.compile(
    r"(?:(?:the )?(?:below|above|following|(?:(?:below|above|following) )?(?:readout|statement))(?: is| are)? )?"
    r"attributable to (?:the )?(.{3,120}?)[:.]?",
    re.IGNORECASE,
)


class LineKind(Enum):
    """What a header line is."""

    ADDRESS = auto()
    LABELLED = auto()
    DATE = auto()
    BYLINE = auto()
    SIGNATURE = auto()
    LETTERHEAD = auto()
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
    state: str = ""
    byline: str = ""
    person: str = ""
    office: str = ""
    place: str = ""


def line_of(paragraph: Paragraph, vocabulary: Vocabulary) -> Line:
    """Classify one paragraph of a header: the first recogniser that knows it decides."""
    for recognise in (
        _address,
        _labelled,
        _kicker,
        _attributed,
        _byline,
        _dated,
        _numbered,
        _letterhead,
        _signed,
        _placed,
        _titled,
    ):
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
    label = vocabulary.labels.get(text.rstrip(" :").lower())
    bare_label = label in DATE_LABELS or (label is not None and text.endswith(":"))
    if bare_label or is_kicker(text, vocabulary) or is_furniture(text, vocabulary):
        return Line(LineKind.KICKER, paragraph)
    return None


def _attributed(paragraph: Paragraph, _: Vocabulary) -> Line | None:
    """Whose words the text is said to be: "The below is attributable to Spokesperson Ana Vik:"."""
    match = _ATTRIBUTED.fullmatch(paragraph.text)
    return Line(LineKind.KICKER, paragraph, person=match[1]) if match else None


def _numbered(paragraph: Paragraph, _: Vocabulary) -> Line | None:
    """The number of a document."""
    return Line(LineKind.KICKER, paragraph) if DOCUMENT_NUMBER.fullmatch(paragraph.text) else None


def _signed(paragraph: Paragraph, vocabulary: Vocabulary) -> Line | None:
    """The office or officer that signs."""
    text = paragraph.text
    if not signs_release(text, vocabulary):
        return None
    return Line(LineKind.SIGNATURE, paragraph, byline=text, outlet=signing_outlet(text, vocabulary))


def _letterhead(paragraph: Paragraph, vocabulary: Vocabulary) -> Line | None:
    """The institution, its state, an office or the person who holds it."""
    head = letterhead_of(paragraph.text, vocabulary)
    if not head:
        return None
    return _headed(paragraph, head)


def _headed(paragraph: Paragraph, head: Letterhead) -> Line:
    return Line(
        LineKind.LETTERHEAD,
        paragraph,
        outlet=head.institution,
        state=head.state,
        person=head.person,
        office=head.office,
    )


def _dated(paragraph: Paragraph, vocabulary: Vocabulary) -> Line | None:
    """A line of a date and what may stand beside one."""
    found = read_date_line(paragraph.text, vocabulary)
    if not found:
        return None
    return Line(LineKind.DATE, paragraph, published=found.published, updated=found.updated, **found.told)


def _titled(paragraph: Paragraph, _: Vocabulary) -> Line | None:
    """A title that a document's number and date open."""
    start, published = before_title(paragraph.text)
    kind = LineKind.PROSE if is_prose(paragraph.text) else LineKind.PLAIN
    return Line(kind, paragraph, published=published) if start else None


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
    if kind in DATE_LABELS:
        found = find_date(value)
        if not found:
            return None
        line = _dated(paragraph, vocabulary) or Line(LineKind.DATE, paragraph, published=found.published)
        return replace(line, updated=kind == "updated")
    if kind == "outlet" and (head := letterhead_of(value, vocabulary)) and head.institution:
        return replace(_headed(paragraph, head), label="outlet")
    return Line(LineKind.LABELLED, paragraph, label=kind, value=value.strip('"“”') if kind == "title" else value)


def _byline(paragraph: Paragraph, _: Vocabulary) -> Line | None:
    """A short line that opens with "By" and a name, a date perhaps behind it."""
    match = BYLINE.fullmatch(paragraph.text)
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
