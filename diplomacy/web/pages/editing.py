"""The page on which curators correct an article's statements: its text, the form of one of them, what was decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from diplomacy.archive.models import Actor, Article, Claim, Decision, Statement, Subject, Version
from diplomacy.reading.values import Span
from diplomacy.web.pages.article import ArticlePage, Note
from diplomacy.web.pages.decided import Decided, decided_of, in_words
from diplomacy.web.pages.decision import DecisionView, User
from diplomacy.web.pages.draft_statement import Draft, written
from diplomacy.web.pages.margins import Margin, margins
from diplomacy.web.pages.people import Speaker
from diplomacy.web.pages.words import STATEMENT_KINDS

OFFERED = 40
"""Actors with a box of their own; others are named."""
TOLD = 50
"""Decisions on the text that are listed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that the form offers."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class MachineRead:
    """What the machine had read where a decision stands."""

    said: str
    words: tuple[str, ...]
    places: str
    """Where these stand; empty where they were read in an earlier text."""


@dataclass(frozen=True, slots=True)
class Held:
    """What has the words of what was to be new."""

    id: int
    name: str
    words: str
    of_claim: bool
    """Whether it is a claim, and no statement."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the form is to be about, by its id; of neither, it is an empty one."""

    statement: int | None = None
    claim: int | None = None
    """One that the writer makes."""

    @property
    def query(self) -> str:
        """As the page's address has it."""
        given = {"statement": self.statement, "claim": self.claim}
        return next((f"?{name}={pk}" for name, pk in given.items() if pk), "")


@dataclass(frozen=True, slots=True)
class EditPage:
    """All that the page shows."""

    article: Article
    version: Version | None
    lines: tuple[Margin, ...]
    draft: Draft
    name: str
    """What the form is about."""
    speakers: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    decided: Decided | None
    """What was decided of that."""
    machine: MachineRead | None
    undoes: DecisionView | None
    """What the reader can take back: what was decided of that, or else the last that they decided on this text."""
    decisions: tuple[DecisionView, ...]
    """Those on this text that are in force or wait, the latest first."""
    held: tuple[Held, ...] = ()
    told: str = ""
    wrong: bool = False
    """Whether `told` says why nothing was done."""

    @classmethod
    def build(
        cls,
        article: Article,
        reader: User,
        *,
        chosen: Chosen | None = None,
        draft: Draft | None = None,
        held: Sequence[int] = (),
        **told: Any,
    ) -> "EditPage":
        """The page of `article`, which `full_article` loaded, with the form of what is `chosen`, or what was sent.

        `held` are the statements, or claims, that have its words already.
        """
        chosen = Chosen(draft.of, draft.claim) if draft else chosen or Chosen()
        version = next((v for v in article.versions.all() if v.current), None)
        said = _statement(version, chosen.statement)
        claims = _claims(version)
        narrated = [one for one in claims if one.statement_id is None]
        own = next((one for one in narrated if one.pk == chosen.claim), None)
        page = ArticlePage.build(
            article,
            statement=said.pk if said else None,
            claim=own.pk if own else None,
            narrated=[(one.start, one.end) for one in narrated],
        )
        if draft is None:
            draft = draft_of(said or own, version, claims)
        rows = _decisions(article)
        views = {view.id: view for view in DecisionView.all_of(rows, reader)}
        lines = (*page.headline, *page.lines)
        notes = {note.id: note for line in lines for note in line.notes}
        there = said or own
        decision = there.decision if there else None
        mine = next((views[row.pk] for row in rows if row.by_id == reader.pk), None)
        undoes = views.get(decision.pk) if decision else mine
        return cls(
            article=article,
            version=version,
            lines=margins(lines, version, narrated, rows, views),
            draft=draft,
            name=_name(notes, said, own),
            speakers=_speakers(page, draft),
            kinds=tuple(
                Choice(key, words, key == draft.kind)
                for key, words in {"": "as the quotation marks say", **STATEMENT_KINDS}.items()
            ),
            decided=decided_of(there) if there else None,
            machine=_machine(decision, version),
            undoes=undoes if undoes and undoes.may_undo else None,
            decisions=tuple(views.values()),
            held=_held(held, notes, claims, version),
            **told,
        )


def draft_of(row: Statement | Claim | None, version: Version | None, claims: Sequence[Claim]) -> Draft:
    """The form of a statement, of a claim that the writer makes, or an empty one."""
    if row is None or version is None:
        return Draft()
    if isinstance(row, Claim):
        return Draft.of_claim(row, version.text)
    return Draft.of_statement(row, version.text, [one for one in claims if one.statement_id == row.pk])


def drafted(version: Version, chosen: Chosen) -> Draft:
    """The form of what is chosen in a text."""
    claims = _claims(version)
    own = next((one for one in claims if one.pk == chosen.claim), None)
    return draft_of(_statement(version, chosen.statement) or own, version, claims)


def names(begun: str) -> list[str]:
    """The names of actors that have these words in a name that they go by."""
    found = Actor.objects.called(begun).order_by("name") if begun else Actor.objects.none()
    return list(found.values_list("name", flat=True)[:OFFERED])


def _statement(version: Version | None, pk: int | None) -> Statement | None:
    if version is None or pk is None:
        return None
    rows = version.statements.select_related("decision__by", "via").prefetch_related("speakers")
    return rows.filter(pk=pk).first()


def _claims(version: Version | None) -> list[Claim]:
    if version is None:
        return []
    columns = ("start", "end", "context", "statement", "decision", "version")
    of_decision = ("kind", "was", "machine", "subject", "value", "by__username")
    rows = version.claims.select_related("decision__by").order_by("start", "end", "pk")
    return list(rows.only(*columns, *(f"decision__{name}" for name in of_decision)))


def _name(notes: dict[int, Note], said: Statement | None, own: Claim | None) -> str:
    if said:
        return f"Statement {notes[said.pk].number}" if said.pk in notes else "This statement"
    return "A claim of the writer’s own" if own else "A new statement"


def _machine(one: Decision | None, version: Version | None) -> MachineRead | None:
    """What the machine had read there; None where nothing was decided."""
    if one is None or version is None:
        return None
    read = one.machine or {}
    quotes = read.get("words", [])
    here = [Span(quote["start"], quote["end"]) for quote in quotes if quote["sha256"] == version.sha256]
    said = f"{len(quotes)} claim{'s' if len(quotes) > 1 else ''}" if quotes else "nothing"
    if one.subject == Subject.STATEMENT:
        said = in_words(one.subject, read)
    return MachineRead(said, tuple(" ".join(quote["exact"].split()) for quote in quotes), written(here))


def _held(
    ids: Sequence[int], notes: dict[int, Note], claims: Sequence[Claim], version: Version | None
) -> tuple[Held, ...]:
    if not ids or version is None:
        return ()
    of_claims = {one.pk: version.text[one.start : one.end] for one in claims if one.statement_id is None}
    found = []
    for pk in ids:
        if note := notes.get(pk):
            who = ", ".join(speaker.name for speaker in note.speakers) or "nobody who is known"
            found.append(Held(pk, f"Statement {note.number}, by {who}", note.content, of_claim=False))
        elif pk in of_claims:
            found.append(Held(pk, "A claim", of_claims[pk], of_claim=True))
    return tuple(found)


def _speakers(page: ArticlePage, draft: Draft) -> tuple[Choice, ...]:
    """Who speaks in the article, who takes part in its exchanges, and whom the form names."""
    known: dict[int, Speaker] = {speaker.id: speaker for speaker, _, _ in page.speakers}
    for reported in page.exchanges:
        people: Iterable[Actor] = reported.coverage.exchange.participants.all()
        known |= {actor.pk: Speaker.of(actor) for actor in people}
    missing = [pk for pk in draft.speakers if pk not in known]
    merged: dict[int, int] = {}
    if missing:
        rows = Actor.everything.filter(pk__in=missing).select_related("merged_into")
        stand = {actor.pk: actor.merged_into or actor for actor in rows}
        merged = {pk: actor.pk for pk, actor in stand.items()}
        known |= {actor.pk: Speaker.of(actor) for actor in stand.values()}
    wanted = [merged.get(pk, pk) for pk in draft.speakers]
    offered = [*(known[pk] for pk in wanted if pk in known), *known.values()]
    once = list({speaker.id: speaker for speaker in offered}.values())[:OFFERED]
    return tuple(Choice(str(speaker.id), speaker.name, speaker.id in wanted) for speaker in once)


def _decisions(article: Article) -> list[Any]:
    on_it = Decision.objects.on(Subject.STATEMENT, Subject.CLAIM).kept().filter(anchors__article=article)
    return list(Decision.objects.filter(pk__in=on_it.values("pk")).to_tell().order_by("-pk")[:TOLD])
