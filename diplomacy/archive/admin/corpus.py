"""The admin of actors and outlets: what a curator types there is theirs, and no reading types over it."""

# ruff: noqa: D101, D102 (classes and hooks that Django names; what they are for is in their names)

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator

from diplomacy.archive.admin.deleted import DeletedOnSiteMixin
from diplomacy.archive.admin.described import DescribedAdmin
from diplomacy.archive.admin.files import FilesAdmin
from diplomacy.archive.admin.lists import LongListAdmin, NamedInline, number_of, told
from diplomacy.archive.admin.outlets_at_once import describe
from diplomacy.archive.admin.resources import ActorResource, OutletResource
from diplomacy.archive.admin.searching import ACTORS, ALIASES, OUTLETS, TENURES
from diplomacy.archive.models import Actor, Alias, Article, Origin, Outlet, Statement, Tenure


class ProvenanceAdmin(LongListAdmin):
    """Who made a row is shown and never typed in: what a curator adds or changes becomes a curator's.

    A row that gets another name keeps the one that it had: texts that call it so are of it still.
    """

    readonly_fields = ("origin",)

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        if form.changed_data or not change:
            obj.origin = Origin.CURATOR
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: "ModelForm[Any]", formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            curated(self.model, form.instance.pk)
        if "name" in form.changed_data and form.initial.get("name"):
            self.keep_name(form.instance, form.initial["name"])

    def keep_name(self, row: Any, name: str) -> None:
        """Let the row go by this name too."""
        raise NotImplementedError


def curated(model: Any, pk: int) -> None:
    """Put down that a curator has told something of a row."""
    model._default_manager.filter(pk=pk).update(origin=Origin.CURATOR)


class AliasInline(NamedInline):
    model = Alias
    extra = 1


class TenureInline(NamedInline):
    model = Tenure
    extra = 1


@admin.register(Actor)
class ActorAdmin(DeletedOnSiteMixin, FilesAdmin, DescribedAdmin, ProvenanceAdmin):
    resource_classes = (ActorResource,)
    list_display = ("name", "kind", "country", "statement_count", "confirmed", "origin")
    list_filter = ("kind", "confirmed", "origin")
    search_fields = ("name",)  # that there is a search; what is searched is said below
    search_help_text = "Names and aliases, by the beginnings of words."
    ways = ACTORS
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
    def statement_count(self, actor: Any) -> str:
        return told(actor.said)

    def keep_name(self, row: Actor, name: str) -> None:
        if not row.aliases.filter(name__iexact=name).exists():
            Alias.objects.create(actor=row, name=name)


class OfAnActorAdmin(LongListAdmin):
    """What is told of an actor: who adds, changes or takes it away has told something of the actor."""

    list_select_related = ("actor",)
    autocomplete_fields = ("actor",)

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        super().save_model(request, obj, form, change)
        curated(Actor, obj.actor_id)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        curated(Actor, obj.actor_id)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        Actor.objects.filter(pk__in=queryset.values("actor")).update(origin=Origin.CURATOR)
        super().delete_queryset(request, queryset)


@admin.register(Alias)
class AliasAdmin(OfAnActorAdmin):
    list_display = ("name", "actor")
    search_fields = ("name",)  # that there is a search; what is searched is said below
    search_help_text = "The alias or the actor’s names, by the beginnings of words."
    ways = ALIASES


@admin.register(Tenure)
class TenureAdmin(OfAnActorAdmin):
    list_display = ("actor", "office", "start", "end")
    search_fields = ("office",)  # that there is a search; what is searched is said below
    search_help_text = "The office or the actor’s names, by the beginnings of words."
    ways = TENURES


@admin.register(Outlet)
class OutletAdmin(DeletedOnSiteMixin, FilesAdmin, ProvenanceAdmin):
    resource_classes = (OutletResource,)
    list_display = ("name", "kind", "country", "article_count", "inferred", "origin")
    list_filter = ("kind", "inferred", "origin")
    ordering = ("name",)
    sortable_by = ("name",)
    search_fields = ("name",)  # that there is a search; what is searched is said below
    search_help_text = "Name or country, by the beginnings of words; or an alias or a domain as it stands."
    ways = OUTLETS
    actions = ("confirm", "describe")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        published = number_of(Article.objects.all(), "outlet")
        rows: QuerySet[Any] = super().get_queryset(request).annotate(published=published)
        return rows

    @admin.display(description="articles")
    def article_count(self, outlet: Any) -> str:
        return told(outlet.published)

    @admin.action(permissions=["change"], description="Confirm name and kind of the selected outlets")
    def confirm(self, request: HttpRequest, queryset: QuerySet[Outlet]) -> None:
        number = queryset.update(inferred=False, origin=Origin.CURATOR)
        self.message_user(request, f"Outlets confirmed: {number}.")

    @admin.action(permissions=["change"], description="Set kind or country of the selected outlets …")
    def describe(self, request: HttpRequest, queryset: QuerySet[Outlet]) -> HttpResponse | None:
        return describe(self, request, queryset)

    def keep_name(self, row: Outlet, name: str) -> None:
        if name not in row.aliases:
            Outlet.objects.filter(pk=row.pk).update(aliases=[*row.aliases, Truncator(name).chars(200)])
