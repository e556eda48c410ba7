"""What a text's rows are with the decisions on it applied: a function of the machine's rows, without a database.

Claims follow their statement: those that lie in its words stay as they were cut, those that its edges cut through end
there, and what of its words no claim has yet goes to the first or the last.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from diplomacy.archive.deciding.anchors import HALF, share
from diplomacy.archive.deciding.as_read import Row, Rows
from diplomacy.archive.models import DecisionKind, Origin, Subject
from diplomacy.reading.values import Span

Participants = Callable[[], Mapping[int | None, AbstractSet[int]]]
"""Who takes part in what a coverage (an id) tells of; asked for where somebody else comes to speak."""
_WORD = re.compile(r"\w+")
FEW = 4
"""Words below which what an edge leaves over says nothing by itself."""
_NO_CUE: dict[str, Any] = {"cue_start": None, "cue_end": None, "cue_lemma": "", "cue_class": "", "cue_strength": 0}
_NO_CUE |= {"cue_negated": False, "cue_hedged": False}
_NO_MENTION = {"mention_start": None, "mention_end": None, "mention_rule": ""}
_NEW: dict[str, Any] = {"via_id": None, "rule": "", "pipeline": "", "silence": False, **_NO_MENTION}


@dataclass(frozen=True, slots=True)
class Correction:
    """A decision with the places that its words have in the text."""

    decision: int
    subject: str
    kind: str
    content: tuple[Span, ...]
    """The words that hold now; of what was rejected, none."""
    before: tuple[Span, ...] = ()
    """The words of what it was decided of."""
    cue: Span | None = None
    speakers: tuple[int, ...] = ()
    spoke: tuple[int, ...] | None = None
    """Who was the speaker before; None where there was no statement."""
    columns: Mapping[str, Any] = field(default_factory=dict)
    """What else it sets of a statement: kind, silence, via_id."""
    contexts: tuple[bool, ...] = ()
    """Of claims: whether each of `content` is context."""
    beside: bool = False
    """Whether it stands in place of nobody's words but the same speaker's."""


def corrected(text: str, rows: Rows, corrections: Sequence[Correction], *, took_part: Participants) -> Rows:
    """The rows as the corrections have them, in the order of the text; those of statements are applied first."""
    copies = {id(row): row.changed() for row in rows.statements}
    made = Rows([*copies.values()], [(claim.changed(), copies.get(id(said))) for claim, said in rows.claims])
    for one in corrections:
        if one.subject == Subject.STATEMENT:
            _statement(text, made, one, took_part)
    for one in corrections:
        if one.subject == Subject.CLAIM:
            _claim(made, one)
    made.statements.sort(key=lambda row: (row.of["spans"], row.pk or 0))
    made.claims.sort(key=lambda pair: (pair[0].of["start"], pair[0].of["end"], pair[0].pk or 0))
    if corrections:
        for position, row in enumerate(made.statements):
            row.of["position"] = position
        for position, (claim, _) in enumerate(made.claims):
            claim.of["position"] = position
    return made


def spans_of(row: Row) -> tuple[Span, ...]:
    """Where a statement's or a claim's words stand."""
    return tuple(Span(*edges) for edges in row.of.get("spans") or [(row.of["start"], row.of["end"])])


def held(rows: Sequence[Row], spans: Sequence[Span]) -> list[Row]:
    """The rows that hold these words: each shares half of the longer at least; that which shares most is first."""
    holding = [row for row in rows if share(spans_of(row), spans) >= HALF]
    return sorted(holding, key=lambda row: -share(spans_of(row), spans))


def held_by(rows: Sequence[Row], spans: Sequence[Span], speakers: Sequence[int] | None = None) -> Row | None:
    """The row that holds these words: it shares half of the longer at least; of two, that of these speakers."""
    ranked = [(share(spans_of(row), spans), row.actors == tuple(speakers or ()), row) for row in rows]
    best = max(ranked, key=lambda one: one[:2], default=None)
    return best[2] if best and best[0] >= HALF else None


def _statement(text: str, rows: Rows, one: Correction, took_part: Participants) -> None:
    machine = [row for row in rows.statements if row.of["decision_id"] is None]
    if one.beside:
        machine = [row for row in machine if {*row.actors} == {*(one.speakers or one.spoke or ())}]
    old = held_by(machine, one.before, one.spoke) if one.before else None
    old = old or held_by(machine, one.content, one.speakers)
    rows.statements = [row for row in rows.statements if row is not old]
    if one.kind == DecisionKind.REJECT:
        rows.claims = [
            (_by(claim, one) if said is old and old else claim, None if said is old else said)
            for claim, said in rows.claims
        ]
        return
    new = _said(one, old)
    rows.statements.append(new)
    if old and old.of["spans"] == new.of["spans"]:
        cut: Claims = [(claim, new) for claim, said in rows.claims if said is old]
        rest = [pair for pair in rows.claims if pair[1] is not old]
    else:
        cut, rest = _cut(text, rows.claims, new, old)
    rows.claims = [*rest, *((_told(claim, new, old, one, took_part), said) for claim, said in cut)]


def _said(one: Correction, old: Row | None) -> Row:
    """The statement that a correction makes; what it does not say is as it was."""
    of: dict[str, Any] = dict(old.of) if old else dict(_NEW)
    if not old or old.actors != one.speakers:
        of |= _NO_MENTION
    cue = (one.cue.start, one.cue.end) if one.cue else None
    if not old or cue != (of["cue_start"], of["cue_end"]):
        of |= _NO_CUE
    if cue:
        of["cue_start"], of["cue_end"] = cue
    of |= {"spans": [[span.start, span.end] for span in one.content], "confidence": 1.0, **one.columns}
    of |= {"origin": Origin.CURATOR.value, "decision_id": one.decision, "position": 0}
    return Row(old.pk if old else None, of, one.speakers)


def _told(claim: Row, new: Row, old: Row | None, one: Correction, took_part: Participants) -> Row:
    """A claim of a statement that was corrected: whether it is context goes with who speaks."""
    context = claim.of["context"]
    if old is None or {*old.actors} != {*new.actors}:
        there = took_part().get(claim.of["coverage_id"], frozenset())
        before, now = (bool(there & set(row.actors)) if row else None for row in (old, new))
        context = context if before == now else not now
    quoted = new.of["kind"] == "direct" or (claim.of["quoted"] and new.of["kind"] == "mixed")
    if (context, quoted) == (claim.of["context"], claim.of["quoted"]):
        return claim
    return _by(claim.changed(context=context, quoted=quoted), one)


def _by(claim: Row, one: Correction) -> Row:
    return claim.changed(origin=Origin.CURATOR.value, decision_id=one.decision)


Claims = list[tuple[Row, Row | None]]


def _cut(text: str, claims: Claims, new: Row, old: Row | None) -> tuple[Claims, Claims]:
    """The claims in a statement's words, cut by its edges, and all others, with what the edges leave of those."""
    content = spans_of(new)
    cue = _cue_of(new)
    near = [pair for pair in claims if (old and pair[1] is old) or (pair[1] is None and _meets(pair[0], content))]
    rest = [pair for pair in claims if not any(pair[0] is other for other, _ in near)]
    if not near:
        pattern = _nearest(claims, content)
        return [(_fresh_claim(pattern, span, new), new) for span in content], rest
    cut: Claims = []
    for span in content:
        pieces: list[tuple[Span, Row | None]] = [
            (piece, claim) for claim, _ in near if (piece := _within(text, claim, span, cue)) is not None
        ] or [(span, near[0][0])]
        first, last = min(p.start for p, _ in pieces), max(p.end for p, _ in pieces)
        for piece, claim in sorted(pieces, key=lambda pair: pair[0]):
            start = min(piece.start, span.start) if piece.start == first else piece.start
            end = max(piece.end, span.end) if piece.end == last else piece.end
            cut.append((_new_claim(claim, Span(start, end), new), new))
    apart = [*content, *([cue] if cue else [])]
    left: Claims = [
        (_new_claim(claim, span, new), None)
        for claim, _ in near
        for span in Span(claim.of["start"], claim.of["end"]).without(sorted(apart))
        if _says(text, span) and not (cue and _is_beside(claim, cue))
    ]
    return _once(cut), [*rest, *_once(left)]


def _within(text: str, claim: Row, span: Span, cue: Span | None) -> Span | None:
    """The part of a claim that lies in a span; one that is read from the cue on keeps that. None if it says nothing."""
    start, end = max(claim.of["start"], span.start), min(claim.of["end"], span.end)
    if cue and claim.of["start"] == cue.start < span.start:
        start = cue.start
    whole = (start, end) == (claim.of["start"], claim.of["end"])
    return Span(start, end) if start < end and (whole or _says(text, Span(start, end))) else None


def _new_claim(pattern: Row | None, span: Span, said: Row) -> Row:
    """A claim of these words: the one that has them, or one that stands in the exchange that the pattern does."""
    if pattern and (pattern.of["start"], pattern.of["end"]) == (span.start, span.end):
        return pattern
    return _fresh_claim(pattern, span, said)


def _fresh_claim(pattern: Row | None, span: Span, said: Row) -> Row:
    of = {"words": [], "position": 0, "quoted": said.of["kind"] == "direct", "pipeline": "", "statement_id": None}
    of |= {"coverage_id": pattern.of["coverage_id"] if pattern else None, "start": span.start, "end": span.end}
    of |= {"context": pattern.of["context"] if pattern else True, "decision_id": said.of["decision_id"]}
    return Row(None, {**of, "origin": Origin.CURATOR.value}, pattern.actors if pattern else ())


def _claim(rows: Rows, one: Correction) -> None:
    """Put the claims of a decision in place of those that it was decided of."""
    every = [claim for claim, _ in rows.claims]
    old = [found for span in one.before if (found := held_by(every, [span]))]
    of_old = next((said for claim, said in rows.claims if old and claim is old[0]), None)
    narrated = bool(old) and of_old is None
    pattern = old[0] if old else _nearest(rows.claims, one.content or one.before)
    rows.claims = [pair for pair in rows.claims if not any(pair[0] is other for other in old)]
    for span, context in zip(one.content, one.contexts, strict=True):
        said = of_old if of_old and _meets_any(spans_of(of_old), [span]) else None
        said = said if said or narrated else _around(rows.statements, span)
        same = held_by([row for row in old if spans_of(row) == (span,)], [span])
        of = {"origin": Origin.CURATOR.value, "decision_id": one.decision, "context": context}
        empty = Row(None, {"kind": "", "decision_id": one.decision})
        rows.claims.append(((same or _new_claim(pattern, span, said or empty)).changed(**of), said))


def _around(statements: Sequence[Row], span: Span) -> Row | None:
    """The statement that has most of these words."""
    return max((row for row in statements if _meets_any(spans_of(row), [span])), key=_begins, default=None)


def _begins(row: Row) -> int:
    return spans_of(row)[0].start


def _nearest(claims: Claims, spans: Sequence[Span]) -> Row | None:
    at = spans[0].start
    return min((claim for claim, _ in claims), key=lambda claim: abs(claim.of["start"] - at), default=None)


def _cue_of(row: Row) -> Span | None:
    return None if row.of["cue_start"] is None else Span(row.of["cue_start"], row.of["cue_end"])


def _is_beside(claim: Row, cue: Span) -> bool:
    """Whether a claim holds the cue: what is left of it is the attribution."""
    return Span(claim.of["start"], claim.of["end"]).overlaps(cue)


def _meets(claim: Row, spans: Sequence[Span]) -> bool:
    return _meets_any(spans_of(claim), spans)


def _meets_any(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(a.overlaps(b) for a in one for b in other)


def _says(text: str, span: Span) -> bool:
    return len(_WORD.findall(span.of(text))) >= FEW


def _once(claims: Claims) -> Claims:
    """Each stretch once."""
    return list({(claim.of["start"], claim.of["end"]): (claim, said) for claim, said in claims}.values())
