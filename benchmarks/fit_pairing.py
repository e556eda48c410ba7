"""Fit what the parts of a pair's score count, on gold packs, and write `weights.toml` and `shift.toml`.

    DIPLOMACY_DATA=folder python -m benchmarks.fit_pairing GOLD… [--write]

Logistic regression with a ridge, by scipy, on every pack of the folders. Each pack is learnt from twice: with its
claims as a user's instance reads them, and with its claims cut and attributed by hand. `benchmarks.ablation` tells how
well such weights do on a pack that they were not fitted on.
"""

import argparse
import os
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import django
import numpy as np
from scipy.optimize import minimize

from benchmarks.gold_accounts import GoldExchange, exchanges
from benchmarks.gold_packs import packs
from diplomacy.comparing.closeness import PARTS, closeness
from diplomacy.comparing.pairing import WEIGHTS, Weights
from diplomacy.comparing.relation import WEIGHTS as SHIFT
from diplomacy.comparing.relation import shift_parts
from diplomacy.comparing.vocabulary import load

FIT, CERTAIN = 0.2, 0.4
RIDGE = 2.0


def fitted(held: Iterable[GoldExchange], *, parts: Sequence[str] = PARTS) -> tuple[Weights, dict[str, float]]:
    """Weights of the pair's score, where all but `parts` count nothing, and of shifted against reworded."""
    held = list(held)
    rows, met = [], []
    for exchange in held:
        gold = {frozenset((p.left, p.right)) for p in exchange.pairs}
        for left, right in combinations([account.claims for account in exchange.accounts if account.claims], 2):
            near = closeness(left, right, load())
            rows.append(np.stack([getattr(near, part).ravel() for part in parts], axis=1))
            met.append([frozenset((a.id, b.id)) in gold for a in left for b in right])
    counts, intercept = _regress(np.concatenate(rows), np.concatenate(met).astype(float))
    weights = Weights(intercept, dict.fromkeys(PARTS, 0.0) | dict(zip(parts, counts, strict=True)), FIT, CERTAIN)
    return weights, _fitted_shift(held)


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
    command = "python -m benchmarks.fit_pairing ../shared/gold benchmarks/packs --write"
    head = f"# Fitted on the gold packs, not set by hand: {command}\n"
    lines = [f"intercept = {weights.intercept}", "", "[cut]", f"fit = {weights.fit}", f"certain = {weights.certain}"]
    lines += ["", "[parts]", *(f"{part} = {count}" for part, count in weights.parts.items())]
    WEIGHTS.write_text(head + "# In log-odds, for each unit of a part of the closeness.\n" + "\n".join(lines) + "\n")
    SHIFT.write_text(head + "\n".join(f"{part} = {count}" for part, count in shift.items()) + "\n")


def main() -> None:
    """Fit, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    django.setup()
    from benchmarks.read_accounts import read_pack  # here: Django is set up by now

    held = [e for pack in packs(args.gold) for e in (*read_pack(pack).exchanges, *exchanges(pack))]
    weights, shift = fitted(held)
    print(weights, shift, sep="\n")
    if args.write:
        write(weights, shift)


if __name__ == "__main__":
    main()
