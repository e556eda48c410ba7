"""A record with the fields that news-please writes; `outlet`, which it does not, may name the publisher."""

from typing import Any

from diplomacy.intake.assemble import folded, storable
from diplomacy.intake.dates import parse_stamp
from diplomacy.intake.draft import Draft
from diplomacy.intake.record import Record, draft_of
from diplomacy.intake.values import IntakeError

_BODY_FIELDS = ("maintext", "text")


def article(record: Any, where: str) -> Draft:
    """The article of a record. Raises IntakeError where it is none, or lacks its title or text."""
    if not isinstance(record, dict):
        raise IntakeError(f'{where} is not a record with fields; write {{"title": …, "maintext": …}}.')
    title = _field(record, "title")
    body = next(filter(None, (_field(record, field) for field in _BODY_FIELDS)), "")
    missing = [name for name, value in (("title", title), ("maintext", body)) if not folded(value)]
    if missing:
        raise IntakeError(f"{where} has no {' and no '.join(missing)}; add what is missing or leave the record out.")
    authors = record.get("authors")
    return draft_of(
        Record(
            title=title,
            body=body,
            standfirst=_field(record, "description"),
            published=parse_stamp(_field(record, "date_publish")),
            authors=[each for each in (authors if isinstance(authors, list) else [authors]) if isinstance(each, str)],
            outlet=_field(record, "outlet"),
            url=_field(record, "url"),
            domain=_field(record, "source_domain"),
            language=_field(record, "language"),
        ),
        where,
    )


def _field(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return storable(value) if isinstance(value, str) else ""
