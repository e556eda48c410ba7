"""The review of accounts that were joined to an exchange though something does not agree, the most doubtful first."""

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from diplomacy.archive.deciding import regroup
from diplomacy.archive.deciding.decide import DecidedAlreadyError
from diplomacy.archive.deciding.machine_made import place
from diplomacy.archive.deciding.regroup import ExchangeGoneError
from diplomacy.archive.deciding.second_looks import give
from diplomacy.archive.models import Coverage, Decision, DecisionKind, Subject
from diplomacy.archive.prepared import Prepared, given
from diplomacy.web.asked import number
from diplomacy.web.pages.review_account import AccountPage
from diplomacy.web.pages.reviewing import Last, State
from diplomacy.web.reviewing import Done, Review, reviewed
from diplomacy.web.signing_in import asks_for

KINDS = {"accept": DecisionKind.ACCEPT, "reject": DecisionKind.SPLIT}
TOLD = {
    DecisionKind.ACCEPT: "Confirmed: it tells of this exchange.",
    DecisionKind.SPLIT: "Rejected: it was split off and has an exchange of its own now.",
}


_PLACES = (DecisionKind.ACCEPT, DecisionKind.MOVE, DecisionKind.SPLIT)
_ACCOUNT = Prepared(lambda: Coverage.objects.filter(pk=given("account")).order_by("pk"))
_ARTICLE = Prepared(
    lambda: Decision.articles.through._default_manager.filter(decision=given("decision")).values_list(
        "article_id", flat=True
    )
)
_THERE = Prepared(
    lambda: Coverage.objects.filter(exchange=given("exchange"), article=given("article")).values_list("pk", flat=True)
)
_STANDING = Prepared(
    lambda: (
        regroup.concerning(given("exchange"))
        .filter(articles=given("article"), kind__in=_PLACES, to=given("exchange"))
        .select_related("by")
        .order_by("-pk")[:1]
    )
)


class OfAccounts(Review):
    """`do` accepts or splits off; `into` moves to another exchange."""

    subject = Subject.EXCHANGE
    thing = "account"
    route = "web:review-exchanges"
    template = "web/review_exchanges.html"

    def page(self, item: "int | Coverage | None", state: State) -> AccountPage:
        """The page of an account."""
        return AccountPage.build(item, state)

    def decide(self, pressed: QueryDict, by: AbstractBaseUser, *, look: int | None, note: str) -> Done:
        """Decide where the account of the form stands."""
        into = number(pressed, "into")
        kind = DecisionKind.MOVE if into else KINDS.get(pressed.get("do", ""))
        if kind is None:
            raise ExchangeGoneError
        told = f"Moved to exchange no. {into}." if into else TOLD[kind]
        if look:
            value = {"to": into} if into else {}
            return Done(told, Last(look=give(look, kind, value, by=by, note=note).pk))
        row = _ACCOUNT.first(account=number(pressed, "account") or 0)
        if row is None or row.exchange_id != number(pressed, "exchange"):
            raise ExchangeGoneError
        standing = _standing_on(row)
        if standing and standing.pk != number(pressed, "instead_of"):
            raise DecidedAlreadyError(standing)
        made = place(row, kind, into, by=by, note=note)
        return Done(told, Last(decision=made.pk))

    def words_of(self, decision: Decision) -> tuple[int | None, int | None]:
        """The exchange that it was decided of, and the article."""
        return decision.exchange_id, _ARTICLE.first(decision=decision.pk)

    def item_of(self, words: tuple[int | None, int | None]) -> int | None:
        """The account of the article there."""
        exchange, article = words
        return _THERE.first(exchange=exchange, article=article)

    def decided_on(self, item: int) -> tuple[bool, Decision | None]:
        """An account has the latest decision that put or left it where it is."""
        row = _ACCOUNT.first(account=item)
        return row is not None, _standing_on(row) if row else None


def _standing_on(row: Coverage) -> Decision | None:
    """Who confirmed an account where it is, or moved it there; None where only joining did."""
    return _STANDING.first(exchange=row.exchange_id, article=row.article_id)


@asks_for("archive.change_exchange")
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """The next account, or the `account` asked for."""
    return reviewed(request, OfAccounts())
