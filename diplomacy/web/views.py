"""Views: load one row, build its page, render it whole or, for htmx, the part that changes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from diplomacy.archive.deciding.merging import stands_for
from diplomacy.archive.models import BinnedKind
from diplomacy.web.asked import day, number, one_of, part_or_elsewhere, whole_or_part, words
from diplomacy.web.deleting import deleted_or_404
from diplomacy.web.pages.about import AboutPage, MethodsPage
from diplomacy.web.pages.actor import ActorPage, ActorsPage, full_actor
from diplomacy.web.pages.article import ArticlePage, full_article
from diplomacy.web.pages.exchanges import ExchangesPage, Filters
from diplomacy.web.pages.listing import HomePage
from diplomacy.web.pages.outlet import OutletPage, OutletsPage, outlet_of
from diplomacy.web.pages.pair import PairPage, full_pairs
from diplomacy.web.pages.words import EXCHANGE_KINDS, RELATIONS


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, in one pair, and the newest exchanges."""
    return render(request, "web/home.html", {"page": HomePage.build(), "nav": "home"})


@require_safe
def exchanges(request: HttpRequest) -> HttpResponse:
    """Exchanges, newest first, of all or of those that the form asks for; the address shows what it asks."""
    asked = Filters(
        actor=words(request, "actor"),
        country=number(request.GET, "country"),
        outlet=number(request.GET, "outlet"),
        kind=one_of(request, "kind", EXCHANGE_KINDS),
        relation=one_of(request, "relation", RELATIONS),
        since=day(request.GET, "since"),
        until=day(request.GET, "until"),
    )
    page = ExchangesPage.build(asked, number=request.GET.get("page"))
    response = whole_or_part(request, "web/exchanges.html", "list", {"page": page, "nav": "exchanges"})
    return push_url(response, page.url) if request.headers.get("HX-Trigger") == "filters" else response


@require_safe
def pair(request: HttpRequest, exchange: int, pk: int) -> HttpResponse:
    """The reasons behind one pair, for htmx; else the way to its page, whose address outlasts this one."""
    page = PairPage.build(get_object_or_404(full_pairs(), exchange=exchange, pk=pk))
    return part_or_elsewhere(request, "web/pair.html#reasons", page.url, {"page": page})


@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """One article with its statements marked; `claim` and `statement` are ids of what to point out."""
    found = full_article(pk)
    if found is None:
        return deleted_or_404(request, BinnedKind.ARTICLE, pk)
    page = ArticlePage.build(found, claim=number(request.GET, "claim"), statement=number(request.GET, "statement"))
    return render(request, "web/article.html", {"page": page, "nav": "outlets"})


@require_safe
def actors(request: HttpRequest) -> HttpResponse:
    """Who is reported to have said something."""
    page = ActorsPage.build(words=words(request, "q"), number=request.GET.get("page"))
    return whole_or_part(request, "web/actors.html", "list", {"page": page, "nav": "actors"})


@require_safe
def actor(request: HttpRequest, pk: int) -> HttpResponse:
    """One actor: what they are reported to have said, and by whom."""
    found = full_actor(pk)
    if found is None and (into := stands_for(pk)):
        return redirect("web:actor", pk=into)
    if found is None:
        return deleted_or_404(request, BinnedKind.ACTOR, pk)
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
    found = outlet_of(pk)
    if found is None:
        return deleted_or_404(request, BinnedKind.OUTLET, pk)
    page = OutletPage.build(found, number=request.GET.get("page"))
    return whole_or_part(request, "web/outlet.html", "list", {"page": page, "nav": "outlets"})


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """How it works, and what it is not."""
    return render(request, "web/methods.html", {"page": MethodsPage.build(), "nav": "methods"})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is for, and what the corpus at hand holds."""
    return render(request, "web/about.html", {"page": AboutPage.build(), "nav": "about"})
