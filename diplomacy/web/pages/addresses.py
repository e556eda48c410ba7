"""Addresses of pages, found once each: a comparison links to the same actors and articles hundreds of times."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse


def address(view: str, *ids: int) -> str:
    """The address of a page of this app, as `address("pair", exchange, pair)`."""
    return _found(get_script_prefix(), view, ids)


@lru_cache(maxsize=8192)
def _found(prefix: str, view: str, ids: tuple[int, ...]) -> str:  # noqa: ARG001  (the prefix is part of the answer)
    return reverse(f"web:{view}", args=ids)
