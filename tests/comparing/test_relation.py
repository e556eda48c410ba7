import pytest

from diplomacy.comparing import relate
from diplomacy.comparing.values import Facet, Relation
from diplomacy.reading.values import CueClass
from tests.comparing.claims import claim

ANA, BEN = 1, 2
NORTH, SOUTH = 11, 12
SIDES = {NORTH: "Northland", SOUTH: "Southland"}


def facets_of(left, right):
    return set(relate(left, right)[1])


@pytest.mark.parametrize(
    ("here", "there", "words"),
    [
        ("seven boats are in port", "nine boats are in port", "“seven boats” against “nine boats”"),
        ("promised a visit to the island", "promised no visit to the island", "“no” on one side only"),
    ],
)
def test_what_cannot_both_be_true_is_contradicted(here, there, words):
    relation, _, reasons = relate(claim(1, here, 5, by=ANA), claim(2, there, 5, by=ANA))
    assert relation is Relation.CONTRADICTED
    assert reasons[0].words == words


def test_a_denial_of_what_the_other_does_not_tell_is_no_contradiction():
    one = claim(1, "will not close the door to a settlement of the border", 5, by=ANA)
    other = claim(2, "a return to a settlement of the border", 5, by=ANA)
    assert relate(one, other)[0] is not Relation.CONTRADICTED


def test_an_equal_amount_written_otherwise_is_no_contradiction():
    one = claim(1, "pledged €40m for the harbour", 5, by=ANA)
    other = claim(2, "pledged EUR 40 million for the harbour", 5, by=ANA)
    relation, facets, _ = relate(one, other)
    assert relation is not Relation.CONTRADICTED
    assert Facet.NUMBER not in facets


def test_twelve_months_are_a_year():
    one, other = claim(1, "extend the mission by 12 months", 5), claim(2, "extend the mission by one year", 5)
    assert relate(one, other)[0] is not Relation.CONTRADICTED


def test_equal_words_are_the_same_and_differ_in_nothing():
    relation, facets, _ = relate(
        claim(1, "the bridge will open", 5, by=ANA), claim(2, "the bridge will open", 5, by=ANA)
    )
    assert relation is Relation.SAME
    assert facets == ()


def test_a_topic_is_shifted_against_what_was_agreed_on_it():
    one = claim(1, "the fishing grounds", 5, 6, by=ANA, cue="discuss")
    other = claim(2, "the fleet keeps to its own waters", 5, 7, by=ANA, cue="agree")
    assert relate(one, other)[0] is Relation.SHIFTED


def test_each_facet_names_the_words_that_decide_it():
    one = claim(1, "the war may end", 5, by=ANA, cue="warn", stance=CueClass.EMPHATIC, quoted=True)
    other = claim(2, "the conflict will end near Port Lowe on Friday", 5, by=BEN)
    relation, facets, reasons = relate(one, other, names={ANA: "Ana Rolle", BEN: "Ben Karo"})
    told = {reason.name: reason.words for reason in reasons}
    assert set(facets) >= {Facet.NAMING, Facet.VERB, Facet.VOICE, Facet.SPEAKER, Facet.DETAIL}
    assert told["naming"] == "“war” against “conflict”"
    assert told["speaker"] == "Ana Rolle against Ben Karo"
    assert told["verb"] == "“warn” (emphatic) against “say” (neutral)"
    assert told["voice"] == "in quotation marks here only"
    assert "“Port”" in told["detail"]
    assert relation in (Relation.REWORDED, Relation.SHIFTED)


def test_narration_has_no_speaker_to_differ():
    assert Facet.SPEAKER not in facets_of(claim(1, "the bridge opened", 5), claim(2, "the bridge opened", 5, by=ANA))


def test_the_same_contested_name_on_both_sides_is_no_naming():
    one, other = claim(1, "end the blockade of the port", 5), claim(2, "end the blockade of the harbour", 5)
    assert Facet.NAMING not in facets_of(one, other)


def test_a_hedge_on_one_side_is_told():
    one, other = claim(1, "always upheld the treaty", 5), claim(2, "upheld the treaty", 5)
    assert Facet.HEDGE in facets_of(one, other)


def test_two_sides_cannot_both_have_asked_for_it():
    one = claim(1, "the talks were at the request of the Northern side", 5, askers=(NORTH,))
    other = claim(2, "Southland rang", 6, by=BEN, state=SOUTH, askers=(SOUTH,))
    for left, right in ((one, other), (other, one)):
        relation, _, reasons = relate(left, right, names=SIDES)
        assert relation is Relation.CONTRADICTED
        assert {name for name in SIDES.values() if name in reasons[0].words} == set(SIDES.values())


def test_one_side_that_asked_in_other_words_is_reworded():
    one = claim(1, "the talks were at the request of the Northern side", 5, askers=(NORTH,))
    relation, _, reasons = relate(one, claim(2, "Northland rang", 6, askers=(NORTH,)), names=SIDES)
    assert relation is Relation.REWORDED
    assert "Northland" in reasons[0].words


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        ("the northern bridge will open at once", "the northern bridge will open", True),
        (
            "we will speak to anyone about it at any time to win peace",
            "will speak to anyone about it at any time",
            True,
        ),
        ("the old ferry was stopped inside the bay", "the old vessel was stopped inside the bay", False),
        ("promise to open the northern bridge", "the northern bridge will open", False),
        ("a green lamp burned on the quay every night all winter long", "a green lamp", False),
    ],
    ids=["an addition", "a run of plain words", "a word for a word", "governed by a verb", "a small part"],
)
def test_the_same_are_the_same_words_and_what_is_added(here, there, same):
    one, other = claim(1, here, 5, by=ANA), claim(2, there, 5, by=ANA)
    for left, right in ((one, other), (other, one)):
        assert (relate(left, right)[0] is Relation.SAME) is same


def test_a_promise_that_the_other_denies_is_contradicted_whatever_the_words():
    one = claim(1, "hand over the charts of the bay", 5, by=ANA, cue="promise", stance=CueClass.COMMITTING)
    other = claim(2, "Ana had given no undertaking", 5)
    relation, _, reasons = relate(one, other)
    assert relation is Relation.CONTRADICTED
    assert "“no”" in reasons[0].words


def test_few_shared_words_are_the_reason_where_nothing_else_tells():
    _, _, reasons = relate(claim(1, "a lamp on the quay", 5, by=ANA), claim(2, "the harbour at night", 5, by=ANA))
    assert reasons[0].words == "they share too few words to claim the same"
