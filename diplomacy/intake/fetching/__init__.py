"""Fetch from the web: a client that every server may be hostile to, and its manners.

`PoliteClient(Client(…)).get(address)` fetches, and `intake.read_bytes(final_url, body, media_type=…, url=final_url)`
makes articles of what came. `docs/fetching.md` says what is refused and why.
"""

from diplomacy.intake.fetching.client import Client
from diplomacy.intake.fetching.pace import Pace
from diplomacy.intake.fetching.polite import PoliteClient
from diplomacy.intake.fetching.robots import Robots
from diplomacy.intake.fetching.values import BusyError, Fetched, FetchError, Unchanged, UnreachableError

__all__ = [
    "BusyError",
    "Client",
    "FetchError",
    "Fetched",
    "Pace",
    "PoliteClient",
    "Robots",
    "Unchanged",
    "UnreachableError",
    "read_fetched",
]
