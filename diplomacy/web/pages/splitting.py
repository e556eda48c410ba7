"""Splitting an actor: which articles tell of it, whom it could be there, and what it will change."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.db.models.functions import Substr

from diplomacy.archive.deciding.splitting import MOST, extent, naming
from diplomacy.archive.models import Actor, Article, Statement
from diplomacy.web.actor_forms import NewcomerForm
from diplomacy.web.pages.counting import counted

PER_PAGE = 30
OFFERED = 20
EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Told:
    """An article that tells of the actor, and what the actor says first in it."""

    article: int
    title: str
    outlet: str
    date: date | None
    language: str
    words: str
    """Empty where the actor says nothing there."""
    statements: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class SplitPage:
    """The first step: a page of the articles, of which some are chosen."""

    actor: Actor
    rows: tuple[Told, ...]
    page: "Page[Article]"
    words: str
    elsewhere: tuple[int, ...]
    """Articles that were chosen on other pages."""
    chosen: int
    fault: str
    most: int = MOST

    @classmethod
    def build(
        cls,
        actor: Actor,
        chosen: Sequence[int],
        *,
        words: str = "",
        number: int | None = None,
        fault: str = "",
        all_shown: bool = False,
    ) -> "SplitPage":
        """That page of the articles whose title or outlet has the words, the newest first; in five queries."""
        found = naming(actor.pk).select_related("outlet").order_by("-published_on", "-pk")
        if words:
            found = found.filter(Q(title__icontains=words) | Q(outlet__name__icontains=words))
        page = Paginator(found.defer("printed_in"), PER_PAGE).get_page(number or 1)
        articles = list(page.object_list)
        marked = {*chosen, *(one.pk for one in articles if all_shown)}
        shown = {one.pk for one in articles}
        return cls(
            actor=actor,
            rows=tuple(_rows(actor.pk, articles, marked)),
            page=page,
            words=words,
            elsewhere=tuple(pk for pk in chosen if pk not in shown),
            chosen=len(marked),
            fault=fault,
        )


@dataclass(frozen=True, slots=True)
class WhoPage:
    """The second step: whom it is in the chosen articles, somebody who is there or a new one."""

    actor: Actor
    articles: tuple[int, ...]
    form: NewcomerForm
    words: str
    found: tuple[Actor, ...]
    chosen: str
    """How many articles, in words."""

    @classmethod
    def build(cls, actor: Actor, articles: Sequence[int], form: NewcomerForm, *, words: str = "") -> "WhoPage":
        """With those who go by a name with the words."""
        found = Actor.objects.called(words).exclude(pk=actor.pk).select_related("country") if words else ()
        return cls(actor, tuple(articles), form, words, tuple(found[:OFFERED]), counted(len(articles), "article"))


@dataclass(frozen=True, slots=True)
class SurePage:
    """The third step: what will change."""

    actor: Actor
    articles: tuple[int, ...]
    name: str
    into: int | None
    fields: tuple[tuple[str, str], ...]
    """Of a new actor, as the form sent them."""
    changes: tuple[str, ...]

    @classmethod
    def build(
        cls,
        actor: Actor,
        articles: Sequence[int],
        name: str,
        *,
        into: int | None = None,
        fields: Iterable[tuple[str, str]] = (),
    ) -> "SurePage":
        """What of the actor in these articles will be whose, who has the name."""
        changes = tuple(_changes(actor, articles, name, made=into is None))
        return cls(actor, tuple(articles), name, into, tuple(fields), changes)


def _rows(actor: int, articles: Sequence[Article], chosen: set[int]) -> Iterable[Told]:
    start, end = F("spans__0__0"), F("spans__0__1")
    spoken = Statement.objects.current().filter(version__article__in=[one.pk for one in articles]).by([actor])
    quoted = spoken.annotate(quoted=Substr("version__text", start + 1, end - start)).order_by("version", "position")
    said: defaultdict[int, list[Any]] = defaultdict(list)
    for article, words in quoted.values_list("version__article", "quoted"):
        said[article].append(words)
    for one in articles:
        first = said[one.pk][0] if said[one.pk] else ""
        yield Told(
            article=one.pk,
            title=one.heading,
            outlet=one.outlet.name,
            date=one.published_on,
            language=one.language,
            words=f"{first[:EXCERPT]}…" if len(first) > EXCERPT else first,
            statements=len(said[one.pk]),
            chosen=one.pk in chosen,
        )


def _changes(actor: Actor, articles: Sequence[int], name: str, *, made: bool) -> Iterable[str]:
    moved, whose = extent(actor.pk, articles), "the other’s" if name == actor.name else f"{name}’s"
    told = [
        counted(moved.statements, "statement"),
        counted(moved.relayed, "statement relayed by it", "statements relayed by it"),
        counted(moved.exchanges, "exchange"),
    ]
    what = ", ".join(filter(None, told)) or "Nothing"
    if made:
        yield f"A new actor is made: {name}."
    where = counted(len(articles), "article")
    yield f"{what} of {actor.name} in {where} will be {whose}, and stay so when these are read anew."
    if moved.shared:
        others = "One of these exchanges is" if moved.shared == 1 else f"{moved.shared} of these exchanges are"
        yield f"{others} told by other articles too; what these report {actor.name} to have said stays as it is."
    yield f"Elsewhere, and in texts that are read later, names lead to {actor.name} as before."
    yield "What is compared with these statements is compared anew. It can be undone at any time."
