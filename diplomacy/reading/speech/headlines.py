"""Headlines attribute with a mark: "Aldvik: …", "… — Belozerov", "“…”: Aldvik …"."""

import re

from diplomacy.reading.people.mentions import MentionFinder
from diplomacy.reading.speech.quotes import Quotation
from diplomacy.reading.values import ActorKind, Cue, CueClass, Document, Mention, Span, Statement, StatementKind

_BEFORE = re.compile(r"^(?P<name>[^:“”\"]{2,60}?)\s*:\s+(?P<rest>\S.*)$")
_BEHIND = re.compile(r"^(?P<rest>.*\S)\s+[—–-]{1,2}\s+(?P<name>[^—–:]{2,60})$")


def headline_statements(
    document: Document, finder: MentionFinder, quotations: tuple[Quotation, ...], found: list[Statement]
) -> list[Statement]:
    """The statement that the title makes by a colon or a dash with a name, if no cue of its own says it."""
    title = document.text[: document.title_end].rstrip()
    for pattern in (_BEFORE, _BEHIND):
        match = pattern.match(title)
        if match is None:
            continue
        mention = _speaker(finder, Span(*match.span("name")))
        rest = Span(*match.span("rest"))
        if mention is None or any(rest.overlaps(span) for s in found for span in s.spans):
            continue
        cue = Span(0, match.start("rest")) if pattern is _BEFORE else Span(rest.end, len(title))
        return [_statement(document, quotations, rest, mention, cue)]
    return _quoted(document, finder, quotations, title, found)


def _quoted(
    document: Document, finder: MentionFinder, quotations: tuple[Quotation, ...], title: str, found: list[Statement]
) -> list[Statement]:
    """ "“I thanked no one”: Aldvik disputes …": the name behind the mark speaks."""
    first = next((q for q in quotations if q.outer.start == 0 and q.outer.end < len(title)), None)
    if first is None or any(first.inner.overlaps(span) for s in found for span in s.spans):
        return []
    behind = re.match(r"\s*[:—–-]\s*", title[first.outer.end :])
    if behind is None:
        return []
    start = first.outer.end + behind.end()
    mention = next((m for m in finder.mentions() if m.span.start == start), None)
    if mention is None:
        return []
    return [_statement(document, quotations, first.inner, mention, Span(first.outer.end, mention.span.end))]


def _speaker(finder: MentionFinder, name: Span) -> Mention | None:
    """Who the words before a colon or behind a dash begin by naming."""
    mention = next((m for m in finder.mentions() if m.span.start == name.start and m.span.end <= name.end), None)
    return mention if mention and finder.cast.figures[mention.actors[0]].kind is not ActorKind.UNNAMED else None


def _statement(
    document: Document, quotations: tuple[Quotation, ...], content: Span, mention: Mention, cue: Span
) -> Statement:
    inside = any(q.outer.start <= content.start and content.end <= q.outer.end for q in quotations)
    marked = any(q.inner.overlaps(content) for q in quotations)
    kind = StatementKind.DIRECT if inside else StatementKind.MIXED if marked else StatementKind.INDIRECT
    made = Cue(cue, document.text[cue.start : cue.end].strip(), CueClass.NEUTRAL, 2)
    return Statement(
        (content,), kind, mention.actors, made, mention, rule="headline with a name and a mark", confidence=0.7
    )
