"""Which part of the claims table a reader asks for, as the query of its address says it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from diplomacy.web.pages.accounts import AccountView, ClaimView, PairLink
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.people import Speaker
from diplomacy.web.pages.table import Cell, ClaimsTable, Row
from diplomacy.web.pages.words import ALONE, FACETS, FacetWords


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The order, the two accounts of a narrow screen, and what a row must have; what is empty asks nothing."""

    base: int | None = None
    """Id of the article whose order the rows have; it is also the first column of a narrow screen."""
    beside: int | None = None
    """Id of the article that is the second column of a narrow screen."""
    relation: str = ""
    facet: str = ""
    speaker: int | None = None
    within: str = ""
    """Words, all of which one claim of the row must have."""

    @property
    def narrows(self) -> bool:
        """Whether rows are left out."""
        return bool(self.relation or self.facet or self.speaker or self.within)

    def url(self, exchange: int, **changed: Any) -> str:
        """The address of the exchange's table as asked for, but for what is `changed`."""
        asked = replace(self, **changed)
        query = {name: value for name in self.__slots__ if (value := getattr(asked, name))}
        return address("exchange", exchange) + (f"?{urlencode(query)}" if query else "")

    def of(self, table: ClaimsTable) -> ClaimsTable:
        """The rows that are asked for; background that meets nothing stays where its words or speaker are."""
        if not self.narrows:
            return table
        words = self.within.casefold().split()
        alone = bool(self.relation or self.facet)
        background = (
            ()
            if alone
            else tuple(
                (account, tuple(claim for claim in claims if self._by(claim) and _has(claim, words)))
                for account, claims in table.background
            )
        )
        return table.only(lambda row: self._keeps(row, words), background=background)

    def usual(self, table: ClaimsTable, others: Sequence[AccountView]) -> AccountView | None:
        """Which of the other accounts a narrow screen shows unasked: the first that has what the rows must have."""
        asks = self.relation or self.facet
        answering = {cell.account.article for row in table.told for cell in row.cells if asks and self._answers(cell)}
        return next((account for account in others if account.article in answering), others[0] if others else None)

    def _keeps(self, row: Row, words: list[str]) -> bool:
        claims = [claim for cell in row.cells for claim in cell.claims]
        return (
            self._related(row)
            and any(self._by(claim) for claim in claims)
            and (not words or any(_has(claim, words) for claim in claims))
        )

    def _related(self, row: Row) -> bool:
        """Whether one pair of the row has the relation and the facet; a claim that stands alone has no facet."""
        if self.relation == ALONE.key:
            return not self.facet and ALONE.key in row.relations
        return not (self.relation or self.facet) or any(self._answers(cell) for cell in row.cells)

    def _answers(self, cell: Cell) -> bool:
        """Whether one pair of the cell has the relation and the facet."""
        return any(
            self.relation in ("", link.relation.key) and (not self.facet or self.facet in (f.key for f in link.facets))
            for link in cell.links
        )

    def _by(self, claim: ClaimView) -> bool:
        voices = (*claim.speakers, *([claim.via] if claim.via else []))
        return self.speaker is None or any(voice.id == self.speaker for voice in voices)


def _has(claim: ClaimView, words: list[str]) -> bool:
    text = claim.text.casefold()
    return all(word in text for word in words)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the table can be narrowed to: facets and speakers that occur in it."""

    facets: tuple[FacetWords, ...]
    speakers: tuple[Speaker, ...]

    @classmethod
    def of(cls, accounts: tuple[AccountView, ...], links: tuple[PairLink, ...]) -> "Choices":
        """The choices of an exchange; people by name."""
        occur = {facet.key for link in links for facet in link.facets}
        claims = [claim for account in accounts for claim in account.claims]
        voices = {voice for c in claims for voice in (*c.speakers, *([c.via] if c.via else []))}
        return cls(
            facets=tuple(words for key, words in FACETS.items() if key in occur),
            speakers=tuple(sorted(voices, key=lambda voice: (voice.name, voice.id))),
        )
