"""The formats that intake reads, registered in one place."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeAlias
from urllib.parse import urlsplit

from diplomacy.intake.draft import Draft
from diplomacy.intake.feed import read_feed
from diplomacy.intake.mhtml import read_mhtml
from diplomacy.intake.opened import Opened
from diplomacy.intake.pdf import read_pdf
from diplomacy.intake.plain_text import read_plain_text
from diplomacy.intake.records import read_records
from diplomacy.intake.table import read_table
from diplomacy.intake.values import IntakeAddress, IntakeError
from diplomacy.intake.web_archive import read_wacz, read_web_archive
from diplomacy.intake.web_page import read_web_page
from diplomacy.intake.word_document import read_word_document

OPENING = 1024
"""Bytes. What is looked at where a name does not tell the format."""

Found: TypeAlias = Draft | IntakeAddress | IntakeError


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its name, the endings and media types it goes by, how it opens, and the function that reads it.

    `read(opened)` yields, in the file's order, a draft for each article that it holds, an IntakeAddress for each of
    which it has the address alone, and an IntakeError for each that it cannot make one of; it may raise an
    IntakeError, and nothing else, where the whole file is at fault. One that holds many articles is read bit by bit.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Opened], Iterator[Found]]
    media_types: tuple[str, ...] = ()
    opens: str = r"(?!)"
    """What the bytes begin with, in lower case and after white space, as a regular expression."""

    def is_begun(self, opening: bytes) -> bool:
        """Whether a file that begins so is one of these."""
        return re.match(self.opens.encode(), opening.lstrip(b"\xef\xbb\xbf \t\r\n").lower(), re.DOTALL) is not None


WEB_PAGE = Format(
    "web page",
    (".html", ".htm", ".xhtml"),
    read_web_page,
    ("text/html", "application/xhtml+xml"),
    r"<!doctype html|<html|<head|<\?xml",
)
RECORDS = Format(
    "records",
    (".jsonl", ".json", ".ndjson"),
    read_records,
    ("application/json", "application/ld+json", "application/x-ndjson"),
    r'\{\s*"|\[\s*\{',
)
FEED = Format(
    "feed",
    (".rss", ".atom", ".rdf"),
    read_feed,
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml"),
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?[^>]*>\s*|<!doctype rss\b[^>\[]*>\s*)*"
    r"<(?:rss|feed|rdf:rdf|!doctype (?:rss|feed|rdf:rdf) ?\[)",
)
TABLE = Format(
    "table",
    (".csv", ".tsv"),
    read_table,
    ("text/csv", "text/tab-separated-values"),
    r"(?=[^\n]*\b(?:url|text)\b)(?:\"?\w[\w -]{0,40}\"?[,;\t])+\"?\w[\w -]{0,40}\"?\s*\n",
)
PDF = Format("PDF", (".pdf",), read_pdf, ("application/pdf",), "%pdf-")
WORD_DOCUMENT = Format(
    "Word document",
    (".docx",),
    read_word_document,
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    r"pk\x03\x04.*word/|pk\x03\x04.{22,60}_rels/|pk\x03\x04.{22,60}\[content_types\]\.xml",
)
SAVED_PAGE = Format(
    "saved page",
    (".mhtml", ".mht"),
    read_mhtml,
    ("multipart/related", "message/rfc822"),
    r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?(?:mime-version:|content-type: multipart/related)",
)
WEB_ARCHIVE = Format("web archive", (".warc", ".warc.gz"), read_web_archive, ("application/warc",), r"warc/\d|\x1f\x8b")
WACZ = Format(
    "WACZ archive", (".wacz",), read_wacz, ("application/wacz",), r"pk\x03\x04.*(?:datapackage|\.warc|indexes/)"
)
PLAIN_TEXT = Format("plain text", (".txt", ".text", ".md"), read_plain_text)
FORMATS = (RECORDS, FEED, WEB_PAGE, TABLE, PDF, WORD_DOCUMENT, SAVED_PAGE, WEB_ARCHIVE, WACZ, PLAIN_TEXT)


def format_of(name: str, opening: bytes, media_type: str = "") -> Format:
    """The format by the server's media type, else by the name's ending, else by how the bytes begin; else plain text.

    `name` is a path, or an address, of which the query does not count. `opening` holds the first `OPENING` bytes.
    """
    declared = media_type.partition(";")[0].strip().lower()
    path = urlsplit(name).path if re.match(r"https?://", name) else name
    ending = PurePath(path).name.lower()
    by_type = (known for known in FORMATS if declared in known.media_types)
    by_ending = (known for known in FORMATS if ending.endswith(known.suffixes))
    by_opening = (known for known in FORMATS if known.is_begun(opening))
    return next((known for way in (by_type, by_ending, by_opening) for known in way), PLAIN_TEXT)
