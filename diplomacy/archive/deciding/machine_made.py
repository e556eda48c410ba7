"""What a decision was made of, as the machine makes it, for a second curator to see; and the decision that a second
look becomes where an editor takes it. Of each subject its own way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from diplomacy.archive.deciding import as_read, correct, overlay, regroup
from diplomacy.archive.deciding.as_read import Row
from diplomacy.archive.deciding.correct import GoneError
from diplomacy.archive.deciding.corrected import held_by, spans_of
from diplomacy.archive.deciding.decide import Judged, PairGoneError, decide
from diplomacy.archive.deciding.regroup import ExchangeGoneError
from diplomacy.archive.deciding.wanted import Said, UnfitError
from diplomacy.archive.models import (
    Anchor,
    Aside,
    AsRead,
    Coverage,
    Decision,
    DecisionKind,
    Pair,
    SecondLook,
    Statement,
    Subject,
    Version,
)
from diplomacy.reading.values import Span


class LookGoneError(Exception):
    """The decision was undone or its words are gone, or the look is theirs no more; nothing was put down."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as the machine read it, which is not stored where a decision stands over it."""

    statement: Statement
    speakers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MachineMade:
    """How decisions of one subject are put to a second curator."""

    made: Q
    """Of which decisions there is something that the machine made."""
    shown: Callable[[Decision], "Pair | Told | Coverage | None"]
    """What that is, not stored; None where the decision is in force no more."""
    put: Callable[[SecondLook, AbstractBaseUser], Decision]
    """Let the second look hold in place of the decision; raises LookGoneError, DecidedAlreadyError."""


def pair_of(decision: Decision) -> Pair | None:
    """The pair in whose place a decision stands, not stored."""
    ends = sorted(Anchor.objects.filter(decision=decision, claim__isnull=False).values_list("claim", flat=True))
    if len(ends) != 2 or decision.machine is None or decision.exchange_id is None:
        return None
    return Pair(exchange_id=decision.exchange_id, left_id=ends[0], right_id=ends[1], **decision.machine)


def _put_pair(look: SecondLook, by: AbstractBaseUser) -> Decision:
    pair = pair_of(look.decision)
    if pair is None:
        raise LookGoneError
    judged = Judged(**look.value) if look.value else None
    ends, kind = (pair.left_id, pair.right_id), DecisionKind(look.kind)
    try:
        return decide(pair.exchange_id, ends, kind, by=by, judged=judged, note=look.note, instead_of=look.decision_id)
    except PairGoneError as error:
        raise LookGoneError from error


def told_of(decision: Decision) -> Told | None:
    """The statement in whose place a decision stands, as the machine read it."""
    found = _text_of(decision)
    stored = AsRead.objects.filter(version=found).first() if found else None
    if found is None or stored is None:
        return None
    [(_, placed)] = overlay.placed(found, [decision])
    rows = as_read.rows_from(found, stored.rows).statements
    row = held_by(rows, placed.before, placed.spoke) if placed and placed.before else None
    return Told(Statement(pk=row.pk, version=found, **row.of), row.actors) if row else None


def _put_statement(look: SecondLook, by: AbstractBaseUser) -> Decision:
    """The first is undone, so that the statement is as the machine has it; the second is decided of that."""
    told, text = told_of(look.decision), _text_of(look.decision)
    if told is None or text is None or not correct.undo(look.decision_id, by=by):
        raise LookGoneError
    machine, rows = told.statement, as_read.rows_of(text.pk).statements
    spans = tuple(Span(*edges) for edges in machine.spans)
    there = held_by(rows, spans, told.speakers)
    if there is None:
        raise LookGoneError
    try:
        return correct.say(text.pk, said_as(there, look.value), by=by, of=there.pk, note=look.note)
    except (GoneError, UnfitError) as error:
        raise LookGoneError from error


def said_as(row: Row, value: Mapping[str, object]) -> Said | None:
    """A statement's row with the speakers of a decision's value; None where that says that it is none."""
    if not value:
        return None
    cue = None if row.of["cue_start"] is None else Span(row.of["cue_start"], row.of["cue_end"])
    named = value.get("speakers") or []
    speakers = tuple(one["id"] for one in named) if isinstance(named, list) else ()
    return Said(spans_of(row), speakers, cue, row.of["kind"], row.of["via_id"], row.of["silence"])


def _text_of(decision: Decision) -> Version | None:
    """The text in which a decision on a statement stands."""
    rows = Version.objects.current().filter(anchors__decision=decision).select_related("article__outlet")
    found: Version | None = rows.defer("source", "segments", "search").first()
    return found


def account_of(decision: Decision) -> Coverage | None:
    """The account that a decision placed, as joining found it: on the exchange that it was decided of."""
    article = decision.articles.values_list("pk", flat=True).first()
    there = Q(exchange=decision.exchange_id) | Q(joined=decision.exchange_id)
    if article is None or decision.exchange_id is None:
        return None
    found: Coverage | None = Coverage.objects.filter(there, article=article).first()
    if found is None:
        aside = Aside.objects.filter(joined=decision.exchange_id, article=article).first()
        if aside is None:
            return None
        kept = {**aside.row, "id": None, "date": date.fromisoformat(aside.row["date"])}
        found = Coverage(article_id=article, **kept)
    found.exchange_id = decision.exchange_id
    return found


def _put_account(look: SecondLook, by: AbstractBaseUser) -> Decision:
    account = account_of(look.decision)
    if account is None or not regroup.undo(look.decision_id, by=by):
        raise LookGoneError
    try:
        return place(account, look.kind, look.value.get("to"), by=by, note=look.note)
    except ExchangeGoneError as error:
        raise LookGoneError from error


def place(account: Coverage, kind: str, to: int | None, *, by: AbstractBaseUser, note: str = "") -> Decision:
    """Decide where an account stands: it stays, is split off, or goes to another exchange, with None to none."""
    exchange, articles = account.exchange_id, [account.article_id]
    if kind == DecisionKind.ACCEPT:
        return regroup.accept(exchange, articles, by=by, note=note).decision
    if kind == DecisionKind.SPLIT:
        return regroup.split(exchange, articles, by=by, note=note).decision
    return regroup.move(exchange, articles, to, by=by, note=note).decision


MACHINE_MADE: Mapping[Subject, MachineMade] = {
    Subject.PAIR: MachineMade(Q(machine__relation__isnull=False), pair_of, _put_pair),
    Subject.STATEMENT: MachineMade(Q(machine__words__isnull=False), told_of, _put_statement),
    Subject.EXCHANGE: MachineMade(Q(articles__isnull=False), account_of, _put_account),
}
