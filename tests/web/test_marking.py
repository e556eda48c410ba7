"""An article's text in runs: overlapping and nested marks, and not a character lost."""

from hypothesis import given
from hypothesis import strategies as st

from diplomacy.web.pages.marking import Marked, paragraphs, runs

OFFSET = st.integers(0, 40)
STRETCH = st.tuples(OFFSET, OFFSET).map(lambda pair: (min(pair), max(pair) + 1))


@given(st.text(max_size=40), st.lists(STRETCH, max_size=5), st.lists(STRETCH, max_size=2), st.none() | STRETCH)
def test_runs_reassemble(
    text: str, spans: list[tuple[int, int]], cues: list[tuple[int, int]], here: tuple[int, int] | None
) -> None:
    marked = [Marked(start, end, number, "direct", 1, opens=True) for number, (start, end) in enumerate(spans)]
    for within in paragraphs(text):
        cut = runs(text, within, marked=marked, cues=cues, here=here)
        assert "".join(run.text for run in cut) == text[within[0] : within[1]]
        assert sum(run.first_here for run in cut) <= 1


@given(st.text())
def test_paragraphs_hold_all_that_is_not_blank(text: str) -> None:
    assert "".join("".join(text[a:b] for a, b in paragraphs(text)).split()) == "".join(text.split())


def test_the_innermost_statement_gives_the_kind() -> None:
    marked = [Marked(0, 11, 1, "indirect", 1, opens=True), Marked(4, 7, 2, "direct", 2, opens=True)]
    cut = runs("one two six", (0, 11), marked=marked, cues=[], here=None)
    assert [(run.text, run.kind, run.depth, run.opens) for run in cut] == [
        ("one ", "indirect", 1, (1,)),
        ("two", "direct", 2, (2,)),
        (" six", "indirect", 1, ()),
    ]


def test_overlapping_statements_do_not_cross() -> None:
    marked = [Marked(0, 7, 1, "indirect", 1, opens=True), Marked(4, 11, 2, "free", 2, opens=True)]
    cut = runs("one two six", (0, 11), marked=marked, cues=[], here=None)
    assert [(run.text, run.depth) for run in cut] == [("one ", 1), ("two", 2), (" six", 1)]
