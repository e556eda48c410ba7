from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from diplomacy.comparing import align_words
from diplomacy.comparing.wording import Mark
from tests.comparing.claims import claim

TOKENS = st.sampled_from(
    ["the", "ship", "ships", "war", "conflict", "pass", ",", "14", "fifteen", "–", "promise", "pledge", "“", "Ω"]
)
TEXTS = st.lists(TOKENS, max_size=12).map(" ".join)


def told(text_left, text_right):
    left, right = claim(1, text_left), claim(2, text_right)
    wording = align_words(left, right)
    return (
        {left.text[p.start : p.end]: p.mark for p in wording.left},
        {right.text[p.start : p.end]: p.mark for p in wording.right},
    )


def test_a_word_that_another_answers_is_replaced_not_dropped():
    left, right = told("upholds an impartial view on the valley", "upholds a balanced view on the valley")
    assert left["impartial"] == right["balanced"] == Mark.REPLACED
    assert left["valley"] == right["valley"] == Mark.SAME


def test_kindred_words_answer_each_other_wherever_they_stand():
    left, right = told("the war on the coast worries farmers", "farmers fear the conflict")
    assert left["war"] == right["conflict"] == Mark.REPLACED
    assert left["coast"] == Mark.ONLY


def test_a_word_in_another_place_is_moved():
    left, right = told("tomorrow the bridge will open", "the bridge will open tomorrow")
    assert left["tomorrow"] == right["tomorrow"] == Mark.MOVED
    assert left["bridge"] == Mark.SAME


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_the_pieces_give_back_both_texts_and_point_at_each_other(text_left, text_right):
    left, right = claim(1, text_left), claim(2, text_right)
    wording = align_words(left, right)
    for made, ours, theirs in ((left, wording.left, wording.right), (right, wording.right, wording.left)):
        assert "".join(made.text[p.start : p.end] for p in ours) == made.text
        assert all(a.end == b.start for a, b in pairwise(ours))
        for number, piece in enumerate(ours):
            if piece.partner is not None:
                assert theirs[piece.partner].partner == number
                assert theirs[piece.partner].mark == piece.mark
            assert (piece.partner is None) == (piece.mark in (Mark.ONLY, Mark.PLAIN))


@given(TEXTS)
def test_a_text_against_itself_is_all_the_same(text):
    wording = align_words(claim(1, text), claim(2, text))
    assert {p.mark for p in wording.left} <= {Mark.SAME, Mark.PLAIN}
