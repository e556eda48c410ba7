"""Words that one account prints in quotation marks, checked against the text of another account.

Offsets are half-open and count into the text that they are of: a quotation's into its own account's, what is found
and what is dropped into the other's.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise, takewhile

from diplomacy.comparing.answering import inner_words
from diplomacy.comparing.values import AccountClaim, FoundPair, Relation
from diplomacy.comparing.vocabulary import Vocabulary, load
from diplomacy.reading.values import Span

WORD = re.compile(r"\w+(?:[’'‑-]\w+)*")
FEW = 3
"""Quotations of fewer words are names: words may stand around them anywhere, so that only a modifier is dropped."""
PIECE = 3
"""How many words a piece of a spliced quotation has at least."""
APART = 80
"""How many words may lie at most between two pieces of a spliced quotation."""
LONG = 4
"""Letters from which on a word that reading has not looked at counts as content."""
BY_CHANCE = {1: 0.45, 2: 0.7}
"""How sure it is that so few words, where they stand in both texts, are those that were said."""
MODIFYING = frozenset({"ADJ", "ADV", "CCONJ", "NUM"})
SAYING_IT = (Relation.SAME, Relation.REWORDED)
HALF = 0.5
NOWHERE = 0.7
"""How sure it is that an account has nothing of a quotation: that its words are not there is certain, not the rest."""


class Fidelity(StrEnum):
    """What became of words in quotation marks, seen from another account."""

    VERBATIM = "verbatim"
    CLIPPED = "clipped"
    """They stand there, and go on, or are qualified, in words that the quotation drops."""
    SPLICED = "spliced"
    """They stand there in pieces, with other words between."""
    PARTLY = "partly"
    """The other account quotes a part of it."""
    TRANSLATED = "translated"
    """The other account has the claim in other words: another translation, or a free report."""
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation: where its words stand, without the marks, and the claims that it lies in."""

    span: Span
    text: str
    claims: tuple[AccountClaim, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """The account that a quotation is checked against."""

    article: int
    text: str
    claims: tuple[AccountClaim, ...]
    quotations: tuple[Span, ...] = ()
    """Its own quotations, without the marks."""


@dataclass(frozen=True, slots=True)
class Check:
    """What a quotation is in one other account."""

    article: int
    fidelity: Fidelity
    found: tuple[Span, ...] = ()
    """Where the words, or the claim that has them otherwise, stand; in order, none overlapping."""
    dropped: tuple[Span, ...] = ()
    """Words beside or between those found that the quotation leaves out."""
    score: float = 1.0
    """From 0 to 1: how sure."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    span: Span
    word: str


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text, and where in their row each of them stands."""

    tokens: tuple[_Token, ...]
    places: Mapping[str, Sequence[int]]


def check(
    quoted: Quoted, telling: Telling, *, pairs: Collection[FoundPair] = (), vocabulary: Vocabulary | None = None
) -> Check:
    """Say what `quoted` is in `telling`; `pairs` are those that its claims stand in."""
    vocabulary = vocabulary or load()
    wanted, there = _words(quoted.text).tokens, _words(telling.text)
    if not wanted:
        return Check(telling.article, Fidelity.ABSENT, why="there are no words in it")
    places = [at for at, length in _runs(wanted, there) if length == len(wanted)]
    if places:
        return min(
            (_whole(quoted, telling, there.tokens[at : at + len(wanted)], vocabulary) for at in places),
            key=lambda found: (sum(span.end - span.start for span in found.dropped), found.found),
        )
    return (
        _spliced(telling, wanted, there)
        or _partly(quoted, telling)
        or (_translated(quoted, telling, pairs) if len(wanted) >= FEW else None)
        or Check(telling.article, Fidelity.ABSENT, (), (), NOWHERE, "neither the words nor a claim that answers them")
    )


def summary(checks: Sequence[Check]) -> Check | None:
    """The check that tells most of a quotation: that an account has more of it, else that one has it, and so on."""
    order = (
        Fidelity.CLIPPED,
        Fidelity.VERBATIM,
        Fidelity.SPLICED,
        Fidelity.PARTLY,
        Fidelity.TRANSLATED,
        Fidelity.ABSENT,
    )
    return min(checks, key=lambda found: (order.index(found.fidelity), -found.score), default=None)


@lru_cache(maxsize=256)
def _words(text: str) -> _Words:
    """Kept for a while: an account's text is looked through for every quotation of the others."""
    tokens = tuple(
        _Token(Span(*found.span()), found[0].casefold().replace("’", "'").replace("‑", "-"))
        for found in WORD.finditer(text)
    )
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(tokens):
        places[token.word].append(at)
    return _Words(tokens, dict(places))


def _runs(wanted: Sequence[_Token], there: _Words, *, start: int = 0) -> Iterator[tuple[int, int]]:
    """Where the other text begins as `wanted` does, from `start` on, and for how many words it goes on so."""
    for at in there.places.get(wanted[0].word, ()) if wanted else ():
        if at >= start:
            both = zip(wanted, there.tokens[at : at + len(wanted)], strict=False)
            yield at, sum(1 for _ in takewhile(lambda pair: pair[0].word == pair[1].word, both))


def _whole(quoted: Quoted, telling: Telling, found: Sequence[_Token], vocabulary: Vocabulary) -> Check:
    """The check of words that stand in the other text without a break."""
    span = Span(found[0].span.start, found[-1].span.end)
    told = {word.lemma.lower() for claim in quoted.claims for word in claim.words}
    sides = [_before(telling, span, told, vocabulary)]
    if len(found) >= FEW:
        sides.append(_behind(telling, span, told))
    dropped = tuple(side for side in sides if side)
    sure = BY_CHANCE.get(len(found), 1.0)
    if dropped:
        words = " … ".join(side.of(telling.text) for side in dropped)
        return Check(telling.article, Fidelity.CLIPPED, (span,), dropped, 0.85 * sure, f"it leaves out “{words}”")
    few = " (so few that it may be chance)" if len(found) < FEW else ""
    return Check(telling.article, Fidelity.VERBATIM, (span,), (), sure, f"all of its words stand there in a row{few}")


def _before(telling: Telling, span: Span, told: Collection[str], vocabulary: Vocabulary) -> Span | None:
    """What qualifies the first word in the other text, and is not told beside the quotation."""
    claim = _holding(telling, span.start)
    words = [word for word in claim.words if word.end <= span.start and word.pos != "PUNCT"] if claim else []
    start, lost, article = span.start, False, False
    for word in reversed(words):
        lemma = word.lemma.lower()
        negation = lemma in vocabulary.negations
        if word.pos == "DET" and not negation and not article:
            article = True  # before "a lawful measure" only a "not" would qualify it
            continue
        if not negation and (article or word.pos not in MODIFYING):
            break
        start = word.start
        lost = lost or negation or (word.content and lemma not in told)
    return _trimmed(telling.text, start, span.start) if lost else None


def _behind(telling: Telling, span: Span, told: Collection[str]) -> Span | None:
    """How the claim, or the quotation, goes on in the other text, where that tells more than the quoting account."""
    claim = _holding(telling, span.end - 1)
    inside = next((q for q in telling.quotations if q.start <= span.start and span.end <= q.end), None)
    end = max(claim.span.end if claim else span.end, inside.end if inside else span.end)
    known = {word.start: word for held in telling.claims for word in held.words}
    for token in _words(telling.text[span.end : end]).tokens:
        word = known.get(span.end + token.span.start)
        if word.content and word.lemma.lower() not in told if word else len(token.word) >= LONG:
            return _trimmed(telling.text, span.end, end)
    return None


def _holding(telling: Telling, at: int) -> AccountClaim | None:
    """The shortest claim that holds this offset."""
    holding = (claim for claim in telling.claims if at in claim.span)
    return min(holding, key=lambda claim: (claim.span.end - claim.span.start, claim.id), default=None)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """From the first word to the last; None where there is none."""
    words = [found.span() for found in WORD.finditer(text[start:end])]
    return Span(start + words[0][0], start + words[-1][1]) if words else None


def _spliced(telling: Telling, wanted: Sequence[_Token], there: _Words) -> Check | None:
    """Pieces that together are all of the quotation, in its order; None where they do not make it up."""
    pieces: list[Span] = []
    at, behind = 0, 0
    while at < len(wanted):
        runs = _runs(wanted[at:], there, start=behind)
        place, length = max(runs, key=lambda run: (run[1], -run[0]), default=(behind, 0))
        if length < PIECE or (pieces and place - behind > APART):
            return None
        pieces.append(Span(there.tokens[place].span.start, there.tokens[place + length - 1].span.end))
        at, behind = at + length, place + length
    gaps = (_trimmed(telling.text, one.end, other.start) for one, other in pairwise(pieces))
    dropped = tuple(gap for gap in gaps if gap)
    words = " … ".join(f"“{gap.of(telling.text)}”" for gap in dropped)
    return Check(telling.article, Fidelity.SPLICED, tuple(pieces), dropped, 0.85, f"between its pieces stands {words}")


def _partly(quoted: Quoted, telling: Telling) -> Check | None:
    """The longest quotation of the other account that is a part of this one."""
    whole = _words(quoted.text)
    parts = []
    for span in telling.quotations:
        words = _words(span.of(telling.text)).tokens
        if len(words) >= FEW and any(length == len(words) for _, length in _runs(words, whole)):
            parts.append((len(words), span))
    if not parts:
        return None
    length, span = max(parts, key=lambda part: (part[0], -part[1].start))
    why = f"{length} of its {len(whole.tokens)} words are quoted there"
    return Check(
        telling.article, Fidelity.PARTLY, (_trimmed(telling.text, span.start, span.end) or span,), (), 1.0, why
    )


def _translated(quoted: Quoted, telling: Telling, pairs: Collection[FoundPair]) -> Check | None:
    """The claims of the other account that are paired with the quotation's, where they answer the quoted words."""
    theirs = {claim.id: claim for claim in telling.claims}
    met: list[tuple[AccountClaim, FoundPair]] = []
    answered, inside, content = 0, 0, 0
    for mine in quoted.claims:
        words = [word.start for word in inner_words(mine) if word.content]
        wanted = {start for start in words if start in quoted.span}
        inside += len(wanted)
        content += len(words)
        pair = _best(mine.id, theirs, pairs)
        if pair and wanted:
            left = pair.left == mine.id
            answered += len(wanted & {one if left else other for one, other in pair.answers})
            met.append((theirs[pair.right if left else pair.left], pair))
    alone = len(quoted.claims) == 1 and inside >= HALF * content
    if not met or not (alone or answered >= HALF * inside):
        return None
    score = sum(pair.score for _, pair in met) / len(met) * (1 + answered / inside) / 2
    told = " … ".join(f"“{claim.text}”" for claim, _ in met)
    why = f"its claim meets {told} there, which answers {answered} of {inside} quoted words that carry meaning"
    return Check(telling.article, Fidelity.TRANSLATED, _apart(claim.span for claim, _ in met), (), score, why)


def _best(claim: int, theirs: Collection[int], pairs: Iterable[FoundPair]) -> FoundPair | None:
    """The surest pair of a claim with one of theirs that says the same."""
    fitting = (
        pair
        for pair in pairs
        if pair.relation in SAYING_IT
        and ((pair.left == claim and pair.right in theirs) or (pair.right == claim and pair.left in theirs))
    )
    return max(fitting, key=lambda pair: pair.score, default=None)


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those left out that overlap one before them."""
    kept: list[Span] = []
    for span in sorted(set(spans)):
        if not kept or not kept[-1].overlaps(span):
            kept.append(span)
    return tuple(kept)
