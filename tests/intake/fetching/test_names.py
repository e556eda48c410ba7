"""What names lead to: on a private network with a name server of its own, so that nothing needs to be pretended."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import CHECKOUT

ISOLATED = ["unshare", "--map-root-user", "--net", "--mount"]


def asked(*urls: str) -> dict[str, Any]:
    """What the client says to addresses in a web of their own; the test is left out where the system makes none."""
    try:
        allowed = subprocess.run([*ISOLATED, "true"], check=False, capture_output=True, timeout=30).returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        pytest.skip("this system makes no private network (unshare --map-root-user --net --mount)")
    command = [*ISOLATED, sys.executable, "-m", "tests.intake.fetching.private_web", *urls]
    run = subprocess.run(command, check=False, capture_output=True, text=True, cwd=CHECKOUT, timeout=120)
    assert run.returncode == 0, run.stderr[-3000:]
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_names_are_refused_for_what_they_lead_to() -> None:
    refusals = {
        "http://inside.example/": "leads to 127.0.0.1, which belongs to this computer itself",
        "http://private.example/": "leads to 10.0.0.7, which belongs to a private or reserved network",
        "http://cloud.example/latest/": "leads to 169.254.169.254, which is local to this network",
        "http://two-faced.example/": "leads to 10.0.0.7",
        "http://public.example/in": "leads to 127.0.0.1",
        "http://93.184.215.14/in": "leads to 127.0.0.1",
    }
    found = asked("http://public.example/", *refusals)
    assert found["said"]["http://public.example/"] == "outside", "the public web is there to be fetched"
    for url, words in refusals.items():
        assert words in found["said"][url]["refused"], url
        assert found["said"][url]["permanent"]
    assert found["inside"] == []


def test_a_name_that_turns_inward_gains_nothing() -> None:
    """The connection goes to the address that was looked at: what the name leads to a moment later is not asked."""
    found = asked("http://turning.example/", "http://turned.example/")
    assert found["said"]["http://turning.example/"] == "outside"
    assert "127.0.0.1" in found["said"]["http://turned.example/"]["refused"]
    assert found["names"] == ["turning.example", "turned.example"], "one question each"
    assert found["inside"] == []


def test_a_name_that_turns_inward_between_two_visits_is_looked_at_anew() -> None:
    found = asked("http://turning.example/", "http://public.example/turn")
    assert found["said"]["http://turning.example/"] == "outside"
    assert "127.0.0.1" in found["said"]["http://public.example/turn"]["refused"]
    assert found["inside"] == []


def test_names_that_do_not_answer_and_addresses_that_do_not() -> None:
    found = asked("http://slow.example/", "http://none.example/", "http://half-dead.example/")
    assert "took more than 2 seconds" in found["said"]["http://slow.example/"]["refused"]
    assert "there is no host none.example" in found["said"]["http://none.example/"]["refused"]
    assert found["said"]["http://half-dead.example/"] == "the other"
