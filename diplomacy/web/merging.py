"""The view for editors that merges an actor into another: choose, see what will change, do it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from diplomacy.archive.deciding import merging
from diplomacy.archive.deciding.leading import ActorGoneError
from diplomacy.archive.models import Actor
from diplomacy.web.asked import note_in, number, words
from diplomacy.web.pages.merging import MergePage
from diplomacy.web.signing_in import account, asks_for

GONE = "Nothing was changed: one of the two was merged or deleted meanwhile."


@asks_for("archive.delete_actor")
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """An actor that is to be merged into another: found by its name (`q`), shown with what will change (`into`)."""
    if into := merging.stands_for(pk):
        return redirect("web:actor", pk=into)
    actor = get_object_or_404(Actor, pk=pk)
    fault, back = "", "review" if "review" in (request.GET.get("back"), request.POST.get("back")) else ""
    if request.method == "POST":
        try:
            chosen = number(request.POST, "into") or 0
            made = merging.merge(pk, chosen, by=account(request), note=note_in(request.POST))
        except ActorGoneError:
            fault = GONE
        else:
            messages.info(request, f"{actor.name} was merged into {made.value['name']}." if back else "Done.")
            return redirect("web:review-actors") if back else redirect("web:decision", pk=made.pk)
    other = Actor.objects.exclude(pk=pk).filter(pk=number(request.GET, "into") or 0).first()
    page = MergePage.build(actor, other, words=words(request, "q"), fault=fault, back=back)
    return render(request, "web/actor_merge.html", {"page": page, "nav": "actors"}, status=409 if fault else None)
