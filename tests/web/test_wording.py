"""Marks on words: whatever the texts are, each side's pieces give its exact text."""

from hypothesis import given
from hypothesis import strategies as st

from diplomacy.web.pages.wording import Decides, Worded, any_word, is_figure, is_one_of, mark_words, shared_marks

TEXT = st.text(alphabet=st.sampled_from("ab 1,.“”’'-éй\n\u200f😀"), min_size=1, max_size=60)


def worded(text: str, *, start: int = 7) -> Worded:
    return Worded.of(id=1, text=text, start=start, stored=[])


def test_a_claim_that_gets_its_words_later_is_compared_by_them() -> None:
    assert [word.pos for word in worded("Orrell rang").words] == ["X", "X"]
    stored = [[7, 13, "orrell", "PROPN", True], [14, 18, "ring", "VERB", True]]
    assert [word.pos for word in Worded.of(id=1, text="Orrell rang", start=7, stored=stored).words] == ["PROPN", "VERB"]


def marked(
    left: str, right: str, *, decides: tuple[Decides, Decides] | None = None
) -> tuple[dict[str, str], dict[str, str]]:
    ours, theirs = mark_words(worded(left), worded(right, start=0), decides=decides)
    return {p.text: p.mark for p in ours}, {p.text: p.mark for p in theirs}


@given(TEXT, TEXT, st.sampled_from([None, (any_word, any_word), (is_figure, is_figure)]))
def test_pieces_reassemble(left: str, right: str, decides: tuple[Decides, Decides] | None) -> None:
    ours, theirs = mark_words(worded(left), worded(right), decides=decides)
    assert "".join(piece.text for piece in ours) == left
    assert "".join(piece.text for piece in theirs) == right
    assert "".join(piece.text for piece in shared_marks(left, [ours, ours])) == left


@given(TEXT)
def test_equal_texts_have_no_marks(text: str) -> None:
    ours, theirs = mark_words(worded(text), worded(text), decides=(any_word, any_word))
    assert {piece.mark for piece in (*ours, *theirs)} == {""}


def test_a_clash_of_numbers_marks_the_figures_alone() -> None:
    ours, theirs = marked(
        "all 11 drivers are in good health", "all 14 drivers are well", decides=(is_figure, is_figure)
    )
    assert ours["11"] == theirs["14"] == "clash"
    assert list(ours.values()).count("clash") == 1


def test_words_that_nothing_answers_are_one_run() -> None:
    ours, _ = marked("the customs regime harms travellers", "the customs regime")
    assert ours["harms travellers"] == "only"


def test_against_several_only_what_none_has_is_marked() -> None:
    text = "drivers wait at the bridge"
    first, _ = mark_words(worded(text), worded("drivers wait"))
    second, _ = mark_words(worded(text), worded("drivers at the bridge"))
    assert {piece.mark for piece in shared_marks(text, [first, second])} == {""}
    assert "only" in {piece.mark for piece in shared_marks(text, [first])}


def test_a_clash_on_who_asked_marks_the_names_and_not_the_ways_to_say_asked() -> None:
    names = is_one_of(frozenset({"tarnia"})), is_one_of(frozenset({"ostmark", "republic"}))
    ours, theirs = marked("held at the request of the Tarnian side", "held on Ostmark’s initiative", decides=names)
    clashing = " ".join(text for side in (ours, theirs) for text, mark in side.items() if mark == "clash")
    assert "Tarnian" in clashing and "Ostmark" in clashing
    assert "request" not in clashing and "held" not in clashing


def test_the_same_words_in_another_order_are_moved_and_not_changed() -> None:
    ours, theirs = marked("at the old bridge of Lirn all drivers wait", "all drivers wait at the old bridge of Lirn")
    moved = {text for side in (ours, theirs) for text, mark in side.items() if mark == "moved"}
    assert moved in ({"old bridge of Lirn"}, {"drivers wait"})
    assert {*ours.values(), *theirs.values()} == {"", "moved"}


def test_a_full_stop_ends_what_moved() -> None:
    ours, _ = marked("grain. Salmon passes the ferry first", "the ferry first passes grain, then salmon")
    assert not any("grain. Salmon" in text for text, mark in ours.items() if mark == "moved")


def test_what_one_other_has_in_its_place_has_not_moved() -> None:
    text = "at the bridge drivers wait for bread"
    turned, _ = mark_words(worded(text), worded("drivers wait for bread at the bridge"))
    equal, _ = mark_words(worded(text), worded(text))
    lacking, _ = mark_words(worded(text), worded("nobody came"))
    assert {piece.mark for piece in shared_marks(text, [turned, equal])} == {""}
    assert {p.text for p in shared_marks(text, [turned, lacking]) if p.mark == "moved"} == {"bridge"}


def test_what_moved_does_not_clash() -> None:
    names = is_one_of(frozenset({"tarnia"})), is_one_of(frozenset({"tarnia"}))
    ours, theirs = marked("Tarnia asked for talks in May", "talks in May were asked for by Tarnia", decides=names)
    assert "clash" not in {*ours.values(), *theirs.values()}
