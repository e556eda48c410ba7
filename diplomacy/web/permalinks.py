"""Views of what can be cited: each answers with its page, its citation as a file, a way to where it is now, or 410."""

from datetime import date
from typing import Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from diplomacy.web.pages.changes import ChangesPage
from diplomacy.web.pages.citing import Citation, cite_in
from diplomacy.web.pages.elsewhere import CLAIM_AT, ElsewherePage
from diplomacy.web.pages.omission import omission_at
from diplomacy.web.pages.pair import PairPage
from diplomacy.web.pages.places import Place, TextKey
from diplomacy.web.pages.standing import Gone, Moved, pair_at, sought_at, statement_at
from diplomacy.web.pages.statement import StatementPage

FILES = {
    "txt": "text/plain; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
}


class FormInAddress:
    """The ending of a citation's file in the pages' addresses."""

    regex = "|".join(FILES)

    def to_python(self, value: str) -> str:
        """The ending."""
        return value

    def to_url(self, value: str) -> str:
        """The ending."""
        return value


class Citable(Protocol):
    """A page that has a permanent address and a citation."""

    @property
    def url(self) -> str:
        """Its permanent address."""

    def citation(self, url: str, accessed: date) -> Citation:
        """How it is cited by its address `url`, the site's name included."""


@require_safe
def pair(request: HttpRequest, left: Place, right: Place, form: str = "") -> HttpResponse:
    """A pair by the places of its claims, in either order."""
    found = pair_at(left, right)
    page = found if isinstance(found, Moved | Gone) else PairPage.build(found, history=not form)
    return _answer(request, page, "pair", form)


@require_safe
def statement(request: HttpRequest, place: Place, form: str = "") -> HttpResponse:
    """A statement by its place."""
    found = statement_at(place)
    return _answer(request, found if isinstance(found, Moved | Gone) else StatementPage.build(found), "statement", form)


@require_safe
def omission(request: HttpRequest, place: Place, lacking: TextKey, form: str = "") -> HttpResponse:
    """A claim by its place, and an account that lacks it."""
    return _answer(request, omission_at(place, lacking), "omission", form)


@require_safe
def changes(request: HttpRequest, old: TextKey, new: TextKey, form: str = "") -> HttpResponse:
    """Two texts of an article."""
    return _answer(request, ChangesPage.build(old, new), "changes", form)


@require_safe
def elsewhere(request: HttpRequest, place: Place) -> HttpResponse:
    """Where else a claim is made, by its place; what lies near it changes with the archive, so that none cites it."""
    found = sought_at(place, CLAIM_AT)
    if isinstance(found, Moved | Gone):
        return away(request, found)
    return render(request, "web/search/elsewhere.html", {"page": ElsewherePage.build(found), "nav": "search"})


def _answer(request: HttpRequest, found: Citable | Moved | Gone, template: str, form: str) -> HttpResponse:
    if isinstance(found, Moved | Gone):
        return away(request, found, form)
    citation = found.citation(request.build_absolute_uri(found.url), timezone.localdate())
    if not form:
        return render(request, f"web/{template}.html", {"page": found, "cite": citation, "nav": "exchanges"})
    name = f'attachment; filename="{citation.id}.{form}"'
    return HttpResponse(cite_in(form, citation), content_type=FILES[form], headers={"Content-Disposition": name})


def away(request: HttpRequest, found: Moved | Gone, form: str = "") -> HttpResponse:
    """The way to where something stands today, or, with 410, what became of it."""
    if isinstance(found, Moved):
        return HttpResponseRedirect(f"{found.url}cite.{form}" if form else found.url)
    return render(request, "web/gone.html", {"page": found, "nav": "exchanges"}, status=410)
