"""Open what was handed in: its articles are stored, unread, and queued to be read in the same transaction.

However a run ends, the next one goes on behind the last article that was stored.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone

from diplomacy.archive import vocabulary
from diplomacy.archive.batches import batches
from diplomacy.archive.deleting.known import deleted
from diplomacy.archive.deleting.known import sentence as why_refused
from diplomacy.archive.incoming.fetch import as_given, client, given_by
from diplomacy.archive.incoming.ingest import Desk, Happened, Outcome
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import Article, Item, ItemKind, ItemState, Original
from diplomacy.archive.queue import Job, defer
from diplomacy.intake import read_bytes
from diplomacy.intake.addresses import host
from diplomacy.intake.fetching import BusyError, FetchError, Unchanged
from diplomacy.intake.values import Incoming, IntakeAddress, IntakeArticle, IntakeError, OutletKind, Published

log = logging.getLogger(__name__)

TRIES = 5
"""How often an address is asked for before it counts as failed."""
FIRST_PAUSE = 30.0
"""Seconds before the second try; each further one waits four times as long as the one before."""
LONGEST_PAUSE = 6 * 3600.0
TOGETHER = 8
"""How many articles are stored, and then read, together: others wait with what they have to write for so long."""
KNOWN = "An article of this address is stored."
STATES = {
    Happened.STORED: ItemState.STORED,
    Happened.NEW_VERSION: ItemState.STORED,
    Happened.ALREADY_THERE: ItemState.KNOWN,
    Happened.DELETED: ItemState.KNOWN,
    Happened.FAILED: ItemState.FAILED,
}


def open_item(pk: int) -> None:
    """Store the articles of what is kept, in chunks; nothing where it was opened, or its delivery was stopped."""
    item = _waiting(pk)
    if item and item.original:
        _unpack(item, read_original(item, item.original))


def fetch_item(pk: int) -> None:
    """Fetch an address, keep what it gives, and store its articles; what may pass is queued for another try.

    One that several lists give is fetched for the first of them.
    """
    item = _waiting(pk)
    if item is None:
        return
    if item.within_id is not None and (known := _known(item.name)):
        Item.objects.filter(pk=pk).update(state=ItemState.KNOWN, sentence=known, changed_at=timezone.now())
        return
    try:
        fetch_original(item)
    except FetchError as error:
        _put_off(item, error)
        return
    open_item(pk)


def fetch_original(item: Item) -> None:
    """Fetch the item's address and keep what it gives. Raises FetchError."""
    fetched = client().get(item.name)
    if isinstance(fetched, Unchanged):  # no visit was named
        return
    with transaction.atomic():
        item.original = Original.keep(fetched.body, name=fetched.final_url, media_type=fetched.media_type)
        item.given = {**item.given, "url": fetched.final_url}
        item.save(update_fields=["original", "given", "changed_at"])


def _waiting(pk: int) -> Item | None:
    items = Item.objects.select_related("delivery", "original").filter(state=ItemState.WAITING)
    return items.filter(pk=pk, delivery__stopped=False, delivery__draft=False).first()


def read_original(item: Item, original: Original) -> Iterator[Incoming]:
    """What the item's bytes hold, each article with what else is known of it."""
    url = item.given.get("url", "")
    found = read_bytes(
        url or item.name,
        original.data,
        limit=settings.DIPLOMACY_MAX_BYTES,
        vocabulary_folder=vocabulary.folder(),
        media_type=original.media_type,
        url=url,
    )
    for position, one in enumerate(found):
        yield _as_told(one, item, said_of(item, position)) if isinstance(one, IntakeArticle) else one


def said_of(item: Item, position: int) -> dict[str, str]:
    """What a curator says of the article at that place in what the item holds."""
    said: dict[str, str] = item.said.get(str(position), {})
    return said


def _as_told(one: IntakeArticle, item: Item, said: dict[str, str]) -> IntakeArticle:
    """An article as a curator says it is; and as the list or feed that gave its address says, where it says nothing.

    Who publishes it is not said here: the article's own words still count for where it lies.
    """
    one = as_given(one, item.given)
    if "published" in said:
        one = replace(one, published=Published(date.fromisoformat(said["published"])), dated_by="")
    if "url" in said:
        one = replace(one, url=said["url"], domain=host(said["url"]) or one.domain)
    return replace(one, title=said.get("title", one.title), byline=said.get("byline", one.byline))


def _unpack(item: Item, found: Iterable[Incoming]) -> None:
    delivery = item.delivery
    desk = Desk(
        outlet=delivery.outlet,
        outlet_kind=OutletKind(delivery.outlet_kind) if delivery.outlet_kind else None,
        published=delivery.published_on,
    )
    for chunk in batches(enumerate(found), length=_length, most=TOGETHER):
        with transaction.atomic():
            one_writer()
            if _waiting(item.pk) is None:
                return
            desk.catch_up()
            places = [position for position, _ in chunk]
            there = set(Item.objects.filter(within=item, position__in=places).values_list("position", flat=True))
            stored = [_store(desk, one, item, position) for position, one in chunk if position not in there]
            if versions := [pk for pk in stored if pk is not None]:
                defer(Job.READ, versions=versions)
    Item.objects.filter(pk=item.pk, state=ItemState.WAITING).update(state=ItemState.OPENED)


def _store(desk: Desk, one: Incoming, item: Item, position: int) -> int | None:
    """The item of what was found, with what came of it; the id of its text, if there is one to be read."""
    if isinstance(one, IntakeAddress):
        _address(one, item, position)
        return None
    try:
        with transaction.atomic():
            said = said_of(item, position)
            kind = OutletKind(said["outlet_kind"]) if "outlet_kind" in said else None
            outcome, version = desk.store(one, outlet=said.get("outlet", ""), outlet_kind=kind)
    except OperationalError:
        raise  # the database is gone: no other article would fare better
    except Exception as error:
        log.info("an article of %s was not stored", item, exc_info=error)
        outcome, version = _broken(one, error), None
    Item.objects.create(
        delivery=item.delivery,
        within=item,
        position=position,
        kind=ItemKind.ARTICLE,
        name=(outcome.source or item.name)[:2000],
        state=STATES[outcome.happened],
        sentence=outcome.sentence,
        version=version,
    )
    return version.pk if version else None


def _address(one: IntakeAddress, item: Item, position: int) -> None:
    """An item for an address that a file or a feed gave, to be fetched unless an article of it is stored.

    One within one that was itself fetched so is not followed.
    """
    state, sentence = ItemState.WAITING, ""
    if known := _known(one.url):
        state, sentence = ItemState.KNOWN, known
    elif item.kind == ItemKind.ADDRESS and item.within_id is not None:
        state = ItemState.FAILED
        sentence = f"{one.url}: a list within a list is not followed; hand it in by itself."
    made = Item.objects.create(
        delivery=item.delivery,
        within=item,
        position=position,
        kind=ItemKind.ADDRESS,
        name=one.url[:2000],
        state=state,
        sentence=sentence,
        given=given_by(one),
    )
    if state == ItemState.WAITING:
        defer(Job.FETCH, item=made.pk)


def _known(url: str) -> str:
    """Why an address that a list gave need not be fetched; empty where it has to be."""
    if Article.objects.filter(url=url).exists():
        return KNOWN
    gone = deleted(url=url)
    return why_refused(gone) if gone else ""


def _put_off(item: Item, error: FetchError) -> None:
    tries = item.tries + (not isinstance(error, BusyError))
    final = error.permanent or tries >= TRIES
    with transaction.atomic():
        state = ItemState.FAILED if final else ItemState.WAITING
        Item.objects.filter(pk=item.pk).update(tries=tries, sentence=str(error), state=state, changed_at=timezone.now())
        if not final:
            pause = max(FIRST_PAUSE * 4 ** max(tries - 1, 0), error.retry_after or 0)
            defer(Job.FETCH, item=item.pk, seconds=min(pause, LONGEST_PAUSE))


def _broken(one: IntakeArticle | IntakeError, error: Exception) -> Outcome:
    name = one.source_file or one.url if isinstance(one, IntakeArticle) else ""
    what = " ".join(str(error).split())[:200]
    return Outcome(
        name or "",
        Happened.FAILED,
        f"{name}: nothing of it was stored, for an error in this program ({type(error).__name__}: {what});"
        " please report it, with the file.",
    )


def _length(numbered: tuple[int, Incoming]) -> int:
    return len(numbered[1].text) if isinstance(numbered[1], IntakeArticle) else 0
