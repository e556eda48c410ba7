"""Views for curators on exchanges: describe one, regroup its accounts, merge it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from diplomacy.archive.deciding import regroup
from diplomacy.archive.deciding.decide import DecidedAlreadyError
from diplomacy.archive.deciding.regroup import ExchangeGoneError
from diplomacy.archive.models import Exchange
from diplomacy.web.asked import note_in, number, numbers, told_before, with_note
from diplomacy.web.forms import ExchangeForm
from diplomacy.web.pages.regroup import EditPage, SurePage
from diplomacy.web.signing_in import account, asks_for

CHANGES, MERGES = "archive.change_exchange", "archive.delete_exchange"
WRONG, MET = 422, 409
"""The statuses of a form that is sent back: for what is in it, and for what somebody decided meanwhile."""
TWO_STEPS = ("merge", "split", "move", "out")
GONE = "Nothing was changed: the exchange or its accounts are not as they were when you looked. So they stand now."


@asks_for(CHANGES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """An exchange to be corrected; `do` says what is done, at once or, where it regroups, after a page that says what
    will change."""
    exchange = Exchange.objects.with_people().filter(pk=pk).first()
    if exchange is None and request.method == "POST":
        return _met(request, pk, GONE)
    if exchange is None:
        return redirect("web:edit-exchange", pk=regroup.standing_for(pk) or _missing(pk))
    given = request.POST
    do = given.get("do", "")
    if request.method != "POST" or do not in (*TWO_STEPS, "describe", "accept"):
        return _shown(request, exchange, told=told_before(request), chosen=numbers(request.GET, "account"))
    if do == "merge" and not request.user.has_perm(MERGES):
        raise PermissionDenied
    try:
        return _described(request, exchange) if do == "describe" else _regrouped(request, exchange, do)
    except DecidedAlreadyError as error:
        who = error.decision.by.get_username()
        return _met(request, pk, f"Nothing was changed: {who} decided on this exchange meanwhile. So it stands now.")
    except ExchangeGoneError:
        return _met(request, pk, GONE)


def _described(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    form = ExchangeForm.of(exchange, request.POST)
    if not form.is_valid():
        return _shown(request, exchange, form=form, status=WRONG)
    made = regroup.describe(
        exchange.pk, form.told, by=account(request), note=form.cleaned_data["note"], seen=number(request.POST, "seen")
    )
    messages.info(request, "Set, and kept when texts are read anew." if made else "It is so described already.")
    return redirect("web:edit-exchange", pk=exchange.pk)


def _regrouped(request: HttpRequest, exchange: Exchange, do: str) -> HttpResponse:
    articles = numbers(request.POST, "account")
    into, note = _into(request, exchange, do), note_in(request.POST)
    if do != "merge" and not articles:
        return _shown(request, exchange, fault="Choose the accounts first.", status=WRONG)
    if do in ("merge", "move") and into is None:
        return _shown(
            request, exchange, fault="Choose another exchange, or give its number.", status=WRONG, chosen=articles
        )
    if do in TWO_STEPS and not request.POST.get("sure"):
        page = SurePage.build(exchange, do, articles, into, seen=request.POST.get("seen", ""), note=note)
        return render(request, "web/regroup_sure.html", {"page": page, "nav": "exchanges"})
    how: dict[str, Any] = {"by": account(request), "note": note}
    if do == "accept":
        regroup.accept(exchange.pk, articles, **how)
        messages.info(request, "Confirmed: they stay on this exchange.")
        return redirect("web:edit-exchange", pk=exchange.pk)
    how["seen"] = number(request.POST, "seen")
    if do == "merge" and into:
        regroup.merge(exchange.pk, into.pk, **how)
    elif do == "split":
        regroup.split(exchange.pk, articles, **how)
    else:
        regroup.move(exchange.pk, articles, into.pk if into else None, **how)
    messages.info(request, "Done. The exchanges concerned are compared anew.")
    return redirect("web:edit-exchange", pk=into.pk if do == "merge" and into else exchange.pk)


def _into(request: HttpRequest, exchange: Exchange, do: str) -> Exchange | None:
    """The other exchange, by the number that was typed or else the one that was chosen."""
    wanted = numbers(request.POST, "number") or numbers(request.POST, "into")
    if do not in ("merge", "move") or not wanted or wanted[0] == exchange.pk:
        return None
    row: Exchange | None = Exchange.objects.with_people().filter(pk=wanted[0]).first()
    return row


def _shown(request: HttpRequest, exchange: Exchange, *, status: int = 200, **more: Any) -> HttpResponse:
    page = EditPage.build(exchange, request.user, **more)
    return render(request, "web/exchange_edit.html", {"page": page, "nav": "exchanges"}, status=status)


def _met(request: HttpRequest, pk: int, why: str) -> HttpResponse:
    """The exchange as it stands now, for who was not the first, with the note that they wrote and what they chose."""
    note = note_in(request.POST) or note_in(request.POST, "exchange-note")
    exchange = Exchange.objects.with_people().filter(pk=pk).first()
    if exchange is None:
        messages.info(request, with_note(why, note))
        return redirect("web:edit-exchange", pk=regroup.standing_for(pk) or _missing(pk))
    return _shown(request, exchange, fault=why, note=note, chosen=numbers(request.POST, "account"), status=MET)


def _missing(pk: int) -> int:
    return get_object_or_404(Exchange, pk=pk).pk
