"""The roster as it stands now: while a text is read, other workers enrol whom theirs introduce."""

from typing import NamedTuple

from django.apps import apps
from django.db import connection

from diplomacy.archive.roster import Roster
from diplomacy.reading.values import KnownActor


class Revision(NamedTuple):
    """The latest events in the histories of all that reading goes by; each grows with every change."""

    actor: int
    alias: int
    tenure: int
    outlet: int


def revision() -> Revision:
    """What stands now, in a query."""
    latest = (f"(SELECT coalesce(max(pgh_id), 0) FROM {_table(name)})" for name in Revision._fields)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(latest)}")
        return Revision(*cursor.fetchone())


def changed_since(seen: Revision) -> set[int]:
    """The ids of actors that have changed since, or whose names or offices have."""
    owners = {"actor": "id", "alias": "actor_id", "tenure": "actor_id"}
    looks = (f"SELECT {column} FROM {_table(name)} WHERE pgh_id > %s" for name, column in owners.items())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(looks), [seen.actor, seen.alias, seen.tenure])
        return {actor for (actor,) in cursor.fetchall()}


def _table(name: str) -> str:
    return str(apps.get_model("archive", f"{name}Event")._meta.db_table)


class Latest:
    """The roster by which texts are read one after another, renewed where somebody else has changed it since."""

    def __init__(self) -> None:
        self.seen = revision()
        self.roster = Roster.load()

    def known(self) -> tuple[KnownActor, ...]:
        """What reading may resolve names against."""
        return self.roster.known()

    def refresh(self) -> set[KnownActor]:
        """Renew it where it has changed; who is known, or was, otherwise than before."""
        now, before = revision(), self.seen
        if now == before:
            return set()
        known, self.seen = self.known(), now
        self.roster = self.roster.renewed(changed_since(before))
        return set(known) ^ set(self.known())

    def learned(self) -> None:
        """Take what stands by now for seen: this run has written it, while nobody else could."""
        self.seen = revision()

    def forget(self) -> None:
        """Load all of it anew, since what this run has enrolled was not stored."""
        self.seen, self.roster = revision(), Roster.load()
