"""Who is meant: names, offices, countries, pronouns and groups, on invented sentences, with the real model."""

from collections.abc import Callable
from datetime import date

import pytest

from diplomacy.reading import KnownActor, Reading
from diplomacy.reading.values import ActorKind, Tenure

OPENING = "Austrian Foreign Minister Marta Keller met Ukrainian Foreign Minister Oleh Danko in Vienna."


def speakers(reading: Reading, which: int = -1) -> list[str]:
    return [reading.actors[actor].name for actor in reading.statements[which].speakers]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Keller said the border must open.", ["Marta Keller"]),
        ("Marta Keller said the border must open.", ["Marta Keller"]),
        ("The Austrian minister said the border must open.", ["Marta Keller"]),
        ("Ukraine’s foreign minister said the border must open.", ["Oleh Danko"]),
        ("Kyiv’s top diplomat said the border must open.", ["Oleh Danko"]),
        ("Keller told her Ukrainian counterpart that the border must open.", ["Marta Keller"]),
        ("Kyiv said the border must open.", ["Ukraine"]),
        ("Vienna insisted that the border must open.", ["Austria"]),
        ("The Austrian Foreign Ministry said the border must open.", ["Austrian Foreign Ministry"]),
        ("The two sides agreed to open the border.", ["Marta Keller", "Oleh Danko"]),
        ("Both ministers agreed to open the border.", ["Marta Keller", "Oleh Danko"]),
        ("A senior Ukrainian official said the border must open.", ["senior Ukrainian official"]),
        ("Keller praised the truce. She said the border must open.", ["Marta Keller"]),
    ],
)
def test_the_speaker_is_resolved(read: Callable[..., Reading], sentence: str, who: list[str]) -> None:
    assert speakers(read(f"{OPENING}\n\n{sentence}")) == who


def test_the_text_introduces_office_and_country(read: Callable[..., Reading]) -> None:
    reading = read(OPENING)
    found = {actor.name: (actor.kind, actor.country, actor.office) for actor in reading.actors}
    assert found["Marta Keller"] == (ActorKind.PERSON, "Austria", "Foreign Minister")
    assert found["Oleh Danko"] == (ActorKind.PERSON, "Ukraine", "Foreign Minister")


def test_a_country_that_no_library_knows_is_introduced(read: Callable[..., Reading]) -> None:
    reading = read("Foreign Minister Ilo Brandt of Norrland spoke.\n\nThe Norrlandish side said the border must open.")
    assert speakers(reading) == ["Norrland"]


def test_an_office_is_held_on_the_day(read: Callable[..., Reading]) -> None:
    old = KnownActor(
        "1", "Ada Novak", ActorKind.PERSON, "Slovenia", (), (Tenure("Foreign Minister", None, date(2020, 1, 1)),)
    )
    new = KnownActor(
        "2", "Ivo Kranjc", ActorKind.PERSON, "Slovenia", (), (Tenure("Foreign Minister", date(2020, 1, 2), None),)
    )
    sentence = "Slovenia’s foreign minister said the border must open."
    now, then = read(sentence, known=(old, new)), read(sentence, known=(old, new), day=date(2019, 5, 1))
    assert (speakers(now), speakers(then)) == (["Ivo Kranjc"], ["Ada Novak"])
    assert now.actors[now.statements[0].speakers[0]].known == "2"


def test_every_speaker_says_by_which_rule(read: Callable[..., Reading]) -> None:
    reading = read(f"{OPENING}\n\nShe said the border must open.")
    mention = reading.statements[-1].mention
    assert mention is not None
    assert mention.rule


def test_two_offices_in_one_breath_are_two_people(read: Callable[..., Reading]) -> None:
    text = (
        f"{OPENING}\n\nThe Minister and the Foreign Minister discussed the border. The Minister thanked the Minister."
    )
    reading = read(text, official=True, country="Austria")
    assert speakers(reading, 0) == ["Marta Keller", "Oleh Danko"]
    assert speakers(reading, 1) == ["Marta Keller"]
    assert reading.mentions[-1].actors == (1,)
    assert reading.actors[1].name == "Oleh Danko"


SIGNED = (
    "Today I spoke with Kenyan Foreign Minister Amos Kiprono.\n\nI thanked him for his help. "
    "We agreed to open the border. “I came to listen,” Mr Kiprono told me."
)


def test_who_signs_an_official_text_says_i_in_it(read: Callable[..., Reading]) -> None:
    reading = read(SIGNED, official=True, country="Australia", byline="The Hon Grant Ferris MP, Minister for Trade")
    names = [speakers(reading, which) for which in range(len(reading.statements))]
    assert names == [["Grant Ferris"], ["Grant Ferris", "Amos Kiprono"], ["Amos Kiprono"]]
    (exchange,) = reading.exchanges
    assert [reading.actors[person].name for person in exchange.participants] == ["Grant Ferris", "Amos Kiprono"]


@pytest.mark.parametrize("byline", ["", "Office of the Spokesperson"])
def test_without_a_person_who_signs_i_is_nobody(read: Callable[..., Reading], byline: str) -> None:
    reading = read(SIGNED, official=True, country="Australia", byline=byline)
    assert "Grant Ferris" not in {actor.name for actor in reading.actors}
    assert speakers(reading, -1) == ["Amos Kiprono"]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("His Excellency said the border must open.", ["Oleh Danko"]),
        ("Each side said the border must open.", ["Marta Keller", "Oleh Danko"]),
        ("The two men agreed to open the border.", ["Marta Keller", "Oleh Danko"]),
        ("Both governments agreed to open the border.", ["Marta Keller", "Oleh Danko"]),
        ("All the sailors said the border must open.", ["All the sailors"]),
    ],
)
def test_dignities_and_counts_mean_whom_the_text_has_named(
    read: Callable[..., Reading], sentence: str, who: list[str]
) -> None:
    opening = (
        "Austrian Foreign Minister Marta Keller met His Excellency Oleh Danko, Foreign Minister of Ukraine, in Vienna."
    )
    assert speakers(read(f"{opening}\n\n{sentence}")) == who


def test_neither_sides_silence_is_a_silence(read: Callable[..., Reading]) -> None:
    reading = read(f"{OPENING}\n\nNeither side mentioned the border.")
    assert reading.statements[-1].silence
    assert speakers(reading) == ["Marta Keller", "Oleh Danko"]
