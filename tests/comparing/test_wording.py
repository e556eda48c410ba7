from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from diplomacy.comparing import align_words
from diplomacy.comparing.vocabulary import load
from diplomacy.comparing.wording import Mark, Wording, word_answers
from tests.comparing.claims import claim, meaning

TOKENS = st.sampled_from(
    ["the", "ship", "ships", "war", "conflict", "pass", ",", "14", "fifteen", "–", "promise", "pledge", "“", "Ω"]
)
TEXTS = st.lists(TOKENS, max_size=12).map(" ".join)


def aligned(left, right) -> Wording:
    return align_words(left, right, word_answers(left, right, vocabulary=load()))


def told(text_left, text_right, meanings=None):
    left, right = (meaning(claim(n, text), meanings or {}) for n, text in ((1, text_left), (2, text_right)))
    wording = aligned(left, right)
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


def test_words_of_near_meaning_answer_each_other_and_the_rest_is_dropped_or_added():
    left, right = told(
        "an untilted stance on Port Lowe", "a frank and evenly weighted posture on Port Lowe",
        {"untilted": 3, "evenly": 3, "stance": 4, "posture": 4, "frank": 5, "weighted": 6, "Port": 7, "Lowe": 8},
    )  # fmt: skip
    assert left["untilted"] == right["evenly"] == Mark.REPLACED
    assert left["stance"] == right["posture"] == Mark.REPLACED
    assert right["frank"] == right["weighted"] == Mark.ONLY


def test_a_word_that_the_model_did_not_reach_answers_nothing():
    left, right = told("zither", "xylophone", {"zither": None, "xylophone": None})
    assert left["zither"] == right["xylophone"] == Mark.ONLY


def test_a_word_tagged_otherwise_is_the_same_word():
    left, right = claim(1, "the trawler sank"), claim(2, "a trawler sank")
    odd = tuple(word._replace(lemma="trawl", pos="ADJ") if word.lemma == "trawler" else word for word in right.words)
    assert {p.mark for p in aligned(left, replace(right, words=odd)).left} <= {Mark.SAME, Mark.PLAIN}


def test_an_answer_that_starts_at_no_word_is_passed_over():
    left, right = claim(1, "the ship sank"), claim(2, "the ship sank")
    wording = align_words(left, right, [(left.span.start + 5, right.span.start + 4)])
    assert all(piece.partner is None for piece in (*wording.left, *wording.right))


def test_a_word_in_another_place_is_moved():
    left, right = told("tomorrow the bridge will open", "the bridge will open tomorrow")
    assert left["tomorrow"] == right["tomorrow"] == Mark.MOVED
    assert left["bridge"] == Mark.SAME


@settings(max_examples=150)
@given(TEXTS, TEXTS, st.dictionaries(TOKENS, st.integers(0, 3)))
def test_the_pieces_give_back_both_texts_and_point_at_each_other(text_left, text_right, meanings):
    left, right = (meaning(claim(n, text), meanings) for n, text in ((1, text_left), (2, text_right)))
    wording = aligned(left, right)
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
    wording = aligned(claim(1, text), claim(2, text))
    assert {p.mark for p in wording.left} <= {Mark.SAME, Mark.PLAIN}
