"""The roster of actors: those in the database, and behind them the office-holders of `actors.toml`.

Reading resolves names against it; what a text introduces is enrolled here, once, for a curator to confirm.
"""

import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from django.db.models import Q, QuerySet

from diplomacy.archive import vocabulary
from diplomacy.archive.incoming.publishers import country_name, fold
from diplomacy.archive.models import Actor, Alias, Moved, MovedKind, Origin, Tenure
from diplomacy.reading import values as reading
from diplomacy.reading.people import countries

PERSON = reading.ActorKind.PERSON
COUNTRY = reading.ActorKind.COUNTRY
LISTED = "listed:"
"""What the keys of actors that only `actors.toml` knows begin with; the others' are primary keys."""


@dataclass(slots=True)
class _Entry:
    """One actor: its row, if it has one, and what is known of it."""

    name: str
    kind: str
    country: str = ""
    row: Actor | None = None
    aliases: dict[str, str] = field(default_factory=dict)
    """Folded to as written."""
    tenures: list[reading.Tenure] = field(default_factory=list)
    _known: reading.KnownActor | None = None

    @property
    def key(self) -> str:
        return str(self.row.pk) if self.row else LISTED + self.name

    def known(self) -> reading.KnownActor:
        """The entry as reading takes it; made once until it is `changed`."""
        if self._known is None:
            kind = reading.ActorKind(self.kind)
            aliases = tuple(sorted(self.aliases.values()))
            self._known = reading.KnownActor(self.key, self.name, kind, self.country, aliases, tuple(self.tenures))
        return self._known

    def changed(self) -> None:
        self._known = None


class Roster:
    """All actors known, by key and by name. Belongs to one run of one verb."""

    def __init__(self) -> None:
        self._by_key: dict[str, _Entry] = {}
        self._by_name: defaultdict[tuple[str, str], list[_Entry]] = defaultdict(list)
        self._known: tuple[reading.KnownActor, ...] | None = None
        self._left_out: list[_Entry] = []
        """Those that were split off, where another has their name."""

    @classmethod
    def load(cls) -> Self:
        """The database's actors, then those of the list whose names the database lacks.

        Merged actors are among them, as if they were not: `archive/deciding/standing.py` lets others stand for them
        afterwards. Those that were split off are not where another has their name: names lead where they led before.
        """
        return cls._of(_stored(Actor.everything.all()))

    def renewed(self, changed: Collection[int]) -> Self:
        """The same as `load`, where no others than these actors (ids), or who acts for them, have changed since."""
        concerned = _stored(Actor.everything.filter(Q(pk__in=changed) | Q(country__in=changed)))
        renewed = {_row(entry).pk for entry in concerned}.union(changed)
        stored = (entry for entry in (*self._by_key.values(), *self._left_out) if entry.row)
        return self._of([*concerned, *(entry for entry in stored if _row(entry).pk not in renewed)])

    @classmethod
    def _of(cls, stored: Iterable[_Entry]) -> Self:
        roster = cls()
        for entry in sorted(stored, key=lambda entry: (_row(entry).split_off, _row(entry).pk)):
            if _row(entry).split_off and roster._has_any({fold(entry.name), *entry.aliases}, entry.kind):
                roster._left_out.append(entry)
            else:
                roster._add(entry)
        for entry in _listed():
            if not roster._named(entry.name, entry.kind, entry.country):
                roster._add(entry)
        return roster

    def known(self) -> tuple[reading.KnownActor, ...]:
        """What reading may resolve names against; unnamed sources belong to one text each and are left out.

        In the order of the rows, then of the list, whether they were loaded or enrolled since.
        """
        if self._known is None:
            named = [entry for entry in self._by_key.values() if entry.kind != reading.ActorKind.UNNAMED]
            named.sort(key=lambda entry: entry.row.pk if entry.row else sys.maxsize)
            self._known = tuple(entry.known() for entry in named)
        return self._known

    def country_of(self, name: str) -> str:
        """The country that a person of this name speaks for; empty where none or several are known."""
        found = {entry.country for entry in self._by_name[_slot(PERSON, name)]}
        return found.pop() if len(found) == 1 else ""

    def enrol(self, found: Mapping[int, reading.ActorFound]) -> dict[int, Actor]:
        """The rows of the actors found, by the same keys; makes those missing, keeps new names for the others.

        Call it in the transaction that stores the reading, and load another roster where that transaction fails.
        """
        entries = {
            index: self._by_key.get(actor.known or "") or self._introduce(actor) for index, actor in found.items()
        }
        missing = [entry for entry in entries.values() if entry.row is None]
        homes = [self._home(entry.country) for entry in missing if entry.country and entry.kind != COUNTRY]
        self._insert([*homes, *(entry for entry in missing if entry.kind == COUNTRY)])
        self._insert(missing)
        self._learn([(entries[index], actor) for index, actor in found.items()])
        return {index: _row(entry) for index, entry in entries.items()}

    def _introduce(self, actor: reading.ActorFound) -> _Entry:
        """The entry of an actor whom the reader did not know by key: one of this name, or a new one."""
        entry = self._named(actor.name, actor.kind, actor.country) or self._called(actor)
        if entry is None:
            tenures = [reading.Tenure(actor.office)] if actor.office else []
            entry = _Entry(actor.name, actor.kind, actor.country, tenures=tenures)
            self._by_name[_slot(entry.kind, entry.name)].append(entry)
        return entry

    def _named(self, name: str, kind: str, country: str) -> _Entry | None:
        """The one entry of this name and kind whose country is the same or not known."""
        fitting = [entry for entry in self._by_name[_slot(kind, name)] if _may_be_of(entry, country)]
        return fitting[0] if len(fitting) == 1 else None

    def _called(self, actor: reading.ActorFound) -> _Entry | None:
        """A person of whom an earlier text gave only a part of the name: they now go by the whole."""
        if actor.kind is not reading.ActorKind.PERSON:
            return None
        for name in actor.aliases:
            entry = self._named(name, actor.kind, actor.country)
            if (
                entry
                and entry.row
                and not _is_settled(entry.row)
                and set(fold(entry.name).split()) < set(fold(actor.name).split())
            ):
                return entry
        return None

    def _home(self, country: str) -> _Entry:
        """The entry of the country, or of the body, that someone acts for."""
        for kind in (COUNTRY, reading.ActorKind.ORGANISATION):
            if entry := self._named(country, kind, ""):
                return entry
        kind = reading.ActorKind.ORGANISATION if country in _bodies() else COUNTRY
        entry = _Entry(country, kind)
        self._by_name[_slot(kind, country)].append(entry)
        return entry

    def _insert(self, entries: Iterable[_Entry]) -> None:
        """Make the rows of those that have none, with names and offices."""
        new = list({id(entry): entry for entry in entries if entry.row is None}.values())
        if not new:
            return
        for entry in new:
            home = self._home(entry.country).row if entry.country and entry.kind != COUNTRY else None
            entry.row = Actor(name=entry.name[:300], kind=entry.kind, country=home)
            entry.changed()
        Actor.objects.bulk_create(_row(entry) for entry in new)
        Alias.objects.bulk_create(
            Alias(actor=entry.row, name=name[:300]) for entry in new for name in entry.aliases.values()
        )
        Tenure.objects.bulk_create(
            Tenure(actor=entry.row, office=held.office[:300], start=held.start, end=held.end)
            for entry in new
            for held in entry.tenures
        )
        self._by_key = {entry.key: entry for entry in (*self._by_key.values(), *new)}
        self._known = None

    def _learn(self, met: Iterable[tuple[_Entry, reading.ActorFound]]) -> None:
        """Keep what a text adds to what is known of an actor, unless a curator has settled that."""
        aliases: list[Alias] = []
        for entry, actor in met:
            row = _row(entry)
            if _is_settled(row) or entry.kind == reading.ActorKind.UNNAMED:
                continue
            if entry.kind == PERSON and _fuller(actor.name, entry.name):
                row.name, entry.name = actor.name[:300], actor.name
                row.save(update_fields=["name"])
                self._changed(entry)
            if actor.country and not entry.country and entry.kind != COUNTRY:
                self._insert([home := self._home(actor.country)])
                row.country, entry.country = home.row, actor.country
                row.save(update_fields=["country"])
                self._changed(entry)
            for name in (actor.name, *actor.aliases):
                if name[:1].isupper() and fold(name) not in {fold(entry.name), *entry.aliases}:
                    entry.aliases[fold(name)] = name
                    self._by_name[_slot(entry.kind, name)].append(entry)
                    aliases.append(Alias(actor=row, name=name[:300]))
                    self._changed(entry)
        Alias.objects.bulk_create(aliases)

    def _changed(self, entry: _Entry) -> None:
        entry.changed()
        self._known = None

    def _has_any(self, names: Iterable[str], kind: str) -> bool:
        return any(self._by_name.get(_slot(kind, name)) for name in names)

    def _add(self, entry: _Entry) -> None:
        self._by_key[entry.key] = entry
        for name in {fold(entry.name), *entry.aliases}:
            self._by_name[_slot(entry.kind, name)].append(entry)


def _slot(kind: str, name: str) -> tuple[str, str]:
    """Where a name is looked up: a person's without regard to order, as surnames stand first here and last there."""
    words = fold(name).split()
    return kind, " ".join(sorted(words) if kind == PERSON else words)


def _row(entry: _Entry) -> Actor:
    if entry.row is None:
        message = f"{entry.name} has no row yet"
        raise LookupError(message)
    return entry.row


def _is_settled(row: Actor) -> bool:
    """Whether a curator has confirmed or described the actor, or typed anything of it, or taken a wrong name away."""
    return row.confirmed or row.as_found is not None or row.origin == Origin.CURATOR


def _fuller(name: str, other: str) -> bool:
    """Whether a name holds all words of another and more."""
    return set(fold(name).split()) > set(fold(other).split())


def _may_be_of(entry: _Entry, country: str) -> bool:
    return not country or not entry.country or entry.country == country


def _stored(rows: QuerySet[Actor]) -> list[_Entry]:
    """Entries of actors of the database, in four queries."""
    rows = rows.select_related("country").prefetch_related("aliases", "tenures")
    moved = Moved.objects.filter(kind=MovedKind.COUNTRY)
    homes = dict(moved.values_list("owner", "actor__name"))
    entries = []
    for row in rows:
        home = homes.get(row.pk) or (row.country.name if row.country else "")
        tenures = [reading.Tenure(tenure.office, tenure.start, tenure.end) for tenure in row.tenures.all()]
        names = {fold(alias.name): alias.name for alias in row.aliases.all()}
        entries.append(_Entry(row.name, row.kind, home, row, names, tenures))
    return entries


def _listed() -> Iterator[_Entry]:
    for entry in vocabulary.load("actors.toml")["actor"]:
        tenures = [reading.Tenure(held["office"], held["start"], held.get("end")) for held in entry["tenures"]]
        aliases = {fold(name): name for name in entry.get("aliases", ())}
        yield _Entry(entry["name"], PERSON, country_name(entry["country"]), aliases=aliases, tenures=tenures)


def _bodies() -> set[str]:
    """What officers of the list act for that is no country (the United Nations)."""
    homes = {entry["country"] for entry in vocabulary.load("actors.toml")["actor"]}
    return {home for home in homes if not countries.lookup(home)}
