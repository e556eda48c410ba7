"""Fetch addresses now, known ones and new ones: what each gives, and what of it is new."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.http import http_date

from diplomacy.archive.incoming.fetch import client, found_in
from diplomacy.archive.incoming.ingest import Outcome, Outcomes, ingest
from diplomacy.archive.models import Version, Watched
from diplomacy.intake.fetching import Fetched, FetchError
from diplomacy.intake.fetching.addresses import fetchable
from diplomacy.intake.values import Incoming, IntakeAddress, IntakeArticle, IntakeError

SURE = timedelta(days=1)
"""By how much the servers' clocks may be off: a page that was changed within a day of our visit is fetched again."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What an address gave."""

    outcome: Outcome | None
    """What came of it; None where the server says that nothing changed since the last visit."""
    url: str
    title: str = ""
    outlet: str = ""
    """As the page names it."""
    published: str = ""
    """ISO 8601; empty where the page does not tell."""
    words: int = 0


def refresh(
    urls: Iterable[str], *, again: bool = False, progress: Callable[[str], None] = lambda _: None, **said: Any
) -> tuple[list[Refreshed], Outcomes]:
    """Fetch each address; store, read and compare what is new. Failures are outcomes, in the addresses' order.

    `again` fetches also what the servers say has not changed. `progress` is told each address before it is fetched;
    `said` goes to `ingest`.
    """
    unchanged: list[Refreshed] = []
    seen: list[tuple[str, Incoming]] = []

    def incoming() -> Iterator[Incoming]:
        for url in urls:
            progress(url)
            for one in _visit(url, again=again):
                if one is None:
                    unchanged.append(Refreshed(None, url))
                else:
                    seen.append((url, one))
                    yield one

    outcomes = ingest(incoming(), **said)
    found = [_told(url, one, outcome) for (url, one), outcome in zip(seen, outcomes.each, strict=True)]
    return [*unchanged, *found], outcomes


def known_of(outlet: str) -> list[str]:
    """The addresses of the outlet's articles, the latest published first."""
    texts = Version.objects.current().filter(article__outlet__name__iexact=outlet).exclude(article__url="")
    return list(texts.order_by("-article__published_on", "article").values_list("article__url", flat=True))


def _visit(url: str, *, again: bool) -> Iterator[Incoming | None]:
    """What an address gives; None where nothing changed."""
    since = {} if again else _last_visit(url)
    try:
        visited = client().get(url, **since)
    except FetchError as error:
        yield error
        return
    if not isinstance(visited, Fetched):
        yield None
        return
    found = list(found_in(visited, given={}))
    if addresses := sum(isinstance(one, IntakeAddress) for one in found):
        yield IntakeError(
            f"{url}: it is a list of {addresses} addresses; bring them in with ingest, or look at it again and again"
            " with watch add."
        )
    yield from (one for one in found if not isinstance(one, IntakeAddress))


def _last_visit(url: str) -> dict[str, str]:
    """What a server is told of the last visit, so that it need not send the same page again."""
    try:
        address = str(fetchable(url))
    except FetchError:
        return {}
    watched = Watched.objects.filter(url=address).first()
    if watched and (watched.etag or watched.last_modified):
        return {"etag": watched.etag, "last_modified": watched.last_modified}
    texts = Version.objects.current().filter(article__url=url).exclude(original=None).select_related("original")
    kept = texts.values_list("original__kept_at", flat=True).first()
    return {"last_modified": http_date((kept - SURE).timestamp())} if kept else {}


def _told(url: str, one: Incoming, outcome: Outcome) -> Refreshed:
    if not isinstance(one, IntakeArticle):
        return Refreshed(outcome, url)
    published = one.published.isoformat() if one.published else ""
    return Refreshed(outcome, url, one.title, one.outlet, published, len(one.text.split()))
