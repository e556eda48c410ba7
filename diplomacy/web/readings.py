"""Views of the readings of one exchange: its claims, whole texts, framing and sources."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from diplomacy.archive.deciding.regroup import standing_for
from diplomacy.archive.models import BinnedKind, Exchange
from diplomacy.web.asked import is_part, number, numbers, one_of, whole_or_part, words
from diplomacy.web.deleting import deleted_or_404
from diplomacy.web.pages.accounts import exchange_of
from diplomacy.web.pages.exchange import ExchangePage
from diplomacy.web.pages.framing import FramingPage
from diplomacy.web.pages.framing_tables import TABLES, table
from diplomacy.web.pages.narrowing import Narrowing
from diplomacy.web.pages.provenance import SourcesPage
from diplomacy.web.pages.texts import TextsPage
from diplomacy.web.pages.words import ALONE, FACETS, RELATIONS

View = Callable[..., HttpResponse]


def reading(view: View) -> View:
    """Of the exchange of an id: a merged one leads to the same of where it stands, a deleted one says so."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *, pk: int, **parts: Any) -> HttpResponse:
        if found := exchange_of(pk):
            return view(request, found, **parts)
        if into := standing_for(pk):
            return redirect(f"web:{request.resolver_match.url_name}", pk=into, **parts)  # type: ignore[union-attr]
        return deleted_or_404(request, BinnedKind.EXCHANGE, pk)

    return answer


@reading
def exchange(request: HttpRequest, found: Exchange) -> HttpResponse:
    """Accounts side by side; the query says in which order, and which rows."""
    asked = Narrowing(
        base=number(request.GET, "base"),
        beside=number(request.GET, "beside"),
        relation=one_of(request, "relation", (*RELATIONS, ALONE.key)),
        facet=one_of(request, "facet", FACETS),
        speaker=number(request.GET, "speaker"),
        within=words(request, "within"),
    )
    page = ExchangePage.build(found, asked)
    response = whole_or_part(request, "web/exchange.html", "claims", {"page": page, "nav": "exchanges"})
    return push_url(response, page.address) if is_part(request) else response


@reading
def texts(request: HttpRequest, found: Exchange) -> HttpResponse:
    """The whole texts of the accounts; each `account` is an article's id, in the order of the columns."""
    page = TextsPage.build(found, accounts=numbers(request.GET, "account"))
    return render(request, "web/texts.html", {"page": page, "nav": "exchanges"})


@reading
def framing(request: HttpRequest, found: Exchange) -> HttpResponse:
    """How the accounts frame it."""
    return render(request, "web/framing.html", {"page": FramingPage.build(found), "nav": "exchanges"})


@reading
def framing_table(request: HttpRequest, found: Exchange, name: str) -> HttpResponse:
    """A part of the framing as a table for spreadsheets, which know UTF-8 by its mark."""
    if name not in TABLES:
        raise Http404(f"no table {name}")
    written = table(FramingPage.build(found), name, site=request.build_absolute_uri("/").rstrip("/"))
    headers = {"Content-Disposition": f'attachment; filename="exchange-{found.pk}-{name}.csv"'}
    return HttpResponse(written.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@reading
def sources(request: HttpRequest, found: Exchange) -> HttpResponse:
    """Where the accounts come from."""
    return render(request, "web/sources.html", {"page": SourcesPage.build(found), "nav": "exchanges"})
