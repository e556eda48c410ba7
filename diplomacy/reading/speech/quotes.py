"""Where quotation marks open and close, in every style, with what to do where they do not match.

A mark is never allowed to cost more than its own paragraph: a quotation that is not closed ends with the paragraph,
or goes on where the next paragraph opens again, as printers do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from diplomacy.reading.values import Span

PAIRS = {"“": "”", "„": "“”", "«": "»", "‹": "›", "「": "」", "‘": "’"}
"""Each opening mark, and the marks that may close it."""
MARKS = frozenset('"“”„«»‹›「」')
"""Characters that are quotation marks wherever they stand (an apostrophe is not)."""

_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted run: `outer` with its marks, `inner` without them."""

    outer: Span
    inner: Span
    closed: bool = True


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Find the outermost quotations of a text, in order; what is quoted inside them is not listed again."""
    for typed in ("''", "``"):  # two typed apostrophes are one mark: it stands on the first of them
        text = text.replace(typed, '"\u2060')
    return tuple(quotation for paragraph in _PARAGRAPH.finditer(text) for quotation in _scan(text, *paragraph.span()))


def _scan(text: str, start: int, end: int) -> Iterator[Quotation]:
    opened: int | None = None
    closers = ""
    for at in range(start, end):
        mark = text[at]
        if opened is None:
            if mark in PAIRS and _opens(text, at, start):
                opened, closers = at, PAIRS[mark]
            elif mark == '"' or (mark == "'" and _opens(text, at, start) and _has_close(text, at, end)):
                opened, closers = at, mark
        elif mark in closers and _closes(text, at, end):
            yield Quotation(Span(opened, at + 1), Span(opened + 1, at))
            opened = None
    if opened is not None and end - opened > 1 and closers != "’":
        yield Quotation(Span(opened, end), Span(opened + 1, end), closed=False)


def _opens(text: str, at: int, start: int) -> bool:
    """A single mark opens a quotation only before a word and not inside one."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1 : at + 2]
    return not before.isalnum() and bool(after) and not after.isspace()


def _closes(text: str, at: int, end: int) -> bool:
    """A mark that is also an apostrophe closes only where no letter follows and it does not stand for a plural's s."""
    if text[at] not in "’'":
        return True
    after = text[at + 1] if at + 1 < end else " "
    return not after.isalnum() and not (text[at - 1] == "s" and after == " " and text[at + 2 : at + 3].islower())


def _has_close(text: str, at: int, end: int) -> bool:
    return any(text[k] == "'" and _closes(text, k, end) for k in range(at + 2, end))
