"""Who takes part in an exchange, or asked for it, and is in the bin: with them they come back into it.

What is deleted takes the rows along that point at it. Where an exchange is described anew meanwhile, these are no more
what they were: they are what its description says of those who are away.
"""

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from diplomacy.archive.models import Actor, Exchange, Held

ACTORS, EXCHANGES, PARTICIPANTS = (model._meta.db_table for model in (Actor, Exchange, Exchange.participants.through))
INITIATOR = "initiator_id"


def participants(exchange: int) -> set[int]:
    """The actors (ids) in the bin who come back as participants."""
    return set(_links(exchange).values_list("data__actor_id", flat=True))


def initiator(exchange: int) -> int | None:
    """The actor (id) in the bin who comes back as the one that asked for it."""
    return _initiators(exchange).values_list("data", flat=True).first()


def describe(exchange: int, taking_part: Collection[int], asked: int | None) -> None:
    """Let just these actors (ids), as far as they are in the bin, come back as participants and as who asked for it."""
    _links(exchange).exclude(data__actor_id__in=list(taking_part)).delete()
    _initiators(exchange).delete()
    wanted = set(taking_part) - participants(exchange)
    away = dict(_held(table=ACTORS, row__in={*wanted, asked or 0}).values_list("row", "binned"))
    rows = [_link(exchange, actor, away[actor]) for actor in sorted(wanted & away.keys())]
    if asked in away:
        rows.append(Held(binned_id=away[asked], table=EXCHANGES, column=INITIATOR, row=exchange, data=asked))
    Held.objects.bulk_create(rows)


def _link(exchange: int, actor: int, binned: int) -> Held:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [PARTICIPANTS])
        [row] = cursor.fetchone()
    link = {"id": row, "exchange_id": exchange, "actor_id": actor}
    return Held(binned_id=binned, table=PARTICIPANTS, row=row, data=link)


def _links(exchange: int) -> QuerySet[Held]:
    return _held(table=PARTICIPANTS, data__exchange_id=exchange)


def _initiators(exchange: int) -> QuerySet[Held]:
    return Held.objects.filter(table=EXCHANGES, column=INITIATOR, row=exchange)


def _held(**of: Any) -> QuerySet[Held]:
    """Whole rows."""
    return Held.objects.filter(column="", **of)
