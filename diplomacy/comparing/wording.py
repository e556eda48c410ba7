"""How two claims are worded against each other: each cut into pieces, marked by what answers them in the other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from diplomacy.comparing.answering import answering, equal, inner_words, longest_rising
from diplomacy.comparing.values import AccountClaim
from diplomacy.comparing.vocabulary import Vocabulary
from diplomacy.reading.values import Word


class Mark(StrEnum):
    """What became of a stretch of a claim in the other claim."""

    SAME = "same"
    MOVED = "moved"
    """The same word, elsewhere in the order."""
    REPLACED = "replaced"
    """Another word answers it."""
    ONLY = "only"
    """A content word that the other claim has no answer to."""
    PLAIN = "plain"
    """Space, punctuation and function words without an answer: nothing to point out."""


class Piece(NamedTuple):
    """`claim.text[start:end]`, with the index of the other side's piece that answers it."""

    start: int
    end: int
    mark: Mark
    partner: int | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """Both claims cut into pieces; joined in order, each side's pieces give its exact text."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


def word_answers(left: AccountClaim, right: AccountClaim, *, vocabulary: Vocabulary) -> tuple[tuple[int, int], ...]:
    """Where a word of the left claim starts and where the word of the right one that answers it does, in left order."""
    words_left, words_right = inner_words(left), inner_words(right)
    found = answering(left, right, vocabulary=vocabulary)
    return tuple((words_left[a].start, words_right[b].start) for a, b in sorted(found.items()))


def align_words(left: AccountClaim, right: AccountClaim, answers: Collection[tuple[int, int]]) -> Wording:
    """Say of each word of both claims what answers it in the other; `answers` are as `word_answers` gives them.

    An answer that starts at no word of its claim is passed over.
    """
    words_left, words_right = inner_words(left), inner_words(right)
    index_left, index_right = ({word.start: at for at, word in enumerate(w)} for w in (words_left, words_right))
    known = {index_left[a]: index_right[b] for a, b in answers if a in index_left and b in index_right}
    in_order = longest_rising(known)
    answers_of = {a: b for a, b in known.items() if a in in_order or words_left[a].content}
    marks: tuple[dict[int, Mark], dict[int, Mark]] = ({}, {})
    for a, b in answers_of.items():
        same = equal(left, words_left[a], right, words_right[b])
        mark = (Mark.SAME if a in in_order else Mark.MOVED) if same else Mark.REPLACED
        marks[0][a], marks[1][b] = mark, mark
    cut_left, at_left = _cut(left, words_left, marks[0])
    cut_right, at_right = _cut(right, words_right, marks[1])
    for a, b in answers_of.items():
        one, other = at_left[a], at_right[b]
        cut_left[one] = Piece(cut_left[one].start, cut_left[one].end, cut_left[one].mark, other)
        cut_right[other] = Piece(cut_right[other].start, cut_right[other].end, cut_right[other].mark, one)
    return Wording(tuple(cut_left), tuple(cut_right))


def _cut(claim: AccountClaim, words: Sequence[Word], marks: dict[int, Mark]) -> tuple[list[Piece], dict[int, int]]:
    """The claim's text in pieces, and which piece holds each answered word.

    What is unanswered is one piece for as long as it stays of one kind.
    """
    pieces: list[Piece] = []
    holds: dict[int, int] = {}
    begun, kind, end = 0, Mark.PLAIN, 0

    def close(at: int, then: Mark) -> None:
        nonlocal begun, kind
        if begun < at:
            pieces.append(Piece(begun, at, kind))
        begun, kind = at, then

    for number, word in enumerate(words):
        start, stop = word.start - claim.span.start, word.end - claim.span.start
        if start > end and kind is not Mark.PLAIN:
            close(end, Mark.PLAIN)
        unanswered = Mark.ONLY if word.content else Mark.PLAIN
        if number in marks:
            close(start, Mark.PLAIN)
            holds[number] = len(pieces)
            pieces.append(Piece(start, stop, marks[number]))
            begun = stop
        elif kind is not unanswered:
            close(start, unanswered)
        end = stop
    if end < len(claim.text) and kind is not Mark.PLAIN:
        close(end, Mark.PLAIN)
    close(len(claim.text), Mark.PLAIN)
    return pieces, holds
