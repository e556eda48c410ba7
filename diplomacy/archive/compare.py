"""Compare the accounts of exchanges: pairs between every two, in place of those that an earlier comparison made."""

from itertools import combinations

from django.db import transaction

from diplomacy import __version__
from diplomacy.archive.accounts import Told, told
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import Exchange, Origin, Pair
from diplomacy.comparing import pair
from diplomacy.comparing.values import FoundPair

PIPELINE = f"comparing {__version__}"


def compare_uncompared() -> int:
    """Compare every exchange whose accounts have changed since the last time; how many there were."""
    exchanges = list(Exchange.objects.uncompared().order_by("pk").values_list("pk", flat=True))
    for exchange in exchanges:
        compare(exchange)
    return len(exchanges)


def compare(exchange: int) -> None:
    """Pair the accounts of one exchange, in one transaction. Curated pairs stay, and are not made a second time."""
    with transaction.atomic():
        one_writer()
        found = pairs(told([exchange])[exchange])
        Pair.objects.filter(exchange=exchange, origin=Origin.MACHINE).delete()
        curated = {frozenset(ids) for ids in Pair.objects.filter(exchange=exchange).values_list("left_id", "right_id")}
        Pair.objects.bulk_create(_row(exchange, item) for item in found if {item.left, item.right} not in curated)
        Exchange.objects.filter(pk=exchange).update(pipeline=PIPELINE)


def pairs(exchange: Told) -> list[FoundPair]:
    """The pairs between every two of its accounts."""
    both = combinations(exchange.accounts, 2)
    return [found for left, right in both for found in pair(left, right, names=exchange.names)]


def _row(exchange: int, found: FoundPair) -> Pair:
    """The smaller id is left, whichever account that is."""
    left, right = sorted((found.left, found.right))
    return Pair(
        exchange_id=exchange,
        left_id=left,
        right_id=right,
        relation=found.relation,
        facets=[str(facet) for facet in found.facets],
        score=min(max(found.score, 0.0), 1.0),
        why=[{"name": reason.name, "value": reason.value, "words": reason.words} for reason in found.reasons],
        pipeline=PIPELINE,
    )
