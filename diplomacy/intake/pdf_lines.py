"""From the lines of a PDF's pages to paragraphs: without running heads, feet and page numbers, words put together."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from diplomacy.intake.assemble import folded, storable
from diplomacy.intake.paragraphs import Paragraph

HYPHEN_AT_END = "\ufffe"
"""What ends a line that was broken within a word, in place of its hyphen; `pdf_text` writes it."""
EDGE = 3
"""Lines at the head and at the foot of a page that may be running ones."""
MARGIN = 0.12
"""Of a page's height: where page numbers stand, and what a browser prints around a page."""
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.)?\W*\d{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?\W*", re.IGNORECASE)
_PRINTED_HEAD = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d\d(?:\s?[AP]M)?\b.*", re.IGNORECASE)
_PRINTED_FOOT = re.compile(r"(https?://\S+)\s+\d{1,4}/\d{1,4}")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)]*$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: where it begins and ends, its baseline and the size of its type, in points from the lower left
    corner."""

    page: int
    text: str
    left: float
    base: float
    right: float
    size: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A document's text, line breaks within paragraphs and a blank line between them, and each paragraph with the
    size of its type. `url` is where a browser printed it from."""

    source: str
    paragraphs: tuple[Paragraph, ...]
    sizes: tuple[float, ...]
    first_page: int
    """How many of the paragraphs begin on the first page."""
    url: str = ""


def lay_out(pages: Sequence[tuple[float, Sequence[Line]]]) -> Layout:
    """Put the paragraphs together. `pages` gives each page's height and its lines, as the document has them."""
    kept, url = _without_running_lines(pages)
    together: list[list[Line]] = []
    pitch = _pitch(kept)
    columns: dict[int, tuple[float, float]] = {}
    for line in kept:
        left, right = columns.get(line.page, (line.left, line.right))
        columns[line.page] = min(left, line.left), max(right, line.right)
    for line in kept:
        if together and _goes_on(together[-1][-1], line, pitch, columns[together[-1][-1].page]):
            together[-1].append(line)
        else:
            together.append([line])
    words = Counter(word.casefold() for line in kept for word in _WORD.findall(line.text))
    source = ""
    paragraphs, sizes = [], []
    for lines in together:
        source += "\n\n" if source else ""
        start = len(source)
        for line, following in zip(lines, [*lines[1:], None], strict=True):
            source += _ended(line.text, following.text if following else "", words)
        paragraphs.append(Paragraph.of(source, start, len(source)))
        sizes.append(max(line.size for line in lines))
    return Layout(source, tuple(paragraphs), tuple(sizes), sum(lines[0].page == 0 for lines in together), url)


def _without_running_lines(pages: Sequence[tuple[float, Sequence[Line]]]) -> tuple[list[Line], str]:
    """The lines that are the document's text, and the address that a browser printed at the foot."""
    edges = [_edges(lines) for _, lines in pages]
    seen = Counter(key for edge in edges for key in {_key(line) for line in edge})
    url = ""
    kept = []
    for (height, lines), edge in zip(pages, edges, strict=True):
        for line in lines:
            in_margin = line.base > height * (1 - MARGIN) or line.base + line.size < height * MARGIN
            text = folded(line.text)
            foot = _PRINTED_FOOT.fullmatch(text) if in_margin else None
            url = url or (foot[1] if foot else "")
            repeated = line in edge and seen[_key(line)] > max(1, len(pages) // 3)
            marginal = in_margin and (foot or _PAGE_NUMBER.fullmatch(text) or _PRINTED_HEAD.fullmatch(text))
            if text and not repeated and not marginal:
                kept.append(replace(line, text=storable(line.text.strip())))
    return kept, url


def _edges(lines: Sequence[Line]) -> list[Line]:
    """The lines at the head and at the foot of a page."""
    by_height = sorted(lines, key=lambda line: -line.base)
    return [*by_height[:EDGE], *by_height[max(EDGE, len(by_height) - EDGE) :]]


def _key(line: Line) -> tuple[str, int]:
    """What two running lines of different pages have in common: the words but for numbers, and the height."""
    return re.sub(r"\d+", "#", folded(line.text)).casefold(), round(line.base / 4)


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between two lines."""
    steps = (a.base - b.base for a, b in pairwise(lines) if a.page == b.page)
    return median([step for step in steps if step > 0] or [12.0])


def _goes_on(line: Line, following: Line, pitch: float, column: tuple[float, float]) -> bool:
    """Whether a paragraph goes on: the line is broken for its width alone, with no space or other type between.

    `column` is where the text of the line's page begins and ends.
    """
    if line.text.endswith(HYPHEN_AT_END):
        return True
    if abs(line.size - following.size) > 0.1 * max(line.size, following.size):
        return False
    advance = (line.right - line.left) / max(len(line.text), 1)
    first_word = following.text.split(maxsplit=1)[0]
    centred = _is_centred(line, column) and _is_centred(following, column)
    room = column[1] - line.right + (line.left - column[0] if centred else 0)
    would_fit = advance * (len(first_word) + 2) < room
    if line.page != following.page:
        return not would_fit and not _SENTENCE_END.search(line.text)
    step = line.base - following.base
    if abs(step) < 0.3 * line.size:
        return True  # the same line, in pieces
    indented = following.left - line.left > 0.8 * line.size and not centred
    return 0 < step <= 1.3 * max(pitch, line.size) and not would_fit and not indented


def _is_centred(line: Line, column: tuple[float, float]) -> bool:
    """Whether it stands in the middle, with room on both sides."""
    middle = abs(line.left - column[0] - (column[1] - line.right)) < 0.5 * line.size
    return middle and line.left - column[0] > 0.3 * line.size


def _ended(line: str, following: str, words: Counter[str]) -> str:
    """A line as it stands in the text, with its break; a soft hyphen stands for one that only the break put there."""
    if not line.endswith(HYPHEN_AT_END):
        return f"{line}\n" if following else line
    line = line[:-1]
    before, after = re.search(r"[^\W\d_]*$", line), re.match(r"[^\W\d_]*", following)
    first, second = before[0] if before else "", after[0] if after else ""
    joined, apart = f"{first}{second}".casefold(), f"{first}-{second}".casefold()
    has_hyphen = not second[:1].islower() or (words[apart] and not words[joined])
    return f"{line}-\n" if has_hyphen else f"{line}\u00ad\n"
