"""Which exchanges curators have decided whole, so that a gold pack can tell them, and which are left out."""

from collections import defaultdict
from collections.abc import Callable, Set
from dataclasses import dataclass

from diplomacy.archive.models import Coverage, Decision, Origin, Pair, Subject

Told = dict[int, set[int]]
"""Exchange → the articles that are accounts of it, by their ids."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The exchanges with decisions, by whether a pack can tell them."""

    whole: frozenset[int]
    left_out: frozenset[int]
    """Those with decisions that are not decided whole, or share an account with one that is not."""


def decided_whole(faithful: Callable[[Set[int]], Set[int]]) -> Chosen:
    """The exchanges of which every pair is decided, and at least one by a decision that is in force.

    One is left out with every other that its accounts tell of, unless that is decided too or has but one account, and
    nothing to decide: what is found in an article is measured as a whole. `faithful` says of which of some articles a
    pack can hold the text.
    """
    begun = set(Decision.objects.in_force(Subject.PAIR).values_list("exchange", flat=True)) - {None}
    machine = Pair.objects.filter(origin=Origin.MACHINE, exchange__in=begun)
    candidates = begun - set(machine.values_list("exchange", flat=True))
    told = _told(candidates)
    articles = {article for exchange in candidates for article in told[exchange]}
    spoilt = articles - faithful(articles)
    kept = {one for one, accounts in told.items() if one in candidates or (one not in begun and len(accounts) == 1)}
    while True:
        spoilt |= {article for one, accounts in told.items() if one not in kept for article in accounts}
        still = {one for one in kept if not told[one] & spoilt}
        if still == kept:
            return Chosen(frozenset(_beside(kept, candidates, told)), frozenset(begun - kept))
        kept = still


def _told(candidates: Set[int]) -> Told:
    """The candidates, and every other exchange that one of their accounts tells of."""
    accounts = Coverage.objects.accounts()
    articles = accounts.filter(exchange__in=candidates).values("article")
    near = Coverage.objects.accounts().filter(article__in=articles).values("exchange")
    told: Told = defaultdict(set)
    for exchange, article in accounts.filter(exchange__in=near).values_list("exchange", "article"):
        told[exchange].add(article)
    return told


def _beside(kept: Set[int], candidates: Set[int], told: Told) -> Set[int]:
    """Of what is kept the candidates, and what has one account where that is also one of theirs."""
    theirs = {article for one in kept & candidates for article in told[one]}
    return {one for one in kept if one in candidates or told[one] <= theirs}
