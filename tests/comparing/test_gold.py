"""Floors under what pairing reaches on claims that are cut and attributed perfectly; see the benchmark for the figures."""

import pytest

from benchmarks.gold_accounts import exchanges
from benchmarks.pairing_on_gold_claims import measure
from diplomacy.comparing.pairing import shipped_weights


@pytest.mark.parametrize(
    ("pack", "pairs", "relation", "facets", "omissions"),
    [
        ("qin-2023", 0.80, 0.75, 0.80, 0.85),
        ("berlin-nairobi", 0.60, 0.75, 0.65, 0.70),
        ("valdoria-sund", 0.60, 0.65, 0.65, 0.70),
    ],
)
def test_pairs_of_the_gold_claims(shared, pack, pairs, relation, facets, omissions):
    found = measure(exchanges(shared / "gold" / pack), shipped_weights())
    assert found["pairs"] >= pairs
    assert found["relation"] >= relation
    assert found["facets"] >= facets
    assert found["omissions"] >= omissions
