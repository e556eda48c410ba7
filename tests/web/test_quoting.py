"""Quotation marks that a claim lacks: shown where the text has them, with an ellipsis where the quotation goes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.web.pages.quoting import lacking

TEXT = 'He spoke of "loudhailer politics," and she of a “cold wind from the hills” that «sur le lac» nobody felt.'


def marks(claim: str, *, text: str = TEXT, quoted: bool = False) -> tuple[str, str]:
    start = text.index(claim)
    return lacking(claim, before=text[:start], after=text[start + len(claim) :], quoted=quoted)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("she of a", ("", "")),
        ('spoke of "loudhailer politics', ("", '"')),
        ('of "loudhailer politics,"', ("", "")),
        ('loudhailer politics,"', ('"', "")),
        ('politics,"', ('"… ', "")),
        ('spoke of "loudhailer', ("", ' …"')),
        ("she of a “cold wind", ("", " …”")),
        ("she of a “cold wind from the hills", ("", "”")),
        ("from the hills” that", ("“… ", "")),
        ("wind from the hills” that «sur", ("“… ", " …»")),
    ],
)
def test_marks_come_in_pairs(claim: str, expected: tuple[str, str]) -> None:
    assert marks(claim) == expected


def test_words_inside_a_quotation_get_the_marks_that_it_has() -> None:
    assert marks("cold wind", quoted=True) == ("“", "”")
    assert marks("sur le lac", quoted=True) == ("«", "»")
    assert marks("loudhailer politics", quoted=True) == ('"', '"')
    assert lacking("We wait", before="", after="", quoted=True) == ("“", "”")


def test_an_apostrophe_is_no_quotation_mark() -> None:
    text = "The ships’ masters and the fishermen’s wives asked for ‘one clear word’ from ministers’ aides."
    assert marks("The ships’ masters", text=text) == ("", "")
    assert marks("from ministers’ aides", text=text) == ("", "")
    assert marks("asked for ‘one clear word", text=text) == ("", "’")


@given(st.text(alphabet='ab .,“”"«»’‘', max_size=12), st.text(max_size=6), st.text(max_size=6), st.booleans())
def test_any_text_gets_at_most_one_mark_a_side(text: str, before: str, after: str, quoted: bool) -> None:
    front, behind = lacking(text, before=before, after=after, quoted=quoted)
    assert len(front.replace("… ", "")) <= 1 and len(behind.replace(" …", "")) <= 1
    assert set(front) <= set('“„«‘"… ') and set(behind) <= set('“”»’"… ')
