"""Where a ministry's formulas are looked for: its earlier readouts, and the claims in them that mean much the same."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Count, QuerySet

from diplomacy.archive.models import Coverage, Exchange
from diplomacy.archive.prepared import Prepared, asked, given
from diplomacy.comparing.formulas import NEAR

Vector = npt.NDArray[np.float32]

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

_VECTORS = f"""SELECT claims.id, claims.coverage, claims.place, vector_send(e.vector)
FROM (
    SELECT c.id, NULL::bigint AS coverage, day.place
    FROM unnest(%(outlets)s::bigint[], %(days)s::date[]) WITH ORDINALITY AS day (outlet, day, place)
        CROSS JOIN LATERAL ({_LATEST}) text JOIN archive_claim c ON c.version_id = text.version
    UNION ALL
    SELECT c.id, v.id, NULL
    FROM archive_coverage v JOIN archive_claim c ON c.coverage_id = v.id AND c.version_id = v.version_id
    WHERE v.id = ANY(%(coverage)s) AND NOT c.context
) AS claims JOIN archive_embedding e ON e.claim_id = claims.id
"""  # noqa: S608  (made of constants)
"""What each of these outlets last claimed before its day, and what these accounts claim, with vectors.

As bytes, which are measured here: the database takes twice as long to measure as to send them. All of an outlet's
latest, not what the HNSW index finds near: one outlet's claims are too few of the archive's for it to meet them early.
"""
_SENT = np.dtype([("size", ">u2"), ("unused", ">u2"), ("numbers", ">f4", 384)])
"""A vector as the database sends it."""


class Official(NamedTuple):
    """An official account: ids of coverage, article and outlet, and when it was published."""

    coverage: int
    article: int
    outlet: int
    on: date


class Own(NamedTuple):
    """An official account, and the coverage of the earlier ones of its outlet on the same people, the latest first."""

    official: Official
    earlier: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What claims of readouts mean."""

    vectors: Mapping[int, Vector]
    """Of the claims of these accounts and the earlier ones, by their ids: unit length, shape (384,)."""
    near: Mapping[int, list[int]]
    """For each claim of these accounts its nearest earlier ones of its outlet."""


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
        .values_list("pk", "article__outlet_id", "article__published_on")
    )


_SHARED = Prepared(_shared)


def with_earlier(exchange: int, official: Sequence[Official]) -> tuple[Own, ...]:
    """The readouts of the exchange of this id, each with its outlet's earlier ones; in one query."""
    found: defaultdict[Official, list[int]] = defaultdict(list)
    for pk, outlet, day in _SHARED(exchange=exchange, outlets=list({row.outlet for row in official})):
        for own in official:
            if own.outlet == outlet and day < own.on and len(found[own]) < LOOKED_AT:
                found[own].append(pk)
    return tuple(Own(row, tuple(found[row])) for row in official)


def measured(readouts: Sequence[Own]) -> Measured:
    """What the claims of these readouts and of the earlier ones mean, and which are near; in one query."""
    by_day: defaultdict[tuple[int, date], list[int]] = defaultdict(list)
    for row in readouts:
        by_day[row.official.outlet, row.official.on].append(row.official.coverage)
    told = {
        "outlets": [outlet for outlet, _ in by_day],
        "days": [day for _, day in by_day],
        "coverage": [pk for row in readouts for pk in (row.official.coverage, *row.earlier)],
        "texts": LATEST,
    }
    rows = asked(connection, _VECTORS, told, binary=True)
    rows.sort(key=itemgetter(0), reverse=True)  # of claims that are as near as each other the latest comes first
    ids, vectors = [row[0] for row in rows], _numbers([row[-1] for row in rows])
    claims: defaultdict[int, list[int]] = defaultdict(list)
    latest: defaultdict[int, list[int]] = defaultdict(list)
    for at, (_, coverage, place, _) in enumerate(rows):
        (claims[coverage] if coverage else latest[place]).append(at)
    near: dict[int, list[int]] = {}
    for place, own in enumerate(by_day.values(), 1):
        mine, earlier = [at for coverage in own for at in claims[coverage]], latest[place]
        for at, found in zip(mine, _nearest(vectors[mine], vectors[earlier]), strict=True):
            near[ids[at]] = [ids[earlier[one]] for one in found]
    return Measured({ids[at]: vectors[at] for held in claims.values() for at in held}, near)


def _numbers(sent: Sequence[bytes]) -> Vector:
    """Shape (vectors, 384)."""
    return np.frombuffer(b"".join(sent), dtype=_SENT)["numbers"].astype(np.float32)


def _nearest(own: Vector, earlier: Vector) -> list[list[int]]:
    """For each row of `own` the rows of `earlier` that are near, the nearest first, of equal ones the first."""
    found = []
    for cosines in np.round(own @ earlier.T, 6):
        near = np.flatnonzero(cosines >= NEAR)
        found.append(near[np.argsort(-cosines[near], kind="stable")[:MOST]].tolist())
    return found
