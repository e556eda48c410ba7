"""The curators' admin: every model with its lists, filters and search; no list makes a query a row."""

# ruff: noqa: D101, D102 (classes and hooks that Django names; what they are for is in their names)

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Left
from django.forms import ModelForm
from django.http import HttpRequest

from diplomacy.archive.admin.described import DescribedAdmin
from diplomacy.archive.admin.files import FilesAdmin
from diplomacy.archive.admin.lists import EXCERPT, LongListAdmin, TabularInline, number_of
from diplomacy.archive.admin.resources import ActorResource, OutletResource
from diplomacy.archive.incoming import copies
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
class ActorAdmin(FilesAdmin, DescribedAdmin, ProvenanceAdmin):
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
class OutletAdmin(FilesAdmin, ProvenanceAdmin):
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
class ArticleAdmin(LongListAdmin):
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

    def delete_model(self, request: HttpRequest, obj: Article) -> None:  # noqa: ARG002 (Django's signature)
        copies.remove(Article.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:  # noqa: ARG002 (the same)
        copies.remove(queryset)


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
class ExchangeAdmin(ProvenanceAdmin):
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
