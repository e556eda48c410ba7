"""Fetch from the web: a client that every server may be hostile to, its manners, and articles of what it brings.

`Client` asks for one address; `docs/fetching.md` says what it refuses and why.
"""

from diplomacy.intake.fetching.client import Client
from diplomacy.intake.fetching.values import Fetched, FetchError, Unchanged, UnreachableError

__all__ = ["Client", "FetchError", "Fetched", "Unchanged", "UnreachableError"]
