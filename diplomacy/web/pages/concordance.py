"""A concordance: every place where words stand, with what goes before and after, and who says it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from diplomacy.archive.models import Article, Statement, Version
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

    before: str
    hit: str
    after: str
    voice: str
    """Who says it, as a sentence lists them; empty where the account itself does."""
    article: Article
    url: str


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
            found = Version.objects.current().holding(words).newest()
            ids = list(found.values_list("pk", flat=True)[: MOST + 1])
        page = Paginator(ids[:MOST], TEXTS).get_page(number)
        lines = list(_lines(list(page.object_list), pattern(words))) if ids else []
        order = order if order in ORDERS else "left"
        if order != "newest":
            lines.sort(key=_left if order == "left" else _right)
        return cls(words, order, tuple(lines[:LINES]), page, len(ids) > MOST, len(lines) > LINES)


def pattern(words: str) -> re.Pattern[str]:
    """What finds the words as they stand, in any case and across any white space; `*` is any end of a word."""
    parts = (re.escape(word).replace(r"\*", r"\w*") for word in words.split())
    anywhere = re.sub("['’]", "['’]", r"\s+".join(parts))
    return re.compile(rf"(?<!\w){anywhere}(?!\w)", re.IGNORECASE)


def _lines(ids: Sequence[int], wanted: re.Pattern[str]) -> Iterator[Line]:
    versions = Version.objects.select_related("article__outlet").defer("source", "segments", "search").in_bulk(ids)
    voices = _voices(ids)
    for pk in ids:
        if version := versions.get(pk):
            for found in wanted.finditer(version.text):
                yield _line(version, found.start(), found.end(), voices.get(pk, []))


_Voice = tuple[int, int, tuple[str, ...]]


def _voices(ids: Sequence[int]) -> Mapping[int, list[_Voice]]:
    """By text, where statements stand and who makes them."""
    rows = Statement.objects.filter(version__in=ids, silence=False).order_by("pk", "speakers__name")
    spans: dict[int, tuple[int, list[list[int]]]] = {}
    names: defaultdict[int, list[str]] = defaultdict(list)
    for pk, version, stretches, name in rows.values_list("pk", "version_id", "spans", "speakers__name"):
        spans[pk] = version, stretches
        names[pk].append(name or "somebody not identified")
    found: defaultdict[int, list[_Voice]] = defaultdict(list)
    for pk, (version, stretches) in spans.items():
        found[version] += [(start, end, tuple(names[pk])) for start, end in stretches]
    return found


def _line(version: Version, start: int, end: int, voices: Sequence[_Voice]) -> Line:
    text = version.text
    before, after = around(text, start, end)
    paragraph = start - len(before)
    place = f"#at-{paragraph}" if paragraph >= version.title_end else ""
    voice = next((names for first, last, names in voices if first <= start < last), ())
    return Line(
        before=before if len(before) <= REACH else re.sub(r"^\S*\s*", "… ", before[-REACH:]),
        hit=text[start:end],
        after=after if len(after) <= REACH else re.sub(r"\s*\S*$", " …", after[:REACH], count=1),
        voice=in_a_row(list(voice)) if voice else "",
        article=version.article,
        url=f"{address('article', version.article_id)}{place}",
    )


def _left(line: Line) -> tuple[list[str], str]:
    return re.findall(r"\w+", line.before.casefold())[::-1], line.after.casefold()


def _right(line: Line) -> tuple[list[str], str]:
    return re.findall(r"\w+", line.after.casefold()), line.before.casefold()
