"""`manage.py serve`, as a user meets it: from an empty data folder to a page, and again."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from diplomacy.embedded.server import Server

MANAGE = [sys.executable, str(settings.BASE / "manage.py")]
SECONDS = 120


@pytest.fixture(scope="module")
def data(embedded_folder: Path) -> Iterator[Path]:
    """An empty data folder; its server is stopped afterwards."""
    folder = embedded_folder / "data"
    yield folder
    Server(folder / "postgres").stop()


def environment(data: Path, port: int) -> dict[str, str]:
    """As of a user's shell, without what these tests run under."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DIPLOMACY_", "DJANGO_"))}
    return {**inherited, "DIPLOMACY_DATA": str(data), "PORT": str(port), "DATABASE_URL": ""}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def served(data: Path) -> Iterator[tuple[str, list[str]]]:
    """A running instance: its address, and what it had printed when it answered."""
    port = free_port()
    printed = data.with_name(f"printed-{port}")
    with printed.open("w") as output:
        process = subprocess.Popen([*MANAGE, "serve"], env=environment(data, port), stdout=output, stderr=output)
    address = f"http://127.0.0.1:{port}/"
    try:
        deadline = time.monotonic() + SECONDS
        while not answers(address):
            assert process.poll() is None, printed.read_text()
            assert time.monotonic() < deadline, printed.read_text()
            time.sleep(0.1)
        yield address, printed.read_text().splitlines()
    finally:
        process.send_signal(signal.SIGINT)  # Ctrl-C
        assert process.wait(30) == 0, printed.read_text()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10) as response:  # noqa: S310
            return bool(response.status == 200)
    except urllib.error.HTTPError:
        raise
    except OSError:
        return False


def rows(data: Path) -> str:
    """How many rows of each kind the instance holds."""
    counted = "from diplomacy.archive.models import *; from django.contrib.auth.models import User\n"
    counted += "print([m.objects.count() for m in (Article, Statement, Claim, Exchange, Pair, Outlet, Actor, User)])"
    command = [*MANAGE, "shell", "--no-imports", "-c", counted]
    done = subprocess.run(command, env=environment(data, 0), check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_first_run_prepares_everything_and_the_second_doubles_nothing(data: Path) -> None:
    with served(data) as (address, printed):
        (line,) = [line for line in printed if "password" in line]
        file = data / "curator-password"
        assert address in "\n".join(printed)
        assert file.read_text().strip() in line
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = rows(data)
    assert before.endswith("1]")  # one user
    assert not before.startswith("[0")
    started = time.monotonic()
    with served(data) as (_, printed):
        assert time.monotonic() - started < SECONDS / 4
        (line,) = [line for line in printed if "password" in line]
        assert str(file) in line
        assert file.read_text().strip() not in line
    assert rows(data) == before


def test_a_taken_port_is_one_sentence(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        command = [*MANAGE, "serve"]
        done = subprocess.run(command, env=environment(data, port), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert str(port) in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("port", ["eighty", "-1", "70000"])
def test_a_port_that_is_none_is_one_sentence(data: Path, port: str) -> None:
    command = [*MANAGE, "serve", f"--port={port}"]
    done = subprocess.run(command, env=environment(data, 0), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "PORT" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
