"""How much of what other outlets tell of an exchange one outlet carries, and how it stands there."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

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
    shared = _shared(outlet)
    about = Claim.objects.filter(coverage__exchange__in=shared, context=False, version=F("coverage__version"))
    publisher = "coverage__article__outlet"
    told = (
        about.exclude(coverage__article__outlet=outlet)
        .order_by()
        .values_list(f"{publisher}_id", f"{publisher}__name", f"{publisher}__kind")
        .annotate(n=Count("pk"))
    )
    closest = _closest(outlet, shared)
    rows = [Carried(pk, name, kind, n, dict(closest.get(pk, {}))) for pk, name, kind, n in told]
    return tuple(sorted(rows, key=lambda row: (-row.told, row.name)))


def _shared(outlet: int) -> QuerySet[Exchange, int]:
    covering = Coverage.objects.filter(exchange=OuterRef("pk"))
    shared = Exchange.objects.filter(
        Exists(covering.filter(article__outlet=outlet)), Exists(covering.exclude(article__outlet=outlet))
    )
    return shared.newest().values_list("pk", flat=True)[:EXCHANGES]


def _closest(outlet: int, shared: QuerySet[Exchange, int]) -> Mapping[int, Counter[str]]:
    """By other outlet, how many of its claims `outlet` has in each relation."""
    own_left = Q(left__version__article__outlet=outlet)
    own_right = Q(right__version__article__outlet=outlet)
    pairs = Pair.objects.filter(own_left | own_right, exchange__in=shared, relation__in=CLOSEST_FIRST)
    best: dict[tuple[int, int], int] = {}
    sides = [f"{side}__{name}" for side in ("left", "right") for name in _SIDE]
    for exchange, relation, *both in pairs.values_list("exchange_id", "relation", *sides):
        rank = CLOSEST_FIRST.index(relation)
        for claim, context, version, of_exchange, of_version, publisher in (both[: len(_SIDE)], both[len(_SIDE) :]):
            if publisher != outlet and not context and of_exchange == exchange and version == of_version:
                best[claim, publisher] = min(rank, best.get((claim, publisher), rank))
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for (_, publisher), rank in best.items():
        found[publisher][CLOSEST_FIRST[rank]] += 1
    return found


_SIDE = (
    "pk",
    "context",
    "version_id",
    "coverage__exchange_id",
    "coverage__version_id",
    "version__article__outlet_id",
)
