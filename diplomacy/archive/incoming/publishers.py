"""The directory of publishers: those in the database, and behind them the real world's of `outlets.toml`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from diplomacy.archive import vocabulary
from diplomacy.archive.models import Outlet
from diplomacy.intake.values import OutletKind
from diplomacy.reading.people import cast, countries


@dataclass(frozen=True, slots=True)
class Publisher:
    """An outlet as far as it is known, whether it has a row or not."""

    name: str
    kind: OutletKind
    country: str = ""
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    """How datelines and bylines abbreviate it."""
    leader: bool = False
    """Whether it speaks for a head of state or of government, rather than for a foreign ministry."""
    inferred: bool = False
    """Whether name or kind are a guess from how the text is written."""


def fold(name: str) -> str:
    """A name for comparing: no accents, case, article or punctuation."""
    return re.sub(r"^the ", "", " ".join(re.findall(r"[\w'&-]+", cast.fold(name))))


class Directory:
    """Publishers by name, by web address, by agency's abbreviation, and by country."""

    def __init__(self, publishers: Iterable[Publisher]) -> None:
        """Take publishers; where two share a name or a domain, the first holds it."""
        self._by_name: dict[str, Publisher] = {}
        self._by_domain: dict[str, Publisher] = {}
        self._by_agency: dict[str, Publisher] = {}
        self._official: dict[tuple[str, bool], Publisher] = {}
        for publisher in publishers:
            self.add(publisher)

    @classmethod
    def load(cls) -> Self:
        """The database's outlets (one query), then those of `outlets.toml`."""
        return cls([*_stored(), *_listed()])

    def add(self, publisher: Publisher) -> None:
        """Make one more known."""
        if fold(publisher.name) in self._by_name:
            return
        for name in (publisher.name, *publisher.aliases):
            self._by_name.setdefault(fold(name), publisher)
        for domain in publisher.domains:
            self._by_domain.setdefault(domain.casefold(), publisher)
        for short in publisher.agency:
            self._by_agency.setdefault(short, publisher)
        if publisher.kind is OutletKind.OFFICIAL and publisher.country:
            self._official.setdefault((publisher.country, publisher.leader), publisher)

    def by_name(self, name: str) -> Publisher | None:
        """The publisher of this name or alias."""
        return self._by_name.get(fold(name))

    def by_agency(self, name: str) -> Publisher | None:
        """The news agency that a byline or dateline names or abbreviates ("AP")."""
        if name in self._by_agency:
            return self._by_agency[name]
        found = self.by_name(name)
        return found if found and (found.agency or found.kind is OutletKind.WIRE) else None

    def by_host(self, host: str) -> Publisher | None:
        """The publisher whose domain the host lies in."""
        labels = host.casefold().split(".")
        names = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next((self._by_domain[name] for name in names if name in self._by_domain), None)

    def official_of(self, country: str, *, leader: bool = False) -> Publisher | None:
        """Who publishes a country's readouts: the foreign ministry where no leader's office is known."""
        return self._official.get((country, leader)) or self._official.get((country, False))


def country_name(country: str) -> str:
    """The name under which reading knows the country, or the name as given."""
    return countries.lookup(country) or country


def _listed() -> Iterator[Publisher]:
    for entry in vocabulary.load("outlets.toml")["outlet"]:
        yield Publisher(
            name=entry["name"],
            kind=OutletKind(entry["kind"]),
            country=country_name(entry.get("country", "")),
            domains=tuple(entry.get("domains", ())),
            aliases=tuple(entry.get("aliases", ())),
            agency=tuple(entry.get("agency", ())),
            leader=entry.get("of") == "leader",
        )


def _stored() -> Iterator[Publisher]:
    """The database's; the list lends an abbreviation to the one that it also knows."""
    listed = {fold(publisher.name): publisher for publisher in _listed()}
    for row in Outlet.objects.order_by("pk"):
        entry = listed.get(fold(row.name))
        yield Publisher(
            name=row.name,
            kind=OutletKind(row.kind),
            country=row.country,
            domains=tuple(row.domains),
            aliases=tuple(row.aliases),
            agency=entry.agency if entry else (),
            leader=entry.leader if entry else False,
            inferred=row.inferred,
        )
