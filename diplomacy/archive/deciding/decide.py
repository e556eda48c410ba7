"""Decide of a pair, and undo it: the one way by which a decision on a pair is written."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from diplomacy.archive.deciding.anchors import Quote
from diplomacy.archive.deciding.over_pairs import alone_in, apply, kept_of, laid_over, pair_of, take_off_one
from diplomacy.archive.deciding.placing import Ends
from diplomacy.archive.deciding.undoable import kept
from diplomacy.archive.models import (
    Anchor,
    Claim,
    Coverage,
    Decision,
    DecisionKind,
    Pair,
    Subject,
)
from diplomacy.archive.prepared import Prepared, given
from diplomacy.reading.values import Span

_PAIR = Prepared(
    lambda: Pair.objects.filter(exchange=given("exchange"), left=given("left"), right=given("right")).order_by("pk")
)
_STANDING = Prepared(
    lambda: (
        Decision.objects.kept()
        .filter(exchange=given("exchange"), anchors__claim=given("left"))
        .filter(pk__in=Anchor.objects.filter(claim=given("right")).values("decision"))
        .select_related("by")[:1]
    )
)
_WORDS = Prepared(
    lambda: (
        Claim.objects.filter(pk__any_of=given("claims"))
        .order_by("pk")
        .values_list("pk", "start", "end", "version__text", "version__sha256", "version__article")
    )
)
_EXCHANGE_OF = Prepared(
    lambda: Decision.objects.filter(pk=given("decision")).order_by("pk").values_list("exchange", flat=True)
)


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
        pair = _PAIR.first(exchange=exchange, left=ends[0], right=ends[1])
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
        made.machine = kept_of(pair)
        made.save()
        for anchor in anchors:
            anchor.decision = made
        Anchor.objects.bulk_create(anchors)
        if kind is DecisionKind.REJECT:
            Pair.objects.filter(exchange=exchange, left=ends[0], right=ends[1]).delete()
        else:
            over = laid_over(pair or pair_of(exchange, ends, {"score": 1.0}), made)
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
        exchange = _EXCHANGE_OF.first(decision=decision)
        alone_in([exchange] if exchange else [])
        row = kept(decision, Subject.PAIR)
        if row is None:
            return False
        _undo(row, by)
        if exchange:
            apply(exchange)
        return True


def _undo(decision: Decision, by: AbstractBaseUser) -> None:
    take_off_one(decision.pk)
    decision.mark_undone(by)


def standing_on(exchange: int, ends: Ends) -> Decision | None:
    """The decision that is in force on a pair of claims."""
    return _STANDING.first(exchange=exchange, left=ends[0], right=ends[1])


def _anchors(ends: Ends) -> list[Anchor]:
    """The words of both claims, for a decision that is not stored yet."""
    return [
        Anchor(article_id=article, claim_id=pk, **asdict(Quote.of(text, digest, Span(start, end))))
        for pk, start, end, text, digest, article in _WORDS(claims=list(ends))
    ]


def lot_of(words: Iterable[str]) -> float:
    """The lot by which some pairs are put to two curators: from 0 up to 1, the same for the same words in any order."""
    digest = sha256("\n".join(sorted(words)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
