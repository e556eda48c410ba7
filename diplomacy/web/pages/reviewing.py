"""What every review page shows around its item: what came of the last press, what somebody decided meanwhile, and what
can be undone.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import QuerySet

from diplomacy.archive.models import Decision, DecisionKind, SecondLook, Subject
from diplomacy.archive.models.decisions import DecisionQuerySet
from diplomacy.archive.prepared import Prepared, given
from diplomacy.web.pages.decided import Decided, in_words

ONE_BY_ONE = (DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.CHANGE, DecisionKind.MOVE, DecisionKind.SPLIT)
"""What review pages decide: not what is made new, nor what merges."""


@dataclass(frozen=True, slots=True)
class Met:
    """What somebody else had decided when a decision came in, which was not put down."""

    decision: int
    words: str
    note: str
    now: str
    """What stands there now."""

    @classmethod
    def of(cls, decision: Decision) -> "Met":
        """Of a decision with who made it."""
        who, subject = decision.by.get_username(), decision.subject
        said = Decided.told(decision.pk, decision.kind, who, decision.was, subject=subject)
        return cls(decision.pk, said.words if said else "", decision.note, in_words(subject, decision.value))


@dataclass(frozen=True, slots=True)
class Last:
    """What a curator said last and can undo: a decision, or a second look; their ids."""

    decision: int | None = None
    look: int | None = None


NOTHING = Last()


@dataclass(frozen=True, slots=True)
class State:
    """How far a curator is in a queue."""

    told: str = ""
    """What came of the last thing that was done, as a sentence."""
    met: Met | None = None
    note: str = ""
    """What the curator had typed, where it was not put down."""
    behind: int | None = None
    """The item that they passed over last."""
    last: Last = NOTHING
    look: int | None = None
    """The second look that the item is, of what somebody else has decided."""


def _decided(subject: Subject) -> DecisionQuerySet:
    """A curator's decisions that a review of this subject can undo."""
    kept = Decision.objects.on(subject).kept().filter(by=given("curator"))
    return kept.filter(kind__in=ONE_BY_ONE).exclude(kind=DecisionKind.CHANGE, subject=Subject.EXCHANGE)


def _latest(subject: Subject) -> "QuerySet[Decision, tuple[int, datetime]]":
    return _decided(subject).order_by("-pk").values_list("pk", "at")[:1]


def _latest_look(subject: Subject) -> "QuerySet[SecondLook, tuple[int, datetime | None]]":
    looks = SecondLook.objects.unsettled().filter(by=given("curator"), decision__subject=subject)
    return looks.order_by("-at").values_list("pk", "at")[:1]


def _own(subject: Subject) -> DecisionQuerySet:
    return _decided(subject).filter(pk=given("decision")).order_by("pk")


_OWN = {subject: Prepared(partial(_own, subject)) for subject in Subject}
_LATEST = {subject: Prepared(partial(_latest, subject)) for subject in Subject}
_LATEST_LOOK = {subject: Prepared(partial(_latest_look, subject)) for subject in Subject}


def own_decision(subject: Subject, curator: int, pk: int) -> Decision | None:
    """The decision of this id, where it is one of the curator's that a review of this subject can undo."""
    return _OWN[subject].first(curator=curator, decision=pk)


def last_of(subject: Subject, curator: int) -> Last:
    """The curator's latest decision that nobody undid, or their second look where that is later."""
    own, look = _LATEST[subject].first(curator=curator), _LATEST_LOOK[subject].first(curator=curator)
    if look and look[1] and (own is None or look[1] > own[1]):
        return Last(look=look[0])
    return Last(decision=own[0]) if own else NOTHING
