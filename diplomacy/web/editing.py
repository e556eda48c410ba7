"""Correcting an article's statements in its text: a form says who says what, and the text is marked anew."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from diplomacy.archive.deciding import correct
from diplomacy.archive.deciding.correct import GoneError, UnfitError
from diplomacy.archive.deciding.decide import DecidedAlreadyError
from diplomacy.archive.models import Article, Claim, Decision, DecisionKind, Subject
from diplomacy.web.asked import is_part, number, told_before, whole_or_part, words
from diplomacy.web.pages.article import full_articles
from diplomacy.web.pages.decided import said_in_words
from diplomacy.web.pages.decisions import may_undo
from diplomacy.web.pages.draft_statement import NUDGES, Draft
from diplomacy.web.pages.editing import EditPage, names
from diplomacy.web.signing_in import account, asks_for

WRONG = 422
GONE = "The text or the statement was read anew meanwhile, so nothing was put down. Choose it again."
TOLD = {"accept": "Confirmed: ", "change": "Changed: ", "make": "Made: ", "reject": "No statement any more."}


@asks_for("archive.add_decision")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The text with the form of the `statement` (an id), or an empty one; `do` saves, rejects or undoes.

    `other` asks for the names of actors that begin so, for the form.
    """
    if request.method != "POST" and "other" in request.GET:
        return render(request, "web/edit.html#names", {"names": names(words(request, "other"))})
    article = get_object_or_404(full_articles(), pk=pk)
    if request.method == "POST":
        return _done(request, article)
    chosen = number(request.GET, "statement")
    return _shown(request, EditPage.build(article, request.user, chosen=chosen, told=told_before(request)))


def _done(request: HttpRequest, article: Article) -> HttpResponse:
    draft, do = Draft.given(request.POST), request.POST.get("do", "")
    version = next((v for v in article.versions.all() if v.current), None)
    by = account(request)
    try:
        if version is None:
            raise GoneError
        if do in NUDGES:
            return _shown(request, EditPage.build(article, by, draft=draft.nudged(version.text, do)))
        if do == "undo":
            return _undone(request, article, by)
        if do == "claims":
            made = _claims(version.pk, version.text, draft, by)
        elif do in {"save", "reject"}:
            said = draft.said(version.text) if do == "save" else None
            made = correct.say(version.pk, said, by=by, of=draft.of, note=draft.note, instead_of=draft.instead_of)
        else:
            return _refused(request, article, draft, "Nothing was asked for: choose words, or a statement.")
    except UnfitError as error:
        return _refused(request, article, draft, str(error))
    except GoneError:
        fresh = get_object_or_404(full_articles(), pk=article.pk)
        return _refused(request, fresh, Draft(note=draft.note), GONE)
    except DecidedAlreadyError as error:
        return _met(request, article, draft, error.decision)
    told = TOLD[made.kind] + (f"{said_in_words(made.value)}." if made.kind != DecisionKind.REJECT else "")
    if made.subject == Subject.CLAIM:
        told = "Its claims are as you put them."
    return _next(request, article, told, made.statement.pk if hasattr(made, "statement") else draft.of)


def _claims(version: int, text: str, draft: Draft, by: AbstractBaseUser) -> Decision:
    """Put the form's claims in place of those of its statement."""
    there = Claim.objects.filter(version=version, statement=draft.of, statement__isnull=False)
    of = list(there.values_list("pk", flat=True))
    return correct.claim(version, of, draft.pieces(text), by=by, note=draft.note, instead_of=draft.claims_by)


def _undone(request: HttpRequest, article: Article, by: AbstractBaseUser) -> HttpResponse:
    """Undo a decision on this text, of the curator's own unless they may undo all."""
    wanted = number(request.POST, "decision") or 0
    on_it = Decision.objects.on(Subject.STATEMENT, Subject.CLAIM).kept().filter(pk=wanted, anchors__article=article)
    found = on_it.distinct().first()
    if found is None or not may_undo(by, found):
        return _refused(request, article, Draft(), "That is not yours to undo, or was undone before.")
    correct.undo(found.pk, by=by)
    return _next(request, article, "Undone. What it stood in place of is back.", None)


def _met(request: HttpRequest, article: Article, draft: Draft, met: Decision) -> HttpResponse:
    """The form again, with what somebody decided meanwhile; sent again it takes the place of that."""
    article = get_object_or_404(full_articles(), pk=article.pk)
    told = f"{met.by.get_username()} decided meanwhile: {said_in_words(met.value)}. Yours was not put down."
    if met.subject == Subject.CLAIM:
        again = replace(draft, claims_by=(*draft.claims_by, met.pk))
        told = f"{met.by.get_username()} decided on its claims meanwhile. Yours was not put down."
    else:
        again = replace(draft, of=met.statement.pk if hasattr(met, "statement") else None, instead_of=met.pk)
    told = f"{told} Send it again to put it in place of that."
    return _shown(request, EditPage.build(article, request.user, draft=again, told=told, wrong=True), 409)


def _refused(request: HttpRequest, article: Article, draft: Draft, told: str) -> HttpResponse:
    return _shown(request, EditPage.build(article, request.user, draft=draft, told=told, wrong=True), WRONG)


def _next(request: HttpRequest, article: Article, told: str, chosen: int | None) -> HttpResponse:
    if is_part(request):
        fresh = get_object_or_404(full_articles(), pk=article.pk)
        return _shown(request, EditPage.build(fresh, request.user, chosen=chosen, told=told))
    messages.info(request, told)
    at = reverse("web:edit", args=[article.pk])
    return HttpResponseRedirect(f"{at}?statement={chosen}" if chosen else at)


def _shown(request: HttpRequest, page: EditPage, status: int = 200) -> HttpResponse:
    return whole_or_part(request, "web/edit.html", "editing", {"page": page, "nav": "edit"}, status=status)
