"""What a request asks for: numbers, words and days of its query or form, and the whole of a page or a part of it."""

import re
from collections.abc import Collection
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

LONGEST = 200
"""Characters of a search that are looked at."""
NOTE = 2000
"""Characters of a note that are kept."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for the part of a page that changes, and not, going back, for all of it."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def whole_or_part(
    request: HttpRequest, template: str, part: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """The whole page, or its part named `part` where htmx asks; caches are told that the two differ.

    A part is always answered with 200, for htmx shows nothing of another answer.
    """
    asked = is_part(request)
    response = render(request, f"{template}#{part}" if asked else template, context, status=200 if asked else status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def part_or_elsewhere(request: HttpRequest, part: str, url: str, context: dict[str, object]) -> HttpResponse:
    """A part of a page where htmx asks, else the way to the whole; caches are told that the two differ."""
    response = render(request, part, context) if is_part(request) else HttpResponseRedirect(url)
    patch_vary_headers(response, ["HX-Request"])
    return response


def elsewhere(request: HttpRequest, url: str) -> HttpResponse:
    """The way to another page, which htmx is not to put where it asked for a part of this one."""
    return HttpResponseClientRedirect(url) if is_part(request) else HttpResponseRedirect(url)


def number(given: QueryDict, name: str) -> int | None:
    """The whole number given under a name; None where it is missing or is none that the database can hold."""
    return next(iter(_whole(given.get(name, ""))), None)


def numbers(given: QueryDict, name: str) -> list[int]:
    """The whole numbers that are given under one name, in their order; what is none is passed over."""
    return [number for value in given.getlist(name) for number in _whole(value)]


def _whole(value: str) -> list[int]:
    return [int(value)] if value.isascii() and value.isdigit() and len(value) <= 18 else []


def words(request: HttpRequest, name: str) -> str:
    """Words of the query string, without control characters (which the database refuses) and not too many."""
    return " ".join(_CONTROL.sub(" ", request.GET.get(name, "")).split())[:LONGEST]


def note_in(given: QueryDict, name: str = "note") -> str:
    """The note of a form, without the character that the database refuses and not too long."""
    return given.get(name, "").replace("\x00", "").strip()[:NOTE]


def with_note(told: str, note: str) -> str:
    """What is told, with the note of who was not the first, so that it is not lost."""
    return f"{told} Your note was: “{note}”" if note else told


def told_before(request: HttpRequest) -> str:
    """What came of the last thing that was done, which the page that it led to tells."""
    return " ".join(map(str, messages.get_messages(request)))


def day(given: QueryDict, name: str) -> date | None:
    """A day as a browser's date field writes it; None where it is missing or is none."""
    try:
        return date.fromisoformat(given.get(name, ""))
    except ValueError:
        return None


def one_of(request: HttpRequest, name: str, known: Collection[str]) -> str:
    """A value of the query string that is among `known`; empty where it is missing or is none of them."""
    value = request.GET.get(name, "")
    return value if value in known else ""
