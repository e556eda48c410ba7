"""The review of pairs: one after the other, the least certain first."""

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from diplomacy.archive.deciding.decide import DecidedAlreadyError, Judged, PairGoneError, decide
from diplomacy.archive.deciding.second_looks import give
from diplomacy.archive.models import Decision, DecisionKind, Pair, Subject
from diplomacy.web.asked import number, numbers, with_note
from diplomacy.web.pages.decided import judged_in_words
from diplomacy.web.pages.review import ReviewPage, on_words_of, pair_of
from diplomacy.web.pages.reviewing import Last, Met, State
from diplomacy.web.pages.words import FACETS, RELATIONS
from diplomacy.web.reviewing import Done, Review, reviewed
from diplomacy.web.signing_in import asks_for

MEANWHILE = "Nothing of yours was put down: somebody decided meanwhile."


class OfPairs(Review):
    """`do` accepts or rejects, `relation` and `facet` change."""

    subject = Subject.PAIR
    thing = "pair"
    route = "web:review"
    template = "web/review.html"

    def page(self, item: "int | Pair | None", state: State) -> ReviewPage:
        """The page of a pair."""
        return ReviewPage.build(item, state)

    def decide(self, pressed: QueryDict, by: AbstractBaseUser, *, look: int | None, note: str) -> Done:
        """Decide of the pair of the form's two claims."""
        ends = numbers(pressed, "exchange") + numbers(pressed, "claim")
        seen = {"relation": pressed.get("seen", ""), "facets": [key for key in FACETS if key in pressed.getlist("had")]}
        value = {
            "relation": pressed.get("relation") or seen["relation"],
            "facets": [key for key in FACETS if key in pressed.getlist("facet")],
        }
        if len(ends) != 3 or value["relation"] not in RELATIONS:
            raise PairGoneError
        kind = DecisionKind.ACCEPT if value == seen else DecisionKind.CHANGE
        kind = DecisionKind.REJECT if pressed.get("do") == "reject" else kind
        if look:
            last = Last(look=give(look, kind, value, by=by, note=note).pk)
        else:
            judged, instead = Judged(value["relation"], value["facets"]), number(pressed, "instead_of")
            made = decide(ends[0], (ends[1], ends[2]), kind, by=by, judged=judged, note=note, instead_of=instead)
            last = Last(decision=made.pk)
        if kind is DecisionKind.REJECT:
            return Done("Rejected.", last)
        told = "Confirmed" if kind is DecisionKind.ACCEPT else "Changed to"
        return Done(f"{told}: {judged_in_words(value)}.", last)

    def words_of(self, decision: Decision) -> tuple[int, ...]:
        """Its two claims."""
        return on_words_of(decision.pk)

    def item_of(self, words: tuple[int, ...]) -> int | None:
        """The pair of the two."""
        return pair_of(words)

    def decided_on(self, item: int) -> tuple[bool, Decision | None]:
        """A pair has the decision that stands on it."""
        row = Pair.objects.select_related("decision__by").filter(pk=item).first()
        return row is not None, row.decision if row else None

    def met(self, pressed: QueryDict, error: DecidedAlreadyError, state: State) -> tuple[int | None, State]:
        """A pair that was rejected is there no more to be decided otherwise."""
        pair = pair_of(tuple(sorted(numbers(pressed, "claim"))))
        if pair is not None:
            return pair, State(MEANWHILE, Met.of(error.decision), state.note, state.behind, state.last)
        told = f"{error.decision.by.get_username()} rejected it meanwhile; nothing of yours was put down."
        return None, State(with_note(told, state.note), behind=state.behind, last=state.last)

    @property
    def gone(self) -> str:
        """Of two passages."""
        return "These two passages were read or compared anew meanwhile, so nothing was put down. Here is the next."


@asks_for("archive.add_decision")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """The next pair, or the `pair` asked for."""
    return reviewed(request, OfPairs())
