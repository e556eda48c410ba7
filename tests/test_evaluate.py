"""`make evaluate`, on a real pack, and the figures that a change may not fall below."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

FLOORS = [
    ("metadata", "accuracy", 1.0),
    ("exchanges", "f1", 1.0),
    ("exchange.articles", "f1", 1.0),
    ("statements", "f1", 0.80),
    ("speaker", "accuracy", 0.90),
    ("pairs", "f1", 0.60),
    ("omissions", "f1", 0.60),
]


def evaluate(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.evaluate", *arguments]
    return subprocess.run(command, cwd=settings.BASE, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def kept(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that an evaluation of `qin-2023` left its findings in."""
    folder = tmp_path_factory.mktemp("evaluation")
    done = evaluate(str(shared / "gold" / "qin-2023"), "--errors", str(folder))
    assert done.returncode == 0, done.stderr
    assert "qin-2023" in done.stdout
    return folder


@pytest.mark.parametrize(("group", "figure", "floor"), FLOORS)
def test_the_figures_of_the_real_pack_stay_up(kept: Path, group: str, figure: str, floor: float) -> None:
    scores: dict[str, dict[str, Any]] = json.loads((kept / "qin-2023.json").read_text())
    assert scores[group][figure] >= floor


def test_every_offset_of_the_export_lies_in_its_text(kept: Path) -> None:
    records = [json.loads(line) for line in (kept / "qin-2023.jsonl").read_text().splitlines()]
    texts = {record["id"]: record["text"] for record in records if record["type"] == "article"}
    spans = [
        (record["article"], *span) for record in records if record["type"] == "statement" for span in record["spans"]
    ]
    for record in records:
        if record["type"] == "pair":
            spans += [(side["article"], side["start"], side["end"]) for side in (record["left"], record["right"])]
        if record["type"] == "omission":
            spans.append((record["article"], record["start"], record["end"]))
    assert len(texts) == 3
    assert len(spans) > 20
    for article, start, end in spans:
        assert 0 <= start < end <= len(texts[article])


def test_a_folder_without_packs_is_one_sentence(tmp_path: Path) -> None:
    done = evaluate(str(tmp_path))
    assert done.returncode == 2
    assert str(tmp_path) in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
