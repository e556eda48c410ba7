"""Which words of two claims answer each other, as pieces that a template can loop over.

The pieces of a side always reassemble to that side's exact text.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

REWORDED, ONLY, CLASH, EQUAL = "reworded", "only", "clash", ""
_TOKEN = re.compile(r"\w+(?:[’'\-.,]\w+)*|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and how it stands to the other side: `reworded`, `only` here, a `clash`, or empty for equal."""

    text: str
    mark: str = EQUAL


Pieces = tuple[Piece, ...]


def plain(text: str) -> Pieces:
    """`text` with nothing marked."""
    return (Piece(text),)


def mark_words(left: str, right: str, *, contradicted: bool = False) -> tuple[Pieces, Pieces]:
    """Mark on both sides the words that differ; with `contradicted`, replaced words are a clash."""
    tokens, others = _TOKEN.findall(left), _TOKEN.findall(right)
    words, other_words = _words(tokens), _words(others)
    marks, other_marks = [EQUAL] * len(tokens), [EQUAL] * len(others)
    matcher = SequenceMatcher(None, [w for _, w in words], [w for _, w in other_words], autojunk=False)
    for tag, left_from, left_to, right_from, right_to in matcher.get_opcodes():
        if tag == "equal":
            continue
        mark = ONLY if tag in ("insert", "delete") else CLASH if contradicted else REWORDED
        _mark(marks, words[left_from:left_to], mark)
        _mark(other_marks, other_words[right_from:right_to], mark)
    return _pieces(tokens, marks), _pieces(others, other_marks)


def shared_marks(text: str, sides: list[Pieces]) -> Pieces:
    """One account's text marked against several: only what no other account has, and every clash.

    Each of `sides` reassembles to `text`.
    """
    if not sides:
        return plain(text)
    columns = zip(*[[piece.mark for piece in side for _ in piece.text] for side in sides], strict=True)
    marks = [_agreed(column) for column in columns]
    return _pieces(list(text), marks)


def _agreed(marks: tuple[str, ...]) -> str:
    if CLASH in marks:
        return CLASH
    if EQUAL in marks:
        return EQUAL
    return ONLY if set(marks) == {ONLY} else REWORDED


def _words(tokens: list[str]) -> list[tuple[int, str]]:
    """The tokens that are words, with their places; marks and blanks never count as a difference."""
    return [(place, token.casefold().replace("’", "'")) for place, token in enumerate(tokens) if token[0].isalnum()]


def _mark(marks: list[str], words: list[tuple[int, str]], mark: str) -> None:
    """Mark a run of words with the blanks between them, so that the page shows one run."""
    if words:
        start, end = words[0][0], words[-1][0] + 1
        marks[start:end] = [mark] * (end - start)


def _pieces(tokens: list[str], marks: list[str]) -> Pieces:
    runs = groupby(zip(tokens, marks, strict=True), key=lambda pair: pair[1])
    return tuple(Piece("".join(token for token, _ in run), mark) for mark, run in runs)
