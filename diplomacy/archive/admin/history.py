"""The list of all that changed, in curators' words: who, when, what, and what it was before."""

# ruff: noqa: D102 (hooks that Django names; what they are for is in their names)

from typing import TYPE_CHECKING, Any, ClassVar

import pghistory.core
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest
from django.utils.text import Truncator

from diplomacy.archive.admin.lists import BoundedPaginator, ModelAdmin

if TYPE_CHECKING:
    EventsAdmin = ModelAdmin
    EventModelFilter = admin.SimpleListFilter
    LabelFilter = admin.SimpleListFilter
else:
    from pghistory.admin import EventsAdmin
    from pghistory.admin.core import EventModelFilter, LabelFilter

LATEST = 2400
"""Changes that the list has where it is not of one row, of all kinds of rows together."""
VALUE = 80
"""Characters of a value that are shown."""
DONE = {"insert": "made", "update": "changed", "delete": "deleted"}


class DoneFilter(LabelFilter):
    """By what became of the row."""

    title = "what was done"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(label, DONE.get(label, label)) for label, _ in super().lookups(request, model_admin) or ()]


class KindFilter(EventModelFilter):
    """By the table of events, under the name of what is in it."""

    title = "kind of row"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        labels = [label for label, _ in super().lookups(request, model_admin) or ()]
        return [(label, _called(label).removesuffix(" event")) for label in labels]


class HistoryAdmin(EventsAdmin):
    """pghistory's list over all tables of events; only of one row is it the whole history.

    What is shown of an event is looked up for every one before they are sorted: so the latest of each kind are taken.
    """

    list_display = ("when", "who", "row", "done", "difference")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator
    fields: ClassVar[tuple[str, ...]] = ("when", "who", "row", "done", "difference", "pgh_data", "pgh_context")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:  # noqa: ARG002
        return self.list_display

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        mine: dict[Any, Any] = {LabelFilter: DoneFilter, EventModelFilter: KindFilter}
        return [mine.get(one, one) for one in super().get_list_filter(request)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        events: QuerySet[Any] = super().get_queryset(request)
        by = User.objects.filter(pk=Cast(KeyTextTransform("user", OuterRef("pgh_context")), BigIntegerField()))
        of_one = {"obj", "method"} <= request.GET.keys() or (request.resolver_match and request.resolver_match.kwargs)
        if not of_one:
            events = events.filter(_latest(request.GET.get("event_model"), request.GET.get("model")))
        told: QuerySet[Any] = events.annotate(by=Subquery(by.values("username")[:1]))
        return told

    @admin.display(description="when", ordering="pgh_created_at")
    def when(self, event: Any) -> Any:
        return event.pgh_created_at

    @admin.display(description="by", empty_value="the machine")
    def who(self, event: Any) -> str | None:
        return event.by or None

    @admin.display(description="row")
    def row(self, event: Any) -> str:
        return f"{_called(event.pgh_obj_model)} {event.pgh_obj_id}"

    @admin.display(description="was")
    def done(self, event: Any) -> str:
        return DONE.get(str(event.pgh_label), str(event.pgh_label))

    @admin.display(description="from → to")
    def difference(self, event: Any) -> str:
        changed = (event.pgh_diff or {}).items()
        named = ((name.removesuffix("_id").replace("_", " "), was, now) for name, (was, now) in changed)
        return "; ".join(f"{name}: {_shown(was)} → {_shown(now)}" for name, was, now in named)


def _latest(*chosen: str | None) -> Q:
    """Which events are among the latest: of the kind that is asked for (labels of models of events), or of each."""
    every: list[Any] = pghistory.core.event_models()
    of = [model for model in every if {model._meta.label_lower, model.pgh_tracked_model._meta.label} & {*chosen}]
    of = of or every
    found = Q()
    for model in of:
        at = model._default_manager.order_by("-pk").values("pk")[LATEST // len(of) :][:1]
        found |= Q(pgh_model=model._meta.label, pgh_id__gt=Coalesce(Subquery(at), Value(0)))
    return found


def _called(label: str) -> str:
    return str(apps.get_model(label)._meta.verbose_name)


def _shown(value: Any) -> str:
    """A value in words: of a list what is in it, of what is kept under names these with it."""
    if isinstance(value, dict):
        value = [f"{name} {_shown(one)}" for name, one in value.items()]
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return "nothing" if value in (None, "") else Truncator(str(value)).chars(VALUE)
