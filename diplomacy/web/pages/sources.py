"""Actors and outlets: who speaks, and who publishes."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet

from diplomacy.archive.models import Actor, Article, Coverage, Exchange, Outlet, Statement
from diplomacy.archive.querysets import count_of
from diplomacy.web.pages.accounts import Speaker, around, cue_text
from diplomacy.web.pages.listing import ExchangeCard, card_of
from diplomacy.web.pages.quoting import lacking
from diplomacy.web.pages.words import OUTLET_KINDS, STATEMENT_KINDS

PER_PAGE = 30
EXCHANGES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as a list shows it."""

    id: int
    content: str
    cue: str
    kind_words: str
    opening: str
    """Quotation marks that its own words lack, to be shown before them; `closing`: behind them."""
    closing: str
    silence: bool
    via: Speaker | None
    article: Article


@dataclass(frozen=True, slots=True)
class ActorPage:
    """What an actor is reported to have said, by whom, and the exchanges that they took part in."""

    actor: Actor
    said: tuple[Said, ...]
    page: "Page[Statement]"
    exchanges: tuple[ExchangeCard, ...]
    cues: tuple[tuple[str, int], ...]
    """The verbs that they are reported with, the most frequent first."""

    @classmethod
    def build(cls, actor: Actor, *, number: str | None = None) -> "ActorPage":
        """The page of `actor` with that page of their statements, newest first."""
        spoken = Statement.objects.filter(speakers=actor, version__current=True)
        page = Paginator(spoken.order_by("-version__article__published_on", "version", "position"), PER_PAGE).get_page(
            number
        )
        loaded = _loaded(page.object_list)
        cues = spoken.exclude(cue_lemma="").order_by().values_list("cue_lemma").annotate(count=Count("id"))
        newest = Exchange.objects.with_participant(actor).for_list().newest()[:EXCHANGES_SHOWN]
        return cls(
            actor=actor,
            said=tuple(_said(statement) for statement in loaded),
            page=page,
            exchanges=tuple(card_of(exchange) for exchange in newest),
            cues=tuple(cues.order_by("-count", "cue_lemma")[:12]),
        )


def _loaded(statements: object) -> list[Statement]:
    if not isinstance(statements, QuerySet):
        return []
    heavy = ("version__source", "version__segments", "version__search")
    return list(statements.select_related("version__article__outlet", "via").defer(*heavy))


def _said(statement: Statement) -> Said:
    text = statement.version.text
    content = " … ".join(text[start:end] for start, end in statement.spans)
    before, after = around(text, statement.spans[0][0], statement.spans[-1][1]) if statement.spans else ("", "")
    opening, closing = lacking(content, before=before, after=after, quoted=statement.kind == "direct")
    return Said(
        id=statement.pk,
        content=content,
        cue=cue_text(statement, text),
        kind_words=STATEMENT_KINDS[statement.kind],
        opening=opening,
        closing=closing,
        silence=statement.silence,
        via=Speaker.of(statement.via) if statement.via else None,
        article=statement.version.article,
    )


@dataclass(frozen=True, slots=True)
class OutletPage:
    """What an outlet has published here."""

    outlet: Outlet
    kind: str
    articles: tuple[Article, ...]
    page: "Page[Any]"

    @classmethod
    def build(cls, outlet: Outlet, *, number: str | None = None) -> "OutletPage":
        """The page of `outlet` with that page of its articles, newest first."""
        said = Statement.objects.filter(version__article=OuterRef("pk"), version__current=True, silence=False)
        coverage = Coverage.objects.filter(article=OuterRef("pk"))
        articles = outlet.articles.annotate(statement_count=count_of(said), exchange_count=count_of(coverage))
        page = Paginator(articles.order_by("-published_on", "-id"), PER_PAGE).get_page(number)
        return cls(outlet, OUTLET_KINDS[outlet.kind], tuple(page.object_list), page)


@dataclass(frozen=True, slots=True)
class ActorsPage:
    """Actors that are reported to have said something, the most quoted first."""

    actors: tuple[Actor, ...]
    page: "Page[Any]"

    @classmethod
    def build(cls, *, number: str | None = None) -> "ActorsPage":
        """That page of the list."""
        current = Q(statements__version__current=True, statements__silence=False)
        counted = Actor.objects.annotate(said=Count("statements", filter=current)).filter(said__gt=0)
        page = Paginator(counted.select_related("country").order_by("-said", "name", "id"), PER_PAGE).get_page(number)
        return cls(tuple(page.object_list), page)


@dataclass(frozen=True, slots=True)
class OutletsPage:
    """Every outlet, by kind and name."""

    outlets: tuple[Outlet, ...]
    page: "Page[Any]"

    @classmethod
    def build(cls, *, number: str | None = None) -> "OutletsPage":
        """That page of the list."""
        counted = Outlet.objects.annotate(article_count=Count("articles")).order_by("-article_count", "name", "id")
        page = Paginator(counted, PER_PAGE).get_page(number)
        return cls(tuple(page.object_list), page)
