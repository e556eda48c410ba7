"""How much of what other outlets tell of an exchange one outlet carries, and how it stands there."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from diplomacy.archive.prepared import asked

EXCHANGES = 30
"""How many of the outlet's newest shared exchanges are counted: a bound on what a page costs."""
CLOSEST_FIRST = ("same", "reworded", "shifted", "contradicted")
"""A claim that is met more than once counts by the closest of its answers; a dispute is no answer."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What another outlet tells about shared exchanges, and how much of it one outlet carries."""

    outlet: int
    name: str
    kind: str
    told: int
    """How many claims about those exchanges the other outlet makes, background apart."""
    relations: Mapping[str, int]
    """How many of them the one has, by how it has them."""

    @property
    def carried(self) -> int:
        """How many of them it has in any way."""
        return sum(self.relations.values())

    @classmethod
    def together(cls, rows: "Sequence[Carried]") -> "Carried":
        """The sum of the rows, of no outlet in particular."""
        relations: Counter[str] = Counter()
        for row in rows:
            relations.update(row.relations)
        return cls(0, "", "", sum(row.told for row in rows), dict(relations))


_CARRIED = """
SELECT * FROM (
WITH counting AS NOT MATERIALIZED (
    SELECT v.id, v.exchange_id AS exchange, v.version_id AS version, a.outlet_id AS outlet
    FROM archive_coverage v JOIN archive_article a ON a.id = v.article_id
    WHERE v.counts
), shared AS MATERIALIZED (
    SELECT e.id FROM archive_exchange e
    WHERE e.id IN (
            SELECT v.exchange_id
            FROM archive_article a CROSS JOIN LATERAL
                (SELECT exchange_id FROM archive_coverage WHERE article_id = a.id AND counts OFFSET 0) v
            WHERE a.outlet_id = %(outlet)s
        )
        AND EXISTS (SELECT 1 FROM counting v WHERE v.exchange = e.id AND v.outlet <> %(outlet)s)
    ORDER BY e.date DESC, e.id DESC LIMIT %(exchanges)s
), accounts AS MATERIALIZED (
    SELECT v.* FROM shared JOIN counting v ON v.exchange = shared.id
), told AS MATERIALIZED (
    SELECT c.id, accounts.exchange, accounts.outlet
    FROM accounts JOIN archive_claim c ON c.coverage_id = accounts.id
    WHERE CASE WHEN c.version_id = accounts.version THEN NOT c.context OR accounts.outlet = %(outlet)s END
), own AS MATERIALIZED (
    SELECT id, exchange FROM told WHERE outlet = %(outlet)s
), answers AS MATERIALIZED (
    SELECT p.exchange_id AS exchange, p.left_id AS claim, p.right_id AS other,
        array_position(%(closest)s::text[], p.relation::text) AS place
    FROM shared JOIN archive_pair p ON p.exchange_id = shared.id AND p.relation = ANY(%(closest)s)
), best AS (
    SELECT claim, min(place) AS place
    FROM (SELECT a.claim, a.place FROM answers a JOIN own ON own.id = a.other AND own.exchange = a.exchange
          UNION ALL
          SELECT a.other, a.place FROM answers a JOIN own ON own.id = a.claim AND own.exchange = a.exchange) met
    GROUP BY claim
), counted AS (
    SELECT told.outlet, best.place, count(*) AS n
    FROM told LEFT JOIN best ON best.claim = told.id
    WHERE told.outlet <> %(outlet)s
    GROUP BY told.outlet, best.place
)
SELECT outlet, o.name, o.kind, place, n FROM counted JOIN archive_outlet o ON o.id = outlet
) met
"""
"""How many claims each other outlet has of the shared exchanges, by the place of their closest answer in `closest`
(from 1; null where there is none). `counting` is `Coverage.objects.accounts()`. Counted where the rows are: they are
thousands, and a dozen come out. The CASE keeps the planner from taking the two conditions for independent: it would
expect one claim of all, and loop over the others. The OFFSET keeps it from looking through all coverage for the few
articles of an outlet. It begins with SELECT because `asked` wants that.
"""


def carried(outlet: int) -> tuple[Carried, ...]:
    """For each outlet that tells of exchanges which `outlet` (an id) covers too: how much it has of those accounts.

    Of its newest `EXCHANGES` shared exchanges; the outlet that tells most first. One query.
    """
    rows = asked(connection, _CARRIED, {"outlet": outlet, "exchanges": EXCHANGES, "closest": list(CLOSEST_FIRST)})
    told: Counter[tuple[int, str, str]] = Counter()
    closest: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for teller, name, kind, place, count in rows:
        told[teller, name, kind] += count
        if place is not None:
            closest[teller][CLOSEST_FIRST[place - 1]] = count
    found = (Carried(*other, count, closest[other[0]]) for other, count in told.items())
    return tuple(sorted(found, key=lambda row: (-row.told, row.name)))
