"""A small web on this computer for the tests to fetch from: real sockets, real HTTP, real TLS."""

import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from diplomacy.intake.fetching import Client, Fetched, FetchError, Unchanged

Route = Callable[["Request"], None]
AGENT = "Diplomacy/0.1 (+mailto:press@archive.example)"
LIMIT = 1_000_000


class Request(BaseHTTPRequestHandler):
    """One request; a route answers it by `page`, or by writing raw bytes to `wfile`."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        self.close_connection = True
        route = self.server.routes.get(self.path, missing)
        with suppress(OSError):  # the client goes away, as it should from some
            route(self)

    def page(self, body: bytes = b"", *, status: int = 200, kind: str = "text/html", **headers: str) -> None:
        """A whole answer with its right length; of the headers' names `_` stands for `-`."""
        self.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **named}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def raw(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.wfile.write(piece)
        self.wfile.flush()

    def log_message(self, *_: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    """A server that answers by `routes` and keeps in `asked` each path and its headers."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int] = ("127.0.0.1", 0)) -> None:
        super().__init__(address, Request)
        self.routes: dict[str, Route] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.ended = threading.Event()
        self.scheme = "http"

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.server_address[1]}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def handle_error(self, *_: Any) -> None:
        pass  # broken connections are what some tests are for


def missing(request: Request) -> None:
    request.page(b"<h1>Nothing here</h1>", status=404)


def gives(body: bytes = b"<p>Vik called Orrell.</p>", **rest: Any) -> Route:
    return lambda request: request.page(body, **rest)


def leads(to: str, status: int = 302) -> Route:
    return lambda request: request.page(b"elsewhere", status=status, Location=to)


@contextmanager
def serving(server: Server, certificate: Path | None = None) -> Iterator[Server]:
    """The server at work in a thread, as https where it has a certificate, and ended."""
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        server.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


def make_certificate(folder: Path, *names: str) -> Path:
    """A certificate that vouches for itself, with its key, in one file."""
    key, certificate, both = folder / "key.pem", folder / "certificate.pem", folder / "both.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test"]
    command += ["-addext", f"subjectAltName={','.join(names)}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both


def a_client(**options: Any) -> Client:
    """The client as it is, but that it may speak to this computer."""
    return Client(**{"user_agent": AGENT, "limit": LIMIT, "seconds": 10, "allow_loopback": True, **options})


def fetched(client: Any, url: str, **options: Any) -> Fetched:
    found = client.get(url, **options)
    assert isinstance(found, Fetched), found
    return found


def refused(client: Any, url: str, **options: Any) -> FetchError:
    """The error for an address; its sentence begins with the address and is one."""
    found: Fetched | Unchanged | None = None
    try:
        found = client.get(url, **options)
    except FetchError as error:
        told = str(error)
        assert told.endswith(".") and "\n" not in told and ". " not in told, told
        return error
    raise AssertionError(f"{url} was fetched: {found!r:.300}")
