"""The export is whole, its offsets lie in their texts, and a real pack comes out as it should."""

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from diplomacy.archive.export import FORMAT, records
from diplomacy.archive.incoming.ingest import ingest
from tests.archive.plain_reader import PlainReader, article, text_of

pytestmark = pytest.mark.django_db

CREW = "Vik said that Håvørn’s crew 🛟 must come home."
GRAIN = "Orrell said that the grain ships may pass."


@pytest.fixture
def exported(reader: PlainReader) -> list[dict[str, Any]]:
    ingest(
        [
            article(text_of(CREW, url="https://um.sund.example/1"), name="a.txt"),
            article(text_of(CREW, GRAIN, outlet="Marenne Herald"), name="b.txt"),
        ],
        reader=reader,
    )
    return list(records())


def of_type(exported: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [record for record in exported if record["type"] == kind]


def test_every_record_and_every_offset_is_there(exported: list[dict[str, Any]]) -> None:
    assert exported[0] == {"type": "export", "version": FORMAT}
    articles = {record["id"]: record for record in of_type(exported, "article")}
    assert {record["source_file"] for record in articles.values()} == {"a.txt", "b.txt"}
    assert {record["published"] for record in articles.values()} == {"2031-06-10"}
    said = []
    for statement in of_type(exported, "statement"):
        text = articles[statement["article"]]["text"]
        said.append((statement["speakers"], [text[start:end] for start, end in statement["spans"]]))
        for part in ("cue", "mention"):
            assert text[statement[part]["start"] : statement[part]["end"]] == statement[part]["text"]
    crew = (["Ana Vik"], ["Håvørn’s crew 🛟 must come home"])
    assert said == [crew, crew, (["Pavel Orrell"], ["the grain ships may pass"])]
    [exchange] = of_type(exported, "exchange")
    assert exchange["participants"] == ["Ana Vik", "Pavel Orrell"]
    assert exchange["articles"] == list(articles)
    assert (exchange["kind"], exchange["date"]) == ("call", "2031-06-10")
    [pair] = of_type(exported, "pair")
    words = [articles[side["article"]]["text"][side["start"] : side["end"]] for side in (pair["left"], pair["right"])]
    assert words == ["Håvørn’s crew 🛟 must come home"] * 2
    assert (pair["relation"], pair["facets"]) == ("same", [])
    [omission] = of_type(exported, "omission")
    text = articles[omission["article"]]["text"]
    assert text[omission["start"] : omission["end"]] == "the grain ships may pass"
    assert articles[omission["absent_from"][0]]["source_file"] == "a.txt"


def documented() -> dict[str, set[str]]:
    """Record type → fields, from the table of docs/export.md."""
    text = (settings.BASE / "docs" / "export.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", text, flags=re.MULTILINE)
    return {kind: set(re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", fields))) for kind, fields in rows[1:]}


def test_the_fields_that_are_written_are_those_that_are_documented(exported: list[dict[str, Any]]) -> None:
    written: dict[str, set[str]] = {}
    for record in exported:
        fields = set(record) - {"type"}
        assert written.setdefault(record["type"], fields) == fields
    assert written == documented()


def test_the_command_writes_a_record_a_line_or_says_why_not(exported: list[dict[str, Any]], tmp_path: Path) -> None:
    out = StringIO()
    call_command("export", stdout=out)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == exported
    call_command("export", output=str(tmp_path / "all.jsonl"), stderr=StringIO())
    assert (tmp_path / "all.jsonl").read_text("utf-8") == out.getvalue()
    with pytest.raises(CommandError, match=re.escape("name another file")):
        call_command("export", output=str(tmp_path / "none" / "all.jsonl"))
    assert [path.name for path in tmp_path.iterdir()] == ["all.jsonl"]


def test_a_real_pack_is_attributed_and_exported(shared: Path, tmp_path: Path) -> None:
    pack = shared / "gold" / "qin-2023"
    call_command("ingest", str(pack / "*.txt"), stdout=StringIO())
    output = tmp_path / "pack.jsonl"
    call_command("export", output=str(output), stderr=StringIO())
    scored = subprocess.run(
        [sys.executable, str(shared / "gold" / "score.py"), str(pack), str(output), "--json"],
        capture_output=True,
        check=True,
        text=True,
    )
    figures = json.loads(scored.stdout)
    assert figures["metadata"]["accuracy"] == 1.0
    assert figures["exchanges"]["f1"] == 1.0
    assert figures["exchange.articles"]["f1"] == 1.0
    by_file = {Path(record["source_file"]).name[:3]: record for record in records() if record["type"] == "article"}
    assert [by_file[name]["outlet"] for name in ("000", "001", "004")] == [
        "Ministry of Foreign Affairs of China",
        "Associated Press",
        "Global Times",
    ]
    assert [by_file[name]["outlet_inferred"] for name in ("000", "001", "004")] == [True, False, False]
    texts = {record["id"]: record["text"] for record in records() if record["type"] == "article"}
    for record in records():
        for start, end in _spans(record):
            assert 0 <= start < end <= len(texts[record["article"]])


def _spans(record: dict[str, Any]) -> list[list[int]]:
    if record["type"] == "statement":
        parts = [record[part] for part in ("cue", "mention") if record[part]]
        return [*record["spans"], *([part["start"], part["end"]] for part in parts)]
    return [[record["start"], record["end"]]] if record["type"] == "omission" else []
