"""Servers that mean harm, or are broken: each is refused in time, in memory, and with one sentence."""

import gzip
import itertools
import json
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT
from tests.intake.fetching.web import LIMIT, Request, Route, Server, a_client, fetched, gives, refused

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def sends(pieces: Callable[[], Iterator[bytes]], pause: float = 0.0) -> Route:
    """A route that writes raw bytes until they end, the client leaves, or the test does."""

    def route(request: Request) -> None:
        for piece in pieces():
            if request.server.ended.wait(pause) if pause else request.server.ended.is_set():
                return
            request.raw(piece)

    return route


def drip(head: bytes, what: bytes = b"a") -> Route:
    return sends(lambda: itertools.chain([head], itertools.repeat(what)), pause=0.2)


def flood(head: bytes, what: bytes) -> Route:
    return sends(lambda: itertools.chain([head], itertools.repeat(what)))


@pytest.mark.parametrize(
    "route",
    [
        pytest.param(drip(b"", b""), id="silence"),
        pytest.param(drip(b"H"), id="status line"),
        pytest.param(drip(HEAD + b"X: "), id="header"),
        pytest.param(drip(HEAD, b"X: y\r\n"), id="headers"),
        pytest.param(drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), id="continue"),
        pytest.param(drip(HEAD + b"\r\n"), id="body without length"),
        pytest.param(drip(HEAD + b"Content-Length: 9999\r\n\r\n"), id="body with length"),
        pytest.param(drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"), id="chunks"),
        pytest.param(drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"), id="trailers"),
        pytest.param(drip(HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"")), id="empty gzip members"),
    ],
)
def test_a_server_that_drips_is_left_when_the_time_is_over(web: Server, route: Route) -> None:
    web.routes["/"] = route
    began = time.monotonic()
    error = refused(a_client(seconds=1), web.at("/"))
    assert "took more than 1 seconds" in str(error) and not error.permanent
    assert time.monotonic() - began < 8


@pytest.mark.parametrize("head", [b"", HEAD, HEAD + b"\r\n"], ids=["status line", "headers", "body"])
def test_a_server_that_drips_by_https_too(secure_web: Server, certificate: Path, head: bytes) -> None:
    secure_web.routes["/"] = drip(head)
    began = time.monotonic()
    error = refused(a_client(seconds=1, certificates=certificate), secure_web.at("/"))
    assert "took more than 1 seconds" in str(error)
    assert time.monotonic() - began < 8


def test_redirects_share_one_time(web: Server) -> None:
    def slow(to: str) -> Route:
        def route(request: Request) -> None:
            request.server.ended.wait(0.4)
            request.page(status=302, Location=to)

        return route

    web.routes |= {f"/{n}": slow(f"/{n + 1}") for n in range(5)} | {"/5": gives()}
    began = time.monotonic()
    assert "took more than 1 seconds" in str(refused(a_client(seconds=1), web.at("/0")))
    assert time.monotonic() - began < 8


def test_a_handshake_that_never_ends() -> None:
    """A server that takes the connection and then says nothing of TLS."""
    silent = Server()
    try:
        silent.scheme = "https"
        began = time.monotonic()
        assert "took more than 1 seconds" in str(refused(a_client(seconds=1), silent.at("/")))
        assert time.monotonic() - began < 8
    finally:
        silent.server_close()


def bomb(packing: str, pack: Callable[[], "zlib._Compress"]) -> Route:
    """Half a gigabyte of zeros, packed as it is sent."""

    def pieces() -> Iterator[bytes]:
        yield HEAD + f"Content-Encoding: {packing}\r\n\r\n".encode()
        packer = pack()
        for _ in range(512):
            yield packer.compress(bytes(1_048_576))
        yield packer.flush()

    return sends(pieces)


CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
LARGER = "larger than the limit of 1.0 MB"
NO_HTTP = "breaks off or is no HTTP"
ENDLESS = "does not stop sending"
ONE = bytes(1_048_576)
FLOODS: dict[str, tuple[Route, str]] = {
    "gzip bomb": (bomb("gzip", lambda: zlib.compressobj(9, wbits=31)), LARGER),
    "deflate bomb": (bomb("deflate", lambda: zlib.compressobj(9)), LARGER),
    "raw deflate bomb": (bomb("deflate", lambda: zlib.compressobj(9, wbits=-15)), LARGER),
    "gzip in gzip": (bomb("gzip, gzip", lambda: zlib.compressobj(9, wbits=31)), "in a way it was not asked for"),
    "brotli": (gives(b"\x1b", Content_Encoding="br"), "in a way it was not asked for ('br')"),
    "zstandard": (gives(b"\x28\xb5\x2f\xfd", Content_Encoding="zstd"), "in a way it was not asked for ('zstd')"),
    "endless body": (flood(HEAD + b"\r\n", ONE), LARGER),
    "endless chunks": (flood(CHUNKED, b"100000\r\n" + ONE + b"\r\n"), LARGER),
    "one endless chunk": (flood(CHUNKED + b"fffffffff\r\n", ONE), LARGER),
    "a chunk of less than nothing": (flood(CHUNKED + b"-1\r\n", ONE), ENDLESS),
    "endless chunk length": (flood(CHUNKED, b"0" * 65536), NO_HTTP),
    "endless chunk comment": (flood(CHUNKED + b"1;", b"x" * 65536), NO_HTTP),
    "endless trailers": (flood(CHUNKED + b"0\r\n", b"X: y\r\n" * 10_000), ENDLESS),
    "endless header": (flood(HEAD + b"X: ", b"y" * 65536), NO_HTTP),
    "endless headers": (flood(HEAD, b"X: y\r\n" * 10_000), NO_HTTP),
    "endless status": (flood(b"HTTP/1.1 200 ", b"O" * 65536), NO_HTTP),
    "endless continue": (flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000), ENDLESS),
    "endless empty gzip members": (flood(HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 9999), ENDLESS),
    "no HTTP": (flood(b"", b"SSH-2.0-OpenSSH_9.6\r\n"), NO_HTTP),
    "nothing": (sends(lambda: iter([b""])), NO_HTTP),
    "a length of a petabyte": (sends(lambda: iter([HEAD + b"Content-Length: 1000000000000000\r\n\r\n"])), LARGER),
    "two lengths": (sends(lambda: iter([HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde"])), NO_HTTP),
    "too great a length": (sends(lambda: iter([HEAD + b"Content-Length: 50\r\n\r\nabcde"])), NO_HTTP),
    "chunks that break off": (sends(lambda: iter([CHUNKED + b"5\r\nabcde\r\n"])), NO_HTTP),
    "no chunks": (sends(lambda: iter([CHUNKED + b"Vik called Orrell."])), NO_HTTP),
    "not packed as it says": (gives(b"Vik called Orrell.", Content_Encoding="gzip"), "cannot be unpacked"),
}

MEASURED = """
import json, resource, sys
from tests.intake.fetching.web import a_client, refused
client = a_client(seconds=20)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
told = {name: str(refused(client, url)) for name, url in json.load(sys.stdin).items()}
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps({"told": told, "grown": grown * (1 if sys.platform == "darwin" else 1024)}))
"""


def test_floods_bombs_and_nonsense_take_little_memory_and_one_sentence_each(web: Server) -> None:
    """All in one process, which lives on; what it takes in memory is measured from without the servers' own."""
    paths = {name: f"/{number}" for number, name in enumerate(FLOODS)}
    web.routes |= {paths[name]: route for name, (route, _) in FLOODS.items()}
    run = subprocess.run(
        [sys.executable, "-c", MEASURED],
        input=json.dumps({name: web.at(path) for name, path in paths.items()}),
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    found = json.loads(run.stdout)
    for name, (_, words) in FLOODS.items():
        assert words in found["told"][name], f"{name}: {found['told'][name]}"
    assert found["grown"] < 24 * LIMIT, f"{found['grown'] / 1e6:.0f} MB for answers of at most {LIMIT / 1e6:.0f} MB"


def test_what_is_within_the_limit_is_whole(web: Server) -> None:
    body = b"Vik called Orrell. " * (LIMIT // 19)
    web.routes |= {
        "/gzip": gives(gzip.compress(body), Content_Encoding="gzip"),
        "/deflate": gives(zlib.compress(body), Content_Encoding="deflate"),
        "/members": gives(gzip.compress(body[:100]) + gzip.compress(body[100:]), Content_Encoding="x-gzip"),
        "/chunks": sends(lambda: iter([CHUNKED, b"3;x=y\r\nVik\r\n", b"0\r\nX: y\r\n\r\n"])),
        "/none": gives(b""),
        "/full": gives(bytes(LIMIT)),
        "/over": gives(bytes(LIMIT + 1)),
    }
    client = a_client()
    assert fetched(client, web.at("/gzip")).body == body
    assert fetched(client, web.at("/deflate")).body == body
    assert fetched(client, web.at("/members")).body == body
    assert fetched(client, web.at("/chunks")).body == b"Vik"
    assert fetched(client, web.at("/none")).body == b""
    assert fetched(client, web.at("/full")).body == bytes(LIMIT)
    assert LARGER in str(refused(client, web.at("/over")))


def test_too_small_a_length_ends_the_page_there(web: Server) -> None:
    web.routes["/"] = sends(lambda: iter([HEAD + b"Content-Length: 3\r\n\r\nVik called Orrell."]))
    assert fetched(a_client(), web.at("/")).body == b"Vik"


def test_headers_are_kept_only_if_they_can_be(web: Server) -> None:
    web.routes["/"] = gives(ETag='"' + "e" * 5000 + '"', Last_Modified="\x01then")
    found = fetched(a_client(), web.at("/"))
    assert (found.etag, found.last_modified) == ("", "")


def test_the_client_leaves_no_threads_and_no_connections(web: Server) -> None:
    web.routes |= {"/": gives(), "/drip": drip(HEAD + b"\r\n"), "/flood": flood(HEAD + b"\r\n", ONE)}
    fds = Path("/proc/self/fd")
    client = a_client(seconds=1)
    fetched(client, web.at("/"))
    time.sleep(0.3)
    before = (threading.active_count(), len(list(fds.iterdir())) if fds.exists() else 0)
    for _ in range(5):
        fetched(client, web.at("/"))
        refused(client, web.at("/flood"))
    refused(client, web.at("/drip"))
    deadline = time.monotonic() + 5
    while (now := (threading.active_count(), len(list(fds.iterdir())) if fds.exists() else 0)) > before:
        assert time.monotonic() < deadline, (before, now)
        time.sleep(0.1)
