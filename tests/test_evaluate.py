"""`make evaluate`, on a real pack, and the figures that a change may not fall below."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from benchmarks.gold_packs import NoPackError, packs, scorer

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


def test_the_scorer_is_found_in_the_shared_folder_where_none_lies_beside_the_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = tmp_path / "packs" / "own"
    pack.mkdir(parents=True)
    (pack / "gold.json").write_text("{}")
    monkeypatch.setenv("DIPLOMACY_SHARED", str(tmp_path / "shared"))
    assert packs([tmp_path / "packs", pack]) == [pack, pack]
    with pytest.raises(NoPackError, match="DIPLOMACY_SHARED"):
        scorer(pack)
    (tmp_path / "shared" / "gold").mkdir(parents=True)
    there = tmp_path / "shared" / "gold" / "score.py"
    there.write_text("")
    assert scorer(pack) == there
