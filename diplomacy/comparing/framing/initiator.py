"""Who, by each account, asked for the exchange."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diplomacy.comparing.values import Account, AccountClaim, FoundPair, Relation
from diplomacy.comparing.vocabulary import Vocabulary, load

PART = "asking-for-it"
"""The part in `vocabulary/parts.toml`."""
EXCHANGES = frozenset({"contact", "meeting", "talks"})
"""The groups in `vocabulary/kindred.toml` that name an exchange."""
SAID, ANSWERED = 0.8, 0.6
"""How sure it is where the claim says so itself, and where it only answers one that does."""


@dataclass(frozen=True, slots=True)
class Asked:
    """That an account has it that a side asked for the exchange; for itself, or as what somebody says."""

    article: int
    side: int
    """The country (or the actor) that asked."""
    claim: AccountClaim
    words: str
    """Those that say so."""
    score: float


def initiators(
    accounts: Sequence[Account], pairs: Iterable[FoundPair], *, vocabulary: Vocabulary | None = None
) -> tuple[Asked, ...]:
    """What each account says of who asked, in the order of the accounts; each side of an account once for each voice.

    A claim says so where it names one side, the part of asking, and the exchange; or where it names one side and is
    paired with a claim that says so ("… was Sund's idea. Sund said it was Valdoria's").
    """
    vocabulary = vocabulary or load()
    claims = {claim.id: (account.article, claim) for account in accounts for claim in account.claims}
    words = {number: _saying(claim, vocabulary) for number, (_, claim) in claims.items() if len(claim.mentions) == 1}
    found = {number: (said, SAID) for number, said in words.items() if said}
    for pair in pairs:
        for one, other in ((pair.left, pair.right), (pair.right, pair.left)):
            if one in words and not words[one] and words.get(other) and pair.relation is Relation.CONTRADICTED:
                found.setdefault(one, ("", ANSWERED * pair.score))
    asked = [_asked(*claims[number], said, score) for number, (said, score) in found.items()]
    return tuple(_once(sorted(asked, key=lambda a: (_place(accounts)[a.article], a.claim.span, a.claim.id))))


def _asked(article: int, claim: AccountClaim, words: str, score: float) -> Asked:
    [side] = claim.mentions
    return Asked(article, side, claim, words, score)


def _saying(claim: AccountClaim, vocabulary: Vocabulary) -> str:
    """The words for asking, in a claim that names an exchange as well; else empty."""
    asking = next((found for found in vocabulary.parts.find(claim) if PART in found.keys), None)
    if asking is None:
        return ""
    itself = any(found.keys & EXCHANGES for found in vocabulary.kindred.find(claim))
    return asking.text(claim) if itself or len(asking.words) > 1 else ""


def _place(accounts: Sequence[Account]) -> Mapping[int, int]:
    return {account.article: place for place, account in enumerate(accounts)}


def _once(asked: Iterable[Asked]) -> Iterable[Asked]:
    seen = set()
    for item in asked:
        key = (item.article, item.side, item.claim.speakers)
        if key not in seen:
            seen.add(key)
            yield item
