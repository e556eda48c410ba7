"""The review of actors, one after the other: a key press confirms one and brings the next."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from diplomacy.archive.deciding import describing
from diplomacy.archive.deciding.decide import DecidedAlreadyError
from diplomacy.archive.deciding.leading import ActorGoneError
from diplomacy.archive.deciding.reviewing import take
from diplomacy.archive.deciding.reviewing_actors import next_actor
from diplomacy.archive.deciding.undo import undo
from diplomacy.archive.models import Actor, DecisionKind, Subject
from diplomacy.web.actor_forms import ActorForm
from diplomacy.web.asked import is_part, note_in, number, told_before, whole_or_part, with_note
from diplomacy.web.pages.actor import full_actor
from diplomacy.web.pages.review_actors import ReviewActorPage, own_decision
from diplomacy.web.signing_in import account, asks_for

GONE = "That actor was merged or deleted meanwhile, so nothing was put down. Here is the next."
TAKEN = "Somebody else has the actor that you asked for before them. Here is the next."
MET, WRONG = 409, 422


@asks_for("archive.change_actor")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """The next actor, or the `actor` asked for; `do` confirms it as the form has it, passes it over, or undoes the
    curator's last decision on an actor."""
    by, given = account(request), request.POST or request.GET
    behind, asked = number(given, "behind"), number(given, "actor")
    if request.method != "POST":
        return _shown(
            request, _asked(by, asked, told_before(request)) if asked else _next_page(by, behind, told_before(request))
        )
    match given.get("do"):
        case "skip":
            return _next(request, by, "Passed over.", asked or behind)
        case "undo":
            return _undone(request, by, behind)
    return _described(request, by, asked or 0, behind)


def _described(request: HttpRequest, by: AbstractBaseUser, pk: int, behind: int | None) -> HttpResponse:
    actor, note = full_actor(pk), note_in(request.POST)
    if actor is None:
        return _next(request, by, with_note(GONE, note), behind)
    form = ActorForm.of(actor, request.POST)
    if not form.is_valid():
        page = ReviewActorPage.build(pk, by.pk, form=form, note=note, behind=behind)
        return _shown(request, page, status=WRONG)
    try:
        made = describing.describe(pk, form.told, by=by, note=note, seen=number(request.POST, "seen") or 0)
    except DecidedAlreadyError as error:
        fault = (
            f"Nothing of yours was put down: {error.decision.by.get_username()} decided meanwhile. So it stands now."
        )
        return _shown(request, ReviewActorPage.build(pk, by.pk, fault=fault, note=note, behind=behind), status=MET)
    except ActorGoneError:
        return _next(request, by, with_note(GONE, note), behind)
    how = "is so described already" if made is None else "changed" if made.kind == DecisionKind.CHANGE else "confirmed"
    return _next(request, by, f"{form.cleaned_data['name']}: {how}.", behind)


def _undone(request: HttpRequest, by: AbstractBaseUser, behind: int | None) -> HttpResponse:
    """Undo what the curator decided last of an actor, and show that one again."""
    own = own_decision(by.pk, number(request.POST, "last") or 0)
    if own is None:
        return _next(request, by, "There is nothing of yours to undo.", behind)
    undo(own.pk, by=by)
    actor = own.actor_id
    if actor is None or not Actor.objects.filter(pk=actor).exists() or not take(Subject.ACTOR, actor, by):
        return _next(request, by, "Undone.", behind)
    told = "Undone. Here is the actor again."
    if not is_part(request):
        messages.info(request, told)
        return _away(actor=own.actor_id)
    return _shown(request, ReviewActorPage.build(own.actor_id, by.pk, told=told, behind=behind))


def _asked(by: AbstractBaseUser, actor: int, told: str) -> ReviewActorPage:
    """An actor that was asked for, confirmed or not; the next where it is gone or somebody else has it."""
    if not Actor.objects.filter(pk=actor).exists():
        return _next_page(by, None, GONE)
    if not take(Subject.ACTOR, actor, by):
        return _next_page(by, None, TAKEN)
    return ReviewActorPage.build(actor, by.pk, told=told)


def _next(request: HttpRequest, by: AbstractBaseUser, told: str, behind: int | None) -> HttpResponse:
    if not is_part(request):
        messages.info(request, told)
        return _away(behind=behind)
    return _shown(request, _next_page(by, behind, told))


def _next_page(by: AbstractBaseUser, behind: int | None, told: str) -> ReviewActorPage:
    return ReviewActorPage.build(next_actor(by, behind=behind), by.pk, told=told, behind=behind)


def _away(**to: int | None) -> HttpResponseRedirect:
    query = urlencode({name: value for name, value in to.items() if value})
    return HttpResponseRedirect(reverse("web:review-actors") + (f"?{query}" if query else ""))


def _shown(request: HttpRequest, page: ReviewActorPage, *, status: int = 200) -> HttpResponse:
    context: dict[str, object] = {"page": page, "nav": "review", "keys": "actor"}
    return whole_or_part(request, "web/review_actors.html", "item", context, status=status)
