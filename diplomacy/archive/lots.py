"""The lot by which some pairs are put to two curators: drawn by their words, so that it falls alike every time."""

from collections.abc import Iterable
from hashlib import sha256


def lot_of(words: Iterable[str]) -> float:
    """A number from 0 up to 1, the same for the same words in whatever order."""
    digest = sha256("\n".join(sorted(words)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48
