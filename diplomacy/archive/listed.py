"""Exchanges as lists show them: who took part, who tells of them, and how far the accounts agree."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from diplomacy.archive.prepared import asked

_LISTED = """
SELECT e.id, e.kind, e.date,
    (SELECT jsonb_agg(jsonb_build_array(a.id, a.name) ORDER BY a.name, a.id)
     FROM archive_exchange_participants p JOIN archive_actor a ON a.id = p.actor_id
     WHERE p.exchange_id = e.id AND a.merged_into_id IS NULL),
    (SELECT jsonb_agg(jsonb_build_array(o.id, o.name, o.kind) ORDER BY v.id)
     FROM archive_coverage v JOIN archive_article t ON t.id = v.article_id JOIN archive_outlet o ON o.id = t.outlet_id
     WHERE v.exchange_id = e.id AND v.counts),
    (SELECT jsonb_object_agg(pairs.relation, pairs.n)
     FROM (SELECT relation, count(*) AS n FROM archive_pair WHERE exchange_id = e.id GROUP BY relation) pairs),
    (SELECT count(*) FROM archive_coverage v JOIN archive_claim c ON c.coverage_id = v.id
     WHERE v.exchange_id = e.id AND v.counts AND NOT c.context
        AND NOT EXISTS (SELECT 1 FROM archive_pair p
                        WHERE p.exchange_id = e.id AND p.left_id = c.id AND p.relation <> 'disputed')
        AND NOT EXISTS (SELECT 1 FROM archive_pair p
                        WHERE p.exchange_id = e.id AND p.right_id = c.id AND p.relation <> 'disputed'))
FROM unnest(%(exchanges)s::bigint[]) WITH ORDINALITY asked(id, place) JOIN archive_exchange e ON e.id = asked.id
ORDER BY asked.place
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """One exchange in a list."""

    id: int
    kind: str
    date: date
    participants: tuple[tuple[int, str], ...]
    """Ids and names of actors, by name."""
    outlets: tuple[tuple[int, str, str], ...]
    """Id, name and kind of the outlet of each account: one with two accounts is there twice."""
    pairs: Mapping[str, int]
    """How many pairs of claims stand in each relation."""
    alone: int
    """Claims about the exchange that only one of its accounts makes; 0 where there is one account."""


def listed(exchanges: Sequence[int]) -> tuple[Listed, ...]:
    """The exchanges of these ids, in their order, in one query; copies of articles are no accounts."""
    return tuple(map(_listed, asked(connection, _LISTED, {"exchanges": list(exchanges)})))


def _listed(row: Sequence[Any]) -> Listed:
    pk, kind, on, participants, outlets, pairs, alone = row
    told = tuple((outlet, name, of) for outlet, name, of in json.loads(outlets or "[]"))
    return Listed(
        id=pk,
        kind=kind,
        date=on,
        participants=tuple((actor, name) for actor, name in json.loads(participants or "[]")),
        outlets=told,
        pairs=json.loads(pairs or "{}"),
        alone=alone if len(told) > 1 else 0,
    )
