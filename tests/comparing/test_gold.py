"""Floors under what pairing reaches on claims that are cut and attributed perfectly; the benchmark has the figures."""

import pytest

from benchmarks.gold_accounts import exchanges
from benchmarks.pairing_on_gold_claims import measure
from diplomacy.comparing.pairing import shipped_weights

FLOORS = {
    "qin-2023": {"pairs": 0.80, "relation": 0.75, "facets": 0.80, "omissions": 0.85},
    "berlin-nairobi": {"pairs": 0.60, "relation": 0.75, "facets": 0.65, "omissions": 0.70},
    "valdoria-sund": {"pairs": 0.60, "relation": 0.75, "facets": 0.65, "omissions": 0.70},
}


@pytest.mark.parametrize("pack", FLOORS)
def test_pairs_of_the_gold_claims(shared, pack):
    found = measure(exchanges(shared / "gold" / pack), shipped_weights())
    assert {name: value for name, value in found.items() if value < FLOORS[pack][name]} == {}
