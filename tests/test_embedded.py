"""The embedded server: started by many at once, killed at the wrong moment, kept in awkward folders."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from diplomacy.embedded.server import PORT, Server

START = """
import sys
from pathlib import Path
from diplomacy.embedded.server import Server
Server(Path(sys.argv[1])).start()
"""


@pytest.fixture
def server(embedded_folder: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server that is not made yet, stopped after the test."""
    server = Server(embedded_folder / request.node.name[:40] / "postgres")
    yield server
    server.stop()


def starter(server: Server) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", START, str(server.folder)])


def ask(server: Server) -> tuple[int, str]:
    """The server's process id and the order it sorts by, from itself."""
    with psycopg.connect(host=str(server.sockets), port=PORT, user="postgres", dbname="postgres") as connection:
        row = connection.execute("SELECT string_agg(w, '' ORDER BY w) FROM unnest(ARRAY['b','B','a']) AS w").fetchone()
    assert row is not None
    return postmaster(server), row[0]


def postmaster(server: Server) -> int:
    return int((server.folder / "postmaster.pid").read_text().splitlines()[0])


def test_many_processes_start_one_server(server: Server) -> None:
    starters = [starter(server) for _ in range(4)]
    assert [process.wait(60) for process in starters] == [0, 0, 0, 0]
    first, order = ask(server)
    assert order == "Bab"
    server.start()
    assert ask(server)[0] == first


def test_a_starter_killed_while_it_makes_the_files_leaves_nothing_half_made(server: Server) -> None:
    process = starter(server)
    while not list(server.folder.parent.glob("postgres.new-*/PG_VERSION")):
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not server.folder.exists()
    server.start()
    ask(server)
    assert not list(server.folder.parent.glob("postgres.new-*"))


def test_a_starter_killed_while_the_server_comes_up_is_in_no_ones_way(server: Server) -> None:
    process = starter(server)
    while not (server.folder / "postmaster.pid").exists():
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    server.start()
    ask(server)


def test_a_killed_server_is_started_again_with_its_data(server: Server) -> None:
    server.start()
    with psycopg.connect(host=str(server.sockets), port=PORT, user="postgres", dbname="postgres") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(postmaster(server), signal.SIGKILL)
    while server.ready:
        time.sleep(0.01)
    server.start()
    with psycopg.connect(host=str(server.sockets), port=PORT, user="postgres", dbname="postgres") as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


@pytest.mark.parametrize("name", ["with a space, a comma and 'quotes'", "long" * 40])
def test_any_folder_will_do(embedded_folder: Path, name: str) -> None:
    server = Server(embedded_folder / name / "postgres")
    try:
        server.start()
        ask(server)
    finally:
        server.stop()
    assert not server.ready


def test_stopping_what_does_not_run_says_so(server: Server) -> None:
    assert server.stop() is False
