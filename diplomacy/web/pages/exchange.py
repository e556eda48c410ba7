"""One exchange: its accounts in columns, a row a claim."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from diplomacy.archive.models import Coverage, Exchange
from diplomacy.web.pages.accounts import (
    AccountView,
    Speaker,
    accounts_of,
    coverage_of,
    links_of,
)
from diplomacy.web.pages.lede import Lede
from diplomacy.web.pages.table import ClaimsTable, claims_table
from diplomacy.web.pages.tally import Tally
from diplomacy.web.pages.words import ALONE, EXCHANGE_KINDS, RELATIONS, in_a_row


@dataclass(frozen=True, slots=True)
class Link:
    """An address with its words, and whether it is where the reader is."""

    words: str
    url: str
    current: bool = False
    symbol: str = ""
    key: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where an account comes from, and why it was taken to be on this exchange."""

    account: AccountView
    published: str
    original: str
    reasons: tuple[str, ...]
    curated: bool
    pipeline: str
    base_url: str
    is_base: bool


@dataclass(frozen=True, slots=True)
class ExchangePage:
    """All that the page of one exchange shows."""

    exchange: Exchange
    title: str
    participants: tuple[Speaker, ...]
    kind: str
    accounts: tuple[AccountView, ...]
    sources: tuple[Source, ...]
    base: AccountView | None
    table: ClaimsTable
    tally: Tally
    lede: Lede
    filters: tuple[Link, ...]
    relation: str

    @property
    def url(self) -> str:
        """The page's own address, without base or filter."""
        return reverse("web:exchange", args=[self.exchange.pk])

    @property
    def wide(self) -> bool:
        """Whether the columns are too many for any screen."""
        return len(self.accounts) > 4

    @property
    def span(self) -> int:
        """How many columns the table has: the row's number and the accounts."""
        return len(self.accounts) + 1

    @classmethod
    def build(cls, exchange: Exchange, *, base: int | None = None, relation: str = "") -> "ExchangePage":
        """The page of `exchange` in the order of the account of article `base` (the first where it is not one).

        `relation` keeps only the rows in which it occurs; a key that is not known keeps all.
        """
        coverage = coverage_of(exchange)
        accounts = accounts_of(exchange, coverage)
        links = links_of(exchange)
        chosen = next((account for account in accounts if account.article == base), accounts[0] if accounts else None)
        table = claims_table(accounts, links, base=chosen.article if chosen else 0)
        relation = relation if relation in (*RELATIONS, ALONE.key) else ""
        tally = Tally.of(accounts, links)
        people = tuple(Speaker.of(actor) for actor in exchange.participants.all())
        address = reverse("web:exchange", args=[exchange.pk])
        return cls(
            exchange=exchange,
            title=title_of(people),
            participants=people,
            kind=EXCHANGE_KINDS[exchange.kind],
            accounts=accounts,
            sources=tuple(_source(c, a, chosen, address, relation) for c, a in zip(coverage, accounts, strict=True)),
            base=chosen,
            table=table.only(relation) if relation else table,
            tally=tally,
            lede=Lede.of(exchange, accounts, links),
            filters=_filters(tally, address, base=base, relation=relation),
            relation=relation,
        )


def title_of(participants: tuple[Speaker, ...]) -> str:
    """The participants as a heading; an exchange can have none while it is being curated."""
    return in_a_row([speaker.name for speaker in participants]) if participants else "Participants not known"


def _source(coverage: Coverage, account: AccountView, base: AccountView | None, address: str, relation: str) -> Source:
    clock = coverage.article.published_clock
    day = f"{coverage.article.published_on:%-d %B %Y}"
    return Source(
        account=account,
        published=f"{day}, {clock:%H:%M}" if clock else day,
        original=coverage.article.url,
        reasons=tuple(coverage.reasons),
        curated=coverage.origin == "curator",
        pipeline=coverage.version.pipeline,
        base_url=_address(address, base=account.article, relation=relation),
        is_base=base is account,
    )


def _address(address: str, **query: int | str | None) -> str:
    kept = {key: value for key, value in query.items() if value}
    return f"{address}?{urlencode(kept)}" if kept else address


def _filters(tally: Tally, address: str, *, base: int | None, relation: str) -> tuple[Link, ...]:
    everything = Link("all", _address(address, base=base), current=not relation)
    return everything, *(
        Link(
            part.words.word,
            _address(address, base=base, relation=part.words.key),
            current=part.words.key == relation,
            symbol=part.words.symbol,
            key=part.words.key,
            count=part.count,
        )
        for part in tally.parts
    )
