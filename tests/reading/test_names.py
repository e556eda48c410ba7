"""Which runs of capitals name a person, with which title, for which country; invented sentences, the real model."""

from collections.abc import Callable

import pytest

from diplomacy.reading import Reading
from diplomacy.reading.values import ActorFound, ActorKind


def persons(reading: Reading) -> dict[str, ActorFound]:
    return {actor.name: actor for actor in reading.actors if actor.kind is ActorKind.PERSON}


@pytest.mark.parametrize(
    ("met", "name", "country"),
    [
        ("UAE Presidential Advisor Karim Haddad", "Karim Haddad", "United Arab Emirates"),
        ("UK National Security Adviser Sir Alan Thornby", "Alan Thornby", "United Kingdom"),
        ("Japanese National Security Advisor Ogata Ryo", "Ogata Ryo", "Japan"),
        ("Qatari Foreign Minister Khalid bin Yousef Al-Mansur", "Khalid bin Yousef Al-Mansur", "Qatar"),
        ("Foreign Minister Nasser al-Harbi of Yemen", "Nasser al-Harbi", "Yemen"),
        ("Republic of Korea Foreign Minister Park Sun-woo", "Park Sun-woo", "South Korea"),
        ("Canada Department of Foreign Affairs and Trade Secretary Ruth Ames", "Ruth Ames", "Canada"),
        ("Polish Foreign Minister and OSCE Chairman-in-Office Marek Zielny", "Marek Zielny", "Poland"),
        ("the Foreign Minister of the Kingdom of Saudi Arabia, Talal bin Nayef,", "Talal bin Nayef", "Saudi Arabia"),
        ("Cambodian Deputy Prime Minister/Foreign Minister Chan Vuthy", "Chan Vuthy", "Cambodia"),
    ],
)
def test_a_title_of_any_length_leads_to_the_name(
    read: Callable[..., Reading], met: str, name: str, country: str
) -> None:
    reading = read(f"Austrian Foreign Minister Marta Keller met with {met} in Vienna on Tuesday.")
    assert set(persons(reading)) == {"Marta Keller", name}
    assert persons(reading)[name].country == country


def test_an_envoy_does_not_serve_the_country_that_he_deals_with(read: Callable[..., Reading]) -> None:
    reading = read("Austrian Foreign Minister Marta Keller spoke with UN Special Envoy for Yemen Jonas Brandt today.")
    assert persons(reading)["Jonas Brandt"].country == ""


@pytest.mark.parametrize("words", ["NATO Summit", "NATO Allies", "ASEAN Charter", "Foreign Military Financing"])
def test_what_has_capitals_need_not_be_a_person(read: Callable[..., Reading], words: str) -> None:
    reading = read(
        f"Austrian Foreign Minister Marta Keller spoke about {words}. She said that the {words} mattered to the "
        f"allies, and that NATO and ASEAN would go on. {words} was also on the table, with summit, charter and more."
    )
    assert set(persons(reading)) == {"Marta Keller"}


def test_a_name_without_title_that_the_model_does_not_know_is_a_person(read: Callable[..., Reading]) -> None:
    reading = read("Velan Corvash spent twenty minutes on the line with Austrian Foreign Minister Marta Keller.")
    assert "Velan Corvash" in persons(reading)


def test_a_readouts_own_minister_and_spokesman_serve_its_country(read: Callable[..., Reading]) -> None:
    reading = read(
        "The following is attributable to Spokesperson Paul Reiter:\n\nForeign Minister Marta Keller met with Polish "
        "Foreign Minister Marek Zielny. Keller said that Poland was a friend. She condemned President Gromov.",
        official=True,
        country="Austria",
    )
    found = persons(reading)
    assert {name: found[name].country for name in ("Paul Reiter", "Marta Keller", "Marek Zielny")} == {
        "Paul Reiter": "Austria",
        "Marta Keller": "Austria",
        "Marek Zielny": "Poland",
    }
    assert found["Gromov"].country != "Austria"


def test_all_whom_a_list_names_take_part(read: Callable[..., Reading]) -> None:
    reading = read(
        "Austrian Foreign Minister Marta Keller spoke today with Polish Foreign Minister Marek Zielny, Kenyan Foreign "
        "Minister Amos Kiprono, and Chilean Foreign Minister Rosa Allende."
    )
    (exchange,) = reading.exchanges
    names = {reading.actors[person].name for person in exchange.participants}
    assert names == {"Marta Keller", "Marek Zielny", "Amos Kiprono", "Rosa Allende"}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ms. SAWADA Emi, Minister for Foreign Affairs of Japan,", "Sawada Emi"),
        ("the Hon. Grant Ferris MP, Minister for Foreign Affairs of Australia,", "Grant Ferris"),
        (
            "His Excellency Nasser bin Harb, Minister of Foreign Affairs of the Kingdom of Saudi Arabia,",
            "Nasser bin Harb",
        ),
        ("His Highness Prince Salem bin Talal, Foreign Minister of Saudi Arabia,", "Salem bin Talal"),
    ],
)
def test_honours_before_and_letters_behind_are_no_part_of_a_name(
    read: Callable[..., Reading], written: str, name: str
) -> None:
    reading = read(
        f"On 4 March, Austrian Foreign Minister Marta Keller held a telephone talk with {written} in Vienna."
    )
    assert set(persons(reading)) == {"Marta Keller", name}
    assert len(reading.exchanges) == 1


@pytest.mark.parametrize(
    "thing",
    ["the Sea Lark", "the freighter Aurelia Bright", "Cyclone Maribel", "Lord Carrow Island", "the Port Accord"],
)
def test_ships_storms_and_islands_are_no_persons(read: Callable[..., Reading], thing: str) -> None:
    reading = read(
        f"Austrian Foreign Minister Marta Keller raised the case of {thing} on Tuesday. She said that {thing} mattered."
    )
    assert set(persons(reading)) == {"Marta Keller"}


def test_an_owner_is_no_part_of_an_office(read: Callable[..., Reading]) -> None:
    reading = read(
        "“We wait,” said Ida Holm, Keller’s spokeswoman, and Rosa Allende, Chile’s foreign minister, agreed."
    )
    offices = {name: (actor.office, actor.country) for name, actor in persons(reading).items()}
    assert offices == {"Ida Holm": ("spokeswoman", ""), "Rosa Allende": ("foreign minister", "Chile")}


def test_a_story_from_a_capital_names_its_own_minister_without_the_country(read: Callable[..., Reading]) -> None:
    told = "Foreign Minister Marta Keller protested to her Polish counterpart. Marek Zielny replied on Friday."
    assert persons(read(told, dateline="VIENNA"))["Marta Keller"].country == "Austria"
    assert persons(read(told))["Marta Keller"].country == ""


def test_a_surname_may_be_a_countrys_adjective(read: Callable[..., Reading]) -> None:
    reading = read(
        "Austrian Foreign Minister Marta Keller met Vietnamese Foreign Minister Luong Quoc Thai in Da Nang.\n\n"
        "Thai thanked Keller. Keller agreed with Thai's plan. Thai officials in Bangkok said they would watch."
    )
    assert set(persons(reading)) == {"Marta Keller", "Luong Quoc Thai"}
    thanks = reading.statements[0]
    assert [reading.actors[actor].name for actor in thanks.speakers] == ["Luong Quoc Thai"]
    assert any(actor.country == "Thailand" for actor in reading.actors)
