"""Reads, as verbs on querysets: what a page asks for, in a number of queries that never grows with its rows."""

import re
from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db import connections, models
from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from diplomacy.archive.models import Actor, Coverage, Exchange, Statement  # noqa: F401

HIT = ("\ue000", "\ue001")
"""Characters of no script, which stand around words that were searched for."""
PIPELINES = """
    WITH RECURSIVE step AS (
        (SELECT pipeline FROM archive_version WHERE current AND pipeline > '' ORDER BY pipeline LIMIT 1)
        UNION ALL
        SELECT (SELECT next.pipeline FROM archive_version next WHERE next.current AND next.pipeline > step.pipeline
                ORDER BY next.pipeline LIMIT 1)
        FROM step WHERE step.pipeline IS NOT NULL
    )
    SELECT pipeline FROM step WHERE pipeline IS NOT NULL LIMIT 50
"""


def _model(name: str) -> Any:
    """A model of this app; by name, since the models import this module."""
    return apps.get_model("archive", name)


def count_of(rows: models.QuerySet[Any]) -> Any:
    """How many of `rows` (a correlated queryset) there are, as an expression."""
    counted = rows.order_by().annotate(one=models.Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    """Exchanges."""

    def newest(self) -> Self:
        """The latest date first."""
        return self.order_by("-date", "-pk")

    def with_participant(self, actor: "Actor | int") -> Self:
        """Those that this person (or actor of this id) takes part in, or a national of this country."""
        through = self.model.participants.through._default_manager
        taking_part = through.filter(Q(actor=actor) | Q(actor__country=actor), exchange=OuterRef("pk"))
        return self.filter(Exists(taking_part))

    def with_any_of(self, actors: "ActorQuerySet") -> Self:
        """Those that one of these actors takes part in."""
        through = self.model.participants.through._default_manager
        return self.filter(Exists(through.filter(exchange=OuterRef("pk"), actor__in=actors.values("pk"))))

    def covered_by(self, outlet: int) -> Self:
        """Those that an article of this outlet (an id) tells of."""
        coverage = _model("Coverage").objects.filter(exchange=OuterRef("pk"), article__outlet=outlet)
        return self.filter(Exists(coverage))

    def with_relation(self, relation: str) -> Self:
        """Those with a pair of claims that stand so to each other."""
        return self.filter(Exists(_model("Pair").objects.filter(exchange=OuterRef("pk"), relation=relation)))

    def uncompared(self) -> Self:
        """Those whose accounts have changed since they were last compared, or never were."""
        return self.filter(pipeline="")

    def with_people(self) -> Self:
        """Participants (with their countries) and initiator fetched along."""
        participants = _model("Actor").objects.select_related("country").order_by("name")
        return self.select_related("initiator__country").prefetch_related(Prefetch("participants", participants))


class CoverageQuerySet(models.QuerySet["Coverage"]):
    """Coverage of exchanges by articles."""

    def accounts(self) -> Self:
        """That which counts: an article that is another's copy counts with that one (see `COVERAGE_COUNTED_ANEW`)."""
        return self.filter(counts=True)


class VersionQuerySet(models.QuerySet[Any]):
    """Texts of articles."""

    def current(self) -> Self:
        """The text that each article now has: the only one that is read and compared."""
        return self.filter(current=True)

    def unread(self) -> Self:
        """Texts that no pipeline has read yet; also those that another took the place of before they were: what was
        edited out is told by what they said."""
        return self.filter(pipeline="").select_related("article__outlet")

    def unembedded(self) -> Self:
        """Current texts that were read and whose claims have no vectors yet; without what is only for reading."""
        return self.current().filter(embedded="").exclude(pipeline="").defer("source", "segments", "search")

    def pipelines(self) -> list[str]:
        """What read the current texts, in order: a step in an index for each, however many texts there are."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(PIPELINES)
            return [name for (name,) in cursor.fetchall()]

    def saying(self, words: str) -> Self:
        """Those whose text holds the words, as a search of the web would (“quoted phrase”, or, -without)."""
        return self.filter(search=_query(words))

    def holding(self, query: str) -> Self:
        """Those whose text may hold words as they stand (`as_they_stand` of them): all that do, and some more.

        Where all the words are too common to be in the index, every text may.
        """
        searched = SearchQuery(query, config="english", search_type="raw")
        counted = Func(searched, function="numnode", output_field=IntegerField())
        return self.alias(nodes=counted).filter(Q(search=searched) | Q(nodes=0))

    def newest(self) -> Self:
        """The latest publication first."""
        return self.order_by("-article__published_on", "-pk")

    def best_for(self, words: str) -> Self:
        """Those that have most to do with the words first."""
        return self.annotate(rank=SearchRank(F("search"), _query(words))).order_by(
            "-rank", "-article__published_on", "-pk"
        )

    def with_snippets(self, words: str) -> Self:
        """Each with `snippet`, its passages that hold the words, which stand between the two `HIT` characters.

        A snippet costs the parse of its whole text: for the rows of a page, not for all that are found.
        """
        snippet = SearchHeadline(
            "text",
            _query(words),
            config="english",
            start_sel=HIT[0],
            stop_sel=HIT[1],
            max_fragments=2,
            max_words=32,
            min_words=12,
            fragment_delimiter=" … ",
        )
        return self.annotate(snippet=snippet)


class StatementQuerySet(models.QuerySet["Statement"]):
    """Statements."""

    def current(self) -> Self:
        """Those of the texts that articles now have."""
        return self.filter(version__current=True)

    def saying(self, words: str) -> Self:
        """Those whose own words hold these, as a search of the web would (“quoted phrase”, or, -without)."""
        return self.filter(search=_query(words))

    def by(self, actors: "Collection[int] | ActorQuerySet") -> Self:
        """Those that one of these actors makes."""
        through = self.model.speakers.through._default_manager
        return self.filter(pk__in=through.filter(actor__in=actors).values("statement"))

    def newest(self) -> Self:
        """The latest publication first, then in the order of the text."""
        return self.order_by("-version__article__published_on", "version", "position")


class ActorQuerySet(models.QuerySet["Actor"]):
    """Actors."""

    def with_names(self) -> Self:
        """Each with aliases, tenures and country, and `merged_names`: of those that were merged into it, by name."""
        names = _model("Actor").everything.filter(merged_into=OuterRef("pk")).order_by().values("name")
        aliases = _model("Alias").objects.filter(actor__merged_into=OuterRef("pk")).order_by().values("name")
        merged = ArraySubquery(names.union(aliases).order_by("name"))
        return self.annotate(merged_names=merged).select_related("country").prefetch_related("aliases", "tenures")

    def called(self, name: str) -> Self:
        """Those of just this name where there are any, else those with the words in a name that they go by."""
        names = ("name", "aliases__name", "merged__name", "merged__aliases__name")
        exact = self.filter(_any_of({f"{one}__iexact": name for one in names}))
        within = _any_of({f"{one}__icontains": name for one in names})
        return self.filter(Q(pk__in=exact.values("pk")) | (~Exists(exact.values("pk")) & within)).distinct()


def as_they_stand(words: str) -> str:
    """What the database is asked for texts that may hold the words as they stand; `*` is any end of a word."""
    parts = [(part, ":*" if star else "") for part, star in re.findall(r"(\w+)(\*?)", words)]
    return " & ".join(f"'{part}'{star}" for part, star in parts)


def _any_of(lookups: dict[str, str]) -> Q:
    return reduce(or_, (Q(**{name: value}) for name, value in lookups.items()))


def _query(words: str) -> SearchQuery:
    return SearchQuery(words, config="english", search_type="websearch")
