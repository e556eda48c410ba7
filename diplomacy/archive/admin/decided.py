"""The admin of what is decided of on the site: statements, claims, coverage and pairs are found here, and no more."""

# ruff: noqa: D101, D102 (classes and hooks that Django names; what they are for is in their names)

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from diplomacy.archive.admin.lists import EXCERPT, LongListAdmin
from diplomacy.archive.models import Claim, Coverage, Pair, Statement


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


@admin.register(Statement)
class StatementAdmin(DecidedAdmin):
    list_display = ("words", "kind", "cue_lemma", "cue_class", "silence", "confidence", "origin")
    list_filter = ("kind", "cue_class", "silence", "origin")
    search_fields = ("cue_lemma", "speakers__name", "version__article__title")
    list_select_related = ("version",)
    fields = (
        *("decide", "words", "version", "spans", "kind", "speakers", "via", "cue_lemma", "cue_class", "silence"),
        *("rule", "mention_rule", "confidence", "decision", "origin", "pipeline"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        start, end = F("spans__0__0"), F("spans__0__1")
        rows: QuerySet[Any] = (
            super().get_queryset(request).annotate(quoted=Substr("version__text", start + 1, end - start))
        )
        return rows

    @admin.display(description="decide")
    def decide(self, statement: Statement) -> str:
        at = reverse("web:edit", args=[statement.version.article_id])
        return way(f"{at}?statement={statement.pk}", "Correct it in its text")

    @admin.display(description="content")
    def words(self, statement: Any) -> str:
        return str(statement.quoted)[:EXCERPT]


@admin.register(Claim)
class ClaimAdmin(DecidedAdmin):
    list_display = ("excerpt", "article", "context", "quoted", "origin")
    list_filter = ("context", "quoted", "origin")
    search_fields = ("version__article__title",)
    fields = (
        *("decide", "excerpt", "version", "statement", "coverage", "start", "end", "context", "quoted", "askers"),
        *("decision", "origin", "pipeline"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        said = Substr("version__text", F("start") + 1, F("end") - F("start"))
        rows: QuerySet[Any] = super().get_queryset(request).annotate(said=said, title=F("version__article__title"))
        return rows.defer("vector", "word_vectors", "words")

    @admin.display(description="decide")
    def decide(self, claim: Claim) -> str:
        at = reverse("web:edit", args=[claim.version.article_id])
        return way(f"{at}?statement={claim.statement_id}" if claim.statement_id else at, "Correct it in its text")

    @admin.display(description="claim")
    def excerpt(self, claim: Any) -> str:
        return str(claim.said)[:EXCERPT]

    @admin.display(description="article", ordering="title")
    def article(self, claim: Any) -> str:
        return str(claim.title)


@admin.register(Coverage)
class CoverageAdmin(DecidedAdmin):
    list_display = ("article", "exchange", "date", "origin")
    list_filter = ("origin", "exchange__kind")
    search_fields = ("article__title", "exchange__participants__name")
    list_select_related = ("article", "exchange")
    fields = ("decide", "article", "exchange", "date", "kind", "passages", "reasons", "counts", "origin", "pipeline")

    @admin.display(description="decide")
    def decide(self, coverage: Coverage) -> str:
        return way(reverse("web:edit-exchange", args=[coverage.exchange_id]), "Move it, or take it out")


@admin.register(Pair)
class PairAdmin(DecidedAdmin):
    list_display = ("one", "other", "relation", "facets", "score", "origin")
    list_filter = ("relation", "origin")
    search_fields = ("exchange__participants__name", "left__version__article__title")
    fields = ("decide", "one", "other", "exchange", "relation", "facets", "score", "why", "decision", "pipeline")

    @admin.display(description="decide")
    def decide(self, pair: Pair) -> str:
        return way(f"{reverse('web:review')}?pair={pair.pk}", "Accept, change or reject it")

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
