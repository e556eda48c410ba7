"""What was decided of pairs, laid over those that the machine made, and taken off again.

A decision keeps the machine's pair that it takes the place of, so that taking it off gives back what the machine made.
Reading and comparing take decisions off, do their work as if there were none, and apply them again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from diplomacy.archive.deciding.placing import Ends, placed, waiting
from diplomacy.archive.models import (
    Anchor,
    Claim,
    Coverage,
    Decision,
    DecisionKind,
    Exchange,
    Missing,
    Origin,
    Pair,
    Subject,
)
from diplomacy.archive.prepared import Prepared, given

KEPT = ("relation", "facets", "score", "why", "answers", "origin", "pipeline")
"""What is kept of a pair in whose place a decision stands."""
_LOCKED = Prepared(
    lambda: Exchange.objects.filter(pk__any_of=given("exchanges")).order_by("pk").select_for_update().values_list("pk")
)
_THIS = Prepared(lambda: _to_take_off(Q(pk=given("decision"))))
_OF_WORDS = Prepared(
    lambda: _to_take_off(Q(anchors__article__any_of=given("articles"), exchange__any_of=given("exchanges")))
)
_DECIDED_IN = Prepared(
    lambda: (
        Decision.objects.in_force(Subject.PAIR)
        .filter(anchors__article=given("article"))
        .order_by("exchange_id")
        .values_list("exchange_id", flat=True)
        .distinct()
    )
)
_OVER = Prepared(lambda: Pair.objects.filter(decision__any_of=given("decisions")).order_by("pk"))
_TOLD = Prepared(
    lambda: (
        Coverage.objects.filter(exchange__any_of=given("exchanges")).order_by().values_list("exchange_id", "article_id")
    )
)


def alone_in(exchanges: Collection[int]) -> None:
    """Wait until nothing else decides or compares in these exchanges (ids), and let nothing until the end."""
    _LOCKED(exchanges=list(exchanges))


def take_off(decisions: Q) -> None:
    """Put the machine's pairs back where these decisions stand, which become orphans; call it in a transaction."""
    _take_off(_to_take_off(decisions))


def take_off_one(decision: int) -> None:
    """Put the machine's pair back where this decision (an id) stands; call it in a transaction."""
    _take_off(_THIS(decision=decision))


def take_off_words(articles: Collection[int], exchanges: Collection[int]) -> None:
    """Take off what was decided in these exchanges of words of these articles (ids); call it in a transaction."""
    _take_off(_OF_WORDS(articles=list(articles), exchanges=list(exchanges)))


def _to_take_off(decisions: Q) -> QuerySet[Decision]:
    rows = Decision.objects.in_force(Subject.PAIR).filter(decisions)
    return rows.order_by("pk").distinct().prefetch_related("anchors")


def _take_off(decisions: Iterable[Decision]) -> None:
    found = list(decisions)
    if not found:
        return
    over = {pair.decision_id: pair for pair in _OVER(decisions=[one.pk for one in found])}
    told = _told(found)
    back = []
    for decision in found:
        pair, kept = over.get(decision.pk), decision.machine
        if kept is None or decision.exchange_id is None:
            continue
        if pair is None:
            articles = {(decision.exchange_id, anchor.article_id) for anchor in decision.anchors.all()}
            if articles <= told:
                back.append(pair_of(decision.exchange_id, _ends(decision), kept))
            continue
        for name, value in kept.items():
            setattr(pair, name, value)
        pair.decision = None
    Pair.objects.bulk_update([pair for pair in over.values() if pair.decision_id is None], [*KEPT, "decision"])
    Pair.objects.filter(decision__in=found).delete()
    Pair.objects.bulk_create(back, ignore_conflicts=True)
    Anchor.objects.filter(decision__in=found).update(claim=None)


def take_off_of(article: int) -> set[int]:
    """Take off what was decided of an article's words, before it is read anew; in which exchanges something was. Call
    it in a transaction."""
    decided_in = _DECIDED_IN(article=article)
    exchanges = {exchange for exchange in decided_in if exchange is not None}
    if decided_in:
        alone_in(exchanges)
        take_off(Q(anchors__article=article))
    return exchanges


def apply(exchange: int) -> None:
    """Put every decision in force whose words are claims of this exchange's accounts, the latest first.

    Of the others that stood here, what they lack is put down. The number of queries does not depend on how many there
    are. Call it in a transaction.
    """
    waits = waiting(exchange)
    if not waits:
        return
    placed_before = Decision.objects.in_force(Subject.PAIR).filter(exchange=exchange)
    taken = {_ends(one) for one in placed_before.prefetch_related("anchors")}
    over, lacking = [], []
    for decision, ends in placed(exchange, waits):
        if isinstance(ends, Missing) or ends in taken:
            decision.missing = ends if isinstance(ends, Missing) else Missing.OUTVOTED
            if decision.exchange_id == exchange:
                lacking.append(decision)
        else:
            taken.add(ends)
            over.append((decision, ends))
    Decision.objects.bulk_update(lacking, ["missing"])
    _put_over(exchange, over)


def _put_over(exchange: int, decisions: Sequence[tuple[Decision, Ends]]) -> None:
    """Let decisions stand in place of the machine's pairs of these claims, which they keep."""
    if not decisions:
        return
    rows = Pair.objects.filter(
        exchange=exchange,
        left__in={left for _, (left, _) in decisions},
        right__in={right for _, (_, right) in decisions},
    )
    machine = {(row.left_id, row.right_id): row for row in rows}
    changed: list[Pair] = []
    made: list[Pair] = []
    rejected: list[int] = []
    for decision, ends in decisions:
        pair = machine.get(ends)
        decision.machine = kept_of(pair)
        decision.exchange_id, decision.missing = exchange, ""
        if decision.kind == DecisionKind.REJECT:
            rejected += [pair.pk] if pair else []
            continue
        (changed if pair else made).append(pair or pair_of(exchange, ends, {"score": 1.0}))
        laid_over((changed if pair else made)[-1], decision)
    Pair.objects.filter(pk__in=rejected).delete()
    Pair.objects.bulk_update(changed, ["relation", "facets", "origin", "decision"])
    Pair.objects.bulk_create(made)
    Decision.objects.bulk_update([decision for decision, _ in decisions], ["machine", "exchange", "missing"])
    _hold(decisions)


def kept_of(pair: Pair | None) -> dict[str, Any] | None:
    """What a decision keeps of the machine's pair in whose place it stands; None where there is none."""
    return {name: getattr(pair, name) for name in KEPT} if pair else None


def laid_over(pair: Pair, decision: Decision) -> Pair:
    """Let a pair be what a decision says."""
    pair.relation, pair.facets = decision.value["relation"], decision.value["facets"]
    pair.origin, pair.decision = Origin.CURATOR, decision
    return pair


def _hold(decisions: Sequence[tuple[Decision, Ends]]) -> None:
    """Put down which claim holds the words of each anchor: of an account's claims, the one that is of its article."""
    ends = {claim for _, both in decisions for claim in both}
    article = dict(Claim.objects.filter(pk__in=ends).values_list("pk", "version__article"))
    anchors = []
    for decision, both in decisions:
        by_article: dict[int | None, int] = {article[claim]: claim for claim in both}
        for anchor in decision.anchors.all():
            anchor.claim_id = by_article[anchor.article_id]
            anchors.append(anchor)
    Anchor.objects.bulk_update(anchors, ["claim"])


def pair_of(exchange: int, ends: Ends, kept: Mapping[str, Any]) -> Pair:
    """A pair of these claims, not stored, as it was kept."""
    return Pair(exchange_id=exchange, left_id=ends[0], right_id=ends[1], **kept)


def _ends(decision: Decision) -> Ends:
    one, other = sorted(anchor.claim_id or 0 for anchor in decision.anchors.all())
    return one, other


def _told(decisions: Sequence[Decision]) -> set[tuple[int, int]]:
    """In which exchanges the decisions' articles are told of, still."""
    return set(_TOLD(exchanges=[one.exchange_id for one in decisions if one.exchange_id is not None]))
