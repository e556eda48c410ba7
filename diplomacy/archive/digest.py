"""What was read in a text, as a number: two readings that would make the same rows have the same."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from diplomacy.reading import values as reading

OF_ACTORS = frozenset({"speakers", "via", "participants", "initiator", "askers"})
"""Fields that hold indexes into a reading's actors, which another reading may number otherwise."""
NO_ROWS = frozenset({"pipeline", "actors", "mentions"})
"""What makes no rows of the text; the actors that others refer to are told by who they are."""


def digest(found: reading.Reading, actors: Mapping[int, int]) -> str:
    """Of the statements, claims and exchanges, with the ids of their actors' rows; in hexadecimal.

    It is the same in every process. What is read of an actor, such as an office, is no part of it.
    """
    parts = {
        name: _plain(getattr(found, name), name, actors) for name in _fields(reading.Reading) if name not in NO_ROWS
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Any, name: str, actors: Mapping[int, int]) -> Any:
    """The value in JSON's terms, with actors' ids for their indexes."""
    if isinstance(value, reading.Word):  # most of what there is
        return [*value]
    if is_dataclass(value):
        return {one: _plain(getattr(value, one), one, actors) for one in _fields(value.__class__)}
    if isinstance(value, list | tuple):
        return [_plain(one, name, actors) for one in value]
    if name in OF_ACTORS and value is not None:
        return actors.get(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
