"""A statement as the form of a curator has it: words, not offsets; and what these words are in the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.http import QueryDict

from diplomacy.archive.deciding.correct import Piece, Said, UnfitError
from diplomacy.archive.models import Actor, Claim, Statement
from diplomacy.reading.values import Span
from diplomacy.web.asked import note_in, number, numbers

WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")
"""A word without the marks around it: an edge that moves by words leaves a final full stop out."""
CONTEXT = "*"
"""What a line begins with whose claim is context."""
NUDGES = {"start-earlier": (0, -1), "start-later": (0, 1), "end-later": (1, 1), "end-earlier": (1, -1)}
"""Which edge goes where, by a word."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds."""

    of: int | None = None
    """The statement that it is about, or None for a new one."""
    instead_of: int | None = None
    """The decision that made it, if one did."""
    content: str = ""
    """A stretch of words a line."""
    at: int = 0
    """About where in the text they stand."""
    cue: str = ""
    speakers: tuple[int, ...] = ()
    other: str = ""
    """The name of one more."""
    kind: str = ""
    note: str = ""
    claims: str = ""
    """A claim a line."""
    claims_by: tuple[int, ...] = ()
    """The decisions that made these claims."""

    @classmethod
    def of_statement(cls, said: Statement, text: str, claims: Sequence[Claim]) -> "Draft":
        """As the statement is; its speakers are loaded."""
        cue = text[said.cue_start : said.cue_end] if said.cue_start is not None else ""
        lines = (f"{CONTEXT + ' ' if claim.context else ''}{text[claim.start : claim.end]}" for claim in claims)
        return cls(
            of=said.pk,
            instead_of=said.decision_id,
            content="\n".join(_line(text[start:end]) for start, end in said.spans),
            at=said.spans[0][0],
            cue=_line(cue),
            speakers=tuple(actor.pk for actor in said.speakers.all()),
            kind=said.kind,
            claims="\n".join(map(_line, lines)),
            claims_by=tuple({claim.decision_id for claim in claims if claim.decision_id}),
        )

    @classmethod
    def given(cls, form: QueryDict) -> "Draft":
        """As it was sent."""
        one = {name: number(form, name) for name in ("of", "instead_of", "at")}
        return cls(
            of=one["of"],
            instead_of=one["instead_of"],
            content=form.get("content", ""),
            at=one["at"] or 0,
            cue=form.get("cue", ""),
            speakers=tuple(numbers(form, "speaker")),
            other=form.get("other", "").strip(),
            kind=form.get("kind", ""),
            note=note_in(form),
            claims=form.get("claims", ""),
            claims_by=tuple(numbers(form, "claims_by")),
        )

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where the content's lines stand; raises UnfitError where one is not in the text."""
        return tuple(found(text, line, near=self.at) for line in _lines(self.content))

    def said(self, text: str) -> Said:
        """The statement; raises UnfitError with what is wrong."""
        content = self.spans(text)
        near = content[0].start if content else self.at
        cue = found(text, self.cue, near=near, apart=content) if self.cue.strip() else None
        named = [_called(self.other)] if self.other else []
        return Said(content, (*self.speakers, *named), cue, self.kind)

    def pieces(self, text: str) -> list[Piece]:
        """The claims; raises UnfitError where one is not in the text."""
        return [
            Piece(found(text, line.removeprefix(CONTEXT), near=self.at), line.startswith(CONTEXT))
            for line in _lines(self.claims)
        ]

    def nudged(self, text: str, how: str) -> "Draft":
        """With the first or the last edge a word further; as it is where there is no such word."""
        spans = list(self.spans(text))
        edge, step = NUDGES[how]
        if not spans:
            return self
        words = [Span(*word.span()) for word in WORD.finditer(text)]
        at = -1 if edge else 0
        inside = [number for number, word in enumerate(words) if word.overlaps(spans[at])]
        if not inside:
            return self
        ends = [inside[0], inside[-1]]
        ends[edge] += step
        if 0 <= ends[0] <= ends[1] < len(words):
            start, end = spans[at].start, spans[at].end
            spans[at] = Span(start, words[ends[1]].end) if edge else Span(words[ends[0]].start, end)
        return replace(self, content="\n".join(_line(span.of(text)) for span in spans), at=spans[0].start)


def found(text: str, words: str, *, near: int, apart: Sequence[Span] = ()) -> Span:
    """Where these words stand in the text, whatever white space is between them; of several places the nearest.

    Raises UnfitError where they stand nowhere outside `apart`.
    """
    inside = r"\s+".join(map(re.escape, words.split()))
    pattern = re.compile(rf"(?<!\w){inside}(?!\w)" if inside else r"(?!)")
    places = [Span(*match.span()) for match in pattern.finditer(text)]
    places = [place for place in places if not any(place.overlaps(span) for span in apart)]
    if not places:
        outside = " outside the statement’s own words" if apart else ""
        message = f"“{_line(words)[:80]}” does not stand so in the text{outside}."
        raise UnfitError(message)
    return min(places, key=lambda place: abs(place.start - near))


def _called(name: str) -> int:
    exact = Actor.objects.filter(name__iexact=name)
    rows = exact or Actor.objects.filter(Q(aliases__name__iexact=name)).distinct()
    ids = list(rows.values_list("pk", flat=True)[:2])
    if len(ids) == 1:
        return int(ids[0])
    message = f"Several are called “{name}”: give the full name." if ids else f"No actor is called “{name}”."
    raise UnfitError(message)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _line(words: str) -> str:
    return " ".join(words.split())
