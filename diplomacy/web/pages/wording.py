"""Which words of two claims answer each other, as pieces that a template can loop over.

The pieces of a side always reassemble to that side's exact text.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from typing import Any, NamedTuple

import numpy as np

from diplomacy.comparing.values import AccountClaim
from diplomacy.comparing.vocabulary import load
from diplomacy.comparing.wording import Mark, align_words, word_answers
from diplomacy.comparing.wording import Piece as Cut
from diplomacy.reading.values import Span, Word

REWORDED, ONLY, CLASH, MOVED, EQUAL = "reworded", "only", "clash", "moved", ""
_DIFFER = {Mark.REPLACED: REWORDED, Mark.ONLY: ONLY}
_SHOWN = _DIFFER | {Mark.MOVED: MOVED}
_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
STEM = 4
"""First letters that a word shares with the name that it is made from ("Sundish", "Sund")."""
SMALL = 3
"""So many words without an answer may stand between two that moved together ("the bridge of the town")."""
KEPT = 2048
"""For how many claims the words, and for how many meetings of two the marks, are kept: whoever narrows a comparison, or
takes another account for its base, sees the same ones again."""
_NO_VECTOR = np.zeros(384, dtype=np.float32)
"""Words are aligned without a claim's vector; pages do not load it."""


class Piece(NamedTuple):
    """A run of text, and how it stands to the other side.

    `reworded`, `only` here, a `clash`, `moved` for what the other side has elsewhere in its order, or empty for equal.
    """

    text: str
    mark: str = EQUAL


Pieces = tuple[Piece, ...]
Answers = tuple[tuple[int, int], ...]
"""Where words of the left and of the right text start that answer each other; offsets into the articles."""
Decides = Callable[[Word, str], bool]
"""Whether a word, with its text, may be one of those that make two claims contradict each other."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A claim as its words are compared (offsets count into its article)."""

    claim: AccountClaim
    """As comparing takes it: one for all that it meets, so that its words are put in order once."""

    @property
    def text(self) -> str:
        """The claim's own words."""
        return self.claim.text

    @property
    def start(self) -> int:
        """Where it starts in its article."""
        return self.claim.span.start

    @property
    def words(self) -> tuple[Word, ...]:
        """Its words, as they are stored."""
        return self.claim.words

    @classmethod
    def of(cls, *, id: int, text: str, start: int, stored: Sequence[Sequence[Any]]) -> "Worded":
        """From a claim's stored words; one that has none (a curator's) is cut at its blanks and punctuation."""
        return _worded(_Stored(id, text, start, bool(stored), stored))


@dataclass(frozen=True, slots=True)
class _Stored:
    """A claim as its row has it. Its words are made once for a text and a place; a curator's claim gets them later."""

    id: int
    text: str
    start: int
    has_words: bool
    words: Sequence[Sequence[Any]] = field(compare=False)


@lru_cache(maxsize=KEPT)
def _worded(claim: _Stored) -> Worded:
    words = tuple(map(Word._make, claim.words)) or tuple(
        Word(
            claim.start + found.start(),
            claim.start + found.end(),
            found[0].casefold(),
            "X",
            len(found[0]) > 3 or found[0].isdigit(),
        )
        for found in _WORD.finditer(claim.text)
    )
    span = Span(claim.start, claim.start + len(claim.text))
    return Worded(AccountClaim(id=claim.id, span=span, text=claim.text, words=words, vector=_NO_VECTOR))


def plain(text: str) -> Pieces:
    """`text` with nothing marked."""
    return (Piece(text),)


def any_word(word: Word, text: str) -> bool:  # noqa: ARG001 (the shape of Decides)
    """Any word may decide."""
    return True


def is_figure(word: Word, text: str) -> bool:
    """A number may decide."""
    return word.pos == "NUM" or any(character.isdigit() for character in text)


@lru_cache(maxsize=64)
def is_one_of(names: frozenset[str]) -> Decides:
    """A word of one of these names (casefolded words) may decide, or one made from it: "Sundish" of "Sund"."""

    def decides(word: Word, text: str) -> bool:  # noqa: ARG001
        plain = text.casefold()
        if plain in names:
            return True
        stem = plain[:STEM]
        return text[:1].isupper() and len(plain) >= STEM and any(name.startswith(stem) for name in names)

    return decides


@lru_cache(maxsize=KEPT)
def mark_words(
    left: Worded,
    right: Worded,
    *,
    answers: Answers | None = None,
    decides: tuple[Decides, Decides] | None = None,
) -> tuple[Pieces, Pieces]:
    """Mark on both sides the words that differ; without `answers` they are told by the vocabulary, without meaning.

    `decides` says for each side which of them contradict the other's: of these, those that answer each other
    differently, or all that have no answer, where none does. None: nothing contradicts.
    """
    one, other = left.claim, right.claim
    wording = align_words(one, other, word_answers(one, other, vocabulary=load()) if answers is None else answers)
    if decides is None:
        return _side(left, wording.left, clashing=frozenset()), _side(right, wording.right, clashing=frozenset())
    ours, theirs = (
        {cut for cut in cuts if cut.mark in _DIFFER and _decided(worded, cut, by)}
        for worded, cuts, by in ((left, wording.left, decides[0]), (right, wording.right, decides[1]))
    )
    if any(cut.mark == Mark.REPLACED for cut in ours | theirs):
        ours, theirs = ({cut for cut in side if cut.mark == Mark.REPLACED} for side in (ours, theirs))
    return _side(left, wording.left, clashing=ours), _side(right, wording.right, clashing=theirs)


def _decided(worded: Worded, cut: Cut, decides: Decides) -> bool:
    return any(
        cut.start <= word.start - worded.start < cut.end
        and decides(word, worded.text[word.start - worded.start : word.end - worded.start])
        for word in worded.words
    )


def _side(worded: Worded, cuts: tuple[Cut, ...], *, clashing: Collection[Cut]) -> Pieces:
    text = worded.claim.text
    tokens = [text[cut.start : cut.end] for cut in cuts]
    marks = [_SHOWN.get(cut.mark, EQUAL) for cut in cuts]
    if clashing:
        marks = [CLASH if cut in clashing else mark for cut, mark in zip(cuts, marks, strict=True)]
    return _pieces(tokens, _bridged(tokens, marks))


def _bridged(tokens: list[str], marks: list[str]) -> list[str]:
    """The marks, with a blank between two of one kind marked like them, so that the page shows one run.

    Between words that moved, small words that moved with them are marked too: these answer nothing by themselves.
    """
    around = zip(["", *marks], marks, [*marks[1:], ""], tokens, strict=False)
    return [
        before if before == after and (token.isspace() or (before == MOVED and _is_small(mark, token))) else mark
        for before, mark, after, token in around
    ]


def _is_small(mark: str, token: str) -> bool:
    return mark == EQUAL and len(token.split()) <= SMALL and not any(c in ",.;:–—" for c in token)


def shared_marks(text: str, sides: list[Pieces]) -> Pieces:
    """One account's text marked against several: what no other account has so, and every clash.

    Each of `sides` reassembles to `text`.
    """
    if len(sides) < 2:
        return sides[0] if sides else plain(text)
    ends = [list(accumulate(len(piece.text) for piece in side)) for side in sides]
    cuts = sorted({0}.union(*ends))
    columns = (tuple(s[bisect_right(e, at)].mark for s, e in zip(sides, ends, strict=True)) for at in cuts[:-1])
    return _pieces([text[at:to] for at, to in pairwise(cuts)], [_agreed(column) for column in columns])


def _agreed(marks: tuple[str, ...]) -> str:
    if CLASH in marks:
        return CLASH
    for shared in (EQUAL, MOVED):
        if shared in marks:
            return shared
    return ONLY if set(marks) == {ONLY} else REWORDED


def _pieces(tokens: Sequence[str], marks: Sequence[str]) -> Pieces:
    """The tokens, those of one mark that stand together as one piece."""
    runs, at = [], 0
    for mark, run in groupby(marks):
        end = at + len(tuple(run))
        runs.append(Piece("".join(tokens[at:end]), mark))
        at = end
    return tuple(runs)
