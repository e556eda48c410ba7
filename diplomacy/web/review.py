"""The review queue: one pair after the other, the least certain first; a key press decides and brings the next."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from diplomacy.archive.deciding.decide import DecidedAlreadyError, Judged, PairGoneError, decide, undo
from diplomacy.archive.deciding.reviewing import next_pair, take
from diplomacy.archive.deciding.second_looks import (
    LookGoneError,
    as_machine_made,
    give,
    next_look,
    pass_over,
    take_back,
)
from diplomacy.archive.models import Decision, DecisionKind, Pair, Subject
from diplomacy.web.asked import is_part, note_in, number, numbers, told_before, whole_or_part
from diplomacy.web.pages.decided import judged_in_words
from diplomacy.web.pages.review import Last, ReviewPage, last_of, on_words_of, pair_of
from diplomacy.web.pages.words import FACETS, RELATIONS
from diplomacy.web.signing_in import account, asks_for

GONE = "These two passages were read or compared anew meanwhile, so nothing was put down. Here is the next."
NOT_THERE = "The pair that you asked for is there no more: rejected, or read or compared anew. Here is the next."
TAKEN = "Somebody else has the pair that you asked for before them. Here is the next."
AGAIN = "Undone. Here is the pair again."
MEANWHILE = "Nothing of yours was put down: somebody decided meanwhile."


@asks_for("archive.add_decision")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """The next pair, or the `pair` asked for; `do` accepts, rejects, undoes or skips, `relation` changes, and both
    bring the one after.
    """
    by = account(request)
    behind = number(request.POST or request.GET, "behind")
    if request.method != "POST":
        told, asked = told_before(request), number(request.GET, "pair")
        page = _asked(by, told, asked) if asked else _next_page(by, told, behind, last_of(by.pk))
        return _shown(request, page)
    look = number(request.POST, "look")
    match request.POST.get("do"):
        case "skip":
            if look:
                pass_over(look, by=by)
            behind = number(request.POST, "pair") or behind
            return _next(request, by, "Passed over.", behind)
        case "undo":
            return _undone(request, by, behind)
    return _decided(request, by, behind, look)


def _decided(request: HttpRequest, by: AbstractBaseUser, behind: int | None, look: int | None) -> HttpResponse:
    given = request.POST
    ends = numbers(given, "exchange") + numbers(given, "claim")
    seen = {"relation": given.get("seen", ""), "facets": [key for key in FACETS if key in given.getlist("had")]}
    value = {
        "relation": given.get("relation") or seen["relation"],
        "facets": [key for key in FACETS if key in given.getlist("facet")],
    }
    if len(ends) != 3 or value["relation"] not in RELATIONS:
        return _next(request, by, GONE, behind)
    kind = DecisionKind.ACCEPT if value == seen else DecisionKind.CHANGE
    kind = DecisionKind.REJECT if given.get("do") == "reject" else kind
    instead = number(given, "instead_of")
    note = note_in(given)
    judged = Judged(value["relation"], value["facets"])
    try:
        if look:
            last = Last(look=give(look, kind, judged, by=by, note=note).pk)
        else:
            made = decide(ends[0], (ends[1], ends[2]), kind, by=by, judged=judged, note=note, instead_of=instead)
            last = Last(decision=made.pk)
    except DecidedAlreadyError as error:
        pair = pair_of(tuple(sorted(ends[1:])))
        if pair is None:
            kept = f" Your note was: “{note}”" if note else ""
            told = f"{error.decision.by.get_username()} rejected it meanwhile; nothing of yours was put down.{kept}"
            return _next(request, by, told, behind)
        page = ReviewPage.build(pair, told=MEANWHILE, met=error.decision, note=note, behind=behind, last=last_of(by.pk))
        return _shown(request, page, status=409)
    except (PairGoneError, LookGoneError):
        return _next(request, by, f"{GONE} Your note was: “{note}”" if note else GONE, behind)
    told = {DecisionKind.ACCEPT: "Confirmed: ", DecisionKind.CHANGE: "Changed to: "}.get(kind, "Rejected.")
    said = f"{told}{judged_in_words(value)}." if kind is not DecisionKind.REJECT else told
    return _next(request, by, said, behind, last=last)


def _undone(request: HttpRequest, by: AbstractBaseUser, behind: int | None) -> HttpResponse:
    """Undo what the curator said last, and show its pair again."""
    look = number(request.POST, "last_look")
    if look and take_back(look, by=by):
        return _next(request, by, AGAIN, behind)  # it is theirs again, and so the next
    own = Decision.objects.on(Subject.PAIR).kept().filter(pk=number(request.POST, "last") or 0, by=by.pk).first()
    if own is None:
        return _next(request, by, "There is nothing of yours to undo.", behind)
    claims = on_words_of(own.pk)
    undo(own.pk, by=by)
    pair = pair_of(claims)
    if pair is None or not take(pair, by):
        return _next(request, by, "Undone.", behind)
    return _after(request, ReviewPage.build(pair, told=AGAIN, behind=behind, last=last_of(by.pk)))


def _next(
    request: HttpRequest, by: AbstractBaseUser, told: str, behind: int | None, *, last: Last | None = None
) -> HttpResponse:
    if not is_part(request):
        messages.info(request, told)
        return _away(behind)
    return _shown(request, _next_page(by, told, behind, last or last_of(by.pk)))


def _next_page(by: AbstractBaseUser, told: str, behind: int | None, last: Last) -> ReviewPage:
    """A second look that is due, shown like any other pair, or else the least certain pair that nobody has decided."""
    look = next_look(by)
    if look and (made := as_machine_made(look)):
        return ReviewPage.build(made, told=told, behind=behind, last=last, look=look.pk)
    return ReviewPage.build(next_pair(by, behind=behind), told=told, behind=behind, last=last)


def _asked(by: AbstractBaseUser, told: str, pair: int) -> ReviewPage:
    """A pair that was asked for, with what was decided of it; the next where it is gone or somebody else has it."""
    row = Pair.objects.select_related("decision__by").filter(pk=pair).first()
    if row is None or not take(pair, by):
        return _next_page(by, NOT_THERE if row is None else TAKEN, None, last_of(by.pk))
    return ReviewPage.build(pair, told=told, met=row.decision, last=last_of(by.pk))


def _after(request: HttpRequest, page: ReviewPage) -> HttpResponse:
    """A page that follows what was done: shown where htmx asks; else gone to, so that loading it anew does nothing."""
    if is_part(request):
        return _shown(request, page)
    messages.info(request, page.told)
    return _away(page.behind)


def _away(behind: int | None) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("web:review") + (f"?{urlencode({'behind': behind})}" if behind else ""))


def _shown(request: HttpRequest, page: ReviewPage, *, status: int = 200) -> HttpResponse:
    return whole_or_part(request, "web/review.html", "item", {"page": page, "nav": "review"}, status=status)
