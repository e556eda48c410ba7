"""The curators' admin: every model with its lists, filters and search; no list makes a query a row."""

# ruff: noqa: D101, D102 (classes and hooks that Django names; what they are for is in their names)

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.functions import Left
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from diplomacy.archive.admin.described import DescribedAdmin
from diplomacy.archive.admin.files import FilesAdmin
from diplomacy.archive.admin.lists import EXCERPT, LongListAdmin, TabularInline, number_of
from diplomacy.archive.admin.resources import ActorResource, OutletResource
from diplomacy.archive.models import (
    Actor,
    Alias,
    Article,
    Coverage,
    Exchange,
    Origin,
    Outlet,
    Statement,
    Tenure,
    Version,
)

AT_ONCE = 200
"""Rows that are deleted together from a list at the most: their ids stand in an address."""


class DeletedOnSiteMixin:
    """What is deleted with all that belongs to it: the admin leads to the page that says what goes, and holds it."""

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        if not self.has_delete_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        return _to_site(self, [object_id])

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        if "delete_selected" in actions:
            _, name, described = actions["delete_selected"]
            actions["delete_selected"] = (_delete_on_site, name, described)
        return actions


def _delete_on_site(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:  # noqa: ARG001
    return _to_site(model_admin, queryset.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _to_site(model_admin: Any, rows: Iterable[Any]) -> HttpResponse:
    at = reverse("web:delete", args=[model_admin.opts.model_name])
    return redirect(f"{at}?{urlencode({'row': list(rows)}, doseq=True)}")


class ProvenanceAdmin(LongListAdmin):
    """Who made a row is shown and never typed in: what a curator adds or changes becomes a curator's."""

    provenance: tuple[str, ...] = ("origin", "pipeline")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *self.provenance)

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        if hasattr(obj, "origin") and (form.changed_data or not change):
            obj.origin = Origin.CURATOR
        super().save_model(request, obj, form, change)


class AliasInline(TabularInline):
    model = Alias
    extra = 1


class TenureInline(TabularInline):
    model = Tenure
    extra = 1


@admin.register(Actor)
class ActorAdmin(DeletedOnSiteMixin, FilesAdmin, DescribedAdmin, ProvenanceAdmin):
    resource_classes = (ActorResource,)
    provenance = ("origin",)
    list_display = ("name", "kind", "country", "statement_count", "confirmed", "origin")
    list_filter = ("kind", "confirmed", "origin")
    search_fields = ("name", "aliases__name")
    ordering = ("confirmed", "name")  # those first that nobody has looked at
    list_select_related = ("country",)
    autocomplete_fields = ("country",)
    inlines = (AliasInline, TenureInline)
    actions = ("confirm",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        said = number_of(Statement.speakers.through.objects.all(), "actor")
        rows: QuerySet[Any] = super().get_queryset(request).annotate(said=said)
        return rows

    @admin.display(description="statements")
    def statement_count(self, actor: Any) -> int:
        return int(actor.said)


@admin.register(Alias)
class AliasAdmin(LongListAdmin):
    list_display = ("name", "actor")
    ordering = ("name",)
    search_fields = ("name", "actor__name")
    list_select_related = ("actor",)
    autocomplete_fields = ("actor",)


@admin.register(Tenure)
class TenureAdmin(LongListAdmin):
    list_display = ("actor", "office", "start", "end")
    search_fields = ("actor__name", "office")
    list_select_related = ("actor",)
    autocomplete_fields = ("actor",)
    date_hierarchy = "start"


@admin.register(Outlet)
class OutletAdmin(DeletedOnSiteMixin, FilesAdmin, ProvenanceAdmin):
    resource_classes = (OutletResource,)
    provenance = ("origin",)
    list_display = ("name", "kind", "country", "article_count", "inferred", "origin")
    list_filter = ("kind", "inferred", "origin", "country")
    ordering = ("name",)
    search_fields = ("name", "aliases", "domains", "country")
    actions = ("confirm",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = (
            super().get_queryset(request).annotate(published=number_of(Article.objects.all(), "outlet"))
        )
        return rows

    @admin.display(description="articles")
    def article_count(self, outlet: Any) -> int:
        return int(outlet.published)

    @admin.action(permissions=["change"], description="Confirm name and kind of the selected outlets")
    def confirm(self, request: HttpRequest, queryset: QuerySet[Outlet]) -> None:
        number = queryset.update(inferred=False, origin=Origin.CURATOR)
        self.message_user(request, f"{number} confirmed.")


class VersionInline(TabularInline):
    model = Version
    fields = ("current", "seen_at", "sha256", "pipeline")
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).defer("text", "source", "segments", "search")
        return rows

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Article)
class ArticleAdmin(DeletedOnSiteMixin, LongListAdmin):
    list_display = ("heading", "outlet", "published_on", "language", "source_file")
    list_filter = ("outlet__kind",)
    search_fields = ("title", "byline", "url", "source_file", "outlet__name")
    list_select_related = ("outlet",)
    autocomplete_fields = ("outlet",)
    readonly_fields = ("attribution", "source_file", "printed_in", "copy_of")
    date_hierarchy = "published_on"
    inlines = (VersionInline,)

    @admin.display(description="title", ordering="title")
    def heading(self, article: Article) -> str:
        return article.heading


@admin.register(Version)
class VersionAdmin(LongListAdmin):
    list_display = ("article", "current", "seen_at", "opening", "pipeline")
    list_filter = ("current",)
    search_fields = ("article__title", "sha256")
    list_select_related = ("article",)
    readonly_fields = ("article", "seen_at", "sha256", "text", "title_end", "body_start", "source", "pipeline")
    exclude = ("segments", "search")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(opened=Left("text", EXCERPT))
        return rows.defer("text", "source", "segments", "search")

    @admin.display(description="text")
    def opening(self, version: Any) -> str:
        return str(version.opened)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """A text goes with its article, and not by itself: what was cited is to be found."""
        return False


class CoverageInline(TabularInline):
    model = Coverage
    fk_name = "exchange"
    fields = ("article", "date", "origin", "pipeline")
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).select_related("article", "exchange")
        return rows

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Exchange)
class ExchangeAdmin(DeletedOnSiteMixin, ProvenanceAdmin):
    list_display = ("date", "kind", "who", "account_count", "origin", "pipeline")
    list_display_links = ("date", "kind")
    list_filter = ("kind", "origin")
    ordering = ("-date",)
    search_fields = ("participants__name",)
    autocomplete_fields = ("participants", "initiator")
    date_hierarchy = "date"
    inlines = (CoverageInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        told = number_of(Coverage.objects.all(), "exchange")
        rows: QuerySet[Any] = super().get_queryset(request).prefetch_related("participants").annotate(told=told)
        return rows

    @admin.display(description="participants")
    def who(self, exchange: Exchange) -> str:
        return ", ".join(actor.name for actor in exchange.participants.all())

    @admin.display(description="accounts")
    def account_count(self, exchange: Any) -> int:
        return int(exchange.told)
