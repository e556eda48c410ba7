"""What a curator wants a statement or claims to be, made to fit the text: trimmed, in order, apart, of a known kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from diplomacy.reading.speech.quotes import MARKS, find_quotations
from diplomacy.reading.values import Span, StatementKind

MOST = 20
"""Stretches that a statement may have."""


class UnfitError(ValueError):
    """What was asked for can't be; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as somebody wants it; offsets count in the text."""

    content: tuple[Span, ...]
    speakers: tuple[int, ...]
    """Ids of actors; none: nobody knows who."""
    cue: Span | None = None
    kind: str = ""
    """Empty: as the quotation marks say, or free where there is no cue."""
    via: int | None = None
    """Through whom it is told (an actor's id), where that is not the speaker."""
    silence: bool = False
    """Whether they did not say it, says the text."""

    @property
    def actors(self) -> tuple[int, ...]:
        """All whom it names (ids)."""
        return (*self.speakers, *([self.via] if self.via else []))


@dataclass(frozen=True, slots=True)
class Piece:
    """A claim as somebody wants it."""

    span: Span
    context: bool


def fit(text: str, said: Said) -> Said:
    """The statement with its words trimmed and in order; raises UnfitError."""
    content = tuple(sorted(_trimmed(text, span) for span in said.content))
    cue = _trimmed(text, said.cue) if said.cue else None
    if not content or len(content) > MOST:
        message = f"A statement has from one to {MOST} stretches of words."
        raise UnfitError(message)
    _apart(text, [*content, *([cue] if cue else [])])
    speakers = tuple(dict.fromkeys(said.speakers))
    kind = said.kind or kind_of(text, content, cued=cue is not None)
    if kind not in set(StatementKind):
        message = f"“{kind}” is no kind of statement."
        raise UnfitError(message)
    return replace(said, content=content, speakers=speakers, cue=cue, kind=str(kind))


def fit_pieces(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Claims with their words trimmed and in order; raises UnfitError."""
    trimmed = [replace(piece, span=_trimmed(text, piece.span)) for piece in pieces]
    _apart(text, [piece.span for piece in trimmed])
    return sorted(trimmed, key=lambda piece: piece.span)


def kind_of(text: str, content: Sequence[Span], *, cued: bool) -> StatementKind:
    """What the quotation marks make of a statement."""
    quotations = find_quotations(text)
    inside = [any(q.inner.start <= span.start and span.end <= q.outer.end for q in quotations) for span in content]
    if all(inside):
        return StatementKind.DIRECT
    marked = any(character in MARKS for span in content for character in span.of(text))
    return StatementKind.MIXED if marked or any(inside) else (StatementKind.INDIRECT if cued else StatementKind.FREE)


def _apart(text: str, spans: Sequence[Span]) -> None:
    ordered = sorted(spans)
    if any(not 0 <= span.start < span.end <= len(text) for span in ordered):
        message = "These words are not in the text."
        raise UnfitError(message)
    if any(one.overlaps(other) for one, other in pairwise(ordered)):
        message = "Two stretches of the words, or the words and the cue, overlap."
        raise UnfitError(message)


def _trimmed(text: str, span: Span) -> Span:
    """Without white space at its edges."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.end - len(words) + len(words.rstrip())))
