"""The page on which curators correct an article's statements: its text, the form of one of them, what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from diplomacy.archive.models import Actor, Article, Claim, Decision, Statement, Subject, Version
from diplomacy.web.pages.accounts import Speaker
from diplomacy.web.pages.article import ArticlePage, Line
from diplomacy.web.pages.decided import Decided, decided_of
from diplomacy.web.pages.decisions import DecisionView, User
from diplomacy.web.pages.draft_statement import Draft
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
class EditPage:
    """All that the page shows."""

    article: Article
    version: Version | None
    lines: tuple[Line, ...]
    draft: Draft
    speakers: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    decided: Decided | None
    """What was decided of the statement that the form is about."""
    may_undo: bool
    decisions: tuple[DecisionView, ...]
    """Those on this text that are in force or wait, the latest first."""
    told: str = ""
    wrong: bool = False
    """Whether `told` says why nothing was done."""

    @classmethod
    def build(
        cls, article: Article, reader: User, *, chosen: int | None = None, draft: Draft | None = None, **told: Any
    ) -> "EditPage":
        """The page of `article`, which `full_articles` loaded, with the form of a statement or what was sent of it."""
        chosen = draft.of if draft else chosen
        version = next((v for v in article.versions.all() if v.current), None)
        said = _statement(version, chosen)
        page = ArticlePage.build(article, statement=said.pk if said else None)
        if draft is None:
            draft = Draft.of_statement(said, version.text, _claims(said)) if said and version else Draft()
        decisions = tuple(DecisionView.of(row, reader) for row in _decisions(article))
        own = next((one for one in decisions if said and one.id == said.decision_id), None)
        return cls(
            article=article,
            version=version,
            lines=(*page.headline, *page.lines),
            draft=draft,
            speakers=_speakers(page, draft),
            kinds=tuple(
                Choice(key, words, key == draft.kind)
                for key, words in {"": "as the quotation marks say", **STATEMENT_KINDS}.items()
            ),
            decided=decided_of(said) if said else None,
            may_undo=bool(own and own.may_undo),
            decisions=decisions,
            **told,
        )


def names(begun: str) -> list[str]:
    """The names of actors that have these words in a name that they go by."""
    found = Actor.objects.called(begun).order_by("name") if begun else Actor.objects.none()
    return list(found.values_list("name", flat=True)[:OFFERED])


def _statement(version: Version | None, pk: int | None) -> Statement | None:
    if version is None or pk is None:
        return None
    rows = version.statements.select_related("decision__by").prefetch_related("speakers")
    return rows.filter(pk=pk).first()


def _claims(said: Statement) -> list[Claim]:
    return list(said.claims.only("start", "end", "context", "statement", "decision").order_by("start"))


def _speakers(page: ArticlePage, draft: Draft) -> tuple[Choice, ...]:
    """Who speaks in the article, who takes part in its exchanges, and whom the form names."""
    known: dict[int, Speaker] = {speaker.id: speaker for speaker, _, _ in page.speakers}
    for reported in page.exchanges:
        people: Iterable[Actor] = reported.coverage.exchange.participants.all()
        known |= {actor.pk: Speaker.of(actor) for actor in people}
    missing = [pk for pk in draft.speakers if pk not in known]
    known |= {actor.pk: Speaker.of(actor) for actor in Actor.objects.filter(pk__in=missing)} if missing else {}
    offered = [*(known[pk] for pk in draft.speakers if pk in known), *known.values()]
    once = list({speaker.id: speaker for speaker in offered}.values())[:OFFERED]
    return tuple(Choice(str(speaker.id), speaker.name, speaker.id in draft.speakers) for speaker in once)


def _decisions(article: Article) -> list[Any]:
    on_it = Decision.objects.on(Subject.STATEMENT, Subject.CLAIM).kept().filter(anchors__article=article)
    return list(Decision.objects.filter(pk__in=on_it.values("pk")).to_tell().order_by("-pk")[:TOLD])
