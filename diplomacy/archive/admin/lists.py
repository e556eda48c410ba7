"""Lists of the admin that answer at once however many rows there are."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Func, IntegerField, Max, Min, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import Truncator

from diplomacy.archive.admin import searching

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    Pages = Paginator[Any]
else:
    ModelAdmin, TabularInline, Pages = admin.ModelAdmin, admin.TabularInline, Paginator

COUNTED = 5000
"""Rows of a list that are counted and paged through; who wants another row searches for it."""

MANY = 1000
"""How many related rows are counted for a row of a list: that there are more is said, and not how many."""

EXCERPT = 120
"""Characters of a text that a list shows."""

AT_ONCE = 1000
"""How many rows an action takes that does something with each by itself."""

YEARS = 30
"""How many years a list can be narrowed to, the latest."""


def excerpt(text: str) -> str:
    """The beginning of a text, EXCERPT characters at most; an ellipsis stands for the rest."""
    return Truncator(text).chars(EXCERPT)


class NamedInline(TabularInline):
    """Rows in a table, each of whose boxes says what it is for: the table's head is no label of theirs."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field, its box named."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs.setdefault("aria-label", str(field.label))
        return field


class BoundedPaginator(Pages):
    """Pages of a list: no more rows are counted than anyone pages through."""

    @cached_property
    def count(self) -> int:
        """Rows of the list, COUNTED at most."""
        rows = cast("QuerySet[Any]", self.object_list)
        return rows.order_by().values("pk")[:COUNTED].count()

    def page(self, number: int | str) -> "Page[Any]":
        """A page; what is looked up for a row is not looked up for all that stand before it."""
        number = self.validate_number(number)
        if number == 1:
            return super().page(number)
        rows, before = cast("QuerySet[Any]", self.object_list), (number - 1) * self.per_page
        ids = list(rows.values_list("pk", flat=True)[before : before + self.per_page])
        return Page(rows.filter(pk__in=ids), number, self)


class LongListAdmin(ModelAdmin):
    """A model of many rows, the newest first where the list has no other order: the models' own sort them all.

    No column sorts them but those of `sortable_by`, which have an index.
    """

    ordering: ClassVar[tuple[Any, ...]] = ("-pk",)
    sortable_by: ClassVar[tuple[str, ...]] = ()
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each is a count of all rows
    paginator = BoundedPaginator
    ways: ClassVar[tuple[searching.Way, ...]] = ()
    """How the list is searched, each by an index; all that one of them finds is found."""

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list; how many were found is said beside the search where something was searched for, and not else.

        `more` is whether there may be more rows than are counted, which is said below the list.
        """
        listed: Any = super().get_changelist_instance(request)
        listed.more = listed.result_count >= (searching.FOUND if listed.query and self.ways else COUNTED)
        if not listed.query:
            listed.full_result_count = listed.result_count
        return listed

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field; what it names is not deleted from beside it: that takes a page which says what goes."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if hasattr(field, "widget"):
            field.widget.can_delete_related = False
        return field

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> tuple["QuerySet[Any]", bool]:
        """The rows that one of the list's ways finds; without such ways, or words, as Django does it."""
        if not self.ways or not search_term.strip():
            return super().get_search_results(request, queryset, search_term)
        ids = list(searching.found(self.ways, search_term).values_list("pk", flat=True))
        return queryset.filter(pk__in=ids), False


class YearFilter(admin.SimpleListFilter):
    """Rows of a year, by a column of days that has an index; in two queries, however many rows there are."""

    parameter_name = "year"
    column = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        """The years between the first row and the last, the latest first."""
        ends = model_admin.model._default_manager.order_by().aggregate(first=Min(self.column), last=Max(self.column))
        if ends["first"] is None:
            return []
        years = range(ends["last"].year, max(ends["first"].year, ends["last"].year - YEARS) - 1, -1)
        return [(str(year), str(year)) for year in years]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":  # noqa: ARG002
        """Those of the year that is chosen."""
        year = self.value()
        is_year = year is not None and year.isascii() and year.isdigit() and 0 < int(year) < 10_000
        return queryset.filter(**{f"{self.column}__year": int(year or 0)}) if is_year else queryset


def by_year(column: str) -> type[YearFilter]:
    """A filter of a list by the year of one of its columns."""
    return type("ByYear", (YearFilter,), {"column": column, "title": "year"})


def few(admin_of: ModelAdmin, request: HttpRequest, chosen: "QuerySet[Any]") -> "QuerySet[Any] | None":
    """The chosen rows, where they are few enough for what is done with each by itself; else that is said."""
    ids = list(chosen.order_by().values_list("pk", flat=True)[: AT_ONCE + 1])
    if len(ids) > AT_ONCE:
        admin_of.message_user(request, f"Nothing was done: choose {AT_ONCE} at most.", messages.ERROR)
        return None
    rows: QuerySet[Any] = chosen.model._default_manager.filter(pk__in=ids)
    return rows


def number_of(rows: "QuerySet[Any]", of: str) -> Func:
    """How many of `rows` are `of` the row at hand, MANY at most; looked up for the rows that a page shows alone."""
    some = rows.order_by().filter(**{of: OuterRef("pk")}).values("pk")[:MANY]
    return Func(ArraySubquery(some), function="cardinality", output_field=IntegerField())


def told(number: int) -> str:
    """What `number_of` counted, in words."""
    return f"{MANY} or more" if number >= MANY else str(number)
