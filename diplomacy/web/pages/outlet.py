"""Outlets: what each covers, how it attributes, how much of the other accounts it carries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef

from diplomacy.archive.carrying import Carried, carried
from diplomacy.archive.models import Actor, Article, Coverage, Exchange, Outlet, Statement
from diplomacy.archive.querysets import count_of
from diplomacy.web.pages.corpus import corpus_stances
from diplomacy.web.pages.listing import ExchangeCard, cards_of
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
    page: "Page[Any]"
    timeline: Timeline
    exchanges: tuple[ExchangeCard, ...]
    speakers: tuple[tuple[Actor, int], ...]
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
        days: Iterable[tuple[date, int]] = (
            outlet.articles.order_by().values_list("published_on").annotate(n=Count("pk"))
        )
        timeline = Timeline.of(dict(days))
        spoken = Statement.objects.current().filter(version__article__outlet=outlet, silence=False).order_by()
        used = Counter({(lemma, key): n for lemma, key, n in _verbs(spoken)})
        shares = stances(by_class(used))
        everywhere = {stance.key: stance.percent for stance in corpus_stances()}
        page = _articles(outlet, total=sum(bar.count for bar in timeline.bars), number=number)
        rows = carried(outlet.pk)
        newest = Exchange.objects.covered_by(outlet.pk).newest().values_list("pk", flat=True)
        quoted = Actor.objects.filter(statements__in=spoken.values("pk")).annotate(said=Count("statements"))
        return cls(
            outlet=outlet,
            kind=OUTLET_KINDS[outlet.kind],
            articles=tuple(page.object_list),
            page=page,
            timeline=timeline,
            exchanges=cards_of(newest[:EXCHANGES_SHOWN]),
            speakers=tuple(
                (one, getattr(one, "said", 0)) for one in quoted.order_by("-said", "name", "pk")[:SPEAKERS_SHOWN]
            ),
            statements=used.total(),
            stances=tuple((stance, everywhere.get(stance.key, 0)) for stance in shares),
            verbs=verbs(used, most=VERBS_SHOWN),
            carried=tuple(CarriedRow.of(row) for row in rows),
            carried_of_all=CarriedRow.of(Carried.together(rows)) if rows else None,
        )


def _verbs(spoken: Any) -> Iterable[tuple[str, str, int]]:
    found: Iterable[tuple[str, str, int]] = spoken.values_list("cue_lemma", "cue_class").annotate(n=Count("pk"))
    return found


def _articles(outlet: Outlet, *, total: int, number: str | None) -> "Page[Any]":
    said = Statement.objects.filter(version__article=OuterRef("pk"), version__current=True, silence=False)
    coverage = Coverage.objects.filter(article=OuterRef("pk"))
    articles = outlet.articles.annotate(statement_count=count_of(said), exchange_count=count_of(coverage))
    paginator = Paginator(articles.order_by("-published_on", "-id"), PER_PAGE)
    paginator.count = total  # counted by day already
    return paginator.get_page(number)


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
