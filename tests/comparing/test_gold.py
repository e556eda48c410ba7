"""Floors under what pairing reaches on claims that are cut and attributed perfectly; the benchmark has the figures."""

import pytest

from benchmarks.gold_accounts import exchanges
from benchmarks.pairing_on_gold_claims import measure
from diplomacy.comparing import align_words
from diplomacy.comparing.pairing import shipped_weights
from diplomacy.comparing.vocabulary import load
from diplomacy.comparing.wording import Mark, word_answers

FLOORS = {
    "qin-2023": {"pairs": 0.80, "relation": 0.75, "facets": 0.80, "omissions": 0.85},
    "berlin-nairobi": {"pairs": 0.60, "relation": 0.75, "facets": 0.65, "omissions": 0.70},
    "valdoria-sund": {"pairs": 0.60, "relation": 0.75, "facets": 0.65, "omissions": 0.70},
}


@pytest.mark.parametrize("pack", FLOORS)
def test_pairs_of_the_gold_claims(shared, pack):
    found = measure(exchanges(shared / "gold" / pack), shipped_weights())
    assert {name: value for name, value in found.items() if value < FLOORS[pack][name]} == {}


def test_the_words_of_two_translations_answer_each_other(shared):
    claims = [c for e in exchanges(shared / "gold" / "qin-2023") for a in e.accounts for c in a.claims]
    one, other = (next(c for c in claims if word in c.text) for word in ("impartial", "fair stance"))
    found = word_answers(one, other, vocabulary=load())
    told = {one.text[a - one.span.start :].split()[0]: other.text[b - other.span.start :].split()[0] for a, b in found}
    assert {word: told[word] for word in ("objective", "impartial", "position", "Ukraine")} == {
        "objective": "objective", "impartial": "fair", "position": "stance", "Ukraine": "Ukraine",
    }  # fmt: skip
    marks = {one.text[p.start : p.end]: p.mark for p in align_words(one, other, found).left}
    assert marks["impartial"] is marks["position"] is Mark.REPLACED
