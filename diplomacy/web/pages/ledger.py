"""The ledger of omissions: how much of each account every other one leaves out, and which claims these are."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diplomacy.archive.framing import Framing
from diplomacy.comparing.values import AccountClaim
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.places import Place, TextKey, omission_url


@dataclass(frozen=True, slots=True)
class Column:
    """An account, as the head of a column."""

    article: int
    outlet: str
    outlet_kind: str
    language: str

    @property
    def url(self) -> str:
        """The article's own page."""
        return address("article", self.article)


@dataclass(frozen=True, slots=True)
class LedgerCell:
    """How many claims of an account another one lacks."""

    column: Column
    lacking: int
    url: str
    """The claims in the order of the account that tells them, this one beside it; empty for that account itself."""


@dataclass(frozen=True, slots=True)
class Left:
    """A claim that another account leaves out."""

    text: str
    outlet: str
    lacking: str
    url: str
    """The permanent address of the omission."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An account that tells so many claims about the exchange, and what of them each other one lacks."""

    column: Column
    told: int
    cells: tuple[LedgerCell, ...]
    omitted: tuple[tuple[AccountClaim, int], ...]
    """Every claim once for each account that lacks it, with that account's article, in the order of the text."""
    keys: Mapping[int, TextKey]

    def left(self) -> Iterator[Left]:
        """What is omitted, with its permanent addresses, which the page itself has no room for."""
        others = {cell.column.article: cell.column.outlet for cell in self.cells}
        for claim, article in self.omitted:
            place = Place(self.keys[self.column.article], claim.span.start, claim.span.end)
            yield Left(claim.text, self.column.outlet, others[article], omission_url(place, self.keys[article]))


def ledger(found: Framing, columns: Mapping[int, Column], exchange: int) -> tuple[LedgerRow, ...]:
    """A row for each account that tells anything, where there are two accounts or more."""
    keys = {row.article_id: TextKey.of(row.version) for row in found.coverage}
    absent = {one.claim: one.absent_from for one in found.omitted}
    rows = []
    for account in found.accounts if len(columns) > 1 else ():
        told = [claim for claim in account.claims if not claim.context]
        omitted = tuple((claim, article) for claim in told for article in absent.get(claim.id, ()))
        lacking = Counter(article for _, article in omitted)
        here = columns[account.article]
        cells = tuple(LedgerCell(c, lacking[c.article], _beside(exchange, here, c)) for c in columns.values())
        if told:
            rows.append(LedgerRow(here, len(told), cells, omitted, keys))
    return tuple(rows)


def _beside(exchange: int, teller: Column, other: Column) -> str:
    if teller == other:
        return ""
    return f"{address('exchange', exchange)}?base={teller.article}&beside={other.article}"
