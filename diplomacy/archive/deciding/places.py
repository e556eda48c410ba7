"""In which articles a row that points at actors stands, so that a split leads those alone that its articles tell."""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Max

from diplomacy.archive.deciding.leads import NOWHERE, Standing
from diplomacy.archive.models import Claim, Coverage, Decision, DecisionKind, MovedKind, Statement, Subject

Place = tuple[frozenset[int], int]
"""Articles (ids), and the latest decision that says itself who the row points at, or 0."""
IN_TEXTS: dict[str, Any] = {MovedKind.SPEAKERS: Statement, MovedKind.VIA: Statement, MovedKind.ASKERS: Claim}
OF_EXCHANGES = (MovedKind.PARTICIPANTS, MovedKind.INITIATOR)


def leads_of(kind: str, owners: Collection[int], stands: Standing) -> Callable[[int, int], int]:
    """Who is to stand in a row (its id, and whom the machine has there); no query where nothing was split."""
    places = _places(kind, owners) if stands.has_splits and owners else {}
    nowhere: Place = (NOWHERE, 0)

    def lead(owner: int, actor: int) -> int:
        articles, since = places.get(owner, nowhere)
        return stands.who(actor, articles, since=since)

    return lead


def in_articles(kind: str, owners: Collection[int], articles: Collection[int]) -> set[int]:
    """Those of these rows that one of the articles tells; of whom an actor acts for, no article tells."""
    if kind in IN_TEXTS:
        rows = IN_TEXTS[kind].objects.filter(pk__in=owners, version__article__in=articles)
        return set(rows.values_list("pk", flat=True))
    if kind in OF_EXCHANGES:
        told = Coverage.objects.filter(exchange__in=owners, article__in=articles)
        return set(told.values_list("exchange", flat=True))
    return set()


def _places(kind: str, owners: Collection[int]) -> dict[int, Place]:
    if kind in OF_EXCHANGES:
        return _of_exchanges(kind, owners)
    if kind not in IN_TEXTS:
        return {}
    rows = IN_TEXTS[kind].objects.filter(pk__in=owners).values_list("pk", "version__article", "decision")
    says_who = kind != MovedKind.ASKERS
    return {pk: (frozenset({article}), (decision or 0) if says_who else 0) for pk, article, decision in rows}


def _of_exchanges(kind: str, exchanges: Collection[int]) -> dict[int, Place]:
    """An exchange is told by all its accounts: what is split in one of them is split in it."""
    told: defaultdict[int, set[int]] = defaultdict(set)
    for exchange, article in Coverage.objects.filter(exchange__in=exchanges).values_list("exchange", "article"):
        told[exchange].add(article)
    described = Decision.objects.on(Subject.EXCHANGE).kept().filter(exchange__in=exchanges, kind=DecisionKind.CHANGE)
    said = described.filter(value__has_key=str(kind)).order_by().values_list("exchange").annotate(latest=Max("pk"))
    since = dict(said)
    return {exchange: (frozenset(told[exchange]), since.get(exchange, 0)) for exchange in exchanges}
