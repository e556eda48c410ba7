"""Fit what the parts of a pair's score count, on gold packs, and write `weights.toml` and `shift.toml`.

    python -m benchmarks.fit_pairing ../shared/gold [--write]

Logistic regression with a ridge, by scipy. Without --write it only says how the weights do on a pack that they were
not fitted on. So that the weights do not lean on what reading often misses, each pack is learnt from thrice: as it
is, and twice with speakers dropped and background told wrongly at the rates below.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from benchmarks.gold_accounts import GoldExchange, exchanges
from diplomacy.comparing.closeness import PARTS, closeness
from diplomacy.comparing.pairing import WEIGHTS, Weights
from diplomacy.comparing.relation import WEIGHTS as SHIFT
from diplomacy.comparing.relation import shift_parts
from diplomacy.comparing.values import AccountClaim
from diplomacy.comparing.vocabulary import load

PACKS = ("qin-2023", "berlin-nairobi", "valdoria-sund")
FIT, CERTAIN = 0.25, 0.5
RIDGE = 2.0
NO_SPEAKER, WRONG_CONTEXT = 0.1, 0.15


def fitted(exchanges_of: Sequence[GoldExchange], *, parts: Sequence[str] = PARTS) -> tuple[Weights, dict[str, float]]:
    """Weights of the pair's score, where all but `parts` count nothing, and of shifted against reworded."""
    rows, met = [], []
    chance = np.random.default_rng(20230316)
    for exchange in exchanges_of:
        gold = {frozenset((p.left, p.right)) for p in exchange.pairs}
        for spoiled in (False, True, True):
            for left, right in combinations(exchange.accounts, 2):
                one, other = ([_spoil(c, chance) if spoiled else c for c in a.claims] for a in (left, right))
                near = closeness(one, other, load())
                rows.append(np.stack([getattr(near, part).ravel() for part in parts], axis=1))
                met.append([frozenset((a.id, b.id)) in gold for a in one for b in other])
    counts, intercept = _regress(np.concatenate(rows), np.concatenate(met).astype(float))
    weights = Weights(intercept, dict.fromkeys(PARTS, 0.0) | dict(zip(parts, counts, strict=True)), FIT, CERTAIN)
    return weights, _fitted_shift(exchanges_of)


def _fitted_shift(exchanges_of: Sequence[GoldExchange]) -> dict[str, float]:
    parts, shifted = [], []
    for exchange in exchanges_of:
        claims = {c.id: c for account in exchange.accounts for c in account.claims}
        for pair in exchange.pairs:
            if pair.relation in ("reworded", "shifted"):
                parts.append(shift_parts(claims[pair.left], claims[pair.right], load()))
                shifted.append(pair.relation == "shifted")
    counts, intercept = _regress(np.array([list(p.values()) for p in parts]), np.array(shifted, dtype=float))
    return dict(zip(parts[0], counts, strict=True)) | {"intercept": intercept}


def _spoil(claim: AccountClaim, chance: np.random.Generator) -> AccountClaim:
    if chance.random() < NO_SPEAKER:
        claim = replace(claim, speakers=frozenset(), speaks_for=frozenset())
    return replace(claim, context=not claim.context) if chance.random() < WRONG_CONTEXT else claim


def _regress(rows: Any, truth: Any) -> tuple[list[float], float]:
    scale = rows.std(axis=0) + 1e-9
    design = np.c_[rows / scale, np.ones(len(rows))]

    def loss(weights: Any) -> tuple[float, Any]:
        odds = design @ weights
        slope = design.T @ (1 / (1 + np.exp(-odds)) - truth) + RIDGE * np.r_[weights[:-1], 0]
        return float((np.logaddexp(0, odds) - truth * odds).sum() + RIDGE / 2 * (weights[:-1] ** 2).sum()), slope

    found = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B").x
    return [round(float(w), 3) for w in found[:-1] / scale], round(float(found[-1]), 3)


def write(weights: Weights, shift: dict[str, float]) -> None:
    """Store both files with the command that makes them."""
    head = "# Fitted on the gold packs, not set by hand: python -m benchmarks.fit_pairing ../shared/gold --write\n"
    lines = [f"intercept = {weights.intercept}", "", "[cut]", f"fit = {weights.fit}", f"certain = {weights.certain}"]
    lines += ["", "[parts]", *(f"{part} = {count}" for part, count in weights.parts.items())]
    WEIGHTS.write_text(head + "# In log-odds, for each unit of a part of the closeness.\n" + "\n".join(lines) + "\n")
    SHIFT.write_text(head + "\n".join(f"{part} = {count}" for part, count in shift.items()) + "\n")


def main() -> None:
    """Fit, measure, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    all_of_them = [e for pack in PACKS for e in exchanges(args.gold / pack)]
    weights, shift = fitted(all_of_them)
    print(weights, shift, sep="\n")
    if args.write:
        write(weights, shift)


if __name__ == "__main__":
    main()
