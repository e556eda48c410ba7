"""The admin of articles and their texts: how far each has come, and what is done with many at once."""

# ruff: noqa: D101, D102 (classes and hooks that Django names; what they are for is in their names)

from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Left
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from diplomacy.archive import compare, reread
from diplomacy.archive.admin.deleted import DeletedOnSiteMixin
from diplomacy.archive.admin.lists import EXCERPT, LongListAdmin, TabularInline, by_year, excerpt, few, number_of, told
from diplomacy.archive.admin.searching import ARTICLES, VERSIONS
from diplomacy.archive.incoming import watching
from diplomacy.archive.models import Article, Coverage, Exchange, Item, ItemState, Version, Watched
from diplomacy.intake.fetching import FetchError
from diplomacy.intake.fetching.addresses import fetchable

FAILED = Item.objects.filter(state=ItemState.FAILED)
STATES = {"read": "read", "waiting": "waiting to be read", "failed": "failed"}


def normal(url: str) -> str:
    """An address as it is watched; empty where it is none of the web."""
    try:
        return str(fetchable(url))
    except FetchError:
        return ""


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        now = Version.objects.current()
        match self.value():
            case "read":
                return queryset.filter(Exists(now.filter(article=OuterRef("pk")).exclude(pipeline="")))
            case "waiting":
                waiting = now.filter(pipeline="").exclude(pk__in=FAILED.exclude(version=None).values("version"))
                return queryset.filter(pk__in=waiting.values("article"))
            case "failed":
                return queryset.filter(pk__in=now.filter(items__in=FAILED).values("article"))
        return queryset


class PipelineFilter(admin.SimpleListFilter):
    title = "what read it"
    parameter_name = "pipeline"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        return [(name, name) for name in Version.objects.pipelines()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        if not self.value():
            return queryset
        return queryset.filter(pk__in=Version.objects.current().filter(pipeline=self.value()).values("article"))


class VersionInline(TabularInline):
    model = Version
    fields = ("current", "seen_at", "pipeline")
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).select_related("article")
        return rows.defer("text", "source", "segments", "search").order_by("-seen_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Article)
class ArticleAdmin(DeletedOnSiteMixin, LongListAdmin):
    list_display = ("heading", "outlet", "published_on", "state", "read_by", "version_count")
    list_filter = (StateFilter, PipelineFilter, "outlet__kind", by_year("published_on"))
    sortable_by = ("published_on",)
    search_fields = ("title",)  # that there is a search; what is searched is said below
    search_help_text = "Words of title, byline, address or file, or an outlet’s name."
    ways = ARTICLES
    list_select_related = ("outlet",)
    autocomplete_fields = ("outlet",)
    fields = (
        *("pages", "state", "sentence", "read_by", "outlet", "title", "byline", "dateline", "url", "language"),
        *("published_on", "published_clock", "utc_offset", "set_by_curator", "source_file", "attribution"),
        *("printed_in", "copy_of"),
    )
    readonly_fields = (
        *("pages", "state", "sentence", "read_by", "set_by_curator", "attribution", "source_file", "printed_in"),
        "copy_of",
    )
    inlines = (VersionInline,)
    actions = ("read_anew", "compare_anew", "watch", "unwatch")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        now = Version.objects.current().filter(article=OuterRef("pk"))
        failed = FAILED.filter(version__article=OuterRef("pk"), version__current=True).order_by("-pk")
        told_of = {
            "pipeline": Subquery(now.values("pipeline")[:1]),
            "wrong": Subquery(failed.values("sentence")[:1]),
            "seen": number_of(Version.objects.all(), "article"),
        }
        rows: QuerySet[Any] = super().get_queryset(request).annotate(**told_of)
        return rows

    @admin.display(description="title", ordering="title")
    def heading(self, article: Article) -> str:
        return article.heading

    @admin.display(description="state")
    def state(self, article: Any) -> str:
        """As it was listed; an article that is being added has no text yet."""
        if getattr(article, "wrong", None) is not None:
            return STATES["failed"]
        return STATES["read" if getattr(article, "pipeline", "") else "waiting"]

    @admin.display(description="what is wrong")
    def sentence(self, article: Any) -> str:
        return getattr(article, "wrong", None) or ""

    @admin.display(description="read by")
    def read_by(self, article: Any) -> str:
        return getattr(article, "pipeline", "") or ""

    @admin.display(description="versions")
    def version_count(self, article: Any) -> str:
        return told(article.seen)

    @admin.display(description="pages")
    def pages(self, article: Article) -> str:
        if article.pk is None:
            return ""
        return format_html(
            '<a href="{}">As readers see it</a> · <a href="{}">Correct its statements</a>',
            reverse("web:article", args=[article.pk]),
            reverse("web:edit", args=[article.pk]),
        )

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Articles come in with their texts, under “Bring in”."""
        return False

    def save_model(self, request: HttpRequest, obj: Article, form: "ModelForm[Any]", change: bool) -> None:
        """What is typed in outlasts every text of the article that comes later."""
        obj.set_by_curator = sorted({*obj.set_by_curator, *form.changed_data})
        super().save_model(request, obj, form, change)

    @admin.action(permissions=["change"], description="Read anew")
    def read_anew(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        texts = Version.objects.current().filter(article__in=queryset.values("pk")).order_by("pk")
        number = reread.send(list(texts.values_list("pk", flat=True)))
        self.message_user(request, f"Texts queued to be read anew: {number}.")

    def has_compare_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.change_exchange")

    @admin.action(permissions=["compare"], description="Compare anew: all exchanges that they tell of")
    def compare_anew(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        if chosen := few(self, request, queryset):
            told_in = Coverage.objects.filter(article__in=chosen.values("pk")).values("exchange")
            exchanges = Exchange.objects.filter(pk__in=told_in).order_by("pk")
            number = compare.anew(list(exchanges.values_list("pk", flat=True)))
            self.message_user(request, f"Exchanges queued to be compared anew: {number}.")

    def has_watch_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.add_watched")

    @admin.action(permissions=["watch"], description="Watch their addresses for changes")
    def watch(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        if chosen := few(self, request, queryset):
            watched, faults = 0, []
            for url, published in chosen.exclude(url="").values_list("url", "published_on"):
                try:
                    watching.watch(url, published=published)
                    watched += 1
                except FetchError as error:
                    faults.append(str(error))
            told_of = [f"Addresses watched from now on: {watched}."]
            told_of += [f"Not watched: {len(faults)}. {faults[0]}"] if faults else []
            self.message_user(request, " ".join(told_of), messages.WARNING if faults else messages.INFO)

    @admin.action(permissions=["watch"], description="Watch their addresses no more")
    def unwatch(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        if chosen := few(self, request, queryset):
            urls = {address for url in chosen.values_list("url", flat=True) if (address := normal(url))}
            there = Watched.objects.filter(active=True, url__in=urls).values_list("url", flat=True)
            number = sum(watching.unwatch(url) for url in list(there))
            self.message_user(request, f"Addresses watched no more: {number}.")


@admin.register(Version)
class VersionAdmin(LongListAdmin):
    list_display = ("article", "current", "seen_at", "opening", "pipeline")
    list_filter = ("current",)
    search_fields = ("article__title",)  # that there is a search; what is searched is said below
    search_help_text = "Words of the article’s title, byline, address or file, its outlet, or a text’s SHA-256."
    ways = VERSIONS
    list_select_related = ("article",)
    fields = (
        *("article", "current", "seen_at", "sha256", "text", "title_end", "body_start", "source", "original"),
        *("pipeline", "embedded"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(opened=Left("text", EXCERPT + 1))
        return rows.defer("text", "source", "segments", "search")

    @admin.display(description="text")
    def opening(self, version: Any) -> str:
        return excerpt(version.opened)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """What was cited stays as it is, and the text that is read and compared is the one that was seen last."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """A text goes with its article, and not by itself: what was cited is to be found."""
        return False
