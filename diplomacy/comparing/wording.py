"""Inside a pair, which words answer which: so that a paraphrase is not shown as all changed.

Three passes: equal words, wherever they stand; words of one stem or of one group of the vocabulary; then words of
one part of speech that stand between the same neighbours. `likeness` is the place for a better judge of words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from diplomacy.comparing.values import AccountClaim
from diplomacy.comparing.vocabulary import Vocabulary, load
from diplomacy.reading.values import Word

Likeness = Callable[[AccountClaim, AccountClaim], npt.NDArray[np.float64]]
"""How far each word of the left claim answers each of the right one, from 0 to 1: shape (left words, right words)."""

STEM = 5
EQUAL, KINDRED = 1.0, 0.6
FUNCTION = 0.1
"""What an equal function word counts beside a content word."""
NEARNESS = 0.05
"""How much it counts at most that two words stand at like places."""

GAP = 2
"""How many words of either side may stand unanswered between two neighbours for them to answer each other."""


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


@dataclass(frozen=True, slots=True)
class Piece:
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


def align_words(
    left: AccountClaim, right: AccountClaim, *, vocabulary: Vocabulary | None = None, likeness: Likeness | None = None
) -> Wording:
    """Say of each word of both claims what answers it in the other."""
    judge = likeness or (lambda a, b: by_vocabulary(a, b, vocabulary or load()))
    words_left, words_right = inner_words(left), inner_words(right)
    answers = answering(left, right, judge=judge)
    in_order = _longest_rising(answers)
    answers = {a: b for a, b in answers.items() if a in in_order or words_left[a].content}
    marks: tuple[dict[int, Mark], dict[int, Mark]] = ({}, {})
    for a, b in answers.items():
        same = words_left[a].lemma == words_right[b].lemma
        mark = (Mark.SAME if a in in_order else Mark.MOVED) if same else Mark.REPLACED
        marks[0][a], marks[1][b] = mark, mark
    cut_left, at_left = _cut(left, words_left, marks[0])
    cut_right, at_right = _cut(right, words_right, marks[1])
    for a, b in answers.items():
        one, other = at_left[a], at_right[b]
        cut_left[one] = Piece(cut_left[one].start, cut_left[one].end, cut_left[one].mark, other)
        cut_right[other] = Piece(cut_right[other].start, cut_right[other].end, cut_right[other].mark, one)
    return Wording(tuple(cut_left), tuple(cut_right))


def inner_words(claim: AccountClaim) -> list[Word]:
    """The claim's words in order, without what is not a word or lies outside its span."""
    kept: list[Word] = []
    for word in sorted(claim.words, key=lambda w: (w.start, w.end)):
        begins = kept[-1].end if kept else claim.span.start
        if word.pos not in ("PUNCT", "SPACE", "SYM") and begins <= word.start < word.end <= claim.span.end:
            kept.append(word)
    return kept


def answering(left: AccountClaim, right: AccountClaim, *, judge: Likeness) -> dict[int, int]:
    """Which of the left claim's inner words is answered by which of the right's, by index."""
    words_left, words_right = inner_words(left), inner_words(right)
    if not words_left or not words_right:
        return {}
    value = judge(left, right)
    place = np.abs(np.linspace(0, 1, len(words_left))[:, None] - np.linspace(0, 1, len(words_right))[None, :])
    rows, columns = linear_sum_assignment(np.where(value > 0, value + NEARNESS * (1 - place), 0.0), maximize=True)
    found = {int(a): int(b) for a, b in zip(rows, columns, strict=True) if value[a, b] > 0}
    return found | _between_anchors(words_left, words_right, found)


def by_vocabulary(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> npt.NDArray[np.float64]:
    """Words alike by lemma, by stem, or by standing in one group of kindred words."""
    groups_left, groups_right = _groups(left, vocabulary), _groups(right, vocabulary)

    def alike(a: Word, b: Word) -> float:
        if a.lemma == b.lemma:
            return EQUAL if a.content and b.content else FUNCTION
        if not (a.content and b.content):
            return 0.0
        kin = groups_left.get(a.start, frozenset()) & groups_right.get(b.start, frozenset())
        return KINDRED if kin or _one_stem(a.lemma, b.lemma) else 0.0

    words_left, words_right = inner_words(left), inner_words(right)
    return np.array([[alike(a, b) for b in words_right] for a in words_left], dtype=np.float64)


def _one_stem(a: str, b: str) -> bool:
    """ "expand" and "expansion", "hope" and "hopes"; not "hope" and "hopper"."""
    short, long = sorted((a, b), key=len)
    if len(short) >= STEM and short[:STEM] == long[:STEM]:
        return True
    return len(short) == STEM - 1 and long.startswith(short) and len(long) == STEM


def _groups(claim: AccountClaim, vocabulary: Vocabulary) -> dict[int, frozenset[str]]:
    return {word.start: found.keys for found in vocabulary.kindred.find(claim) for word in found.words}


def _between_anchors(left: Sequence[Word], right: Sequence[Word], found: dict[int, int]) -> dict[int, int]:
    """Unanswered content words of one part of speech that stand between the same two answered neighbours.

    Only in narrow gaps beside a content word: in a wide one, words that merely stand there do not answer each other.
    """
    kept = _longest_rising(found)
    bounds = [(-1, -1), *sorted((a, b) for a, b in found.items() if a in kept), (len(left), len(right))]
    answered = set(found.values())
    extra: dict[int, int] = {}
    for (a, b), (next_a, next_b) in pairwise(bounds):
        ours = [k for k in range(a + 1, next_a) if k not in found and left[k].content]
        theirs = [k for k in range(b + 1, next_b) if k not in answered and right[k].content]
        beside = any(0 <= edge < len(left) and left[edge].content for edge in (a, next_a))
        if beside and max(len(ours), len(theirs)) <= GAP:
            extra |= _paired_by_kind(left, right, ours, theirs)
    return extra


def _paired_by_kind(left: Sequence[Word], right: Sequence[Word], ours: list[int], theirs: list[int]) -> dict[int, int]:
    """Each of our words with the first free one of theirs that is of its part of speech."""
    pairs: dict[int, int] = {}
    for k in ours:
        match = next((m for m in theirs if right[m].pos == left[k].pos and m not in pairs.values()), None)
        if match is not None:
            pairs[k] = match
    return pairs


def _longest_rising(answers: dict[int, int]) -> set[int]:
    """Left indexes of a longest run of answers that keep the order on both sides."""
    best: list[tuple[int, int | None]] = []
    keys = sorted(answers)
    for n, key in enumerate(keys):
        before = [(best[m][0], m) for m in range(n) if answers[keys[m]] < answers[key]]
        length, origin = max(before, default=(0, None), key=lambda found: found[0])
        best.append((length + 1, origin))
    at: int | None = max(range(len(best)), key=lambda n: best[n][0], default=None)
    kept = set()
    while at is not None:
        kept.add(keys[at])
        at = best[at][1]
    return kept


def _cut(claim: AccountClaim, words: Sequence[Word], marks: dict[int, Mark]) -> tuple[list[Piece], dict[int, int]]:
    """The claim's text in pieces, and which piece holds each answered word."""
    pieces: list[Piece] = []
    holds: dict[int, int] = {}
    end = 0
    for number, word in enumerate(words):
        start, stop = word.start - claim.span.start, word.end - claim.span.start
        if start > end:
            _add(pieces, Piece(end, start, Mark.PLAIN))
        end = stop
        if number in marks:
            holds[number] = len(pieces)
            pieces.append(Piece(start, stop, marks[number]))
        else:
            _add(pieces, Piece(start, stop, Mark.ONLY if word.content else Mark.PLAIN))
    if end < len(claim.text):
        _add(pieces, Piece(end, len(claim.text), Mark.PLAIN))
    return pieces, holds


def _add(pieces: list[Piece], piece: Piece) -> None:
    """Add an unanswered piece, joined to the one before it where that is of the same kind."""
    if pieces and pieces[-1].mark == piece.mark and piece.mark in (Mark.ONLY, Mark.PLAIN):
        piece = Piece(pieces.pop().start, piece.end, piece.mark)
    pieces.append(piece)
