"""Where a ministry's formulas are looked for: its earlier readouts, and the claims in them that mean much the same."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, QuerySet

from diplomacy.archive.models import Coverage, Exchange
from diplomacy.archive.prepared import Prepared, given
from diplomacy.comparing.formulas import NEAR

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


class Official(NamedTuple):
    """An official account: ids of coverage, article, text and outlet, and when it was published."""

    coverage: int
    article: int
    version: int
    outlet: int
    on: date


class Own(NamedTuple):
    """An official account, and the earlier ones of its outlet on the same people, by coverage and text."""

    coverage: int
    article: int
    version: int
    earlier: tuple[tuple[int, int], ...]


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


def with_earlier(exchange: int, official: Sequence[Official]) -> tuple[Own, ...]:
    """The readouts of the exchange of this id, each with its outlet's earlier ones, the latest first; in one query."""
    outlets = {row.outlet for row in official}
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for pk, text, outlet, day in _SHARED(exchange=exchange, outlets=list(outlets)):
        for own in official:
            if own.outlet == outlet and day < own.on and len(found[own.coverage]) < LOOKED_AT:
                found[own.coverage].append((pk, text))
    return tuple(Own(row.coverage, row.article, row.version, tuple(found[row.coverage])) for row in official)


def nearest(official: Sequence[Own]) -> Mapping[int, list[int]]:
    """For each claim of the readouts its nearest earlier ones, all by their ids; in one query."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        bounds = {"texts": LATEST, "most": MOST, "near": NEAR}
        cursor.execute(_NEAREST, {"coverage": [row.coverage for row in official], **bounds})
        for own, near in cursor.fetchall():
            found[own].append(near)
    return found


State = tuple[str | None, str | None]


def state(official: Sequence[Own]) -> State:
    """What stays the same for as long as every row does that the formulas of these readouts hang on; in one query."""
    earlier = [text for row in official for _, text in row.earlier]
    with connection.cursor() as cursor:
        rows = {"coverage": [row.coverage for row in official], "earlier": earlier}
        cursor.execute(_STATE, {**rows, "texts": LATEST})
        return tuple(cursor.fetchone())
