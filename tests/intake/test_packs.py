"""The gold packs and the corpus: what a careful reader finds in a file is found in its text."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from diplomacy.intake import IntakeArticle, read_file
from tests.intake.test_properties import check_offsets

QUOTES = str.maketrans("“”„«»‘’`", '"""""\'\'\'')
FURNITURE = [
    "Photo:",
    "Find more",
    "ABC News",
    "contributed",
    "-ENDS-",
    "URL:",
    "newsletter",
    "Related",
    "Most read",
    "___",
]


def folded(text: str) -> str:
    """A text with white space and quotation marks folded, as packs are compared."""
    return re.sub(r"\s+", " ", text.translate(QUOTES)).strip()


def quoted(gold: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text that a pack quotes, with its file."""
    for statement in gold["statements"]:
        yield from ((statement["file"], content) for content in statement["content"])
    for silence in gold.get("silences", []):
        yield silence["file"], silence["content"]
    for pair in gold["pairs"]:
        yield from ((pair[side]["file"], pair[side]["text"]) for side in ("left", "right"))
    yield from ((omitted["file"], omitted["text"]) for omitted in gold["omitted"])


@pytest.fixture(scope="module")
def packs(shared: Path) -> list[tuple[dict[str, Any], dict[str, IntakeArticle]]]:
    """Each pack with its articles, by file name."""
    found = []
    for path in sorted((shared / "gold").glob("*/gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        articles = {}
        for entry in gold["articles"]:
            [article] = read_file(path.parent / entry["file"])
            assert isinstance(article, IntakeArticle), article
            articles[entry["file"]] = article
        found.append((gold, articles))
    assert found
    return found


def test_every_quoted_text_is_in_its_article(packs: list[tuple[dict[str, Any], dict[str, IntakeArticle]]]) -> None:
    missing = [
        (file, text)
        for gold, articles in packs
        for file, text in quoted(gold)
        if folded(text) not in folded(articles[file].text)
    ]
    assert missing == []


def test_titles_dates_and_outlets(packs: list[tuple[dict[str, Any], dict[str, IntakeArticle]]]) -> None:
    for gold, articles in packs:
        for entry in gold["articles"]:
            article = articles[entry["file"]]
            assert article.title == entry["title"]
            assert article.text.startswith(entry["title"])
            assert article.published is not None
            assert article.published.day.isoformat() == entry["published"]
            named = article.outlet or article.agency.removeprefix("The ")
            says_outlet = re.search(
                rf"^(?:By ?[A-Z ]*)?(?:The )?{re.escape(entry['outlet'])}$", article.source, re.MULTILINE
            )
            assert named == entry["outlet"] if says_outlet else named in {"", entry["outlet"]}


def test_no_furniture_is_left(packs: list[tuple[dict[str, Any], dict[str, IntakeArticle]]]) -> None:
    left = [
        (file, words) for _, articles in packs for file, a in articles.items() for words in FURNITURE if words in a.text
    ]
    assert left == []


def test_offsets(packs: list[tuple[dict[str, Any], dict[str, IntakeArticle]]]) -> None:
    for _, articles in packs:
        for article in articles.values():
            check_offsets(article)


def test_the_corpus_is_read_whole_and_fast(shared: Path) -> None:
    path = shared / "corpus" / "state-releases.jsonl"
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    start = time.process_time()
    found = list(read_file(path))
    seconds = time.process_time() - start
    assert seconds < 15, f"{len(found)} records took {seconds:.1f} s of processor time"
    articles = [each for each in found if isinstance(each, IntakeArticle)]
    assert len(articles) == len(records)
    for record, article in zip(records, articles, strict=True):
        assert folded(article.title) == folded(re.sub("[\u200b\u200e\u00ad]", "", record["title"]))
        assert article.published is not None
        assert article.published.isoformat() == record["date_publish"].replace(" ", "T")
        assert "Office of the Spokesperson" not in article.text.split("\n")
        attributed = re.search(r"attributable to (Spokesperson [\w .]+):", folded(record["maintext"]))
        if attributed:
            assert article.byline == attributed[1]
            assert "attributable to Spokesperson" not in article.text
        assert len(article.text) > 0.6 * len(record["maintext"])
