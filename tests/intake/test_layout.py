"""Paragraphs put together from a PDF's lines: what runs on, what is broken, what is printed on every page."""

import pytest

from diplomacy.intake.pdf_lines import HYPHEN_AT_END, Layout, Line, lay_out

WIDTH, HEIGHT, SIZE, PITCH = 400.0, 600.0, 10.0, 12.0
WORDS = "The ministers spoke of the strait and of the sailors who are held there, and of the grain that waits in port"


def page(*texts: str, number: int = 0, left: float = 50.0, size: float = SIZE, top: float = 500.0) -> list[Line]:
    """Lines below one another; an empty one leaves a gap."""
    return [
        Line(number, text, left, top - at * PITCH, left + len(text) * size / 2, size)
        for at, text in enumerate(texts)
        if text
    ]


def laid_out(*pages: list[Line]) -> Layout:
    return lay_out([(HEIGHT, lines) for lines in pages])


def texts(layout: Layout) -> list[str]:
    return [paragraph.text for paragraph in layout.paragraphs]


def test_lines_run_on_until_one_ends_early_or_a_gap_comes() -> None:
    found = laid_out(page(WORDS[:60], WORDS[60:], WORDS[:60], "", WORDS[:60]))
    assert texts(found) == [WORDS[:60] + " " + WORDS[60:].strip(), WORDS[:60].strip(), WORDS[:60].strip()]
    assert "".join(found.source.split()) == "".join((WORDS + WORDS[:60] * 2).split())


def test_a_first_line_that_is_indented_opens_a_paragraph() -> None:
    first, second = page(WORDS[:60], WORDS[:60])
    indented = Line(0, WORDS[:56], 70.0, second.base, second.right, SIZE)
    assert len(texts(laid_out([first, second]))) == 1
    assert len(texts(laid_out([first, indented]))) == 2


def test_a_headline_of_two_lines_in_the_middle_is_one() -> None:
    headline = [
        Line(0, "Minister Orrell receives the Ambassador of Sund", 60.0, 520.0, 450.0, 14.0),
        Line(0, "and conveys a message", 180.0, 504.0, 330.0, 14.0),
    ]
    body = [Line(0, WORDS, 50.0, 470.0, 460.0, SIZE)]
    assert texts(laid_out([*headline, *body]))[0] == (
        "Minister Orrell receives the Ambassador of Sund and conveys a message"
    )


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (f"they are to be re{HYPHEN_AT_END}", "leased", "they are to be released"),
        (f"an agreement on a cease{HYPHEN_AT_END}", "fire, a cease-fire", "an agreement on a cease-fire, a cease-fire"),
        (f"the talks of Franco{HYPHEN_AT_END}", "Ruritanian friendship", "the talks of Franco-Ruritanian friendship"),
    ],
)
def test_a_hyphen_that_ends_a_line_stays_where_the_word_has_one(first: str, second: str, whole: str) -> None:
    assert texts(laid_out(page(first, second))) == [whole]


def test_what_every_page_prints_at_its_edges_goes_and_a_paragraph_runs_on_over_it() -> None:
    def printed(number: int, *lines: str) -> list[Line]:
        head = page(f"Bulletin {number + 7} of the Ministry", number=number, top=570.0)
        return [*head, *page(*lines, number=number), *page(f"– {number + 1} –", number=number, top=20.0)]

    found = laid_out(printed(0, WORDS[:60], WORDS[:60]), printed(1, "and went home."), printed(2, WORDS[20:70]))
    assert texts(found) == [f"{WORDS[:60].strip()} {WORDS[:60].strip()} and went home.", WORDS[20:70].strip()]
    assert found.first_page == 1


def test_what_a_browser_prints_around_a_page_gives_its_address() -> None:
    head = page("6/11/31, 9:15 AM Vik calls Orrell | Herald", top=585.0, size=8)
    foot = page("https://harbour.example/vik 1/1", top=15.0, size=8)
    found = laid_out([*head, *page(WORDS), *foot])
    assert (texts(found), found.url) == ([WORDS], "https://harbour.example/vik")
