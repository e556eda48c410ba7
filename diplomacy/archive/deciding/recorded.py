"""What a decision on a text's statements or claims keeps of them: words as quotations, actors with their names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from diplomacy.archive.deciding.anchors import Quote
from diplomacy.archive.deciding.as_read import Row, names_of
from diplomacy.archive.deciding.corrected import spans_of
from diplomacy.archive.deciding.wanted import Said
from diplomacy.archive.models import Version
from diplomacy.reading.values import Span

Named = Mapping[int | None, dict[str, Any]]
"""Actors by their ids, as decisions hold them."""


def named(actors: Iterable[int]) -> dict[int | None, dict[str, Any]]:
    """Actors (ids) as decisions hold them: with their names, by which they are found where their row is deleted."""
    return {pk: {"id": pk, "name": name} for pk, name in names_of(actors).items()}


def those_of(row: Row) -> list[int]:
    """Whom a statement names (ids)."""
    return [*row.actors, *([row.of["via_id"]] if row.of["via_id"] else [])]


def quote_of(text: Version, span: Span) -> dict[str, Any]:
    """Words of a text with what they stand among."""
    return asdict(Quote.of(text.text, text.sha256, span))


def value_of(text: Version, said: Said | None, called: Named, *, beside: bool) -> dict[str, Any]:
    """What holds; empty where it is that there is no statement."""
    if said is None:
        return {}
    value = {
        "speakers": [called[pk] for pk in said.speakers],
        "kind": said.kind,
        "cue": said.cue.of(text.text) if said.cue else None,
        "silence": said.silence,
        "via": called.get(said.via),
    }
    return value | ({"beside": True} if beside else {})


def statement_of(text: Version, old: Row, called: Named) -> dict[str, Any]:
    """A statement that was there."""
    cue = None if old.of["cue_start"] is None else text.text[old.of["cue_start"] : old.of["cue_end"]]
    return {
        "words": [quote_of(text, span) for span in spans_of(old)],
        "speakers": [called[pk] for pk in old.actors],
        "kind": old.of["kind"],
        "cue": cue,
        "silence": old.of["silence"],
        "via": called.get(old.of["via_id"]),
    }


def claims_of(text: Version, claims: Sequence[Row]) -> dict[str, Any]:
    """Claims that were there; empty for none."""
    quotes = [quote_of(text, spans_of(row)[0]) for row in claims]
    return {"words": quotes, "contexts": [row.of["context"] for row in claims]} if claims else {}
