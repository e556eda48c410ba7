"""The view for curators that splits an actor: choose articles, say whom they mean, see what will change, do it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from diplomacy.archive.deciding import merging, splitting
from diplomacy.archive.deciding.leading import ActorGoneError
from diplomacy.archive.models import Actor
from diplomacy.web.actor_forms import NewcomerForm
from diplomacy.web.asked import note_in, number, numbers, words
from diplomacy.web.pages.splitting import SplitPage, SurePage, WhoPage
from diplomacy.web.signing_in import account, asks_for

GONE = "Nothing was changed: an actor was merged or deleted meanwhile, or an article does not name it any more."
NONE_CHOSEN = "Choose the articles first."
TOO_MANY = f"At most {splitting.MOST} articles are split off at once; the first of yours are chosen."
MET, WRONG = 409, 422
OF_NEWCOMER = ("name", "kind", "country")


@asks_for("archive.change_actor")
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """An actor of which some articles tell what is another's: which (`article`), whose (`into`, or the fields of a new
    one), and what will change; a form does it."""
    if into := merging.stands_for(pk):
        return redirect("web:actor", pk=into)
    actor = get_object_or_404(Actor, pk=pk)
    given = request.POST if request.method == "POST" else request.GET
    asked = list(dict.fromkeys(numbers(given, "article")))
    articles, fault = asked[: splitting.MOST], TOO_MANY if len(asked) > splitting.MOST else ""
    if request.method == "POST":
        return _done(request, actor, articles)
    step = "" if fault else given.get("step", "")
    if step and not articles:
        step, fault = "", NONE_CHOSEN
    match step:
        case "who":
            form = NewcomerForm(initial={"name": actor.name, "kind": actor.kind})
            return _who(request, actor, articles, form)
        case "sure":
            return _sure(request, actor, articles, given)
    page = SplitPage.build(
        actor,
        articles,
        words=words(request, "q"),
        number=number(given, "page"),
        fault=fault,
        all_shown="all" in given,
    )
    status = WRONG if fault else 200
    return render(request, "web/actor_split.html", {"page": page, "nav": "actors"}, status=status)


def _who(
    request: HttpRequest, actor: Actor, articles: list[int], form: NewcomerForm, *, status: int = 200
) -> HttpResponse:
    page = WhoPage.build(actor, articles, form, words=words(request, "who"))
    return render(request, "web/actor_split_who.html", {"page": page, "nav": "actors"}, status=status)


def _sure(request: HttpRequest, actor: Actor, articles: list[int], given: QueryDict) -> HttpResponse:
    """What it will change, once it is said whom the articles mean."""
    into = number(given, "into")
    if into is not None:
        other = get_object_or_404(Actor.objects.exclude(pk=actor.pk), pk=into)
        page = SurePage.build(actor, articles, other.name, into=into)
    else:
        form = NewcomerForm(given)
        if not form.is_valid():
            return _who(request, actor, articles, form, status=WRONG)
        fields = [(name, given.get(name, "")) for name in OF_NEWCOMER]
        page = SurePage.build(actor, articles, form.newcomer.name, fields=fields)
    return render(request, "web/actor_split_sure.html", {"page": page, "nav": "actors"})


def _done(request: HttpRequest, actor: Actor, articles: list[int]) -> HttpResponse:
    given, to = request.POST, number(request.POST, "into")
    form = NewcomerForm(given)
    if to is None and not form.is_valid():
        return _who(request, actor, articles, form, status=WRONG)
    try:
        whose = form.newcomer if to is None else to
        made = splitting.split(actor.pk, articles, whose, by=account(request), note=note_in(given))
    except ActorGoneError:
        page = SplitPage.build(actor, articles, fault=GONE)
        return render(request, "web/actor_split.html", {"page": page, "nav": "actors"}, status=MET)
    messages.info(request, "Done.")
    return redirect("web:decision", pk=made.pk)
