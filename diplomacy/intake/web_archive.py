"""`.warc`, `.warc.gz`: what a crawler fetched, record by record; `.wacz`: such files with their index, in a ZIP."""

import logging
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed

from diplomacy.intake.addresses import web_address
from diplomacy.intake.assemble import folded, storable
from diplomacy.intake.draft import Draft
from diplomacy.intake.opened import Opened, opened_bytes
from diplomacy.intake.values import IntakeError
from diplomacy.intake.web_page import read_web_page
from diplomacy.intake.zipped import BROKEN as BROKEN_ZIP
from diplomacy.intake.zipped import open_zip

logging.getLogger("warcio").setLevel(logging.CRITICAL)  # what it complains of becomes a sentence of ours

LONGEST_HEAD = 1_048_576
"""Bytes of a record's headers. They are read by lines, which a stranger can make as long as he likes."""
MOST_PASSED_OVER = 2**30
"""Bytes of one record that are unpacked only to come to the next."""
_BLOCK = 65536
_PAGES = ("text/html", "application/xhtml+xml")
_ENCODINGS = ("", "identity", "gzip", "x-gzip", "deflate")
_BROKEN = (ArchiveLoadFailed, EOFError, ValueError, AttributeError, TypeError, IndexError, zlib.error, OSError)
"""What warcio raises for a record that is broken."""


class _BoundedReader(DecompressingBufferedReader):  # type: ignore[misc]  # warcio carries no types
    """Reads blocks as its parent does, lines only within a bound, and complains to nobody."""

    def __init__(self, file: BinaryIO) -> None:
        self.decompressor: Any = None
        super().__init__(file, block_size=16384)
        self.head = 0
        self.cut_off = False

    def readline(self, length: int | None = None) -> bytes:
        line = cast("bytes", super().readline(min(length or LONGEST_HEAD, LONGEST_HEAD)))
        self.head += len(line.strip())
        if self.head > LONGEST_HEAD:
            raise ArchiveLoadFailed("headers without an end")
        return line

    def _decompress(self, data: bytes) -> bytes:
        if not self.decompressor or not data:
            return data
        try:
            return cast("bytes", self.decompressor.decompress(data))
        except zlib.error:
            if self.num_block_read == 0:
                self.decompressor = None  # it was not compressed
                return data
            self.cut_off = True
            return b""


class _Records(WARCIterator):  # type: ignore[misc]
    INC_RECORD = ""
    """What it would print of a record that is longer than it says."""


def read_web_archive(opened: Opened) -> Iterator[Draft | IntakeError]:
    """The article of each page that was fetched whole (status 200); what was seen before (revisits) is passed over."""
    records = _Records(opened.file)
    records.reader = reader = _BoundedReader(opened.file)
    number = pages = 0
    while True:
        reader.head = 0
        try:
            record = next(records, None)
            if record is None:
                break
            number += 1
            where = _where(record, opened.name, number)
            if _is_page(record):
                pages += 1
                yield from _page(record, opened, where)
            if _left_over(record.raw_stream) > MOST_PASSED_OVER:
                raise ArchiveLoadFailed("a record without an end")
        except _BROKEN:
            yield IntakeError(
                f"{opened.name}: record {number + 1} is broken or cut off, and what follows can't be told from it;"
                " fetch the archive again."
            )
            return
    if reader.cut_off:
        yield IntakeError(f"{opened.name}: it is cut off after record {number}; fetch the archive again.")
    elif not pages:
        raise IntakeError(f"{opened.name}: it holds no page that was fetched (HTML, status 200); check the crawl.")


def _page(record: Any, opened: Opened, where: str) -> Iterator[Draft | IntakeError]:
    encoding = (record.http_headers.get_header("Content-Encoding") or "").lower()
    if encoding not in _ENCODINGS:
        yield IntakeError(f"{where} is compressed in a way that is not read here; fetch the page again.")
        return
    body = record.content_stream().read(opened.limit + 1)
    if len(body) > opened.limit:
        yield opened.oversize(where)
        return
    page = opened_bytes(
        body, opened, where, media_type=record.http_headers.get_header("Content-Type") or "", url=_address(record)
    )
    try:
        for draft in read_web_page(page):
            draft.where, draft.seen = where, _seen(record)
            yield draft
    except IntakeError as error:
        yield error


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return record.http_headers.get_statuscode() == "200" and kind in _PAGES


def _address(record: Any) -> str:
    return web_address((record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>"))


def _where(record: Any, name: str, number: int) -> str:
    url = _address(record)
    return f"{name}: record {number} ({url})" if url else f"{name}: record {number}"


def _seen(record: Any) -> datetime | None:
    try:
        seen = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
    except ValueError:
        return None
    return seen if seen.tzinfo else seen.replace(tzinfo=UTC)


def _left_over(stream: Any) -> int:
    """Read to the end of a record, in blocks; how many bytes that were, or as many as are too many."""
    left = 0
    while left <= MOST_PASSED_OVER and (block := stream.read(_BLOCK)):
        left += len(block)
    return left


def read_wacz(opened: Opened) -> Iterator[Draft | IntakeError]:
    """The articles of each web archive in the folder archive/ of the ZIP. Nothing is unpacked to a disk."""
    if not opened.file.seekable():
        raise IntakeError(f"{opened.name}: a WACZ can't be read from a pipe; save it as a file first.")
    archive = open_zip(opened.file, opened.name, what="a WACZ archive")
    for member in archive.infolist():
        if _points_outside(member):
            raise IntakeError(f"{opened.name}: its member {_name(member)} points outside it, as no honest one does.")
    members = [each for each in archive.infolist() if each.filename.startswith("archive/") and _is_archive(each)]
    if not members:
        raise IntakeError(f"{opened.name}: it holds no web archive (archive/*.warc.gz); check how it was made.")
    for member in members:
        name = f"{opened.name}: {_name(member)}"
        try:
            with archive.open(member) as file:
                yield from read_web_archive(replace(opened, file=cast("BinaryIO", file), name=name))
        except IntakeError as error:
            yield error
        except BROKEN_ZIP:
            yield IntakeError(f"{name} is broken; fetch the archive again.")


def _points_outside(member: zipfile.ZipInfo) -> bool:
    """Whether a member's name leads elsewhere, or it is a link: nothing is unpacked, but no crawler makes such."""
    path = PurePosixPath(member.filename)
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return is_link or path.is_absolute() or ".." in path.parts or "\\" in member.filename


def _is_archive(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().endswith((".warc", ".warc.gz"))


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name, as a sentence can hold it."""
    return folded(storable(member.filename))[:200]
