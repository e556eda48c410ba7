"""Whom a person acts for, where no title says it."""

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Token

from diplomacy.reading.people.cast import compatible
from diplomacy.reading.people.scene import SUBJECTS, Scene
from diplomacy.reading.values import ActorKind


def infer_countries(scene: Scene) -> None:
    """Give persons without a country the one they speak for.

    A minister tells what the own state thinks and does ("Corvane said that Valdoria …"), two ministers of one text
    act for two states, and a readout names its own minister without the country.
    """
    cast = scene.cast
    votes: dict[int, Counter[str]] = {}
    for head, run in scene.runs.items():
        token = scene.doc[head]
        if run.figure.kind is ActorKind.PERSON and not run.figure.country and token.dep_ in SUBJECTS:
            votes.setdefault(run.figure.index, Counter()).update(_countries_told_of(scene, token.head))
    for index, counts in sorted(votes.items(), key=lambda item: -item[1].total()):
        figure = cast.figures[index]
        taken = {f.country for f in cast.persons() if compatible(f.category, figure.category)}
        figure.country = next((country for country, _ in counts.most_common() if country not in taken), "")
    if scene.official and cast.home not in {"", *(f.country for f in cast.persons())}:
        own = next((f for f in cast.persons() if f.category and not f.country), None)
        if own is not None:
            own.country = cast.home


def _countries_told_of(scene: Scene, verb: Token) -> Iterator[str]:
    """Countries that are subjects of the clauses that a verb or one coordinated with it governs."""
    governors = {verb, *verb.conjuncts}
    for clause in verb.subtree:
        if clause.dep_ == "ccomp" and clause.head in governors:
            for token in clause.children:
                run = scene.runs.get(token.i)
                if token.dep_ in SUBJECTS and run is not None and run.figure.kind is ActorKind.COUNTRY:
                    yield run.figure.name
