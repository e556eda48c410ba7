"""One account whose place is to be decided: what it says, of which exchange, why it was joined, and where else it may
belong.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import DateField, QuerySet

from diplomacy.archive.models import Article, Coverage, Exchange
from diplomacy.archive.prepared import Prepared, given
from diplomacy.web.pages.accounts import OFFICIAL_FIRST
from diplomacy.web.pages.marking import paragraphs
from diplomacy.web.pages.people import Speaker, participants_in, title_of
from diplomacy.web.pages.regroup import AROUND, label_of
from diplomacy.web.pages.reviewing import State
from diplomacy.web.pages.words import EXCHANGE_KINDS, OUTLET_KINDS

OFFERED = 9
"""Other exchanges, a number key each."""
BESIDE = 6
"""Other accounts of the exchange that are shown."""
NEAR = 40
_STORED = Prepared(
    lambda: (
        Coverage.objects.select_related("article__outlet", "exchange", "version")
        .filter(pk=given("account"))
        .order_by("pk")
        .defer(*(f"version__{name}" for name in ("source", "segments", "search")))
    )
)
_BESIDE = Prepared(
    lambda: (
        Coverage.objects.accounts()
        .filter(exchange=given("exchange"))
        .exclude(article=given("article"))
        .select_related("article__outlet")
        .order_by("article")[: 2 * BESIDE]
    )
)


def _near() -> "QuerySet[Exchange]":
    """Other exchanges of some days in which some of these people take part."""
    through = Exchange.participants.through._default_manager.filter(actor__any_of=given("people"))
    since, until = given("since", DateField()), given("until", DateField())
    rows = Exchange.objects.filter(date__gte=since, date__lte=until, pk__in=through.values("exchange"))
    near: QuerySet[Exchange] = rows.exclude(pk=given("exchange")).order_by("date", "pk")[:NEAR]
    return near


_NEAR = Prepared(_near)


@dataclass(frozen=True, slots=True)
class Beside:
    """Another account of the exchange, by what it is headed."""

    outlet: str
    heading: str
    language: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another exchange that the account may be of, and its key."""

    key: str
    exchange: int
    words: str


@dataclass(frozen=True, slots=True)
class AccountPage:
    """All that the review of one account shows; without an account, that none is left."""

    state: State
    account: Coverage | None
    article: Article | None = None
    outlet_kind: str = ""
    passages: tuple[str, ...] = ()
    """The paragraphs in which it tells of the exchange."""
    title: str = ""
    kind: str = ""
    said_kind: str = ""
    """What sort of exchange its own words say; empty where they don't."""
    beside: tuple[Beside, ...] = ()
    others: tuple[Elsewhere, ...] = ()

    @classmethod
    def build(cls, item: int | Coverage | None, state: State) -> "AccountPage":
        """The page of an account (an id, or one as joining found it) that the curator holds; in six queries."""
        row = item if isinstance(item, Coverage) else _STORED.first(account=item) if item else None
        if row is None:
            return cls(state, None)
        exchange = row.exchange
        people = participants_in([exchange.pk])[exchange.pk]
        return cls(
            state=state,
            account=row,
            article=row.article,
            outlet_kind=OUTLET_KINDS[row.article.outlet.kind],
            passages=tuple(_passages(row, row.version.text)),
            title=title_of(people),
            kind=f"{EXCHANGE_KINDS[exchange.kind]}, {exchange.date.day} {exchange.date:%B %Y}",
            said_kind=EXCHANGE_KINDS.get(row.kind, "").lower(),
            beside=tuple(_beside(row)),
            others=tuple(_others(exchange, people)),
        )


def _passages(row: Coverage, text: str) -> Iterable[str]:
    """The paragraphs that its passages touch; of one without any the first two."""
    every = list(paragraphs(text))
    touched = [(a, b) for a, b in every if any(start < b and end > a for start, end in row.passages)]
    return (text[start:end] for start, end in touched or every[:2])


def _beside(row: Coverage) -> Iterable[Beside]:
    found = _BESIDE(exchange=row.exchange_id, article=row.article_id)
    found.sort(key=lambda one: OFFICIAL_FIRST.index(one.article.outlet.kind))
    return (Beside(one.article.outlet.name, one.article.heading, one.article.language) for one in found[:BESIDE])


def _others(exchange: Exchange, people: Iterable[Speaker]) -> Iterable[Elsewhere]:
    """Exchanges of these days that one of the participants takes part in, the nearest days first."""
    rows = _NEAR(
        exchange=exchange.pk,
        since=exchange.date - AROUND,
        until=exchange.date + AROUND,
        people=[one.id for one in people],
    )
    nearest = sorted(rows, key=lambda row: abs(row.date - exchange.date))[:OFFERED]
    taking_part = participants_in([row.pk for row in nearest])
    return (
        Elsewhere(str(key), row.pk, label_of(row, title_of(taking_part[row.pk])))
        for key, row in enumerate(nearest, start=1)
    )
