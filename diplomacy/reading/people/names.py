"""Names in a text: full names with their titles, then surnames and countries.

Capitals and titles count for more than the model's entity labels, which fail on names that it has never met.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Span, Token

from diplomacy.reading.people.capitals import HYPHENS, PARTICLES, capital_runs
from diplomacy.reading.people.cast import Cast, Figure, fold
from diplomacy.reading.people.new_countries import introduce_countries
from diplomacy.reading.people.titles import (
    country_at,
    ends_title,
    skip_title,
    title_around,
    title_stands_before,
)
from diplomacy.reading.values import ActorKind

_MOST_NAMES = 4
_NO_PERSONS = frozenset({"ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"})
_MEETING_REACH = 8
"""Tokens before "with" in which the words of meeting must stand."""
_LOCATIVES = frozenset({"in", "off", "near", "at"})
"""Behind these, an untitled name is a place's ("in Da Nang"), unless it owns something ("in Ana Rolle's view")."""
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss"})


@dataclass(frozen=True, slots=True)
class NamedRun:
    """Tokens `start` to `end` (half-open) that name a figure, titles included; `core` is where the bare name begins."""

    start: int
    end: int
    core: int
    figure: Figure
    rule: str


def find_names(doc: Doc, cast: Cast, *, title_end: int) -> list[NamedRun]:
    """Introduce every named person and country of the text into the cast and list where it names them, in order.

    The headline is read last: its capitals say nothing, so only names that the body has introduced are found there.
    Organisations are left to `mentions.py`, since they are more than a run of capitals.
    """
    introduce_countries(doc, cast)
    text = _Text(doc, cast)
    runs = list(capital_runs(doc))
    body = [run for run in runs if doc[run[0]].idx >= title_end]
    head = [run for run in runs if doc[run[0]].idx < title_end]
    for start, end in body:  # names in full first, so that a surname met earlier finds its person
        _person(text, start, end, least=2)
    found = [named for start, end in body if (named := _person(text, start, end))]
    found += [named for start, end in head if (named := _person(text, start, end, headline=True))]
    taken = {i for named in found for i in range(named.start, named.end)}
    runs += _mistagged(text, runs)
    for start, end in runs:
        for left in _untaken(start, end, taken):
            found += _short_names(doc, *left, cast)
    return sorted(found, key=lambda named: named.start)


@dataclass(frozen=True)
class _Text:
    """A text, its cast, and what is looked up in it for each name."""

    doc: Doc
    cast: Cast

    @cached_property
    def capitals(self) -> list[Token]:
        """The words with a capital."""
        return [token for token in self.doc if token.text[:1].isupper()]

    @cached_property
    def alone(self) -> dict[str, list[int]]:
        """Words that stand by themselves as a subject, an object or an owner, or right behind a title; by form."""
        found: dict[str, list[int]] = {}
        for token in self.capitals:
            if self._is_addressed(token) or self._is_argument(token):
                found.setdefault(token.text, []).append(token.i)
        return found

    @cached_property
    def common(self) -> frozenset[str]:
        """Nouns that the text also uses in lower case, with a capital."""
        return frozenset(token.text.title() for token in self.doc if token.pos_ == "NOUN" and token.is_lower)

    def _is_argument(self, token: Token) -> bool:
        return token.dep_ in _ARGUMENTS and not any(child.dep_ in {"compound", "det"} for child in token.children)

    def _is_addressed(self, token: Token) -> bool:
        return token.i > 0 and token.nbor(-1).text.istitle() and ends_title(token.nbor(-1).lower_, self.cast)


def _mistagged(text: _Text, runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names of the cast that the tagger took for other words."""
    parts = {part for figure in text.cast.persons() for part in figure.name.split() if part[:1].isupper()}
    inside = {i for start, end in runs for i in range(start, end)}
    return [(t.i, t.i + 1) for t in text.capitals if t.text in parts and t.i not in inside]


def _person(text: _Text, start: int, end: int, *, headline: bool = False, least: int = 1) -> NamedRun | None:
    """The person whom a run of capitals names in full or with a title, introduced where new."""
    doc, cast = text.doc, text.cast
    core = skip_title(doc, start, end, cast)
    start = core if headline else start
    end = _bare_end(doc, core, end, cast)
    bare = doc[core:end]
    if len(bare) < least or not len(bare) or bare[-1].lower_ in cast.offices.titles or cast.country_named(bare.text):
        return None
    names = [token for token in bare if token.is_alpha or "." in token.text]
    if not names or not _names_a_person(text, start, bare, names, headline=headline):
        return None
    title = title_around(doc, start, core, end, cast)
    full = len(names) > 1
    written = _as_written(bare)
    known = next((f for f in cast.persons() if _same_person(f.name, written)), None)
    figure = known if full else cast.by_surname(names[0].text)
    if figure is not None and len(names) > len(figure.name.split()) and figure.known is None:
        figure.aliases.setdefault(figure.name)
        figure.name = written
    name = figure.name if figure is not None else written
    figure = cast.add(name, ActorKind.PERSON, country=title.country, office=title.office)
    return NamedRun(title.start, end, core, figure, "named in full" if full else f"surname of {figure.name}")


def _bare_end(doc: Doc, core: int, end: int, cast: Cast) -> int:
    """Where a name ends that begins at `core`: before hyphens left over, "MP" and the like, and another country."""
    while end > core and (doc[end - 1].text in HYPHENS or _post_nominal(doc[end - 1], cast)):
        end -= 1
    cut = (i for i in range(core + 1, end) if country_at(doc, i, cast, end=end)[1] and _is_last_name(doc[i - 1], cast))
    return next(cut, end)  # "Minister Kurobe | Australia's …"


def _is_last_name(token: Token, cast: Cast) -> bool:
    """Whether somebody of the text has this last name."""
    figure = cast.by_surname(token.text)
    return figure is not None and fold(figure.name).split()[-1] == fold(token.text)


def _post_nominal(token: Token, cast: Cast) -> bool:
    return token.lower_ in cast.offices.post_nominals and not token.text.islower()


def _as_written(bare: Span) -> str:
    """The name in common case, where capitals tell the surname from the other names ("KUROBE Naomi")."""
    words = bare.text.split()
    if len(words) < 2 or all(word.isupper() for word in words):
        return bare.text
    return " ".join(word.title() if len(word) > 1 and word.isupper() and word.isalpha() else word for word in words)


def _names_a_person(text: _Text, start: int, bare: Span, names: Sequence[Token], *, headline: bool) -> bool:
    doc, cast = text.doc, text.cast
    if cast.person_known(bare.text):
        return True
    first = start - 2 if 1 < start < bare.start and doc[start - 1].lower_ in {"of", "for"} else start
    title = doc[first if len(names) > 1 else max(start, bare.start - 1) : bare.start]
    titled = any(ends_title(token.lower_, cast) for token in title)  # not "Foreign Military Financing"
    organisation = any(token.lower_ in cast.offices.organisation for token in bare)
    size = sum(token.lower_ not in PARTICLES for token in names)
    if organisation or headline or size > _MOST_NAMES or (len(names) < 2 and not titled):
        return False
    if country_at(doc, bare.start, cast, end=bare.end)[0]:
        return False
    if len(names) > 1 and _names_a_thing(doc, start, bare, cast):
        return False
    if titled or title_stands_before(doc, start, cast) or _stands_beside_an_office(bare.root, cast):
        return True
    if _is_acronym(names[0]) and not _is_acronym(
        names[-1]
    ):  # "NATO Allies"; not "QIN Gang" behind a title, nor "LE DRIAN"
        return False
    recurs = _recurs_alone(text, names)
    if all(token.ent_type_ == "PERSON" for token in names):
        return recurs or names[-1].text not in text.common
    common = any(token.text in text.common for token in names)
    return not common and (recurs or _is_met(doc, start, names, cast) or _acts(bare, names))


def _modifies(token: Token) -> bool:
    return token.dep_ in {"amod", "compound", "nmod"} and token.head.i > token.i


def _names_a_thing(doc: Doc, start: int, bare: Span, cast: Cast) -> bool:
    """Whether article or words around a run say that it names a ship, a storm, a place: no person is "the Halcyon"."""
    things = cast.offices.things
    before = doc[start - 1] if start else None
    told = before is not None and (
        before.lower_ in things["before"] or (before.lower_ == "the" and start == bare.start)
    )
    possessive = bare.end < len(doc) and doc[bare.end].tag_ == "POS"
    told = told or (before is not None and before.lower_ in _LOCATIVES and start == bare.start and not possessive)
    return told or bare[0].lower_ in things["first"] or bare[-1].lower_ in things["last"]


def _same_person(one: str, other: str) -> bool:
    """Whether two names of more than one word may be one person's: all words of the shorter stand in the longer."""
    few, many = sorted((fold(one).split(), fold(other).split()), key=len)
    return len(few) > 1 and set(few) <= set(many)


def _recurs_alone(text: _Text, names: Sequence[Token]) -> bool:
    """Whether the text goes on to use one word of the name by itself or with a title, as it does with people."""
    inside = {token.i for token in names}
    return any(at not in inside for name in (names[0], names[-1]) for at in text.alone.get(name.text, ()))


def _acts(bare: Span, names: Sequence[Token]) -> bool:
    """Whether a name of two words that the model does not know as a whole is a subject, without an article.

    Organisations have an article, or words that the model knows.
    """
    labels = {token.ent_type_ for token in names}
    whole = len(labels) == 1 and labels != {""}
    plain = len(names) == len(bare) == 2 and all(token.tag_ == "NNP" and token.text.istitle() for token in names)
    article = bare.start > 0 and bare.doc[bare.start - 1].pos_ == "DET"
    return plain and not whole and not article and bare.root.dep_ == "nsubj" and bare.root.head.pos_ == "VERB"


def _is_acronym(token: Token) -> bool:
    return token.is_upper and token.is_alpha and len(token) > 2


def _is_met(doc: Doc, start: int, names: Sequence[Token], cast: Cast) -> bool:
    """Whether words of meeting and "with" lead up to what the model takes for nothing else than a name."""
    if start == 0 or doc[start - 1].lower_ != "with" or any(token.ent_type_ in _NO_PERSONS for token in names):
        return False
    return any(token.lower_ in cast.offices.meeting for token in doc[max(0, start - _MEETING_REACH) : start - 1])


def _stands_beside_an_office(root: Token, cast: Cast) -> bool:
    """Whether the name stands in apposition to an office, or is followed by one or by "who"."""
    words = cast.offices.office_words
    if root.dep_ == "appos" and root.head.lower_ in words:
        return True
    return any(
        (child.dep_ == "appos" and child.lower_ in words)
        or (child.dep_ == "relcl" and any(t.lower_ == "who" for t in child.children))
        for child in root.children
    )


def _untaken(start: int, end: int, taken: set[int]) -> Iterator[tuple[int, int]]:
    """What full names have left of a run."""
    at = start
    while at < end:
        stop = at
        while stop < end and stop not in taken:
            stop += 1
        if stop > at:
            yield at, stop
        at = stop + 1


def _short_names(doc: Doc, start: int, end: int, cast: Cast) -> Iterator[NamedRun]:
    """A surname or countries in a run of capitals that is no organisation's."""
    if any(token.lower_ in cast.offices.organisation for token in doc[start:end]):
        return
    size, country = country_at(doc, start, cast, end=end)
    figure = cast.find(doc[start:end].text, ActorKind.PERSON) or cast.by_surname(doc[end - 1].text)
    surname = end - start == 1 and _is_last_name(doc[start], cast) and not _modifies(doc[start])
    if figure is not None and (start + size < end or surname):  # "Thai said" of Luong Quoc Thai, not "Thai officials"
        figure.aliases.setdefault(doc[end - 1].text)
        yield NamedRun(start, end, end - 1, figure, f"surname of {figure.name}")
    elif country:
        figure = cast.add(country, ActorKind.COUNTRY, country=country)
        yield NamedRun(start, start + size, start, figure, "name of the country")
        if start + size < end:
            yield from _short_names(doc, start + size, end, cast)
