"""`.json`, `.jsonl`: records, one, a list, or one a line: news-please's, schema.org's articles, JSON Feeds."""

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from diplomacy.intake import json_feed, news_please, schema_org
from diplomacy.intake.decode import UTF_16_OR_32, decode
from diplomacy.intake.draft import Draft
from diplomacy.intake.opened import Opened
from diplomacy.intake.values import IntakeAddress, IntakeError

MOST_PARTS = 500_000
"""Objects and lists in a line or file. What has more is no record of articles, and would take the memory."""
_BLANK = "\ufeff \t\r\n"


def read_records(opened: Opened) -> Iterator[Draft | IntakeAddress | IntakeError]:
    """A draft, address or error for each record; a broken one does not stop the others.

    A file with a record on each line is read line by line, however long it is; any other is read whole.
    """
    for where, record in _records(opened):
        try:
            if isinstance(record, IntakeError):
                yield record
            elif schema_org.is_linked_data(record):
                yield from schema_org.articles(record, where)
            elif json_feed.is_feed(record):
                yield from json_feed.entries(record, where)
            else:
                yield news_please.article(record, where)
        except IntakeError as error:
            yield error


def _records(opened: Opened) -> Iterator[tuple[str, Any]]:
    """Each record, or what is wrong with it, with the words that say where it stands."""
    lines = _not_blank(opened.lines())
    first = next(lines, None)
    if first is None:
        return
    start, line = first
    name, it = opened.name, f"{opened.name}: it"
    if isinstance(line, IntakeError) or _is_container(_parsed(line, name)):
        yield from _of_lines(chain([first], lines), name)
        return
    data = line + opened.file.read(opened.limit + 1)
    if len(data) > opened.limit:
        raise opened.oversize(f"{it} does not hold a record a line, and")
    if data.startswith(UTF_16_OR_32):
        data = decode(data, name=name).encode()
    whole = _parsed(data, it)
    if _is_container(whole):
        yield from _members(whole, it.removesuffix(" it")) if isinstance(whole, list) else [(it, whole)]
        return
    again = replace(opened, file=io.BytesIO(data)).lines()
    among = [(number + start - 1, line) for number, line in _not_blank(again)]
    one_a_line = len(among) == 1 or any(isinstance(_parsed(line, it), dict) for _, line in among)
    yield from _of_lines(among, name) if one_a_line else [(it, whole)]


def _not_blank(lines: Iterable[tuple[int, bytes | IntakeError]]) -> Iterator[tuple[int, bytes | IntakeError]]:
    return ((number, line) for number, line in lines if isinstance(line, IntakeError) or line.strip(_BLANK.encode()))


def _of_lines(lines: Iterable[tuple[int, bytes | IntakeError]], name: str) -> Iterator[tuple[str, Any]]:
    for number, line in lines:
        where = f"{name}: line {number}"
        record = _parsed(line, where)
        yield from _members(record, f"{where}:") if isinstance(record, list) else [(where, record)]


def _members(records: list[Any], where: str) -> Iterator[tuple[str, Any]]:
    yield from ((f"{where} record {number}", record) for number, record in enumerate(records, start=1))


def _is_container(value: Any) -> bool:
    return isinstance(value, dict | list)


def _parsed(data: bytes | IntakeError, where: str) -> Any:
    """The value that the bytes write as JSON, or an IntakeError."""
    if isinstance(data, IntakeError):
        return data
    if data.count(b"{") + data.count(b"[") > MOST_PARTS:
        return IntakeError(f"{where} has more than {MOST_PARTS:,} parts, which is no news record; leave it out.")
    try:
        return json.loads(decode(data, name=where).strip(_BLANK))
    except IntakeError as error:
        return error
    except RecursionError:
        return IntakeError(f"{where} is nested too deeply to be a news record; leave it out.")
    except ValueError as error:
        problem = getattr(error, "msg", "a number is too long")
        return IntakeError(f"{where} is not valid JSON ({problem}); mend it or leave it out.")
