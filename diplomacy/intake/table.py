"""`.csv`, `.tsv`: a table with an article, or an article's address, in each row."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from diplomacy.intake.assemble import folded
from diplomacy.intake.columns import Columns, delimiter_of, match_columns
from diplomacy.intake.dates import parse_stamp
from diplomacy.intake.decode import UTF_16_OR_32, decode, encoding_of
from diplomacy.intake.draft import Draft
from diplomacy.intake.opened import LONGEST_SOURCE, Opened
from diplomacy.intake.record import Record, address_of, draft_of, without_markup
from diplomacy.intake.values import IntakeAddress, IntakeError, Published

SAMPLE = 65536
"""Bytes by which the encoding is told."""
MOST_FAULTS = 1000
"""Lines that can't be read, between two that can."""
MOST_ADDRESSES = 1_000_000
"""That are remembered, so that each comes once: an export of events gives an address for each event."""
_COMPACT_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)Z?)?")
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
"""What lists of media may give for a medium's name."""
_PARTS = re.compile(r"\s*;\s*")


@dataclass(slots=True)
class Row:
    """A row's cells, and the line on which it ends."""

    number: int
    cells: list[str]


def columns_of(opened: Opened) -> Columns:
    """How the table's columns are matched, by its first row. Raises IntakeError where it has none."""
    return _table(opened)[0]


def read_table(opened: Opened) -> Iterator[Draft | IntakeAddress | IntakeError]:
    """For each row an article, or its address where it has no text; each address once.

    Raises IntakeError where no column holds texts or addresses.
    """
    columns, rows = _table(opened)
    if not columns.is_readable:
        raise IntakeError(
            f"{opened.name}: none of its columns is called a text or an address ({columns}); call one “text” or “url”."
        )
    addresses: set[int] = set()
    for row in rows:
        where = f"{opened.name}: line {row.number}" if isinstance(row, Row) else ""
        try:
            if isinstance(row, IntakeError):
                yield row
            elif any(cell.strip() for cell in row.cells):
                found = _article(row.cells, columns, where)
                known = isinstance(found, IntakeAddress) and hash(found.url) in addresses
                if isinstance(found, IntakeAddress):
                    if len(addresses) == MOST_ADDRESSES:
                        addresses.clear()
                    addresses.add(hash(found.url))
                if not known:
                    yield found
        except IntakeError as error:
            yield error


def _table(opened: Opened) -> tuple[Columns, Iterator[Row | IntakeError]]:
    """The columns, and the rows that follow."""
    lines = _lines(opened)
    first = next((line for line in lines if isinstance(line, IntakeError) or line[1].strip()), None)
    if first is None:
        raise IntakeError(f"{opened.name}: the file is empty; leave it out.")
    if isinstance(first, IntakeError):
        raise first
    delimiter = delimiter_of(first[1])
    rows = _rows(chain([first], lines), delimiter, opened)
    head = next(rows)
    if isinstance(head, IntakeError):
        raise head
    columns = match_columns([folded(cell) for cell in head.cells], delimiter, opened.vocabulary.columns)
    return columns, chain([head], rows) if columns.kind else rows


def _rows(
    lines: Iterator[tuple[int, str] | IntakeError], delimiter: str, opened: Opened
) -> Iterator[Row | IntakeError]:
    """The rows, of which a quoted cell may hold line breaks; a broken one does not stop the others."""
    csv.field_size_limit(LONGEST_SOURCE)  # the program's only reader of such tables
    feeder = _Feeder(lines, opened)
    reader = csv.reader(feeder, delimiter=delimiter)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield IntakeError(f"{opened.name}: line {feeder.last} is no row of a table ({error}); mend its quotes.")
            if feeder.size > LONGEST_SOURCE:
                return  # in a quotation that nothing closes, what follows is no table either
            cells = []
        yield from feeder.faults
        feeder.faults.clear()
        feeder.size = 0
        if cells is None:
            return
        yield Row(feeder.last, cells)


class _Feeder:
    """Hands lines to a parser of rows, keeps what is wrong with the others, and ends where a row has no end."""

    def __init__(self, lines: Iterator[tuple[int, str] | IntakeError], opened: Opened) -> None:
        self._lines = lines
        self._opened = opened
        self.faults: list[IntakeError] = []
        self.last = 0
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for line in self._lines:
            if isinstance(line, tuple):
                self.last, text = line
                self.size += len(text)
                if self.size > self._opened.limit:
                    raise self._opened.oversize(f"{self._opened.name}: the row that goes on at line {self.last}")
                return text
            self.faults.append(line)
            if len(self.faults) > MOST_FAULTS:
                raise line
        raise StopIteration


def _lines(opened: Opened) -> Iterator[tuple[int, str] | IntakeError]:
    """The lines as text, each with its number; those of a sample tell the encoding of all."""
    raw = opened.lines()
    sample: list[tuple[int, bytes | IntakeError]] = []
    start = b""
    for number, line in raw:
        sample.append((number, line))
        start += line if isinstance(line, bytes) else b""
        if len(start) > SAMPLE or len(sample) > SAMPLE:
            break
    if start.startswith(UTF_16_OR_32):
        start += opened.file.read(opened.limit + 1)
        if len(start) > opened.limit:
            raise opened.oversize(f"{opened.name}: it is not in UTF-8, and")
        text = decode(start, name=opened.name)
        yield from ((number, f"{line}\n") for number, line in enumerate(text.split("\n"), start=1))
        return
    encoding = encoding_of(start, name=opened.name)
    for number, line in chain(sample, raw):
        try:
            yield line if isinstance(line, IntakeError) else (number, _decoded(line, encoding, opened.name, number))
        except IntakeError as error:
            yield error


def _decoded(line: bytes, encoding: str, name: str, number: int) -> str:
    try:
        return line.decode(encoding).removeprefix("\ufeff")
    except UnicodeError:
        return decode(line, name=f"{name}: line {number}")


def _article(cells: list[str], columns: Columns, where: str) -> Draft | IntakeAddress:
    given = {field: cells[at].strip() for field, at in columns.matched.items() if at < len(cells)}
    body = without_markup(given.get("text", ""), where)
    outlet = given.get("outlet", "")
    names_host = _HOST.fullmatch(outlet) is not None
    record = Record(
        title=given.get("title", ""),
        body=body,
        standfirst=given.get("standfirst", ""),
        published=_published(given.get("published", "")),
        authors=[author for author in _PARTS.split(given.get("byline", "")) if author],
        outlet="" if names_host else outlet,
        url=given.get("url", ""),
        domain=re.sub(r"^https?://|/.*$", "", outlet if names_host else given.get("domain", "")),
        language=given.get("language", ""),
    )
    return draft_of(record, where) if folded(body) else address_of(record, where)


def _published(written: str) -> Published | None:
    """The date of a cell, also as GDELT writes it: 20310610 or 20310610191500, in UTC."""
    compact = _COMPACT_STAMP.fullmatch(written)
    if not compact:
        return parse_stamp(written)
    year, month, day, *clock = compact.groups()
    hours = f"T{':'.join(clock)}Z" if all(clock) else ""
    return parse_stamp(f"{year}-{month}-{day}{hours}")
