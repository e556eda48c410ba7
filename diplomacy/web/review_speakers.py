"""The review of who makes each statement, the least certain first."""

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from diplomacy.archive.deciding import correct, recorded
from diplomacy.archive.deciding.machine_made import Told
from diplomacy.archive.deciding.second_looks import LookGoneError, give
from diplomacy.archive.deciding.wanted import Said, UnfitError
from diplomacy.archive.models import Anchor, Decision, DecisionKind, SecondLook, Statement, Subject
from diplomacy.archive.prepared import Prepared, given
from diplomacy.reading.values import Span
from diplomacy.web.asked import number, words
from diplomacy.web.pages.decided import said_in_words
from diplomacy.web.pages.draft_statement import called
from diplomacy.web.pages.editing import names
from diplomacy.web.pages.review_speaker import SpeakerPage
from diplomacy.web.pages.reviewing import Last, State
from diplomacy.web.reviewing import Done, Review, reviewed
from diplomacy.web.signing_in import asks_for

TOLD = {DecisionKind.ACCEPT: "Confirmed: ", DecisionKind.CHANGE: "Changed: "}
NOBODY = "nobody"


_STATEMENT = Prepared(lambda: Statement.objects.filter(pk=given("statement")).order_by("pk").defer("search"))
_TEXT_OF = Prepared(
    lambda: Anchor.objects.filter(decision=given("decision")).order_by("pk").values_list("version", flat=True)[:1]
)
_BEGINNING = Prepared(
    lambda: (
        Statement.objects.filter(version=given("version"), spans__0__0=given("start"), decision=None)
        .order_by("pk")
        .values_list("pk", flat=True)[:1]
    )
)


class OfSpeakers(Review):
    """`do` accepts or rejects, `speakers` (ids) or `other` (a name) say who it is."""

    subject = Subject.STATEMENT
    thing = "statement"
    route = "web:review-speakers"
    template = "web/review_speakers.html"

    def page(self, item: "int | Told | None", state: State) -> SpeakerPage:
        """The page of a statement."""
        return SpeakerPage.build(item, state)

    def decide(self, pressed: QueryDict, by: AbstractBaseUser, *, look: int | None, note: str) -> Done:
        """Decide who makes the statement of the form, or that it is none; its words, cue and kind stay."""
        speakers = None if pressed.get("do") == "reject" else _speakers(pressed)
        if look:
            return _looked(by, speakers, look=look, note=note)
        wanted = number(pressed, "statement")
        row = _STATEMENT.first(statement=wanted or 0)
        if row is None:
            raise correct.why_gone(wanted)
        said = _said(row, speakers) if speakers is not None else None
        made = correct.say(row.version_id, said, by=by, of=row.pk, note=note, instead_of=number(pressed, "instead_of"))
        return Done(_in_words(DecisionKind(made.kind), made.value), Last(decision=made.pk))

    def words_of(self, decision: Decision) -> tuple[int, int]:
        """The text, and where the machine's words of it begin."""
        start = next((quote["start"] for quote in (decision.machine or {}).get("words", ())), -1)
        return _TEXT_OF.first(decision=decision.pk) or 0, start

    def item_of(self, words: tuple[int, int]) -> int | None:
        """The statement that begins there."""
        version, start = words
        return _BEGINNING.first(version=version, start=start)

    def decided_on(self, item: int) -> tuple[bool, Decision | None]:
        """A statement has the decision that stands on it."""
        row = Statement.objects.filter(version__current=True, pk=item).select_related("decision__by").first()
        return row is not None, row.decision if row else None


def _speakers(pressed: QueryDict) -> tuple[int, ...]:
    """Who was chosen by key, or named, or else stood there when the form was made."""
    chosen = pressed.get("speakers")
    if chosen is None and pressed.get("other", "").strip():
        return (called(pressed.get("other", "").strip()),)
    wanted = pressed.get("seen", "") if chosen is None else chosen
    if wanted == NOBODY:
        return ()
    parts = wanted.split()
    if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts):
        message = "That is nobody who can be chosen."
        raise UnfitError(message)
    return tuple(map(int, parts))


def _said(row: Statement, speakers: tuple[int, ...]) -> Said:
    cue = None if row.cue_start is None or row.cue_end is None else Span(row.cue_start, row.cue_end)
    return Said(tuple(Span(*edges) for edges in row.spans), speakers, cue, row.kind, row.via_id, row.silence)


def _looked(by: AbstractBaseUser, speakers: tuple[int, ...] | None, *, look: int, note: str) -> Done:
    """Put down a second look at what somebody else has decided."""
    row = SecondLook.objects.filter(pk=look, by=by.pk).select_related("decision").first()
    machine = row.decision.machine if row else None
    if machine is None:
        raise LookGoneError
    if speakers is None:
        kind, value = DecisionKind.REJECT, {}
    else:
        named = recorded.named(speakers)
        if len(named) < len(speakers):
            message = "The speaker is not among the actors."
            raise UnfitError(message)
        same = set(speakers) == {one["id"] for one in machine["speakers"]}
        kind = DecisionKind.ACCEPT if same else DecisionKind.CHANGE
        value = {"speakers": [named[pk] for pk in speakers], "kind": machine["kind"], "cue": machine["cue"]}
    last = Last(look=give(look, kind, value, by=by, note=note).pk)
    return Done(_in_words(kind, value), last)


def _in_words(kind: DecisionKind, value: dict[str, object]) -> str:
    return f"{TOLD[kind]}{said_in_words(value)}." if kind in TOLD else "No statement any more."


@asks_for("archive.add_decision")
@require_http_methods(["GET", "HEAD", "POST"])
def speakers(request: HttpRequest) -> HttpResponse:
    """The next statement, or the `statement` asked for; `other` asks for the names of actors that begin so."""
    if request.method != "POST" and "other" in request.GET:
        return render(request, "web/edit.html#names", {"names": names(words(request, "other"))})
    return reviewed(request, OfSpeakers())
