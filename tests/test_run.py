"""Tests are run again where anything that they depend on has changed, and only then."""

import subprocess
from pathlib import Path

import pytest

from tests import run


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git checkout of one passing test, with material beside it."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / "test_one.py").write_text("def test_one() -> None:\n    assert True\n")
    (folder / ".gitignore").write_text("ignored\n.pytest_cache\n__pycache__\n")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (tmp_path / "shared").mkdir()
    monkeypatch.setattr(run, "CHECKOUT", folder)
    monkeypatch.setattr(run, "KEPT", folder / ".pytest_cache" / "passed")
    monkeypatch.setenv("DIPLOMACY_SHARED", str(tmp_path / "shared"))
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    return folder


@pytest.mark.usefixtures("checkout")
def test_a_second_run_is_told_of_the_first(capfd: pytest.CaptureFixture[str]) -> None:
    assert run.main([]) == 0
    assert "1 passed" in capfd.readouterr().out
    assert run.main([]) == 0
    said = capfd.readouterr().out
    assert "passed on these very files" in said
    assert "1 passed" not in said


def test_what_fails_is_not_remembered(checkout: Path) -> None:
    (checkout / "test_one.py").write_text("def test_one() -> None:\n    assert False\n")
    assert run.main([]) == 1
    assert run.main([]) == 1


@pytest.mark.usefixtures("checkout")
def test_arguments_and_ci_always_run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run.main([]) == 0
    capfd.readouterr()
    assert run.main(["test_one.py"]) == 0
    assert "1 passed" in capfd.readouterr().out
    monkeypatch.setenv("CI", "1")
    assert run.main([]) == 0
    assert "1 passed" in capfd.readouterr().out


def test_anything_that_tests_depend_on_changes_the_digest(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {run.digest()}
    (checkout / "ignored").write_text("no matter")
    assert run.digest() in seen
    (checkout / "words.toml").write_text("new")
    seen.add(run.digest())
    (checkout / "words.toml").write_text("changed")
    seen.add(run.digest())
    (checkout.parent / "shared" / "gold.json").write_text("{}")
    seen.add(run.digest())
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere")
    seen.add(run.digest())
    assert len(seen) == 5
