"""Files that are meant to harm: each is refused or cleaned with one sentence, and the process lives on."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from diplomacy.intake import BlockRole, IntakeArticle, IntakeError, pdf, read_bytes
from tests.conftest import CHECKOUT
from tests.intake.hostile_files import hostile
from tests.intake.reading_in import BODY, PARAGRAPHS, blocks, only

MOST_MEGABYTES = 700
"""Of the process that reads them all, with what one that it starts for a PDF may take."""
NAMES = sorted(hostile())


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, Any]]]:
    """What came of each file, all read by one process."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (content, _) in hostile().items():
        if isinstance(content, bytes):
            (folder / name).write_bytes(content)
        else:
            content(folder / name)
    command = [sys.executable, "-m", "tests.intake.hostile_files", str(folder)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=500, check=False)
    for file in folder.iterdir():
        file.unlink()
    assert (done.returncode, done.stderr) == (0, ""), "it lives on, and complains to nobody"
    yield {each["name"]: {**each, "folder": f"{folder}/"} for each in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_refused_or_cleaned_with_one_sentence(name: str, outcomes: dict[str, dict[str, Any]]) -> None:
    outcome, words = outcomes[name], hostile()[name][1]
    assert outcome["megabytes"] + pdf.MEMORY // 2**20 < MOST_MEGABYTES
    assert outcome["seconds"] < 30
    if not words:
        assert (len(outcome["titles"]), outcome["errors"]) == (1, [])
        return
    [error] = outcome["errors"]
    assert words in error
    assert error.startswith(f"{outcome['folder']}{name}")
    assert error.endswith(".") and "\n" not in error
    assert len(outcome["titles"]) == (name == "cut.warc.gz"), "what came before the cut"


def test_there_are_fifty_and_none_was_left_out(outcomes: dict[str, dict[str, Any]]) -> None:
    assert sorted(outcomes) == NAMES
    assert len(NAMES) >= 50


def test_marks_of_direction_and_tags_go_but_joiners_stay() -> None:
    """A reader sees the words in the order in which they stand; Persian and emoji stay as they are."""
    hidden = "\u202eVik\u202c \u2066calls\u2069 \u200eOrrell\u200f\u061c \U000e0049"
    kept = "می\u200cخواهم 👩\u200d🚒"
    article = only("a.txt", f"{hidden}\n\n10 June 2031\n\n{BODY}\n\nVik said “{kept}” and left the room.\n")
    assert article.title == "Vik calls Orrell"
    assert kept in article.text
    record = json.dumps(
        {"title": "A", "maintext": BODY, "authors": ["Ana\u202e Brekke"], "url": "https://a.example/\u202egpj"}
    )
    found = only("a.json", record)
    assert (found.byline, found.url) == ("Ana Brekke", "")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", "<html><body><article><h1>Vik<script>alert(1)</script> calls</h1><p>{}</p><p>{}</p></article>"),
        (
            "a.rss",
            '<rss version="2.0"><channel><item><title>Vik &lt;script&gt;alert(1)&lt;/script&gt;calls'
            "</title><description/><content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
            "<![CDATA[<p>{}</p><script>alert(1)</script><p>{}</p>]]></content:encoded></item></channel></rss>",
        ),
        ("a.csv", 'title,text\nVik calls,"<p>{}</p><script>alert(1)</script><p>{}</p>"\n'),
    ],
)
def test_no_script_comes_into_a_text(name: str, data: str) -> None:
    first, last = (f"{paragraph} {paragraph}" for paragraph in PARAGRAPHS)
    article = only(name, data.format(first, last))
    assert article.title == "Vik calls"
    assert blocks(article, BlockRole.BODY) == [first, last]


def test_what_looks_like_markup_in_plain_text_is_text() -> None:
    """Pages escape all that they show; here nothing is guessed away."""
    record = json.dumps({"title": "<script>alert(1)</script> was the message", "maintext": BODY})
    assert only("a.json", record).title == "<script>alert(1)</script> was the message"


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1"])
def test_a_formula_is_kept_as_text(formula: str) -> None:
    article = only("a.csv", f'title,text,newspaper\n"{formula}","{PARAGRAPHS[0]}","{formula}"\n')
    assert article.title == article.outlet == formula.strip()


def test_a_nul_far_down_in_a_table_is_replaced_one_for_one() -> None:
    rows = [f'Vik calls,"The call was short. {PARAGRAPHS[0]}"\n'] * 500
    found = list(read_bytes("a.csv", "".join(["title,text\n", *rows, rows[0].replace("call ", "call\x00 ")]).encode()))
    assert isinstance(found[-1], IntakeArticle)
    assert "The call\ufffd was short." in found[-1].text
    [refused] = read_bytes("a.csv", b"title,text\nVik,call\x00\n")
    assert "this is binary data" in str(refused)


@pytest.mark.parametrize("declared", ["utf-16", "utf-7", "zlib", "rot13", "idna", "no-such", "unicode_escape"])
def test_a_charset_that_is_not_true_or_none_does_no_harm(declared: str) -> None:
    page = (
        f'<html><meta charset="{declared}"><article><h1>Vik calls</h1><p>“Sjøhus” \\u0041 {PARAGRAPHS[0]}</p></article>'
    )
    assert "“Sjøhus” \\u0041 The two" in only("a.html", page).text
    assert "Sjøhus” \\u0041" in only("a.html", page.encode("cp1252")).text


def test_a_list_of_nothing_but_faults_is_given_up() -> None:
    found = list(read_bytes("a.jsonl", b'{"title": "A"}\n' * 5000))
    assert all(isinstance(each, IntakeError) for each in found)
    assert len(found) == 1001
    assert str(found[-1]).startswith("a.jsonl: 1,000 records in a row cannot be read")


def test_a_list_longer_than_the_limit_is_read_as_long_as_its_records_are_not() -> None:
    record = json.dumps({"title": "Vik calls", "maintext": PARAGRAPHS[0]}).encode() + b"\n"
    found = list(read_bytes("a.jsonl", record * 50, limit=2 * len(record)))
    assert sum(isinstance(each, IntakeArticle) for each in found) == 50
    [first, error, last] = read_bytes("a.jsonl", record + b'"' * 999 + b"\n" + record, limit=2 * len(record))
    assert isinstance(first, IntakeArticle) and isinstance(last, IntakeArticle)
    assert str(error).startswith("a.jsonl: line 2 has more than the limit")
