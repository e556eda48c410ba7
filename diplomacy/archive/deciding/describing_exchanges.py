"""How an exchange is described: as joining makes it, or as curators decided, which is laid over that."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from diplomacy.archive.deciding import absent
from diplomacy.archive.deciding import standing as who
from diplomacy.archive.models import Actor, Decision, DecisionKind, Exchange, Subject


def settle(exchange: int) -> None:
    """Give an exchange the kind, date, participants and initiator that curators decided, over what joining makes."""
    row = Exchange.everything.filter(pk=exchange).first()
    if row is None:
        return
    decided = Decision.objects.on(Subject.EXCHANGE).kept().filter(exchange=exchange, kind=DecisionKind.CHANGE)
    said = list(decided.order_by("pk").values_list("value", flat=True))
    if not said and row.joined_as is None:
        return
    with who.taken_off([exchange]):
        row.refresh_from_db()
        joined = row.joined_as or _with_absent(row)
        _describe(row, {key: value for part in (joined, *said) for key, value in part.items()})
        row.joined_as = joined if said else None
        row.save(update_fields=["joined_as", "kind", "date", "initiator"])


def described(row: Exchange) -> dict[str, Any]:
    """What an exchange is described by, as decisions hold it."""
    participants = sorted(row.participants(manager="everything").values_list("pk", flat=True))
    return {"kind": row.kind, "date": row.date.isoformat(), "initiator": row.initiator_id, "participants": participants}


def _with_absent(row: Exchange) -> dict[str, Any]:
    """How an exchange is described, with those who are in the bin."""
    told = described(row)
    away = {*told["participants"], *absent.participants(row.pk)}
    return told | {"participants": sorted(away), "initiator": told["initiator"] or absent.initiator(row.pk)}


def _describe(row: Exchange, told: Mapping[str, Any]) -> None:
    actors = set(
        Actor.everything.filter(pk__in=[*told["participants"], told["initiator"] or 0]).values_list("pk", flat=True)
    )
    row.kind, row.date = told["kind"], date.fromisoformat(told["date"])
    row.initiator_id = told["initiator"] if told["initiator"] in actors else None
    row.participants(manager="everything").set([pk for pk in told["participants"] if pk in actors])
    absent.describe(row.pk, set(told["participants"]) - actors, None if row.initiator_id else told["initiator"])
