"""A web with names and public addresses of its own, in namespaces of this one process, on Linux: run by `unshare`.

    unshare --map-root-user --net --mount python -m tests.intake.fetching.private_web

Nothing of the machine is touched: the network has a loopback device alone, whose addresses are ours to give, and the
resolver's files are covered by others for this process. A real name server answers what the system's resolver asks.
Prints, as JSON, what the client said to each address, and which servers were asked.
"""

import fcntl
import json
import socket
import socketserver
import struct
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from diplomacy.intake.fetching import Client, Fetched, FetchError
from tests.intake.fetching.web import AGENT, Server, gives, leads, serving

PUBLIC, OTHER, DEAD = "93.184.215.14", "93.184.215.15", "93.184.215.16"
NAMES = {
    "public.example": [[PUBLIC]],
    "inside.example": [["127.0.0.1"]],
    "private.example": [["10.0.0.7"]],
    "cloud.example": [["169.254.169.254"]],
    "two-faced.example": [[PUBLIC, "10.0.0.7"]],
    "turning.example": [[PUBLIC], ["127.0.0.1"]],
    "turned.example": [["127.0.0.1"], [PUBLIC]],
    "half-dead.example": [[DEAD, OTHER]],
}
"""The addresses that each name has at the first question, the second, and so on; the last answer stays."""


class NameServer(socketserver.ThreadingUDPServer):
    """Answers questions for addresses of version 4 by NAMES, without letting anyone keep the answers."""

    daemon_threads = True
    asked: list[str]


class _Question(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        data, connection = self.request
        assert isinstance(self.server, NameServer)
        name, end = _name(data)
        kind = struct.unpack("!H", data[end : end + 2])[0]
        if name == "slow.example":
            return  # no answer is what keeps a resolver waiting
        found: list[str] = []
        if kind == 1 and name in NAMES:
            answers = NAMES[name]
            found = answers[min(self.server.asked.count(name), len(answers) - 1)]
            self.server.asked.append(name)
        flags = 0x8180 if name in NAMES else 0x8183
        head = data[:2] + struct.pack("!HHHHH", flags, 1, len(found), 0, 0) + data[12 : end + 4]
        records = [b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 0, 4) + socket.inet_aton(address) for address in found]
        connection.sendto(head + b"".join(records), self.client_address)


def _name(data: bytes) -> tuple[str, int]:
    """The name that a question is about, and where it ends."""
    labels, at = [], 12
    while size := data[at]:
        labels.append(data[at + 1 : at + 1 + size].decode("ascii"))
        at += size + 1
    return ".".join(labels).lower(), at + 1


def make_network() -> None:
    """Bring the loopback device up, with public addresses beside its own."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for device, address in (("lo", "127.0.0.1"), ("lo:1", PUBLIC), ("lo:2", OTHER)):
            wanted = struct.pack("16sH2s4s8s", device.encode(), socket.AF_INET, b"", socket.inet_aton(address), b"")
            fcntl.ioctl(control, 0x8916, wanted)  # SIOCSIFADDR
        fcntl.ioctl(control, 0x8914, struct.pack("16sh14s", b"lo", 0x1 | 0x40, b""))  # SIOCSIFFLAGS: up, running


def cover(path: str, content: str, folder: Path) -> None:
    """Put other content over a file of the system, for this process alone."""
    own = folder / Path(path).name
    own.write_text(content)
    subprocess.run(["mount", "--bind", str(own), path], check=True)


def told(client: Client, url: str) -> Any:
    try:
        found = client.get(url)
    except FetchError as error:
        return {"refused": str(error), "permanent": error.permanent}
    return found.body.decode() if isinstance(found, Fetched) else None


def main() -> None:
    """Make the web, ask it, print what came."""
    make_network()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        cover("/etc/resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:5\n", Path(name))
        cover("/etc/hosts", "", Path(name))
        cover("/etc/nsswitch.conf", "hosts: dns\n", Path(name))
        names = stack.enter_context(NameServer(("127.0.0.1", 53), _Question))
        names.asked = []
        threading.Thread(target=names.serve_forever, daemon=True).start()
        outside, other, inside = (
            stack.enter_context(serving(Server((address, 80)))) for address in (PUBLIC, OTHER, "127.0.0.1")
        )
        outside.routes |= {"/": gives(b"outside"), "/in": leads("http://inside.example/")}
        outside.routes["/turn"] = leads("http://turning.example/")
        other.routes["/"] = gives(b"the other")
        inside.routes["/"] = gives(b"inside")
        client = Client(user_agent=AGENT, limit=10_000, seconds=2)
        said = {url: told(client, url) for url in sys.argv[1:]}
        print(json.dumps({"said": said, "inside": inside.paths(), "names": names.asked}))


if __name__ == "__main__":
    main()
