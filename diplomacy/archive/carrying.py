"""How much of what other outlets tell of an exchange one outlet carries, and how it stands there."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from diplomacy.archive.models import Claim, Coverage, Exchange, Pair

EXCHANGES = 50
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


def carried(outlet: int) -> tuple[Carried, ...]:
    """For each outlet that tells of exchanges which `outlet` (an id) covers too: how much it has of those accounts.

    Of its newest `EXCHANGES` shared exchanges; the outlet that tells most first. Two queries.
    """
    publisher = "coverage__article__outlet"
    told = Claim.objects.filter(coverage__exchange__in=_shared(outlet), version=F("coverage__version")).order_by()
    rows = told.values_list(
        "pk", "context", "coverage__exchange", publisher, f"{publisher}__name", f"{publisher}__kind"
    )
    tellers: dict[tuple[int, int], int] = {}
    outlets: Counter[tuple[int, str, str]] = Counter()
    for claim, context, exchange, teller, name, kind in rows:
        if teller == outlet or not context:
            tellers[exchange, claim] = teller
        if teller != outlet and not context:
            outlets[teller, name, kind] += 1
    closest = _closest(outlet, tellers)
    found = (Carried(*other, count, dict(closest.get(other[0], {}))) for other, count in outlets.items())
    return tuple(sorted(found, key=lambda row: (-row.told, row.name)))


def _shared(outlet: int) -> QuerySet[Exchange, int]:
    covering = Coverage.objects.filter(exchange=OuterRef("pk"))
    shared = Exchange.objects.filter(
        Exists(covering.filter(article__outlet=outlet)), Exists(covering.exclude(article__outlet=outlet))
    )
    return shared.newest().values_list("pk", flat=True)[:EXCHANGES]


def _closest(outlet: int, tellers: Mapping[tuple[int, int], int]) -> Mapping[int, Counter[str]]:
    """By other outlet, how many of its claims `outlet` has in each relation; `tellers`: whose each claim is."""
    pairs = Pair.objects.filter(
        exchange__in={exchange for exchange, _ in tellers}, relation__in=CLOSEST_FIRST
    ).order_by()
    best: dict[tuple[int, int], int] = {}
    for exchange, relation, left, right in pairs.values_list("exchange", "relation", "left", "right"):
        sides = {tellers.get((exchange, claim)): claim for claim in (left, right)}
        for teller, claim in sides.items():
            if outlet in sides and teller is not None and teller != outlet:
                rank = CLOSEST_FIRST.index(relation)
                best[claim, teller] = min(rank, best.get((claim, teller), rank))
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for (_, teller), rank in best.items():
        found[teller][CLOSEST_FIRST[rank]] += 1
    return found
