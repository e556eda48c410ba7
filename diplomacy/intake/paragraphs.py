"""Find the paragraphs of a plain text: lines, or runs of lines that were wrapped to a width."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from diplomacy.intake.assemble import folded

WIDEST_WRAP = 120
"""A line longer than this was not wrapped by hand or by a mail program, nor were its neighbours."""

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LINE_BREAKS = ("\n", "\r\n", "\r")
_OPEN_END = re.compile(r"[\w,–—-]\s*$")
_LIST_ITEM = re.compile(r"\s*(?:\d{1,2}[.)]|\([a-z0-9]{1,2}\)|[•*▪◦‣])\s")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the source, `source[start:end]`, and its words with white space folded."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, source: str, start: int, end: int) -> "Paragraph":
        """The paragraph that a stretch of the source makes."""
        return cls(start, end, folded(source[start:end]))

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def paragraphs(source: str, start: int = 0, *, stands_alone: Callable[[str], bool]) -> list[Paragraph]:
    """Split `source[start:]` into paragraphs that hold something visible.

    Lines are joined only where they were wrapped: where the next word would not have fitted into the width of the
    text. A line of which `stands_alone` is true (a date, an address) is never joined to the one before it.
    """
    lines = [(m.start(), m.end()) for m in _LINE.finditer(source, start)]
    width = max((len(source[a:b].rstrip()) for a, b in lines), default=0)
    joined: list[tuple[int, int]] = []
    last = ""
    for a, b in lines:
        line = source[a:b]
        adjoins = bool(joined) and source[joined[-1][1] : a] in _LINE_BREAKS
        if adjoins and _wrapped(last, line, width) and not stands_alone(line):
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
        last = line
    found = (Paragraph.of(source, a, b) for a, b in joined)
    return [paragraph for paragraph in found if paragraph.text]


def _wrapped(line: str, following: str, width: int) -> bool:
    """Whether the break between two lines is there only because of the width: the sentence runs on, or the next word
    would not have fitted."""
    if width > WIDEST_WRAP or not line.strip() or not following.strip() or _LIST_ITEM.match(following):
        return False
    if _OPEN_END.search(line) and following.lstrip()[:1].islower():
        return True
    next_word = following.split(maxsplit=1)[0]
    return len(line.rstrip()) + 1 + len(next_word) > width
