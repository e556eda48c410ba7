"""What reading finds in a text, as plain values: no spaCy object ever leaves this package.

All offsets are half-open and count Unicode code points of `Document.text`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
WordVectors = npt.NDArray[np.uint8]
"""A row for each content word of a claim, in order: of the 384 numbers of its vector where it stands the signs alone, a
bit each, set where positive: shape (content words, 48). All zeros: the model did not reach the word."""
WORD_VECTOR_BYTES = 48


class ActorKind(StrEnum):
    """What sort of source an actor is."""

    PERSON = "person"
    COUNTRY = "country"
    ORGANISATION = "organisation"
    UNNAMED = "unnamed"


class StatementKind(StrEnum):
    """How far a statement's content stands inside quotation marks, or that it has no cue of its own."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    FREE = "free"


class CueClass(StrEnum):
    """The stance that a cue lends to what it reports."""

    NEUTRAL = "neutral"
    EMPHATIC = "emphatic"
    REITERATING = "reiterating"
    EVALUATIVE = "evaluative"
    REQUESTING = "requesting"
    COMMITTING = "committing"
    CONDEMNING = "condemning"
    THANKING = "thanking"


class ExchangeKind(StrEnum):
    """What sort of exchange took place."""

    CALL = "call"
    MEETING = "meeting"
    VISIT = "visit"
    LETTER = "letter"
    SUMMIT = "summit"


class ClaimRole(StrEnum):
    """Whether a claim tells of the exchange itself or of what lies around it."""

    EXCHANGE = "exchange"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open run of characters."""

    start: int
    end: int

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The characters of this span."""
        return text[self.start : self.end]

    def without(self, taken: "Iterable[Span]") -> "Iterator[Span]":
        """What of it lies in none of the others, which are in order."""
        at = self.start
        for span in taken:
            if span.overlaps(self):
                if at < span.start:
                    yield Span(at, span.start)
                at = max(at, span.end)
        if at < self.end:
            yield Span(at, self.end)


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office held from `start` to `end` (both inclusive; None: not known)."""

    office: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor that the caller's store knows, for the reader to resolve names against."""

    key: str
    """The caller's own, opaque to reading."""
    name: str
    kind: ActorKind
    country: str = ""
    """Name of the country that the actor acts for."""
    aliases: tuple[str, ...] = ()
    tenures: tuple[Tenure, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read, with what is known of it beforehand."""

    text: str
    title_end: int
    """Offset at which the title ends; 0 where the text has none."""
    body_start: int
    """Offset of the first paragraph of the body, after title and standfirst."""
    published: date
    official: bool = False
    """Whether an institution speaks for itself here (a readout), rather than a reporter."""
    outlet: str = ""
    outlet_country: str = ""
    byline: str = ""
    """Who signs it, as printed; in an official text the one who says "I"."""
    dateline: str = ""
    """The place that its dateline names, as printed."""


@dataclass(frozen=True, slots=True)
class ActorFound:
    """An actor of this text: one that the store knows, or one that the text introduces."""

    name: str
    kind: ActorKind
    country: str = ""
    office: str = ""
    aliases: tuple[str, ...] = ()
    """The other names that this text uses for the actor."""
    known: str | None = None
    """The key of the `KnownActor`, or None for one that this text introduces."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name an actor; `actors` are indexes into `Reading.actors`."""

    span: Span
    actors: tuple[int, ...]
    rule: str
    """How the words were resolved, for people to read ("surname of Dmytro Kuleba")."""


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that attribute a statement."""

    span: Span
    lemma: str
    cue_class: CueClass
    strength: int
    """From 1 (mentioned) to 5 (demanded), by the vocabulary file."""
    negated: bool = False
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """Content that the text attributes to a source."""

    spans: tuple[Span, ...]
    kind: StatementKind
    speakers: tuple[int, ...]
    """Indexes into `Reading.actors`."""
    cue: Cue | None
    mention: Mention | None
    via: int | None = None
    """Index into `Reading.actors` of the source that relays it."""
    silence: bool = False
    rule: str = ""
    """The pattern that found it, for people to read."""
    confidence: float = 1.0
    """From 0 to 1: the reader's own estimate."""


class Word(NamedTuple):
    """A word of a claim, as comparing needs it. A tuple: a page has thousands, and a dataclass takes thrice as long."""

    start: int
    end: int
    lemma: str
    pos: str
    """Universal part of speech ("NOUN")."""
    content: bool
    """False for function words and punctuation."""

    def within(self, span: Span) -> Span:
        """Where it stands, counted from the start of `span`."""
        return Span(self.start - span.start, self.end - span.start)


@dataclass(frozen=True, slots=True)
class Claim:
    """The smallest part of a statement, or of narration, that could be true or false by itself."""

    span: Span
    statement: int | None
    """Index into `Reading.statements`; None for narration."""
    words: tuple[Word, ...]
    role: ClaimRole = ClaimRole.EXCHANGE
    exchange: int | None = None
    """Index into `Reading.exchanges` of the exchange that it tells of."""
    quoted: bool = False
    """Whether most of its words stand inside quotation marks."""
    askers: tuple[int, ...] = ()
    """Indexes into `Reading.actors` of who asked for the exchange, where its words say so; each once."""


@dataclass(frozen=True, slots=True)
class ReportedExchange:
    """An exchange as one text reports it."""

    kind: ExchangeKind
    date: date
    participants: tuple[int, ...]
    """Indexes into `Reading.actors`."""
    initiator: int | None = None
    passages: tuple[Span, ...] = ()
    """The sentences that say that it took place."""
    reasons: tuple[str, ...] = ()
    """How kind, date and participants were found, a sentence each."""
    presumed: bool = False
    """Whether no words say of what kind it was, so that `kind` is what it mostly is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one text."""

    actors: tuple[ActorFound, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...]
    exchanges: tuple[ReportedExchange, ...]
    pipeline: str
    """Version of the reading and of the language model."""
