"""What a row rests on where curators had a hand in it: what was decided of its words, and what was typed in for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q

from diplomacy.archive.models import Anchor, Decision, Missing, Pair, Statement, Subject
from diplomacy.web.pages.decided import Decided, plain, symbol_of
from diplomacy.web.pages.places import Place

MOST = 100
"""Steps that are told, the latest."""
NEVER_SHOWN = {
    "id",
    "search",
    "why",
    "score",
    "answers",
    "position",
    "confidence",
    "left",
    "right",
    "exchange",
    "version",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, and who did it."""

    at: datetime
    words: str
    by: str = ""
    """Empty where the program did it."""
    symbol: str = ""
    url: str = ""
    """The page of the decision that it is told of; empty where it is none."""
    note: str = ""


def of_decision(decision: Decision) -> tuple[Step, ...]:
    """What became of a decision since it was made, the earliest first."""
    rows = _events(decision).filter(pgh_obj_id=decision.pk).order_by("pgh_id")
    steps, before = [], None
    for row in rows.select_related("by", "undone_by")[:MOST]:
        steps += list(_became(before, row))
        before = row
    return tuple(steps)


def _became(before: Any, now: Any) -> Iterable[Step]:
    at = now.pgh_created_at
    if before is None:
        yield Step(at, "decided", now.by.get_username() if now.by else "", symbol_of(now.kind), note=now.note)
        return
    if now.missing != before.missing:
        lacking = f"an orphan: {Missing(now.missing).label}" if now.missing else "in force again: its words are found"
        yield Step(at, lacking)
    if now.exchange_id != before.exchange_id:
        yield Step(at, "stands in another exchange" if now.exchange_id else "its exchange is gone")
    if now.undone_at and not before.undone_at:
        yield Step(at, "undone", now.undone_by.get_username() if now.undone_by else "")


def of_pair(pair: Pair, *places: Place) -> tuple[Step, ...]:
    """What was decided of a pair's two places, and what was typed in for it, the latest first."""
    typed = _typed(pair) if pair.origin == "curator" and pair.decision_id is None else []
    of_both = Decision.objects.on(Subject.PAIR).filter(*map(_on, places, (pair.left_id, pair.right_id)))
    return _latest_first([*_decided(of_both), *typed])


def of_statement(said: Statement, place: Place) -> tuple[Step, ...]:
    """What was decided of a statement's place, and what was typed in for it, the latest first."""
    typed = _typed(said) if said.origin == "curator" and said.decision_id is None else []
    of_text = Decision.objects.on(Subject.STATEMENT, Subject.CLAIM)
    return _latest_first([*_decided(of_text.filter(_on(place))), *typed])


def _latest_first(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: step.at, reverse=True))


def _on(place: Place, claim: int = 0) -> Exists:
    """Whether a decision is on these words: on their claim, or on words of the same text that overlap with them."""
    text = Q(article=place.text.article, sha256__startswith=place.text.digest)
    there = text & Q(start__lt=place.end, end__gt=place.start)
    return Exists(Anchor.objects.filter(Q(claim=claim) | there, decision=OuterRef("pk")))


def _decided(decisions: Any) -> Iterable[Step]:
    for row in decisions.select_related("by", "undone_by").order_by("-pk")[:MOST]:
        told = Decided.told(row.pk, row.kind, row.by.get_username(), row.was, subject=row.subject)
        if told:
            undone = f"; undone by {row.undone_by.get_username()}" if row.undone_by else ""
            yield Step(row.at, f"{told.words}{undone}", symbol=told.symbol, url=told.url, note=row.note)


def _typed(row: Pair | Statement) -> list[Step]:
    """What was typed in for a row in the admin, the earliest first; in two queries."""
    events = list(_events(row).filter(pgh_obj_id=row.pk).select_related("pgh_context").order_by("-pgh_id")[:MOST])
    events.reverse()
    names = _names(event.pgh_context for event in events)
    steps = []
    for place, event in enumerate(events):
        changed = _changed(row, events[place - 1], event) if place else "made or changed by hand"
        if changed:
            who = names.get(_user(event.pgh_context), "")
            steps.append(Step(event.pgh_created_at, changed, who, "✎"))
    return steps


def _changed(row: Pair | Statement, before: Any, now: Any) -> str:
    """Which fields differ, and how, as a clause."""
    fields = [
        field
        for field in row._meta.concrete_fields
        if field.name not in NEVER_SHOWN and hasattr(now, field.attname) and hasattr(before, field.attname)
    ]
    told = []
    for field in fields:
        old, new = getattr(before, field.attname), getattr(now, field.attname)
        if old != new:
            told.append(f"{field.verbose_name}: {plain(old)} → {plain(new)}")
    return "; ".join(told)


def _events(row: Any) -> Any:
    """The rows of the history of such a row, which django-pghistory keeps."""
    return type(row).pgh_event_model._default_manager.all()


def _user(context: Any) -> int | None:
    return context.metadata.get("user") if context else None


def _names(contexts: Iterable[Any]) -> dict[int | None, str]:
    wanted = {user for user in map(_user, contexts) if user}
    users = get_user_model()._default_manager.filter(pk__in=wanted) if wanted else []
    return {user.pk: user.get_username() for user in users}
