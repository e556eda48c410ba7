"""Quotation marks of every style, matched and unmatched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.reading.speech.quotes import find_quotations

MARKS = "\"“”„«»‹›‘’'「」"


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('He said "go on" twice.', ["go on"]),
        ("“One,” he said. “Two.”", ["One,", "Two."]),
        ("„Eins“, sagte er.", ["Eins"]),
        ("«Un», dit-il.", ["Un"]),
        ("“She called it ‘a gift’,” he said.", ["She called it ‘a gift’,"]),
        ("‘Go on,’ he said, ‘it’s late.’", ["Go on,", "it’s late."]),
        ("The ministers’ talks and Sund’s reply", []),
        ("“Never closed, he said.\n\nNext paragraph.", ["Never closed, he said."]),
        ("“First paragraph.\n\n“Second paragraph.”", ["First paragraph.", "Second paragraph."]),
        ("Closed” without an opening.", []),
    ],
)
def test_quotations(text: str, inner: list[str]) -> None:
    assert [quotation.inner.of(text) for quotation in find_quotations(text)] == inner


@given(st.text(st.sampled_from(MARKS + "ab s.\n ")))
def test_quotations_lie_in_the_text_and_do_not_cross(text: str) -> None:
    at = 0
    for quotation in find_quotations(text):
        assert at <= quotation.outer.start < quotation.inner.start <= quotation.inner.end <= quotation.outer.end
        assert "\n" not in quotation.outer.of(text)
        at = quotation.outer.end
    assert at <= len(text)
