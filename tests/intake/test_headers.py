"""Headers as people's files have them: what each line says is found, and what is left is the text."""

from dataclasses import dataclass

import pytest

from diplomacy.intake import BlockRole
from tests.intake.reading_in import BODY, PARAGRAPHS, blocks, only


@dataclass(frozen=True)
class Style:
    """A header, and what it says; what is empty must not be found."""

    name: str
    header: str
    title: str
    published: str | None = "2031-06-10"
    outlet: str = ""
    agency: str = ""
    byline: str = ""
    dateline: str = ""
    url: str = ""
    standfirst: str = ""


CALL = "Orrell and Vik speak by telephone about the trawler"
DECK = "The call was the first between the two since the trawler was seized, and it ended without a word on the mines"

STYLES = [
    Style("title, blank, date and time", f"{CALL}\n\n2031-06-10 23:00\n\n", CALL, "2031-06-10T23:00:00"),
    Style(
        "title, standfirst, byline run together, date",
        f"{CALL}\n\n{DECK}\n\nByThe Associated Press\nJune 10, 2031, 12:09 PM\n\n",
        CALL,
        "2031-06-10T12:09:00",
        agency="The Associated Press",
        byline="The Associated Press",
        standfirst=DECK,
    ),
    Style(
        "standfirst that closes like a sentence",
        f"{CALL}\n\n{DECK}.\n\nPublished On 10 Jun 2031\n\n",
        CALL,
        standfirst=f"{DECK}.",
    ),
    Style(
        "published line and captions",
        f"{CALL}\nPublished: Jun 10, 2031 12:56 AM\nSund and Ruritania Photo: HPG\n\nPhoto: HPG\n\n",
        CALL,
        "2031-06-10T00:56:00",
    ),
    Style(
        "outlet, date and address",
        f"{CALL}\n\nThe Harbour Herald\n10 June 2031\nURL: https://www.harbour.example/a/b\n\nBy Ana Brekke\n\n",
        CALL,
        outlet="The Harbour Herald",
        byline="Ana Brekke",
        url="https://www.harbour.example/a/b",
    ),
    Style(
        "outlet line, place and date",
        f"{CALL}\n\nMinistry of Foreign Affairs, Republic of Ruritania\nNairobi, 10th June, 2031\n\n",
        CALL,
        outlet="Ministry of Foreign Affairs, Republic of Ruritania",
        dateline="Nairobi",
    ),
    Style(
        "press release with its date",
        f"{CALL}\n\nSund Foreign Office\nPress release, 10 June 2031\n\n",
        CALL,
        outlet="Sund Foreign Office",
    ),
    Style(
        "labels",
        f"Title: {CALL}\nSource: Harbour Herald\nAuthor: Ana Brekke\nDate: 2031-06-10\nURL: https://harbour.example/a\n\n",
        CALL,
        outlet="Harbour Herald",
        byline="Ana Brekke",
        url="https://harbour.example/a",
    ),
    Style(
        "front matter",
        f'---\ntitle: "{CALL}"\nauthor: Ana Brekke\ndate: 2031-06-10\n---\n\n',
        CALL,
        byline="Ana Brekke",
    ),
    Style("heading mark", f"# {CALL}\n\n*Harbour Herald*, 10 June 2031\n\n", CALL, outlet="Harbour Herald"),
    Style("dotted date", f"{CALL}\n\nHarbour Herald\n10.06.2031\n\n", CALL, outlet="Harbour Herald"),
    Style(
        "two numbers that could be the month",
        f"{CALL}\n\nHarbour Herald\n10/06/2031\n\n",
        CALL,
        outlet="Harbour Herald",
    ),
    Style(
        "one number that could be the month",
        f"{CALL}\n\nHarbour Herald\n06/15/2031\n\n",
        CALL,
        "2031-06-15",
        outlet="Harbour Herald",
    ),
    Style(
        "weekday, clock and zone",
        f"{CALL}\n\nHarbour Herald\nTuesday 10 June 2031, 14:30 CET\n\n",
        CALL,
        "2031-06-10T14:30:00+01:00",
        outlet="Harbour Herald",
    ),
    Style(
        "clock before the date, and a zone in figures",
        f"{CALL}\n\nBy ANA BREKKE\nUpdated 6:42 PM GMT+2, June 10, 2031\n\n",
        CALL,
        "2031-06-10T18:42:00+02:00",
        byline="ANA BREKKE",
    ),
    Style("zone that is several", f"{CALL}\n\n10 June 2031, 15:45 IST\n\n", CALL, "2031-06-10T15:45:00"),
    Style(
        "published and updated",
        f"{CALL}\n\nUpdated: 12 June 2031\nPublished: 10 June 2031\n\n",
        CALL,
    ),
    Style(
        "writer in capitals, then the agency",
        f"{CALL}\n\n{DECK}\n\nBy LENA HARTWIG Atlas Wire\nJune 10, 2031\n\nBERLIN -- ",
        CALL,
        agency="Atlas Wire",
        byline="LENA HARTWIG",
        dateline="BERLIN",
        standfirst=DECK,
    ),
    Style(
        "writer | agency",
        f"{CALL}\n\nBy Ana Brekke | Atlas Wire\n10 June 2031\n\n",
        CALL,
        byline="Ana Brekke",
        agency="Atlas Wire",
    ),
    Style(
        "writer in a place",
        f"{CALL}\n\nBy Ana Brekke in Halvik\n10 June 2031\n\n",
        CALL,
        byline="Ana Brekke",
        dateline="Halvik",
    ),
    Style(
        "date, number, then the title",
        f"10 June 2031 14:05\n\n{CALL}\n\n914-10-06-2031\n\n",
        CALL,
        "2031-06-10T14:05:00",
    ),
    Style(
        "masthead, kind, then the title",
        f"MINISTRY OF FOREIGN AFFAIRS OF RURITANIA\nPress Release\n\n{CALL}\n\n10 June 2031\n\n",
        CALL,
        outlet="Ministry of Foreign Affairs of Ruritania",
    ),
    Style(
        "newspaper's name before the title",
        f"The Harbour Herald\n{CALL}\nBy Ana Brekke\n10 June 2031\n\n",
        CALL,
        outlet="The Harbour Herald",
        byline="Ana Brekke",
    ),
    Style(
        "signing office",
        f"{CALL}\n\nReadout\n\nOffice of the Spokesperson\n\nJune 10, 2031\n\n",
        CALL,
        byline="Office of the Spokesperson",
    ),
    Style(
        "title of names only",
        "Foreign Minister Corvane Meets Foreign Minister Aldvik\n\nSund Ministry of Foreign Affairs\n10 June 2031\n\n",
        "Foreign Minister Corvane Meets Foreign Minister Aldvik",
        outlet="Sund Ministry of Foreign Affairs",
    ),
    Style(
        "outlet beside the date",
        f"{CALL}\n\nBy Ana Brekke\nJune 10, 2031 / 6:42 PM EDT / CNB News\n\n",
        CALL,
        "2031-06-10T18:42:00-04:00",
        outlet="CNB News",
        byline="Ana Brekke",
    ),
    Style(
        "agency's dateline with a day of another date",
        f"{CALL}\nXinhua | Updated: 2031-06-10 14:30\n\nHALVIK, June 9 (Xinhua) -- ",
        CALL,
        "2031-06-10T14:30:00",
        outlet="Xinhua",
        agency="Xinhua",
        dateline="HALVIK",
    ),
    Style(
        "day in the dateline, year in the address",
        f"{CALL}\nhttps://harbour.example/2031/call.html\n\nHALVIK, June 10 (HP) -- ",
        CALL,
        agency="HP",
        dateline="HALVIK",
        url="https://harbour.example/2031/call.html",
    ),
    Style(
        "date in the address only",
        f"{CALL}\nURL: https://harbour.example/2031/06/10/call\n\n",
        CALL,
        url="https://harbour.example/2031/06/10/call",
    ),
    Style("dateline without a year", f"{CALL}\n\nHALVIK, June 10 (HP) -- ", CALL, None, agency="HP", dateline="HALVIK"),
    Style("title alone", f"{CALL}\n\n", CALL, None),
    Style("no header", "", "", None),
]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_what_the_header_says_is_found_and_the_rest_is_text(style: Style) -> None:
    article = only("a.txt", style.header + BODY)
    found = Style(
        name=style.name,
        header=style.header,
        title=article.title,
        published=article.published.isoformat() if article.published else None,
        outlet=article.outlet,
        agency=article.agency,
        byline=article.byline,
        dateline=article.dateline,
        url=article.url,
        standfirst="\n\n".join(blocks(article, BlockRole.STANDFIRST)),
    )
    assert found == style
    assert blocks(article, BlockRole.BODY) == PARAGRAPHS
    assert blocks(article, BlockRole.TITLE) == ([style.title] if style.title else [])


def test_a_date_in_the_text_is_not_that_of_publication() -> None:
    article = only("a.txt", f"{CALL}\n\nOn 3 May 2031 the trawler was seized. {BODY}")
    assert article.published is None


def test_the_attribution_of_a_whole_readout_stays() -> None:
    lead = "A Foreign Office spokesperson issued the following statement in Halvik today (10 June):"
    article = only("a.txt", f"{CALL}\n\nSund Foreign Office\nPress release, 10 June 2031\n\n{lead}\n\n{BODY}")
    assert blocks(article, BlockRole.BODY) == [lead, *PARAGRAPHS]


def test_wrapped_lines_are_joined_and_a_broken_word_is_whole() -> None:
    wrapped = (
        f"{CALL}\n\nHarbour Herald\n10 June 2031\n\n"
        "The two ministers discussed the closure of the strait and agreed that\n"
        "inspections should begin before the end of the month. A lasting cease-\n"
        "fire, they said, would follow.\n\n"
        "1. Orrell urged her counterpart to release the sailors.\n"
        "2. He promised to reply within a week.\n"
    )
    article = only("a.txt", wrapped)
    assert article.outlet == "Harbour Herald"
    assert blocks(article, BlockRole.BODY) == [
        "The two ministers discussed the closure of the strait and agreed that inspections should begin before the end"
        " of the month. A lasting cease-fire, they said, would follow.",
        "1. Orrell urged her counterpart to release the sailors.",
        "2. He promised to reply within a week.",
    ]


def test_a_short_readout_dated_at_its_foot_keeps_its_text() -> None:
    article = only("a.txt", f"{CALL}\n\n{PARAGRAPHS[0]}\n\nHalvik, 10 June 2031\n")
    assert blocks(article, BlockRole.BODY) == [PARAGRAPHS[0]]
    assert article.published is not None
    assert article.published.isoformat() == "2031-06-10"


def test_the_domain_is_that_of_the_address() -> None:
    article = only("a.txt", f"{CALL}\nURL: https://www.Harbour.example/2031/06/10/call\n\n{BODY}")
    assert article.domain == "harbour.example"
