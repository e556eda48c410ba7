"""The commands as a person uses them: what they print, and how they end."""

import io
import json
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from diplomacy.archive.models import Actor, Alias, Article, Exchange, Outlet, Pair, Statement, Version
from tests.archive.conftest import rows
from tests.archive.plain_reader import text_of
from tests.intake.bad_files import make_bad_files

pytestmark = pytest.mark.django_db

CREW = "Vik said that the crew must come home."


def run(*arguments: str | Path) -> tuple[str, str]:
    """What `manage.py ingest` prints on standard output and standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command("ingest", *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}"
    return out.getvalue(), err.getvalue()


def write(path: Path, *said: str, **header: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text_of(*said, **header), encoding="utf-8")
    return path


def test_twelve_bad_files_give_a_sentence_each_or_an_article(tmp_path: Path) -> None:
    files = make_bad_files(tmp_path)
    out, err = run(tmp_path)
    failed = [line for line in err.splitlines() if line.startswith("failed: ")]
    for file in files:
        told = [line for line in failed if f"{file.path}:" in line]
        if file.error is not None:
            assert len(told) == 1, file.fault
            assert file.error in told[0]
        elif file.fault == "no date":
            assert "--published" in told[0]
        else:
            assert not told, file.fault
    assert "Traceback" not in out + err
    assert f"{len(failed)} of 12 could not be brought in" in err
    stored = Article.objects.count()
    assert stored + 1 + len(failed) == 12, "all but the duplicate are stored or have failed"
    assert out.count("already there") == 1
    assert not Version.objects.filter(pipeline="").exists()

    before = rows()
    out, err = run(tmp_path)
    assert rows() == before
    assert len([line for line in err.splitlines() if line.startswith("failed: ")]) == len(failed)
    run(tmp_path, "--published", "2031-06-14")
    assert Article.objects.count() == stored + 1


def test_files_folders_globs_and_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt", CREW)
    write(tmp_path / "deep" / "er" / "b.txt", CREW, day="12 June 2031")
    write(tmp_path / ".hidden" / "c.txt", CREW, day="13 June 2031")
    record = {"title": "A call", "maintext": text_of(CREW).split("\n\n")[-1], "date_publish": "2031-06-15 10:00:00"}
    lines = json.dumps({**record, "url": "https://www.reuters.com/world/1", "source_domain": "www.reuters.com"})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    out, err = run(tmp_path / "a.txt", tmp_path, str(tmp_path / "*.txt"), "-")
    assert err == ""
    assert Article.objects.count() == 3
    assert Article.objects.get(title="A call").outlet.name == "Reuters"
    assert "stored" in out


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    good = write(tmp_path / "a.txt", CREW)
    _, err = run(tmp_path / "none.txt", str(tmp_path / "*.none"), good)
    assert f"{tmp_path / 'none.txt'}: there is no such file" in err
    assert f"{tmp_path / '*.none'}: no file has such a name" in err
    assert "2 of 3 could not be brought in" in err
    assert Article.objects.count() == 1
    with pytest.raises(CommandError, match="write it as 2023-03-16"):
        call_command("ingest", str(good), "--published", "16.3.2023")


def test_options_say_who_and_when(tmp_path: Path) -> None:
    undated = tmp_path / "undated.txt"
    undated.write_text("A call\n\nForeign Minister Ana Vik of Sund rang Pavel Orrell. " + CREW + "\n", encoding="utf-8")
    options = ("--outlet", "Strait Gazette", "--outlet-kind", "press", "--published", "2031-06-16")
    out, _ = run(undated, *options, "--dry-run")
    assert "Strait Gazette (press)" in out
    assert not Article.objects.exists()
    run(undated, *options)
    stored = Article.objects.get()
    assert (stored.outlet.name, stored.outlet.kind, stored.outlet.inferred) == ("Strait Gazette", "press", False)
    assert stored.published_on.isoformat() == "2031-06-16"


def test_the_demonstration_loads_once_with_its_silent_edit() -> None:
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert "11 stored" in out.getvalue()
    assert "1 new version" in out.getvalue()
    assert Exchange.objects.count() == 3
    assert sorted(one.coverage.count() for one in Exchange.objects.all()) == [3, 4, 4]
    assert Pair.objects.exists()
    edited = Article.objects.get(versions__current=False)
    before, after = edited.versions.get(current=False).text, edited.versions.get(current=True).text
    assert "joint inspection of the ships as a first step" in before
    assert "joint inspection of the ships as a first step" not in after
    assert Outlet.objects.get(name="The Marenne Herald").kind == "state-media"
    corvane = Actor.objects.get(name="Lucan Corvane")
    assert corvane.confirmed
    assert Statement.objects.filter(speakers=corvane).exists()
    assert not Alias.objects.filter(name__in=["ministry", "minister", "he", "she"]).exists()

    before_again = rows()
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert out.getvalue() == ""
    assert rows() == before_again


def test_a_demonstration_that_is_not_whole_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="the demonstration can't be read"):
        call_command("load_demo", corpus=tmp_path / "none.toml")
    (tmp_path / "some.toml").write_text('articles = ["a.txt"]\noutlet = []\ncountry = []\nactor = []\n')
    with pytest.raises(CommandError, match="there is no such file"):
        call_command("load_demo", corpus=tmp_path / "some.toml")
