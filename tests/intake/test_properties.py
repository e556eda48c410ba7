"""What holds for any bytes: the text can be put together from its source, and nothing but IntakeError comes out."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplomacy.intake import IntakeArticle, IntakeError, read_bytes

PIECES = st.sampled_from(
    [
        *[
            "\n",
            "\n\n",
            "\r\n",
            " ",
            "\t",
            "\u00a0",
            "\u00ad",
            "\u200b",
            "\u2028",
            "\x1c",
            "\x85",
            ":",
            "#",
            "- ",
            "“",
            '"',
        ],
        *["By ANA BREKKE Wire", "10 June 2031", "10:99 PM June 31, 2031", "99/99/2031", "2031-06-10T10:00:00Z"],
        *["URL: https://a.example/2031/06/10/x", "Photo: HPG", "HALVIK (HP) -- ", "ISLAMABAD: ", "Title: ", "Date: "],
        *["Harbour News", "cease-\nfire", "Enditem", "-ENDS-", "Read more"],
        *["The ministers met and agreed that all of the ships should pass through the strait before summer, he said."],
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=30).map("".join)
TAGS = st.sampled_from(
    [
        *[
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<h1>",
            "</h1>",
            "<article>",
            "</article>",
            "<br>",
            "<li>",
            "<ul>",
            "</ul>",
        ],
        *["<blockquote>", "<a href='x'>", "</a>", "<!--", "-->", "<![CDATA[", "<table><tr><td>", "</table>", "<pre>"],
        *["&amp;", "&#0;", "&#xD800;", "<title>", "</title>", "<time datetime='2031-06-10T10:00:00+02:00'>"],
        *["<meta property='og:title' content='Minister Vik speaks | Herald'>"],
        *['<script type="application/ld+json">{"@type": "NewsArticle", "headline": "A x", "author": [{}]}</script>'],
    ]
)
PAGES = st.lists(st.one_of(TAGS, PIECES, st.text(max_size=8)), max_size=40).map(
    lambda parts: "<html><body>" + "".join(parts)
)
FIELDS = [
    "title",
    "maintext",
    "text",
    "authors",
    "date_publish",
    "description",
    "url",
    "source_domain",
    "language",
    "outlet",
]
RECORDS = st.recursive(
    st.none() | st.booleans() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS), inner),
    max_leaves=15,
)


def check(name: str, data: bytes) -> None:
    """Assert of all that the bytes give what holds for anything that intake gives."""
    found = list(read_bytes(name, data))
    assert found, "a file gives an article or an error, never nothing"
    again = list(read_bytes(name, data))
    for first, second in zip(found, again, strict=True):
        if isinstance(first, IntakeError):
            assert str(first) == str(second)
            assert "\n" not in str(first)
            assert str(first).startswith(name)
        else:
            assert isinstance(first, IntakeArticle)
            assert first == second
            check_offsets(first)


def check_offsets(article: IntakeArticle) -> None:
    """Blocks partition the text; segments copy the source; between segments there is only white space put in."""
    text = article.text
    assert "\n\n".join(text[block.start : block.end] for block in article.blocks) == text
    assert all(text[block.start : block.end] == text[block.start : block.end].strip() != "" for block in article.blocks)
    end = 0
    for segment in article.segments:
        stop = segment.start + segment.length
        source = article.source[segment.source_start : segment.source_start + segment.length]
        assert segment.length > 0
        assert text[segment.start : stop] == source
        assert text[end : segment.start] in {"", " ", "\n\n"}
        end = stop
    assert end == len(text)
    assert "\x00" not in article.source + text
    article.source.encode()


@settings(max_examples=200)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.jsonl", "-"]))
def test_any_bytes(data: bytes, name: str) -> None:
    check(name, data)


@settings(max_examples=200)
@given(TEXTS)
def test_any_text(text: str) -> None:
    check("a.txt", text.encode("utf-8", "replace"))


@settings(max_examples=150)
@given(PAGES)
def test_any_page(page: str) -> None:
    check("a.html", page.encode("utf-8", "replace"))


@settings(max_examples=150)
@given(RECORDS)
def test_any_record(record: Any) -> None:
    check("a.json", json.dumps(record).encode())


@pytest.mark.parametrize(
    "line",
    [
        "By Ana Brekke in " + "A" * 120 + "!",
        "Date: " + "1 " * 100_000,
        "A-" * 50_000 + "!",
        "10 June 2031 | " * 20_000,
        "By " + "AB " * 50 + "!",
        "Photo " * 50_000,
        " " * 300_000 + ".",
        "\n".join("x" * 119 for _ in range(3000)),
    ],
    ids=lambda line: line[:20],
)
def test_hostile_lines_cost_no_more_than_their_length(line: str) -> None:
    start = time.process_time()
    check("a.txt", f"Vik calls Orrell\n\n{line}\n".encode())
    check("a.json", json.dumps({"title": "Vik calls", "maintext": line or "-", "authors": [line]}).encode())
    assert time.process_time() - start < 8
