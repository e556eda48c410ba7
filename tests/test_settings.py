"""What the settings insist on, seen as a user sees it: by running a command."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

KEY = "k2" * 30 + "-_X9pQ"


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(str(settings.BASE / "manage.py"), *arguments, **environment)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python with these arguments, and no settings but those given."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DIPLOMACY_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE,
        env={**inherited, "DIPLOMACY_DATA": str(settings.DATA), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({}, "DIPLOMACY_SECRET_KEY"),
        ({"DIPLOMACY_HOSTS": "diplomacy.example.org"}, "DIPLOMACY_SECRET_KEY"),
        ({"DIPLOMACY_SECRET_KEY": KEY}, "DIPLOMACY_HOSTS"),
    ],
)
def test_production_refuses_to_start_without_key_and_hosts(environment: dict[str, str], missing: str) -> None:
    done = manage("check", DIPLOMACY_PRODUCTION="1", **environment)
    assert done.returncode == 1
    assert missing in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_production_refuses_to_show_errors_in_full() -> None:
    told = {"DIPLOMACY_SECRET_KEY": KEY, "DIPLOMACY_HOSTS": "diplomacy.example.org", "DIPLOMACY_DEBUG": "1"}
    done = manage("check", DIPLOMACY_PRODUCTION="1", **told)
    assert done.returncode == 1
    assert "DIPLOMACY_DEBUG" in done.stderr


@pytest.mark.parametrize("setting", ["DIPLOMACY_LOG_LEVEL", "DIPLOMACY_POOL", "DIPLOMACY_MAX_BYTES"])
def test_a_setting_of_the_wrong_kind_is_one_sentence_wherever_it_is_read(setting: str) -> None:
    for done in (manage("check", **{setting: "loud"}), run("-m", "diplomacy.embedded", "stop", **{setting: "loud"})):
        assert done.returncode == 1
        assert setting in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


def test_production_passes_djangos_deployment_checks() -> None:
    done = manage(
        *("check", "--deploy", "--fail-level", "WARNING"),
        DIPLOMACY_PRODUCTION="1",
        DIPLOMACY_SECRET_KEY=KEY,
        DIPLOMACY_HOSTS="diplomacy.example.org",
    )
    assert done.returncode == 0, done.stderr


def test_a_database_that_is_none_or_does_not_answer_is_one_sentence() -> None:
    wrong = manage("migrate", DATABASE_URL="neither")
    assert wrong.returncode == 1
    assert "DATABASE_URL" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    silent = manage("migrate", DATABASE_URL="postgres://nobody@127.0.0.1:9/none")
    assert silent.returncode == 1
    assert "127.0.0.1" in silent.stderr
    assert "Traceback" not in silent.stderr


def test_each_instance_makes_a_secret_key_of_its_own_and_keeps_it(tmp_path: Path) -> None:
    keys = []
    for instance in ("one", "one", "two"):
        assert manage("check", DIPLOMACY_DATA=str(tmp_path / instance)).returncode == 0
        file = tmp_path / instance / "secret-key"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        keys.append(file.read_text().strip())
    assert keys[0] == keys[1] != keys[2]
    assert len(keys[0]) >= 50


def test_the_example_names_every_setting() -> None:
    read = set(re.findall(r'env\.\w+\("(\w+)"', (settings.BASE / "diplomacy" / "settings.py").read_text()))
    named = set(re.findall(r"^#?([A-Z_]+)=", (settings.BASE / ".env.example").read_text(), re.MULTILINE))
    assert len(read) > 10
    assert read - named == set()
    assert named - read == {"HOST", "PORT"}
