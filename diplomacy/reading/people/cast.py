"""The cast of a text: who appears in it, under which names, for which country, in which office."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from diplomacy import wordlists
from diplomacy.reading.people import countries
from diplomacy.reading.values import ActorFound, ActorKind, KnownActor

FOREIGN = "foreign"
COUNTERPART = "counterpart"


_PLAIN = str.maketrans({"’": "'", "ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ə": "a"})
"""Letters that Unicode does not take apart into a plain one and an accent."""


@lru_cache(maxsize=1 << 14)
def fold(name: str) -> str:
    """A name for comparing: no accents, no case, straight apostrophes, single spaces."""
    plain = unicodedata.normalize("NFKD", name.translate(_PLAIN))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


@lru_cache(maxsize=1 << 14)
def _words(name: str) -> frozenset[str]:
    """The words of a folded name: asked of everyone who is known, for every text."""
    return frozenset(name.split())


@dataclass(frozen=True)
class Offices:
    """`offices.toml`: the words that name people by what they are."""

    titles: frozenset[str]
    honorifics: frozenset[str]
    categories: dict[str, str]
    """Office → the category within which two descriptions may mean the same person."""
    organisation: frozenset[str]
    ministry: tuple[str, ...]
    any_ministry: frozenset[str]
    """What any country's ministry may be called, so that the words alone do not tell whose it is."""
    unnamed: frozenset[str]
    document: frozenset[str]
    both: frozenset[str]
    """Phrases that mean all participants ("the pair")."""
    both_nouns: frozenset[str]
    """Nouns that do behind a count ("the two | sides")."""
    both_counts: frozenset[str]
    modifiers: frozenset[str]
    """Title words that never stand right before a surname."""
    meeting: frozenset[str]
    """Words behind which "with" leads up to a person."""
    post_nominals: frozenset[str]
    """What may stand behind a name and is no part of it."""
    dignities: frozenset[str]
    """Nouns by which dignitaries are spoken of ("His Excellency")."""
    things: dict[str, frozenset[str]]
    """Words that go before the name of a thing, or stand first or last in it: "before", "first", "last"."""
    abbreviations: tuple[str, ...]
    """Words whose full stop ends no sentence, as written."""

    @classmethod
    def load(cls, folder: Path | None = None) -> "Offices":
        """Read `offices.toml`, the deployment's or the package's."""
        data = wordlists.read(Path(__file__).with_name("offices.toml"), folder)
        words = data["words"]
        return cls(
            titles=frozenset(data["titles"]),
            honorifics=frozenset(data["honorifics"]),
            categories=dict(data["offices"]),
            organisation=frozenset(words["organisation"]),
            ministry=tuple(words["ministry"]),
            any_ministry=frozenset(words["any-ministry"]),
            unnamed=frozenset(words["unnamed"]),
            document=frozenset(words["document"]),
            both=frozenset(words["both"]),
            both_nouns=frozenset(words["both-nouns"]),
            both_counts=frozenset(words["both-counts"]),
            modifiers=frozenset(data["modifiers"]),
            meeting=frozenset(words["meeting"]),
            post_nominals=frozenset(data["post-nominals"]),
            dignities=frozenset(data["dignities"]),
            things={place: frozenset(listed) for place, listed in data["things"].items()},
            abbreviations=tuple(data["abbreviations"]),
        )

    def category(self, words: str) -> str:
        """The category of the longest office named in the words; empty where there is none."""
        plain = f" {words.casefold().replace('’s', '').replace(',', '')} "
        found = [office for office in self.categories if f" {office} " in plain]
        return self.categories[max(found, key=len)] if found else ""

    @cached_property
    def office_words(self) -> frozenset[str]:
        """The last word of each office: the heads of descriptions ("minister")."""
        return frozenset(office.split(" of ")[0].split(" for ")[0].split()[-1] for office in self.categories) - {
            "affairs"
        }

    def is_ministry(self, words: str) -> bool:
        """Whether the words name a ministry that speaks for a state's foreign policy, or just "the ministry"."""
        plain = words.casefold()
        return any(name in plain for name in self.ministry) or (
            plain.split()[-1:] == ["ministry"] or ("ministry of" in plain and "foreign" in plain)
        )


@dataclass
class Figure:
    """One actor while a text is being read."""

    index: int
    name: str
    kind: ActorKind
    country: str = ""
    office: str = ""
    category: str = ""
    known: str | None = None
    ministry: bool = False
    pronoun: str = ""
    """"he" or "she", once the text has used one for the person."""
    aliases: dict[str, None] = field(default_factory=dict)

    def found(self) -> ActorFound:
        """The figure as a value."""
        others = tuple(alias for alias in self.aliases if fold(alias) != fold(self.name))
        return ActorFound(self.name, self.kind, self.country, self.office, others, self.known)


class Cast:
    """The actors of one text, those that the store knows among them."""

    def __init__(self, *, offices: Offices, known: Sequence[KnownActor], day: date, home: str = "") -> None:
        self.offices = offices
        self.day = day
        self.home = home
        """The country that the outlet belongs to."""
        self.figures: list[Figure] = []
        self.introduced: set[str] = set()
        """Countries that no library knows, and that the text or the store names as such; see `introduce`."""
        self._named: dict[str, str] = {}
        """What `country_named` has answered."""
        self._known_by_name: dict[str, KnownActor] = {}
        for actor in known:
            for name in (actor.name, *actor.aliases):
                self._known_by_name.setdefault(fold(name), actor)
            if actor.kind is ActorKind.COUNTRY and not countries.lookup(actor.name):
                self.introduced.add(actor.name)
        self._persons_by_words = {
            _words(name): actor
            for name, actor in reversed(self._known_by_name.items())
            if actor.kind is ActorKind.PERSON
        }
        """Whether the surname stands first or last differs from country to country, and from outlet to outlet."""
        self._known = known
        self._asked: set[str] = set()
        self._asked_in_any_order: set[frozenset[str]] = set()
        self._asked_of: set[str] = set()
        """What the store was asked: folded names, persons' by their words, countries for somebody in an office."""

    def concerns(self, actor: KnownActor) -> bool:
        """Whether this text, as far as it is read, may be read otherwise if the store knows, or knew, this actor."""
        names = {fold(name) for name in (actor.name, *actor.aliases)}
        return (
            not self._asked.isdisjoint(names)
            or not self._asked_in_any_order.isdisjoint(map(_words, names))
            or actor.country in self._asked_of
            or (actor.kind is ActorKind.COUNTRY and not countries.lookup(actor.name))
        )

    def _called(self, name: str) -> KnownActor | None:
        """Whom the store knows by this folded name."""
        self._asked.add(name)
        return self._known_by_name.get(name)

    def country_named(self, words: str) -> str:
        """The country that a name, adjective or capital means; empty where it is none."""
        if not words or not words[0].isupper():
            return ""
        if words not in self._named:
            self._named[words] = self._country_named(words)
        return self._named[words]

    def introduce(self, country: str) -> None:
        """Take a name for a country's from now on."""
        self.introduced.add(country)
        self._named.clear()

    def _country_named(self, words: str) -> str:
        known = self._called(fold(words))
        if known and known.kind is ActorKind.COUNTRY:
            return known.name
        return countries.lookup(words) or countries.demonym_of(words, self.introduced) or ""

    def person_known(self, words: str) -> KnownActor | None:
        """The person whom the store knows by this full name."""
        asked = _words(fold(words))
        self._asked_in_any_order.add(asked)
        return self._persons_by_words.get(asked)

    def add(self, name: str, kind: ActorKind, *, country: str = "", office: str = "", alias: str = "") -> Figure:
        """The figure of this name, made where it is new; what is newly known of it is filled in."""
        figure = self.find(name, kind)
        if figure is None:
            figure = Figure(
                len(self.figures),
                name,
                kind,
                ministry=kind is ActorKind.ORGANISATION and self.offices.is_ministry(name),
            )
            self._recognise(figure, country)
            self.figures.append(figure)
        figure.country = figure.country or country
        category = self.offices.category(office)
        if office and (not figure.office or (figure.category == "minister" != category)):
            figure.office, figure.category = office, category
        if alias:
            figure.aliases.setdefault(alias)
        return figure

    def _recognise(self, figure: Figure, country: str) -> None:
        """Take over what the store knows of a figure of this name."""
        known = self._called(fold(figure.name))
        if known is None and figure.kind is ActorKind.PERSON:
            known = self.person_known(figure.name)
        if known is None and figure.ministry and country:
            self._asked_of.add(country)
            known = next(
                (
                    a
                    for a in self._known
                    if a.kind is ActorKind.ORGANISATION and a.country == country and self.offices.is_ministry(a.name)
                ),
                None,
            )
        if known is None or known.kind is not figure.kind:
            return
        figure.known, figure.name, figure.country = known.key, known.name, known.country or country
        office = self._office_on(known, self.day)
        if office:
            figure.office, figure.category = office, self.offices.category(office)

    def find(self, name: str, kind: ActorKind | None = None) -> Figure | None:
        """The figure that goes by this name."""
        plain = fold(name)
        for figure in self.figures:
            if kind in (None, figure.kind) and (
                fold(figure.name) == plain or any(fold(a) == plain for a in figure.aliases)
            ):
                return figure
        return None

    def persons(self) -> list[Figure]:
        """The persons, in order of appearance."""
        return [figure for figure in self.figures if figure.kind is ActorKind.PERSON]

    def by_surname(self, word: str) -> Figure | None:
        """The person one of whose names this is; a last name before a first one, the first to appear wins."""
        plain = fold(word)
        persons = [(figure, fold(figure.name).split()) for figure in self.persons()]
        for figure, names in persons:
            if plain in {names[-1], names[-1].rpartition("-")[2]}:  # "Alimi" of "Rashad al-Alimi"
                return figure
        return next((figure for figure, names in persons if plain in names), None)

    def ministry_named(self, name: str, country: str) -> Figure | None:
        """The foreign ministry that is meant: the country's, or the last whose own name holds these words."""
        ministries = [f for f in reversed(self.figures) if f.ministry]
        if country:
            return next((f for f in ministries if f.country == country), None)
        plain = fold(name)
        named = [f for f in ministries if plain in fold(f.name) or any(plain in fold(alias) for alias in f.aliases)]
        if named or plain in self.offices.any_ministry:
            return named[0] if named else None
        here = {figure.country for figure in self.figures}
        self._asked_of |= here
        known = (a for a in self._known if a.kind is ActorKind.ORGANISATION and self.offices.is_ministry(a.name))
        match = next((a for a in known if plain in fold(a.name) and a.country in here), None)
        return self.add(match.name, ActorKind.ORGANISATION, country=match.country) if match else None

    def in_office(self, category: str, country: str, *, exclude: Iterable[Figure] = ()) -> Figure | None:
        """The person of this country in an office of this category: one of the text, or one whom the store knows."""
        banned = list(exclude)
        of_country = [f for f in self.persons() if f.country == country and f not in banned]
        # A description by country alone ("the Kenyan side's diplomat") fits whoever has an office at all.
        for fits in (lambda f: f.category == category, lambda f: compatible(f.category, category)):
            match = next((figure for figure in of_country if fits(figure)), None)
            if match:
                return match
        self._asked_of.add(country)
        for actor in self._known:
            if actor.kind is ActorKind.PERSON and actor.country == country:
                office = self._office_on(actor, self.day)
                if office and self.offices.category(office) == category:
                    return self.add(actor.name, ActorKind.PERSON, country=country)
        return None

    def _office_on(self, actor: KnownActor, day: date) -> str:
        """The office that the actor held on the day; undated tenures hold always, dated ones come first."""
        for tenure in sorted(actor.tenures, key=lambda t: (t.start is None, t.end is None)):
            if (tenure.start or date.min) <= day <= (tenure.end or date.max):
                return tenure.office
        return ""


def compatible(one: str, other: str) -> bool:
    """Whether offices of two categories may be one person's: "minister" is vague, "diplomat" means a minister here."""
    vague = {"", "minister", "diplomat", COUNTERPART, FOREIGN}
    return one == other or (one in vague and other in vague)
