"""One request at a time to each host, and a pause before the next."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from urllib3.util import Url

from diplomacy.intake.fetching.values import BusyError, FetchError

HOSTS = 1000
"""Hosts that are kept in mind; beyond, those whose pause is over are forgotten."""


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    users: int = 0


class Pace:
    """Whose turn it is at each host, over all calls and threads of this process.

    `pause` is the seconds between two requests to a host, unless it asks for more. A wait of more than `patience`
    seconds is not slept but told, as a BusyError with `retry_after`. `clock` and `sleep` are in seconds.
    """

    def __init__(
        self,
        *,
        pause: float = 1.0,
        patience: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause, self._patience = pause, patience
        self._clock, self._sleep = clock, sleep
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()

    @contextmanager
    def turn(self, url: Url, *, delay: float = 0.0, pauses: bool = True) -> Iterator[None]:
        """Wait for the turn of an address's host and hold it; afterwards the host rests.

        `delay` is the seconds that the host asks for between requests. Without `pauses` the request neither waits for
        the pause nor begins one: for what only accompanies another. A FetchError from within whose `retry_after` says
        to keep away is heeded for the whole host.
        """
        known = self._known(str(url.host))
        try:
            if not known.lock.acquire(timeout=self._patience):
                raise self._busy(url, self._patience)
            try:
                self._rest(url, known.free_at, heeds_pause=pauses)
                yield
            except FetchError as error:
                known.free_at = max(known.free_at, self._clock() + (error.retry_after or 0.0))
                raise
            finally:
                if pauses:
                    known.free_at = max(known.free_at, self._clock() + max(self._pause, delay))
                known.lock.release()
        finally:
            with self._guard:
                known.users -= 1

    def _rest(self, url: Url, until: float, *, heeds_pause: bool) -> None:
        wait = until - self._clock()
        if wait > self._patience:
            raise self._busy(url, wait)
        if wait > 0 and heeds_pause:
            self._sleep(wait)

    def _known(self, host: str) -> _Host:
        with self._guard:
            if host not in self._hosts and len(self._hosts) >= HOSTS:
                now = self._clock()
                self._hosts = {name: each for name, each in self._hosts.items() if each.users or each.free_at > now}
            known = self._hosts.setdefault(host, _Host())
            known.users += 1
            return known

    @staticmethod
    def _busy(url: Url, wait: float) -> BusyError:
        return BusyError(
            f"{url}: its host wants {wait:.0f} seconds of rest between visits; try again then.", retry_after=wait
        )
