"""Decide of exchanges: merge two, split accounts off, move one to another or out, describe one, delete one, confirm an
account; and undo it.

Each is a decision, which `archive/deciding/grouping.py` lets hold over what joining finds, now and whenever a text is
read anew.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from diplomacy.archive.compare import send
from diplomacy.archive.deciding import grouping, overlay, standing
from diplomacy.archive.deciding.decide import DecidedAlreadyError, lot_of
from diplomacy.archive.deciding.describing_exchanges import described
from diplomacy.archive.deciding.describing_exchanges import settle as settle_description
from diplomacy.archive.deciding.undoable import kept
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import Decision, DecisionKind, Exchange, Origin, Subject, Version
from diplomacy.archive.models.decisions import DecisionQuerySet
from diplomacy.archive.prepared import Prepared, given

_EXCHANGE: Prepared[Exchange] = Prepared(lambda: Exchange.objects.filter(pk=given("exchange")).order_by("pk"))
_PEOPLE = Prepared(
    lambda: (
        Exchange.participants.through._default_manager.filter(exchange=given("exchange"))
        .order_by("pk")
        .values_list("actor_id", flat=True)
    )
)
_TEXTS: Prepared[tuple[int, str]] = Prepared(
    lambda: (
        Version.objects.current()
        .filter(article__coverage__exchange=given("exchange"), article__any_of=given("articles"))
        .order_by()
        .values_list("article", "sha256")
    )
)
_CORRECTED: Prepared[Version] = Prepared(
    lambda: Version.objects.current().filter(as_read__isnull=False, article__any_of=given("articles")).order_by("pk")
)
_THERE: Prepared[int] = Prepared(
    lambda: Exchange.objects.filter(pk__any_of=given("exchanges")).order_by("pk").values_list("pk", flat=True)
)


class ExchangeGoneError(Exception):
    """What was to be decided of is no exchange any more, or has not got these accounts; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Regrouped:
    """A decision, and the exchanges that it changed, which are to be compared anew."""

    decision: Decision
    exchanges: frozenset[int]


def latest(exchange: int) -> int:
    """The latest decision that concerns an exchange, for a form to tell what its writer has seen; 0 where there is
    none."""
    return concerning(exchange).order_by("-pk").values_list("pk", flat=True).first() or 0


def concerning(exchange: int) -> DecisionQuerySet:
    """The decisions on an exchange or leading to it that nobody undid."""
    return Decision.objects.on(Subject.EXCHANGE).kept().filter(Q(exchange=exchange) | Q(to=exchange))


def merge(exchange: int, into: int, *, by: AbstractBaseUser, note: str = "", seen: int | None = None) -> Regrouped:
    """Let all accounts of an exchange, and those that joining will find of it, stand in another, which stays as it is
    described. The exchange itself is no more until this is undone.

    Here as in what follows, `seen` is the `latest` decision that the curator knew of: DecidedAlreadyError is raised
    where there is another by now, ExchangeGoneError where an exchange is gone or has not got the accounts.
    """
    if exchange == into:
        raise ExchangeGoneError
    return _decide(exchange, DecisionKind.MERGE, into=into, by=by, note=note, seen=seen)


def split(
    exchange: int, articles: Collection[int], *, by: AbstractBaseUser, note: str = "", seen: int | None = None
) -> Regrouped:
    """Let the accounts of these articles stand in a new exchange, which is described like this one until it is
    described otherwise."""
    with transaction.atomic():
        one_writer()
        with standing.taken_off([exchange]) as those:  # so that whoever stands for another is moved back with an undo
            row = _row(exchange, seen)
            if not articles:
                raise ExchangeGoneError
            made = Exchange.objects.create(
                kind=row.kind, date=row.date, initiator_id=row.initiator_id, origin=Origin.CURATOR, split_off=True
            )
            through = Exchange.participants.through
            people = _PEOPLE(exchange=exchange)
            through._default_manager.bulk_create(through(exchange_id=made.pk, actor_id=actor) for actor in people)
            those.append(made.pk)
        return _put(row, DecisionKind.SPLIT, articles=articles, into=made.pk, by=by, note=note)


def move(
    exchange: int,
    articles: Collection[int],
    into: int | None,
    *,
    by: AbstractBaseUser,
    note: str = "",
    seen: int | None = None,
) -> Regrouped:
    """Let the accounts of these articles stand in another exchange, or with None in no exchange."""
    if not articles or exchange == into:
        raise ExchangeGoneError
    return _decide(exchange, DecisionKind.MOVE, articles=articles, into=into, by=by, note=note, seen=seen)


def delete(exchange: int, *, by: AbstractBaseUser, note: str = "") -> Regrouped:
    """Let all accounts of an exchange, and those that joining will find of it, stand in none: it is no more until this
    is undone."""
    return _decide(exchange, DecisionKind.DELETE, into=None, by=by, note=note)


def accept(exchange: int, articles: Collection[int], *, by: AbstractBaseUser, note: str = "") -> Regrouped:
    """Confirm that these articles tell of this exchange: they stay in it, wherever joining finds them later."""
    return _decide(exchange, DecisionKind.ACCEPT, articles=articles, into=exchange, by=by, note=note)


def describe(
    exchange: int, told: Mapping[str, Any], *, by: AbstractBaseUser, note: str = "", seen: int | None = None
) -> Regrouped | None:
    """Set what is `told` of an exchange: its kind, date (ISO 8601), participants, initiator (ids), or some of these.

    None where it is so described already.
    """
    with transaction.atomic():
        one_writer()
        row = _row(exchange, seen)
        before = described(row)
        value = {key: new for key, new in told.items() if new != before[key]}
        if not value:
            return None
        was = {key: before[key] for key in value}
        made = Decision(subject=Subject.EXCHANGE, kind=DecisionKind.CHANGE, exchange=row, by_id=by.pk, note=note)
        made.value, made.was = value, was
        made.save()
        return Regrouped(made, frozenset(_hold(made, ())))


def undo(decision: int, *, by: AbstractBaseUser) -> bool:
    """Undo a decision on an exchange: it is again as joining and the other decisions make it; False where it was
    undone before."""
    with transaction.atomic():
        one_writer()
        row = kept(decision, Subject.EXCHANGE)
        if row is None:
            return False
        concerned = grouping.concerned_by(row)
        row.mark_undone(by)
        _hold(row, concerned)
        return True


def _decide(
    exchange: int,
    kind: DecisionKind,
    *,
    by: AbstractBaseUser,
    into: int | None,
    articles: Collection[int] = (),
    note: str = "",
    seen: int | None = None,
) -> Regrouped:
    with transaction.atomic():
        one_writer()
        row = _row(exchange, seen)
        if into not in (None, exchange) and not Exchange.objects.filter(pk=into).exists():
            raise ExchangeGoneError
        return _put(row, kind, by=by, into=into, articles=articles, note=note)


def _put(
    row: Exchange, kind: DecisionKind, *, by: AbstractBaseUser, into: int | None, articles: Collection[int], note: str
) -> Regrouped:
    texts = dict(_TEXTS(exchange=row.pk, articles=list(articles))) if articles else {}
    if set(articles) - texts.keys():
        raise ExchangeGoneError
    made = Decision(subject=Subject.EXCHANGE, kind=kind, exchange=row, to_id=into, by_id=by.pk, note=note)
    made.value = {"out": True} if into is None else {}
    made.lot = lot_of([*texts.values(), row.kind, row.date.isoformat()]) if len(texts) == 1 else None  # of one account
    made.save()
    made.articles.add(*articles)
    if kind == DecisionKind.ACCEPT:
        return Regrouped(made, frozenset())  # they stand there already, by joining or by an earlier decision
    return Regrouped(made, frozenset(_hold(made, articles or grouping.concerned_by(made))))


def _row(exchange: int, seen: int | None) -> Exchange:
    """The exchange that is to be decided of, unless it is gone or was decided of since."""
    row = _EXCHANGE.first(exchange=exchange)
    if row is None:
        raise ExchangeGoneError
    if seen is not None and seen != latest(exchange):
        raise DecidedAlreadyError(concerning(exchange).select_related("by").latest("pk"))
    return row


def _hold(decision: Decision, concerned: Collection[int]) -> set[int]:
    """Let what was decided hold, or hold no more; the exchanges that are to be compared anew."""
    ends = {pk for pk in (decision.exchange_id, decision.to_id) if pk is not None}
    if decision.kind == DecisionKind.CHANGE:
        for exchange in ends:
            settle_description(exchange)
        grouping.tidy(ends)
        return set()
    return place_anew(concerned, ends)


def place_anew(articles: Collection[int], exchanges: Collection[int] = ()) -> set[int]:
    """Let the accounts of these articles (ids) stand where they are to stand now, and these exchanges go, or be set
    aside, where none is left; the exchanges that are to be compared anew. Call it in a transaction, as the one writer.
    """
    overlay.alone_with(articles)
    changed = grouping.place(articles, ends=exchanges, corrected=_CORRECTED(articles=list(articles)))
    send(_THERE(exchanges=list(changed)))
    return changed


def standing_for(exchange: int) -> int | None:
    """The exchange that one which was merged stands in now; None where it is none that was merged."""
    merged = Decision.objects.on(Subject.EXCHANGE).kept().filter(kind=DecisionKind.MERGE)
    into = dict(merged.exclude(exchange=None).order_by("pk").values_list("exchange", "to"))
    at: int | None = into.get(exchange)
    for _ in into:
        if at is None or at not in into or Exchange.objects.filter(pk=at).exists():
            break
        at = into[at]
    return at if at is not None and Exchange.objects.filter(pk=at).exists() else None
