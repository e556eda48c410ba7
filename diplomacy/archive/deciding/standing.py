"""Let rows point at who stands for whom the machine has there, and keep whom that is.

Reading knows of no merge and of no split: it resolves names to whom they belonged before, and `stand_in` then moves
what it made, as it moved what was there when it was decided. So undoing moves back exactly, in whatever order.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from diplomacy.archive.deciding.leads import NOBODY, Standing, standing
from diplomacy.archive.deciding.places import in_articles, leads_of
from diplomacy.archive.models import Actor, Claim, Coverage, Exchange, Moved, MovedKind, Statement, Version

SEVERAL: dict[str, tuple[Any, str]] = {
    MovedKind.SPEAKERS: (Statement.speakers.through, "statement_id"),
    MovedKind.PARTICIPANTS: (Exchange.participants.through, "exchange_id"),
    MovedKind.ASKERS: (Claim.askers.through, "claim_id"),
}
"""Relations to any number of actors: the rows between, and which of their columns is whose relation it is."""
ONE: dict[str, tuple[Any, str]] = {
    MovedKind.VIA: (Statement, "via_id"),
    MovedKind.INITIATOR: (Exchange, "initiator_id"),
    MovedKind.COUNTRY: (Actor, "country_id"),
}
"""Relations to one actor: the model, and its column."""


def pointing_at(actors: Collection[int], articles: Collection[int] | None = None) -> dict[str, set[int]]:
    """The rows (ids) of each relation that point at one of these actors now, or did before others stood for them; with
    `articles` those alone that these tell."""
    owners: dict[str, set[int]] = defaultdict(set)
    for kind, (through, owner) in SEVERAL.items():
        owners[kind] = set(through._default_manager.filter(actor__in=actors).values_list(owner, flat=True))
    for kind, (model, column) in ONE.items():
        owners[kind] = set(model._base_manager.filter(**{f"{column}__in": actors}).values_list("pk", flat=True))
    for kind, row in Moved.objects.filter(stands__in=actors).values_list("kind", "owner"):
        owners[kind].add(row)
    return owners if articles is None else {kind: in_articles(kind, those, articles) for kind, those in owners.items()}


@contextmanager
def taken_off(exchanges: Collection[int]) -> Iterator[list[int]]:
    """Let exchanges (ids) have the participants and the initiator that the machine, or a curator, gave them, while the
    block changes them; those who stand for these after it, also in the exchanges that the block adds to the list.

    A query where nobody stands for anybody.
    """
    those, stands = list(exchanges), standing()
    if stands:
        stand_in_exchanges(those, NOBODY)
    yield those
    if stands:
        stand_in_exchanges(those, stands)


def stand_in_exchanges(exchanges: Collection[int], stands: Standing) -> None:
    """Let participants and initiators of exchanges be who stands for them."""
    stand_in({MovedKind.PARTICIPANTS: exchanges, MovedKind.INITIATOR: exchanges}, stands)


def stand_in(owners: Mapping[str, Collection[int]], stands: Standing) -> None:
    """Let these rows point at who stands for whom the machine has there; a few queries for each relation."""
    for kind, those in owners.items():
        if those and kind in SEVERAL:
            _stand_in_several(kind, those, stands)
        elif those:
            _stand_in_one(kind, those, stands)


def told_in(version: int) -> dict[str, set[int]]:
    """The rows (ids) of a text, by the relations to actors that they have."""
    statements = set(Statement.objects.filter(version=version).values_list("pk", flat=True))
    claims = set(Claim.objects.filter(version=version).values_list("pk", flat=True))
    return {MovedKind.SPEAKERS: statements, MovedKind.VIA: statements, MovedKind.ASKERS: claims}


def named(kind: str, now: Mapping[int, Sequence[int]]) -> dict[int, tuple[int, ...]]:
    """Whom the machine and curators named, in place of those who stand in these rows (by id) now."""
    was: dict[int, list[Moved]] = defaultdict(list)
    for row in Moved.objects.filter(kind=kind, owner__in=now).order_by("place"):
        was[row.owner].append(row)
    return {pk: tuple(_as_read(actors, was[pk])) for pk, actors in now.items()}


def stand_in_of(version: Version, actors: Iterable[Actor], coverage: Iterable[Coverage], stands: Standing) -> None:
    """Let what was just read in a text point at who stands for others there; no query where nobody does for anybody."""
    if not stands:
        return
    exchanges = {row.exchange_id for row in coverage}
    stand_in(
        {
            **told_in(version.pk),
            MovedKind.PARTICIPANTS: exchanges,
            MovedKind.INITIATOR: exchanges,
            MovedKind.COUNTRY: {actor.pk for actor in actors},
        },
        stands,
    )


def _stand_in_several(kind: str, owners: Collection[int], stands: Standing) -> None:
    through, owner = SEVERAL[kind]
    rows = through._default_manager.filter(**{f"{owner}__in": owners}).order_by("pk").values_list(owner, "actor_id")
    now: dict[int, list[int]] = defaultdict(list)  # without those that were deleted since
    for pk, actor in rows:
        now[pk].append(actor)
    kept = Moved.objects.filter(kind=kind, owner__in=owners)
    was: dict[int, list[Moved]] = defaultdict(list)
    for row in kept.order_by("place"):
        was[row.owner].append(row)
    records: list[Moved] = []
    changed: dict[int, list[int]] = {}
    leads = leads_of(kind, now, stands)
    for pk, actors in now.items():
        wanted, moved = _wanted(kind, pk, _as_read(actors, was[pk]), leads)
        records += moved
        if wanted != actors:
            changed[pk] = wanted
    kept.delete()
    Moved.objects.bulk_create(records)
    through._default_manager.filter(**{f"{owner}__in": changed}).delete()
    through._default_manager.bulk_create(
        through(**{owner: pk, "actor_id": actor}) for pk, wanted in changed.items() for actor in wanted
    )


def _as_read(actors: Sequence[int], was: Sequence[Moved]) -> list[int]:
    """Whom the machine has there, in its order."""
    stood = {row.stands_id: row.actor_id for row in was if not row.dropped}
    read = [stood.get(actor, actor) for actor in actors]
    for row in was:
        if row.dropped:
            read.insert(row.place, row.actor_id)
    return read


def _wanted(
    kind: str, owner: int, read: Sequence[int], leads: Callable[[int, int], int]
) -> tuple[list[int], list[Moved]]:
    """Who is to stand there, each once, and what of it is to be kept."""
    wanted: list[int] = []
    moved: list[Moved] = []
    for place, actor in enumerate(read):
        to = leads(owner, actor)
        dropped = to in wanted
        if dropped or to != actor:
            moved.append(Moved(kind=kind, owner=owner, actor_id=actor, stands_id=to, place=place, dropped=dropped))
        if not dropped:
            wanted.append(to)
    return wanted, moved


def _stand_in_one(kind: str, owners: Collection[int], stands: Standing) -> None:
    model, column = ONE[kind]
    kept = Moved.objects.filter(kind=kind, owner__in=owners)
    was = {row.owner: row for row in kept}
    changed: dict[int, list[int]] = defaultdict(list)
    records: list[Moved] = []
    rows = list(model._base_manager.filter(pk__in=owners).exclude(**{column: None}).values_list("pk", column))
    leads = leads_of(kind, [pk for pk, _ in rows], stands)
    for pk, now in rows:
        read = was[pk].actor_id if pk in was and was[pk].stands_id == now else now
        to = leads(pk, read)
        if to != read:
            records.append(Moved(kind=kind, owner=pk, actor_id=read, stands_id=to))
        if to != now:
            changed[to].append(pk)
    kept.delete()
    Moved.objects.bulk_create(records)
    for to, those in changed.items():
        model._base_manager.filter(pk__in=those).update(**{column: to})
