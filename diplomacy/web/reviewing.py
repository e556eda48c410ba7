"""The course of a review, the same for each queue: an item is shown, a key press decides it and brings the next."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from diplomacy.archive.deciding.correct import GoneError
from diplomacy.archive.deciding.decide import DecidedAlreadyError, PairGoneError
from diplomacy.archive.deciding.machine_made import MACHINE_MADE
from diplomacy.archive.deciding.regroup import ExchangeGoneError
from diplomacy.archive.deciding.reviewing import next_item, take
from diplomacy.archive.deciding.second_looks import LookGoneError, next_look, pass_over, take_back
from diplomacy.archive.deciding.undo import undo
from diplomacy.archive.deciding.wanted import UnfitError
from diplomacy.archive.models import Decision, Subject
from diplomacy.web.asked import is_part, note_in, number, told_before, whole_or_part, with_note
from diplomacy.web.pages.reviewing import Last, Met, State, last_of, own_decision
from diplomacy.web.signing_in import account

GONE_ERRORS = (PairGoneError, LookGoneError, GoneError, ExchangeGoneError)


@dataclass(frozen=True, slots=True)
class Done:
    """What a press decided, as a sentence, and what undoes it."""

    told: str
    last: Last


class Review(ABC):
    """A queue as it is worked: what its items are, and what its form decides."""

    subject: ClassVar[Subject]
    thing: ClassVar[str]
    """What an item is called; also the name of its id in forms and addresses."""
    route: ClassVar[str]
    template: ClassVar[str]

    @abstractmethod
    def page(self, item: Any, state: State) -> Any:
        """The page of an item: its id, or itself as the machine made it; None where none is left."""

    @abstractmethod
    def decide(self, pressed: QueryDict, by: AbstractBaseUser, *, look: int | None, note: str) -> Done:
        """Put down what the form says, as a decision or as a second look; raises what `GONE_ERRORS` are, UnfitError
        and DecidedAlreadyError."""

    @abstractmethod
    def words_of(self, decision: Decision) -> Any:
        """By what the item of a decision is found again once that is undone."""

    @abstractmethod
    def item_of(self, words: Any) -> int | None:
        """The item (its id) of what `words_of` gave; None where it is no more."""

    @abstractmethod
    def decided_on(self, item: int) -> tuple[bool, Decision | None]:
        """Whether an item that was asked for is there, and what was decided of it."""

    def met(self, pressed: QueryDict, error: DecidedAlreadyError, state: State) -> tuple[int | None, State]:
        """The item to be shown again where somebody decided it meanwhile, with what they did; None to go on to the
        next."""
        told = f"{error.decision.by.get_username()} decided it meanwhile; nothing of yours was put down."
        item = number(pressed, self.thing)
        if item is None or not self.decided_on(item)[0]:  # it was rejected
            return None, replace(state, told=with_note(told, state.note))
        return item, replace(state, told=told, met=Met.of(error.decision))

    @property
    def gone(self) -> str:
        """What is told where an item is there no more."""
        return f"The {self.thing} was read or compared anew meanwhile, so nothing was put down. Here is the next."


def reviewed(request: HttpRequest, review: Review) -> HttpResponse:
    """The next item, or the one asked for; `do` passes over or undoes, and all else decides. Each brings the next."""
    by = account(request)
    behind = number(request.POST or request.GET, "behind")
    if request.method != "POST":
        told, asked = told_before(request), number(request.GET, review.thing)
        page = _asked(review, by, told, asked) if asked else _next_page(review, by, State(told, behind=behind))
        return _shown(request, review, page)
    look = number(request.POST, "look")
    match request.POST.get("do"):
        case "skip":
            if look:
                pass_over(look, by=by)
            return _next(
                request, review, by, State("Passed over.", behind=number(request.POST, review.thing) or behind)
            )
        case "undo":
            return _undone(request, review, by, State(behind=behind))
    return _decided(request, review, by, look, State(behind=behind, note=note_in(request.POST)))


def _decided(
    request: HttpRequest, review: Review, by: AbstractBaseUser, look: int | None, state: State
) -> HttpResponse:
    try:
        done = review.decide(request.POST, by, look=look, note=state.note)
    except DecidedAlreadyError as error:
        item, met = review.met(request.POST, error, replace(state, last=last_of(review.subject, by.pk)))
        if item is None:
            return _next(request, review, by, replace(met, note=""))
        return _shown(request, review, review.page(item, met), status=409)
    except UnfitError as error:
        unfit = replace(state, told=str(error), last=last_of(review.subject, by.pk), look=look)
        item = _machine_made(review, look) if look else number(request.POST, review.thing)
        return _shown(request, review, review.page(item, unfit), status=422)
    except GONE_ERRORS:
        return _next(request, review, by, State(with_note(review.gone, state.note), behind=state.behind))
    return _next(request, review, by, State(done.told, behind=state.behind, last=done.last))


def _machine_made(review: Review, look: int) -> Any:
    decision = Decision.objects.filter(looks=look).first()
    return MACHINE_MADE[review.subject].shown(decision) if decision else None


def _undone(request: HttpRequest, review: Review, by: AbstractBaseUser, state: State) -> HttpResponse:
    """Undo what the curator said last, and show its item again."""
    again = f"Undone. Here is the {review.thing} again."
    look = number(request.POST, "last_look")
    if look and take_back(look, by=by):
        return _next(request, review, by, replace(state, told=again))  # it is theirs again, and so the next
    own = own_decision(review.subject, by.pk, number(request.POST, "last") or 0)
    if own is None:
        return _next(request, review, by, replace(state, told="There is nothing of yours to undo."))
    words = review.words_of(own)
    undo(own.pk, by=by)
    item = review.item_of(words)
    if item is None or not take(review.subject, item, by):
        return _next(request, review, by, replace(state, told="Undone."))
    page = review.page(item, replace(state, told=again, last=last_of(review.subject, by.pk)))
    return _after(request, review, page)


def _next(request: HttpRequest, review: Review, by: AbstractBaseUser, state: State) -> HttpResponse:
    if not is_part(request):
        messages.info(request, state.told)
        return _away(review, state.behind)
    return _shown(request, review, _next_page(review, by, state))


def _next_page(review: Review, by: AbstractBaseUser, state: State) -> Any:
    """A second look that is due, shown like any other item, or else the least certain one that nobody has decided."""
    if state.last == Last():
        state = replace(state, last=last_of(review.subject, by.pk))
    look = next_look(review.subject, by)
    if look:
        if made := MACHINE_MADE[review.subject].shown(look.decision):
            return review.page(made, replace(state, look=look.pk))
        pass_over(look.pk, by=by)
    return review.page(next_item(review.subject, by, behind=state.behind), state)


def _asked(review: Review, by: AbstractBaseUser, told: str, item: int) -> Any:
    """An item that was asked for, with what was decided of it; the next where it is gone or somebody else has it."""
    there, decision = review.decided_on(item)
    if not there or not take(review.subject, item, by):
        gone = f"The {review.thing} that you asked for is there no more: rejected, or read or compared anew."
        held = f"Somebody else has the {review.thing} that you asked for before them."
        return _next_page(review, by, State(f"{held if there else gone} Here is the next."))
    met = Met.of(decision) if decision else None
    return review.page(item, State(told, met=met, last=last_of(review.subject, by.pk)))


def _after(request: HttpRequest, review: Review, page: Any) -> HttpResponse:
    """A page that follows what was done: shown where htmx asks; else gone to, so that loading it anew does nothing."""
    if is_part(request):
        return _shown(request, review, page)
    messages.info(request, page.state.told)
    return _away(review, page.state.behind)


def _away(review: Review, behind: int | None) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(review.route) + (f"?{urlencode({'behind': behind})}" if behind else ""))


def _shown(request: HttpRequest, review: Review, page: Any, *, status: int = 200) -> HttpResponse:
    return whole_or_part(
        request, review.template, "item", {"page": page, "nav": "review", "keys": review.thing}, status=status
    )
