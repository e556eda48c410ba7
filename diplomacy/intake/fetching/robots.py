"""What a site asks of programs: its robots.txt, read by the rules of RFC 9309."""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego
from urllib3.util import Url

from diplomacy.intake.fetching.client import Client, Turn
from diplomacy.intake.fetching.values import Fetched, FetchError, UnreachableError

LONGEST = 512 * 1024
"""Bytes of a robots.txt that are read; the standard asks for 500 KiB at least."""
SITES = 200
KEPT = 12 * 3600.0
KEPT_AFTER_FAILURE = 300.0
"""Seconds that rules, and the want of them, are kept."""


@dataclass(frozen=True, slots=True)
class _Kept:
    until: float
    rules: Protego | FetchError


class Robots:
    """The rules of the sites that were visited lately, for the program that the client's user agent names.

    `clock` is in seconds. It may be used by many threads.
    """

    def __init__(self, client: Client, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._name = re.split(r"[/\s(]", client.user_agent, maxsplit=1)[0]
        self._sites: OrderedDict[str, _Kept] = OrderedDict()
        self._guard = threading.Lock()

    def delay(self, url: Url, *, turn: Turn) -> float:
        """The seconds that the site asks for between two visits, if the address may be fetched at all.

        Raises FetchError where the site's rules forbid it, or could not be learnt: a site without a robots.txt (any
        status 4xx) allows all, one that is out of order is left alone for now. `turn` is entered around each request.
        """
        kept = self._kept(f"{url.scheme}://{url.netloc}", turn)
        if isinstance(kept.rules, FetchError):
            raise self._unknown(url, kept.rules, kept.until - self._clock())
        if not kept.rules.can_fetch(str(url), self._name):
            raise FetchError(
                f"{url}: its site asks programs not to fetch it (robots.txt); save the page in a browser and bring in"
                " the file.",
                permanent=True,
            )
        return kept.rules.crawl_delay(self._name) or 0.0

    def _kept(self, site: str, turn: Turn) -> _Kept:
        with self._guard:
            known = self._sites.get(site)
            if known is not None and known.until > self._clock():
                self._sites.move_to_end(site)
                return known
        rules = self._rules(site, turn)
        seconds = KEPT_AFTER_FAILURE if isinstance(rules, FetchError) else KEPT
        kept = _Kept(self._clock() + seconds, rules)
        with self._guard:
            self._sites[site] = kept
            self._sites.move_to_end(site)
            while len(self._sites) > SITES:
                self._sites.popitem(last=False)
        return kept

    def _rules(self, site: str, turn: Turn) -> Protego | FetchError:
        try:
            found = self._client.get(f"{site}/robots.txt", turn=turn, accepts=lambda _: True)
        except FetchError as error:
            return Protego.parse("") if error.status is not None and 400 <= error.status < 500 else error
        body = found.body if isinstance(found, Fetched) else b""
        return Protego.parse(body[:LONGEST].decode("utf-8", "replace"))

    @staticmethod
    def _unknown(url: Url, error: FetchError, wait: float) -> FetchError:
        """The error for a site whose rules are not known: of the same kind as theirs."""
        reason = str(error).partition(": ")[2].rstrip(".")
        kind = UnreachableError if isinstance(error, UnreachableError) else FetchError
        return kind(
            f"{url}: what its site asks of programs (robots.txt) could not be learnt, so it is left alone for now"
            f" ({reason}).",
            permanent=error.permanent,
            retry_after=max(error.retry_after or 0.0, wait),
            status=error.status,
        )
