"""What became of words between two texts of an article."""

from hypothesis import given
from hypothesis import strategies as st

from diplomacy.comparing.editions import WORD, Fate, carried, edits, kept, turned
from diplomacy.reading.values import Span

WORDS = st.lists(st.sampled_from(["the", "ships", "wait", ",", "“Bread”", "must", "pass", "\n\n", " ", "it’s"]))
SENTENCES = ["Bread is no chip.", "Grain must pass the old strait today.", "She thanked her host at length.\n\n", "No."]
SHUFFLED = st.lists(st.sampled_from(SENTENCES), max_size=8)
TEXTS = st.one_of(WORDS.map(" ".join), SHUFFLED.map(" ".join), st.text(max_size=60))
"""Some whose parts go from here to there."""


def told(old: str, new: str) -> list[tuple[str, str, str]]:
    return [(one.fate.value, one.old.of(old).strip(), one.new.of(new).strip()) for one in edits(old, new)]


def test_a_dropped_sentence_is_one_stretch() -> None:
    old = "Bread is no bargaining chip. She offered a joint inspection. The line stays open."
    new = "Bread is no bargaining chip. The line stays open."
    assert told(old, new) == [
        ("kept", "Bread is no bargaining chip.", "Bread is no bargaining chip."),
        ("dropped", "She offered a joint inspection.", ""),
        ("kept", "The line stays open.", "The line stays open."),
    ]


def test_a_changed_word_marks_itself_alone() -> None:
    found = told("All eleven sailors are well.", "All fourteen sailors are well.")
    assert [one for one in found if one[0] != "kept"] == [("dropped", "eleven", ""), ("added", "", "fourteen")]


def test_a_phrase_put_otherwise_is_no_confetti() -> None:
    old, new = (
        "He hoped for an early and full end of the siege.",
        "He called upon all sides and parties to stop at once.",
    )
    assert [fate for fate, _, _ in told(old, new)] == ["kept", "dropped", "added", "kept"]


def test_a_sentence_that_changes_its_place_is_moved() -> None:
    first, second = "The minister thanked her host for the hours of talks.", "Grain must pass."
    fates = {fate for fate, _, _ in told(f"{first} {second}", f"{second} {first}")}
    assert fates == {"kept", "moved-away", "moved-here"} and "dropped" not in fates


def test_a_sentence_is_moved_though_others_went_and_came_beside_it() -> None:
    moved = "She offered a joint inspection of the barges."
    old = f"{moved} Bread is no chip. The line between the two capitals stays open to all who ask."
    new = f"The line between the two capitals stays open to all who ask. Nobody slept. {moved}"
    found = told(old, new)
    assert ("moved-away", moved, "") in found and ("moved-here", "", moved) in found
    assert ("dropped", "Bread is no chip.", "") in found and ("added", "", "Nobody slept.") in found


def test_a_few_words_that_go_and_come_among_others_meet_by_chance() -> None:
    old = "Rain fell all night on the old bridge of Lirn while ministers slept. The talks went on until noon."
    new = "The talks went on until noon. Nobody could say on the old bridge of Lirn whose turn it was."
    assert not {fate for fate, _, _ in told(old, new)} & {"moved-away", "moved-here"}


def test_moved_words_are_found_where_they_went() -> None:
    moved = "She offered a joint inspection of the barges."
    old = f"{moved} The line between the two capitals stays open to all who ask."
    new = f"The line between the two capitals stays open to all who ask.\n\n{moved}"
    at = Span(old.index("a joint"), old.index(" The line"))
    there = carried(at, edits(old, new))
    assert there is not None and there.of(new) == "a joint inspection of the barges."
    back = carried(there, turned(edits(old, new)))
    assert back == at


def test_white_space_is_no_edit() -> None:
    assert {fate for fate, _, _ in told("Grain must pass. It will.", "Grain must pass.\n\nIt will.")} == {"kept"}


@given(TEXTS, TEXTS)
def test_either_text_is_its_pieces(old: str, new: str) -> None:
    stretches = edits(old, new)
    assert "".join(one.old.of(old) for one in stretches) == old
    assert "".join(one.new.of(new) for one in stretches) == new
    for one in stretches:
        if one.fate is Fate.KEPT:
            assert one.old.of(old).rstrip() == one.new.of(new).rstrip()
    away, here = (
        sorted(tuple(WORD.findall(text)) for text in texts)
        for texts in (
            (one.old.of(old) for one in stretches if one.fate is Fate.MOVED_AWAY),
            (one.new.of(new) for one in stretches if one.fate is Fate.MOVED_HERE),
        )
    )
    assert away == here
    for one in stretches:
        if one.fate is Fate.MOVED_AWAY and one.elsewhere:
            assert one.old.of(old).rstrip() == one.elsewhere.of(new).rstrip()
    assert turned(turned(stretches)) == stretches


@given(TEXTS)
def test_a_text_against_itself_is_kept(text: str) -> None:
    assert all(one.fate is Fate.KEPT and one.old == one.new for one in edits(text, text))


@given(TEXTS, TEXTS, st.data())
def test_what_is_carried_over_holds_kept_words(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    span = Span(start, data.draw(st.integers(start, len(old))))
    stretches = edits(old, new)
    assert 0 <= kept(span, stretches) <= 1
    there = carried(span, stretches)
    if there is not None:
        assert 0 <= there.start < there.end <= len(new)
    for one in stretches:
        if one.fate is Fate.KEPT and one.old.start <= span.start < span.end <= one.old.end and span.of(old).strip():
            assert there is not None and there.of(new).rstrip() == span.of(old).rstrip()


def test_words_are_found_where_they_stand_now() -> None:
    old = "First. Bread is no chip. Last."
    new = "A new opening, longer. Bread is no chip. Last."
    at = Span(old.index("Bread"), old.index(" Last"))
    there = carried(at, edits(old, new))
    assert there is not None and there.of(new) == "Bread is no chip."
    assert carried(Span(0, 5), edits(old, new)) is None


def test_words_are_found_across_a_new_paragraph() -> None:
    old, new = "Grain must pass. Bread is no chip. Last.", "Grain must pass.\n\nBread is no\nchip. And last."
    at = Span(old.index("Bread"), old.index(" Last"))
    there = carried(at, edits(old, new))
    assert there is not None and there.of(new) == "Bread is no\nchip."
