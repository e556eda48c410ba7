"""Points of a communiqué: "The ministers agreed:" or "The two sides:", with what was said in a list below."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from diplomacy.reading.people.scene import SUBJECTS
from diplomacy.reading.speech.attribution import CueHit
from diplomacy.reading.speech.wording import Wording
from diplomacy.reading.values import Mention, Span, Statement

_LINE = re.compile(r"[^\n]+")
_POINT = re.compile(r"\s*(?:[-–—•*·▪‣◦]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Points:
    """A line that ends in a colon, with the points below it, their marks left out."""

    lead: Span
    points: tuple[Span, ...]


def find_points(text: str) -> Iterator[Points]:
    """The lists of a text, in order; blank lines between points do not end one."""
    lead: Span | None = None
    points: list[Span] = []
    for line in (*_LINE.finditer(text), None):
        mark = _POINT.match(line.group()) if line is not None else None
        if line is not None and not line.group().strip():
            continue
        if line is not None and mark is not None and lead is not None:
            points.append(Span(line.start() + mark.end(), line.end()))
            continue
        if lead is not None and points:
            yield Points(lead, tuple(points))
        led = line is not None and line.group().rstrip().endswith(":")
        lead, points = (Span(*line.span()), []) if line is not None and led else (None, [])


def with_subjects(hits: Sequence[CueHit], doc: Doc, lists: Sequence[Points]) -> list[CueHit]:
    """The hits; those that open a point without a subject have that of the line above ("The two sides: – agreed")."""
    made = list(hits)
    for points in lists:
        subject = _subject(doc, points.lead, hits)
        for k, hit in enumerate(made):
            opened = next((p for p in points.points if hit.verb.idx in p), None)
            own = any(c.dep_ in SUBJECTS and c.idx > opened.start for c in hit.verb.children) if opened else True
            if opened is not None and not own and subject is not None:
                made[k] = replace(hit, subject=subject)
    return made


def with_points(
    found: Sequence[Statement],
    lists: Sequence[Points],
    *,
    wording: Wording,
    speakers: Callable[[CueHit], tuple[Mention | None, tuple[int, ...]]],
) -> list[Statement]:
    """The statements, with the points that the cue of the line above reports: one cue, one statement."""
    statements = list(found)
    for points in lists:
        hit = next((hit for hit in reversed(wording.hits) if hit.verb.idx in points.lead), None)
        bare = [p for p in points.points if not any(_in(s, p) for s in found)]
        mention, who = speakers(hit) if hit is not None else (None, ())
        if hit is None or not bare or not (mention or who):
            continue
        statements = [s for s in statements if not (s.cue and s.cue.span.start in points.lead and _in(s, points.lead))]
        pieces = [span for point in bare if (span := wording.trimmed(point.start, point.end)) is not None]
        if pieces:
            kind, spans = wording.kind(tuple(pieces))
            rule = "the points of the list that the cue leads to"
            statements.append(Statement(spans, kind, who, hit.cue(), mention, rule=rule, confidence=0.8))
    return statements


def _in(statement: Statement, span: Span) -> bool:
    return any(part.overlaps(span) for part in statement.spans)


def _subject(doc: Doc, lead: Span, hits: Sequence[CueHit]) -> Token | None:
    """Who the line above a list is about: the subject of its cue, or the noun that it consists of."""
    cued = next((hit.subject for hit in hits if hit.verb.idx in lead), None)
    if cued is not None:
        return cued
    line = doc.char_span(lead.start, lead.end, alignment_mode="contract")
    if line is None:
        return None
    nouns = (t for t in line if t.pos_ in {"NOUN", "PROPN", "PRON"})
    return next((t for t in nouns if t.dep_ in SUBJECTS or t.head == t or not line.start <= t.head.i < line.end), None)
