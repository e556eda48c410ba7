"""The list of exchanges: what the form asks for, when they were, and their cards."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from diplomacy.archive.models import Actor, Coverage, Exchange, Outlet, Pair
from diplomacy.archive.prepared import Prepared
from diplomacy.archive.querysets import ExchangeQuerySet
from diplomacy.web.pages.listing import ExchangeCards
from diplomacy.web.pages.timeline import Bar, Timeline
from diplomacy.web.pages.words import EXCHANGE_KINDS, RELATIONS

CHOICES = 400
"""Outlets and countries that the form offers at most."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; what is empty or None asks for nothing."""

    actor: str = ""
    """Words of a name of somebody who took part."""
    country: int | None = None
    """Id of a country, itself or of somebody who took part."""
    outlet: int | None = None
    kind: str = ""
    relation: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def asked(self) -> dict[str, str]:
        """What is asked for, as the parameters of an address."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: str(value) for name, value in values.items() if value not in {"", None}}

    def of(self, exchanges: ExchangeQuerySet) -> ExchangeQuerySet:
        """Those exchanges that are asked for."""
        if self.actor:
            exchanges = exchanges.with_any_of(Actor.objects.called(self.actor))
        if self.country is not None:
            exchanges = exchanges.with_participant(self.country)
        if self.outlet is not None:
            exchanges = exchanges.covered_by(self.outlet)
        if self.kind:
            exchanges = exchanges.filter(kind=self.kind)
        if self.relation:
            exchanges = exchanges.with_relation(self.relation)
        if self.since:
            exchanges = exchanges.filter(date__gte=self.since)
        if self.until:
            exchanges = exchanges.filter(date__lte=self.until)
        return exchanges


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that a list of the form offers."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A row of the timeline's table: the exchanges of one stretch of time."""

    bar: Bar
    url: str
    """The list of just these, the other filters kept."""


@dataclass(frozen=True, slots=True)
class ExchangesPage:
    """A page of the exchanges that are asked for, newest first."""

    filters: Filters
    list: ExchangeCards
    timeline: Timeline
    spans: tuple[Span, ...]
    countries: tuple[Choice, ...]
    outlets: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    relations: tuple[Choice, ...]

    @property
    def count(self) -> int:
        """How many exchanges there are of what is asked for."""
        return sum(bar.count for bar in self.timeline.bars)

    @property
    def url(self) -> str:
        """The address of what is asked for, without what is not."""
        return address_of(self.filters.asked)

    @classmethod
    def build(cls, filters: Filters, *, number: str | None = None) -> "ExchangesPage":
        """The page of that number; one that is out of range or no number is the nearest there is."""
        found = filters.of(Exchange.objects.all())
        clashing = Exists(Pair.objects.filter(exchange=OuterRef("pk"), relation="contradicted"))
        days = list(
            found.order_by()
            .annotate(clashes=clashing)
            .values_list("date", "clashes")
            .annotate(n=Count("pk"))
            .values_list("date", "clashes", "n")
        )
        totals: dict[date, int] = {}
        for day, _, n in days:
            totals[day] = totals.get(day, 0) + n
        timeline = Timeline.of(totals, marked={day: n for day, clashes, n in days if clashes})
        return cls(
            filters=filters,
            list=ExchangeCards.build(found, number=number, count=sum(totals.values())),
            timeline=timeline,
            spans=tuple(_span(bar, filters) for bar in reversed(timeline.rows)),
            countries=_choices(_COUNTRIES(), filters.country),
            outlets=_choices(_OUTLETS(), filters.outlet),
            kinds=_choices(list(EXCHANGE_KINDS.items()), filters.kind),
            relations=_choices([(key, known.word) for key, known in RELATIONS.items()], filters.relation),
        )


_OUTLETS = Prepared(
    lambda: (
        Outlet.objects.filter(Exists(Coverage.objects.filter(article__outlet=OuterRef("pk"))))
        .order_by("name")
        .values_list("pk", "name")[:CHOICES]
    )
)
_COUNTRIES = Prepared(
    lambda: (
        Actor.objects.filter(kind="country", pk__in=Exchange.objects.values("participants__country"))
        .order_by("name")
        .values_list("pk", "name")[:CHOICES]
    )
)


def address_of(asked: dict[str, str]) -> str:
    """The list of what is asked for."""
    return f"{reverse('web:exchanges')}{'?' if asked else ''}{urlencode(asked)}"


def _span(bar: Bar, filters: Filters) -> Span:
    within = {"since": bar.since.isoformat(), "until": bar.until.isoformat()}
    return Span(bar, address_of(filters.asked | within))


def _choices(offered: "list[tuple[int, str]] | list[tuple[str, str]]", chosen: int | str | None) -> tuple[Choice, ...]:
    return tuple(Choice(str(value), words, value == chosen) for value, words in offered)
