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

_BODY_FIELDS = ("maintext", "text")


def read_records(data: bytes, name: str) -> Iterator[Draft | IntakeError]:
    """One draft, or one error, for each record; a broken one does not stop the others."""
    text = decode(data, name=name)
    for where, record in _records(text, name):
        try:
            yield record if isinstance(record, IntakeError) else _draft(record, where)
        except IntakeError as error:
            yield error


def _records(text: str, name: str) -> Iterator[tuple[str, Any]]:
    """Each record with the words that say where it stands."""
    whole: Any = None
    opening = text.lstrip("\ufeff \t\r\n")[:1]
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip("\ufeff \t\r")]
    if opening in {"[", "{"} and len(lines) > 1:
        whole = _parsed(text.lstrip("\ufeff"))
        if isinstance(whole, list):
            yield from ((f"{name}: record {number}", record) for number, record in enumerate(whole, start=1))
            return
        if not isinstance(whole, IntakeError):
            yield f"{name}: record 1", whole
            return
    if len(lines) > 1 and not any(isinstance(_parsed(line.strip("\ufeff \t\r")), dict) for _, line in lines):
        yield (
            name,
            IntakeError(
                f"{name} {whole if opening in '[{' else 'is not JSON, nor has it a record a line; check the file.'}"
            ),
        )
        return
    for number, line in lines:
        where = f"{name}: line {number}"
        record = _parsed(line.strip("\ufeff \t\r"))
        if isinstance(record, IntakeError):
            yield where, IntakeError(f"{where} {record}")
        elif isinstance(record, list):
            yield from ((f"{where}, record {place}", each) for place, each in enumerate(record, start=1))
        else:
            yield where, record


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        return IntakeError("is nested too deeply to be a news record; leave it out.")
    except ValueError as error:
        problem = getattr(error, "msg", "a number is too long")
        return IntakeError(f"is not valid JSON ({problem}); mend the line or leave it out.")


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
