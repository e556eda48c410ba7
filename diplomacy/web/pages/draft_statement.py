"""A statement or claim as the form of a curator has it: words with where they stand, and what these are in the text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.http import QueryDict

from diplomacy.archive.deciding.wanted import Piece, Said, UnfitError
from diplomacy.archive.models import Actor, Claim, Statement
from diplomacy.reading.values import Span
from diplomacy.web.asked import note_in, number, numbers

WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")
"""A word without the marks around it: an edge that moves by words leaves a final full stop out."""
CONTEXT = "*"
"""What a line begins with whose claim is context."""
NUDGES = {"start-earlier": (0, -1), "start-later": (0, 1), "end-later": (1, 1), "end-earlier": (1, -1)}
"""Which edge goes where, by a word."""
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds."""

    of: int | None = None
    """The statement that it is about, or None for a new one."""
    claim: int | None = None
    """The claim that it is about, where nobody says it but the writer."""
    instead_of: int | None = None
    """The decision that made the statement, if one did."""
    content: str = ""
    """A stretch of words a line."""
    places: tuple[Span, ...] = ()
    """Where in the text the lines stand; words that were typed since stand near."""
    cue: str = ""
    cue_at: tuple[Span, ...] = ()
    speakers: tuple[int, ...] = ()
    other: str = ""
    """The name of one more."""
    via: str = ""
    """The name of who passes it on."""
    via_id: int | None = None
    """Who had this name when the form was made."""
    silence: bool = False
    kind: str = ""
    context: bool = False
    """Of a claim that the writer makes."""
    note: str = ""
    claims: str = ""
    """A claim a line."""
    claims_by: tuple[int, ...] = ()
    """The decisions that made these claims."""

    @classmethod
    def of_statement(cls, said: Statement, text: str, claims: Sequence[Claim]) -> "Draft":
        """As the statement is; its speakers and who passes it on are loaded."""
        cue = (Span(said.cue_start, said.cue_end),) if said.cue_start is not None and said.cue_end is not None else ()
        places = tuple(Span(start, end) for start, end in said.spans)
        lines = (f"{CONTEXT + ' ' if claim.context else ''}{text[claim.start : claim.end]}" for claim in claims)
        return cls(
            of=said.pk,
            instead_of=said.decision_id,
            content=_written(text, places),
            places=places,
            cue=_written(text, cue),
            cue_at=cue,
            speakers=tuple(actor.pk for actor in said.speakers.all()),
            via=said.via.name if said.via else "",
            via_id=said.via_id,
            silence=said.silence,
            kind=said.kind,
            claims="\n".join(map(_line, lines)),
            claims_by=tuple({claim.decision_id for claim in claims if claim.decision_id}),
        )

    @classmethod
    def of_claim(cls, claim: Claim, text: str) -> "Draft":
        """As a claim is that the writer makes."""
        places = (Span(claim.start, claim.end),)
        by = (claim.decision_id,) if claim.decision_id else ()
        return cls(claim=claim.pk, content=_written(text, places), places=places, context=claim.context, claims_by=by)

    @classmethod
    def given(cls, form: QueryDict) -> "Draft":
        """As it was sent."""
        return cls(
            of=number(form, "of"),
            claim=number(form, "claim"),
            instead_of=number(form, "instead_of"),
            content=form.get("content", ""),
            places=_places(form.get("places", "")),
            cue=form.get("cue", ""),
            cue_at=_places(form.get("cue_at", "")),
            speakers=tuple(numbers(form, "speaker")),
            other=_name(form, "other"),
            via=_name(form, "via"),
            via_id=number(form, "via_id"),
            silence=bool(form.get("silence")),
            kind=form.get("kind", ""),
            context=bool(form.get("context")),
            note=note_in(form),
            claims=form.get("claims", ""),
            claims_by=tuple(numbers(form, "claims_by")),
        )

    @property
    def stands_at(self) -> str:
        """Where the lines stand, as the form has it."""
        return written(self.places)

    @property
    def cue_stands_at(self) -> str:
        """Where the cue stands, as the form has it."""
        return written(self.cue_at)

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where the content's lines stand; raises UnfitError where one is not in the text."""
        return _found(text, _lines(self.content), self.places)

    def said(self, text: str) -> Said:
        """The statement; raises UnfitError with what is wrong."""
        content = self.spans(text)
        cue = _found(text, [self.cue] if self.cue.strip() else [], self.cue_at or content, apart=content)
        named = [called(self.other)] if self.other else []
        via = called(self.via, rather=self.via_id) if self.via else None
        return Said(content, (*self.speakers, *named), next(iter(cue), None), self.kind, via, self.silence)

    def pieces(self, text: str) -> list[Piece]:
        """The claims of a statement; raises UnfitError where one is not in the text."""
        lines = _lines(self.claims)
        spans = _found(text, [line.removeprefix(CONTEXT) for line in lines], self.places)
        return [Piece(span, line.startswith(CONTEXT)) for span, line in zip(spans, lines, strict=True)]

    def narrated(self, text: str) -> list[Piece]:
        """The writer's claims; raises UnfitError where one is not in the text."""
        return [Piece(span, self.context) for span in self.spans(text)]

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
        return replace(self, content=_written(text, spans), places=tuple(spans))

    def with_words_of(self, other: "Draft") -> "Draft":
        """As it is, but for what the other form says: its words, and its cue and speakers where it has some."""
        has_cue = bool(other.cue)
        return replace(
            self,
            content=other.content,
            places=other.places,
            cue=other.cue if has_cue else self.cue,
            cue_at=other.cue_at if has_cue else self.cue_at,
            speakers=other.speakers or self.speakers,
            other=other.other,
            kind=other.kind,
            note=other.note,
        )


def written(places: Iterable[Span]) -> str:
    """Places as a field holds them."""
    return ",".join(f"{place.start}-{place.end}" for place in places)


def _places(value: str) -> tuple[Span, ...]:
    return tuple(Span(int(start), int(end)) for start, end in _PLACE.findall(value))


def _found(text: str, lines: Sequence[str], places: Sequence[Span], *, apart: Sequence[Span] = ()) -> tuple[Span, ...]:
    """Where each line stands: at a place that has its words, or else the nearest to where it stood.

    Raises UnfitError where a line stands nowhere outside `apart`.
    """
    found: list[Span] = []
    for at, line in enumerate(lines):
        known = (place for place in places if place not in found and _line(place.of(text)) == _line(line))
        near = (places[at] if at < len(places) else found[-1] if found else next(iter(places), Span(0, 0))).start
        found.append(next(known, None) or _nearest(text, line, near=near, apart=apart))
    return tuple(found)


def _nearest(text: str, words: str, *, near: int, apart: Sequence[Span]) -> Span:
    """Where these words stand in the text, whatever white space is between them; of several places the nearest."""
    inside = r"\s+".join(map(re.escape, words.split()))
    pattern = re.compile(rf"(?<!\w){inside}(?!\w)" if inside else r"(?!)")
    places = [Span(*match.span()) for match in pattern.finditer(text)]
    places = [place for place in places if not any(place.overlaps(span) for span in apart)]
    if not places:
        outside = " outside the statement’s own words" if apart else ""
        message = f"“{_line(words)[:80]}” does not stand so in the text{outside}."
        raise UnfitError(message)
    return min(places, key=lambda place: abs(place.start - near))


def called(name: str, *, rather: int | None = None) -> int:
    """The actor (an id) of this name, of several that one `rather`; raises UnfitError where it is not clear who."""
    exact = Actor.objects.filter(name__iexact=name)
    rows = exact or Actor.objects.filter(Q(aliases__name__iexact=name)).distinct()
    ids = list(rows.values_list("pk", flat=True)[:40])
    if rather in ids or len(ids) == 1:
        return int(rather if rather in ids and rather else ids[0])
    message = f"Several are called “{name}”: give the full name." if ids else f"No actor is called “{name}”."
    raise UnfitError(message)


def _name(form: QueryDict, field: str) -> str:
    return form.get(field, "").replace("\x00", "").strip()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _line(words: str) -> str:
    return " ".join(words.split())


def _written(text: str, places: Iterable[Span]) -> str:
    return "\n".join(_line(place.of(text)) for place in places)
