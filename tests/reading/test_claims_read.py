"""Claims of whole texts: what is none, what marks they keep, whom they name."""

from collections.abc import Callable

import pytest

from diplomacy.reading import Reader, Reading
from diplomacy.reading.values import CueClass, Span

HEAD = "Marta Keller Has a Phone Call with Ukrainian Foreign Minister Oleh Danko"
FIRST = "On 5 March, Foreign Minister Marta Keller had a phone call with Ukrainian Foreign Minister Oleh Danko."


def claims(read: Callable[..., Reading], rest: str) -> list[str]:
    text = f"{HEAD}\n\n{FIRST} {rest}"
    reading = read(text, titled=True, official=True, country="Austria")
    return [claim.span.of(text) for claim in reading.claims]


def test_who_met_when_is_no_claim(read: Callable[..., Reading]) -> None:
    assert claims(read, "") == []


def test_how_long_it_took_and_who_asked_are_claims(read: Callable[..., Reading]) -> None:
    found = claims(read, "The call lasted an hour. It took place at the request of the Ukrainian side.")
    assert found == ["The call lasted an hour", "It took place at the request of the Ukrainian side"]


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Keller asked for an end to “megaphone diplomacy”.", "“megaphone diplomacy”"),
        ("Danko said that the closure was “a breach of law”.", "“a breach of law”"),
    ],
)
def test_a_claim_keeps_both_marks_of_a_quotation(read: Callable[..., Reading], sentence: str, claim: str) -> None:
    assert claims(read, sentence)[-1].endswith(claim)


def test_clauses_joined_by_a_comma_alone_are_two_claims(read: Callable[..., Reading]) -> None:
    found = claims(read, "“That is not an incident, it is hostage-taking,” Keller said.")
    assert found == ["That is not an incident", "it is hostage-taking"]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "It was emphasised that the port must be reopened without delay and that aid should not be politicised.",
            ["the port must be reopened without delay", "aid should not be politicised"],
        ),
        (
            "Danko said the call was made at Austria’s request and that gas came up only briefly.",
            ["the call was made at Austria’s request", "gas came up only briefly"],
        ),
    ],
)
def test_each_that_opens_a_claim(read: Callable[..., Reading], sentence: str, told: list[str]) -> None:
    assert claims(read, sentence) == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Keller had a phone call with Danko, Minister of Foreign Affairs, at the latter’s initiative.",
            ["at the latter’s initiative"],
        ),
        ("From 4 p.m. for about 25 minutes, Marta Keller held a call with Oleh Danko.", ["for about 25 minutes"]),
        (
            "Marta Keller and Oleh Danko met for 40 minutes at the summit, their first talks since the war began.",
            ["met for 40 minutes", "their first talks since the war began"],
        ),
        ("Keller told Danko that 40 minutes would do.", ["40 minutes would do"]),
    ],
)
def test_how_long_and_who_asked_stand_apart_from_who_met(
    read: Callable[..., Reading], sentence: str, told: list[str]
) -> None:
    assert claims(read, sentence) == told


@pytest.mark.parametrize(
    ("sentence", "asker"),
    [
        ("The call took place at the request of the Ukrainian side.", "Ukraine"),
        ("The conversation was held at Ukraine’s initiative.", "Ukraine"),
        ("The call was Ukraine’s idea.", "Ukraine"),
        ("Danko telephoned Keller late in the evening.", "Oleh Danko"),
        ("Keller received a call from Danko at noon.", "Oleh Danko"),
        ("Her Excellency Marta Keller received a call from His Excellency Oleh Danko.", "Oleh Danko"),
        ("It was Ukraine that asked for the call.", "Ukraine"),
        ("Danko received a request of the Austrian side for gas.", ""),
        ("Danko presented Ukraine’s idea for a ceasefire.", ""),
    ],
)
def test_a_claim_keeps_who_asked_for_the_exchange(read: Callable[..., Reading], sentence: str, asker: str) -> None:
    reading = read(f"{FIRST} {sentence}", official=True, country="Austria")
    assert {reading.actors[actor].name for claim in reading.claims for actor in claim.askers} == ({asker} - {""})
    initiators = [reading.actors[e.initiator].name for e in reading.exchanges if e.initiator is not None]
    assert initiators == (["Oleh Danko"] if asker else [])


def test_what_was_said_of_one_side_is_said_of_the_other_in_few_words(read: Callable[..., Reading]) -> None:
    reading = read(f"{FIRST} Ukraine said that the call was Austria’s idea. Austria said that it was Ukraine’s.")
    told = [[reading.actors[actor].name for actor in claim.askers] for claim in reading.claims]
    assert told[-2:] == [["Austria"], ["Ukraine"]]
    assert [exchange.initiator for exchange in reading.exchanges] == [None]


def test_what_how_asks_the_degree_of_is_not_divided(read: Callable[..., Reading]) -> None:
    told = "Keller said that Austria will keep the door open, no matter how difficult and challenging it may be."
    assert claims(read, told)[-1].endswith("no matter how difficult and challenging it may be")


def test_words_that_somebody_else_cut_are_told_as_claims_have_them(
    read: Callable[..., Reading], reader: Reader
) -> None:
    text = f"{HEAD}\n\n{FIRST} Danko said that the closure was a breach of law."
    [*_, claim] = read(text, titled=True, official=True, country="Austria").claims
    assert reader.words_of(text, [claim.span, Span(0, 1)]) == (claim.words, ())


def test_a_cue_that_somebody_chose_is_what_the_word_list_says_or_neutral(reader: Reader) -> None:
    text = "Danko winced. He insinuated that Keller lied."
    chosen = Span(text.index("insinuated"), text.index(" that")), Span(text.index("winced"), text.index(". He"))
    listed, unlisted = reader.cues_of(text, chosen)
    assert (listed.span, listed.lemma, listed.cue_class) == (chosen[0], "insinuate", CueClass.EVALUATIVE)
    assert (unlisted.span, unlisted.lemma, unlisted.cue_class) == (chosen[1], "wince", CueClass.NEUTRAL)
