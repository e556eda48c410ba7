"""How far the accounts of an exchange agree, as a bar and a key."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from diplomacy.archive.listed import Listed
from diplomacy.web.pages.accounts import AccountView, PairLink
from diplomacy.web.pages.words import ALONE, RELATIONS, RelationWords

GAP = 0.25
"""The white between two parts of the bar, in percent of its length."""


@dataclass(frozen=True, slots=True)
class Part:
    """One relation's share of the bar, as lengths of SVG."""

    words: RelationWords
    count: int
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many pairs stand in each relation, and how many claims one account tells alone, by key."""

    counts: dict[str, int]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The bar's parts, in the order of the key; empty ones are left out."""
        total = sum(self.counts.values())
        parts, start = [], 0.0
        for words in (*RELATIONS.values(), ALONE):
            count = self.counts.get(words.key, 0)
            if count:
                width = 100 * count / total
                parts.append(Part(words, count, f"{start:.2f}%", f"{max(width - GAP, GAP):.2f}%"))
                start += width
        return tuple(parts)

    @property
    def pairs(self) -> int:
        """How many pairs there are, of any relation."""
        return sum(count for key, count in self.counts.items() if key != ALONE.key)

    @classmethod
    def counted(cls, row: Listed) -> "Tally":
        """The tally of an exchange whose counts the database made."""
        return cls({**row.pairs, ALONE.key: row.alone})

    @classmethod
    def of(cls, accounts: tuple[AccountView, ...], links: Iterable[PairLink]) -> "Tally":
        """The tally of accounts that are loaded anyway; one account by itself leaves nothing out."""
        counts = Counter(link.relation.key for link in links)
        told = {claim for link in links if link.relation.key != "disputed" for claim in (link.left, link.right)}
        alone = sum(not claim.context and claim.id not in told for account in accounts for claim in account.claims)
        return cls(dict(counts) | {ALONE.key: alone if len(accounts) > 1 else 0})
