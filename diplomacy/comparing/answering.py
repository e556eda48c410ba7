"""Which words of two claims answer each other.

Equal words do, wherever they stand; then words of one stem or of one group of the vocabulary, and words that mean
much the same where they stand; then words of one part of speech between the same neighbours.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from diplomacy.comparing.values import AccountClaim
from diplomacy.comparing.vocabulary import KEPT, Vocabulary, surface
from diplomacy.reading.values import Word

Table = npt.NDArray[np.float64]

STEM = 5
EQUAL, KINDRED = 1.0, 0.6
FUNCTION = 0.1
"""What an equal function word counts beside a content word."""
NEARNESS = 0.05
"""How much it counts at most that two words stand at like places."""
ALIKE, ALIKE_NAMES, ALIKE_ACROSS = 0.4, 0.45, 0.57
"""From which cosine of their vectors words of one kind, one of them a name, and of two kinds answer each other."""
KINDS = {"PROPN": "NOUN", "AUX": "VERB", "ADV": "ADJ"}
JUST_ASKED = 16
"""For how many pairs the answers are kept: relation, facets and wording ask for the same ones."""
GAP = 2
"""How many words of either side may stand unanswered between two neighbours for them to answer each other."""


@lru_cache(maxsize=KEPT)
def inner_words(claim: AccountClaim) -> tuple[Word, ...]:
    """The claim's words in order, without what is not a word or lies outside its span."""
    kept: list[Word] = []
    for word in sorted(claim.words, key=lambda w: (w.start, w.end)):
        begins = kept[-1].end if kept else claim.span.start
        if word.pos not in ("PUNCT", "SPACE", "SYM") and begins <= word.start < word.end <= claim.span.end:
            kept.append(word)
    return tuple(kept)


def answering(left: AccountClaim, right: AccountClaim, *, vocabulary: Vocabulary) -> Mapping[int, int]:
    """Which of the left claim's inner words is answered by which of the right's, by index.

    Nothing depends on which claim is left.
    """
    if left.id <= right.id:
        return _answering(left, right, vocabulary)
    return {a: b for b, a in _answering(right, left, vocabulary).items()}


@lru_cache(maxsize=JUST_ASKED)
def _answering(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> Mapping[int, int]:
    words_left, words_right = inner_words(left), inner_words(right)
    if not words_left or not words_right:
        return {}
    value = np.maximum(by_vocabulary(left, right, vocabulary), by_meaning(left, right))
    place = np.abs(np.linspace(0, 1, len(words_left))[:, None] - np.linspace(0, 1, len(words_right))[None, :])
    rows, columns = linear_sum_assignment(np.where(value > 0, value + NEARNESS * (1 - place), 0.0), maximize=True)
    found = {int(a): int(b) for a, b in zip(rows, columns, strict=True) if value[a, b] > 0}
    return found | _between_anchors(words_left, words_right, found)


def equal(left: AccountClaim, a: Word, right: AccountClaim, b: Word) -> bool:
    """Whether two words are one by lemma or as they are written: one tagged otherwise has another lemma."""
    return a.lemma == b.lemma or surface(left, a).casefold() == surface(right, b).casefold()


def by_vocabulary(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> Table:
    """How far inner words answer each other as equal, by stem, or by standing in one group of kindred words."""
    groups_left, groups_right = _groups(left, vocabulary), _groups(right, vocabulary)

    def alike(a: Word, b: Word) -> float:
        if equal(left, a, right, b):
            return EQUAL if a.content and b.content else FUNCTION
        if not (a.content and b.content):
            return 0.0
        kin = groups_left.get(a.start, frozenset()) & groups_right.get(b.start, frozenset())
        return KINDRED if kin or _one_stem(a.lemma, b.lemma) else 0.0

    words_left, words_right = inner_words(left), inner_words(right)
    return np.array([[alike(a, b) for b in words_right] for a in words_left], dtype=np.float64)


def by_meaning(left: AccountClaim, right: AccountClaim) -> Table:
    """How far inner words answer each other by their vectors: the cosine where it is high enough, else 0.

    The vectors are kept as signs; the share of signs that two have in common tells the angle between them.
    """
    one, other = _signs(left), _signs(right)
    cosine = np.sin(np.pi / 2 * (one @ other.T) / one.shape[1])
    floor = np.array([[_floor(a, b) for b in inner_words(right)] for a in inner_words(left)])
    return np.where(cosine >= floor, cosine, 0.0)


def _floor(a: Word, b: Word) -> float:
    if KINDS.get(a.pos, a.pos) != KINDS.get(b.pos, b.pos):
        return ALIKE_ACROSS
    return ALIKE_NAMES if "PROPN" in (a.pos, b.pos) else ALIKE


def _signs(claim: AccountClaim) -> Table:
    """1 and -1 for each inner word's vector; zeros for a word that has none."""
    words = inner_words(claim)
    row_of = {word.start: row for row, word in enumerate(w for w in claim.words if w.content)}
    signs = np.zeros((len(words), 8 * claim.word_vectors.shape[1]))
    for at, word in enumerate(words):
        row = row_of.get(word.start, len(claim.word_vectors))
        if row < len(claim.word_vectors) and claim.word_vectors[row].any():
            signs[at] = 2.0 * np.unpackbits(claim.word_vectors[row]) - 1
    return signs


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
    kept = longest_rising(found)
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


def longest_rising(answers: dict[int, int]) -> set[int]:
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
