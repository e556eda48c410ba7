"""How well claims that are cut and attributed perfectly are paired: comparing apart from reading.

    python -m benchmarks.pairing_on_gold_claims GOLD… [--errors PACK]

Prints two tables: with the weights as shipped, and leaving one pack out (weights fitted on the other packs only).
Pairs are of the very claims that a pack names; omissions are of claims that are no context.
"""

import argparse
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

from benchmarks.fit_pairing import fitted
from benchmarks.gold_accounts import GoldExchange, exchanges
from benchmarks.gold_packs import packs
from diplomacy.comparing import omissions, pair, relation
from diplomacy.comparing.pairing import Weights, shipped_weights
from diplomacy.comparing.values import FoundPair, Relation


def f1(hit: int, gold: int, found: int) -> float:
    return 2 * hit / (gold + found) if gold + found else 0.0


def measure(held: list[GoldExchange], weights: Weights, tell: Callable[..., object] | None = None) -> dict[str, float]:
    """F1 of pairs, accuracy of relation and F1 of facets on the pairs found, F1 of omissions."""
    hit = gold = found = right = facets_hit = facets_gold = facets_found = lack_hit = lack_gold = lack_found = 0
    for exchange in held:
        claims = {c.id: c for account in exchange.accounts for c in account.claims}
        truth = {frozenset((p.left, p.right)): p for p in exchange.pairs}
        made: list[FoundPair] = []
        for left, right_account in combinations(exchange.accounts, 2):
            made += pair(left, right_account, weights=weights)
        real = {frozenset((p.left, p.right)): p for p in made if p.relation is not Relation.DISPUTED}
        gold, found, hit = gold + len(truth), found + len(real), hit + len(truth.keys() & real.keys())
        for ends in truth.keys() & real.keys():
            right += truth[ends].relation == real[ends].relation
            facets_hit += len(truth[ends].facets & set(real[ends].facets))
            facets_gold, facets_found = facets_gold + len(truth[ends].facets), facets_found + len(real[ends].facets)
        lacking = {(o.claim, article) for o in omissions(exchange.accounts, made) for article in o.absent_from}
        lack_gold, lack_found = lack_gold + len(exchange.omitted), lack_found + len(lacking)
        lack_hit += len(lacking & exchange.omitted)
        if tell:
            for ends in truth.keys() ^ real.keys():
                tell("missed" if ends in truth else "extra ", *(f"| {claims[i].text[:90]}" for i in sorted(ends)))
    return {
        "pairs": f1(hit, gold, found), "relation": right / hit if hit else 0.0,
        "facets": f1(facets_hit, facets_gold, facets_found), "omissions": f1(lack_hit, lack_gold, lack_found),
    }  # fmt: skip


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--errors", metavar="PACK", default="")
    args = parser.parse_args()
    held = {pack.name: exchanges(pack) for pack in packs(args.gold)}
    shipped = relation.shift_weights
    print("as shipped")
    for pack, own in held.items():
        row = measure(own, shipped_weights(), print if pack == args.errors else None)
        print(f"  {pack:16}", *(f"{name} {value:.3f}" for name, value in row.items()))
    print("fitted on the other packs")
    for pack, own in held.items():
        weights, shift = fitted([e for other, theirs in held.items() if other != pack for e in theirs])
        relation.shift_weights = lambda shift=shift: shift  # type: ignore[assignment]
        row = measure(own, weights)
        print(f"  {pack:16}", *(f"{name} {value:.3f}" for name, value in row.items()))
    relation.shift_weights = shipped


if __name__ == "__main__":
    main()
