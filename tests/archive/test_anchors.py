"""Words are found again where they are known to be the same, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.archive.deciding.anchors import Quote, found
from diplomacy.comparing import edits
from diplomacy.reading.values import Span

OLD = "Vik said that the talks will go on. Orrell said that the zone stays. Both hoped that the talks will go on."
WORDS = "the talks will go on"


def where(old: str, new: str, *, nth: int = 0) -> str | None:
    """What stands before the words in the new text, of the `nth` place that has them in the old one."""
    start = -1
    for _ in range(nth + 1):
        start = old.index(WORDS, start + 1)
    quote = Quote.of(old, "old", Span(start, start + len(WORDS)))
    span = found(quote, new, "new", edit=lambda: edits(old, new))
    return None if span is None else new[: span.start]


@pytest.mark.parametrize(
    ("new", "nth", "before"),
    [
        (OLD, 0, "Vik said that "),
        ("A new opening. " + OLD, 1, "A new opening. " + OLD[: OLD.rindex(WORDS)]),
        (
            "Orrell said that the zone stays. Vik said that the talks will go on.",
            0,
            "Orrell said that the zone stays. Vik said that ",
        ),
        (OLD.replace("the talks will", "the  talks\nwill"), 0, "Vik said that "),
        (OLD.replace("talks", "visits"), 0, None),
        ("Nothing was said.", 0, None),
    ],
    ids=["unchanged", "further down", "moved", "with other white space", "another word", "gone"],
)
def test_where_words_are_found(new: str, nth: int, before: str | None) -> None:
    assert where(OLD, new, nth=nth) == before


def test_of_two_places_that_fit_neither_is_taken_unless_the_edit_tells() -> None:
    quote = Quote("the zone", "of ", "", "lost", 3, 11)
    assert found(quote, "At the zone, in the zone.", "new", edit=lambda: None) is None
    assert found(quote, "Only at the zone.", "new", edit=lambda: None) == Span(8, 16)


@given(
    st.text("ab .", max_size=30),
    st.text("ab .", min_size=1, max_size=8),
    st.text("ab .", max_size=30),
    st.text("ab .", max_size=40),
)
def test_what_is_found_says_the_same_but_for_white_space(before: str, words: str, after: str, new: str) -> None:
    old = before + words + after
    quote = Quote.of(old, "old", Span(len(before), len(before) + len(words)))
    span = found(quote, new, "new", edit=lambda: edits(old, new))
    if span is not None:
        assert "".join(span.of(new).split()) == "".join(words.split())
