"""Lists of the admin that answer at once however many rows there are."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    Pages = Paginator[Any]
else:
    ModelAdmin, TabularInline, Pages = admin.ModelAdmin, admin.TabularInline, Paginator

COUNTED = 10_000
"""Rows of a list that are counted and paged through; who wants another row searches for it."""

EXCERPT = 120
"""Characters of a text that a list shows."""


class BoundedPaginator(Pages):
    """Pages of a list: no more rows are counted than anyone pages through."""

    @cached_property
    def count(self) -> int:
        """Rows of the list, COUNTED at most."""
        rows = cast("QuerySet[Any]", self.object_list)
        return rows.order_by().values("pk")[:COUNTED].count()


class LongListAdmin(ModelAdmin):
    """A model of many rows, the newest first where the list has no other order: the models' own sort them all."""

    ordering: ClassVar[tuple[Any, ...]] = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    paginator = BoundedPaginator


def number_of(rows: "QuerySet[Any]", of: str) -> Coalesce:
    """How many of `rows` are `of` the row at hand; looked up for the rows that a page shows, and for no others."""
    found = rows.order_by().filter(**{of: OuterRef("pk")}).values(of).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(found), 0)
