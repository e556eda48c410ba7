"""What the accounts of an exchange are about, in which order they come to it, and how much room they give it.

A topic is a noun, or a contested group of the word list (names of one thing), and the claims that have one of them,
with the claims that are paired with one of those: few topics, each of which can be checked by its words. What the most
claims share comes first; a claim belongs to one topic.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from diplomacy import wordlists
from diplomacy.comparing.values import Account, AccountClaim, FoundPair
from diplomacy.comparing.vocabulary import Vocabulary, load
from diplomacy.wordlists import WordListError

LIST = Path(__file__).with_name("topics.toml")
MOST = 8
"""How many topics are told apart; what is left is told as such."""
FEWEST = 2
"""How many claims a topic has at least."""
SURE = 0.5
"""From which score on a pair takes a claim into the topic of its counterpart."""
TOLD = 3
"""By how many words a topic is told at most."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one account gives to a topic."""

    article: int
    claims: tuple[int, ...]
    share: float
    """Of the characters of its claims about the exchange, headline and standfirst aside; from 0 to 1."""
    place: int | None
    """1 for the topic that its body comes to first; None where only the headline has it."""
    headline: bool
    """Whether headline or standfirst have it."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: the nouns that make it, the most frequent first, and why each claim is in it."""

    words: tuple[str, ...]
    shares: tuple[Share, ...]
    """Of the accounts that have it, in their order."""
    holding: int
    """How many of its claims have one of the words."""
    paired: int
    """How many are in it for a pair with one that has it."""


@cache
def no_topics(folder: Path | None = None) -> frozenset[str]:
    """Words that name no topic. Raises WordListError where the list is missing."""
    held = wordlists.read(LIST, folder)
    try:
        return frozenset(held["words"])
    except (KeyError, TypeError) as error:
        raise WordListError(f"topics.toml in {folder or LIST.parent} lacks {error}; compare it with {LIST}.") from error


def topics(
    accounts: Sequence[Account],
    pairs: Iterable[FoundPair],
    *,
    names: Collection[str] = (),
    vocabulary: Vocabulary | None = None,
    general: frozenset[str] | None = None,
) -> tuple[Topic, ...]:
    """The topics, the largest first; `names` are words of the names of people and countries, which are none."""
    without = (no_topics() if general is None else general) | {name.lower() for name in names}
    article = {c.id: account.article for account in accounts for c in account.claims}
    claims = {c.id: c for account in accounts for c in account.claims if not c.context}
    keyed = {number: _keys(claim, without, vocabulary or load()) for number, claim in claims.items()}
    met = _meeting(pairs, claims)
    heaps: list[tuple[str, set[int], set[int]]] = []
    free = set(claims)
    while len(heaps) < MOST:
        key, holding = _largest(keyed, free, article)
        if len(holding) < FEWEST:
            break
        paired = {other for claim in holding for other in met[claim]} & free - holding
        heaps.append((key, holding, paired))
        free -= holding | paired
    order = _order([holding | paired for _, holding, paired in heaps], claims, accounts)
    return tuple(
        Topic(
            _words(keyed[claim][key] for claim in holding),
            _shares(accounts, holding | paired, {a: places.get(nth) for a, places in order.items()}),
            len(holding),
            len(paired),
        )
        for nth, (key, holding, paired) in enumerate(heaps)
    )


def _keys(claim: AccountClaim, without: Collection[str], vocabulary: Vocabulary) -> Mapping[str, list[str]]:
    """What a claim may be grouped by, with its nouns that say so: each noun, and each contested group that has it."""
    nouns = [word for word in claim.words if word.pos == "NOUN" and len(word.lemma) > 2]
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for lemma in {word.lemma.lower() for word in nouns} - set(without):
        groups = vocabulary.kindred.keys_of([lemma]) & vocabulary.loaded
        for key in {lemma} | {f"@{group}" for group in groups}:
            keys[key].append(lemma)
    return keys


def _meeting(pairs: Iterable[FoundPair], claims: Collection[int]) -> Mapping[int, set[int]]:
    met: defaultdict[int, set[int]] = defaultdict(set)
    for pair in pairs:
        if pair.score >= SURE and pair.left in claims and pair.right in claims:
            met[pair.left].add(pair.right)
            met[pair.right].add(pair.left)
    return met


def _largest(
    keyed: Mapping[int, Mapping[str, list[str]]], free: Collection[int], article: Mapping[int, int]
) -> tuple[str, set[int]]:
    """The key that most of the free claims have, one that two accounts share counting double; with those claims.

    Of equal ones the plain noun comes before the group, then the first by its letters, so that the answer is one.
    """
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for claim in free:
        for key in keyed[claim]:
            holders[key].add(claim)
    if not holders:
        return "", set()

    def worth(key: str) -> tuple[int, bool, str]:
        held = holders[key]
        return -len(held) * min(len({article[claim] for claim in held}), 2), key.startswith("@"), key

    best = min(holders, key=worth)
    return best, holders[best]


def _words(held: Iterable[Iterable[str]]) -> tuple[str, ...]:
    counted = Counter(lemma for lemmas in held for lemma in lemmas)
    ranked = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))
    return tuple(lemma for lemma, _ in ranked[:TOLD])


def _order(
    heaps: Sequence[Collection[int]], claims: Mapping[int, AccountClaim], accounts: Sequence[Account]
) -> dict[int, dict[int, int]]:
    """For each article the place of each topic, by its index, in the order in which the body comes to them."""
    order = {}
    for account in accounts:
        body = {claim.id: claim.span.start for claim in account.claims if claim.id in claims and not claim.title}
        starts = {n: min(body[c] for c in heap if c in body) for n, heap in enumerate(heaps) if body.keys() & set(heap)}
        ranked = sorted(starts, key=lambda n: (starts[n], n))
        order[account.article] = {n: place for place, n in enumerate(ranked, start=1)}
    return order


def _shares(accounts: Sequence[Account], held: Collection[int], places: Mapping[int, int | None]) -> tuple[Share, ...]:
    shares = []
    for account in accounts:
        own = [claim for claim in account.claims if not claim.context]
        inside = [claim for claim in own if claim.id in held]
        total = sum(len(claim.text) for claim in own if not claim.title)
        room = sum(len(claim.text) for claim in inside if not claim.title)
        if inside:
            shares.append(
                Share(
                    account.article,
                    tuple(claim.id for claim in sorted(inside, key=lambda c: c.span)),
                    room / total if total else 0.0,
                    places.get(account.article),
                    any(claim.title for claim in inside),
                )
            )
    return tuple(shares)
