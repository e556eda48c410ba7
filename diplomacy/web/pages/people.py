"""Who speaks and who takes part, as pages name them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from diplomacy.archive.models import Actor, Exchange, Statement
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


def speakers_in(**statements: object) -> Speakers:
    """Who makes each of these statements (conditions on rows of `Statement.speakers`), in one query.

    Names and ids alone: a manager for every statement, as prefetching makes it, takes several times as long.
    """
    through = Statement.speakers.through._default_manager.filter(**statements)
    return _by(through.order_by("actor__name", "actor").values_list("statement_id", "actor_id", "actor__name"))


def participants_in(exchanges: Collection[int]) -> Speakers:
    """Who takes part in each of the exchanges of these ids, in one query."""
    through = Exchange.participants.through._default_manager
    standing = through.filter(exchange__in=exchanges, actor__merged_into=None)
    return _by(standing.order_by("actor__name", "actor").values_list("exchange_id", "actor_id", "actor__name"))


def _by(rows: Iterable[tuple[int, int, str]]) -> Speakers:
    found: Speakers = defaultdict(tuple)
    for row, actor, name in rows:
        found[row] += (Speaker(actor, name),)
    return found


def title_of(participants: tuple[Speaker, ...]) -> str:
    """The participants as a heading; an exchange can have none while it is being curated."""
    return in_a_row([speaker.name for speaker in participants]) if participants else "Participants not known"
