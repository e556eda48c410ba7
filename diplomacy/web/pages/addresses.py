"""Addresses of pages, found once each: a comparison links to the same actors and articles hundreds of times."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=8192)
def address(view: str, *ids: int) -> str:
    """The address of a page of this app, as `address("pair", exchange, pair)`.

    A process serves the app under one path (`SCRIPT_NAME`), which it is told before its first request: to ask for it at
    every link takes longer than all else here.
    """
    return reverse(f"web:{view}", args=ids)
