"""A process killed in the middle of an ingest leaves whole articles only, and the next run does the rest.

Real processes run the real command on the tests' database, with the real reader.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from diplomacy.archive.export import records
from diplomacy.archive.models import Article, Claim, Exchange, Outlet, Statement, Version
from tests.archive.conftest import rows
from tests.archive.plain_reader import text_of

PATIENCE = 120
SAID = (
    "Vik said that the {0} sailors must come home.",
    "Orrell said that the zone saves {0} lives.",
    "Vik stressed that {0} grain ships are waiting outside the strait.",
    "Orrell promised that {0} families would be told.",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Thirty texts on ten calls."""
    for number in range(30):
        said = [sentence.format(number + 10) for sentence in SAID[: 2 + number % 3]]
        outlet = ("Sund Ministry of Foreign Affairs", "Valdorian Ministry of Foreign Affairs", "Marenne Herald")[
            number % 3
        ]
        day = f"{1 + number // 3 * 3} July 2031"
        (tmp_path / f"{number:02}.txt").write_text(text_of(*said, outlet=outlet, day=day), encoding="utf-8")
    return tmp_path


def database_url() -> str:
    """The tests' own database, for another process."""
    held = connection.settings_dict
    who, where = (quote(str(held[key] or ""), safe="") for key in ("USER", "HOST"))
    secret = f":{quote(held['PASSWORD'], safe='')}" if held["PASSWORD"] else ""
    return f"postgres://{who}{secret}@{where}:{held['PORT']}/{held['NAME']}"


def start(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "ingest", str(folder)],
        cwd=settings.BASE,
        env={**os.environ, "DATABASE_URL": database_url()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def kill_after(process: "subprocess.Popen[str]", articles: int) -> None:
    """Wait until so many articles are stored; then kill -9, at whatever point the process then is."""
    until = time.monotonic() + PATIENCE
    while Article.objects.count() < articles and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    assert process.poll() is None, f"It ended before {articles} articles were stored: {process.communicate()[0]}"
    process.send_signal(signal.SIGKILL)
    assert process.wait(PATIENCE) == -signal.SIGKILL


def nothing_is_half_done() -> None:
    assert not Outlet.objects.filter(articles=None).exists()
    assert not Article.objects.exclude(versions__current=True).exists()
    assert not Version.objects.filter(pipeline="").exists()
    assert not Version.objects.filter(statements=None).exists()
    assert not Version.objects.filter(claims=None).exists()
    assert not Statement.objects.filter(speakers=None).exists()
    assert not Exchange.objects.filter(coverage=None).exists()
    assert not Exchange.objects.filter(participants=None).exists()
    assert not Claim.objects.filter(context=False, coverage=None).exists()


def told() -> list[Any]:
    """The whole export in words, without ids, which a killed run uses up."""
    by_id = {record["id"]: record["source_file"] for record in records() if record["type"] == "article"}

    def plain(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: plain(one, name) for name, one in value.items() if name not in ("id", "exchange")}
        if isinstance(value, list):
            return (
                sorted((plain(one, key) for one in value), key=str)
                if key == "articles"
                else [plain(one, key) for one in value]
            )
        return by_id[value] if key in ("article", "articles", "absent_from") else value

    return sorted((plain(record) for record in records()), key=str)


@pytest.mark.django_db(transaction=True)
def test_a_killed_ingest_leaves_whole_articles_and_is_completed_by_another(folder: Path) -> None:
    for articles in (2, 6, 11, 17, 23):
        kill_after(start(folder), articles)
        assert articles <= Article.objects.count() < 30
        nothing_is_half_done()
    last = start(folder)
    output, _ = last.communicate(timeout=PATIENCE)
    assert last.returncode == 0, output
    nothing_is_half_done()
    assert Article.objects.count() == 30
    assert Exchange.objects.count() == 10
    assert not Exchange.objects.uncompared().exists()
    completed, after = told(), rows()

    again = start(folder)
    assert again.wait(PATIENCE) == 0
    assert rows() == after

    empty()
    whole = start(folder)
    assert whole.wait(PATIENCE) == 0
    assert told() == completed


def empty() -> None:
    Article.objects.all().delete()
    Exchange.objects.all().delete()
    Outlet.objects.all().delete()
    connection.cursor().execute("TRUNCATE archive_actor CASCADE")


def row_counts() -> dict[str, int]:
    return {table: len(held) for table, held in rows().items() if not table.endswith("event")}


@pytest.mark.django_db(transaction=True)
def test_two_ingests_at_once_make_what_one_makes(folder: Path) -> None:
    both = [start(folder), start(folder)]
    for process in both:
        output, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, output
    nothing_is_half_done()
    together, numbers = told(), row_counts()
    empty()
    alone = start(folder)
    assert alone.wait(PATIENCE) == 0
    assert told() == together
    assert row_counts() == numbers
