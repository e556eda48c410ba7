"""The client: asks the web for one address, as if every server were hostile."""

import ssl
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path

import certifi
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import DecodeError, HTTPError, SSLError
from urllib3.util import Url

from diplomacy.intake.fetching.addresses import PORTS, fetchable, has_scheme, redirected
from diplomacy.intake.fetching.answers import PAGES, REDIRECTS, body, header, is_readable, refusal
from diplomacy.intake.fetching.door import Door, PlainConnection, SecureConnection
from diplomacy.intake.fetching.values import Fetched, FetchError, Unchanged, UnreachableError

Turn = Callable[[str], AbstractContextManager[object]]
"""What is entered around every single request, with its address: waits, or raises FetchError."""
_SINCE = ("If-None-Match", "If-Modified-Since")
_ASKED = {
    "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "en, *;q=0.5",
}


class Client:
    """Fetches public http and https addresses; `docs/fetching.md` says what it refuses and why.

    `user_agent` names the program and whom to write to. `limit` is in bytes of the unpacked body, `seconds` for one
    fetch with all its redirects. `certificates` is a file of authorities to trust for the packaged ones.
    `allow_loopback` lets it speak to this computer, on any port. It keeps nothing between two fetches (no cookies, no
    connections), takes no proxy from the environment, and may be used by many threads.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        limit: int,
        seconds: float,
        redirects: int = 5,
        allow_loopback: bool = False,
        certificates: Path | str = "",
    ) -> None:
        self.user_agent = user_agent
        self._limit = limit
        self._seconds = seconds
        self._redirects = redirects
        self._allow_loopback = allow_loopback
        self._trust = ssl.create_default_context(cafile=certificates or certifi.where())

    def get(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        turn: Turn = nullcontext,
        accepts: Callable[[str], bool] = is_readable,
    ) -> Fetched | Unchanged:
        """What is at an address now; Unchanged where the server says that it is as at the visit of `etag`.

        Raises FetchError, and nothing else, with one sentence. An address without a scheme is tried as https, then,
        where nothing answers there, as http. `accepts` is asked about the media type before the body is taken.
        """
        since = {name: value for name, value in zip(_SINCE, (etag, last_modified), strict=True) if value}
        headers = {**_ASKED, "User-Agent": self.user_agent, **since}
        visit = partial(self._follow, headers=headers, turn=turn, accepts=accepts)
        if has_scheme(url):
            return visit(fetchable(url))
        bare = url.strip().removeprefix("//")
        try:
            return visit(fetchable(f"https://{bare}"))
        except UnreachableError:
            return visit(fetchable(f"http://{bare}"))

    def _follow(
        self, asked: Url, *, headers: dict[str, str], turn: Turn, accepts: Callable[[str], bool]
    ) -> Fetched | Unchanged:
        url, seen, left = asked, {asked}, self._seconds
        for _ in range(self._redirects + 1):
            with turn(str(url)):
                began = time.monotonic()
                found = self._visit(asked, url, headers, seconds=left, accepts=accepts)
                left -= time.monotonic() - began
            if not isinstance(found, Url):
                return found
            if found in seen:
                raise FetchError(f"{asked}: it redirects in a circle; open it in a browser.", permanent=True)
            seen.add(found)
            url = found
        raise FetchError(
            f"{asked}: it redirects more than {self._redirects} times; open it in a browser and give the last address.",
            permanent=True,
        )

    def _visit(
        self, asked: Url, url: Url, headers: dict[str, str], *, seconds: float, accepts: Callable[[str], bool]
    ) -> Fetched | Unchanged | Url:
        """One request: what it gave, or where it redirects to."""
        door = Door(
            str(url), seconds=seconds, allowance=2 * self._limit + 1_048_576, allow_loopback=self._allow_loopback
        )
        try:
            with self._pool(url, door) as pool:
                response = pool.urlopen(
                    "GET", url.request_uri, headers=headers, retries=False, redirect=False, preload_content=False
                )
                with response:
                    was_known = any(name in headers for name in _SINCE)
                    found = self._answer(asked, url, response, accepts=accepts, was_known=was_known)
            door.left()  # a body without a length ends where the time does, and would pass for a whole one
        except FetchError:
            raise
        except (HTTPError, OSError, ValueError) as error:
            raise self._failure(url, error, door) from None
        return found

    def _pool(self, url: Url, door: Door) -> HTTPConnectionPool:
        pool: HTTPConnectionPool
        if url.scheme == "https":
            pool = HTTPSConnectionPool(str(url.host), url.port or PORTS[str(url.scheme)], ssl_context=self._trust)
            pool.ConnectionCls = partial(SecureConnection, door=door)  # type: ignore[assignment]
        else:
            pool = HTTPConnectionPool(str(url.host), url.port or PORTS[str(url.scheme)])
            pool.ConnectionCls = partial(PlainConnection, door=door)  # type: ignore[assignment]
        return pool

    def _answer(
        self, asked: Url, url: Url, response: BaseHTTPResponse, *, accepts: Callable[[str], bool], was_known: bool
    ) -> Fetched | Unchanged | Url:
        if response.status in REDIRECTS and (location := response.headers.get("Location")):
            return redirected(url, location.encode("latin-1", "replace").decode("utf-8", "replace"))
        if response.status == 304 and was_known:
            return Unchanged(str(asked), str(url))
        if response.status not in PAGES:
            raise refusal(str(url), response)
        media_type = header(response, "Content-Type")
        if not accepts(media_type):
            raise FetchError(
                f"{url}: it is {media_type.partition(';')[0][:80]}, which no format reads; give the address of a text.",
                permanent=True,
            )
        return Fetched(
            url=str(asked),
            final_url=str(url),
            status=response.status,
            media_type=media_type,
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            body=body(str(url), response, limit=self._limit),
        )

    def _failure(self, url: Url, error: Exception, door: Door) -> FetchError:
        """The sentence for what went wrong between here and there."""
        if door.is_late or isinstance(error, TimeoutError):
            return FetchError(f"{url}: it took more than {self._seconds:g} seconds; try again later.")
        if isinstance(error, SSLError | ssl.SSLError):
            reason = str(error.args[0] if error.args else error)
            told = "its certificate is not valid" if "CERTIFICATE" in reason.upper() else "it speaks no https"
            return FetchError(f"{url}: {told}, so who answers is not known; open it in a browser, or try again later.")
        if isinstance(error, DecodeError):
            return FetchError(f"{url}: what the server packed cannot be unpacked; try again later.")
        return FetchError(f"{url}: the answer breaks off or is no HTTP that can be read; try again later.")
