"""Cutting a text at its claims: nothing of it is lost or doubled, and every passage can be reached once."""

from hypothesis import given
from hypothesis import strategies as st

from diplomacy.web.pages.marking import Marked, paragraphs
from diplomacy.web.pages.passages import Cut, Passage, cuts

TEXT = "Call on the bridge\n\nShe said that the bridge is shut, and that it will stay so.\n\nNobody was asked why.\n"
PARAGRAPHS = list(paragraphs(TEXT))


@st.composite
def stretches(draw: st.DrawFn) -> tuple[int, int]:
    start = draw(st.integers(0, len(TEXT) - 1).filter(lambda at: not TEXT[at].isspace()))
    return start, draw(st.integers(start + 1, len(TEXT)))


def words(found: tuple[Cut, ...]) -> str:
    return "".join(run.text for cut in found for run in cut.runs)


@given(st.lists(stretches(), max_size=8), st.lists(stretches(), max_size=4), st.lists(stretches(), max_size=3))
def test_cuts_reassemble_and_every_passage_opens_and_closes_once(
    claims: list[tuple[int, int]], said: list[tuple[int, int]], cues: list[tuple[int, int]]
) -> None:
    passages = [Passage(number, start, end) for number, (start, end) in enumerate(claims)]
    marked = [Marked(start, end, number, "indirect", 1, opens=True) for number, (start, end) in enumerate(said)]
    every: list[Cut] = []
    for within in PARAGRAPHS:
        found = cuts(TEXT, within, passages=passages, marked=marked, cues=cues)
        assert words(found) == TEXT[slice(*within)]
        every.extend(found)
    for passage in passages:
        own = [cut for cut in every if cut.passage == passage]
        assert [cut.opens for cut in own] == [True] + [False] * (len(own) - 1)
        assert [cut.closes for cut in own] == [False] * (len(own) - 1) + [True]
    assert sorted(n for cut in every for run in cut.runs for n in run.opens) == list(range(len(said)))


def test_the_shortest_claim_has_the_words_and_the_longer_goes_on_behind_it() -> None:
    outer = Passage(1, TEXT.index("the bridge is"), TEXT.index(" so.") + 3)
    inner = Passage(2, TEXT.index("is shut"), TEXT.index(", and"))
    found = cuts(TEXT, PARAGRAPHS[1], passages=[outer, inner], marked=[], cues=[])
    held = [(words((cut,)), cut.passage.claim if cut.passage else None, cut.opens, cut.closes) for cut in found]
    assert held == [
        ("She said that ", None, False, False),
        ("the bridge ", 1, True, False),
        ("is shut", 2, True, True),
        (", and that it will stay so", 1, False, True),
        (".", None, False, False),
    ]


def test_a_claim_that_others_cover_can_still_be_reached() -> None:
    start, middle, end = TEXT.index("Nobody"), TEXT.index("asked"), TEXT.index(" why.")
    whole, first, second = Passage(9, start, end), Passage(1, start, middle), Passage(2, middle, end)
    found = cuts(TEXT, PARAGRAPHS[2], passages=[whole, first, second], marked=[], cues=[])
    assert [(cut.passage.claim if cut.passage else None, words((cut,))) for cut in found] == [
        (9, ""),
        (1, "Nobody was "),
        (2, "asked"),
        (None, " why."),
    ]


def test_words_that_join_background_are_background_too() -> None:
    told, aside, more = (TEXT.index(start) for start in ("the bridge is", "it will", "so."))
    past = Passage(2, aside, aside + len("it will"), background=True)
    behind = Passage(3, more, more + len("so"), background=True)
    about = Passage(1, told, told + len("the bridge is shut"))
    found = cuts(TEXT, PARAGRAPHS[1], passages=[about, past, behind], marked=[], cues=[])
    assert [words((cut,)) for cut in found if cut.background] == [" stay ", "."]
    assert [cut.passage for cut in found if cut.passage] == [about, past, behind]
