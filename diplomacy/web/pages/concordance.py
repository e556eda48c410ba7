"""A concordance: every place where words stand, with what goes before and after, and who says it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import TextField

from diplomacy.archive.models import Version
from diplomacy.archive.prepared import Prepared, given
from diplomacy.archive.querysets import as_they_stand
from diplomacy.archive.voices import voices
from diplomacy.web.pages.accounts import around
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.words import in_a_row

TEXTS = 100
"""Texts that are looked through for one page."""
MOST = 1000
"""Texts that can be paged through, the newest."""
LINES = 250
"""Lines of one page."""
REACH = 70
"""Characters that are shown on each side."""

ORDERS = {"left": "the words before", "right": "the words after", "newest": "the date"}


@dataclass(frozen=True, slots=True)
class Line:
    """One place where the words stand."""

    version: int
    start: int
    before: str
    hit: str
    after: str
    outlet: str
    language: str
    on: date
    url: str
    voice: str = ""
    """Who says it, as a sentence lists them; empty where the account itself does."""


@dataclass(frozen=True, slots=True)
class ConcordancePage:
    """Places where words stand, in the order that is asked for."""

    words: str
    order: str
    lines: tuple[Line, ...]
    page: "Page[int]"
    more: bool
    """Whether older texts have the words that are not looked through."""
    cut: bool
    """Whether these texts have more places than are shown."""
    orders: tuple[tuple[str, str], ...] = tuple(ORDERS.items())

    @classmethod
    def build(cls, words: str, *, order: str = "", number: str | None = None) -> "ConcordancePage":
        """The places in that page of texts; none where no words are given."""
        ids: list[int] = []
        if re.search(r"\w", words):
            ids = _HOLDING(words=as_they_stand(words))
        page = Paginator(ids[:MOST], TEXTS).get_page(number)
        lines = list(_lines(list(page.object_list), pattern(words))) if ids else []
        order = order if order in ORDERS else "left"
        if order != "newest":
            lines.sort(key=_left if order == "left" else _right)
        return cls(words, order, _voiced(lines[:LINES]), page, len(ids) > MOST, len(lines) > LINES)


def pattern(words: str) -> re.Pattern[str]:
    """What finds the words as they stand, in any case and across any white space; `*` is any end of a word."""
    parts = (re.escape(word).replace(r"\*", r"\w*") for word in words.split())
    anywhere = re.sub("['’]", "['’]", r"\s+".join(parts))
    return re.compile(rf"(?<!\w){anywhere}(?!\w)", re.IGNORECASE)


_HOLDING = Prepared(
    lambda: (
        Version.objects.current().holding(given("words", TextField())).newest().values_list("pk", flat=True)[: MOST + 1]
    ),
    planned_anew=True,
)
_TEXTS = Prepared(
    lambda: Version.objects.filter(pk__any_of=given("ids")).values_list(
        "pk",
        "text",
        "title_end",
        "article_id",
        "article__outlet__name",
        "article__language",
        "article__published_on",
        named=True,
    )
)


def _lines(ids: list[int], wanted: re.Pattern[str]) -> Iterator[Line]:
    texts = {row.pk: row for row in _TEXTS(ids=ids)}
    for pk in ids:
        if row := texts.get(pk):
            for found in wanted.finditer(row.text):
                yield _line(row, found.start(), found.end())


def _line(row: Any, start: int, end: int) -> Line:
    before, after = around(row.text, start, end)
    paragraph = start - len(before)
    place = f"#at-{paragraph}" if paragraph >= row.title_end else ""
    return Line(
        version=row.pk,
        start=start,
        before=before if len(before) <= REACH else re.sub(r"^\S*\s*", "… ", before[-REACH:]),
        hit=row.text[start:end],
        after=after if len(after) <= REACH else re.sub(r"\s*\S*$", " …", after[:REACH], count=1),
        outlet=row.article__outlet__name,
        language=row.article__language,
        on=row.article__published_on,
        url=f"{address('article', row.article_id)}{place}",
    )


def _voiced(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with who says each."""
    if not lines:
        return ()
    names = voices([(line.version, line.start) for line in lines])
    return tuple(replace(line, voice=_named(names.get(place, ()))) for place, line in enumerate(lines))


def _named(names: Sequence[str | None]) -> str:
    return in_a_row([name or "somebody not identified" for name in names]) if names else ""


def _left(line: Line) -> tuple[list[str], str]:
    return re.findall(r"\w+", line.before.casefold())[::-1], line.after.casefold()


def _right(line: Line) -> tuple[list[str], str]:
    return re.findall(r"\w+", line.after.casefold()), line.before.casefold()
