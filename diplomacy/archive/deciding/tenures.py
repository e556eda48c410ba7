"""Offices in a line each, as forms and files have them: office; first day; last day."""

from datetime import date

from django.core.exceptions import ValidationError

Held = list[str | None]
"""The office, its first and its last day, these in ISO 8601 or None."""


def tenure_of(line: str) -> Held:
    """An office as decisions hold it; raises ValidationError where the line is none."""
    told = " ".join(line.split())[:300]
    office, *days = (part.strip() for part in line.split(";"))
    if not office or len(days) > 2:
        raise ValidationError(f"“{told}” is not an office and at most two days, with semicolons between.")
    try:
        first, last = (date.fromisoformat(day) if day else None for day in [*days, "", ""][:2])
    except ValueError:
        raise ValidationError(f"In “{told}” a day is not written as 2023-07-25.") from None
    if first and last and last < first:
        raise ValidationError(f"In “{told}” the last day is before the first.")
    return [office[:300], *(day.isoformat() if day else None for day in (first, last))]


def in_a_line(held: Held) -> str:
    """An office as it is read back."""
    return "; ".join(part or "" for part in held).rstrip("; ")


def in_order(tenures: list[Held]) -> list[Held]:
    """Offices in the order in which descriptions have them."""
    return sorted(tenures, key=lambda one: [part or "" for part in one])
