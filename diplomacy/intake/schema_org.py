"""Linked data in the terms of schema.org: articles as pages hold them in JSON-LD, and as files of it do."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from diplomacy.intake.assemble import folded, storable
from diplomacy.intake.dates import parse_stamp
from diplomacy.intake.draft import Draft
from diplomacy.intake.record import Record, address_of, draft_of, without_markup
from diplomacy.intake.values import IntakeAddress, IntakeError

_ARTICLE = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|PressRelease|SpecialAnnouncement)$")
_HOLDERS = ("@graph", "itemListElement", "item", "mainEntity", "hasPart")
"""The properties in which a graph, a list or a page holds articles."""
_DEEPEST = 4
"""Objects within one another, from the outermost to an article: a list, its element, the element's item."""


def is_linked_data(record: Any) -> bool:
    """Whether a record is written in terms of a vocabulary, and not in fields of its own."""
    return isinstance(record, dict) and bool({"@type", "@graph", "@context"} & record.keys())


def articles(record: dict[str, Any], where: str) -> Iterator[Draft | IntakeAddress | IntakeError]:
    """The articles of a record: itself, or those of its graph or list; an address for each without a text."""
    found = list(_held(record, _DEEPEST))
    if not found:
        raise IntakeError(f"{where} is linked data without an article; leave it out.")
    for number, each in enumerate(found, start=1):
        place = f"{where.removesuffix(': it')}: article {number}" if len(found) > 1 else where
        try:
            yield _article(each, place)
        except IntakeError as error:
            yield error


def _article(linked: dict[str, Any], where: str) -> Draft | IntakeAddress:
    publisher = linked.get("publisher") or linked.get("sourceOrganization")
    body = without_markup(unescaped(linked.get("articleBody")) or unescaped(linked.get("text")), where)
    language = linked.get("inLanguage")
    record = Record(
        title=text(linked.get("headline")) or text(linked.get("name")),
        body=body,
        standfirst=text(linked.get("alternativeHeadline")) or text(linked.get("description")),
        published=parse_stamp(text(linked.get("datePublished")) or text(linked.get("dateCreated"))),
        authors=list(filter(None, [name(linked.get("author"))])),
        outlet=name(publisher),
        url=_address(linked),
        language=text(language.get("alternateName") if isinstance(language, dict) else language),
    )
    return draft_of(record, where) if folded(body) else address_of(record, where)


def _held(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The articles among an object and those that it holds."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and is_article(each):
            yield each
        elif isinstance(each, dict) and depth:
            for holder in _HOLDERS:
                yield from _held(each.get(holder), depth - 1)


def _address(linked: dict[str, Any]) -> str:
    """Where the article can be read: its own address, else its page's, else its identifier."""
    pages = (linked.get("mainEntityOfPage"), linked)
    told = [linked.get("url"), *pages, *(page.get("@id") for page in pages if isinstance(page, dict))]
    return next((each.strip() for each in strings(told) if re.match(r"https?://\S+$", each.strip())), "")


def is_article(linked: dict[str, Any]) -> bool:
    """Whether an object is of a type of article."""
    return any(_ARTICLE.match(kind.rpartition("/")[2]) for kind in strings(linked.get("@type")))


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD document: itself, a list, or a graph."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield each
            graph = each.get("@graph")
            yield from (inner for inner in (graph if isinstance(graph, list) else []) if isinstance(inner, dict))


def strings(value: Any) -> list[str]:
    """A string, or those of a list."""
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


def unescaped(value: Any) -> str:
    """A string without the entities that some sites leave in it."""
    return storable(unescape(value)) if isinstance(value, str) else ""


def text(value: Any) -> str:
    """A string on one line, without entities."""
    return folded(unescaped(value))


def name(value: Any) -> str:
    """The names of persons or organisations, which may be strings, objects or lists of either."""
    named = (
        each.get("name") if isinstance(each, dict) else each for each in (value if isinstance(value, list) else [value])
    )
    return ", ".join(filter(None, map(text, named)))
