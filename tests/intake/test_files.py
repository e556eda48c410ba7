"""Real files of each format: the exact text, header facts and addresses that each gives."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from diplomacy.intake import (
    BlockRole,
    Incoming,
    IntakeAddress,
    IntakeArticle,
    IntakeError,
    read_bytes,
    read_file,
    vocabulary,
)
from diplomacy.intake.opened import Opened
from diplomacy.intake.table import columns_of
from tests.intake.reading_in import blocks
from tests.intake.test_properties import check_offsets

FILES = Path(__file__).parent / "files"
PAGE_TITLE = "Vik and Orrell agree on inspections in the strait"
LATIN_TITLE = "Orrell calls the blockade of the Grønvær “finished”"
PAGE_BODY = [
    "The foreign ministers of Sund and Ruritania spoke by telephone on Tuesday for the first time since the sailors of"
    " the trawler Grønvær were detained, both ministries said.",
    "Foreign Minister Ana Vik of Sund asked for the release of the eleven men and stressed that the strait must be"
    " opened again before the harvest.",
    "“We will speak to anyone, at any hour,” Vik told reporters in Halvik after the call.",
    "Pavel Orrell, her Ruritanian counterpart, promised an answer within a week. He warned against what he called the"
    " politics of blockade.",
    "The two ministers agreed that joint inspections should begin on 20 June and that they would meet in Marenne before"
    " the summer.",
]
CALL_TITLE = "Telephone call of Minister Vik with Minister Orrell"
CALL_BODY = [
    "The Minister for Foreign Affairs of Sund, Ana Vik, spoke by telephone on 10 June 2031 with the Minister for"
    " Foreign Affairs of Ruritania, Pavel Orrell, about the closure of the strait and the detention of eleven sailors"
    " of the trawler Grønvær.",
    "Minister Vik reiterated that the passage of grain must be re-established without conditions. She underlined that"
    " the uninterrupted navigation of merchant shipping is a responsibility of both governments, and she expressed"
    " disappointment that representatives of the harbourmaster’s administration had been refused admission to the"
    " anchorage.",
    "Minister Orrell acknowledged the humanitarian considerations. He characterised the interruption as a temporary"
    " administrative arrangement, and promised an answer within a week.",
    "The ministers agreed that inspections by a joint commission should begin on 20 June, that the commission should"
    " communicate its observations to both governments simultaneously, and that neither government would characterise"
    " the observations publicly before they had been communicated.",
    "Minister Vik recalled the convention of 1987, under which disagreements about the administration of the strait are"
    " to be submitted to arbitration. Minister Orrell responded that arbitration presupposes a disagreement about"
    " facts, and that an understanding about the facts would be established by the commission.",
    "The ministers also exchanged views about the preparations for the conference in Marenne. They agreed that the"
    " representatives of neighbouring countries should be invited, and that the programme should include the"
    " reconstruction of the lighthouse at Lantern Rock.",
    "On the fisheries, Minister Vik noted that the interim arrangements had been respected throughout the winter,"
    " notwithstanding isolated incidents, and proposed their prolongation until the negotiations about a comprehensive"
    " agreement have been concluded.",
    "Minister Orrell welcomed the proposal, and suggested that the administrations responsible for the fisheries should"
    " meet at an expert level in order to determine the quantities and the corresponding responsibilities.",
    "The ministers instructed their ambassadors to remain in continuous communication, and to inform them immediately"
    " about any circumstance that could affect the implementation of what had been agreed.",
]
ENTRY_BODY = [
    "Foreign Minister Ana Vik of Sund and her Ruritanian counterpart Pavel Orrell spoke by telephone on Tuesday about"
    " the closure of the strait, and agreed that joint inspections should begin on 20 June.",
    "Vik asked for the release of the eleven sailors. Orrell promised an answer within a week, and warned against what"
    " he called the politics of blockade.",
    "The two ministers will meet in Marenne before the summer.",
]
AGREE = "Vik and Orrell agree on inspections"
AGREE_URL = "https://harbour.example/2031/06/10/inspections"
GRAIN = ("https://harbour.example/2031/06/11/grain", "Grain prices rise")


def of(name: str) -> list[Incoming]:
    return list(read_file(FILES / name))


def articles(name: str) -> list[IntakeArticle]:
    """What a file gives, which must be articles all."""
    found = []
    for each in of(name):
        assert isinstance(each, IntakeArticle), each
        check_offsets(each)
        found.append(each)
    return found


def facts(article: IntakeArticle) -> tuple[str, str | None, str, str, str]:
    published = article.published.isoformat() if article.published else None
    return article.title, published, article.outlet, article.byline, article.url


def addresses(found: list[Incoming]) -> list[tuple[str, str, str | None, str, str]]:
    return [
        (each.url, each.title, each.published.isoformat() if each.published else None, each.outlet, each.language)
        for each in found
        if isinstance(each, IntakeAddress)
    ]


def test_a_browsers_mhtml() -> None:
    [article] = articles("chromium.mhtml")
    assert facts(article) == (
        PAGE_TITLE,
        "2031-06-10T21:15:00+02:00",
        "Harbour Herald",
        "Ana Brekke",
        "http://127.0.0.1:8932/page.html",
    )
    assert blocks(article, BlockRole.BODY) == PAGE_BODY
    assert article.media_type == "text/html"
    assert article.original.startswith(b"<!DOCTYPE html><html"), "the page alone, decoded"


def test_a_browsers_pdf() -> None:
    [article] = articles("chromium.pdf")
    assert facts(article) == (PAGE_TITLE, None, "", "", "http://127.0.0.1:8932/page.html")
    assert blocks(article, BlockRole.BODY) == PAGE_BODY
    assert article.original == (FILES / "chromium.pdf").read_bytes()


def test_a_pdf_with_a_letterhead_a_headline_in_two_lines_and_indented_paragraphs() -> None:
    [article] = articles("letterhead.pdf")
    assert facts(article) == (
        "Minister Orrell receives the Ambassador of Sund and conveys the position of the Government on the strait",
        "2031-06-11",
        "Ministry of Foreign Affairs, Republic of Ruritania",
        "",
        "",
    )
    assert article.dateline == "Strelsau"
    assert blocks(article, BlockRole.BODY) == [
        "The Minister of Foreign Affairs, Pavel Orrell, received today the Ambassador of Sund, Per Grønvær, at the"
        " latter’s request. The cease-fire in the strait was discussed, and the long-standing position of the"
        " Government was conveyed.",
        "Minister Orrell rejected the demand that the sailors be released before inspections begin. “There will be no"
        " precondition,” he said. He told the Ambassador that Ruritania would answer within a week.",
        "The two sides agreed:",
        "that the joint commission meets on 20 June;",
        "that its observations are given to both governments at once;",
        "that the lighthouse at Lantern Rock is rebuilt.",
        "The Ambassador expressed the thanks of his government for the care that the sailors receive.",
    ]


def test_libreoffices_pdf_of_two_pages_with_running_head_page_numbers_and_broken_words() -> None:
    [article] = articles("libreoffice.pdf")
    assert facts(article) == (CALL_TITLE, "2031-06-10", "Sund Foreign Ministry", "", "")
    assert blocks(article, BlockRole.BODY) == CALL_BODY
    assert article.media_type == "application/pdf"


def test_libreoffices_docx_with_a_table() -> None:
    [article] = articles("libreoffice.docx")
    assert facts(article) == (CALL_TITLE, "2031-06-10", "Sund Foreign Ministry", "", "")
    cells = [
        "Seat of the talks",
        "The commission sits in Marenne from 20 June.",
        "Next call",
        "The ministers speak again before the end of July.",
    ]
    assert blocks(article, BlockRole.BODY) == [*CALL_BODY[:2], *cells, CALL_BODY[3]]
    assert article.original == (FILES / "libreoffice.docx").read_bytes()


def test_a_docx_whose_title_is_a_heading_below_a_letterhead() -> None:
    [article] = articles("python-docx.docx")
    outlet = "Ministry of Foreign Affairs of Ruritania"
    assert facts(article) == ("Orrell promises an answer within a week", "2031-06-11", outlet, "", "")
    assert len(blocks(article, BlockRole.BODY)) == 2


@pytest.mark.parametrize("name", ["wget.warc.gz", "py-wacz.wacz"])
def test_a_web_archive_gives_its_pages_and_nothing_else(name: str) -> None:
    page, latin = articles(name)
    expected = ("2031-06-10T21:15:00+02:00", "Harbour Herald", "Ana Brekke", "http://127.0.0.1:8931/page.html")
    assert facts(page) == (PAGE_TITLE, *expected)
    assert blocks(page, BlockRole.BODY) == PAGE_BODY
    assert page.original == (FILES / "page.html").read_bytes()
    assert page.seen == datetime(2026, 11, 21, 23, 55, 26, tzinfo=UTC)
    assert latin.title == LATIN_TITLE
    assert latin.media_type == "text/html; charset=windows-1252"
    assert page.source_file == latin.source_file == str(FILES / name)


def test_a_web_archive_that_is_not_compressed() -> None:
    assert [article.title for article in articles("wget-plain.warc")] == [PAGE_TITLE, PAGE_TITLE]


def test_a_web_archive_of_nothing_but_what_was_seen_before() -> None:
    [error] = of("revisit.warc.gz")
    assert str(error).endswith("it holds no page that was fetched (HTML, status 200); check the crawl.")


@pytest.mark.parametrize("name", ["rss-2.0.xml", "atom-0.3.xml", "atom-1.0.xml", "feed.json"])
def test_a_feed_that_has_the_text(name: str) -> None:
    found = of(name)
    article = found[0]
    assert isinstance(article, IntakeArticle)
    check_offsets(article)
    title = "Vik & Orrell agree on inspections" if name == "atom-1.0.xml" else AGREE
    assert facts(article) == (title, "2031-06-10T21:15:00+02:00", "Harbour Herald", "Ana Brekke", AGREE_URL)
    assert blocks(article, BlockRole.BODY) == ENTRY_BODY
    assert article.original == b"", "its source holds the record"
    times = {"rss-2.0.xml": "2031-06-11T06:00:00+00:00", "atom-1.0.xml": "2031-06-11T06:00:00+00:00", "feed.json": None}
    language = "en-GB" if name == "rss-2.0.xml" else "en"
    expected = [(*GRAIN, times[name], "Harbour Herald", language)] if name in times else []
    assert addresses(found) == expected
    assert [str(each) for each in found if isinstance(each, IntakeError)] == (
        [f"{FILES / name}: entry 3 has neither a text nor a web address; add one or leave the record out."]
        if name == "rss-2.0.xml"
        else []
    )


@pytest.mark.parametrize(
    ("name", "title", "published", "outlet", "language"),
    [
        ("rss-0.90.rdf", "Vik calls Orrell & asks for the sailors", None, "Harbour Herald", ""),
        ("rss-0.91.xml", "Vik calls Orrell", None, "Harbour Herald", "en-gb"),
        ("rss-0.92.xml", "Vik calls Orrell", None, "Halvik Press Agency", ""),
        ("rss-1.0.rdf", "Vik calls Orrell", "2031-06-10T21:15:00+02:00", "Harbour Herald", "en"),
    ],
)
def test_a_feed_that_has_addresses(name: str, title: str, published: str | None, outlet: str, language: str) -> None:
    url = "https://harbour.example/2031/06/10/vik-calls-orrell"
    assert addresses(of(name)) == [(url, title, published, outlet, language)]
    assert len(of(name)) == 1


def test_articles_of_schema_org() -> None:
    first, second = of("schema-graph.json")
    assert isinstance(first, IntakeArticle)
    assert facts(first) == (AGREE, "2031-06-10T21:15:00+02:00", "Harbour Herald", "Ana Brekke", AGREE_URL)
    assert blocks(first, BlockRole.BODY) == ENTRY_BODY
    assert addresses([second]) == [(*GRAIN, "2031-06-11", "", "")]
    lines = of("schema.jsonl")
    titles = [each.title for each in lines if not isinstance(each, IntakeError)]
    assert titles == [AGREE, "Orrell promises an answer", GRAIN[1]]
    assert str(lines[3]).endswith("line 4 is linked data without an article; leave it out.")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "media-cloud.csv",
            [
                (AGREE_URL, "Vik, Orrell agree on inspections", "2031-06-10", "", "en"),
                ("https://hpa.example/grain", GRAIN[1], "2031-06-11", "", "en"),
            ],
        ),
        ("media-cloud-old.csv", [(AGREE_URL, AGREE, "2031-06-10T19:15:00", "Harbour Herald", "en")]),
        ("gdelt-doc.csv", [(AGREE_URL, AGREE, "2031-06-10T19:15:00", "", "")]),
        (
            "20310610191500.export.CSV",
            [
                (AGREE_URL, "", "2031-06-10T19:15:00+00:00", "", ""),
                ("https://hpa.example/grain", "", "2031-06-10T19:15:00+00:00", "", ""),
            ],
        ),
        ("20310610.export.CSV", [(AGREE_URL, "", "2031-06-10", "", "")]),
        ("20310610191500.gkg.csv", [(AGREE_URL, "", "2031-06-10T19:15:00+00:00", "", "")]),
        ("20310610191500.mentions.CSV", [(AGREE_URL, "", "2031-06-10T19:15:00+00:00", "", "")]),
    ],
)
def test_lists_of_addresses(name: str, expected: list[tuple[str, str, str | None, str, str]]) -> None:
    found = of(name)
    assert addresses(found) == expected
    assert len(found) == len(expected)


def test_a_table_made_by_hand() -> None:
    first, second, address, error = of("by-hand.csv")
    assert isinstance(first, IntakeArticle)
    assert facts(first) == (
        "Vik and Orrell agree on “inspections”",
        "2031-06-10",
        "Harbour Herald",
        "Ana Brekke, Per Grønvær",
        AGREE_URL,
    )
    assert blocks(first, BlockRole.BODY) == ENTRY_BODY
    assert isinstance(second, IntakeArticle)
    assert second.title == '=HYPERLINK("https://evil.example";"Vik")', "a formula is text here"
    assert addresses([address]) == [
        ("https://hpa.example/grain", GRAIN[1], "2031-06-11", "Halvik Press Agency", ""),
    ]
    assert str(error).endswith(
        "by-hand.csv: line 9 has neither a text nor a web address; add one or leave the record out."
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "media-cloud.csv",
            "title from “title”, url from “url”, published from “publish_date”, outlet from “media_name”, domain from"
            " “media_url”, language from “language”; not used: “id”, “indexed_date”",
        ),
        (
            "by-hand.csv",
            "text from “Full text”, title from “Headline”, url from “Link”, published from “Date”, outlet from"
            " “Newspaper”, byline from “Author”; not used: “No.”, “Remarks”",
        ),
        ("20310610191500.export.CSV", "GDELT 2.0 events, url from column 61, published from column 60"),
    ],
)
def test_how_columns_are_matched_is_told(name: str, told: str) -> None:
    with (FILES / name).open("rb") as file:
        columns = columns_of(Opened(file, name, 1_000_000, vocabulary()))
    assert str(columns) == told


def test_a_table_of_unknown_columns_says_what_it_has() -> None:
    [error] = read_bytes("a.csv", b"name,age\nVik,50\n")
    assert str(error) == (
        "a.csv: none of its columns is called a text or an address (nothing known; not used: “name”, “age”); call one"
        " “text” or “url”."
    )


@pytest.mark.parametrize(
    "name",
    [
        *("chromium.mhtml", "chromium.pdf", "libreoffice.docx", "wget.warc.gz", "wget-plain.warc", "py-wacz.wacz"),
        *("rss-0.90.rdf", "rss-0.91.xml", "rss-2.0.xml", "atom-0.3.xml", "atom-1.0.xml", "schema-graph.json"),
        *("media-cloud.csv", "page.html"),
    ],
)
def test_a_file_without_an_ending_is_known_by_how_it_begins(name: str) -> None:
    data = (FILES / name).read_bytes()
    named = list(read_bytes(name, data))
    assert [getattr(each, "title", str(each)) for each in read_bytes("standard input", data)] == [
        getattr(each, "title", str(each).replace(name, "standard input")) for each in named
    ]


def test_what_the_server_says_outdoes_the_address() -> None:
    data = (FILES / "latin.html").read_bytes()
    address = "https://harbour.example/story.txt?page=1"
    [article] = read_bytes(address, data, media_type="text/html; charset=windows-1252", url=address)
    assert isinstance(article, IntakeArticle)
    assert (article.title, article.url, article.domain) == (LATIN_TITLE, address, "harbour.example")
