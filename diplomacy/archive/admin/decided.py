"""The admin of what is decided of on the site: exchanges, coverage, pairs, statements and claims are found here."""

# ruff: noqa: D101, D102 (classes and hooks that Django names; what they are for is in their names)

from typing import Any

from django.contrib import admin
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from diplomacy.archive import compare
from diplomacy.archive.admin.deleted import DeletedOnSiteMixin
from diplomacy.archive.admin.lists import LongListAdmin, TabularInline, by_year, excerpt, few, number_of, told
from diplomacy.archive.admin.searching import CLAIMS, COVERAGE, EXCHANGES, PAIRS, STATEMENTS
from diplomacy.archive.models import Claim, Coverage, Exchange, Pair, Statement, Version
from diplomacy.reading.values import CueClass


class DecidedAdmin(LongListAdmin):
    """Rows that are looked at here, and decided of on the site: nothing changes one but a decision, which lasts."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return bool(request.user.has_perm(f"archive.view_{self.opts.model_name}"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Such a row goes with what it belongs to, and not by itself: it is rejected."""
        return False


def way(url: str, words: str) -> str:
    """A link to where a row is decided of."""
    return format_html('<a href="{}">{}</a>', url, words)


def of_text(version: OuterRef, start: OuterRef, end: OuterRef) -> Subquery:
    """The words of a text between two offsets; looked up by itself, so that counting and narrowing join no texts."""
    said = Substr("text", start + 1, end - start)
    return Subquery(Version.objects.order_by().filter(pk=version).values(said=said))


class CueClassFilter(admin.SimpleListFilter):
    """By what reading knows, and not by what is found in all rows."""

    title = "cue class"
    parameter_name = "cue_class"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        return [(one.value, one.value) for one in CueClass]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        return queryset.filter(cue_class=self.value()) if self.value() else queryset


@admin.register(Statement)
class StatementAdmin(DecidedAdmin):
    list_display = ("words", "kind", "cue_lemma", "cue_class", "silence", "confidence", "origin")
    list_filter = ("kind", CueClassFilter, "silence", "origin")
    search_fields = ("cue_lemma",)  # that there is a search; what is searched is said below
    search_help_text = "Words that are said, who says them, or the article’s title or outlet."
    ways = STATEMENTS
    fields = (
        *("decide", "words", "version", "spans", "kind", "speakers", "via", "cue_lemma", "cue_class", "silence"),
        *("rule", "mention_rule", "confidence", "decision", "origin", "pipeline"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        said = of_text(OuterRef("version"), OuterRef("spans__0__0"), OuterRef("spans__0__1"))
        rows: QuerySet[Any] = super().get_queryset(request).annotate(quoted=said)
        return rows.defer("search")

    @admin.display(description="decide")
    def decide(self, statement: Statement) -> str:
        at = reverse("web:edit", args=[statement.version.article_id])
        return way(f"{at}?statement={statement.pk}", "Correct it in its text")

    @admin.display(description="content")
    def words(self, statement: Any) -> str:
        return excerpt(statement.quoted)


@admin.register(Claim)
class ClaimAdmin(DecidedAdmin):
    list_display = ("excerpt", "article", "context", "quoted", "origin")
    list_filter = ("context", "quoted", "origin")
    search_fields = ("version__article__title",)  # that there is a search; what is searched is said below
    search_help_text = "Words of its statement, or the article’s title or outlet."
    ways = CLAIMS
    fields = (
        *("decide", "excerpt", "version", "statement", "coverage", "start", "end", "context", "quoted", "askers"),
        *("decision", "origin", "pipeline"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        said = of_text(OuterRef("version"), OuterRef("start"), OuterRef("end"))
        title = Version.objects.order_by().filter(pk=OuterRef("version")).values("article__title")
        rows: QuerySet[Any] = super().get_queryset(request).annotate(said=said, title=Subquery(title))
        return rows.defer("words")

    @admin.display(description="decide")
    def decide(self, claim: Claim) -> str:
        at = reverse("web:edit", args=[claim.version.article_id])
        return way(f"{at}?statement={claim.statement_id}" if claim.statement_id else at, "Correct it in its text")

    @admin.display(description="claim")
    def excerpt(self, claim: Any) -> str:
        return excerpt(claim.said)

    @admin.display(description="article", ordering="title")
    def article(self, claim: Any) -> str:
        return str(claim.title)


@admin.register(Coverage)
class CoverageAdmin(DecidedAdmin):
    list_display = ("article", "exchange", "date", "origin")
    list_filter = ("origin", "exchange__kind")
    search_fields = ("article__title",)  # that there is a search; what is searched is said below
    search_help_text = "The article’s title or outlet, or a participant’s name."
    ways = COVERAGE
    list_select_related = ("article", "exchange")
    fields = ("decide", "article", "exchange", "date", "kind", "passages", "reasons", "counts", "origin", "pipeline")

    @admin.display(description="decide")
    def decide(self, coverage: Coverage) -> str:
        return way(reverse("web:edit-exchange", args=[coverage.exchange_id]), "Move it, or take it out")


@admin.register(Pair)
class PairAdmin(DecidedAdmin):
    list_display = ("one", "other", "relation", "facets", "sure", "origin")
    list_filter = ("relation", "origin")
    search_fields = ("relation",)  # that there is a search; what is searched is said below
    search_help_text = "A participant’s name, or the title or outlet of either article."
    ways = PAIRS
    fields = ("decide", "one", "other", "exchange", "relation", "facets", "sure", "why", "decision", "pipeline")

    @admin.display(description="decide")
    def decide(self, pair: Pair) -> str:
        return way(f"{reverse('web:review')}?pair={pair.pk}", "Accept, change or reject it")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        said = Substr("version__text", F("start") + 1, F("end") - F("start"))
        texts = {
            f"{side}_text": Subquery(Claim.objects.order_by().filter(pk=OuterRef(side)).values(said=said))
            for side in ("left", "right")
        }
        rows: QuerySet[Any] = super().get_queryset(request).annotate(**texts)
        return rows

    @admin.display(description="left")
    def one(self, pair: Any) -> str:
        return excerpt(pair.left_text)

    @admin.display(description="score")
    def sure(self, pair: Pair) -> str:
        return f"{pair.score:.2f}"

    @admin.display(description="right")
    def other(self, pair: Any) -> str:
        return excerpt(pair.right_text)


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
class ExchangeAdmin(DeletedOnSiteMixin, DecidedAdmin):
    list_display = ("date", "kind", "who", "account_count", "origin", "pipeline")
    list_display_links = ("date", "kind")
    list_filter = ("kind", "origin", by_year("date"))
    ordering = ("-date",)
    sortable_by = ("date",)
    search_fields = ("participants__name",)  # that there is a search; what is searched is said below
    search_help_text = "Names of participants, by the beginnings of words."
    ways = EXCHANGES
    fields = ("decide", "kind", "date", "participants", "initiator", "origin", "pipeline")
    inlines = (CoverageInline,)
    actions = ("compare_anew",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        told_by = number_of(Coverage.objects.all(), "exchange")
        rows: QuerySet[Any] = super().get_queryset(request).prefetch_related("participants").annotate(told_by=told_by)
        return rows

    @admin.display(description="decide")
    def decide(self, exchange: Exchange) -> str:
        return way(reverse("web:edit-exchange", args=[exchange.pk]), "Correct, split or merge it")

    @admin.display(description="participants")
    def who(self, exchange: Exchange) -> str:
        return ", ".join(actor.name for actor in exchange.participants.all())

    @admin.display(description="accounts")
    def account_count(self, exchange: Any) -> str:
        return told(exchange.told_by)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """An exchange goes by itself, where one may."""
        return bool(request.user.has_perm("archive.delete_exchange"))

    def has_compare_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.change_exchange")

    @admin.action(permissions=["compare"], description="Compare anew")
    def compare_anew(self, request: HttpRequest, queryset: QuerySet[Exchange]) -> None:
        if chosen := few(self, request, queryset):
            number = compare.anew(list(chosen.order_by("pk").values_list("pk", flat=True)))
            self.message_user(request, f"Exchanges queued to be compared anew: {number}.")
