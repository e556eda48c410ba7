"""What curators decided: the list, for those who may read it; a page for each, for all; and undoing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from diplomacy.archive.deciding.decide import DecidedAlreadyError, PairGoneError
from diplomacy.archive.deciding.second_looks import LookGoneError, settle
from diplomacy.archive.deciding.undo import undo
from diplomacy.archive.models import Decision
from diplomacy.web.asked import number, one_of, told_before, whole_or_part
from diplomacy.web.pages.decision import KINDS, READS, STATES, SUBJECTS, UNDOES_ALL, UNDOES_OWN, DecisionPage, may_undo
from diplomacy.web.pages.decisions import Asked, DecisionsPage
from diplomacy.web.signing_in import account, asks_for


@asks_for(READS)
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """All decisions, newest first, as `Asked` narrows them; those `before` an id."""
    asked = Asked(
        curator=number(request.GET, "curator"),
        subject=one_of(request, "subject", SUBJECTS),
        kind=one_of(request, "kind", KINDS),
        state=one_of(request, "state", STATES),
        disagreeing=1 if number(request.GET, "disagreeing") else None,
    )
    page = DecisionsPage.build(asked, request.user, before=number(request.GET, "before"), told=told_before(request))
    return whole_or_part(request, "web/decisions.html", "list", {"page": page, "nav": "review"})


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision with its history; a form undoes it, or settles a second look that differs (`keep`, `take`)."""
    if request.method == "POST":
        return _settled(request, pk) if {"keep", "take"} & request.POST.keys() else _undone(request, pk)
    found = get_object_or_404(Decision.objects.to_tell(), pk=pk)
    page = DecisionPage.build(found, request.user, told=told_before(request))
    return render(request, "web/decision.html", {"page": page, "nav": "review"})


@asks_for(UNDOES_OWN, UNDOES_ALL)
def _undone(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = account(request), get_object_or_404(Decision.objects.select_related("undone_by"), pk=pk)
    if not may_undo(by, found):
        raise PermissionDenied
    if undo(pk, by=by):
        messages.info(request, "Undone. What it stood in place of is back.")
    else:
        found.refresh_from_db()
        who = found.undone_by.get_username() if found.undone_by else "somebody"
        messages.info(request, f"{who} undid it before; nothing was changed now.")
    return HttpResponseRedirect(_back(request, pk))


@asks_for(UNDOES_ALL)
def _settled(request: HttpRequest, pk: int) -> HttpResponse:
    second = "take" in request.POST
    look = number(request.POST, "take" if second else "keep") or 0
    try:
        made = settle(look, second=second, by=account(request))
    except (LookGoneError, PairGoneError, DecidedAlreadyError):
        messages.info(request, "There is nothing to settle there any more; nothing was changed.")
    else:
        messages.info(request, "Settled: the second look holds now." if made else "Settled: the first decision stays.")
    return HttpResponseRedirect(_back(request, pk))


def _back(request: HttpRequest, pk: int) -> str:
    """The list that it was undone from, as it was narrowed, or else its own page."""
    path, _, query = request.POST.get("back", "").partition("?")
    narrowed = path == reverse("web:decisions")
    return f"{path}?{query}" if narrowed else reverse("web:decision", args=[pk])
