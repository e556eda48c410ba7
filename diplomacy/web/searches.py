"""Views of the four ways to search: texts, what is said, a concordance, and by meaning."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diplomacy.web.asked import number, one_of, whole_or_part, words
from diplomacy.web.pages.concordance import ConcordancePage
from diplomacy.web.pages.elsewhere import ElsewherePage, full_claims
from diplomacy.web.pages.search import Asked, StatementsPage, TextsPage
from diplomacy.web.pages.words import CUE_CLASSES


@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """Articles whose text has the words of `q`; `order=newest` goes by date, else the best come first."""
    newest = request.GET.get("order") == "newest"
    page = TextsPage.build(words(request, "q"), newest=newest, number=request.GET.get("page"))
    return whole_or_part(request, "web/search/texts.html", "list", {"page": page, "nav": "search"})


@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """Statements by their words, speaker, verb and class of verb."""
    asked = Asked(
        words=words(request, "q"),
        speaker=words(request, "speaker"),
        verb=words(request, "verb"),
        stance=one_of(request, "stance", CUE_CLASSES),
    )
    page = StatementsPage.build(asked, number=request.GET.get("page"))
    return whole_or_part(request, "web/search/statements.html", "list", {"page": page, "nav": "search"})


@require_safe
def concordance(request: HttpRequest) -> HttpResponse:
    """Every place where the words of `q` stand, ordered by what goes before, what comes after, or date."""
    page = ConcordancePage.build(
        words(request, "q"), order=request.GET.get("order", ""), number=request.GET.get("page")
    )
    return whole_or_part(request, "web/search/concordance.html", "list", {"page": page, "nav": "search"})


@require_safe
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Where else the claim whose id is `claim` is made; without one, how to come by one."""
    claim = number(request, "claim")
    page = None if claim is None else ElsewherePage.build(get_object_or_404(full_claims(), pk=claim))
    return render(request, "web/search/elsewhere.html", {"page": page, "nav": "search"})
