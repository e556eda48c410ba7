"""Names in a text: full names with their titles, then surnames and countries.

Capitals and titles count for more than the model's entity labels, which fail on names that it has never met.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from diplomacy.reading.people.capitals import HYPHENS, capital_runs
from diplomacy.reading.people.cast import Cast, Figure
from diplomacy.reading.people.new_countries import introduce_countries
from diplomacy.reading.people.titles import country_at, skip_title, title_around, title_stands_before
from diplomacy.reading.values import ActorKind

_MOST_NAMES = 4
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
    runs = list(capital_runs(doc))
    body = [run for run in runs if doc[run[0]].idx >= title_end]
    head = [run for run in runs if doc[run[0]].idx < title_end]
    for start, end in body:  # names in full first, so that a surname met earlier finds its person
        _person(doc, start, end, cast, least=2)
    found = [named for start, end in body if (named := _person(doc, start, end, cast))]
    found += [named for start, end in head if (named := _person(doc, start, end, cast, headline=True))]
    taken = {i for named in found for i in range(named.start, named.end)}
    runs += _mistagged(doc, cast, runs)
    for start, end in runs:
        for left in _untaken(start, end, taken):
            found += _short_names(doc, *left, cast)
    return sorted(found, key=lambda named: named.start)


def _mistagged(doc: Doc, cast: Cast, runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names of the cast that the tagger took for other words."""
    parts = {part for figure in cast.persons() for part in figure.name.split() if part[:1].isupper()}
    inside = {i for start, end in runs for i in range(start, end)}
    return [(t.i, t.i + 1) for t in doc if t.text in parts and t.i not in inside]


def _person(doc: Doc, start: int, end: int, cast: Cast, *, headline: bool = False, least: int = 1) -> NamedRun | None:
    """The person whom a run of capitals names in full or with a title, introduced where new."""
    core = skip_title(doc, start, end, cast)
    while end > core and doc[end - 1].text in HYPHENS:
        end -= 1
    bare = doc[core:end]
    if len(bare) < least or not len(bare) or bare[-1].lower_ in cast.offices.titles or cast.country_named(bare.text):
        return None
    names = [token for token in bare if token.is_alpha or "." in token.text]
    if not names or not _names_a_person(doc, start, bare, names, cast, headline=headline):
        return None
    title = title_around(doc, start, core, end, cast)
    full = len(names) > 1
    known = next((f for f in cast.persons() if _same_person(f.name, bare.text)), None)
    figure = known if full else cast.by_surname(names[0].text)
    if figure is not None and len(names) > len(figure.name.split()) and figure.known is None:
        figure.aliases.setdefault(figure.name)
        figure.name = bare.text
    name = figure.name if figure is not None else bare.text
    figure = cast.add(name, ActorKind.PERSON, country=title.country, office=title.office)
    return NamedRun(title.start, end, core, figure, "named in full" if full else f"surname of {figure.name}")


def _names_a_person(doc: Doc, start: int, bare: Span, names: Sequence[Token], cast: Cast, *, headline: bool) -> bool:
    if cast.person_known(bare.text):
        return True
    titled = bare.start > start
    organisation = any(token.lower_ in cast.offices.organisation for token in bare)
    if organisation or headline or len(names) > _MOST_NAMES or (len(names) < 2 and not titled):
        return False
    if country_at(doc, bare.start, cast, end=bare.end)[0]:
        return False
    return (
        titled
        or title_stands_before(doc, start, cast)
        or _stands_beside_an_office(bare.root, cast)
        or all(token.ent_type_ == "PERSON" for token in names)
        or _recurs_alone(doc, names)
    )


def _same_person(one: str, other: str) -> bool:
    """Whether two names of more than one word may be one person's: all words of the shorter stand in the longer."""
    few, many = sorted((one.casefold().split(), other.casefold().split()), key=len)
    return len(few) > 1 and set(few) <= set(many)


def _recurs_alone(doc: Doc, names: Sequence[Token]) -> bool:
    """Whether the text goes on to use one word of the name by itself, as it does with people."""
    ends = {names[0].text, names[-1].text}
    inside = {t.i for t in names}
    alone = (t for t in doc if t.text in ends and t.i not in inside and t.dep_ in _ARGUMENTS)
    return any(not any(child.dep_ in {"compound", "det"} for child in t.children) for t in alone)


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
    if figure is not None and start + size < end:
        figure.aliases.setdefault(doc[end - 1].text)
        yield NamedRun(start, end, end - 1, figure, f"surname of {figure.name}")
    elif country:
        figure = cast.add(country, ActorKind.COUNTRY, country=country)
        yield NamedRun(start, start + size, start, figure, "name of the country")
        if start + size < end:
            yield from _short_names(doc, start + size, end, cast)
