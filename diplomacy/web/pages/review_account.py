"""One account whose place is to be decided: what it says, of which exchange, why it was joined, and where else it may
belong.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from diplomacy.archive.models import Article, Coverage, Exchange
from diplomacy.web.pages.accounts import OFFICIAL_FIRST
from diplomacy.web.pages.marking import paragraphs
from diplomacy.web.pages.people import Speaker, title_of
from diplomacy.web.pages.regroup import AROUND, label_of
from diplomacy.web.pages.reviewing import State
from diplomacy.web.pages.words import EXCHANGE_KINDS, OUTLET_KINDS

OFFERED = 9
"""Other exchanges, a number key each."""
BESIDE = 6
"""Other accounts of the exchange that are shown."""
NEAR = 40


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
        row = item if isinstance(item, Coverage) else _stored(item) if item else None
        if row is None:
            return cls(state, None)
        exchange = row.exchange
        prefetch_related_objects([exchange], "participants")
        return cls(
            state=state,
            account=row,
            article=row.article,
            outlet_kind=OUTLET_KINDS[row.article.outlet.kind],
            passages=tuple(_passages(row, row.version.text)),
            title=title_of(tuple(Speaker.of(actor) for actor in exchange.participants.all())),
            kind=f"{EXCHANGE_KINDS[exchange.kind]}, {exchange.date.day} {exchange.date:%B %Y}",
            said_kind=EXCHANGE_KINDS.get(row.kind, "").lower(),
            beside=tuple(_beside(row)),
            others=tuple(_others(exchange)),
        )


def _stored(pk: int) -> Coverage | None:
    rows = Coverage.objects.select_related("article__outlet", "exchange", "version").filter(pk=pk).order_by("pk")
    return rows.defer(*(f"version__{name}" for name in ("source", "segments", "search"))).first()


def _passages(row: Coverage, text: str) -> Iterable[str]:
    """The paragraphs that its passages touch; of one without any the first two."""
    every = list(paragraphs(text))
    touched = [(a, b) for a, b in every if any(start < b and end > a for start, end in row.passages)]
    return (text[start:end] for start, end in touched or every[:2])


def _beside(row: Coverage) -> Iterable[Beside]:
    rows = Coverage.objects.accounts().filter(exchange=row.exchange_id).exclude(article=row.article_id)
    found = list(rows.select_related("article__outlet").order_by("article")[: 2 * BESIDE])
    found.sort(key=lambda one: OFFICIAL_FIRST.index(one.article.outlet.kind))
    return (Beside(one.article.outlet.name, one.article.heading, one.article.language) for one in found[:BESIDE])


def _others(exchange: Exchange) -> Iterable[Elsewhere]:
    """Exchanges of these days that one of the participants takes part in, the nearest days first."""
    people = [actor.pk for actor in exchange.participants.all()]
    through = Exchange.participants.through._default_manager.filter(actor__in=people).values("exchange")
    days = (exchange.date - AROUND, exchange.date + AROUND)
    near = Exchange.objects.filter(date__range=days, pk__in=through).exclude(pk=exchange.pk)
    rows = list(near.order_by("date", "pk")[:NEAR])
    rows.sort(key=lambda row: abs(row.date - exchange.date))
    prefetch_related_objects(rows[:OFFERED], "participants")
    return (Elsewhere(str(key), row.pk, label_of(row)) for key, row in enumerate(rows[:OFFERED], start=1))
