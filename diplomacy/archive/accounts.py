"""The accounts of exchanges as comparing takes them: the one place that builds its values from rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np
from django.db.models import FilteredRelation, Q, QuerySet

from diplomacy.archive.models import ActorKind, Claim, Coverage, Statement
from diplomacy.archive.prepared import Prepared, given
from diplomacy.comparing.values import Account, AccountClaim, Facet, FoundPair, Relation
from diplomacy.reading.values import WORD_VECTOR_BYTES, CueClass, Span, StatementKind, Word

NO_VECTOR = np.zeros(0, dtype=np.float32)
VECTORS = ("embedding__vector", "embedding__word_vectors")
"""What only comparing looks at."""


@dataclass(frozen=True, slots=True)
class Told:
    """How one exchange is told: an account for each article that covers it, copies apart, by their ids."""

    accounts: tuple[Account, ...] = ()
    names: dict[int, str] = field(default_factory=dict)
    """Actor id → name, of the speakers in these accounts and of the sides that their claims say asked for it."""


@dataclass(frozen=True, slots=True)
class _Speaker:
    actor: int
    name: str
    home: int | None
    """Id of the country that the speaker is or acts for."""


class _Claim(NamedTuple):
    """A stored claim with its statement, as one row: to make a model of each took longer than to fetch them."""

    id: int
    version: int
    coverage: int | None
    start: int
    end: int
    words: list[list[Any]]
    context: bool
    quoted: bool
    statement: int | None
    kind: str | None
    cue_lemma: str | None
    cue_class: str | None
    cue_strength: int | None
    cue_negated: bool | None
    vector: Any = None
    word_vectors: bytes | memoryview | None = None


_SHOWN = (
    *("pk", "version_id", "coverage_id", "start", "end", "words", "context", "quoted", "statement_id"),
    *(f"statement__{name}" for name in ("kind", "cue_lemma", "cue_class", "cue_strength", "cue_negated")),
)
"""Where the fields of a `_Claim` are stored, but for the vectors."""


@dataclass(frozen=True, slots=True)
class _Text:
    article: int
    text: str
    body_start: int


def _current() -> "QuerySet[Coverage, Any]":
    """The accounts with the text that each article now has."""
    now = FilteredRelation("article__versions", condition=Q(article__versions__current=True))
    return (
        Coverage.objects.accounts()
        .filter(exchange__any_of=given("exchanges"))
        .annotate(now=now)
        .order_by("exchange_id", "article_id")
        .values_list("pk", "exchange_id", "article_id", "now__pk", "now__text", "now__body_start")
    )


def _claims_with(*columns: str) -> "QuerySet[Claim, Any]":
    """The claims that tell of these exchanges or of none, in the order of the text."""
    about = Q(coverage__any_of=given("coverage")) | Q(coverage=None)
    rows = Claim.objects.filter(about, version__any_of=given("texts")).order_by("position", "pk")
    return rows.values_list(*_SHOWN, *columns)


_COVERAGE = Prepared(_current)
_CLAIMS = Prepared(_claims_with)
_CLAIMS_WITH_VECTORS = Prepared(lambda: _claims_with(*VECTORS))
_SPEAKERS = Prepared(
    lambda: (
        Statement.speakers.through._default_manager.filter(
            statement__version__article__any_of=given("articles"), statement__version__current=True
        )
        .order_by("pk")
        .values_list("statement_id", "actor_id", "actor__name", "actor__kind", "actor__country_id")
    )
)
_ASKERS = Prepared(
    lambda: Claim.askers.through._default_manager.filter(
        claim__version__article__any_of=given("articles"), claim__version__current=True
    ).values_list("claim_id", "actor_id", "actor__name", "actor__country_id", "actor__country__name")
)


def told(exchanges: Collection[int], *, vectors: bool = True) -> dict[int, Told]:
    """The accounts of the exchanges (by id), in four queries for any number of them.

    An account holds the claims of an article's current text that tell of the exchange, and those that tell of none,
    as context. Without `vectors` the claims have empty ones: enough for omissions, not for pairing.
    """
    rows = _COVERAGE(exchanges=list(exchanges))
    coverage = [(pk, exchange, article) for pk, exchange, article, *_ in rows]
    articles = {article for _, _, article in coverage}
    texts = {version: _Text(article, *text) for _, _, article, version, *text in rows if version}
    claims = _claims(texts, {pk for pk, _, _ in coverage}, vectors=vectors)
    speakers, askers = _speakers(articles), _askers(articles)
    accounts: defaultdict[int, list[Account]] = defaultdict(list)
    names: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for pk, exchange, article in coverage:
        own = [claim for claim in claims[article] if claim.coverage in (pk, None)]
        values = tuple(_value(claim, texts[claim.version], speakers, askers[claim.id]) for claim in own)
        accounts[exchange].append(Account(article, values))
        said = (speaker for claim in own for speaker in speakers[claim.statement])
        names[exchange] |= {side: name for claim in own for side, name in askers[claim.id].items()}
        names[exchange] |= {speaker.actor: speaker.name for speaker in said}
    return {exchange: Told(tuple(accounts[exchange]), names[exchange]) for exchange in exchanges}


PAIRED = ("left_id", "right_id", "relation", "facets", "score", "answers")
"""The columns of a pair that comparing takes."""


class _Paired(Protocol):
    """A stored pair, or a row of the columns `PAIRED`."""

    left_id: Any
    right_id: Any
    relation: Any
    facets: Any
    score: Any
    answers: Any


def found_pairs(rows: Iterable[_Paired]) -> tuple[FoundPair, ...]:
    """Stored pairs as comparing's values, without their reasons: nothing is judged by them."""
    return tuple(
        FoundPair(
            row.left_id,
            row.right_id,
            Relation(row.relation),
            tuple(Facet(facet) for facet in row.facets),
            row.score,
            (),
            tuple((left, right) for left, right in row.answers or ()),
        )
        for row in rows
    )


def _claims(texts: Mapping[int, _Text], coverage: Collection[int], *, vectors: bool) -> defaultdict[int, list[_Claim]]:
    """By article, in the order of the text; with the vectors last where they are asked for."""
    rows = (_CLAIMS_WITH_VECTORS if vectors else _CLAIMS)(coverage=list(coverage), texts=list(texts))
    claims: defaultdict[int, list[_Claim]] = defaultdict(list)
    for row in rows:
        claim = _Claim(*row)
        claims[texts[claim.version].article].append(claim)
    return claims


def _speakers(articles: Collection[int]) -> defaultdict[int | None, list[_Speaker]]:
    speakers: defaultdict[int | None, list[_Speaker]] = defaultdict(list)
    for statement, actor, name, kind, country in _SPEAKERS(articles=list(articles)):
        home = actor if kind == ActorKind.COUNTRY else country
        speakers[statement].append(_Speaker(actor, name, home))
    return speakers


def _askers(articles: Collection[int]) -> defaultdict[int, dict[int, str]]:
    """The sides that each claim says asked for the exchange, with their names: someone's country, else themselves."""
    askers: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for claim, actor, name, country, home in _ASKERS(articles=list(articles)):
        askers[claim] |= {country: home} if country else {actor: name}
    return askers


def _value(
    claim: _Claim, text: _Text, speakers: defaultdict[int | None, list[_Speaker]], askers: Collection[int]
) -> AccountClaim:
    said = speakers[claim.statement]
    return AccountClaim(
        id=claim.id,
        span=Span(claim.start, claim.end),
        text=text.text[claim.start : claim.end],
        words=tuple(map(Word._make, claim.words)),
        vector=NO_VECTOR if claim.vector is None else np.asarray(claim.vector, dtype=np.float32),
        speakers=frozenset([speaker.actor for speaker in said]),
        speaks_for=frozenset([speaker.home for speaker in said if speaker.home is not None]),
        askers=frozenset(askers),
        kind=StatementKind(claim.kind) if claim.kind else None,
        cue_lemma=claim.cue_lemma or "",
        cue_class=CueClass(claim.cue_class) if claim.cue_class else CueClass.NEUTRAL,
        cue_strength=claim.cue_strength or 0,
        cue_negated=claim.cue_negated or False,
        quoted=claim.quoted,
        context=claim.context or claim.coverage is None,
        title=claim.start < text.body_start,
        word_vectors=np.frombuffer(claim.word_vectors or b"", dtype=np.uint8).reshape(-1, WORD_VECTOR_BYTES),
        statement=claim.statement,
    )
