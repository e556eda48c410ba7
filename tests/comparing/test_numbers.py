import pytest

from diplomacy.comparing.numbers import quantities
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
        ("by 2030", [(2030, "calendar year")]),
        ("40 per cent", [(40, "percent")]),
        ("no one spoke", []),
        ("version 1.2.3", []),
    ],
)
def test_numbers_are_read_with_what_they_count(text, expected):
    assert [(q.value, q.unit) for q in quantities(claim(1, text), load())] == expected
