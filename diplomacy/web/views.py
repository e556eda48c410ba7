"""Views: load one row, build its page, render it whole or, for htmx, the part that changes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diplomacy.archive.models import Actor, Exchange, Outlet
from diplomacy.web.asked import number, whole_or_part
from diplomacy.web.pages.article import ArticlePage, full_articles
from diplomacy.web.pages.exchange import ExchangePage
from diplomacy.web.pages.framing import FramingPage
from diplomacy.web.pages.listing import ExchangesPage, Figures, HomePage
from diplomacy.web.pages.pair import PairPage, full_pairs
from diplomacy.web.pages.quotations import FIDELITY
from diplomacy.web.pages.sources import ActorPage, ActorsPage, OutletPage, OutletsPage
from diplomacy.web.pages.words import ALONE, FACETS, RELATIONS


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, in one pair, and the newest exchanges."""
    return render(request, "web/home.html", {"page": HomePage.build(), "nav": "home"})


@require_safe
def exchanges(request: HttpRequest) -> HttpResponse:
    """Every exchange, newest first."""
    found = ExchangesPage.build(Exchange.objects.all(), number=request.GET.get("page"))
    return whole_or_part(request, "web/exchanges.html", "list", {"page": found, "nav": "exchanges"})


@require_safe
def exchange(request: HttpRequest, pk: int) -> HttpResponse:
    """One exchange, its accounts side by side; `base` is an article's id, `relation` keeps rows that have it."""
    found = get_object_or_404(Exchange.objects.select_related("initiator"), pk=pk)
    page = ExchangePage.build(found, base=number(request, "base"), relation=request.GET.get("relation", ""))
    return whole_or_part(request, "web/exchange.html", "claims", {"page": page, "nav": "exchanges"})


@require_safe
def framing(request: HttpRequest, pk: int) -> HttpResponse:
    """How the accounts of one exchange frame it."""
    page = FramingPage.build(get_object_or_404(Exchange.objects.with_people(), pk=pk))
    return render(request, "web/framing.html", {"page": page, "nav": "exchanges"})


@require_safe
def pair(request: HttpRequest, exchange: int, pk: int) -> HttpResponse:
    """One pair and the reasons behind it; for htmx the reasons alone."""
    page = PairPage.build(get_object_or_404(full_pairs(), exchange=exchange, pk=pk))
    return whole_or_part(request, "web/pair.html", "reasons", {"page": page, "nav": "exchanges"})


@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """One article with its statements marked; `claim` and `statement` are ids of what to point out."""
    found = get_object_or_404(full_articles(), pk=pk)
    page = ArticlePage.build(found, claim=number(request, "claim"), statement=number(request, "statement"))
    return render(request, "web/article.html", {"page": page, "nav": "outlets"})


@require_safe
def actors(request: HttpRequest) -> HttpResponse:
    """Who is reported to have said something."""
    page = ActorsPage.build(number=request.GET.get("page"))
    return whole_or_part(request, "web/actors.html", "list", {"page": page, "nav": "actors"})


@require_safe
def actor(request: HttpRequest, pk: int) -> HttpResponse:
    """One actor: what they are reported to have said, and by whom."""
    found = get_object_or_404(Actor.objects.select_related("country").prefetch_related("aliases", "tenures"), pk=pk)
    page = ActorPage.build(found, number=request.GET.get("page"))
    return whole_or_part(request, "web/actor.html", "list", {"page": page, "nav": "actors"})


@require_safe
def outlets(request: HttpRequest) -> HttpResponse:
    """Who publishes."""
    page = OutletsPage.build(number=request.GET.get("page"))
    return whole_or_part(request, "web/outlets.html", "list", {"page": page, "nav": "outlets"})


@require_safe
def outlet(request: HttpRequest, pk: int) -> HttpResponse:
    """One outlet and its articles."""
    page = OutletPage.build(get_object_or_404(Outlet, pk=pk), number=request.GET.get("page"))
    return whole_or_part(request, "web/outlet.html", "list", {"page": page, "nav": "outlets"})


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """How it works, and what it is not."""
    words = {"relations": (*RELATIONS.values(), ALONE), "facets": FACETS.values(), "fidelity": FIDELITY.values()}
    return render(request, "web/methods.html", {**words, "figures": Figures.count(), "nav": "methods"})
