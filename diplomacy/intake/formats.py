"""The formats that intake reads, registered in one place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from diplomacy.intake.draft import Draft
from diplomacy.intake.news_please import read_records
from diplomacy.intake.plain_text import read_plain_text
from diplomacy.intake.values import IntakeError
from diplomacy.intake.web_page import read_web_page


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its name, the endings it goes by, and the function that reads it.

    `read(data, name)` yields a draft for each article that the bytes hold, and an IntakeError for each that it cannot
    make one of; it may raise an IntakeError where the whole file is at fault. `name` opens every error's sentence.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str], Iterator[Draft | IntakeError]]


PLAIN_TEXT = Format("plain text", (".txt", ".text", ".md"), read_plain_text)
WEB_PAGE = Format("web page", (".html", ".htm", ".xhtml"), read_web_page)
RECORDS = Format("news-please records", (".jsonl", ".json", ".ndjson"), read_records)
FORMATS = (PLAIN_TEXT, WEB_PAGE, RECORDS)


def format_of(name: str, data: bytes) -> Format:
    """The format by the name's ending; by how the bytes begin where the ending says nothing (standard input)."""
    suffix = PurePath(name).suffix.lower()
    for known in FORMATS:
        if suffix in known.suffixes:
            return known
    opening = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")):
        return WEB_PAGE
    return RECORDS if opening.startswith((b'{"', b"[{")) else PLAIN_TEXT
