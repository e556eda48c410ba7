"""What comparing is given and what it gives back: plain values, no database, no language model."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from diplomacy.reading.values import (
    WORD_VECTOR_BYTES,
    CueClass,
    ExchangeKind,
    Span,
    StatementKind,
    Word,
    WordVectors,
)


class Relation(StrEnum):
    """How two paired claims stand to each other."""

    SAME = "same"
    REWORDED = "reworded"
    SHIFTED = "shifted"
    CONTRADICTED = "contradicted"
    DISPUTED = "disputed"


class Facet(StrEnum):
    """In what two paired claims differ."""

    NAMING = "naming"
    VERB = "verb"
    VOICE = "voice"
    SPEAKER = "speaker"
    HEDGE = "hedge"
    NUMBER = "number"
    DETAIL = "detail"


@dataclass(frozen=True, slots=True, eq=False)
class AccountClaim:
    """A claim of one account, with all that pairing looks at.

    Offsets (`span`, `words`) count into the article's whole text; `text` is the claim's own words. Equal to itself
    alone, so that what is found in a claim can be kept while it meets one account after another.
    """

    id: int
    span: Span
    text: str
    words: tuple[Word, ...]
    vector: npt.NDArray[np.float32] = field(repr=False)
    """Unit length, shape (384,)."""
    speakers: frozenset[int] = frozenset()
    """Actor ids; empty for narration."""
    speaks_for: frozenset[int] = frozenset()
    """Ids of the countries that the speakers are or act for."""
    askers: frozenset[int] = frozenset()
    """Ids of the sides that, by its words, asked for the exchange: a country for its people, else they themselves."""
    kind: StatementKind | None = None
    """Of its statement; None for narration."""
    cue_lemma: str = ""
    cue_class: CueClass = CueClass.NEUTRAL
    cue_strength: int = 0
    cue_negated: bool = False
    quoted: bool = False
    context: bool = False
    """True for background, history and third parties: may be paired, is never omitted."""
    title: bool = False
    """True for a claim of the headline or standfirst."""
    word_vectors: WordVectors = field(
        default_factory=lambda: np.zeros((0, WORD_VECTOR_BYTES), dtype=np.uint8), repr=False
    )
    """Of its content words, in order; without rows where none were made."""
    statement: int | None = None
    """Id of the statement that it is a part of; None for narration."""


@dataclass(frozen=True, slots=True)
class Account:
    """One article's telling of an exchange: its claims in the order of the text."""

    article: int
    claims: tuple[AccountClaim, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a score or of a judgement, in words."""

    name: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two claims, of two accounts, that report the same thing."""

    left: int
    right: int
    """Ids of the claims."""
    relation: Relation
    facets: tuple[Facet, ...]
    score: float
    """From 0 to 1."""
    reasons: tuple[Reason, ...]
    answers: tuple[tuple[int, int], ...] = ()
    """Where a word of the left claim starts, and the one of the right that answers it; empty for a disputed pair."""


@dataclass(frozen=True, slots=True)
class Omission:
    """A claim about the exchange that other accounts of it lack."""

    claim: int
    absent_from: tuple[int, ...]
    """Article ids."""


@dataclass(frozen=True, slots=True)
class ExchangeSeen:
    """An exchange as an article reports it, or as it is known already: what joining looks at."""

    kind: ExchangeKind
    date: date
    participants: frozenset[int]
    """Actor ids: people, or the states and institutions that stand for them."""
    presumed: bool = False
    """Whether no words say of what kind it was."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Which known exchange a reported one is."""

    known: int | None
    """Index into the known exchanges; None for a new one."""
    reasons: tuple[str, ...]
    """A sentence each, for people to read."""
    doubts: int = 0
    """How many of them tell of something that does not agree."""
