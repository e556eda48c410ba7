"""One exchange: its accounts in columns, a row a claim."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from diplomacy.archive.models import Coverage, Exchange, OutletKind
from diplomacy.web.pages.accounts import AccountView, accounts_of, coverage_of, links_of
from diplomacy.web.pages.copies import CopyView, copies_of
from diplomacy.web.pages.lede import Lede
from diplomacy.web.pages.narrowing import Choices, Narrowing
from diplomacy.web.pages.people import Speaker, taking_part, title_of
from diplomacy.web.pages.table import ClaimsTable, claims_table
from diplomacy.web.pages.tally import Tally
from diplomacy.web.pages.words import EXCHANGE_KINDS


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
    is_beside: bool
    copies: tuple[CopyView, ...] = ()
    """Who else prints it."""

    @property
    def apart(self) -> bool:
        """Whether a narrow screen leaves its column out."""
        return not (self.is_base or self.is_beside)


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
    choices: Choices
    narrowing: Narrowing
    rows: int
    """How many rows the table has before it is narrowed."""

    @property
    def url(self) -> str:
        """The page's own address, without base or filter."""
        return Narrowing().url(self.exchange.pk)

    @property
    def address(self) -> str:
        """The address of what is shown."""
        return self.narrowing.url(self.exchange.pk)

    @property
    def all_rows_url(self) -> str:
        """The address of the same table with nothing left out."""
        return Narrowing(self.narrowing.base, self.narrowing.beside).url(self.exchange.pk)

    @property
    def apart(self) -> frozenset[int]:
        """The articles whose columns a narrow screen leaves out."""
        return frozenset(source.account.article for source in self.sources if source.apart)

    @property
    def wide(self) -> bool:
        """Whether the columns are too many for any screen."""
        return len(self.accounts) > 4

    @property
    def span(self) -> int:
        """How many columns the table has: the row's number and the accounts."""
        return len(self.accounts) + 1

    @classmethod
    def build(cls, exchange: Exchange, narrowing: Narrowing = Narrowing()) -> "ExchangePage":  # noqa: B008 (frozen)
        """The page of `exchange` with the table that is asked for.

        An account that is none of this exchange is passed over: the order is then that of the first account.
        """
        coverage = coverage_of(exchange)
        accounts = accounts_of(exchange, coverage)
        copies = copies_of((row.article, row.version) for row in coverage)
        links = links_of(exchange)
        first = accounts[0] if accounts else None
        base = next((account for account in accounts if account.article == narrowing.base), first)
        table = claims_table(accounts, links, base=base.article if base else 0)
        others = [account for account in accounts if account is not base]
        usual = narrowing.usual(table, others)
        beside = next((account for account in others if account.article == narrowing.beside), usual)
        # Accounts that are shown unasked are not asked for: one table, one address.
        narrowing = replace(
            narrowing,
            base=base.article if base and base is not first else None,
            beside=beside.article if beside and beside is not usual else None,
        )
        tally = Tally.of(accounts, links)
        present = taking_part(exchange.pk)
        people = tuple(one.speaker for one in present)
        sides = {one.country or one.id for one in present}
        states = list(dict.fromkeys(one.state for one in present if one.state))
        return cls(
            exchange=exchange,
            title=title_of(people),
            participants=people,
            kind=EXCHANGE_KINDS[exchange.kind],
            accounts=accounts,
            sources=tuple(
                replace(_source(c, a, a is base, a is beside, narrowing), copies=copies.get(a.article, ()))
                for c, a in zip(coverage, accounts, strict=True)
            ),
            base=base,
            table=narrowing.of(table),
            tally=tally,
            lede=Lede.of(accounts, links, sides=sides, unheard=_unheard(states, coverage)),
            filters=_filters(tally, exchange.pk, narrowing),
            choices=Choices.of(accounts, links),
            narrowing=narrowing,
            rows=table.count,
        )


def _unheard(states: Sequence[str], coverage: Sequence[Coverage]) -> list[str]:
    """Which of the participants’ states have no readout of their own among the accounts; none where no state has."""
    outlets = [row.article.outlet for row in coverage]
    heard = {outlet.country for outlet in outlets if outlet.kind == OutletKind.OFFICIAL} & set(states)
    return [state for state in states if state not in heard] if heard else []


def _source(coverage: Coverage, account: AccountView, is_base: bool, is_beside: bool, asked: Narrowing) -> Source:
    clock = coverage.article.published_clock
    day = f"{coverage.article.published_on:%-d %B %Y}"
    return Source(
        account=account,
        published=f"{day}, {clock:%H:%M}" if clock else day,
        original=coverage.article.url,
        reasons=tuple(coverage.reasons),
        curated=coverage.origin == "curator",
        pipeline=coverage.version.pipeline,
        base_url=asked.url(coverage.exchange_id, base=account.article),
        is_base=is_base,
        is_beside=is_beside,
    )


def _filters(tally: Tally, exchange: int, asked: Narrowing) -> tuple[Link, ...]:
    everything = Link("all", asked.url(exchange, relation=""), current=not asked.relation)
    return everything, *(
        Link(
            part.words.word,
            asked.url(exchange, relation=part.words.key),
            current=part.words.key == asked.relation,
            symbol=part.words.symbol,
            key=part.words.key,
            count=part.count,
        )
        for part in tally.parts
    )
