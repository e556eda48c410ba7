"""The corpus' own figures: how much it holds, of what, and how its accounts stand to each other.

They count whole tables, so they are counted once for each state of the archive and kept in memory.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, F, Func, Max, Min, QuerySet

from diplomacy.archive.models import Actor, Article, Claim, Exchange, Pair, Statement
from diplomacy.archive.prepared import asked
from diplomacy.web.pages.verbs import Stance, Verb, by_class, stances, verbs

_REVISION = """
SELECT (SELECT count(*) FROM archive_article), (SELECT count(*) FROM archive_exchange WHERE NOT set_aside),
    (SELECT max(id) FROM archive_version), (SELECT max(id) FROM archive_statement), (SELECT max(id) FROM archive_claim),
    (SELECT max(id) FROM archive_pair), (SELECT max(pgh_id) FROM archive_pairevent),
    (SELECT max(pgh_id) FROM archive_outletevent), (SELECT max(pgh_id) FROM archive_actorevent),
    (SELECT max(pgh_id) FROM archive_statementevent), (SELECT max(pgh_id) FROM archive_articleevent),
    (SELECT max(id) FROM archive_statement_speakers), (SELECT max(pgh_id) FROM archive_decisionevent)
"""


class Revision(NamedTuple):
    """What differs whenever the archive does."""

    articles: int
    exchanges: int
    latest: tuple[int | None, ...]
    """The last rows of the tables that change."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How much the archive holds; mappings are from a kind's key to a count."""

    articles: int
    outlets: int
    first: date | None
    last: date | None
    articles_by: Mapping[str, int]
    """By kind of outlet."""
    exchanges: int
    exchanges_by: Mapping[str, int]
    statements: int
    statements_by: Mapping[str, int]
    silences: int
    claims: int
    pairs: int
    pairs_by: Mapping[str, int]
    facets: Mapping[str, int]
    stances: tuple[Stance, ...]
    verbs: Mapping[str, tuple[Verb, ...]]
    """The most used verbs of each class."""

    @classmethod
    def count(cls) -> "Figures":
        """The figures of the corpus as it stands; one query where nothing has changed since they were counted."""
        return _counted(revision())


def corpus_stances() -> tuple[Stance, ...]:
    """The shares of the classes of verbs in all of the corpus."""
    return stances(by_class(_verb_counts(revision())))


def most_quoted() -> tuple[tuple[int, str, int], ...]:
    """Everybody who is reported to have said something: id, name, number of statements; the most quoted first."""
    return _most_quoted(revision())


def most_used(most: int) -> tuple[str, ...]:
    """The verbs that are used most."""
    return tuple(verb.lemma for verb in verbs(_verb_counts(revision()), most=most))


def revision() -> Revision:
    """The state of the archive: what is counted over much of it is kept for as long as this stays."""
    ((articles, exchanges, *latest),) = asked(connection, _REVISION, ())
    return Revision(articles, exchanges, tuple(latest))


@lru_cache(maxsize=1)
def _counted(revision: Revision) -> Figures:
    said = Counter[tuple[str, bool]]()
    current = Statement.objects.current().order_by()
    for kind, silence, n in current.values_list("kind", "silence").annotate(n=Count("pk")):
        said[kind, silence] += n
    statements_by = Counter({kind: n for (kind, silence), n in said.items() if not silence})
    articles_by = _by(Article.objects.all(), "outlet__kind")
    span = Article.objects.aggregate(
        first=Min("published_on"), last=Max("published_on"), n=Count("outlet", distinct=True)
    )
    exchanges_by = _by(Exchange.objects.all(), "kind")
    pairs_by = _by(Pair.objects.all(), "relation")
    facets = _by(Pair.objects.annotate(facet=Func(F("facets"), function="unnest")), "facet")
    used = _verb_counts(revision)
    return Figures(
        articles=articles_by.total(),
        outlets=span["n"],
        first=span["first"],
        last=span["last"],
        articles_by=articles_by,
        exchanges=exchanges_by.total(),
        exchanges_by=exchanges_by,
        statements=statements_by.total(),
        statements_by=statements_by,
        silences=sum(n for (_, silence), n in said.items() if silence),
        claims=Claim.objects.filter(version__current=True).count(),
        pairs=pairs_by.total(),
        pairs_by=pairs_by,
        facets=facets,
        stances=stances(by_class(used)),
        verbs={key: verbs({use: n for use, n in used.items() if use[1] == key}, most=6) for key in by_class(used)},
    )


@lru_cache(maxsize=1)
def _verb_counts(revision: Revision) -> Mapping[tuple[str, str], int]:  # noqa: ARG001  (what the answer holds for)
    used = Statement.objects.current().filter(silence=False).order_by().values_list("cue_lemma", "cue_class")
    return {(lemma, key): n for lemma, key, n in used.annotate(n=Count("pk"))}


@lru_cache(maxsize=1)
def _most_quoted(revision: Revision) -> tuple[tuple[int, str, int], ...]:  # noqa: ARG001
    said = Statement.objects.current().filter(silence=False, speakers__isnull=False).order_by()
    counts = Counter(dict(said.values_list("speakers").annotate(n=Count("pk"))))
    names = dict(Actor.objects.filter(pk__in=counts).values_list("pk", "name"))
    found = [(pk, names[pk], n) for pk, n in counts.items() if pk in names]
    return tuple(sorted(found, key=lambda row: (-row[2], row[1], row[0])))


def _by(rows: "QuerySet[Any]", name: str) -> Counter[str]:
    return Counter(dict(rows.order_by().values_list(name).annotate(n=Count("pk"))))
