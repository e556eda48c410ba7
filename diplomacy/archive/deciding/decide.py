"""Decide of a pair, undo it, and apply what was decided over the machine's pairs: the one way by which a decision on a
pair is written.

A decision keeps the machine's pair that it takes the place of, so that taking it off gives back what the machine made.
Reading and comparing take decisions off, do their work as if there were none, and apply them again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet

from diplomacy.archive.deciding.anchors import Quote
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
from diplomacy.reading.values import Span

KEPT = ("relation", "facets", "score", "why", "answers", "origin", "pipeline")
"""What is kept of a pair in whose place a decision stands."""


class DecidedAlreadyError(Exception):
    """Somebody else's decision stands there; nothing was changed."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(f"{decision.by} has decided it already")
        self.decision = decision


class PairGoneError(Exception):
    """The two passages are not paired any more, by a reading or comparison since, or cannot be; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How two claims stand to each other."""

    relation: str
    facets: Sequence[str] = ()

    @property
    def value(self) -> dict[str, Any]:
        """As a decision holds it."""
        return {"relation": self.relation, "facets": list(self.facets)}


def decide(
    exchange: int,
    claims: Ends,
    kind: DecisionKind,
    *,
    by: AbstractBaseUser,
    judged: Judged | None = None,
    note: str = "",
    instead_of: int | None = None,
) -> Decision:
    """Decide of the pair of these claims in this exchange; `judged` says what it is changed to, or was seen as.

    Two claims that the machine has not paired are made a pair (`MAKE`); where it has by now, that pair is changed.
    Raises DecidedAlreadyError where a decision other than `instead_of` stands there, which is undone by the new one,
    and PairGoneError where there is no such pair, and none to be made of them.
    """
    with transaction.atomic():
        alone_in([exchange])
        ends = (min(claims), max(claims))
        before = standing_on(exchange, ends)
        if before and before.pk != instead_of:
            raise DecidedAlreadyError(before)
        if before:
            _undo(before, by)
        pair = Pair.objects.filter(exchange=exchange, left=ends[0], right=ends[1]).first()
        was = Judged(pair.relation, pair.facets).value if pair else before.value if before else None
        if kind is DecisionKind.MAKE:
            kind = DecisionKind.CHANGE if was else kind
            was = was or ({} if judged and _can_meet(exchange, ends) else None)
        if was is None:
            raise PairGoneError
        value: dict[str, Any] = {} if kind is DecisionKind.REJECT else was
        if judged and (value or kind is DecisionKind.MAKE):
            value = judged.value
        if kind is not DecisionKind.REJECT and not value:
            raise PairGoneError
        anchors = _anchors(ends)
        lot = lot_of(anchor.exact for anchor in anchors)
        made = Decision(kind=kind, exchange_id=exchange, value=value, was=was, note=note, by_id=by.pk, lot=lot)
        made.machine = _kept(pair)
        made.save()
        for anchor in anchors:
            anchor.decision = made
        Anchor.objects.bulk_create(anchors)
        if kind is DecisionKind.REJECT:
            Pair.objects.filter(exchange=exchange, left=ends[0], right=ends[1]).delete()
        else:
            over = _over(pair or _pair(exchange, ends, {"score": 1.0}), made)
            over.save(update_fields=["relation", "facets", "origin", "decision"] if pair else None)
        return made


def _can_meet(exchange: int, ends: Ends) -> bool:
    """Whether these are claims of two accounts of the exchange, about it or about none."""
    of_it = Q(coverage=None) | Q(coverage__exchange=exchange)
    told = Coverage.objects.accounts().filter(exchange=exchange).values("version")
    rows = Claim.objects.filter(of_it, pk__in=ends, version__in=told, version__current=True)
    return len(set(rows.order_by().values_list("version__article", flat=True))) == len(ends)


def undo(decision: int, *, by: AbstractBaseUser) -> bool:
    """Undo a decision; False where it was undone before. An older one of the same words comes into force again."""
    with transaction.atomic():
        exchange = Decision.objects.values_list("exchange", flat=True).get(pk=decision)
        alone_in([exchange] if exchange else [])
        kept = Decision.objects.kept().filter(pk=decision).select_for_update().first()
        if kept is None:
            return False
        _undo(kept, by)
        if exchange:
            apply(exchange)
        return True


def standing_on(exchange: int, ends: Ends) -> Decision | None:
    """The decision that is in force on a pair of claims."""
    on_both = Decision.objects.kept().filter(exchange=exchange, anchors__claim=ends[0]).select_related("by")
    return on_both.filter(pk__in=Anchor.objects.filter(claim=ends[1]).values("decision")).first()


def take_off(decisions: Q) -> None:
    """Put the machine's pairs back where these decisions stand, which become orphans; call it in a transaction."""
    found = list(Decision.objects.in_force(Subject.PAIR).filter(decisions).distinct().prefetch_related("anchors"))
    if not found:
        return
    over = {pair.decision_id: pair for pair in Pair.objects.filter(decision__in=found)}
    told = _told(found)
    back = []
    for decision in found:
        pair, kept = over.get(decision.pk), decision.machine
        if kept is None or decision.exchange_id is None:
            continue
        if pair is None:
            articles = {(decision.exchange_id, anchor.article_id) for anchor in decision.anchors.all()}
            if articles <= told:
                back.append(_pair(decision.exchange_id, _ends(decision), kept))
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
    of_it = Q(anchors__article=article)
    in_force = Decision.objects.in_force(Subject.PAIR)
    exchanges = set(in_force.filter(of_it).values_list("exchange", flat=True))
    if exchanges:
        alone_in(exchanges)
        take_off(of_it)
    return {exchange for exchange in exchanges if exchange is not None}


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
        decision.machine = _kept(pair)
        decision.exchange_id, decision.missing = exchange, ""
        if decision.kind == DecisionKind.REJECT:
            rejected += [pair.pk] if pair else []
            continue
        (changed if pair else made).append(pair or _pair(exchange, ends, {"score": 1.0}))
        _over((changed if pair else made)[-1], decision)
    Pair.objects.filter(pk__in=rejected).delete()
    Pair.objects.bulk_update(changed, ["relation", "facets", "origin", "decision"])
    Pair.objects.bulk_create(made)
    Decision.objects.bulk_update([decision for decision, _ in decisions], ["machine", "exchange", "missing"])
    _hold(decisions)


def _kept(pair: Pair | None) -> dict[str, Any] | None:
    return {name: getattr(pair, name) for name in KEPT} if pair else None


def _over(pair: Pair, decision: Decision) -> Pair:
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


def _undo(decision: Decision, by: AbstractBaseUser) -> None:
    take_off(Q(pk=decision.pk))
    decision.mark_undone(by)


def alone_in(exchanges: Collection[int | None] | QuerySet[Any, Any]) -> None:
    """Wait until nothing else decides or compares in these exchanges (ids), and let nothing until the end."""
    list(Exchange.objects.filter(pk__in=exchanges).order_by("pk").select_for_update().values_list("pk"))


def _anchors(ends: Ends) -> list[Anchor]:
    """The words of both claims, for a decision that is not stored yet."""
    rows = Claim.objects.filter(pk__in=ends).order_by("pk")
    found = rows.values_list("pk", "start", "end", "version__text", "version__sha256", "version__article")
    return [
        Anchor(article_id=article, claim_id=pk, **asdict(Quote.of(text, digest, Span(start, end))))
        for pk, start, end, text, digest, article in found
    ]


def lot_of(words: Iterable[str]) -> float:
    """The lot by which some pairs are put to two curators: from 0 up to 1, the same for the same words in any order."""
    digest = sha256("\n".join(sorted(words)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def _pair(exchange: int, ends: Ends, kept: Mapping[str, Any]) -> Pair:
    return Pair(exchange_id=exchange, left_id=ends[0], right_id=ends[1], **kept)


def _ends(decision: Decision) -> Ends:
    one, other = sorted(anchor.claim_id or 0 for anchor in decision.anchors.all())
    return one, other


def _told(decisions: Sequence[Decision]) -> set[tuple[int, int]]:
    """In which exchanges the decisions' articles are told of, still."""
    rows = Coverage.objects.filter(exchange__in={one.exchange_id for one in decisions})
    return set(rows.values_list("exchange_id", "article_id"))
