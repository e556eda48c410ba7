"""Who, by each account, asked for the exchange."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from diplomacy.comparing.values import Account, AccountClaim


@dataclass(frozen=True, slots=True)
class Asked:
    """That an account has it that a side asked for the exchange: in its own words, or as what somebody says."""

    article: int
    side: int
    """The country (or the actor) that asked."""
    claim: AccountClaim


def initiators(accounts: Iterable[Account], *, sides: Collection[int]) -> tuple[Asked, ...]:
    """What each account says of who asked, in the order of the accounts; each side once for each voice.

    `sides` are those that can have asked: who took part, and whom they act for.
    """
    found: dict[tuple[int, int, frozenset[int]], Asked] = {}
    for account in accounts:
        for claim in sorted(account.claims, key=lambda c: (c.span, c.id)):
            for side in sorted(claim.askers & set(sides)):
                found.setdefault((account.article, side, claim.speakers), Asked(account.article, side, claim))
    return tuple(found.values())
