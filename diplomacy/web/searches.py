"""Views of the four ways to search: texts, what is said, a concordance, and by meaning."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diplomacy.archive.models import Claim
from diplomacy.web.asked import number, one_of, whole_or_part, words
from diplomacy.web.pages.concordance import ConcordancePage
from diplomacy.web.pages.places import Place, elsewhere_url
from diplomacy.web.pages.search import Asked, StatementsPage, TextsPage
from diplomacy.web.pages.words import CUE_CLASSES

PLACED = ("start", "end", "version__article_id", "version__sha256")
"""What the place of a claim is made of."""


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
    """How to come by where else a claim is made; with `claim`, the id of a row, the way there."""
    pk = number(request.GET, "claim")
    if pk is None:
        return render(request, "web/search/elsewhere.html", {"page": None, "nav": "search"})
    claim = get_object_or_404(Claim.objects.select_related("version").only(*PLACED), pk=pk)
    return HttpResponseRedirect(elsewhere_url(Place.of_claim(claim)))
