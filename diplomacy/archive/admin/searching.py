"""How the admin's lists are searched: by the words of names, titles and statements, each way through an index.

A word that is searched for is found at the beginning of words, whatever its case (“valdor” finds “Valdoria”); what is
found by a name or a title holds all of them.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet

from diplomacy.archive.models import (
    ARTICLE_WORDS,
    NAME_WORDS,
    OFFICE_WORDS,
    OUTLET_WORDS,
    Actor,
    Alias,
    Article,
    Claim,
    Coverage,
    Exchange,
    Outlet,
    Pair,
    Statement,
    Tenure,
    Version,
)

FOUND = 500
"""Rows that each way gives, the newest; who wants another says more of it, and is told to."""
Rows = QuerySet[Any]
Way = Callable[[str], Rows]
"""The rows of a model that words find, in no order."""


def found(ways: Sequence[Way], words: str) -> Rows:
    """The ids of the rows that one of the ways finds, as a subquery."""
    first, *others = (way(words).order_by("-pk").values("pk")[:FOUND] for way in ways)
    return first.union(*others) if others else first


def holding(rows: Rows, column: SearchVector, words: str) -> Rows:
    """Those with a word in the column, which has an index, that begins with each of these."""
    quoted = ("'" + word.replace("\\", "\\\\").replace("'", "''") + "':*" for word in words.split())
    wanted = SearchQuery(" & ".join(quoted), config="simple", search_type="raw")
    those: Rows = rows.alias(held=column).filter(held=wanted)
    return those


def _named(words: str) -> Rows:
    return holding(Actor.everything.all(), NAME_WORDS, words)


def _called(words: str) -> Rows:
    return Actor.everything.filter(pk__in=holding(Alias.objects.all(), NAME_WORDS, words).values("actor"))


def _lent(words: str) -> Rows:
    """Those who stand for merged actors of such a name."""
    merged = Actor.everything.exclude(merged_into=None).filter(pk__in=found((_named, _called), words))
    return Actor.everything.filter(pk__in=merged.values("merged_into"))


ACTORS: tuple[Way, ...] = (_named, _called, _lent)
"""By names and aliases, also those of actors that were merged into it."""


def _of_actors(words: str) -> Rows:
    return found(ACTORS, words)


ALIASES: tuple[Way, ...] = (
    lambda words: holding(Alias.objects.all(), NAME_WORDS, words),
    lambda words: Alias.objects.filter(actor__in=_of_actors(words)),
)
TENURES: tuple[Way, ...] = (
    lambda words: holding(Tenure.objects.all(), OFFICE_WORDS, words),
    lambda words: Tenure.objects.filter(actor__in=_of_actors(words)),
)
OUTLETS: tuple[Way, ...] = (
    lambda words: holding(Outlet.objects.all(), OUTLET_WORDS, words),
    lambda words: Outlet.objects.filter(Q(aliases__contains=[words]) | Q(domains__contains=[words.casefold()])),
)
"""By words of the name and the country, and by an alias or a domain as it stands there."""

ARTICLES: tuple[Way, ...] = (
    lambda words: holding(Article.objects.all(), ARTICLE_WORDS, words),
    lambda words: Article.objects.filter(outlet__in=found(OUTLETS, words)),
)
"""By words of title, byline, address and file, and by outlet."""


def _of_articles(words: str) -> Rows:
    return found(ARTICLES, words)


VERSIONS: tuple[Way, ...] = (
    lambda words: Version.objects.filter(article__in=_of_articles(words)),
    lambda words: Version.objects.filter(sha256=words.strip()),
)
EXCHANGES: tuple[Way, ...] = (
    lambda words: Exchange.objects.filter(
        pk__in=Exchange.participants.through._default_manager.filter(actor__in=_of_actors(words)).values("exchange")
    ),
)
COVERAGE: tuple[Way, ...] = (
    lambda words: Coverage.objects.filter(article__in=_of_articles(words)),
    lambda words: Coverage.objects.filter(exchange__in=found(EXCHANGES, words)),
)
STATEMENTS: tuple[Way, ...] = (
    Statement.objects.saying,
    lambda words: Statement.objects.by(_of_actors(words)),
    lambda words: Statement.objects.filter(version__article__in=_of_articles(words)),
)
CLAIMS: tuple[Way, ...] = (
    lambda words: Claim.objects.filter(statement__in=Statement.objects.saying(words)),
    lambda words: Claim.objects.filter(version__article__in=_of_articles(words)),
)
PAIRS: tuple[Way, ...] = (
    lambda words: Pair.objects.filter(exchange__in=found(EXCHANGES, words)),
    lambda words: Pair.objects.filter(left__version__article__in=_of_articles(words)),
    lambda words: Pair.objects.filter(right__version__article__in=_of_articles(words)),
)
