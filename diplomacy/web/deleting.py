"""Views for editors that delete, in two steps, and restore; and what stands at the address of what was deleted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from diplomacy.archive.deleting.bin import MODELS, DeletedAlreadyError, InTheWayError, Restored
from diplomacy.archive.deleting.bin import delete as put_into_bin
from diplomacy.archive.deleting.bin import restore as put_back
from diplomacy.archive.models import Binned, BinnedKind
from diplomacy.web.asked import note_in, number, numbers, told_before, whole_or_part
from diplomacy.web.pages.deleting import BinPage, BinRow, DeletePage
from diplomacy.web.signing_in import account, asks_for

DELETES = {kind: f"archive.delete_{kind}" for kind in BinnedKind.values}
READS = "archive.view_binned"
AT_ONCE = 1000
"""How many are deleted together at the most."""
GONE = "Nothing was changed: somebody deleted it, or one of them, meanwhile."


@asks_for(*DELETES.values())
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, kind: str) -> HttpResponse:
    """What goes with those of a kind that are chosen (`row`, their ids); a form deletes them."""
    if kind not in DELETES:
        raise Http404(f"no {kind} is deleted")
    if not request.user.has_perm(DELETES[kind]):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else request.GET
    rows = numbers(given, "row")[:AT_ONCE]
    if request.method == "POST" and rows:
        try:
            binned = put_into_bin(BinnedKind(kind), rows, by=account(request), note=note_in(request.POST))
        except DeletedAlreadyError:
            messages.info(request, GONE)
            return redirect("web:bin")
        return redirect(f"{reverse('web:bin')}?done={binned.pk}")
    page = DeletePage.build(BinnedKind(kind), rows)
    if not page.rows:
        raise Http404(f"no such {kind}")
    return render(request, "web/delete.html", {"page": page, "nav": f"{kind}s"})


@asks_for(READS)
@require_http_methods(["GET", "HEAD", "POST"])
def bin_(request: HttpRequest) -> HttpResponse:
    """What was deleted, the latest first, `done` just now; a form restores one (`restore`)."""
    if request.method == "POST":
        return _restored(request)
    page = BinPage.build(
        request.user, number=request.GET.get("page"), done=number(request.GET, "done"), told=told_before(request)
    )
    return whole_or_part(request, "web/bin.html", "list", {"page": page, "nav": "review"})


def _restored(request: HttpRequest) -> HttpResponse:
    row = get_object_or_404(Binned, pk=number(request.POST, "restore") or 0)
    if not request.user.has_perm(DELETES[row.kind]):
        raise PermissionDenied
    try:
        messages.info(request, _told(row, put_back(row.pk, by=account(request))))
    except InTheWayError as error:
        messages.info(request, f"{row} was not restored: {error}.")
    return redirect("web:bin")


def _told(row: Binned, restored: Restored | None) -> str:
    if restored is None:
        return f"{row} was restored before, or is gone for good; nothing was changed now."
    lacking = " and ".join(restored.lacking)
    but = f", but for {lacking}: what they belong to was deleted or read anew since" if lacking else ""
    return f"{row} is restored{but}. What is compared with it is compared anew."


def deleted_or_404(request: HttpRequest, kind: BinnedKind, pk: int) -> HttpResponse:
    """The page of what was deleted and can be restored; else raises Http404."""
    model: type[Model] = MODELS[kind]
    if kind is BinnedKind.EXCHANGE:
        row = Binned.objects.restorable().filter(kind=kind, decisions__exchange=pk).select_related("by").first()
    else:
        row = Binned.objects.holding(model, pk)
    if row is None:
        raise Http404(f"no {kind} {pk}")
    page = BinRow.of(row, request.user, restorable=True)
    return render(request, "web/deleted.html", {"page": page, "nav": f"{kind}s"}, status=410)
