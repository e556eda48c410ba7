"""Look at a draft: what is recognised of its first articles, and what reading finds in them; none of it is stored.

A worker does it, since it loads the language model; what it finds is kept with the draft, as JSON, until that is
confirmed or discarded.
"""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import TypedDict

from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from diplomacy import intake
from diplomacy.archive import vocabulary
from diplomacy.archive.batches import ReadsDocuments
from diplomacy.archive.incoming.ingest import Desk, Look
from diplomacy.archive.incoming.unpack import fetch_original, read_original, said_of
from diplomacy.archive.models import Delivery, Item, Original
from diplomacy.archive.read import default_reader
from diplomacy.intake.fetching import BusyError, FetchError
from diplomacy.intake.formats import OPENING, TABLE, format_of
from diplomacy.intake.opened import Opened
from diplomacy.intake.table import columns_of
from diplomacy.intake.values import IntakeAddress, IntakeArticle, IntakeError, OutletKind, Published
from diplomacy.reading import values as reading

log = logging.getLogger(__name__)

SHOWN = 5
"""Articles that are read."""
LOOKED_AT = 50
"""Articles, addresses and faults of a file that are looked at; a larger one is opened when it is brought in."""
FILES = 100
CHARACTERS = 12_000
"""Of an article that are read."""
FAULTS = 20


class Heard(TypedDict):
    """A statement that reading found; offsets count into the article's text."""

    spans: list[list[int]]
    kind: str
    speakers: list[str]
    cue: list[int]
    """Start and end; empty for a statement without a cue."""
    via: str
    silence: bool


class Recognised(TypedDict):
    """An article of a draft, as far as it is known."""

    item: int
    """The id of the file or address that holds it, and its place in that."""
    position: int
    source: str
    title: str
    outlet: str
    outlet_kind: str
    why: str
    """How its outlet was found."""
    published: str
    """ISO 8601; empty where nothing says it, and neither was it said outright."""
    dated_by: str
    byline: str
    dateline: str
    url: str
    language: str
    words: int
    standing: str
    """A value of `Standing`."""
    text: str
    """Its beginning."""
    cut: bool
    """Whether that is not all of it."""
    statements: list[Heard]
    exchanges: list[str]


class Matched(TypedDict):
    """How a table's columns were matched."""

    source: str
    kind: str
    """What a table without names was recognised as; else empty."""
    columns: list[list[str]]
    """What is taken from it, each with the name or the number of the column."""
    unused: list[str]


class Preview(TypedDict):
    """What a worker saw of a draft."""

    articles: list[Recognised]
    further: int
    """Articles that were seen, but are not among these."""
    addresses: int
    """Addresses that lists or feeds give, and those that were not fetched yet."""
    unseen: bool
    """Whether there is more that was not looked at."""
    tables: list[Matched]
    faults: list[str]
    more_faults: int


def faulty(sentence: str) -> Preview:
    """What there is to show where looking failed as a whole."""
    return Preview(articles=[], further=0, addresses=0, unseen=True, tables=[], faults=[sentence], more_faults=0)


def preview(pk: int, *, reader: ReadsDocuments | None = None) -> None:
    """Look at the draft and keep what is found with it; nothing where it was confirmed or discarded by now."""
    delivery = Delivery.objects.filter(pk=pk, draft=True).first()
    if delivery is None:
        return
    try:
        found = _looked_at(delivery, reader)
    except OperationalError:
        raise  # the database is gone: the job is tried again
    except Exception as error:
        log.warning("draft %s could not be looked at", pk, exc_info=error)
        what = " ".join(str(error).split())[:200]
        found = faulty(f"It can't be shown, for an error in this program ({type(error).__name__}: {what}).")
    Delivery.objects.filter(pk=pk, draft=True).update(preview=found)


@dataclass(slots=True)
class _Seen:
    """What was seen so far."""

    articles: list[tuple[Item, int, IntakeArticle]] = field(default_factory=list)
    further: int = 0
    addresses: int = 0
    unseen: bool = False
    tables: list[Matched] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def _looked_at(delivery: Delivery, reader: ReadsDocuments | None) -> Preview:
    seen = _Seen()
    items = list(delivery.items.filter(within=None).order_by("position")[: FILES + 1])
    seen.unseen = len(items) > FILES
    for item in items[:FILES]:
        _see(item, seen)
    desk = Desk(
        outlet=delivery.outlet,
        outlet_kind=OutletKind(delivery.outlet_kind) if delivery.outlet_kind else None,
        published=delivery.published_on,
        dry_run=True,
    )
    reader = (reader or default_reader()) if seen.articles else None
    articles = [_recognised(*one, desk, reader) for one in seen.articles if reader]
    return Preview(
        articles=articles,
        further=seen.further,
        addresses=seen.addresses,
        unseen=seen.unseen,
        tables=seen.tables,
        faults=seen.faults[:FAULTS],
        more_faults=max(len(seen.faults) - FAULTS, 0),
    )


def _see(item: Item, seen: _Seen) -> None:
    """Open a file, or fetch one of the first addresses; what can't be is a fault."""
    if item.original is None:
        if len(seen.articles) >= SHOWN:
            seen.addresses += 1
            return
        try:
            fetch_original(item)
        except FetchError as error:
            if not error.permanent:  # it is asked again when it is brought in
                seen.addresses += 1
            if not isinstance(error, BusyError):  # nothing was asked yet, so nothing failed
                seen.faults.append(str(error))
    if item.original is None:
        return
    if matched := _matched(item.name, item.original):
        seen.tables.append(matched)
    found = enumerate(read_original(item, item.original))
    for position, one in islice(found, LOOKED_AT):
        if isinstance(one, IntakeError):
            seen.faults.append(str(one))
        elif isinstance(one, IntakeAddress):
            seen.addresses += 1
        elif len(seen.articles) < SHOWN:
            seen.articles.append((item, position, one))
        else:
            seen.further += 1
    seen.unseen = next(found, None) is not None or seen.unseen


def _matched(name: str, original: Original) -> Matched | None:
    """How the columns are matched, if it is a table that has any."""
    data = original.data
    if format_of(name, data[:OPENING], original.media_type) is not TABLE:
        return None
    words = intake.vocabulary(vocabulary.folder())
    try:
        columns = columns_of(Opened(io.BytesIO(data), name, settings.DIPLOMACY_MAX_BYTES, words))
    except IntakeError:
        return None  # reading it says what is wrong
    named = columns.header or [f"column {at + 1}" for at in range(max(columns.matched.values()) + 1)]
    return Matched(
        source=name,
        kind=columns.kind,
        columns=[[fact, named[at]] for fact, at in columns.matched.items()],
        unused=list(columns.unused),
    )


def _recognised(item: Item, position: int, article: IntakeArticle, desk: Desk, reader: ReadsDocuments) -> Recognised:
    said = said_of(item, position)
    kind = OutletKind(said["outlet_kind"]) if "outlet_kind" in said else None
    published = article.published or desk.published
    dated = replace(article, published=published or Published(timezone.localdate()))
    look = desk.look(dated, outlet=said.get("outlet", ""), outlet_kind=kind)
    assert isinstance(look, Look)  # noqa: S101 (it has a day, which is all that may be missing)
    publisher = look.candidate.publisher
    document = _beginning(look.document())
    [found] = reader.read([document], desk.latest.known())
    return Recognised(
        item=item.pk,
        position=position,
        source=item.name,
        title=article.title,
        outlet=publisher.name,
        outlet_kind=publisher.kind,
        why=look.candidate.reason,
        published=published.day.isoformat() if published else "",
        dated_by=article.dated_by,
        byline=article.byline,
        dateline=article.dateline,
        url=article.url,
        language=article.language,
        words=len(article.text.split()),
        standing=look.how,
        text=document.text,
        cut=len(document.text) < len(article.text),
        statements=list(_heard(found)),
        exchanges=list(_exchanges(found)),
    )


def _beginning(document: reading.Document) -> reading.Document:
    """The document with its first paragraphs alone, where it is long."""
    text = document.text
    if len(text) > CHARACTERS:
        text = text[:CHARACTERS].rpartition("\n\n")[0] or text[:CHARACTERS]
    title_end, body_start = min(document.title_end, len(text)), min(document.body_start, len(text))
    return replace(document, text=text, title_end=title_end, body_start=body_start)


def _heard(found: reading.Reading) -> Iterator[Heard]:
    for statement in found.statements:
        yield Heard(
            spans=[[span.start, span.end] for span in statement.spans],
            kind=statement.kind,
            speakers=[found.actors[index].name for index in statement.speakers],
            cue=[statement.cue.span.start, statement.cue.span.end] if statement.cue else [],
            via="" if statement.via is None else found.actors[statement.via].name,
            silence=statement.silence,
        )


def _exchanges(found: reading.Reading) -> Iterator[str]:
    """Each as words: kind, day, who took part."""
    for exchange in found.exchanges:
        people = ", ".join(found.actors[index].name for index in exchange.participants)
        yield f"{exchange.kind.capitalize()}, {_day(exchange.date)}: {people}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
