"""One statement whose speaker is to be decided: in its paragraph, with the machine's reasons and who else it may be."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from diplomacy.archive.deciding.machine_made import Told
from diplomacy.archive.models import Actor, Alias, Article, Coverage, Statement, Version
from diplomacy.archive.prepared import Prepared, given
from diplomacy.web.pages.accounts import cue_text
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.article import role_of
from diplomacy.web.pages.marking import Marked, Paragraph, Stretch, paragraphs, runs
from diplomacy.web.pages.naming import names_in
from diplomacy.web.pages.people import Speaker
from diplomacy.web.pages.reviewing import State
from diplomacy.web.pages.words import OUTLET_KINDS, STATEMENT_KINDS, in_a_row

OFFERED = 9
"""Candidates, a number key each."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may be the speaker: one actor, or all participants together."""

    key: str
    value: str
    """The ids, with blanks between."""
    words: str
    chosen: bool
    """Whether the machine says so."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that the machine went by."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """All that the review of one statement's speaker shows; without a statement, that none is left."""

    state: State
    statement: Statement | None
    who: str = ""
    """Whom the machine takes for the speaker."""
    seen: str = ""
    """The same by their ids."""
    content: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    """Those that have its words, its cue and the words for its speaker, and the one before."""
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[Reason, ...] = ()
    outlet_kind: str = ""

    @property
    def article(self) -> Article | None:
        """The article that it stands in."""
        return self.statement.version.article if self.statement else None

    @property
    def edit_url(self) -> str:
        """Where its words, its cue and its kind are corrected; empty for a second look, which is of the speaker."""
        if self.statement is None or self.state.look:
            return ""
        return f"{address('edit', self.statement.version.article_id)}?statement={self.statement.pk}"

    @classmethod
    def build(cls, item: int | Told | None, state: State) -> "SpeakerPage":
        """The page of a statement (an id, or one as the machine read it) that the curator holds; in five queries."""
        found = _STATEMENT.first(statement=item) if isinstance(item, int) else None
        told = item if isinstance(item, Told) else Told(found, tuple(found.who)) if found else None
        if told is None:
            return cls(state, None)
        said = told.statement
        text = said.version.text
        together = _together(said.version)
        people = _people(said.version, told.speakers, together)
        who = [people[pk].name for pk in told.speakers if pk in people]
        return cls(
            state=state,
            statement=said,
            who=in_a_row(who) if who else "nobody who is known",
            seen=_value(told.speakers),
            content=" … ".join(text[start:end] for start, end in said.spans),
            paragraphs=_paragraphs(said),
            candidates=_candidates(people, told.speakers, together),
            reasons=tuple(_reasons(said)),
            outlet_kind=OUTLET_KINDS[said.version.article.outlet.kind],
        )


def _statement() -> "QuerySet[Any]":
    speakers = Statement.speakers.through.objects.filter(statement=OuterRef("pk")).order_by("pk").values("actor")
    rows: QuerySet[Any] = Statement.objects.select_related("version__article__outlet", "via")
    unseen = ("search", *(f"version__{name}" for name in ("source", "segments", "search")))
    rows = rows.annotate(who=ArraySubquery(speakers)).filter(pk=given("statement")).order_by("pk")
    return rows.defer(*unseen)


def _actors(wanted: Q) -> "QuerySet[Actor, tuple[int, str]]":
    found: QuerySet[Actor, tuple[int, str]] = Actor.objects.filter(wanted).order_by("pk").values_list("pk", "name")
    return found


def _named() -> Q:
    """That one of an actor's names is among these."""
    aliases = Alias.objects.filter(name__any_of=given("names")).order_by().values("actor")
    return Q(name__any_of=given("names")) | Q(pk__in=aliases)


_STATEMENT = Prepared(_statement)
_KNOWN = Prepared(lambda: _actors(Q(pk__any_of=given("actors"))))
_NAMED = Prepared(lambda: _actors(Q(pk__any_of=given("actors")) | _named()))
_HEARD = Prepared(
    lambda: (
        Statement.speakers.through._default_manager.filter(statement__version=given("version"))
        .order_by("pk")
        .values_list("actor_id", flat=True)
    )
)
_TAKING_PART = Prepared(
    lambda: (
        Coverage.objects.filter(version=given("version"), exchange__participants__isnull=False)
        .order_by("exchange", "exchange__participants")
        .values_list("exchange", "exchange__participants")
    )
)


def _people(version: Version, speakers: Sequence[int], together: Sequence[Sequence[int]]) -> dict[int, Speaker]:
    """Who may speak in a text, the likeliest first: those of its exchanges, who speaks in it, who is named in it."""
    heard = Counter(_HEARD(version=version.pk)).most_common()
    ranked = dict.fromkeys([*speakers, *chain(*together), *(actor for actor, _ in heard)])
    if len(ranked) < OFFERED:
        known = _NAMED(actors=list(ranked), names=names_in(version.text))
    else:
        known = _KNOWN(actors=list(ranked))
    actors = {pk: Speaker(pk, name) for pk, name in known}
    return {pk: actors[pk] for pk in (*ranked, *actors) if pk in actors}


def _together(version: Version) -> list[tuple[int, ...]]:
    """The participants of each exchange that a text tells of."""
    told: dict[int, list[int]] = {}
    for exchange, actor in _TAKING_PART(version=version.pk):
        told.setdefault(exchange, []).append(actor)
    return list(map(tuple, told.values()))


def _candidates(
    people: dict[int, Speaker], speakers: Sequence[int], together: Sequence[Sequence[int]]
) -> tuple[Candidate, ...]:
    """The machine's first, then all participants of an exchange together, then one after the other."""
    sets = [speakers, *together, *((pk,) for pk in people)]
    found = {frozenset(one): one for one in reversed(sets) if one and people.keys() >= set(one)}
    return tuple(
        Candidate(str(key), _value(one), in_a_row([people[pk].name for pk in one]), set(one) == set(speakers))
        for key, one in enumerate(list(found.values())[::-1][:OFFERED], start=1)
    )


def _value(speakers: Iterable[int]) -> str:
    return " ".join(map(str, speakers))


def _paragraphs(said: Statement) -> tuple[Paragraph, ...]:
    text = said.version.text
    marked = [Marked(start, end, 1, "silence" if said.silence else said.kind, 1) for start, end in said.spans]
    cue = _stretch(said.cue_start, said.cue_end)
    mention = _stretch(said.mention_start, said.mention_end)
    parts = [(one.start, one.end) for one in marked] + [one for one in (cue, mention) if one]
    every = list(paragraphs(text))
    meant = [k for k, (start, end) in enumerate(every) if any(a < end and b > start for a, b in parts)]
    shown = sorted({k for number in meant for k in (number - 1, number) if k >= 0})
    cues = [cue] if cue else []
    return tuple(
        Paragraph(
            every[k][0],
            runs(text, every[k], marked=marked, cues=cues, here=mention),
            role_of(every[k][0], said.version) if k in meant else "before",
        )
        for k in shown
    )


def _stretch(start: int | None, end: int | None) -> Stretch | None:
    return None if start is None or end is None else (start, end)


def _reasons(said: Statement) -> Iterable[Reason]:
    text = said.version.text
    mention = _stretch(said.mention_start, said.mention_end)
    told_by = f"“{text[slice(*mention)]}”" if mention else "no words of the sentence"
    yield Reason("Told by", f"{told_by}: {said.mention_rule}" if said.mention_rule else told_by)
    yield Reason("Found as", said.rule or "it does not say")
    yield Reason("Cue", f"“{cue_text(said, text)}”" if said.cue_start is not None else "none of its own")
    yield Reason("Kind", f"{STATEMENT_KINDS[said.kind]}{', a silence' if said.silence else ''}")
    if said.via:
        yield Reason("Relayed by", said.via.name)
