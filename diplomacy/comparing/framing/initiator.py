"""Who, by each account, asked for the exchange."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Claimed(Protocol):
    """A claim, as far as it matters here who it says asked."""

    @property
    def askers(self) -> frozenset[int]:
        """Ids of the sides that, by its words, asked for the exchange."""

    @property
    def speakers(self) -> Collection[Hashable]:
        """Who makes it; nobody where the account tells it itself."""


Said = TypeVar("Said", bound=Claimed)
Told_co = TypeVar("Told_co", bound=Claimed, covariant=True)


class Telling(Protocol[Told_co]):
    """An account, its claims in the order of its text."""

    @property
    def article(self) -> int:
        """Its article's id."""

    @property
    def claims(self) -> tuple[Told_co, ...]:
        """All of its claims."""


@dataclass(frozen=True, slots=True)
class Asked(Generic[Said]):
    """That an account has it that a side asked for the exchange: in its own words, or as what somebody says."""

    article: int
    side: int
    """The country (or the actor) that asked."""
    claim: Said


def initiators(accounts: Iterable[Telling[Said]], *, sides: Collection[int]) -> tuple[Asked[Said], ...]:
    """What each account says of who asked, in the order of the accounts; each side once for each voice.

    `sides` are those that can have asked: who took part, and whom they act for.
    """
    found: dict[tuple[int, int, frozenset[Hashable]], Asked[Said]] = {}
    for account in accounts:
        for claim in account.claims:
            for side in sorted(claim.askers & set(sides)):
                voice = frozenset(claim.speakers)
                found.setdefault((account.article, side, voice), Asked(account.article, side, claim))
    return tuple(found.values())


def foremost(asked: Collection[Asked[Said]]) -> list[Asked[Said]]:
    """What the accounts tell of it themselves; where none does, what somebody in them says."""
    return [one for one in asked if not one.claim.speakers] or list(asked)
