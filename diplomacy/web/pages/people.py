"""Who speaks and who takes part, as pages name them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from diplomacy.archive.models import Actor, Exchange, Statement
from diplomacy.archive.prepared import Prepared, given
from diplomacy.web.pages.words import in_a_row


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody that a claim is attributed to."""

    id: int
    name: str

    @classmethod
    def of(cls, actor: Actor) -> "Speaker":
        """The speaker that `actor` is."""
        return cls(actor.pk, actor.name)


Speakers = defaultdict[int | None, tuple[Speaker, ...]]
"""By statement or exchange (an id), by name; nobody makes what is no statement."""


class TakingPart(NamedTuple):
    """A participant of an exchange, with the country that they act for."""

    id: int
    name: str
    country: int | None
    state: str | None

    @property
    def speaker(self) -> Speaker:
        """The speaker that they are."""
        return Speaker(self.id, self.name)


def _speakers(**statements: Any) -> Prepared[tuple[int, int, str]]:
    """Names and ids alone: a manager for every statement, as prefetching makes it, takes several times as long."""
    through = Statement.speakers.through
    columns = ("statement_id", "actor_id", "actor__name")
    return Prepared(
        lambda: through._default_manager.filter(**statements).order_by("actor__name", "actor").values_list(*columns)
    )


_IN_TEXTS = _speakers(statement__version__any_of=given("texts"))
_OF_STATEMENTS = _speakers(statement__any_of=given("statements"))
_OF_EXCHANGES = Prepared(
    lambda: (
        Exchange.participants.through._default_manager.filter(
            exchange__any_of=given("exchanges"), actor__merged_into=None
        )
        .order_by("actor__name", "actor")
        .values_list("exchange_id", "actor_id", "actor__name")
    )
)
_TAKING_PART = Prepared(
    lambda: (
        Actor.objects.filter(exchanges=given("exchange"))
        .order_by("name", "pk")
        .values_list("pk", "name", "country_id", "country__name")
    )
)


def speakers_in(texts: Iterable[int]) -> Speakers:
    """Who makes each statement of these texts (ids of versions), in one query."""
    return _by(_IN_TEXTS(texts=list(texts)))


def speakers_of(statements: Iterable[int]) -> Speakers:
    """Who makes each of these statements (ids), in one query."""
    return _by(_OF_STATEMENTS(statements=list(statements)))


def participants_in(exchanges: Iterable[int]) -> Speakers:
    """Who takes part in each of the exchanges of these ids, in one query."""
    return _by(_OF_EXCHANGES(exchanges=list(exchanges)))


def taking_part(exchange: int) -> tuple[TakingPart, ...]:
    """Who takes part in the exchange of this id, by name, in one query."""
    return tuple(TakingPart(*row) for row in _TAKING_PART(exchange=exchange))


def _by(rows: Iterable[tuple[int, int, str]]) -> Speakers:
    found: Speakers = defaultdict(tuple)
    for row, actor, name in rows:
        found[row] += (Speaker(actor, name),)
    return found


def title_of(participants: tuple[Speaker, ...]) -> str:
    """The participants as a heading; an exchange can have none while it is being curated."""
    return in_a_row([speaker.name for speaker in participants]) if participants else "Participants not known"
