"""Whose words a text repeats: the same story in many papers is one account with many copies.

Texts that may be copies share a band of their MinHash; whether they are is settled by the words themselves. Of texts
that are copies of one another one is the head: an institution's own before a wire's own, that before the earliest.
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from functools import lru_cache

from datasketch import MinHash

from diplomacy.reading.values import Span

WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
SENTENCE = re.compile(r"[^\n]+?(?:[.!?…][”\"’')\]]*(?=\s+[“\"‘'(\[]?[A-ZÀ-Þ0-9])|(?=\n|$))")
SHINGLE = 4
"""Words in a row. Of fewer, fixed phrases are made; of more, one word spelled otherwise spoils a whole sentence."""
BANDS, ROWS = 64, 2
"""Texts that have a quarter of all their shingles in common share a band in 98 of 100 cases, a tenth in 47."""
SEED = 1
LEAST = 50
"""So many shingles are in common at least, some two sentences: of less, alerts and formulas are made."""
CONTAINED = 0.6
"""The share of the shorter text's shingles that the longer one has, from which on one was made of the other."""
OWN = 0.5
"""The share of a copy's shingles that are the head's; with fewer, it is a story of its own that has the other in it."""
CUT = 0.4
"""A text of less than this share of another that has it in full is cut from it, though it came earlier; a story put
together of two others has more of each."""
NEAR = timedelta(days=3)
"""How far apart copies are published."""
HALF = 0.5
"""A sentence of which less than this share of the words stands in the other text is not in it."""


class Standing(IntEnum):
    """What a text has to be the head of its copies, the most first."""

    INSTITUTION = 0
    """The account of an institution, by itself."""
    AGENCY = 1
    """An agency's story, where that agency publishes it."""
    OTHER = 2


@dataclass(frozen=True, slots=True)
class Printed:
    """A text as it is looked at for copies."""

    id: int
    shingles: frozenset[int]
    bands: tuple[int, ...]
    published: datetime
    """In UTC as far as that is known, so that texts can be put in order."""
    standing: Standing = Standing.OTHER
    publisher: str = ""
    """Who prints it. Two texts of one publisher are copies only where they have the same words."""
    country: str = ""
    """Of an institution: one may print the other's account where both speak for the same country."""
    apart: bool = False
    """Whether it is to stand by itself, whatever its words."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What a copy has of its head's words, and what only one of the two has."""

    share: float
    """How many of the copy's words stand in a row of the head's, from 0 to 1."""
    kept: float
    """How many of the head's words the copy has, from 0 to 1."""
    added: tuple[Span, ...]
    """Sentences of the copy."""
    missing: tuple[Span, ...]
    """Sentences of the head."""


@lru_cache(maxsize=1024)
def shingles(text: str) -> frozenset[int]:
    """Every run of `SHINGLE` words as a number of 64 bits; case, accents and marks do not count."""
    return frozenset(_numbers([word for word, _ in _words(text)]))


def bands(found: Collection[int]) -> tuple[int, ...]:
    """The bands of a text with these shingles, signed numbers of 64 bits; none for a text too short to be a copy."""
    if len(found) < LEAST:
        return ()
    sketch = MinHash(BANDS * ROWS, seed=SEED, scheme="affine64", hashfunc=int, gpu_mode="disable")
    sketch.update_batch(sorted(found))
    rows = sketch.hashvalues.astype(">u8").reshape(BANDS, ROWS)
    return tuple(_number(place.to_bytes(1) + row.tobytes(), signed=True) for place, row in enumerate(rows))


def alike(one: Printed, other: Printed) -> bool:
    """Whether one of two texts was made of the other, or both of a third."""
    if abs(one.published.date() - other.published.date()) > NEAR:
        return False
    if one.publisher == other.publisher and one.shingles != other.shingles:
        return False
    common = len(one.shingles & other.shingles)
    return common >= LEAST and common >= CONTAINED * min(len(one.shingles), len(other.shingles))


def heads(texts: Sequence[Printed]) -> dict[int, int]:
    """For each text the one whose copy it is, itself for a head; the order of `texts` changes nothing.

    A copy's head is a head itself. `texts` are all that are alike to one of them, and those that are alike to these.
    """
    rank = _ranks(texts)
    found: list[Printed] = []
    for text in sorted(texts, key=lambda text: rank[text.id]):
        if not any(_is_copy(text, head) for head in found):
            found.append(text)
    chosen = {head.id for head in found}
    return {text.id: text.id if text.id in chosen else _nearest(text, found, rank) for text in texts}


def differences(head: str, copy: str) -> Differences:
    """How a copy's text differs from its head's, sentence by sentence."""
    there, here = shingles(head), shingles(copy)
    own, others = _covered(copy, there), _covered(head, here)
    return Differences(_share(own), _share(others), _apart(copy, own), _apart(head, others))


def _is_copy(text: Printed, head: Printed) -> bool:
    """Whether a text that comes after `head` is a copy of it."""
    if text.apart or (text.standing is Standing.INSTITUTION and not _same_side(text, head)):
        return False
    return alike(text, head) and _own(text, head) >= OWN


def _same_side(text: Printed, head: Printed) -> bool:
    """Whether both are institutions' of one country: a joint statement is each side's own."""
    return head.standing is Standing.INSTITUTION and bool(text.country) and text.country == head.country


def _own(text: Printed, head: Printed) -> float:
    return len(text.shingles & head.shingles) / len(text.shingles)


def _nearest(text: Printed, found: Sequence[Printed], rank: Mapping[int, tuple[object, ...]]) -> int:
    """Of the heads that it is a copy of, the one that has the most of its words, and that it has the most of."""
    of = [head for head in found if _is_copy(text, head)]
    return min(of, key=lambda head: (-len(text.shingles & head.shingles), len(head.shingles), rank[head.id])).id


def _ranks(texts: Sequence[Printed]) -> dict[int, tuple[object, ...]]:
    """What is smaller for the better head, and depends on nothing but the texts.

    What is cut from a fuller text comes behind that. Of texts of one time, the one that most others are like comes
    first: what is added, changed or cut stands in few.
    """
    like: dict[int, int] = {}
    for text in texts:
        own = set(text.bands)
        like[text.id] = sum(len(own.intersection(other.bands)) for other in texts)
    return {
        text.id: (
            text.standing,
            any(len(text.shingles) < CUT * len(other.shingles) and alike(text, other) for other in texts),
            text.published,
            -like[text.id],
            text.publisher,
            sorted(text.bands),
            text.id,
        )
        for text in texts
    }


def _words(text: str) -> list[tuple[str, Span]]:
    plain = text if text.isascii() else "".join(unicodedata.normalize("NFD", char)[0] for char in text)
    return [(word[0].casefold().replace("’", "'"), Span(*word.span())) for word in WORD.finditer(plain)]


def _numbers(words: Sequence[str]) -> list[int]:
    runs = (" ".join(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1))
    return [_number(run.encode("utf-8", "surrogatepass")) for run in runs]


def _number(data: bytes, *, signed: bool = False) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), signed=signed)


def _covered(text: str, other: Collection[int]) -> list[tuple[Span, bool]]:
    """Each word of `text`, and whether it stands in a run of words that the other text has."""
    words = _words(text)
    inside = [False] * len(words)
    for start, number in enumerate(_numbers([word for word, _ in words])):
        if number in other:
            inside[start : start + SHINGLE] = [True] * SHINGLE
    return [(span, there) for (_, span), there in zip(words, inside, strict=True)]


def _share(covered: Sequence[tuple[Span, bool]]) -> float:
    return sum(there for _, there in covered) / len(covered) if covered else 1.0


def _apart(text: str, covered: Sequence[tuple[Span, bool]]) -> tuple[Span, ...]:
    """The sentences of which the other text has less than half of the words."""
    found, place = [], 0
    for sentence in SENTENCE.finditer(text):
        there = []
        while place < len(covered) and covered[place][0].start < sentence.end():
            there.append(covered[place][1])
            place += 1
        start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
        if there and sum(there) < HALF * len(there):
            found.append(Span(start, sentence.end()))
    return tuple(found)
