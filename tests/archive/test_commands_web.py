"""The commands that fetch, as a person uses them, on a real web server."""

import json
import shlex
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command, load_command_class

from diplomacy.archive.management.command import ArchiveCommand
from diplomacy.archive.models import Article, Delivery, Item, ItemState, Version, Watched
from tests.archive.conftest import rows
from tests.archive.pages import CREW, GRAIN, LAWFUL, OPENING, RSS, feed, page
from tests.intake.fetching.web import Server, gives

pytestmark = pytest.mark.django_db
HTML = "text/html; charset=utf-8"


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """The exit status of `manage.py` with these arguments, and what it prints on standard output and error."""
    out, err = StringIO(), StringIO()
    try:
        call_command(*map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
    return 0, out.getvalue(), err.getvalue()


def told(*arguments: str | Path) -> Any:
    """What a command prints with --json."""
    return json.loads(run(*arguments, "--json")[1])


@pytest.fixture
def paper(web: Server) -> Server:
    """A feed with two stories, the second of which is no longer there."""
    web.routes |= {
        "/feed": gives(feed(web.at("/1"), web.at("/2")), kind=RSS),
        "/1": gives(page(CREW, LAWFUL), kind=HTML),
    }
    return web


def test_an_address_is_brought_in_with_its_bytes_and_a_second_time_changes_nothing(paper: Server) -> None:
    status, _, err = run("ingest", paper.at("/1"))
    assert (status, err) == (0, "")
    version = Version.objects.select_related("article__outlet", "original").get()
    assert version.article.url == paper.at("/1")
    assert version.article.outlet.name == "Marenne Herald"
    assert version.pipeline
    assert version.original is not None
    assert version.original.data == page(CREW, LAWFUL)
    before = rows()
    assert run("ingest", paper.at("/1"))[0] == 0
    assert rows() == before


def test_a_feeds_pages_are_fetched_and_what_is_missing_is_told(paper: Server) -> None:
    status, _, err = run("ingest", paper.at("/feed"))
    assert status == 1
    assert f"failed: {paper.at('/2')}: there is no such page; check the address." in err
    assert Article.objects.get().url == paper.at("/1")
    paper.asked.clear()
    paper.routes["/2"] = gives(page(GRAIN, title="Ministers speak again"), kind=HTML)
    assert run("ingest", paper.at("/feed"))[0] == 0
    assert Article.objects.count() == 2
    assert "/1" not in paper.paths(), "an address from a list is not fetched where its article is there"


def test_a_dry_run_shows_columns_and_addresses_and_does_nothing(paper: Server, tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(f"Headline,Link,Ref\nA call,{paper.at('/1')},7\n", encoding="utf-8")
    before = rows()
    status, out, err = run("ingest", table, paper.at("/feed"), "--dry-run")
    assert (status, err) == (0, "")
    assert f"columns of {table}: title from “Headline”, url from “Link”; not used: “Ref”" in out
    assert f"to be fetched: {paper.at('/1')} – A call, from {table}" in out
    assert f"to be fetched: {paper.at('/feed')} – given outright" in out
    assert (rows(), paper.asked) == (before, [])
    assert run("ingest", table)[0] == 0
    assert Article.objects.get().url == paper.at("/1")
    found = told("ingest", table, "--dry-run")
    assert found["counts"] == {
        "stored": 0,
        "new version": 0,
        "already there": 1,
        "deleted before": 0,
        "to be fetched": 0,
        "failed": 0,
    }
    assert found["columns"][str(table)].startswith("title from “Headline”")


@pytest.mark.parametrize("name", ["ingest", "fetch", "watch", "reread", "compare", "status", "worker"])
def test_help_shows_examples_that_the_command_takes(name: str) -> None:
    command = load_command_class("diplomacy.archive", name)
    assert isinstance(command, ArchiveCommand)
    parser = command.create_parser("manage.py", name)
    assert f"examples:\n  manage.py {name}" in parser.format_help()
    for line, does in command.examples:
        assert does
        parser.parse_args(shlex.split(line.partition(" < ")[0]))


def test_a_command_that_is_misspelt_is_status_2() -> None:
    command = [sys.executable, "manage.py", "status", "--jsn"]
    done = subprocess.run(command, cwd=settings.BASE, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "unrecognized arguments: --jsn" in done.stderr


def test_wrong_use_is_status_2() -> None:
    assert run("ingest", "a.txt", "--no-wait")[0] == 2
    assert run("fetch")[0] == 2
    assert run("watch", "add", "gopher://example.org/")[0] == 2
    assert run("watch", "now", "https://example.org/")[0] == 2
    assert run("reread", "--originals", "--all")[0] == 2
    assert run("reread", "--outlet", "Nobody's Paper")[0] == 2


def test_what_is_handed_over_waits_for_the_workers(paper: Server, tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(page(CREW))
    status, out, err = run("ingest", file, paper.at("/1"), tmp_path / "none.txt", "--queue", "--no-wait")
    assert status == 1
    assert "none.txt: there is no such file" in err
    assert "No worker is running: start one with manage.py worker." in err
    delivery = Delivery.objects.get()
    assert f"Delivery {delivery.pk} is handed over" in out
    assert delivery.title == f"{file} and 2 more"
    kept = Item.objects.order_by("pk").values_list("name", "state", "original__size")
    assert list(kept) == [
        (str(file), ItemState.WAITING, len(page(CREW))),
        (paper.at("/1"), ItemState.WAITING, None),
    ]
    assert not Article.objects.exists()
    now = told("status")
    assert (now["queued"], now["workers"]) == ({"fetch an address": 1, "open a file": 1}, 0)
    assert now["under_way"][0]["progress"]["left"] == 2


def test_fetch_says_what_is_read_and_finds_what_changed(paper: Server) -> None:
    before = rows()
    status, out, err = run("fetch", paper.at("/1"), "--dry-run")
    assert (status, err, rows()) == (0, "", before)
    words = len(" ".join(["Vik and Orrell speak by telephone", OPENING, CREW, LAWFUL]).split())
    assert out.startswith(f"stored: {paper.at('/1')} – “Vik and Orrell speak by telephone”, Marenne Herald, 2031-06-10")
    assert f"{words} words" in out
    assert run("fetch", paper.at("/1"))[0] == 0
    assert told("fetch", paper.at("/1"))["addresses"][0]["happened"] == "already there"
    assert "If-Modified-Since" in paper.asked[-1][1]
    paper.routes["/1"] = lambda request: request.page(status=304)
    assert run("fetch", paper.at("/1"))[1] == f"unchanged: {paper.at('/1')}\n"
    paper.routes["/1"] = gives(page(CREW, GRAIN), kind=HTML)
    assert told("fetch", "--of", "marenne herald", "--again")["addresses"][0]["happened"] == "new version"
    assert "If-Modified-Since" not in paper.asked[-1][1]
    assert (Article.objects.count(), Version.objects.count()) == (1, 2)
    status, _, err = run("fetch", paper.at("/2"), paper.at("/feed"))
    assert status == 1
    assert f"failed: {paper.at('/feed')}: it is a list of 2 addresses; bring them in with ingest" in err
    assert "2 of 2 failed" in err


def test_watching_from_the_terminal(paper: Server) -> None:
    url = paper.at("/feed")
    assert run("watch", "add", url, "--outlet", "Marenne Herald", "--dry-run")[0] == 0
    assert not Watched.objects.exists()
    assert run("watch", "add", url, "--outlet", "Marenne Herald") == (0, f"Watched: {url}\n", "")
    assert run("watch", "now", "--dry-run")[1] == f"To be looked at: {url}\n"
    status, out, err = run("watch", "now")
    assert (status, err) == (1, "1 of 3 looks failed; see above.")
    assert "something new: " in out
    assert "1 texts are stored" in out
    shown = told("watch", "list")["watched"]
    assert {one["url"]: (one["outlet"], one["failures"]) for one in shown} == {
        url: ("Marenne Herald", 0),
        paper.at("/1"): ("Marenne Herald", 0),
        paper.at("/2"): ("Marenne Herald", 1),
    }
    assert [one["url"] for one in told("watch", "list", "--failing")["watched"]] == [paper.at("/2")]
    assert "1 failures in a row. " in run("watch", "list")[1]
    assert f"{paper.at('/2')}: there is no such page; check the address." in run("watch", "list")[1]
    status, _, err = run("status")
    assert status == 1
    assert told("watch", "now", url)["looks"][0]["saw"] == "nothing new"
    assert run("watch", "remove", url)[1] == "Watched no more: 3\n"
    assert run("watch", "remove", url)[0] == 1
    assert run("status")[0] == 0
