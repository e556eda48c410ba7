"""`.json`, `.jsonl`: records with the fields that news-please writes, one, a list, or one a line."""

import json
from collections.abc import Iterator
from typing import Any

from diplomacy.intake.assemble import folded, storable
from diplomacy.intake.dates import parse_stamp
from diplomacy.intake.decode import decode
from diplomacy.intake.draft import Draft
from diplomacy.intake.paragraphs import Paragraph, paragraphs
from diplomacy.intake.values import IntakeError

_BLANK = "\ufeff \t\r\n"
_BODY_FIELDS = ("maintext", "text")


def read_records(data: bytes, name: str) -> Iterator[Draft | IntakeError]:
    """One draft, or one error, for each record; a broken one does not stop the others."""
    text = decode(data, name=name)
    for where, record in _records(text, name):
        try:
            yield IntakeError(f"{where} {record}") if isinstance(record, IntakeError) else _draft(record, where)
        except IntakeError as error:
            yield error


def _records(text: str, name: str) -> Iterator[tuple[str, Any]]:
    """Each record, or what is wrong with it, with the words that say where it stands."""
    lines = [(number, line) for number, raw in enumerate(text.split("\n"), start=1) if (line := raw.strip(_BLANK))]
    if len(lines) > 1 and not any(isinstance(_parsed(line), dict) for _, line in lines):
        whole = _parsed(text.strip(_BLANK))
        yield from _members(whole, name) if isinstance(whole, list) else [(f"{name}: it", whole)]
        return
    for number, line in lines:
        record = _parsed(line)
        where = f"{name}: line {number}"
        yield from _members(record, where) if isinstance(record, list) else [(where, record)]


def _members(records: list[Any], where: str) -> Iterator[tuple[str, Any]]:
    yield from ((f"{where}: record {number}", record) for number, record in enumerate(records, start=1))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        return IntakeError("is nested too deeply to be a news record; leave it out.")
    except ValueError as error:
        problem = getattr(error, "msg", "a number is too long")
        return IntakeError(f"is not valid JSON ({problem}); mend it or leave it out.")


def _draft(record: Any, where: str) -> Draft:
    if not isinstance(record, dict):
        raise IntakeError(f'{where} is not a record with fields; write {{"title": …, "maintext": …}}.')
    title = _field(record, "title")
    body = next(filter(None, (_field(record, field) for field in _BODY_FIELDS)), "")
    missing = [name for name, value in (("title", title), ("maintext", body)) if not folded(value)]
    if missing:
        raise IntakeError(f"{where} has no {' and no '.join(missing)}; add what is missing or leave the record out.")
    standfirst = _field(record, "description")
    if _repeats(standfirst, body) or _repeats(standfirst, title):
        standfirst = ""
    source = "\n\n".join(filter(None, (title, standfirst, body)))
    body_start = len(source) - len(body)
    authors = [storable(author) for author in _list(record.get("authors")) if isinstance(author, str)]
    return Draft(
        source=source,
        paragraphs=paragraphs(source, body_start, stands_alone=lambda _: True),
        title=Paragraph.of(source, 0, len(title)),
        standfirst=Paragraph.of(source, len(title) + 2, body_start - 2) if standfirst else None,
        published=parse_stamp(_field(record, "date_publish")),
        byline=", ".join(filter(None, map(folded, authors)))[:500],
        url=_field(record, "url").strip(),
        domain=_field(record, "source_domain").strip(),
        language=_field(record, "language"),
        signatures=authors,
    )


def _field(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return storable(value) if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _repeats(description: str, other: str) -> bool:
    """Whether a description is missing, or only the beginning of another text, cut off perhaps."""
    start = folded(description).rstrip(".… ").casefold()
    return not start or folded(other).casefold().startswith(start)
