"""Watch addresses: a feed's new entries become watched pages, a page's changed text a new version of its article.

A look is one transaction: what it brought is stored, and queued to be read, if and only if the visit is put down.
"""

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from diplomacy.archive import vocabulary
from diplomacy.archive.batches import TEXTS
from diplomacy.archive.incoming.fetch import client, found_in, given_by
from diplomacy.archive.incoming.ingest import Desk, Happened
from diplomacy.archive.incoming.publishers import Directory
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import Outlet, Watched, WatchedKind
from diplomacy.archive.queue import Job, defer
from diplomacy.intake.addresses import host
from diplomacy.intake.fetching import BusyError, Fetched, FetchError
from diplomacy.intake.fetching.addresses import fetchable
from diplomacy.intake.values import Incoming, IntakeAddress, IntakeArticle, IntakeError, OutletKind

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=15)
"""After a look that failed; each further failure doubles it."""
LONGEST_PAUSE = timedelta(days=2)
FAILURES = 8
"""Looks that fail one after another, over some three days, before an address is left alone."""
GONE = 410
"""The status by which a server says that a page was taken down for good."""
AT_ONCE = 1000
"""Looks that are queued at a time."""


class Saw(StrEnum):
    """What came of a look."""

    NEW = "something new"
    SAME = "nothing new"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a look."""

    url: str
    saw: Saw
    sentence: str
    stored: int = 0
    """How many texts are new, to be read by the workers."""
    found: int = 0
    """How many addresses are watched since."""


def watch(url: str, *, outlet: str = "", kind: OutletKind | None = None, published: date | None = None) -> Watched:
    """Watch an address from now on; one that failed too often is tried again. Raises FetchError for none of the web.

    `outlet` publishes all that is found there, and has its row made, of this `kind`, where it is not known.
    `published` is the day of a page that does not tell its own.
    """
    address = str(fetchable(url))
    with transaction.atomic():
        one_writer()
        row = Watched.objects.filter(url=address).first() or Watched(url=address, kind=WatchedKind.PAGE)
        row.active, row.failures, row.sentence, row.next_look = True, 0, "", timezone.now()
        if outlet:
            row.outlet = _outlet(outlet, kind)
        if published:
            row.given = {**row.given, "published": published.isoformat()}
        row.save()
    return row


def unwatch(url: str) -> int:
    """Look at an address no more; how many are watched less by that.

    A feed goes with the pages that it led to, whose texts stay. A page that a feed led to stays on the list as
    inactive, or the feed would lead to it again.
    """
    address = str(fetchable(url))
    with transaction.atomic():
        row = Watched.objects.select_for_update().filter(url=address).first()
        if row is None:
            return 0
        if row.found_in_id is not None:
            Watched.objects.filter(pk=row.pk).update(active=False, sentence="It was taken off the list.")
            return int(row.active)
        return row.delete()[1][Watched._meta.label]


def look_now(row: Watched) -> None:
    """Queue a look at an address at once; one that is left alone is watched again."""
    with transaction.atomic():
        Watched.objects.filter(pk=row.pk).update(active=True, next_look=timezone.now())
        _defer_look(row.pk, row.url)


def defer_due() -> int:
    """Queue a look at each address whose time has come, unless one waits in the queue; how many there are."""
    rows = list(due().values_list("pk", "url")[:AT_ONCE])
    for pk, url in rows:
        _defer_look(pk, url)
    return len(rows)


def _defer_look(pk: int, url: str) -> None:
    defer(Job.LOOK, once=f"look {pk}", alone=f"visit {host(url)}", watched=pk)


def due() -> QuerySet[Watched]:
    """Those whose time has come, the longest overdue first."""
    return Watched.objects.filter(active=True, next_look__lte=timezone.now()).order_by("next_look", "pk")


def look(pk: int, *, unasked: bool = True) -> Looked | None:
    """Look at a watched address; None where it is inactive, or, `unasked`, where its time has not come (any more)."""
    wanted = due() if unasked else Watched.objects.filter(active=True)
    row = wanted.select_related("outlet").filter(pk=pk).first()
    if row is None:
        return None
    try:
        visited = client().get(row.url, etag=row.etag, last_modified=row.last_modified)
    except FetchError as error:
        return _failed(row, error)
    if not isinstance(visited, Fetched):
        return _settle(row, Looked(row.url, Saw.SAME, "The server says that nothing changed."))
    found = list(found_in(visited, given=row.given))
    with transaction.atomic():
        one_writer()
        row = Watched.objects.select_related("outlet").select_for_update(of=("self",)).filter(pk=pk).first()
        return _take(row, visited, found) if row else None


def _take(row: Watched, visited: Fetched, found: list[Incoming]) -> Looked:
    """Store what a visit brought."""
    faults = [one for one in found if isinstance(one, IntakeError)]
    addresses = [one for one in found if isinstance(one, IntakeAddress)]
    articles = [one for one in found if isinstance(one, IntakeArticle)]
    desk = Desk(outlet=row.outlet.name if row.outlet else "")
    texts: list[int] = []
    refused: list[str] = []
    for article in articles:
        outcome = _store(desk, article, texts, refused)
        faults += [IntakeError(outcome)] if outcome else []
    if faults and len(faults) == len(found):
        return _failed(row, faults[0])
    row.kind = WatchedKind.PAGE if any(one.original == visited.body for one in articles) else WatchedKind.FEED
    pages = _watch_found(row, addresses)
    for start in range(0, len(texts), TEXTS):
        defer(Job.READ, versions=texts[start : start + TEXTS])
    row.etag, row.last_modified = visited.etag[:300], visited.last_modified[:100]
    new = [f"{len(texts)} new text{'s' * (len(texts) != 1)}"] if texts else []
    new += [f"{pages} new address{'es' * (pages != 1)}"] if pages else []
    sentence = f"{', '.join(new) or 'Nothing new'}." + (f" {len(faults)} not read: {faults[0]}" if faults else "")
    sentence += f" {len(refused)} refused: {refused[0]}" if refused else ""
    return _settle(row, Looked(row.url, Saw.NEW if new else Saw.SAME, sentence, stored=len(texts), found=pages))


def _store(desk: Desk, article: IntakeArticle, texts: list[int], refused: list[str]) -> str:
    """Store an article, and add the id of its text to `texts` if it is new, or to `refused` why it is not wanted; a
    sentence where it can't be stored."""
    try:
        with transaction.atomic():
            outcome, version = desk.store(article)
    except OperationalError:
        raise  # the database is gone
    except Exception as error:
        log.info("%s was not stored", article.url, exc_info=error)
        return f"{article.url}: it was not stored, for an error in this program ({type(error).__name__}); report it."
    if version:
        texts.append(version.pk)
    if outcome.happened is Happened.DELETED:
        refused.append(outcome.sentence)
    return outcome.sentence if outcome.happened is Happened.FAILED else ""


def _watch_found(feed: Watched, addresses: list[IntakeAddress]) -> int:
    """Watch the pages that a feed leads to; how many are new."""
    pages: dict[str, IntakeAddress] = {}
    for address in addresses:
        try:
            pages.setdefault(str(fetchable(address.url)), address)
        except FetchError as error:
            log.info("%s gives an address that is none: %s", feed.url, error)
    there = set(Watched.objects.filter(url__in=pages).values_list("url", flat=True))
    now = timezone.now()
    made = Watched.objects.bulk_create(
        Watched(
            url=url,
            kind=WatchedKind.PAGE,
            outlet=feed.outlet,
            found_in=feed,
            given=given_by(address),
            next_look=now,
        )
        for url, address in pages.items()
        if url not in there
    )
    return len(made)


def _settle(row: Watched, looked: Looked) -> Looked:
    """Put down a look that went well, and when the next one is."""
    now = timezone.now()
    if looked.saw is Saw.NEW:
        row.changed_at = now
    row.looked_at, row.failures, row.sentence = now, 0, looked.sentence
    row.next_look = now + interval(row, now)
    row.save(
        update_fields=["kind", "etag", "last_modified", "changed_at", "looked_at", "failures", "sentence", "next_look"]
    )
    return looked


def _failed(row: Watched, error: IntakeError) -> Looked:
    """Put down a look that failed: it is tried again later, more and more so, until it is left alone."""
    now = timezone.now()
    away = timedelta(seconds=(error.retry_after or 0) if isinstance(error, FetchError) else 0)
    if isinstance(error, BusyError):  # nothing was asked, so nothing failed
        Watched.objects.filter(pk=row.pk).update(next_look=now + away)
        return Looked(row.url, Saw.SAME, str(error))
    failures = row.failures + 1
    pause = min(max(interval(row, now), FIRST_PAUSE * 2 ** (failures - 1)), max(LONGEST_PAUSE, interval(row, now)))
    is_gone = isinstance(error, FetchError) and error.status == GONE
    Watched.objects.filter(pk=row.pk).update(
        looked_at=now,
        failures=failures,
        sentence=str(error),
        next_look=now + max(pause, away),
        active=not is_gone and failures < FAILURES,
    )
    return Looked(row.url, Saw.FAILED, str(error))


def interval(row: Watched, now: datetime) -> timedelta:
    """How long to wait for the next look at an address, by how long nothing new was seen there (watching.toml)."""
    table = vocabulary.load("watching.toml")
    quiet = (now - (row.changed_at or row.added_at)) / timedelta(hours=1)
    fitting = (step["every_hours"] for step in table[row.kind] if quiet < step["quiet_hours"])
    return timedelta(hours=next(fitting, table["rarest_hours"]))


def _outlet(name: str, kind: OutletKind | None) -> Outlet:
    """The row of the outlet of this name, made where there is none."""
    known = Directory.load().by_name(name)
    if known is None:
        return Outlet.objects.create(name=name[:200], kind=kind or OutletKind.OTHER, inferred=kind is None)
    known = replace(known, kind=kind) if kind else known
    return Outlet.objects.get_or_create(
        name=known.name[:200],
        defaults={
            "kind": known.kind,
            "country": known.country,
            "domains": list(known.domains),
            "aliases": list(known.aliases),
            "inferred": known.inferred,
        },
    )[0]
