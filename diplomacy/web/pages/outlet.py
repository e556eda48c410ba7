"""Outlets: what each covers, how it attributes, how much of the other accounts it carries."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef

from diplomacy.archive.carrying import Carried, carried
from diplomacy.archive.models import Actor, Article, Coverage, Exchange, Outlet, Statement
from diplomacy.archive.prepared import Prepared, given
from diplomacy.archive.querysets import count_of
from diplomacy.web.pages.corpus import corpus_stances
from diplomacy.web.pages.listing import ExchangeCard, cards_of
from diplomacy.web.pages.people import Speaker
from diplomacy.web.pages.tally import Tally
from diplomacy.web.pages.timeline import Timeline
from diplomacy.web.pages.verbs import Stance, Verb, by_class, stances, verbs
from diplomacy.web.pages.words import ALONE, OUTLET_KINDS

PER_PAGE = 30
EXCHANGES_SHOWN = 6
SPEAKERS_SHOWN = 10
VERBS_SHOWN = 16


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """How much of another outlet's accounts this one carries."""

    outlet: int
    name: str
    kind: str
    told: int
    carried: int
    percent: int
    tally: Tally

    @classmethod
    def of(cls, row: Carried) -> "CarriedRow":
        """The row of a count of the archive."""
        share = round(100 * row.carried / row.told) if row.told else 0
        tally = Tally({**row.relations, ALONE.key: row.told - row.carried})
        return cls(row.outlet, row.name, OUTLET_KINDS.get(row.kind, ""), row.told, row.carried, share, tally)


@dataclass(frozen=True, slots=True)
class OutletPage:
    """What an outlet has published here, how it attributes, and what it carries of others."""

    outlet: Outlet
    kind: str
    articles: tuple[Article, ...]
    page: "Page[int]"
    timeline: Timeline
    exchanges: tuple[ExchangeCard, ...]
    speakers: tuple[tuple[Speaker, int], ...]
    """Whom it quotes most, with how many statements."""
    statements: int
    stances: tuple[tuple[Stance, int], ...]
    """The classes of its verbs, each with the percentage in all of the corpus."""
    verbs: tuple[Verb, ...]
    carried: tuple[CarriedRow, ...]
    """One row for each other outlet, the one it meets most first; `carried_of_all`: all of them together."""
    carried_of_all: CarriedRow | None

    @classmethod
    def build(cls, outlet: Outlet, *, number: str | None = None) -> "OutletPage":
        """The page of `outlet` with that page of its articles, newest first."""
        days = dict(_DAYS(outlet=outlet.pk))
        used = Counter({(lemma, key): n for lemma, key, n in _VERBS(outlet=outlet.pk)})
        shares = stances(by_class(used))
        everywhere = {stance.key: stance.percent for stance in corpus_stances()}
        page = Paginator(range(sum(days.values())), PER_PAGE).get_page(number)
        rows = carried(outlet.pk)
        return cls(
            outlet=outlet,
            kind=OUTLET_KINDS[outlet.kind],
            articles=tuple(_articles_from((page.number - 1) * PER_PAGE)(outlet=outlet.pk)),
            page=page,
            timeline=Timeline.of(days),
            exchanges=cards_of(_EXCHANGES(outlet=outlet.pk)),
            speakers=tuple((Speaker(actor, name), n) for actor, name, n in _SPEAKERS(outlet=outlet.pk)),
            statements=used.total(),
            stances=tuple((stance, everywhere.get(stance.key, 0)) for stance in shares),
            verbs=verbs(used, most=VERBS_SHOWN),
            carried=tuple(CarriedRow.of(row) for row in rows),
            carried_of_all=CarriedRow.of(Carried.together(rows)) if rows else None,
        )


_OUTLET = Prepared(lambda: Outlet.objects.filter(pk=given("pk")))
_DAYS: Prepared[tuple[date, int]] = Prepared(
    lambda: (
        Article.objects.filter(outlet=given("outlet")).order_by().values_list("published_on").annotate(n=Count("pk"))
    )
)
_VERBS: Prepared[tuple[str, str, int]] = Prepared(
    lambda: (
        Statement.objects.current()
        .filter(version__article__outlet=given("outlet"), silence=False)
        .order_by()
        .values_list("cue_lemma", "cue_class")
        .annotate(n=Count("pk"))
    )
)
_SPEAKERS: Prepared[tuple[int, str, int]] = Prepared(
    lambda: (
        Actor.objects.filter(
            statements__silence=False,
            statements__version__current=True,
            statements__version__article__outlet=given("outlet"),
        )
        .annotate(said=Count("statements"))
        .order_by("-said", "name", "pk")
        .values_list("pk", "name", "said")[:SPEAKERS_SHOWN]
    )
)
_EXCHANGES = Prepared(
    lambda: Exchange.objects.covered_by(given("outlet")).newest().values_list("pk", flat=True)[:EXCHANGES_SHOWN]
)


def outlet_of(pk: int) -> Outlet | None:
    """The outlet of this id, if there is one."""
    return _OUTLET.first(pk=pk)


@lru_cache(maxsize=64)
def _articles_from(first: int) -> Prepared[Article]:
    """A page of an outlet's articles, newest first, each with how many statements it has and exchanges it tells of."""
    said = Statement.objects.filter(version__article=OuterRef("pk"), version__current=True, silence=False)
    coverage = Coverage.objects.filter(article=OuterRef("pk"))
    return Prepared(
        lambda: (
            Article.objects.filter(outlet=given("outlet"))
            .only("title", "language", "published_on")
            .annotate(statement_count=count_of(said), exchange_count=count_of(coverage))
            .order_by("-published_on", "-id")[first : first + PER_PAGE]
        )
    )


@dataclass(frozen=True, slots=True)
class OutletsPage:
    """Every outlet, by the number of its articles."""

    outlets: tuple[Outlet, ...]
    page: "Page[Any]"

    @classmethod
    def build(cls, *, number: str | None = None) -> "OutletsPage":
        """That page of the list."""
        counted = Outlet.objects.annotate(article_count=Count("articles")).order_by("-article_count", "name", "id")
        page = Paginator(counted, PER_PAGE).get_page(number)
        return cls(tuple(page.object_list), page)
