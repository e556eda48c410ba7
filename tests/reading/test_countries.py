import pycountry
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.reading.people.countries import demonym_of, lookup, names_of


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("China", "China"),
        ("Chinese", "China"),
        ("China’s", "China"),
        ("Beijing", "China"),
        ("BEIJING", "China"),
        ("PRC", "China"),
        ("the People's Republic of China", "China"),
        ("U.S.", "United States"),
        ("US", "United States"),
        ("the United States", "United States"),
        ("Americans", "United States"),
        ("Washington", "United States"),
        ("the White House", "United States"),
        ("Moscow", "Russia"),
        ("the Kremlin", "Russia"),
        ("Russian Federation", "Russia"),
        ("Kyiv", "Ukraine"),
        ("Kiev's", "Ukraine"),
        ("Britain", "United Kingdom"),
        ("Downing Street", "United Kingdom"),
        ("Élysée", "France"),
        ("Elysée", "France"),
        ("French", "France"),
        ("Turkey", "Türkiye"),
        ("Turkish", "Türkiye"),
        ("Ankara", "Türkiye"),
        ("Tehran", "Iran"),
        ("Islamic Republic of Iran", "Iran"),
        ("Republic of Korea", "South Korea"),
        ("South Koreans", "South Korea"),
        ("Kazakh", "Kazakhstan"),
        ("Icelandic", "Iceland"),
        ("the Netherlands", "Netherlands"),
        ("Dutch", "Netherlands"),
        ("Kosovar", "Kosovo"),
        ("Sana’a", "Yemen"),
    ],
)
def test_names_adjectives_capitals_and_houses_are_one_country(words: str, country: str) -> None:
    assert lookup(words) == country


@pytest.mark.parametrize(
    "words", ["", "us", "polish", "turkey", "male", "March", "Brussels", "the", "'s", "s", "Sundish"]
)
def test_other_words_are_no_country(words: str) -> None:
    assert lookup(words) is None


@pytest.mark.parametrize(
    ("adjective", "country"), [("Indian", "India"), ("Chinese", "China"), ("American", "United States")]
)
def test_an_adjective_shared_with_a_territory_is_the_larger_country(adjective: str, country: str) -> None:
    assert lookup(adjective) == country


def test_every_country_is_found_by_its_own_name() -> None:
    display = Locale("en").territories
    missed = [entry.name for entry in pycountry.countries if lookup(display[entry.alpha_2]) is None]
    # Two islands whose names are kept out as people's and places' names.
    assert set(missed) <= {"Christmas Island", "Jersey"}


def test_the_names_of_a_country_all_lead_back_to_it() -> None:
    names = names_of("China")
    assert {"China", "Chinese", "Beijing", "PRC"} <= names
    assert {lookup(name) for name in names} == {"China"}
    assert names_of("Valdoria") == frozenset()


@given(st.text(max_size=40))
def test_any_words_give_a_country_with_names_or_none(words: str) -> None:
    country = lookup(words)
    assert country is None or names_of(country)


@pytest.mark.parametrize(
    ("adjective", "name"),
    [
        ("Valdorian", "Valdoria"),
        ("Valdorians", "Valdoria"),
        ("the Valdorian", "Valdoria"),
        ("Sundish", "Sund"),
        ("Sund’s", "Sund"),
        ("Sund", "Sund"),
        ("Ostrovian", "Ostrovo"),
        ("Velmese", "Velma"),
        ("Karsani", "Karsanistan"),
        ("Norvish", "Norvland"),
        ("Corvane", None),
        ("Sunday", None),
        ("Valiant", None),
        ("an", None),
    ],
)
def test_adjectives_of_countries_that_only_a_text_knows(adjective: str, name: str | None) -> None:
    assert demonym_of(adjective, ["Valdoria", "Sund", "Ostrovo", "Velma", "Karsanistan", "Norvland"]) == name


def test_the_longest_name_wins() -> None:
    assert demonym_of("Valdorian", ["Valdor", "Valdoria"]) == "Valdoria"
