"""Heads of releases and dispatches in the manners of many ministries and agencies; names and events are invented."""

from dataclasses import dataclass

import pytest

from diplomacy.intake import BlockRole, vocabulary
from diplomacy.intake.letterhead import Letterhead, in_small_letters, letterhead_of
from tests.intake.reading_in import BODY, PARAGRAPHS, blocks, only

CALL = "Telephone conversation of Foreign Minister Orrell with the Foreign Minister of Sund"


@dataclass(frozen=True)
class Head:
    """What stands above and below a text, and what it says; what is empty must not be found."""

    name: str
    above: str
    outlet: str = ""
    published: str | None = "2031-06-10"
    title: str = CALL
    agency: str = ""
    byline: str = ""
    dateline: str = ""
    below: str = ""
    dated_by: str = ""


HEADS = [
    Head(
        "number and date before the title, below state and ministry",
        f"REPUBLIC OF RURITANIA\nMINISTRY OF FOREIGN AFFAIRS\n\nNo: 112, 10 June 2031, {CALL}\n\n",
        "Ministry of Foreign Affairs, Republic of Ruritania",
    ),
    Head(
        "secretariat, state, office, embargo, kind, date, then the title and whose words they are",
        "SECRETARIAT OF EXTERNAL RELATIONS\nUNITED RURITANIAN STATES\nOffice of the Spokesperson\n\n"
        f"For Immediate Release\n\nREADOUT\nJune 10, 2031\n\n{CALL}\n\n"
        "The below is attributable to Spokesperson Ana Vik:\n\n",
        "Secretariat of External Relations, United Ruritanian States",
        byline="Spokesperson Ana Vik",
        below="\n###\n",
    ),
    Head(
        "state and ministry on one line, then an address, two calendars in the dateline",
        f"{CALL}\n\nKingdom of Ruritania | Ministry of Foreign Affairs\nhttps://mofa.rur.example/en/call\n\n"
        "Strelsau, 20 Safar 1453 AH (10 June 2031) -- ",
        "Ministry of Foreign Affairs, Kingdom of Ruritania",
        dateline="Strelsau",
        dated_by="dateline",
    ),
    Head(
        "a minister's own release",
        f"{CALL}\n\nMedia release\nSenator the Hon Mara Quill\nMinister for Foreign Affairs\n10 June 2031\n\n",
        "Minister for Foreign Affairs",
        byline="Senator the Hon Mara Quill, Minister for Foreign Affairs",
        below="\nMedia enquiries: Minister's office, Parliament House, Strelsau\n",
    ),
    Head(
        "a minister's release below his name",
        f"Mara Quill\nMinister of Foreign Affairs of Ruritania\n\nMEDIA STATEMENT\n\n{CALL}\n\n10 June 2031\n\n",
        "Minister of Foreign Affairs of Ruritania",
        byline="Mara Quill, Minister of Foreign Affairs of Ruritania",
    ),
    Head(
        "breadcrumb, title, date; ministry at the foot above city and day",
        f"Media Centre / Press Releases\n{CALL}\n\n",
        "Ministry of External Affairs",
        below="\nMinistry of External Affairs\nStrelsau\nJune 10, 2031\n",
        dateline="Strelsau",
    ),
    Head(
        "labels on lines of their own, department and minister behind From",
        f"Press release\n\n{CALL}\n\nFrom:\nForeign, Commonwealth & Development Office and The Rt Hon Mara Quill MP\n"
        "Published\n10 June 2031\nLast updated\n12 June 2031\n\n",
        "Foreign, Commonwealth & Development Office",
        byline="The Rt Hon Mara Quill MP",
    ),
    Head(
        "clock, then the number of the document with its date",
        f"{CALL}\n\n10 June 2031 14:20\n\n312-10-06-2031\n\n",
        "",
        "2031-06-10T14:20:00",
    ),
    Head(
        "updated and source",
        f"{CALL}\nUpdated: June 10, 2031 22:10\nSource: Ministry of Foreign Affairs of Ruritania\n\n",
        "Ministry of Foreign Affairs of Ruritania",
        "2031-06-10T22:10:00",
    ),
    Head(
        "dotted date and an abbreviation's press team",
        f"{CALL}\n\n10.06.2031 | LCAS Press Team\n\n",
        "LCAS",
        byline="LCAS Press Team",
    ),
    Head(
        "readout of a department",
        f"{CALL}\n\nReadout\n\nOffice of the Spokesperson\n\nJune 10, 2031\n\n",
        "",
        byline="Office of the Spokesperson",
    ),
    Head(
        "kind with a year and number, issue and update",
        f"{CALL}\n\n10 Jun. 2031 - | Press Release (2031) 042 | Last updated: 11 Jun. 2031 10:12\n\n"
        "Littoral Council\n\n",
        "Littoral Council",
    ),
    Head(
        "number and hits around an ISO date",
        f"{CALL}\n\nNo. 112\nDate 2031-06-10\nHits: 31\nMinistry of Foreign Affairs, Republic of Ruritania\n\n",
        "Ministry of Foreign Affairs, Republic of Ruritania",
    ),
    Head(
        "ministry, state, bureau, publish date",
        f"Ministry of Foreign Affairs\nState of Ruritania\nSpokesperson's Bureau\n\n"
        f"{CALL}\n\nPublish Date: 10.06.2031\n\n",
        "Ministry of Foreign Affairs, State of Ruritania",
        byline="Spokesperson's Bureau",
    ),
    Head(
        "many competences, style of state with an adjective, number, weekday",
        "Ministry of Foreign Affairs, International Trade and Worship\nRuritanian Republic\nPress Release No. 112/31\n"
        f"{CALL}\nStrelsau, Tuesday 10 June 2031\n\n",
        "Ministry of Foreign Affairs, International Trade and Worship, Ruritanian Republic",
        dateline="Strelsau",
    ),
    Head(
        "issued by, below the text",
        f"MEDIA STATEMENT\n\n{CALL}\n\n10 June 2031\n\n",
        "Department of International Relations and Cooperation",
        below="\nISSUED BY: DEPARTMENT OF INTERNATIONAL RELATIONS AND COOPERATION\n",
    ),
    Head(
        "date, city and department with a country's name behind",
        f"{CALL}\n\nNews release\n\nJune 10, 2031 - Strelsau, Zenda - Global Affairs Ruritania\n\n",
        "Global Affairs Ruritania",
        dateline="Strelsau, Zenda",
    ),
    Head(
        "leader's house",
        f"THE WHITE HOUSE\nOffice of the Press Secretary\n\nFor Immediate Release\nJune 10, 2031\n\n{CALL}\n\n",
        "The White House",
    ),
    Head(
        "embassy",
        f"Embassy of Ruritania in Halvik\n\nPress release\n\n{CALL}\n\nHalvik, 10th June 2031\n\n",
        "Embassy of Ruritania in Halvik",
        dateline="Halvik",
    ),
    Head(
        "excellency with office on one line",
        f"{CALL}\n\nH.E. Mara Quill, Minister of Foreign Affairs\nStrelsau, 10 June 2031\n\n",
        "Minister of Foreign Affairs",
        byline="H.E. Mara Quill, Minister of Foreign Affairs",
        dateline="Strelsau",
    ),
    Head(
        "agency with section beside the date",
        f"{CALL}\n\nHALVIK NEWS - June 10, 2031 - 21:07 | World, Sund\n\nHALVIK, June 10 (Halvik News) -- ",
        "Halvik News",
        "2031-06-10T21:07:00",
        agency="Halvik News",
        dateline="HALVIK",
        below="\n==Halvik News\n",
    ),
    Head(
        "agency | updated",
        f"{CALL}\nXinhua | Updated: 2031-06-10 10:22\n\n",
        "Xinhua",
        "2031-06-10T10:22:00",
    ),
    Head("slashes", f"{CALL}\n\n10 June 2031\n\nSTRELSAU, June 10. /TASS/. ", agency="TASS", dateline="STRELSAU"),
    Head(
        "agency without brackets",
        f"{CALL}\n\nStrelsau, June 10, 2031, RNA – ",
        agency="RNA",
        dateline="Strelsau",
        dated_by="dateline",
    ),
    Head(
        "agency in brackets without a dash",
        f"{CALL}\n\n10 June 2031\n\nNew Strelsau, Jun 10 (RNA) ",
        agency="RNA",
        dateline="New Strelsau",
    ),
    Head(
        "agency's name in capitals above the title, no space behind the dateline",
        f"RURITANIA PRESS AGENCY\n{CALL}\nStrelsau, 10th June 2031 (RPA)—",
        "Ruritania Press Agency",
        agency="RPA",
        dateline="Strelsau",
        dated_by="dateline",
    ),
    Head("agency without a place", f"{CALL}\n\n10 June 2031\n\n(Reuters) - ", agency="Reuters"),
    Head(
        "a head in two languages",
        f"{CALL}\n\nKementerian Luar Negeri / Ministry of Foreign Affairs\nRepublic of Ruritania\n10 June 2031\n\n",
        "Ministry of Foreign Affairs, Republic of Ruritania",
    ),
    Head(
        "a head in another language",
        f"MINISTERIO DE RELACIONES EXTERIORES\nComunicado de prensa\n{CALL}\nStrelsau, June 10, 2031\n\n",
        "Ministerio de Relaciones Exteriores",
        dateline="Strelsau",
    ),
    Head(
        "a writer's job below his name", f"{CALL}\nAna Brekke\nDiplomatic Editor\n10 June 2031\n\n", byline="Ana Brekke"
    ),
    Head(
        "two writers, each in a place",
        f"{CALL}\n\nAna Brekke in Halvik and Tom Sund in Strelsau\n10 June 2031\n\n",
        byline="Ana Brekke and Tom Sund",
    ),
    Head("day in the title", f"{CALL}, 10 June 2031\n\n", title=f"{CALL}, 10 June 2031", dated_by="title"),
]


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head.name)
def test_what_a_head_says_is_found_and_the_rest_is_text(head: Head) -> None:
    article = only("a.txt", head.above + BODY + head.below)
    found = Head(
        name=head.name,
        above=head.above,
        outlet=article.outlet,
        published=article.published.isoformat() if article.published else None,
        title=article.title,
        agency=article.agency,
        byline=article.byline,
        dateline=article.dateline,
        below=head.below,
        dated_by=article.dated_by,
    )
    assert found == head
    assert blocks(article, BlockRole.STANDFIRST) == []
    assert blocks(article, BlockRole.BODY) == PARAGRAPHS


def test_a_full_date_in_the_first_sentence_about_an_officer_is_taken_and_told_as_inferred() -> None:
    article = only("a.txt", f"{CALL}\n\nOn June 10, 2031, Minister Orrell called his counterpart. {BODY}")
    assert article.published is not None
    assert (article.published.isoformat(), article.dated_by) == ("2031-06-10", "first sentence")


def test_a_date_further_down_is_not_that_of_publication() -> None:
    article = only("a.txt", f"{CALL}\n\nMinister Orrell called. On June 10, 2031, the minister had been ill. {BODY}")
    assert (article.published, article.dated_by) == (None, "")


@pytest.mark.parametrize(
    "title",
    [
        "Foreign Minister Orrell Meets Representatives of the Littoral Commission",
        "Minister Vik Inaugurates Embassy of Sund in Halvik",
        "Statement by the Ministry of Foreign Affairs of Ruritania",
        "Kingdom of Sund Recognises State of Ruritania",
        "Deputy Foreign Minister Vik Receives Ambassador of Sund",
    ],
)
def test_a_title_that_names_institutions_is_a_title(title: str) -> None:
    article = only("a.txt", f"{title}\n\nRuritanian Ministry of Foreign Affairs\n10 June 2031\n\n{BODY}")
    assert (article.title, article.outlet) == (title, "Ruritanian Ministry of Foreign Affairs")
    below = only("a.txt", f"Ruritanian Ministry of Foreign Affairs\n\n{title}\n\n10 June 2031\n\n{BODY}")
    assert (below.title, below.outlet) == (title, "Ruritanian Ministry of Foreign Affairs")


def test_the_house_where_a_speech_was_given_publishes_nothing() -> None:
    article = only("a.txt", f"{CALL}\n\nAna Vik, Secretary of State\nFederal Foreign Office\n10 June 2031\n\n{BODY}")
    assert (article.outlet, article.byline) == ("", "Ana Vik, Secretary of State")


def test_items_of_a_list_are_no_foot() -> None:
    items = ["They thanked:", "- the Ministry of Health", "- Embassy of Sund"]
    article = only("a.txt", f"{CALL}\n\n10 June 2031\n\n{BODY}\n" + "\n".join(items))
    assert blocks(article, BlockRole.BODY) == [*PARAGRAPHS, *items]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Federal Foreign Office", Letterhead(institution="Federal Foreign Office")),
        ("Hon. Ana Vik, EGH, Cabinet Secretary for Foreign and Diaspora Affairs",
         Letterhead(person="Hon. Ana Vik, EGH", office="Cabinet Secretary for Foreign and Diaspora Affairs")),
        ("Government of Sund | Ministry of External Affairs",
         Letterhead(state="Government of Sund", institution="Ministry of External Affairs")),
        ("Permanent Mission of Sund to the United Nations",
         Letterhead(institution="Permanent Mission of Sund to the United Nations")),
        ("Royal Botanic Gardens", None),
        ("Press release", None),
        ("The sides agreed.", None),
    ],
)  # fmt: skip
def test_a_line_of_a_letterhead(line: str, named: Letterhead | None) -> None:
    assert letterhead_of(line, vocabulary()) == named


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("MINISTRY OF FOREIGN AFFAIRS", "Ministry of Foreign Affairs"),
        ("REPUBLIC OF TÜRKİYE", "Republic of Türkiye"),
        ("BBC NEWS", "BBC News"),
        ("NATO", "NATO"),
        ("The Harbour Herald", "The Harbour Herald"),
    ],
)
def test_names_in_capitals_are_told_in_small_letters(printed: str, name: str) -> None:
    assert in_small_letters(printed, vocabulary()) == name
