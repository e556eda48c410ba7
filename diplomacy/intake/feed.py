"""RSS (0.9x, 1.0, 2.0) and Atom (0.3, 1.0): a feed's entries, with their texts or with their addresses."""

import io
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser

from diplomacy.intake.assemble import folded, storable
from diplomacy.intake.dates import parse_stamp
from diplomacy.intake.draft import Draft
from diplomacy.intake.opened import Opened
from diplomacy.intake.record import Record, address_of, draft_of, without_markup
from diplomacy.intake.values import IntakeAddress, IntakeError, Published

MOST_TAGS = 300_000
"""A feed with more would take the memory."""
SHORTEST = 60
"""Words. A content of fewer is the beginning of an article that its page has whole."""
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|(?:read|continue) \w+)[\s\]»>→]*$", re.IGNORECASE)
_DATES = ("published", "updated", "created")


def read_feed(opened: Opened) -> Iterator[Draft | IntakeAddress | IntakeError]:
    """An article for each entry with its full text, an address for each without."""
    data = opened.whole()
    if b"<!ENTITY" in data:
        raise IntakeError(f"{opened.name}: it declares entities of its own, as no feed does; leave it out.")
    if data.count(b"<") > MOST_TAGS:
        raise IntakeError(f"{opened.name}: it has more than {MOST_TAGS:,} tags, too many for a feed; cut it in parts.")
    headers = {"content-type": opened.media_type or "application/xml", "content-location": opened.url}
    try:
        parsed = feedparser.parse(io.BytesIO(data), response_headers=headers)
    except Exception as error:  # what a broken feed makes the parser raise is anything
        raise IntakeError(f"{opened.name}: it is no feed that can be read; fetch it again.") from error
    if not parsed.get("version") or (parsed.get("bozo") and not parsed.entries):
        raise IntakeError(f"{opened.name}: it is no RSS or Atom feed that can be read; check the address or file.")
    for number, entry in enumerate(parsed.entries, start=1):
        where = f"{opened.name}: entry {number}"
        try:
            yield _entry(entry, parsed.feed, where)
        except IntakeError as error:
            yield error


def _entry(entry: Any, feed: Any, where: str) -> Draft | IntakeAddress:
    body = max((_content(each, where) for each in entry.get("content", [])), key=len, default="")
    source = entry.get("source") or feed
    language = (entry.get("content") or [{}])[0].get("language") or feed.get("language") or ""
    record = Record(
        title=_plain(entry.get("title"), where),
        body=body,
        published=next(filter(None, (_published(entry, name) for name in _DATES)), None),
        authors=[_plain(each.get("name"), where) for each in entry.get("authors", []) if each.get("name")],
        outlet=_plain(entry.get("publisher") or source.get("title"), where),
        url=entry.get("link") or entry.get("id") or "",
        language=language,
    )
    is_whole = len(body.split()) >= SHORTEST and not _CUT_OFF.search(body[-100:])
    return draft_of(record, where) if is_whole else address_of(record, where)


def _content(content: Any, where: str) -> str:
    return without_markup(storable(content.get("value") or ""), where)


def _plain(value: Any, where: str) -> str:
    """A title or name on one line."""
    return folded(without_markup(storable(value), where)) if isinstance(value, str) else ""


def _published(entry: Any, name: str) -> Published | None:
    """The date as the feed writes it, with its own offset; else as the parser understands it, in UTC."""
    written = dict.get(entry, name)  # past the parser's own look-up, which takes one date for another
    if not isinstance(written, str):
        return None
    if found := parse_stamp(written[:80]):
        return found
    try:
        stamp = parsedate_to_datetime(written[:80])
    except (ValueError, TypeError, IndexError):
        return None
    return Published(stamp.date(), stamp.time(), stamp.utcoffset())
