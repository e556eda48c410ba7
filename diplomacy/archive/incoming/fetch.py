"""Fetch addresses: by one client a process, and with what a list or feed says of a page that does not say it itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings

from diplomacy.archive import vocabulary
from diplomacy.archive.deleting.known import deleted
from diplomacy.archive.models import Article
from diplomacy.intake import read_bytes
from diplomacy.intake.fetching import Client, Fetched, FetchError, Pace, PoliteClient
from diplomacy.intake.values import Incoming, IntakeAddress, IntakeArticle, IntakeError, Published


@cache
def client() -> PoliteClient:
    """The client of the settings, one a process, since it keeps the pace."""
    return PoliteClient(
        Client(
            user_agent=settings.DIPLOMACY_USER_AGENT,
            limit=settings.DIPLOMACY_MAX_BYTES,
            seconds=settings.DIPLOMACY_FETCH_SECONDS,
            certificates=settings.DIPLOMACY_CERTIFICATES,
            allow_loopback=settings.DIPLOMACY_FETCH_LOOPBACK,
        ),
        pace=Pace(pause=settings.DIPLOMACY_FETCH_PAUSE),
    )


def given_by(address: IntakeAddress) -> dict[str, str]:
    """What the list that gave an address says of it, to be kept as JSON: outlet, title, published."""
    published = address.published.day.isoformat() if address.published else ""
    return {"outlet": address.outlet, "title": address.title, "published": published}


def as_given(article: IntakeArticle, given: Mapping[str, Any]) -> IntakeArticle:
    """The article with what was `given` with its address, where it does not say that itself."""
    day = date.fromisoformat(given["published"]) if given.get("published") else None
    published = article.published or (Published(day) if day else None)
    return replace(article, published=published, outlet=article.outlet or given.get("outlet", ""))


def found_in(fetched: Fetched, *, given: Mapping[str, Any]) -> Iterator[Incoming]:
    """What was fetched holds, with what was `given` with its address."""
    found = read_bytes(
        fetched.final_url,
        fetched.body,
        limit=settings.DIPLOMACY_MAX_BYTES,
        vocabulary_folder=vocabulary.folder(),
        media_type=fetched.media_type,
        url=fetched.final_url,
    )
    for one in found:
        yield as_given(one, given) if isinstance(one, IntakeArticle) else one


def is_known(address: IntakeAddress) -> bool:
    """Whether a list gave it, and an article of this address is stored, or was deleted and can be restored: it need not
    be fetched for the list's sake."""
    if not address.found_in:
        return False
    return Article.objects.filter(url=address.url).exists() or deleted(url=address.url) is not None


def with_fetched(incoming: Iterable[Incoming]) -> Iterator[Incoming]:
    """The same, with what each address gives in its place, one after the other; but for those that are known."""
    for one in incoming:
        if isinstance(one, IntakeAddress) and not is_known(one):
            yield from _fetched(one)
        else:
            yield one


def _fetched(address: IntakeAddress) -> Iterator[Incoming]:
    """What an address gives. Those that it gives itself are fetched too, unless it came from a list."""
    try:
        visited = client().get(address.url)
    except FetchError as error:
        yield error
        return
    if not isinstance(visited, Fetched):  # no earlier visit was named
        return
    for one in found_in(visited, given=given_by(address)):
        if not isinstance(one, IntakeAddress) or is_known(one):
            yield one
        elif address.found_in:
            yield IntakeError(f"{one.url}: a list within a list is not followed; hand it in by itself.")
        else:
            yield from _fetched(one)
