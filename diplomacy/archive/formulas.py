"""Which claims of the official readouts of an exchange their ministries have made before, and which are missing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import BinaryField, Case, Count, F, Func, Q, QuerySet, When
from django.db.models.functions import Substr

from diplomacy.archive.accounts import NO_VECTOR
from diplomacy.archive.models import Claim, Coverage, Exchange
from diplomacy.archive.prepared import Prepared, given
from diplomacy.comparing.formulas import ALIKE, NEAR, RITUAL, Content, Missing, alike, missing

LOOKED_AT = 8
"""How many earlier readouts of a ministry on the same people are looked through for a missing formula."""
LATEST = 40
"""How many of a ministry's readouts, the latest before one, its claims are looked for in."""
MOST = 4
"""How many earlier claims are looked at for each claim, the nearest first."""
SAME_PEOPLE = 2
"""How many participants an earlier exchange shares with this one to be one of the same people."""

_LATEST = """
    SELECT v.id AS version
    FROM archive_article a JOIN archive_version v ON v.article_id = a.id AND v.current
    WHERE a.outlet_id = day.outlet AND a.published_on < day.day
        AND EXISTS (SELECT 1 FROM archive_coverage c WHERE c.article_id = a.id)
    ORDER BY a.published_on DESC, a.id DESC LIMIT %(texts)s
"""
"""The latest texts of an outlet that tell of some exchange, before a day."""

_NEAREST = f"""
WITH own AS MATERIALIZED (
    SELECT c.id, l2_normalize(e.vector) AS vector, a.outlet_id AS outlet, a.published_on AS day
    FROM archive_claim c JOIN archive_embedding e ON e.claim_id = c.id
        JOIN archive_coverage v ON v.id = c.coverage_id AND v.version_id = c.version_id
        JOIN archive_article a ON a.id = v.article_id
    WHERE v.id = ANY(%(coverage)s) AND NOT c.context
), texts AS MATERIALIZED (
    SELECT day.outlet, day.day, text.version
    FROM (SELECT DISTINCT outlet, day FROM own) day CROSS JOIN LATERAL ({_LATEST}) text
), earlier AS MATERIALIZED (
    SELECT c.id, l2_normalize(e.vector) AS vector, texts.outlet, texts.day
    FROM texts JOIN archive_claim c ON c.version_id = texts.version JOIN archive_embedding e ON e.claim_id = c.id
)
SELECT own.id, near.id
FROM own CROSS JOIN LATERAL (
    SELECT e.id, e.vector <#> own.vector AS away
    FROM earlier e WHERE e.outlet = own.outlet AND e.day = own.day
    ORDER BY away, e.id DESC LIMIT %(most)s
) near
WHERE -near.away >= %(near)s
"""  # noqa: S608  (made of constants)
"""The nearest earlier claims of the same outlet, for every claim of these readouts at once.

Exact, within the latest readouts of the outlet: one outlet's claims are too few of the archive's for the HNSW index to
meet them before it has gone through most of it. Normalized vectors stand in memory; each would else be fetched from
beside its table once for every claim that it is measured against.
"""


_STATE = f"""
WITH own AS MATERIALIZED (
    SELECT v.version_id AS version, a.outlet_id AS outlet, a.published_on AS day
    FROM archive_coverage v JOIN archive_article a ON a.id = v.article_id
    WHERE v.id = ANY(%(coverage)s)
), texts AS MATERIALIZED (
    SELECT version FROM own UNION SELECT unnest(%(earlier)s::bigint[])
    UNION SELECT text.version
    FROM (SELECT DISTINCT outlet, day FROM own) day CROSS JOIN LATERAL ({_LATEST}) text
)
SELECT (
    SELECT md5(string_agg(concat_ws(' ', c.id, c.ctid, c.xmin, e.ctid, e.xmin), ',' ORDER BY c.id))
    FROM texts JOIN archive_claim c ON c.version_id = texts.version LEFT JOIN archive_embedding e ON e.claim_id = c.id
), (
    SELECT md5(string_agg(concat_ws(' ', v.id, v.ctid, v.xmin, a.ctid, a.xmin), ',' ORDER BY v.id))
    FROM texts JOIN archive_version v ON v.id = texts.version JOIN archive_article a ON a.id = v.article_id
)
"""  # noqa: S608
"""What differs whenever a text, an article, a claim or its vector does that formulas are looked for in.

The database writes a changed row elsewhere (`ctid`), and by another transaction (`xmin`), whatever it was that changed.
"""


_ARTICLE = ("version__article_id", "version__article__title", "version__article__published_on")
_HEAD = 4
"""Bytes before the numbers of a vector as the database sends it: how many there are."""


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
    claim: int
    text: str
    before: tuple[SaidBefore, ...]
    """One of each earlier readout that has it, the latest first."""

    @property
    def ritual(self) -> bool:
        """Whether it stands in so many earlier readouts that it tells nothing of this exchange."""
        return len(self.before) >= RITUAL


@dataclass(frozen=True, slots=True)
class _Held:
    """A claim with what is shown of its article."""

    content: Content
    text: str
    coverage: int | None
    article: int
    title: str
    on: date


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


def formulas(exchange: int, coverage: Iterable[Coverage]) -> tuple[Readout, ...]:
    """The formulas of the official readouts among `coverage` of this exchange (an id), in its order; article and outlet
    are loaded.

    Four queries, however many readouts and claims there are; two where they have been looked for in just these rows
    before; none where no account is official.
    """
    official = [row for row in coverage if row.article.outlet.kind == "official"]
    if not official:
        return ()
    earlier = _earlier(exchange, official)
    own = tuple(_Own(row.pk, row.article_id, row.version_id, tuple(earlier[row.pk])) for row in official)
    return _found(_state(own), own)


class _Own(NamedTuple):
    """An official account, and the earlier ones of its outlet on the same people, by coverage and text."""

    coverage: int
    article: int
    version: int
    earlier: tuple[tuple[int, int], ...]


_State = tuple[str | None, str | None]


def _state(official: Sequence[_Own]) -> _State:
    earlier = [text for row in official for _, text in row.earlier]
    with connection.cursor() as cursor:
        rows = {"coverage": [row.coverage for row in official], "earlier": earlier}
        cursor.execute(_STATE, {**rows, "texts": LATEST})
        return tuple(cursor.fetchone())


@lru_cache(maxsize=128)
def _found(state: _State, official: tuple[_Own, ...]) -> tuple[Readout, ...]:  # noqa: ARG001  (what the answer holds for)
    near = _nearest(official)
    earlier = {pk: text for row in official for pk, text in row.earlier}
    looked = {row.coverage: row.version for row in official} | earlier
    measured = looked if any(len(row.earlier) >= RITUAL for row in official) else ()
    held = _claims(looked, {pk for pks in near.values() for pk in pks}, measured=measured)
    told: defaultdict[int | None, list[_Held]] = defaultdict(list)
    for one in held.values():
        told[one.coverage].append(one)
    return tuple(
        _readout(row, [told[pk] for pk, _ in row.earlier if told[pk]], told[row.coverage], near, held)
        for row in official
    )


def _shared() -> "QuerySet[Coverage, Any]":
    """Accounts by these outlets of other exchanges that enough of the same people took part in, the latest first."""
    through = Exchange.participants.through._default_manager
    people = through.filter(exchange=given("exchange")).values("actor")
    same = through.filter(actor__in=people).order_by().values("exchange")
    shared = same.annotate(n=Count("pk")).filter(n__gte=SAME_PEOPLE)  # type: ignore[misc]  # the stubs lose the annotation
    return (
        Coverage.objects.accounts()
        .filter(exchange__in=shared.values("exchange"), article__outlet__any_of=given("outlets"))
        .exclude(exchange=given("exchange"))
        .order_by("-article__published_on", "-article_id")
        .values_list("pk", "version_id", "article__outlet_id", "article__published_on")
    )


_SHARED = Prepared(_shared)


def _earlier(exchange: int, official: Sequence[Coverage]) -> Mapping[int, list[tuple[int, int]]]:
    """For each readout's coverage that of its outlet's earlier ones on the same people, with text, the latest first."""
    outlets = {row.article.outlet_id for row in official}
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for pk, text, outlet, day in _SHARED(exchange=exchange, outlets=list(outlets)):
        for own in official:
            before = own.article.outlet_id == outlet and day < own.article.published_on
            if before and len(found[own.pk]) < LOOKED_AT:
                found[own.pk].append((pk, text))
    return found


def _nearest(official: Sequence[_Own]) -> Mapping[int, list[int]]:
    """For each claim of the readouts its nearest earlier ones."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        bounds = {"texts": LATEST, "most": MOST, "near": NEAR}
        cursor.execute(_NEAREST, {"coverage": [row.coverage for row in official], **bounds})
        for own, near in cursor.fetchall():
            found[own].append(near)
    return found


def _claims(looked: Mapping[int, int], near: Collection[int], *, measured: Collection[int]) -> Mapping[int, _Held]:
    """The claims of these coverages (id → text) and those near to one, by id; with vectors where `measured` names it.

    Vectors come as the bytes that the database holds: to write some hundreds out and read them took most of the time.
    """
    about = Q(version__in=set(looked.values()), coverage__in=looked, context=False)
    sent = Func(F("embedding__vector"), function="vector_send", output_field=BinaryField())
    rows = (
        Claim.objects.filter(about | Q(pk__in=near))
        .exclude(coverage__in=measured, embedding=None)
        .annotate(told=Substr("version__text", F("start") + 1, F("end") - F("start")))
        .annotate(sent=Case(When(coverage__in=measured, then=sent), output_field=BinaryField()))
        .order_by("version", "position", "pk")
        .values_list("pk", "words", "sent", "told", "coverage_id", *_ARTICLE)
    )
    return {
        pk: _Held(Content.of(pk, (word[2:] for word in words), _vector(sent)), *shown)
        for pk, words, sent, *shown in rows
    }


def _vector(sent: memoryview | None) -> npt.NDArray[np.float32]:
    return NO_VECTOR if sent is None else np.frombuffer(sent, dtype=">f4", offset=_HEAD).astype(np.float32)


def _readout(
    row: _Own,
    before: Sequence[Sequence[_Held]],
    now: Sequence[_Held],
    near: Mapping[int, list[int]],
    rows: Mapping[int, _Held],
) -> Readout:
    repeated = (_repeated(row, one, [rows[pk] for pk in near.get(one.content.claim, ())]) for one in now)
    earlier = [(told[0].article, [one.content for one in told]) for told in before]
    gone = missing([one.content for one in now], earlier)
    return Readout(
        row.article,
        tuple(found for found in repeated if found),
        tuple((item, _said(rows[item.claim], score=1.0)) for item in gone),
        len(now),
        len(before),
    )


def _repeated(row: _Own, own: _Held, near: Iterable[_Held]) -> Repeated | None:
    """The claim with the earlier ones that have its words, the likest of each article."""
    best: dict[int, SaidBefore] = {}
    for other in near:
        score = alike(own.content, other.content)
        if score >= ALIKE and (other.article not in best or score > best[other.article].score):
            best[other.article] = _said(other, score=score)
    before = tuple(sorted(best.values(), key=lambda said: (said.on, said.article), reverse=True))
    return Repeated(row.article, own.content.claim, own.text, before) if before else None


def _said(held: _Held, *, score: float) -> SaidBefore:
    return SaidBefore(held.content.claim, held.article, held.title, held.on, held.text, score)
