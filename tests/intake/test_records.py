"""Records of news-please: one, a list, or one a line."""

import json
from typing import Any

import pytest

from diplomacy.intake import BlockRole, IntakeArticle, IntakeError, read_bytes
from tests.intake.reading_in import PARAGRAPHS, blocks, only, refused

RECORD: dict[str, Any] = {
    "title": "Vik speaks with Orrell",
    "maintext": "Office of the Spokesperson\nHalvik, Sund\nThe following is attributable to Spokesperson Ana Brekke:\n"
    + "\n".join(PARAGRAPHS),
    "description": None,
    "authors": ["Office of the Spokesperson"],
    "date_publish": "2031-06-10 21:15:00",
    "source_domain": "www.sund.example",
    "url": "https://www.sund.example/vik-orrell/",
    "language": "en",
}


def test_a_record() -> None:
    article = only("a.jsonl", json.dumps(RECORD))
    assert article.title == "Vik speaks with Orrell"
    assert article.published is not None
    assert article.published.isoformat() == "2031-06-10T21:15:00"
    assert (article.byline, article.dateline) == ("Spokesperson Ana Brekke", "Halvik, Sund")
    assert (article.url, article.domain) == ("https://www.sund.example/vik-orrell/", "sund.example")
    assert article.outlet == ""
    assert blocks(article, BlockRole.BODY) == PARAGRAPHS


def test_a_description_is_a_standfirst_unless_it_is_the_texts_beginning() -> None:
    deck = {**RECORD, "description": "The call was the first in a month"}
    assert blocks(only("a.json", json.dumps(deck)), BlockRole.STANDFIRST) == ["The call was the first in a month"]
    teaser = {**RECORD, "maintext": PARAGRAPHS[0], "description": PARAGRAPHS[0][:60] + "..."}
    assert blocks(only("a.json", json.dumps(teaser)), BlockRole.STANDFIRST) == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://", "https://sund.example/" + "x" * 2000, "a b", None])
def test_only_a_web_address_that_can_be_followed_is_kept(url: str | None) -> None:
    article = only("a.json", json.dumps({**RECORD, "url": url}))
    assert (article.url, article.domain) == ("", "sund.example")


def test_a_record_may_name_its_outlet() -> None:
    assert only("a.json", json.dumps(RECORD)).outlet == ""
    assert only("a.json", json.dumps({**RECORD, "outlet": "Halvik  Dagblad"})).outlet == "Halvik Dagblad"


@pytest.mark.parametrize("domain", ["", "no host, surely", "x" * 300, None])
def test_the_address_tells_the_domain_that_a_record_does_not(domain: str | None) -> None:
    article = only("a.json", json.dumps({**RECORD, "source_domain": domain, "url": "www.halvik.example/call"}))
    assert (article.url, article.domain) == ("https://www.halvik.example/call", "halvik.example")


@pytest.mark.parametrize(
    ("given", "kept"), [("EN-gb", "en"), ("de", "de"), ("fil_PH", "fil"), ("English, mostly", "en"), (None, "en")]
)
def test_a_language_is_its_primary_tag(given: str | None, kept: str) -> None:
    assert only("a.json", json.dumps({**RECORD, "language": given})).language == kept


def test_midnight_to_the_second_is_no_time_of_day() -> None:
    article = only("a.json", json.dumps({**RECORD, "date_publish": "2031-06-10 00:00:00"}))
    assert article.published is not None
    assert article.published.isoformat() == "2031-06-10"


def test_a_broken_line_does_not_stop_the_others() -> None:
    lines = [
        json.dumps(RECORD),
        '{"title": "Vik',
        json.dumps({"title": "A"}),
        "[1]",
        "",
        json.dumps({**RECORD, "title": "B"}),
    ]
    found = list(read_bytes("a.jsonl", "\n".join(lines).encode()))
    assert [each.title for each in found if isinstance(each, IntakeArticle)] == ["Vik speaks with Orrell", "B"]
    sentences = [str(each) for each in found if isinstance(each, IntakeError)]
    assert sentences[0].startswith("a.jsonl: line 2 is not valid JSON")
    assert sentences[1].startswith("a.jsonl: line 3 has no maintext")
    assert sentences[2].startswith("a.jsonl: line 4: record 1 is not a record")


@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_of_records(indent: int | None) -> None:
    data = json.dumps([RECORD, {**RECORD, "title": "B"}], indent=indent).encode()
    assert [each.title for each in read_bytes("a.json", data) if isinstance(each, IntakeArticle)] == [
        RECORD["title"],
        "B",
    ]


def test_a_broken_file_is_one_error() -> None:
    assert refused("a.json", json.dumps(RECORD, indent=2)[:-1].encode()).startswith("a.json: it is not valid JSON")


def test_deep_nesting_is_told_in_a_sentence() -> None:
    assert "nested too deeply" in refused("a.jsonl", b'{"title": ' + b"[" * 100_000)


def test_what_no_database_holds_is_replaced_one_for_one() -> None:
    article = only(
        "a.json", json.dumps({**RECORD, "maintext": "The call\x00 was \ud800 short, and no word fell of the mines."})
    )
    assert "\x00" not in article.source
    assert "\ud800" not in article.source
    assert article.text.endswith("The call\ufffd was \ufffd short, and no word fell of the mines.")
