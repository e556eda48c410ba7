"""What a curator says of a statement, who saw it as pages show it: with those who stand for others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf

from diplomacy.archive.deciding.as_read import Row
from diplomacy.archive.deciding.corrected import spans_of
from diplomacy.archive.deciding.leads import Standing
from diplomacy.archive.deciding.wanted import Said
from diplomacy.archive.models import DecisionKind
from diplomacy.reading.values import Span


def as_named(said: Said, old: Row, merged: Mapping[int, int]) -> Said:
    """The statement with those named whom it named before, where the curator saw who stands for them since a merge.

    Who stands for them since a split is named: what is decided after that says itself who it is.
    """
    same = [actor for actor in old.actors if {actor, merged.get(actor)} & {*said.speakers}]
    shown = {*same, *(merged.get(actor) for actor in same)}
    via = old.of["via_id"]
    return replace(
        said,
        speakers=(*same, *(actor for actor in said.speakers if actor not in shown)),
        via=via if said.via and said.via in (via, merged.get(via)) else said.via,
    )


def kind_seen(said: Said | None, old: Row | None, stands: Standing, article: int) -> DecisionKind:
    """Whether it is confirmed, by what pages show: whoever stands for whom."""
    if said is None:
        return DecisionKind.REJECT
    if old is None:
        return DecisionKind.MAKE

    def shown(actors: Sequence[int | None], since: float) -> set[int]:
        return {stands.who(actor, frozenset({article}), since=since) for actor in actors if actor}

    by = old.of["decision_id"] or 0
    cue = None if old.of["cue_start"] is None else Span(old.of["cue_start"], old.of["cue_end"])
    there = (
        spans_of(old),
        cue,
        old.of["kind"],
        old.of["silence"],
        shown(old.actors, by),
        shown([old.of["via_id"]], by),
    )
    wanted = (said.content, said.cue, said.kind, said.silence, shown(said.speakers, inf), shown([said.via], inf))
    return DecisionKind.ACCEPT if there == wanted else DecisionKind.CHANGE
