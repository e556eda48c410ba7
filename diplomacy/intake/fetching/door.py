"""The one way out: every connection of a fetch is opened here, to an address that was looked at, and is metered."""

import io
import logging
import queue
import socket
import threading
import time
from functools import partial
from http.client import HTTPResponse
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection

from diplomacy.intake.fetching.addresses import PORTS, is_loopback, why_not
from diplomacy.intake.fetching.values import FetchError, UnreachableError

logging.getLogger("urllib3").setLevel(logging.ERROR)  # what servers do wrong becomes a sentence of ours, not a line

_Resolved = list[tuple[socket.AddressFamily, Any]]


class Door:
    """Opens the connections of one visit to one address, for so many seconds and so many bytes in all.

    Time is counted from its making, over name resolution, connecting, handshake, headers and body alike: a server that
    sends a byte now and then gains nothing by it. `allowance` counts bytes as they come, before they are unpacked.
    """

    def __init__(self, url: str, *, seconds: float, allowance: int, allow_loopback: bool) -> None:
        self.url = url
        self._seconds = seconds
        self._ends = time.monotonic() + seconds
        self._allowance = allowance
        self._allow_loopback = allow_loopback

    def left(self) -> float:
        """The seconds that are left. Raises TimeoutError where there are none."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    @property
    def is_late(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._ends

    def took(self, size: int) -> None:
        """Count bytes that came. Raises FetchError where they are more than allowed."""
        self._allowance -= size
        if self._allowance < 0:
            raise FetchError(f"{self.url}: the server does not stop sending; leave the address out.", permanent=True)

    def open(self, host: str, port: int) -> socket.socket:
        """A connection to the first address of a host that answers.

        All its addresses are looked at first, and one that is not public refuses the host: a name that leads inside as
        well as outside is a trap. The socket goes to the very address that was looked at; the name is not asked again.
        """
        found = self._resolved(host, port)
        for _, address in found:
            self._look_at(host, address[0], port)
        for tried, (family, address) in enumerate(found):
            connection = socket.socket(family, socket.SOCK_STREAM)
            try:
                connection.settimeout(self.left() / (len(found) - tried))
                connection.connect(address)
                connection.settimeout(self.left())
            except OSError:
                connection.close()
                continue
            return connection
        raise UnreachableError(f"{self.url}: {host} does not answer; check the address, or try again later.")

    def _look_at(self, host: str, address: str, port: int) -> None:
        reason = why_not(address, allow_loopback=self._allow_loopback)
        if reason:
            leads = "this address" if host == address else f"{host} leads to {address}, which"
            raise FetchError(
                f"{self.url}: {leads} {reason}; only public addresses are fetched:"
                " save the page and bring in the file.",
                permanent=True,
            )
        if port not in PORTS.values() and not is_loopback(address):
            raise FetchError(
                f"{self.url}: only the web's own ports 80 and 443 are asked, not {port};"
                " save the page and bring in the file.",
                permanent=True,
            )

    def _resolved(self, host: str, port: int) -> _Resolved:
        """All addresses of a host. The system's resolver knows no time limit: it is asked in a thread of its own."""
        answers: queue.SimpleQueue[_Resolved | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                answers.put([(family, address) for family, _, _, _, address in found])
            except (OSError, UnicodeError) as error:
                answers.put(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=self.left())
        except queue.Empty:
            raise TimeoutError from None
        if isinstance(answer, Exception) or not answer:
            raise UnreachableError(f"{self.url}: there is no host {host}; check the address, or try again later.")
        return answer


class _Meter(io.RawIOBase):
    """A socket's bytes, counted, and waited for no longer than the door is open."""

    def __init__(self, raw: io.RawIOBase, connection: socket.socket, door: Door) -> None:
        self._raw, self._connection, self._door = raw, connection, door

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._connection.settimeout(self._door.left())
        size = self._raw.readinto(buffer)
        self._door.took(size or 0)
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


class _MeteredResponse(HTTPResponse):
    """An answer that is read through the meter, from its first line on."""

    def __init__(self, door: Door, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Meter(self.fp.detach(), sock, door))


class _ThroughDoor:
    """What both kinds of connection have of the door."""

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._door = door
        self.response_class: Any = partial(_MeteredResponse, door)

    def _new_conn(self) -> socket.socket:
        return self._door.open(self._dns_host, self.port)  # type: ignore[attr-defined]


class PlainConnection(_ThroughDoor, HTTPConnection):
    """An http connection through the door."""


class SecureConnection(_ThroughDoor, HTTPSConnection):
    """An https connection through the door; the certificate is checked against the name."""
