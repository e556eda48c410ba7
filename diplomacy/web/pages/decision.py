"""One decision: on which words, what stood there, what holds, why, whether it still does, and what became of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from diplomacy.archive.models import (
    Actor,
    Anchor,
    Claim,
    Decision,
    DecisionKind,
    Missing,
    Pair,
    SecondLook,
    Statement,
    Subject,
)
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.decided import actors_of, in_words, looked_in_words, symbol_of
from diplomacy.web.pages.history import Step, of_decision
from diplomacy.web.pages.people import Speaker, title_of
from diplomacy.web.pages.places import statement_url

READS, UNDOES_OWN, UNDOES_ALL = "archive.view_decision", "archive.change_decision", "archive.delete_decision"
STATES = {"in-force": "in force", "orphan": "orphan", "undone": "undone"}
KINDS: dict[str, str] = {kind.value: str(kind.label) for kind in DecisionKind}
SUBJECTS: dict[str, str] = {subject.value: str(subject.label) for subject in Subject}
User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class Words:
    """Words that were decided on, and who wrote them."""

    exact: str
    outlet: str
    language: str
    url: str
    """Where they stand, or else their article; empty where that is gone."""

    @classmethod
    def of(cls, anchor: Anchor) -> "Words":
        """Of an anchor whose article and outlet are loaded."""
        article = anchor.article
        if article is None:
            return cls(anchor.exact, "an article that is gone", "", "")
        at = f"?claim={anchor.claim_id}#claim" if anchor.claim_id else ""
        return cls(anchor.exact, article.outlet.name, article.language, address("article", article.pk) + at)


@dataclass(frozen=True, slots=True)
class LookView:
    """What a second curator said of the same words."""

    id: int
    by: str
    said: str
    note: str
    differs: bool
    settled_by: str

    @classmethod
    def of(cls, look: SecondLook) -> "LookView":
        """Of a second look that was given."""
        settled = look.settled_by.get_username() if look.settled_by else ""
        said = looked_in_words(look.decision.subject, look.kind, look.value)
        return cls(look.pk, look.by.get_username(), said, look.note, look.differs, settled)


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision, as lists and its own page tell it."""

    id: int
    symbol: str
    kind: str
    subject: str
    by: str
    at: datetime
    words: tuple[Words, ...]
    was: str
    """What stood there when it was decided."""
    now: str
    """What holds by it."""
    note: str
    state: str
    """One of the keys of `STATES`."""
    missing: str
    """What an orphan lacks, as a clause."""
    undone_by: str
    undone_at: datetime | None
    exchange: int | None
    title: str
    actors: tuple[Speaker, ...]
    """Whom it is of, and to whom it leads."""
    looks: tuple[LookView, ...]
    """What second curators said, for who reads decisions."""
    may_undo: bool
    """Whether who looks at it may undo it."""
    may_settle: bool
    """Whether they may settle what a second look says otherwise."""

    @property
    def url(self) -> str:
        """Its own page."""
        return address("decision", self.id)

    @property
    def state_words(self) -> str:
        """Its state, as a word."""
        return STATES[self.state]

    @classmethod
    def all_of(cls, rows: Iterable[Any], reader: User) -> tuple["DecisionView", ...]:
        """Of decisions that `Decision.objects.to_tell()` loaded, for who reads them; in one query more."""
        rows = list(rows)
        of_exchanges = [row for row in rows if row.subject == Subject.EXCHANGE]
        actors = {actor for row in of_exchanges for value in (row.was, row.value) for actor in actors_of(value)}
        names = dict(Actor.everything.filter(pk__in=actors).values_list("pk", "name")) if actors else {}
        return tuple(cls._of(row, reader, names) for row in rows)

    @classmethod
    def _of(cls, row: Any, reader: User, names: Mapping[int, str]) -> "DecisionView":
        state = "undone" if row.undone_at else "orphan" if row.unplaced else "in-force"
        people = [Speaker.of(actor) for actor in row.exchange.participants.all()] if row.exchange else []
        is_placing = row.subject == Subject.EXCHANGE and row.kind in _PLACES
        lacking = str(Missing(row.missing).label) if row.missing else _LACKING.get(row.subject, NOT_LOOKED)
        return cls(
            id=row.pk,
            symbol=symbol_of(row.kind),
            kind=KINDS[row.kind],
            subject=SUBJECTS[row.subject],
            by=row.by.get_username(),
            at=row.at,
            words=tuple(Words.of(anchor) for anchor in row.anchors.all()),
            was=_place(row.exchange_id) if is_placing else in_words(row.subject, row.was, names),
            now=_place(row.to_id) if is_placing else in_words(row.subject, row.value, names),
            note=row.note,
            state=state,
            missing=lacking if state == "orphan" else "",
            undone_by=row.undone_by.get_username() if row.undone_by else "",
            undone_at=row.undone_at,
            exchange=row.exchange_id,
            title=title_of(tuple(people)) if row.exchange else "",
            actors=tuple(Speaker.of(actor) for actor in (row.actor, row.to_actor) if actor),
            looks=tuple(map(LookView.of, row.looks.all())) if may(reader, READS) else (),
            may_undo=state != "undone" and may_undo(reader, row),
            may_settle=state != "undone" and may(reader, UNDOES_ALL),
        )


NOT_LOOKED = "it has not been looked for since"
_LACKING: dict[str, str] = {Subject.ACTOR: "an actor that it names, or every article that it is of, is gone"}
_PLACES = {DecisionKind.MERGE, DecisionKind.SPLIT, DecisionKind.MOVE, DecisionKind.DELETE}
"""Kinds of decisions that say in which exchange accounts stand."""


def _place(exchange: int | None) -> str:
    return f"on exchange no. {exchange}" if exchange else "on no exchange"


def may_undo(reader: User, decision: Decision) -> bool:
    """Curators undo their own decisions, editors those of all."""
    return (decision.by_id == reader.pk and may(reader, UNDOES_OWN)) or may(reader, UNDOES_ALL)


def may(reader: User, permission: str) -> bool:
    """Whether an account, or a stranger, has a permission."""
    return bool(reader.has_perm(permission))  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Stands:
    """A page of what a decision is of."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One decision by itself, with what became of it since."""

    decision: DecisionView
    steps: tuple[Step, ...]
    """What became of it, the earliest first."""
    stands: tuple[Stands, ...]
    """What is as it says."""
    told: str = ""
    """What came of the last thing that was done, as a sentence."""

    @classmethod
    def build(cls, row: Decision, reader: User, *, told: str = "") -> "DecisionPage":
        """The page of a decision that `Decision.objects.to_tell()` loaded."""
        [view] = DecisionView.all_of([row], reader)
        return cls(view, of_decision(row), tuple(_standing(row)), told)


def _standing(row: Decision) -> Iterator[Stands]:
    """What a decision is of, as it stands now; in a query or two, and nothing where it is gone."""
    if row.subject == Subject.PAIR:
        pairs = Pair.objects.filter(decision=row.pk).values_list("exchange_id", "pk")
        yield from (Stands("The pair as it stands", address("pair", *pair)) for pair in pairs)
    elif row.subject == Subject.STATEMENT:
        statements = Statement.objects.filter(decision=row.pk).select_related("version")
        yield from (Stands("The statement as it stands", statement_url(one)) for one in statements)
    elif row.subject == Subject.CLAIM:
        claims = Claim.objects.filter(decision=row.pk).order_by("position").values_list("version__article", "pk")[:1]
        yield from (
            Stands("Its claims in their text", f"{address('article', article)}?claim={claim}#claim")
            for article, claim in claims
        )
    elif row.subject == Subject.EXCHANGE:
        exchanges = {"The exchange as it stands": row.exchange_id, "The one that it gives accounts to": row.to_id}
        yield from (Stands(words, address("exchange", pk)) for words, pk in exchanges.items() if pk)
    elif actor := row.to_actor_id or row.actor_id:
        yield Stands("The actor as it stands", address("actor", actor))
