"""Which claims of the official readouts of an exchange their ministries have made before, and which are missing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Substr

from diplomacy.archive.accounts import NO_VECTOR
from diplomacy.archive.models import Claim, Coverage, Exchange
from diplomacy.comparing.formulas import ALIKE, NEAR, RITUAL, Missing, alike, missing
from diplomacy.comparing.values import AccountClaim
from diplomacy.reading.values import Span, Word

LOOKED_AT = 8
"""How many earlier readouts of a ministry on the same people are looked through for a missing formula."""
SAME_PEOPLE = 2
"""How many participants an earlier exchange shares with this one to be one of the same people."""

_NEAREST = """
WITH scan AS MATERIALIZED (
    SELECT set_config('hnsw.iterative_scan', 'strict_order', true)
        || set_config('hnsw.max_scan_tuples', '4000', true) AS setting
)
SELECT own.id, near.id, near.cosine
FROM scan, (
    SELECT c.id, c.vector, a.id AS article, a.outlet_id AS outlet, a.published_on AS day
    FROM archive_claim c JOIN archive_coverage v ON v.id = c.coverage_id AND v.version_id = c.version_id
        JOIN archive_article a ON a.id = v.article_id
    WHERE v.id = ANY(%(coverage)s) AND NOT c.context
) own CROSS JOIN LATERAL (
    SELECT c.id, 1 - (c.vector <=> own.vector) AS cosine
    FROM archive_claim c JOIN archive_version v ON v.id = c.version_id JOIN archive_article a ON a.id = v.article_id
    WHERE v.current AND a.outlet_id = own.outlet AND a.published_on < own.day AND a.id <> own.article
        AND scan.setting <> ''
    ORDER BY c.vector <=> own.vector LIMIT 12
) near
WHERE near.cosine >= %(near)s
"""
"""The nearest earlier claims of the same outlet, for every claim of these readouts at once.

The settings let the HNSW index go on where its first neighbours are other outlets', to a bound; they hold for the one
statement, and stand in it so that no index scan can start before they do.
"""


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """An earlier claim, nearly word for word the same."""

    claim: int
    article: int
    title: str
    on: date
    text: str
    score: float
    """The share of content words in common, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """A claim of a readout that its ministry has made before."""

    article: int
    claim: AccountClaim
    before: tuple[SaidBefore, ...]
    """One of each earlier readout that has it, the latest first."""

    @property
    def ritual(self) -> bool:
        """Whether it stands in so many earlier readouts that it tells nothing of this exchange."""
        return len(self.before) >= RITUAL


@dataclass(frozen=True, slots=True)
class Readout:
    """An official account of the exchange, with its formulas."""

    article: int
    repeated: tuple[Repeated, ...]
    missing: tuple[tuple[Missing, SaidBefore], ...]
    """Each with the latest claim that has it."""
    claims: int
    """How many claims about the exchange it has."""
    earlier: int
    """How many earlier readouts of its outlet, on exchanges of the same people, were looked through."""


def formulas(exchange: Exchange, coverage: Iterable[Coverage]) -> tuple[Readout, ...]:
    """The formulas of the official readouts among `coverage` (article and outlet loaded), in its order.

    Three queries, however many readouts and claims there are; none where no account is official.
    """
    official = [row for row in coverage if row.article.outlet.kind == "official"]
    if not official:
        return ()
    earlier = _earlier(exchange, official)
    nearest = _nearest(official)
    looked = {row.pk for row in official} | {pk for pks in earlier.values() for pk in pks}
    rows = _claims(looked, nearest, vectors=any(len(pks) >= RITUAL for pks in earlier.values()))
    return tuple(_readout(row, earlier[row.pk], nearest, rows) for row in official)


def _earlier(exchange: Exchange, official: Sequence[Coverage]) -> Mapping[int, list[int]]:
    """For each readout's coverage the coverage of its outlet's earlier ones on the same people, the latest first."""
    through = Exchange.participants.through._default_manager
    people = through.filter(exchange=exchange).values("actor")
    same = through.filter(actor__in=people).order_by().values("exchange")
    shared = same.annotate(n=Count("pk")).filter(n__gte=SAME_PEOPLE)  # type: ignore[misc]  # the stubs lose the annotation
    rows = (
        Coverage.objects.filter(
            exchange__in=shared.values("exchange"),
            article__outlet__in={row.article.outlet_id for row in official},
        )
        .exclude(exchange=exchange)
        .order_by("-article__published_on", "-article_id")
        .values_list("pk", "article__outlet_id", "article__published_on")
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for pk, outlet, day in rows:
        for own in official:
            before = own.article.outlet_id == outlet and day < own.article.published_on
            if before and len(found[own.pk]) < LOOKED_AT:
                found[own.pk].append(pk)
    return found


def _nearest(official: Sequence[Coverage]) -> Mapping[int, list[int]]:
    """For each claim of the readouts its nearest earlier ones."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, {"coverage": [row.pk for row in official], "near": NEAR})
        for own, near, _ in cursor.fetchall():
            found[own].append(near)
    return found


def _claims(coverage: Collection[int], nearest: Mapping[int, list[int]], *, vectors: bool) -> QuerySet[Claim]:
    near = {pk for pks in nearest.values() for pk in pks}
    about = Q(coverage__in=coverage, version=F("coverage__version"), context=False)
    return (
        Claim.objects.filter(about | Q(pk__in=near))
        .select_related("version__article")
        .defer("version__text", "version__source", "version__segments", "version__search", "word_vectors")
        .defer(*([] if vectors else ["vector"]))
        .annotate(told=Substr("version__text", F("start") + 1, F("end") - F("start")))
        .order_by("version", "position", "pk")
    )


def _readout(row: Coverage, earlier: Sequence[int], nearest: Mapping[int, list[int]], rows: Iterable[Claim]) -> Readout:
    by_id = {claim.pk: claim for claim in rows}
    now = [_value(claim) for claim in by_id.values() if claim.coverage_id == row.pk]
    held = {pk: [claim for claim in by_id.values() if claim.coverage_id == pk] for pk in earlier}
    before = [(claims[0].version.article_id, [_value(claim) for claim in claims]) for claims in held.values() if claims]
    repeated = (_repeated(row, claim, [by_id[pk] for pk in nearest.get(claim.id, ())]) for claim in now)
    return Readout(
        row.article_id,
        tuple(found for found in repeated if found),
        tuple((item, _said(by_id[item.claim.id], score=1.0)) for item in missing(now, before)),
        len(now),
        len(before),
    )


def _repeated(row: Coverage, claim: AccountClaim, near: Iterable[Claim]) -> Repeated | None:
    """The claim with the earlier ones that have its words, the likest of each article."""
    best: dict[int, SaidBefore] = {}
    for other in near:
        said = _said(other, score=alike(claim, _value(other)))
        if said.score >= ALIKE and (said.article not in best or said.score > best[said.article].score):
            best[said.article] = said
    before = tuple(sorted(best.values(), key=lambda said: (said.on, said.article), reverse=True))
    return Repeated(row.article_id, claim, before) if before else None


def _said(claim: Claim, *, score: float) -> SaidBefore:
    article = claim.version.article
    return SaidBefore(claim.pk, article.pk, article.title, article.published_on, _text(claim), score)


def _text(claim: Claim) -> str:
    return str(getattr(claim, "told", ""))


def _value(claim: Claim) -> AccountClaim:
    return AccountClaim(
        id=claim.pk,
        span=Span(claim.start, claim.end),
        text=_text(claim),
        words=tuple(Word(*word) for word in claim.words),
        vector=NO_VECTOR if "vector" in claim.get_deferred_fields() else np.asarray(claim.vector, dtype=np.float32),
        title=claim.start < claim.version.body_start,
    )
