"""`manage.py serve` starts a worker, which ends with it however that ends."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.test_serve import MANAGE, SECONDS, answers, data, environment, free_port

__all__ = ["data"]  # a fixture


def at_work(server: int) -> list[str]:
    """The processes of workers that this process started."""
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "args="], check=True, capture_output=True, text=True).stdout
    return [line for line in listed.splitlines() if f"worker --with-parent={server}" in line]


def until(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not ready() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert ready()


def in_the_terminal(server: int) -> None:
    """Ctrl-C goes to all that was started there."""
    os.killpg(server, signal.SIGINT)


def kill(server: int) -> None:
    os.kill(server, signal.SIGKILL)


@pytest.mark.parametrize("end", [in_the_terminal, kill])
def test_the_worker_ends_with_the_server(data: Path, end: Callable[[int], None]) -> None:
    port = free_port()
    with Path(os.devnull).open("w") as nowhere:
        server = subprocess.Popen(
            [*MANAGE, "serve"], env=environment(data, port), stdout=nowhere, stderr=nowhere, start_new_session=True
        )
    try:
        until(lambda: answers(f"http://127.0.0.1:{port}/"))
        assert len(at_work(server.pid)) == 1
        end(server.pid)
        server.wait(30)
        until(lambda: not at_work(server.pid))
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)


def test_a_server_without_a_worker(data: Path) -> None:
    port = free_port()
    server = subprocess.Popen([*MANAGE, "serve", "--no-worker"], env=environment(data, port), stdout=subprocess.PIPE)
    try:
        until(lambda: answers(f"http://127.0.0.1:{port}/"))
        assert at_work(server.pid) == []
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)
