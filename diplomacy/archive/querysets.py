"""Reads, as verbs on querysets: what a page asks for, in a number of queries that never grows with its rows."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db import models
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from diplomacy.archive.models import Actor, Claim, Exchange  # noqa: F401

RELATIONS = ("same", "reworded", "shifted", "contradicted", "disputed")


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

    def with_participant(self, actor: "Actor") -> Self:
        """Those that this person takes part in, or a national of this country."""
        through = self.model.participants.through._default_manager
        taking_part = through.filter(Q(actor=actor.pk) | Q(actor__country=actor.pk), exchange=OuterRef("pk"))
        return self.filter(Exists(taking_part))

    def uncompared(self) -> Self:
        """Those whose accounts have changed since they were last compared, or never were."""
        return self.filter(pipeline="")

    def with_people(self) -> Self:
        """Participants (with their countries) and initiator fetched along."""
        participants = _model("Actor").objects.select_related("country").order_by("name")
        return self.select_related("initiator__country").prefetch_related(Prefetch("participants", participants))

    def for_list(self) -> Self:
        """All that a row of a list shows, in three queries for any number of rows.

        Each exchange has `participants` and `coverage` (with `article.outlet`) fetched along, and
        `pairs_same`, `pairs_reworded`, `pairs_shifted`, `pairs_contradicted`, `pairs_disputed`: pairs by relation;
        `claims_alone`: claims about the exchange that only one of its accounts makes (0 where there is one account);
        `accounts`: how many articles cover it.
        """
        pairs = _model("Pair").objects.filter(exchange=OuterRef("pk"))
        relations = {f"pairs_{name}": count_of(pairs.filter(relation=name)) for name in RELATIONS}
        coverage = _model("Coverage").objects.filter(exchange=OuterRef("pk"))
        alone = _model("Claim").objects.filter(coverage__exchange=OuterRef("pk"), context=False).unpaired()
        return (
            self.with_people()
            .prefetch_related(Prefetch("coverage", _model("Coverage").objects.select_related("article__outlet")))
            .annotate(**relations, accounts=count_of(coverage))
            .annotate(
                claims_alone=models.Case(
                    models.When(accounts__gt=1, then=count_of(alone)), default=0, output_field=IntegerField()
                )
            )
        )


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Claims."""

    def unpaired(self) -> Self:
        """Those that no other account of their exchange answers; a disputed link is no answer."""
        pairs = _model("Pair").objects.exclude(relation="disputed").filter(exchange=OuterRef("coverage__exchange"))
        return self.filter(~Exists(pairs.filter(left=OuterRef("pk"))), ~Exists(pairs.filter(right=OuterRef("pk"))))


class VersionQuerySet(models.QuerySet[Any]):
    """Texts of articles."""

    def current(self) -> Self:
        """The text that each article now has: the only one that is read and compared."""
        return self.filter(current=True)

    def unread(self) -> Self:
        """Current texts that no pipeline has read yet."""
        return self.current().filter(pipeline="").select_related("article__outlet")

    def search(self, words: str) -> Self:
        """Current texts that hold the words, best first, each with `rank` and `snippet` (hits between « and »)."""
        query = SearchQuery(words, config="english", search_type="websearch")
        return (
            self.current()
            .filter(search=query)
            .annotate(
                rank=SearchRank(F("search"), query),
                snippet=SearchHeadline("text", query, config="english", start_sel="«", stop_sel="»", max_fragments=2),
            )
            .select_related("article__outlet")
            .defer("text", "source", "segments")
            .order_by("-rank", "-article__published_on", "pk")
        )
