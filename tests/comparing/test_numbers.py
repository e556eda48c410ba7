import pytest

from diplomacy.comparing.numbers import clashing, quantities, shared
from diplomacy.comparing.vocabulary import load
from tests.comparing.claims import claim


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EUR 40 million", [(40e6, "euro")]),
        ("€40m", [(40e6, "euro")]),
        ("3,200 nurses", [(3200, "nurse")]),
        ("six grain ship", [(6, "ship")]),
        ("another year", [(525960, "time")]),
        ("half an hour", [(30, "time")]),
        ("half the ship", []),
        ("the two ministers", []),
        ("two ministers", [(2, "minister")]),
        ("by 2030", [(2030, "calendar year")]),
        ("40 per cent", [(40, "percent")]),
        ("no one spoke", []),
        ("version 1.2.3", []),
    ],
)
def test_numbers_are_read_with_what_they_count(text, expected):
    assert [(q.value, q.unit) for q in quantities(claim(1, text), load())] == expected


@pytest.mark.parametrize(
    ("here", "there", "clash"),
    [
        ("15 ship", "14 ship", True),
        ("nearly 15 ship", "14 ship", False),
        ("nearly 30 ship", "14 ship", True),
        ("the remaining three ship", "all 14 ship", False),
        ("the vessel Aurora No. 8", "15 ship", False),
        ("the two agreed", "by 2031", False),
    ],
)
def test_a_rounded_number_a_rest_and_a_name_clash_with_no_count(here, there, clash):
    words = load()
    left, right = (quantities(claim(n, text), words) for n, text in enumerate((here, there)))
    assert bool(clashing(left, right, words)) is clash


@pytest.mark.parametrize(
    ("here", "there", "numbers"),
    [("the vessel Aurora No. 8", "Aurora No. 8 sailed", 0), ("8 ship", "the 8 ship", 1)],
)
def test_who_shares_a_number_within_a_name_shares_the_name_alone(here, there, numbers):
    left, right = (quantities(claim(n, text), load()) for n, text in enumerate((here, there)))
    assert len(shared(left, right)) == numbers
