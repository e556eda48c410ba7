"""Which words of two claims answer each other, as pieces that a template can loop over.

The pieces of a side always reassemble to that side's exact text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from diplomacy.comparing.values import AccountClaim
from diplomacy.comparing.vocabulary import load
from diplomacy.comparing.wording import Mark, align_words, word_answers
from diplomacy.comparing.wording import Piece as Cut
from diplomacy.reading.values import Span, Word

REWORDED, ONLY, CLASH, EQUAL = "reworded", "only", "clash", ""
_SHOWN = {Mark.REPLACED: REWORDED, Mark.ONLY: ONLY}
_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
_NO_VECTOR = np.zeros(384, dtype=np.float32)
"""Words are aligned without a claim's vector; pages do not load it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and how it stands to the other side: `reworded`, `only` here, a `clash`, or empty for equal."""

    text: str
    mark: str = EQUAL


Pieces = tuple[Piece, ...]
Answers = tuple[tuple[int, int], ...]
"""Where words of the left and of the right text start that answer each other; offsets into the articles."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A claim's text, where it starts in its article, and its words (offsets count into the article)."""

    id: int
    text: str
    start: int
    words: tuple[Word, ...]

    @classmethod
    def of(cls, *, id: int, text: str, start: int, stored: Iterable[Sequence[object]]) -> "Worded":
        """From a claim's stored words; one that has none (a curator's) is cut at its blanks and punctuation."""
        words = tuple(_word(row) for row in stored) or tuple(
            Word(
                start + found.start(),
                start + found.end(),
                found[0].casefold(),
                "X",
                len(found[0]) > 3 or found[0].isdigit(),
            )
            for found in _WORD.finditer(text)
        )
        return cls(id, text, start, words)


def _word(row: Sequence[object]) -> Word:
    start, end, lemma, pos, content = row
    return Word(int(str(start)), int(str(end)), str(lemma), str(pos), bool(content))


def plain(text: str) -> Pieces:
    """`text` with nothing marked."""
    return (Piece(text),)


def mark_words(
    left: Worded, right: Worded, *, answers: Answers | None = None, clash: str = ""
) -> tuple[Pieces, Pieces]:
    """Mark on both sides the words that differ; without `answers` they are told by the vocabulary, without meaning.

    `clash` says which of them contradict each other: `numbers` the figures, `words` any words; of these, those that
    answer each other differently, or all that have no answer, where none does. Empty: none.
    """
    one, other = _claim(left), _claim(right)
    wording = align_words(one, other, word_answers(one, other, vocabulary=load()) if answers is None else answers)
    sides = ((left, wording.left), (right, wording.right))
    answered = any(
        cut.mark == Mark.REPLACED and (clash != "numbers" or _has_figure(worded, cut))
        for worded, cuts in sides
        for cut in cuts
    )
    ours, theirs = (_side(worded, cuts, clash=clash, answered=answered) for worded, cuts in sides)
    return ours, theirs


def _claim(worded: Worded) -> AccountClaim:
    return AccountClaim(
        id=worded.id,
        span=Span(worded.start, worded.start + len(worded.text)),
        text=worded.text,
        words=worded.words,
        vector=_NO_VECTOR,
    )


def _side(worded: Worded, cuts: tuple[Cut, ...], *, clash: str, answered: bool) -> Pieces:
    tokens = [worded.text[cut.start : cut.end] for cut in cuts]
    marks = []
    for cut in cuts:
        shown = _SHOWN.get(cut.mark, EQUAL)
        clashing = clash == "words" or (clash == "numbers" and _has_figure(worded, cut))
        marks.append(CLASH if shown and clashing and (shown == REWORDED or not answered) else shown)
    return _pieces(tokens, _bridged(tokens, marks))


def _has_figure(worded: Worded, cut: Cut) -> bool:
    return any(
        cut.start <= word.start - worded.start < cut.end and (word.pos == "NUM" or _has_digit(worded, word))
        for word in worded.words
    )


def _has_digit(worded: Worded, word: Word) -> bool:
    return any(character.isdigit() for character in worded.text[word.start - worded.start : word.end - worded.start])


def _bridged(tokens: list[str], marks: list[str]) -> list[str]:
    """The marks, with a blank between two of one kind marked like them, so that the page shows one run."""
    around = zip(["", *marks], marks, [*marks[1:], ""], tokens, strict=False)
    return [before if token.isspace() and before == after else mark for before, mark, after, token in around]


def shared_marks(text: str, sides: list[Pieces]) -> Pieces:
    """One account's text marked against several: only what no other account has, and every clash.

    Each of `sides` reassembles to `text`.
    """
    if not sides:
        return plain(text)
    columns = zip(*[[piece.mark for piece in side for _ in piece.text] for side in sides], strict=True)
    return _pieces(list(text), [_agreed(column) for column in columns])


def _agreed(marks: tuple[str, ...]) -> str:
    if CLASH in marks:
        return CLASH
    if EQUAL in marks:
        return EQUAL
    return ONLY if set(marks) == {ONLY} else REWORDED


def _pieces(tokens: list[str], marks: list[str]) -> Pieces:
    runs = groupby(zip(tokens, marks, strict=True), key=lambda pair: pair[1])
    return tuple(Piece("".join(token for token, _ in run), mark) for mark, run in runs)
