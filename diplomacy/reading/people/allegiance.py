"""Whom a person acts for, where no title says it."""

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Token

from diplomacy.reading.people.cast import Cast, compatible
from diplomacy.reading.people.scene import SUBJECTS, Scene
from diplomacy.reading.values import ActorKind


def infer_countries(scene: Scene) -> None:
    """Give persons without a country the one they speak for.

    A minister tells what the own state thinks and does ("Corvane said that Valdoria …"), two ministers of one text
    act for two states, and a readout names its own minister without the country.
    """
    cast = scene.cast
    if scene.official and cast.home:
        _settle_own(cast)
    votes: dict[int, Counter[str]] = {}
    for head, run in scene.runs.items():
        token = scene.doc[head]
        if run.figure.kind is ActorKind.PERSON and not run.figure.country and token.dep_ in SUBJECTS:
            votes.setdefault(run.figure.index, Counter()).update(_countries_told_of(scene, token.head))
    for index, counts in sorted(votes.items(), key=lambda item: -item[1].total()):
        figure = cast.figures[index]
        taken = {f.country for f in cast.persons() if compatible(f.category, figure.category)}
        figure.country = next((country for country, _ in counts.most_common() if country not in taken), "")


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
