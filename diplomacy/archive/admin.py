"""The curators' admin: every model with its lists, filters and search; no list makes a query a row."""

# ruff: noqa: D101, D102 (classes and hooks that Django names; what they are for is in their names)

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.db.models.functions import Left, Substr
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from diplomacy.archive import copies
from diplomacy.archive.admin_lists import LongListAdmin, TabularInline, number_of
from diplomacy.archive.models import (
    Actor,
    Alias,
    Article,
    Claim,
    Coverage,
    Exchange,
    Origin,
    Outlet,
    Pair,
    Statement,
    Tenure,
    Version,
)

EXCERPT = 120
"""Characters of a text that a list shows."""


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
class ActorAdmin(ProvenanceAdmin):
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

    @admin.action(permissions=["change"], description="Confirm the selected actors")
    def confirm(self, request: HttpRequest, queryset: QuerySet[Actor]) -> None:
        number = queryset.update(confirmed=True, origin=Origin.CURATOR)
        self.message_user(request, f"{number} confirmed.")


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
class OutletAdmin(ProvenanceAdmin):
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


@admin.register(Statement)
class StatementAdmin(ProvenanceAdmin):
    list_display = ("words", "kind", "cue_lemma", "cue_class", "silence", "confidence", "origin")
    list_filter = ("kind", "cue_class", "silence", "origin")
    search_fields = ("cue_lemma", "speakers__name", "version__article__title")
    raw_id_fields = ("version",)
    autocomplete_fields = ("speakers", "via")
    readonly_fields = ("rule", "mention_rule", "confidence")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        start, end = F("spans__0__0"), F("spans__0__1")
        rows: QuerySet[Any] = (
            super().get_queryset(request).annotate(quoted=Substr("version__text", start + 1, end - start))
        )
        return rows

    @admin.display(description="content")
    def words(self, statement: Any) -> str:
        return str(statement.quoted)[:EXCERPT]


@admin.register(Claim)
class ClaimAdmin(ProvenanceAdmin):
    list_display = ("excerpt", "article", "context", "quoted", "origin")
    list_filter = ("context", "quoted", "origin")
    search_fields = ("version__article__title",)
    raw_id_fields = ("version", "statement", "coverage")
    autocomplete_fields = ("askers",)
    exclude = ("vector", "words")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        said = Substr("version__text", F("start") + 1, F("end") - F("start"))
        rows: QuerySet[Any] = super().get_queryset(request).annotate(said=said, title=F("version__article__title"))
        return rows.defer("vector", "word_vectors", "words")

    @admin.display(description="claim")
    def excerpt(self, claim: Any) -> str:
        return str(claim.said)[:EXCERPT]

    @admin.display(description="article", ordering="title")
    def article(self, claim: Any) -> str:
        return str(claim.title)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False  # a claim has a vector, which only reading makes


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


@admin.register(Coverage)
class CoverageAdmin(ProvenanceAdmin):
    list_display = ("article", "exchange", "date", "origin")
    list_filter = ("origin", "exchange__kind")
    search_fields = ("article__title", "exchange__participants__name")
    list_select_related = ("article", "exchange")
    raw_id_fields = ("exchange", "article", "version")
    readonly_fields = ("reasons",)


@admin.register(Pair)
class PairAdmin(ProvenanceAdmin):
    """Pairs are looked at here, and decided of in the review: nothing changes one but a decision."""

    list_display = ("one", "other", "relation", "facets", "score", "origin")
    list_filter = ("relation", "origin")
    search_fields = ("exchange__participants__name", "left__version__article__title")
    fields = ("decide", "one", "other", "exchange", "relation", "facets", "score", "why", "decision")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return bool(request.user.has_perm("archive.view_pair"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A pair goes with what it is a pair of, and not by itself: it is rejected."""
        at = request.resolver_match
        by_itself = at is not None and (at.url_name or "").startswith("archive_pair_")
        return not by_itself and super().has_delete_permission(request, obj)

    @admin.display(description="decide")
    def decide(self, pair: Pair) -> str:
        return format_html('<a href="{}?pair={}">Accept, change or reject it</a>', reverse("web:review"), pair.pk)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        texts = {
            f"{side}_text": Substr(
                f"{side}__version__text", F(f"{side}__start") + 1, F(f"{side}__end") - F(f"{side}__start")
            )
            for side in ("left", "right")
        }
        rows: QuerySet[Any] = super().get_queryset(request).annotate(**texts)
        return rows

    @admin.display(description="left")
    def one(self, pair: Any) -> str:
        return str(pair.left_text)[:EXCERPT]

    @admin.display(description="right")
    def other(self, pair: Any) -> str:
        return str(pair.right_text)[:EXCERPT]
