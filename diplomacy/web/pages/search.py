"""Searching texts and what is said in them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import TextField

from diplomacy.archive.models import Actor, Article, Coverage, Statement, Version
from diplomacy.archive.prepared import Prepared, given
from diplomacy.archive.querysets import HIT
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.corpus import most_quoted, most_used
from diplomacy.web.pages.people import participants_in, title_of
from diplomacy.web.pages.statements import Said, said
from diplomacy.web.pages.words import CUE_CLASSES, OUTLET_KINDS

PER_PAGE = 20
MOST = 1000
"""Of more hits than these the newest are shown: a bound on what a search costs."""
SUGGESTED = 12
_HITS = re.compile(f"({HIT[0]}[^{HIT[1]}]*{HIT[1]})")


@dataclass(frozen=True, slots=True)
class Snip:
    """A piece of a snippet, and whether it is one of the words that were searched for."""

    text: str
    hit: bool


def snips(snippet: str) -> tuple[Snip, ...]:
    """The pieces of a snippet, in which words that were searched for stand between the `HIT` characters."""
    parts = (part for part in _HITS.split(snippet) if part)
    return tuple(Snip(part.strip("".join(HIT)), part.startswith(HIT[0])) for part in parts)


@dataclass(frozen=True, slots=True)
class Reported:
    """An exchange that an article reports."""

    url: str
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class TextHit:
    """An article whose text has the words."""

    article: Article
    kind: str
    snippet: tuple[Snip, ...]
    exchanges: tuple[Reported, ...]


@dataclass(frozen=True, slots=True)
class TextsPage:
    """Articles whose texts have the words."""

    words: str
    newest: bool
    """In the order of publication; else those first that have most to do with the words."""
    hits: tuple[TextHit, ...]
    page: "Page[int]"
    more: bool
    """Whether there are older hits that are not shown."""

    @classmethod
    def build(cls, words: str, *, newest: bool = False, number: str | None = None) -> "TextsPage":
        """That page of the hits; none where no words are given."""
        ids: list[int] = []
        more = False
        if words:
            ids = _SAYING(words=words)
            more, ids = len(ids) > MOST, ids[:MOST]
            if not newest:
                ids = _BEST(ids=ids, words=words)
        page = Paginator(ids, PER_PAGE).get_page(number)
        return cls(words, newest, _text_hits(list(page.object_list), words), page, more)


_WORDS = given("words", TextField())
_SAYING = Prepared(
    lambda: Version.objects.current().saying(_WORDS).newest().values_list("pk", flat=True)[: MOST + 1],
    planned_anew=True,
)
_BEST = Prepared(lambda: Version.objects.filter(pk__any_of=given("ids")).best_for(_WORDS).values_list("pk", flat=True))
_FOUND = Prepared(
    lambda: (
        Version.objects.filter(pk__any_of=given("ids"))
        .with_snippets(_WORDS)
        .select_related("article__outlet")
        .only(*(f"article__{name}" for name in ("title", "language", "published_on", "outlet__name", "outlet__kind")))
    )
)
_REPORTED = Prepared(
    lambda: (
        Coverage.objects.filter(article__any_of=given("articles"))
        .order_by("exchange__date", "exchange")
        .values_list("article_id", "exchange_id", "exchange__date")
    )
)


def _text_hits(ids: list[int], words: str) -> tuple[TextHit, ...]:
    found = {version.pk: version for version in _FOUND(ids=ids, words=words)}
    reported = _reported([version.article_id for version in found.values()])
    return tuple(_text_hit(found[pk], reported[found[pk].article_id]) for pk in ids if pk in found)


def _reported(articles: list[int]) -> defaultdict[int, list[Reported]]:
    """The exchanges that each of these articles (ids) reports, by their dates, in two queries."""
    rows = _REPORTED(articles=articles)
    people = participants_in({exchange for _, exchange, _ in rows})
    found: defaultdict[int, list[Reported]] = defaultdict(list)
    for article, exchange, on in rows:
        found[article].append(Reported(address("exchange", exchange), title_of(people[exchange]), on))
    return found


def _text_hit(version: Version, exchanges: Iterable[Reported]) -> TextHit:
    article, snippet = version.article, snips(getattr(version, "snippet", ""))
    return TextHit(article, OUTLET_KINDS[article.outlet.kind], snippet, tuple(exchanges))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of statements; what is empty asks for nothing."""

    words: str = ""
    speaker: str = ""
    verb: str = ""
    stance: str = ""

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.words or self.speaker or self.verb or self.stance)


@dataclass(frozen=True, slots=True)
class StatementsPage:
    """Statements by their words, their speaker and the verb that attributes them."""

    asked: Asked
    said: tuple[Said, ...]
    page: "Page[int]"
    more: bool
    unknown: bool
    """Whether nobody goes by the name that is asked for."""
    speakers: tuple[str, ...]
    """Names to begin with, the most quoted first; only where nothing is found."""
    verbs: tuple[str, ...]
    stances: tuple[tuple[str, str], ...] = tuple(CUE_CLASSES.items())

    @classmethod
    def build(cls, asked: Asked, *, number: str | None = None) -> "StatementsPage":
        """That page of the statements, newest first; none where nothing is asked for."""
        actors = list(Actor.objects.called(asked.speaker).values_list("pk", flat=True)) if asked.speaker else []
        unknown = bool(asked.speaker) and not actors
        ids = [] if unknown or not asked else _statements(asked, actors)
        page = Paginator(ids[:MOST], PER_PAGE).get_page(number)
        return cls(
            asked=asked,
            said=said(list(page.object_list)),
            page=page,
            more=len(ids) > MOST,
            unknown=unknown,
            speakers=() if ids else tuple(name for _, name, _ in most_quoted()[:SUGGESTED]),
            verbs=() if ids else most_used(SUGGESTED),
        )


def _statements(asked: Asked, actors: Sequence[int]) -> list[int]:
    found = Statement.objects.current()
    if asked.words:
        found = found.saying(asked.words)
    if actors:
        found = found.by(actors)
    if asked.verb:
        found = found.filter(cue_lemma=asked.verb.casefold())
    if asked.stance:
        found = found.filter(cue_class=asked.stance)
    return list(found.newest().values_list("pk", flat=True)[: MOST + 1])
