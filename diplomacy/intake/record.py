"""From the fields of a record (of a list, a feed, a table) to a draft: what all such formats share."""

import re
from dataclasses import dataclass, field

from lxml import etree, html

from diplomacy.intake.addresses import web_address
from diplomacy.intake.assemble import folded, storable
from diplomacy.intake.draft import Draft
from diplomacy.intake.opened import of_article_length
from diplomacy.intake.page_text import TooDeepError, page_text
from diplomacy.intake.paragraphs import Paragraph, paragraphs
from diplomacy.intake.values import IntakeAddress, IntakeError, Published

_MARKUP = re.compile(
    r"</(?:p|div|a|em|strong|b|i|ul|li|h\d|span|blockquote|article|script|style)\s*>|<(?:br|p)\s*/?>", re.IGNORECASE
)
MOST_TAGS = 50_000
LONGEST_NAME = 500
"""Characters that are kept of the title and outlet of an address, until it is fetched."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a record says of an article, as it says it; empty where it says nothing."""

    title: str = ""
    body: str = ""
    standfirst: str = ""
    published: Published | None = None
    authors: list[str] = field(default_factory=list)
    outlet: str = ""
    url: str = ""
    domain: str = ""
    language: str = ""


def draft_of(record: Record, where: str) -> Draft:
    """The article of a record that has a body. Raises IntakeError where that is too long for an article."""
    title = storable(record.title)
    body = of_article_length(storable(record.body), where)
    standfirst = storable(record.standfirst)
    if _repeats(standfirst, body) or _repeats(standfirst, title):
        standfirst = ""
    source = "\n\n".join(part for part in (title, standfirst, body) if folded(part))
    body_start = len(source) - len(body)
    has_title = bool(folded(title))
    authors = [storable(author) for author in record.authors]
    return Draft(
        source=source,
        paragraphs=paragraphs(source, body_start, stands_alone=lambda _: True),
        title=Paragraph.of(source, 0, len(title)) if has_title else None,
        standfirst=Paragraph.of(source, body_start - 2 - len(standfirst), body_start - 2) if standfirst else None,
        published=record.published,
        outlet=folded(storable(record.outlet)),
        byline=", ".join(filter(None, map(folded, authors)))[:500],
        url=record.url.strip(),
        domain=record.domain.strip(),
        language=record.language,
        signatures=authors,
        where=where,
    )


def address_of(record: Record, where: str) -> IntakeAddress:
    """The address of a record without a body. Raises IntakeError where it is no web address."""
    url = web_address(record.url)
    if not url:
        raise IntakeError(f"{where} has neither a text nor a web address; add one or leave the record out.")
    return IntakeAddress(
        url=url,
        found_in=where,
        title=folded(storable(record.title[:LONGEST_NAME])),
        outlet=folded(storable(record.outlet[:LONGEST_NAME])),
        published=record.published,
        language=record.language[:LONGEST_NAME],
    )


def without_markup(text: str, where: str) -> str:
    """The text as a reader sees it, if it is HTML; else as it stands. Raises IntakeError for broken HTML."""
    if not _MARKUP.search(text):
        return text
    if text.count("<") > MOST_TAGS:
        raise IntakeError(f"{where} has more than {MOST_TAGS:,} tags; leave the record out.")
    try:
        return page_text(html.fromstring(f"<div>{storable(text)}</div>")).strip()
    except (etree.LxmlError, ValueError, TooDeepError):
        raise IntakeError(f"{where} has broken HTML for a text; leave the record out.") from None


def _repeats(description: str, other: str) -> bool:
    """Whether a description is missing, or only the beginning of another text, cut off perhaps."""
    start = folded(description).rstrip(".… ").casefold()
    return not start or folded(other).casefold().startswith(start)
