"""Read the header of a plain text: which of its first lines is title, standfirst, byline, date, outlet, address."""

import re
from dataclasses import dataclass, field, replace

from diplomacy.intake.date_lines import before_title
from diplomacy.intake.header_lines import Line, LineKind, line_of
from diplomacy.intake.letterhead import in_small_letters
from diplomacy.intake.names import is_name, names_outlet
from diplomacy.intake.paragraphs import Paragraph
from diplomacy.intake.values import Published
from diplomacy.intake.vocabulary import Vocabulary

LONGEST_HEADER = 20
"""Lines. A date further down belongs to the text."""
LONGEST_TITLE = 35
"""Words."""
LONGEST_STANDFIRST = 70
"""Words."""
MOST_WORDED_LINES = 4
"""Title, standfirst, outlet and one more: a header holds no more lines that are not plainly header lines."""

_ANCHORS = {LineKind.DATE, LineKind.BYLINE}
"""Lines that vouch that all before them is header, even a standfirst that reads like prose."""
_WORDED = {LineKind.PLAIN, LineKind.PROSE}
_FACTS = {LineKind.DATE, LineKind.BYLINE, LineKind.ADDRESS}
_NO_NAME = re.compile(r",| in ")
"""What a publisher's name does not hold, but "Ana Vik in Halvik" and "Halvik, Sund" do."""
_WRITERS = re.compile(r"[^,]+ in [^,]+(?: and |, )[^,]+ in [^,]+")
"""Several writers, each in a place."""
_LABEL = re.compile(r"[^:]*:[*_]{0,2}\s*[\"“]?")
_HEADING_MARK = re.compile(r"\s*#{1,6}\s+|\s*")


@dataclass(slots=True)
class Header:
    """What the first lines of a text say, and the paragraphs that are left as its body."""

    title: Paragraph | None = None
    standfirst: list[Paragraph] = field(default_factory=list)
    body: list[Paragraph] = field(default_factory=list)
    published: Published | None = None
    outlet: str = ""
    state: str = ""
    byline: str = ""
    person: str = ""
    """To whom an official text is attributed."""
    office: str = ""
    place: str = ""
    url: str = ""


def read_header(
    source: str, found: list[Paragraph], vocabulary: Vocabulary, *, title: Paragraph | None = None
) -> Header:
    """Take a text's paragraphs apart. With `title`, which is known from elsewhere, none is looked for."""
    lines = [line_of(paragraph, vocabulary) for paragraph in found[:LONGEST_HEADER]]
    zone = _zone(lines, has_title=title is not None)
    header = Header(title=title)
    masthead = _masthead(lines[:zone], vocabulary, has_title=title is not None)
    if title is None:
        header.title, zone = _title(source, lines, zone, masthead)
    header.body = found[zone:]
    for above, line in zip([None, *lines], lines[:zone], strict=False):
        _take_facts(header, replace(line, outlet="", state="") if _is_venue(line, above) else line)
    header.published = _date_of_publication(lines[:zone])
    if masthead:
        header.outlet = header.outlet or masthead.paragraph.text
    taken = {header.title.end} if header.title else set()
    rest = [line for line in lines[:zone] if line.kind in _WORDED and line is not masthead]
    _place_rest(header, [line for line in rest if line.paragraph.end not in taken], vocabulary)
    header.standfirst += [_value(source, line) for line in lines[:zone] if line.label == "standfirst"]
    return header


def _is_venue(line: Line, above: Line | None) -> bool:
    """Whether an institution only houses what took place: it stands below an officer's line or below its city."""
    officer = above is not None and above.kind is LineKind.SIGNATURE and "," in above.byline
    in_city = above is not None and above.kind is LineKind.PLACE
    return line.kind is LineKind.LETTERHEAD and (officer or in_city)


def add_foot(header: Header, lines: list[Line]) -> None:
    """Take from the lines below the text what the header does not say."""
    for line in lines:
        _take_facts(header, line)
    header.published = header.published or _date_of_publication(lines)


def publisher(header: Header, vocabulary: Vocabulary) -> str:
    """The institution's name together with its state's; the office, where no institution is named."""
    name = in_small_letters(header.outlet or header.office, vocabulary)
    state = in_small_letters(header.state, vocabulary)
    if name and state and state.casefold() not in name.casefold():
        return f"{name}, {state}"
    return name or state


def _zone(lines: list[Line], *, has_title: bool) -> int:
    """How many lines make the header: up to the last line that is plainly of one, as far as those before it allow."""
    zone = worded = prose = 0
    for i, line in enumerate(lines):
        if line.kind in _WORDED:
            worded += 1
            prose += line.kind is LineKind.PROSE and (i > 0 or has_title)
            if line.paragraph.words > LONGEST_STANDFIRST or prose > 1 or worded > MOST_WORDED_LINES:
                break
        elif line.kind in _ANCHORS or not (prose or (has_title and worded)):
            zone = i + 1
    return zone


def _masthead(zone: list[Line], vocabulary: Vocabulary, *, has_title: bool) -> Line | None:
    """The line that names the publisher: by its words, by the date or byline beside it, and by not being first."""
    if any(line.kind is LineKind.LETTERHEAD for line in zone):
        return None
    named = [line for line in zone if line.kind in _WORDED or line.kind is LineKind.SIGNATURE]
    best: tuple[int, int] = (1, 0)
    masthead = None
    for order, line in enumerate(named):
        text = line.paragraph.text
        follows = order > 0 or has_title
        at = zone.index(line)
        beside_fact = any(
            neighbour.kind in _FACTS for neighbour in [*zone[max(at - 1, 0) : at], *zone[at + 1 : at + 2]]
        )
        by_words = names_outlet(text, vocabulary) and line.kind is LineKind.PLAIN
        by_place = (
            line.kind is LineKind.PLAIN
            and is_name(text, longest=4)
            and not _NO_NAME.search(text)
            and text.split()[-1].lower() not in vocabulary.jobs
            and follows
            and beside_fact
        )
        title_follows = any(other.paragraph.words <= LONGEST_TITLE for other in named[order + 1 :])
        if not (by_words or by_place) or not (follows or title_follows):
            continue
        rank = (2 * by_words + beside_fact + follows, beside_fact)
        if rank > best:
            best, masthead = rank, line
    return masthead


def _title(source: str, lines: list[Line], zone: int, masthead: Line | None) -> tuple[Paragraph | None, int]:
    """The title, and how many lines are header with it; None for a text that opens straight away."""
    labelled = next((line for line in lines[:zone] if line.label == "title"), None)
    if labelled:
        return _value(source, labelled), zone
    within = [line for line in lines[:zone] if line is not masthead]
    worded = [line for line in within if line.kind in _WORDED]
    if len(worded) > 1 and worded[0].paragraph.words <= 2 and 4 <= worded[1].paragraph.words <= LONGEST_TITLE:
        worded.remove(worded[0])  # a section's name over the title
    signatures = [line for line in within if line.kind is LineKind.SIGNATURE]
    if not worded or (worded[0] is not lines[0] and worded[0].paragraph.words <= 2):
        following = lines[zone] if zone + 1 < len(lines) else None
        if following and following.kind is LineKind.PLAIN and _may_be_title(following):
            end = next((i for i in range(zone + 1, len(lines)) if lines[i].kind in _WORDED), len(lines))
            return _unmarked(source, following.paragraph), end
    for line in [*worded[:1], *signatures[:1]]:
        if _may_be_title(line):
            return _unmarked(source, line.paragraph), zone
    return None, zone


def _may_be_title(line: Line) -> bool:
    """Whether a line is short enough, and not closed with a full stop, as sentences of a text are."""
    is_sentence = line.paragraph.words > 12 and line.paragraph.text.rstrip("\"'”’)").endswith((".", ":", ";"))
    return line.paragraph.words <= LONGEST_TITLE and not is_sentence


def _unmarked(source: str, paragraph: Paragraph) -> Paragraph:
    """The paragraph without the mark of a heading ("# "), and without the number and date that may open a title."""
    mark = _HEADING_MARK.match(source, paragraph.start, paragraph.end)
    start = mark.end() if mark else paragraph.start
    start += before_title(source[start : paragraph.end])[0]
    return Paragraph.of(source, start, paragraph.end)


def _value(source: str, line: Line) -> Paragraph:
    """The value of a "Label: value" line, as a stretch of the source."""
    label = _LABEL.match(source, line.paragraph.start, line.paragraph.end)
    start = label.end() if label else line.paragraph.start
    end = line.paragraph.start + len(source[line.paragraph.start : line.paragraph.end].rstrip())
    return Paragraph.of(source, start, end - (source[end - 1] in '"”' and source[start - 1] in '"“'))


def _take_facts(header: Header, line: Line) -> None:
    """Keep what a line says, unless an earlier one said it."""
    labelled = {line.label: line.value} if line.kind is LineKind.LABELLED else {}
    header.url = header.url or (line.value if line.kind is LineKind.ADDRESS else labelled.get("url", ""))
    header.outlet = header.outlet or line.outlet or labelled.get("outlet", "")
    header.state = header.state or line.state
    header.person = header.person or line.person
    header.office = header.office or line.office
    header.byline = header.byline or line.byline or labelled.get("byline", "")
    header.place = header.place or line.place or labelled.get("place", "")


def _date_of_publication(zone: list[Line]) -> Published | None:
    """The first date that is not one of an update; else the first; of equal days the one with a clock."""
    dated = [line for line in zone if line.published]
    dated.sort(key=lambda line: line.updated)
    first = dated[0].published if dated else None
    return next(
        (
            line.published
            for line in dated
            if first
            and line.published
            and line.published.day == first.day
            and line.published.clock
            and not line.updated
        ),
        first,
    )


def _place_rest(header: Header, rest: list[Line], vocabulary: Vocabulary) -> None:
    """Lines of the header that nothing has claimed: places and names by their form; else a standfirst, or body."""
    title_start = header.title.start if header.title else -1
    for line in rest:
        text = line.paragraph.text
        if line.kind is LineKind.PLAIN and text.split()[-1].lower() in vocabulary.jobs and is_name(text, longest=6):
            continue
        if line.kind is LineKind.PLAIN and _WRITERS.fullmatch(text) and is_name(text):
            header.byline = header.byline or text
        elif line.kind is LineKind.PLAIN and is_name(text, longest=4):
            if " in " not in text and ("," in text or " " not in text):
                header.place = header.place or text
            elif header.office:
                header.person = header.person or text
            else:
                header.byline = header.byline or text
        elif line.paragraph.start < title_start and line.paragraph.words <= 5:
            continue
        elif header.body and header.title:
            header.standfirst.append(line.paragraph)
        else:
            header.body.append(line.paragraph)
