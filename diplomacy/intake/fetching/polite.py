"""The client that everything which fetches pages goes through: guarded, by the sites' rules, one visit at a time."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from diplomacy.intake.fetching.addresses import fetchable
from diplomacy.intake.fetching.client import Client
from diplomacy.intake.fetching.pace import Pace
from diplomacy.intake.fetching.robots import Robots
from diplomacy.intake.fetching.values import Fetched, Unchanged


class PoliteClient:
    """Fetches as `client` does, but asks each site's robots.txt first and keeps to the pace, at every redirect too.

    Rules and pace are remembered for as long as the object lives: make one for a process. It may be used by many
    threads; processes know nothing of each other's visits.
    """

    def __init__(self, client: Client, *, pace: Pace | None = None, robots: Robots | None = None) -> None:
        self._client = client
        self._pace = pace or Pace()
        self._robots = robots or Robots(client)

    def get(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched | Unchanged:
        """What is at an address now, as `Client.get` has it. Raises FetchError, and nothing else."""
        return self._client.get(url, etag=etag, last_modified=last_modified, turn=self._turn)

    @contextmanager
    def _turn(self, url: str) -> Iterator[None]:
        address = fetchable(url)
        delay = self._robots.delay(address, turn=self._beside)
        with self._pace.turn(address, delay=delay):
            yield

    def _beside(self, url: str) -> AbstractContextManager[None]:
        return self._pace.turn(fetchable(url), pauses=False)
