"""Who publishes an article, from what it says and from how it is written. Texts and names are invented."""

import pytest

from diplomacy.archive.incoming.attribution import Attribution, attribute
from diplomacy.archive.incoming.publishers import Directory, Publisher
from diplomacy.archive.incoming.readouts import is_officer
from diplomacy.intake import IntakeArticle, OutletKind, read_bytes

pytestmark = pytest.mark.django_db

READOUT = (
    "On 3 May 2031, Foreign Minister Lin Wei had a phone call with Ruritanian Foreign Minister Karl Hentzau.\n\n"
    "Lin Wei said that relations have kept the momentum of growth. Hentzau briefed Lin on the situation. The two sides"
    " agreed to stay in contact.\n"
)
REPORT = (
    "The foreign ministers of two old rivals spoke by telephone on Tuesday for the first time in a year, officials"
    " said.\n\nThe call lasted an hour, according to people familiar with it. A spokesman declined to comment.\n"
)


def of(body: str, *, header: str = "3 May 2031", title: str = "Ministers speak", **options: object) -> Attribution:
    [found] = read_bytes("some.txt", f"{title}\n\n{header}\n\n{body}".encode())
    assert isinstance(found, IntakeArticle), found
    homes = {"Lin Wei": "China", "Karl Hentzau": "Ruritania"}
    return attribute(found, Directory.load(), country_of=lambda name: homes.get(name, ""), **options)  # type: ignore[arg-type]


def who(found: Attribution) -> tuple[str, str, bool]:
    return found.publisher.name, found.publisher.kind.value, found.publisher.inferred


def test_what_the_caller_says_goes_first() -> None:
    found = of(REPORT, header="The Associated Press\n3 May 2031", outlet="Strait Gazette", kind=OutletKind.PRESS)
    assert who(found) == ("Strait Gazette", "press", False)
    assert who(of(REPORT, outlet="Xinhua")) == ("Xinhua News Agency", "state-media", False)


@pytest.mark.parametrize(
    ("header", "name", "kind"),
    [
        ("By The Associated Press\nMay 3, 2031", "Associated Press", "wire"),
        (
            "Ministry of Foreign Affairs of the People’s Republic of China\n3 May 2031",
            "Ministry of Foreign Affairs of China",
            "official",
        ),
        ("Global Times\n3 May 2031", "Global Times", "state-media"),
        ("3 May 2031\nURL: https://www.theguardian.com/world/2031/may/03/ministers", "The Guardian", "press"),
        ("3 May 2031\nURL: https://edition.cnn.com/2031/05/03/ministers", "CNN", "press"),
        ("3 May 2031\nURL: https://www.state.gov/ministers-speak/", "United States Department of State", "official"),
    ],
)
def test_known_outlets_are_known_by_name_agency_and_address(header: str, name: str, kind: str) -> None:
    assert who(of(REPORT, header=header)) == (name, kind, False)


def test_a_domain_is_not_known_by_its_end_alone() -> None:
    found = of(REPORT, header="3 May 2031\nURL: https://www.notcnn.com/ministers")
    assert who(found) == ("notcnn.com", "press", True)


def test_an_agency_story_belongs_to_the_agency_whoever_prints_it() -> None:
    body = f"GENEVA (Reuters) - {REPORT}"
    assert who(of(body, header="The Guardian\n3 May 2031")) == ("Reuters", "wire", False)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ruritanian Ministry of Foreign Affairs", "official"),
        ("Embassy of Ruritania in Strelsau", "official"),
        ("Office of the President of Ruritania", "official"),
        ("Ruritanian News Agency", "wire"),
        ("Strelsau Tribune", "press"),
    ],
)
def test_the_name_of_an_unknown_outlet_shows_its_kind(name: str, kind: str) -> None:
    assert who(of(REPORT, header=f"{name}\n3 May 2031")) == (name, kind, True)


def test_a_newspaper_is_press_even_where_it_prints_a_readout() -> None:
    assert who(of(READOUT, header="Strelsau Tribune\n3 May 2031")) == ("Strelsau Tribune", "press", True)


def test_a_dateline_with_an_agency_makes_a_wire() -> None:
    body = f"STRELSAU (RNA) — {REPORT}"
    assert who(of(body, header="Ruritania Now\n3 May 2031")) == ("Ruritania Now", "wire", True)
    assert who(of(body)) == ("RNA", "wire", True)


@pytest.mark.parametrize("kind", ["told the Global Times on Tuesday", "told Global Times."])
def test_a_story_whose_sources_speak_to_an_outlet_is_its_story(kind: str) -> None:
    body = f'{REPORT}\n"It matters," Wu Jing, a scholar of the region, {kind}\n'
    assert who(of(body)) == ("Global Times", "state-media", False)


def test_a_person_or_a_ministry_who_is_told_something_publishes_nothing() -> None:
    body = f"{REPORT}\nHentzau told Lin Wei so. He told the State Department so, too.\n"
    assert who(of(body)) == ("Unnamed outlet", "press", True)


def test_a_readout_without_a_letterhead_is_of_the_side_that_it_names_as_its_own() -> None:
    found = of(READOUT)
    assert who(found) == ("Ministry of Foreign Affairs of China", "official", True)
    assert "Lin Wei" in found.reason


def test_the_side_with_a_country_beside_its_office_is_the_counterpart_even_if_named_first() -> None:
    body = READOUT.replace(
        "Foreign Minister Lin Wei had a phone call with Ruritanian Foreign Minister Karl Hentzau",
        "Ruritanian Foreign Minister Karl Hentzau had a phone call with Foreign Minister Lin Wei",
    )
    assert who(of(body)) == ("Ministry of Foreign Affairs of China", "official", True)


def test_a_readout_of_unknown_people_names_no_country() -> None:
    body = READOUT.replace("Lin Wei", "Bo Chen").replace("Lin ", "Bo ")
    assert who(of(body)) == ("Office of Bo Chen", "official", True)


@pytest.mark.parametrize(
    "sign", ["Karl Hentzau declined to comment.", "Analysts doubt it, according to people familiar."]
)
def test_what_a_reporter_writes_is_no_readout(sign: str) -> None:
    text = READOUT.replace("The two sides agreed to stay in contact.", f"{sign} People familiar with it said so.")
    assert who(of(text))[1] == "press"


def test_the_country_of_an_unknown_ministry_is_in_its_name() -> None:
    for name in ("Ruritanian Ministry of Foreign Affairs", "Ministry of Foreign Affairs of Ruritania"):
        found = of(REPORT + "\nRuritania waits.\n", header=f"{name}\n3 May 2031")
        assert found.publisher.country == "Ruritania"
    assert of(REPORT, header="Ministry of Foreign Affairs of Zambia\n3 May 2031").publisher.country == "Zambia"


def test_the_directory_gives_the_first_of_a_name_and_the_ministry_for_a_country() -> None:
    first = Publisher("The Strait", OutletKind.PRESS, domains=("strait.example",))
    directory = Directory([first, Publisher("Strait", OutletKind.WIRE, domains=("strait.example",))])
    assert directory.by_name("the  STRAIT") is first
    assert directory.by_host("www.strait.example") is first
    assert directory.by_host("example") is None
    known = Directory.load()
    ministry, palace = known.official_of("France"), known.official_of("France", leader=True)
    assert ministry and ministry.name == "Ministry for Europe and Foreign Affairs of France"
    assert palace and palace.name == "Élysée"
    assert known.official_of("Japan", leader=True) == known.official_of("Japan")


def test_a_ministry_is_known_by_what_it_shares_with_others_and_its_country() -> None:
    header = "KINGDOM OF SAUDI ARABIA\nMINISTRY OF FOREIGN AFFAIRS\n3 May 2031"
    found = of(READOUT, header=header)
    assert who(found) == ("Ministry of Foreign Affairs of Saudi Arabia", "official", False)
    embassy = of(READOUT, header="Embassy of Japan in Ruritania\n3 May 2031")
    assert (embassy.publisher.name, embassy.publisher.country) == ("Embassy of Japan in Ruritania", "Japan")


def test_a_letterhead_of_an_unknown_state_names_the_publisher_and_its_country() -> None:
    found = of(READOUT, header="Ministry of Foreign Affairs\nRepublic of Ruritania\n3 May 2031")
    assert who(found) == ("Ministry of Foreign Affairs, Republic of Ruritania", "official", True)
    assert found.publisher.country == "Ruritania"


def test_a_ministry_that_names_no_country_is_that_of_the_person_in_its_head() -> None:
    found = of(READOUT, header="The Hon Karl Hentzau MP\nMinister for Foreign Affairs\n3 May 2031")
    assert who(found) == ("Minister for Foreign Affairs of Ruritania", "official", True)
    assert "It is by The Hon Karl Hentzau MP" in found.reason


def test_a_minister_who_writes_in_the_first_person_is_not_of_the_country_that_he_names_as_the_others() -> None:
    body = (
        "Today I spoke with Japan's Foreign Minister, Aya Mori, at her request. I told her that Zambia will hold to the"
        " treaty. Zambia and Japan are friends, and Zambia keeps its word.\n\nI asked Japan for patience.\n"
    )
    found = of(body, header="The Hon Ben Zulu MP\nMinister for Foreign Affairs\n3 May 2031")
    assert found.publisher.country == "Zambia"
    quoted = of(READOUT + '\n"I am glad," he said.\n', header="Ministry of Foreign Affairs\n3 May 2031")
    assert quoted.publisher.country == "China"


@pytest.mark.parametrize(("byline", "kind"), [("Office of the Spokesperson", "official"), ("By Ana Vik", "press")])
def test_a_readout_that_an_office_signs_is_official_and_one_that_a_reporter_signs_is_not(
    byline: str, kind: str
) -> None:
    assert who(of(READOUT, header=f"{byline}\n3 May 2031"))[1] == kind


def test_a_foreign_affairs_editor_is_no_officer() -> None:
    assert is_officer("Ana Vik, Deputy Foreign Minister")
    assert not is_officer("Ana Vik, Foreign Affairs Editor")


def test_an_agency_of_a_state_is_state_media() -> None:
    assert who(of(REPORT, header="Ruritanian State News Agency\n3 May 2031"))[1] == "state-media"


def test_a_date_that_is_not_in_the_header_is_told_as_inferred() -> None:
    found = of(REPORT, header="Strelsau Tribune", title="Ministers speak, 3 May 2031")
    assert found.reason.endswith("Its date was taken from its title.")
    assert "date" not in of(REPORT).reason
