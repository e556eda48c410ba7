"""JSON Feed, versions 1 and 1.1: a feed of articles, or of their addresses."""

from collections.abc import Iterator
from typing import Any

from diplomacy.intake.assemble import folded
from diplomacy.intake.dates import parse_stamp
from diplomacy.intake.draft import Draft
from diplomacy.intake.record import Record, address_of, draft_of, without_markup
from diplomacy.intake.schema_org import name, strings, text
from diplomacy.intake.values import IntakeAddress, IntakeError


def is_feed(record: Any) -> bool:
    """Whether a record is such a feed."""
    return (
        isinstance(record, dict)
        and "jsonfeed.org" in text(record.get("version"))
        and isinstance(record.get("items"), list)
    )


def entries(feed: dict[str, Any], where: str) -> Iterator[Draft | IntakeAddress | IntakeError]:
    """An article for each entry with its full text, an address for each without."""
    for number, entry in enumerate(feed["items"], start=1):
        place = f"{where.removesuffix(' it')} entry {number}"
        try:
            yield _entry(entry if isinstance(entry, dict) else {}, feed, place)
        except IntakeError as error:
            yield error


def _entry(entry: dict[str, Any], feed: dict[str, Any], where: str) -> Draft | IntakeAddress:
    plain = "".join(strings(entry.get("content_text")))
    body = plain or without_markup("".join(strings(entry.get("content_html"))), where)
    record = Record(
        title=text(entry.get("title")),
        body=body,
        standfirst=text(entry.get("summary")),
        published=parse_stamp(text(entry.get("date_published")) or text(entry.get("date_modified"))),
        authors=list(filter(None, [name(entry.get("authors")) or name(entry.get("author"))])),
        outlet=text(feed.get("title")),
        url=text(entry.get("url")) or text(entry.get("external_url")) or text(entry.get("id")),
        language=text(entry.get("language")) or text(feed.get("language")),
    )
    return draft_of(record, where) if folded(body) else address_of(record, where)
