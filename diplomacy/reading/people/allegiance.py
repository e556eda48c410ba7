"""Whom a person acts for, where no title says it."""

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Token

from diplomacy.reading.people.cast import Cast, Figure, compatible
from diplomacy.reading.people.scene import SUBJECTS, Scene
from diplomacy.reading.values import ActorKind

_MINISTERS = frozenset({"foreign", "minister"})


def infer_countries(scene: Scene, *, dateline: str) -> None:
    """Give persons without a country the one they speak for.

    A minister tells what the own state thinks and does ("Corvane said that Valdoria …"), two ministers of one text
    act for two states, a readout names its own minister without the country, and so does a story from a capital.
    """
    cast = scene.cast
    if scene.official and cast.home:
        _settle_own(cast)
    votes: dict[int, Counter[str]] = {}
    for token, figure in _speaking(scene):
        if figure.kind is ActorKind.PERSON and not figure.country and token.dep_ in SUBJECTS:
            votes.setdefault(figure.index, Counter()).update(_countries_told_of(scene, token.head))
    for index, counts in sorted(votes.items(), key=lambda item: -item[1].total()):
        figure = cast.figures[index]
        taken = {f.country for f in cast.persons() if compatible(f.category, figure.category)}
        figure.country = next((country for country, _ in counts.most_common() if country not in taken), "")
    if not scene.official and dateline:
        _settle_local(cast, cast.country_named(dateline) or cast.country_named(dateline.title()))


def _speaking(scene: Scene) -> Iterator[tuple[Token, Figure]]:
    """The words that name someone, and the author's "I"."""
    for head, run in scene.runs.items():
        yield scene.doc[head], run.figure
    if scene.author is not None:
        yield from ((token, scene.author) for token in scene.doc if scene.is_author(token))


def _settle_local(cast: Cast, country: str) -> None:
    """A story from a capital names that country's minister without the country, if it is the only one so named."""
    bare = [figure for figure in cast.persons() if figure.category in _MINISTERS and not figure.country]
    if len(bare) == 1 and not any(f.country == country for f in cast.persons() if f.category in _MINISTERS):
        bare[0].country = country


def _settle_own(cast: Cast) -> None:
    """A readout names its own spokespersons, and first of all its own minister, without the country."""
    stateless = [figure for figure in cast.persons() if figure.category and not figure.country]
    spokespersons = [figure for figure in stateless if figure.category == "spokesperson"]
    served = any(f.country == cast.home and f.category != "spokesperson" for f in cast.persons())
    for figure in spokespersons + ([] if served else [f for f in stateless if f not in spokespersons][:1]):
        figure.country = cast.home


def _countries_told_of(scene: Scene, verb: Token) -> Iterator[str]:
    """Countries that are subjects of the clauses that a verb or one coordinated with it governs."""
    governors = {verb, *verb.conjuncts}
    for clause in verb.subtree:
        if clause.dep_ == "ccomp" and clause.head in governors:
            for token in clause.children:
                run = scene.runs.get(token.i)
                if token.dep_ in SUBJECTS and run is not None and run.figure.kind is ActorKind.COUNTRY:
                    yield run.figure.name
