"""Where quotation marks open and close, in every style, with what to do where they do not match.

A mark is never allowed to cost more than its own paragraph: a quotation that is not closed ends with the paragraph,
or goes on where the next paragraph opens again, as printers do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from diplomacy.reading.values import Span

DOUBLE = frozenset('"“”„')
"""Double marks: writers mix them up, so each may close what any other has opened."""
PAIRS = {**dict.fromkeys(DOUBLE, DOUBLE), "«": frozenset("»"), "‹": frozenset("›"), "「": frozenset("」")}
"""Each opening mark, and the marks that may close it."""
SINGLE = {"‘": frozenset("’'"), "'": frozenset("'’")}
MARKS = frozenset('"“”„«»‹›「」')
"""Characters that are quotation marks wherever they stand (an apostrophe is not)."""

JOINER = "\u2060"
"""Stands for the second of two typed apostrophes."""
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted run: `outer` with its marks, `inner` without them."""

    outer: Span
    inner: Span
    closed: bool = True
    carried: bool = False
    """Whether it is left open because the next paragraph opens again, as printers do."""

    @property
    def stray(self) -> bool:
        """Whether its mark has no partner, so that nobody can tell where it ends."""
        return not (self.closed or self.carried)


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Find the outermost quotations of a text, in order; what is quoted inside them is not listed again."""
    for typed in ("''", "``"):  # two typed apostrophes are one mark: it stands on the first of them
        text = text.replace(typed, f'"{JOINER}')
    found = [quotation for paragraph in _PARAGRAPH.finditer(text) for quotation in _scan(text, *paragraph.span())]
    for k, then in enumerate(found[1:]):
        between = text[found[k].outer.end : then.outer.start]
        if not found[k].closed and "\n" in between and not between.strip():
            found[k] = replace(found[k], carried=True)
    return tuple(found)


def _scan(text: str, start: int, end: int) -> Iterator[Quotation]:
    opened: int | None = None
    inside = 0  # quotations of the same marks that stand open inside the one that was opened
    paired = text.count("“", start, end) == text.count("”", start, end)
    closers: frozenset[str] = frozenset()
    for at in range(start, end):
        mark = text[at]
        if opened is None:
            if (mark in PAIRS and mark != "”") or (mark in SINGLE and _opens_single(text, at, start, end)):
                opened, closers = at, PAIRS.get(mark) or SINGLE[mark]
        elif paired and mark in "“”" and text[opened] == "“" and (inside or mark == "“"):
            inside += 1 if mark == "“" else -1
        elif mark in closers and _closes(text, at, end):
            yield Quotation(Span(opened, at + 1), Span(opened + 1, at))
            opened = None
        elif mark == '"' == text[opened] and _opens(text, at, start):  # the one before was never closed
            yield Quotation(Span(opened, at), Span(opened + 1, at), closed=False)
            opened = at
    if opened is not None and end - opened > 1:
        yield Quotation(Span(opened, end), Span(opened + 1, end), closed=False)


def _opens(text: str, at: int, start: int) -> bool:
    """Whether a mark stands before a word and not inside or behind one."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1 : at + 2].strip(JOINER) or text[at + 2 : at + 3]
    return before.isspace() and bool(after) and not after.isspace()


def _opens_single(text: str, at: int, start: int, end: int) -> bool:
    """A single mark opens a quotation only before a letter, not inside a word, and where another will close it."""
    before = text[at - 1] if at > start else " "
    closing = any(text[k] in SINGLE[text[at]] and _closes(text, k, end) for k in range(at + 2, end))
    return not before.isalnum() and text[at + 1 : at + 2].isalpha() and closing


def _closes(text: str, at: int, end: int) -> bool:
    """Whether a closing mark closes here: a double one unless it seems to open, a single one unless it elides."""
    after = text[at + 1] if at + 1 < end else " "
    if text[at] in DOUBLE:
        return text[at] == "”" or not (text[at - 1].isspace() and (after.isalnum() or after == JOINER))
    if text[at] not in "’'":
        return True
    return not after.isalnum() and not (text[at - 1] == "s" and after == " " and text[at + 2 : at + 3].islower())
