"""Correcting an article's statements in its text: a form says who says what, and the text is marked anew."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from diplomacy.archive.deciding import correct
from diplomacy.archive.deciding.correct import GoneError, HeldError
from diplomacy.archive.deciding.decide import DecidedAlreadyError
from diplomacy.archive.deciding.wanted import UnfitError
from diplomacy.archive.models import Article, Claim, Decision, DecisionKind, Subject, Version
from diplomacy.web.asked import is_part, number, told_before, whole_or_part, words
from diplomacy.web.pages.article import full_article
from diplomacy.web.pages.decided import said_in_words
from diplomacy.web.pages.decision import may_undo
from diplomacy.web.pages.draft_statement import NUDGES, Draft
from diplomacy.web.pages.editing import Chosen, EditPage, drafted, names
from diplomacy.web.signing_in import account, asks_for

WRONG = 422
GONE = "The text or the statement was read anew meanwhile, so nothing was put down. Choose it again."
NOTHING = "Nothing was asked for: choose words, or a statement."
HELD = "Nothing was put down: these words are held already. Say what yours are to be."
TAKEN = "This is what was there, with your words. Save it to change it so."
TOLD = {"accept": "Confirmed: ", "change": "Changed: ", "make": "Made: ", "reject": "No statement any more."}
TOLD_OF_CLAIM = {"change": "Its claims are as you put them.", "make": "Made: a claim of the writer’s own."}
NO_CLAIM = "No claim any more."


@asks_for("archive.add_decision")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with the form of the `statement` or `claim` (an id), or an empty one; `do` saves, rejects or undoes.

    `other` and `via` ask for the names of actors that begin so, for the form.
    """
    if request.method != "POST":
        for field in ("other", "via"):
            if field in request.GET:
                return render(request, "web/edit.html#names", {"names": names(words(request, field))})
    if request.method == "POST":
        return _done(request, get_object_or_404(Article, pk=pk))
    chosen = Chosen(number(request.GET, "statement"), number(request.GET, "claim"))
    return _shown(request, pk, chosen=chosen, told=told_before(request))


def _done(request: HttpRequest, article: Article) -> HttpResponse:
    draft, do = Draft.given(request.POST), request.POST.get("do", "")
    version = article.versions.current().defer("source", "segments", "search").order_by("pk").first()
    by = account(request)
    try:
        if version is None:
            raise GoneError
        if do in NUDGES:
            return _shown(request, article.pk, draft=draft.nudged(version.text, do))
        if do == "undo":
            return _undone(request, article, by)
        if taken := number(request.POST, "take"):
            chosen = Chosen(claim=taken) if request.POST.get("held") == "claim" else Chosen(taken)
            there = drafted(version, chosen).with_words_of(draft)
            return _shown(request, article.pk, draft=there, told=TAKEN)
        made = _put(version, draft, do, by)
    except DecidedAlreadyError as error:
        return _met(request, article, draft, error.decision)
    except HeldError as error:
        answer = _refused(request, article, draft, HELD, held=error.rows)
    except UnfitError as error:
        answer = _refused(request, article, draft, str(error))
    except GoneError:
        answer = _refused(request, article, Draft(note=draft.note), GONE)
    else:
        answer = _next(request, article, _told(made), _after(made, draft))
    return answer


def _put(version: Version, draft: Draft, do: str, by: AbstractBaseUser) -> Decision:
    """Put down what was asked for; raises UnfitError where nothing was."""
    claim = partial(correct.claim, version.pk, by=by, note=draft.note, instead_of=draft.claims_by)
    say = partial(correct.say, version.pk, by=by, note=draft.note)
    text = version.text
    match do:
        case "claims":
            there = Claim.objects.filter(version=version, statement=draft.of, statement__isnull=False)
            return claim(list(there.values_list("pk", flat=True)), draft.pieces(text))
        case "narrate" if draft.content.strip():
            return claim([], draft.narrated(text))
        case "save" | "reject" if draft.claim:
            return claim([draft.claim], draft.narrated(text) if do == "save" else [])
        case "save" | "reject":
            said = draft.said(text) if do == "save" else None
            return say(said, of=draft.of, instead_of=draft.instead_of)
        case "beside":
            return say(draft.said(text), beside=True)
    raise UnfitError(NOTHING)


def _told(made: Decision) -> str:
    if made.subject == Subject.CLAIM:
        return TOLD_OF_CLAIM.get(made.kind, NO_CLAIM)
    return TOLD[made.kind] + (f"{said_in_words(made.value)}." if made.kind != DecisionKind.REJECT else "")


def _after(made: Decision, draft: Draft) -> Chosen:
    """What the form is about after that: what was made, or what it was of."""
    if made.subject == Subject.STATEMENT:
        return Chosen(made.statement.pk if hasattr(made, "statement") else None)
    own = made.claims.order_by("start").values_list("pk", flat=True).first()
    return Chosen(draft.of) if draft.of else Chosen(claim=own)


def _undone(request: HttpRequest, article: Article, by: AbstractBaseUser) -> HttpResponse:
    """Undo a decision on this text, of the curator's own unless they may undo all."""
    wanted = number(request.POST, "decision") or 0
    on_it = Decision.objects.on(Subject.STATEMENT, Subject.CLAIM).kept().filter(pk=wanted, anchors__article=article)
    found = on_it.distinct().first()
    if found is None or not may_undo(by, found):
        return _refused(request, article, Draft(), "That is not yours to undo, or was undone before.")
    correct.undo(found.pk, by=by)
    return _next(request, article, "Undone. What it stood in place of is back.", Chosen())


def _met(request: HttpRequest, article: Article, draft: Draft, met: Decision) -> HttpResponse:
    """The form again, with what somebody decided meanwhile; sent again it takes the place of that."""
    told = f"{met.by.get_username()} decided meanwhile: {said_in_words(met.value)}. Yours was not put down."
    if met.subject == Subject.CLAIM:
        again = replace(draft, claims_by=(*draft.claims_by, met.pk))
        told = f"{met.by.get_username()} decided on its claims meanwhile. Yours was not put down."
    else:
        again = replace(draft, of=met.statement.pk if hasattr(met, "statement") else None, instead_of=met.pk)
    told = f"{told} Send it again to put it in place of that."
    return _shown(request, article.pk, 409, draft=again, told=told, wrong=True)


def _refused(
    request: HttpRequest, article: Article, draft: Draft, told: str, *, held: Sequence[int] = ()
) -> HttpResponse:
    return _shown(request, article.pk, 409 if held else WRONG, draft=draft, held=held, told=told, wrong=True)


def _next(request: HttpRequest, article: Article, told: str, chosen: Chosen) -> HttpResponse:
    if is_part(request):
        return _shown(request, article.pk, chosen=chosen, told=told)
    messages.info(request, told)
    at = reverse("web:edit", args=[article.pk])
    return HttpResponseRedirect(f"{at}{chosen.query}")


def _shown(request: HttpRequest, pk: int, status: int = 200, **of_page: Any) -> HttpResponse:
    """The page of an article (its id) as it is by now."""
    found = full_article(pk)
    if found is None:
        raise Http404(f"no article {pk}")
    page = EditPage.build(found, request.user, **of_page)
    return whole_or_part(request, "web/edit.html", "editing", {"page": page, "nav": "edit"}, status=status)
