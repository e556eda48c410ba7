"""`.mhtml`, `.mht`: a page as browsers save it whole, in one MIME message."""

import email
from collections.abc import Iterator
from email.message import Message

from diplomacy.intake.addresses import web_address
from diplomacy.intake.draft import Draft
from diplomacy.intake.opened import Opened, opened_bytes
from diplomacy.intake.values import IntakeError
from diplomacy.intake.web_page import read_web_page

MOST_LINES = 1_000_000
MOST_PARTS = 10_000
"""What a message may have: with more it is no saved page, and would take many times its size in memory."""
_PAGES = ("text/html", "application/xhtml+xml")


def read_mhtml(opened: Opened) -> Iterator[Draft]:
    """One article: that of the page, which other parts (pictures, style sheets, frames) only go with."""
    data = opened.whole()
    if data.count(b"\n") > MOST_LINES or data.count(b"\n--") > MOST_PARTS:
        raise IntakeError(f"{opened.name}: it has too many parts or lines for a saved page; save the page as .html.")
    try:
        message = email.message_from_bytes(data)
        part = _page_part(message)
        body = part.get_payload(decode=True) if part else b""
    except Exception as error:  # malformed MIME makes the parser raise anything
        raise _broken(opened.name) from error
    if part is None or not isinstance(body, bytes) or not body:
        raise _broken(opened.name)
    url = _header(part, "Content-Location") or _header(message, "Snapshot-Content-Location")
    page = opened_bytes(body, opened, opened.name, media_type=_media_type(part), url=web_address(url) or opened.url)
    yield from read_web_page(page)


def _page_part(message: Message) -> Message | None:
    """The part that the message says it starts with, else its first page."""
    start = message.get_param("start")
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    named = (part for part in pages if start and _header(part, "Content-ID") == start)
    return next(named, pages[0] if pages else None)


def _media_type(part: Message) -> str:
    charset = part.get_content_charset()
    return f"{part.get_content_type()}; charset={charset}" if charset else part.get_content_type()


def _header(part: Message, name: str) -> str:
    return str(part.get(name, "")).strip()


def _broken(name: str) -> IntakeError:
    return IntakeError(f"{name}: it is not a saved page (MHTML) that can be read; save the page again, as .html.")
