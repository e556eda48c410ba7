"""The view for curators who find in an account what the machine has not: a pair is made by hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from diplomacy.archive.deciding.decide import DecidedAlreadyError, Judged, PairGoneError, decide
from diplomacy.archive.models import DecisionKind, Pair
from diplomacy.web.asked import note_in, number
from diplomacy.web.pages.omission import OmissionPage, omission_at
from diplomacy.web.pages.pairing import Given, PairingPage
from diplomacy.web.pages.places import Place, TextKey
from diplomacy.web.pages.standing import Gone, Moved
from diplomacy.web.pages.words import FACETS, RELATIONS
from diplomacy.web.permalinks import away
from diplomacy.web.signing_in import account, asks_for

CHOOSE = "Choose the claim that answers it, and say how the two stand."
MEANWHILE = "These texts were read or compared anew meanwhile, so nothing was put down. This is how they stand."
MET, WRONG = 409, 422


@asks_for("archive.add_decision")
@require_http_methods(["GET", "HEAD", "POST"])
def pair_by_hand(request: HttpRequest, place: Place, lacking: TextKey) -> HttpResponse:
    """A claim that an account is said to lack, and the account's claims: a form makes a pair of it and one of them."""
    found = omission_at(place, lacking)
    if isinstance(found, Moved | Gone):
        return away(request, found)
    if request.method == "POST":
        return _made(request, found)
    return _page(request, PairingPage.build(found, Given()))


def _made(request: HttpRequest, omission: OmissionPage) -> HttpResponse:
    sent, relation = request.POST, request.POST.get("relation", "")
    given = Given(number(sent, "claim"), [key for key in FACETS if key in sent.getlist("facet")], note_in(sent))
    if given.claim is None or relation not in RELATIONS:
        return _page(request, PairingPage.build(omission, given, fault=CHOOSE), status=WRONG)
    ends, judged = (omission.claim.id, given.claim), Judged(relation, given.facets)
    instead_of = number(sent, "instead_of")
    try:
        made = decide(
            omission.exchange,
            ends,
            DecisionKind.MAKE,
            by=account(request),
            judged=judged,
            note=given.note,
            instead_of=instead_of,
        )
    except DecidedAlreadyError as error:
        return _page(request, PairingPage.build(omission, given, met=error), status=MET)
    except PairGoneError:
        return _page(request, PairingPage.build(omission, given, fault=MEANWHILE), status=MET)
    return redirect("web:pair", exchange=omission.exchange, pk=Pair.objects.get(decision=made).pk)


def _page(request: HttpRequest, page: PairingPage, *, status: int = 200) -> HttpResponse:
    return render(
        request, "web/pair_by_hand.html", {"page": page, "nav": "exchanges", "keys": "by hand"}, status=status
    )
