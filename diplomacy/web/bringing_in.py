"""Views for curators: hand texts in, look at what was recognised, follow what the workers make of it."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from diplomacy.archive.incoming.deliveries import confirm, correct, deliver, discard, look, resume, stop, try_again
from diplomacy.archive.incoming.watching import look_now, unwatch, watch
from diplomacy.archive.models import Delivery, Item, Watched
from diplomacy.web.asked import day, elsewhere, is_part, numbers, one_of, whole_or_part
from diplomacy.web.forms import BringInForm, WatchForm
from diplomacy.web.pages.bringing_in import BringInPage, DraftPage
from diplomacy.web.pages.deliveries import SHOWN, DeliveriesPage, DeliveryPage
from diplomacy.web.pages.watched import WatchedPage
from diplomacy.web.signing_in import account
from diplomacy.web.uploads import for_curators, with_files

WRONG = 422
"""The status of a form that is sent back."""


@require_http_methods(["GET", "HEAD", "POST"])
@with_files
def bring_in(request: HttpRequest, fault: str = "") -> HttpResponse:
    """The three ways in; what is handed in becomes a draft. `fault` says why nothing of it was taken."""
    form = BringInForm(request.POST, request.FILES) if request.method == "POST" and not fault else BringInForm()
    if form.is_bound and form.is_valid():
        draft = deliver(form.parts(), title=form.title, by=account(request), draft=True, **form.said)
        return redirect("web:draft", pk=draft.pk)
    context = {"page": BringInPage.build(form, fault=fault), "nav": "bring-in"}
    return render(request, "web/bring_in.html", context, status=WRONG if form.is_bound or fault else None)


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """What a worker found in a draft; `do` brings it in, has it looked at again, or discards it."""
    found = get_object_or_404(Delivery, pk=pk)
    if not found.draft:
        return elsewhere(request, reverse("web:delivery", args=[pk]))
    if request.method == "POST":
        return _decided(request, found)
    page = DraftPage.build(found)
    return whole_or_part(request, "web/draft.html", "found", {"page": page, "nav": "bring-in"})


def _decided(request: HttpRequest, found: Delivery) -> HttpResponse:
    asked = request.POST.get("do")
    if asked == "discard":
        discard(found)
        return redirect("web:bring-in")
    if found.preview is None:
        return redirect("web:draft", pk=found.pk)
    page = DraftPage.build(found, request.POST)
    if page.wrong:
        return render(request, "web/draft.html", {"page": page, "nav": "bring-in"}, status=WRONG)
    with transaction.atomic():
        correct(found, page.corrections(), **page.said.said)
        if asked == "bring in":
            confirm(found)
        else:
            look(found)
    return redirect("web:draft", pk=found.pk)


@for_curators
@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """What was handed in, newest first."""
    page = DeliveriesPage.build(number=request.GET.get("page"))
    return whole_or_part(request, "web/deliveries.html", "list", {"page": page, "nav": "bring-in"})


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one has come; `do` stops it, resumes it, or tries what failed again: all, or one `item`."""
    found = get_object_or_404(Delivery.objects.defer("preview"), pk=pk)
    if found.draft:
        return redirect("web:draft", pk=pk)
    if request.method == "POST":
        _told_to(request, found)
        if not is_part(request):
            return redirect("web:delivery", pk=pk)
        found.refresh_from_db()
    polled = is_part(request) and request.headers.get("HX-Target") == "progress"
    page = DeliveryPage.build(
        found,
        shown=one_of(request, "show", SHOWN),
        number=request.GET.get("page"),
        told=request.headers.get("X-Told") if polled else None,
    )
    context = {"page": page, "nav": "bring-in"}
    if polled:
        return render(request, "web/delivery.html#progress", context)
    return whole_or_part(request, "web/delivery.html", "list", context)


def _told_to(request: HttpRequest, found: Delivery) -> None:
    match request.POST.get("do"):
        case "stop":
            stop(found)
        case "resume":
            resume(found)
        case "try again":
            items = Item.objects.filter(delivery=found)
            wanted = numbers(request.POST, "item")
            items = items.filter(pk__in=wanted) if "item" in request.POST else items
            try_again(items, published=day(request.POST, "published"))


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def watched(request: HttpRequest) -> HttpResponse:
    """What is looked at again and again; `do` adds an address, removes one or has it looked at (`address`: its id)."""
    asked = request.POST.get("do")
    form = WatchForm(request.POST) if asked == "watch" else WatchForm()
    if form.is_bound and form.is_valid():
        look_now(watch(form.cleaned_data["url"], **form.wanted))
        return redirect("web:watched")
    if asked in ("remove", "look now"):
        row = get_object_or_404(Watched, pk__in=numbers(request.POST, "address")[:1])
        if asked == "remove":
            unwatch(row.url)
        else:
            look_now(row)
        return redirect("web:watched")
    page = WatchedPage.build(form, number=request.GET.get("page"))
    context = {"page": page, "nav": "bring-in"}
    if form.is_bound:
        return render(request, "web/watched.html", context, status=WRONG)
    return whole_or_part(request, "web/watched.html", "list", context)
