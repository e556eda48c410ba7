"""Whom a pronoun means: by nearness, by being a subject, and by what other pronouns have said of the person."""

from spacy.tokens import Token

from diplomacy.reading.people.cast import Figure
from diplomacy.reading.people.scene import SUBJECTS, Met, Resolved, Scene
from diplomacy.reading.values import ActorKind

_MASCULINE = frozenset({"he", "him", "his", "himself"})
_FEMININE = frozenset({"she", "her", "hers", "herself"})
_FARTHEST_PARAGRAPH = 2
_FARTHEST_SENTENCE = 2


def resolve_pronoun(scene: Scene, token: Token) -> Resolved | None:
    """The person or thing that a pronoun means; None for "they" and for pronouns that no one fits."""
    word = token.lower_
    if scene.author is not None and scene.is_author(token):
        return Resolved(scene.author, "the author of the text", scene.doc[token.i : token.i + 1])
    if word == "latter":
        near = [met for met in scene.met_before(token, paragraphs=0) if _is_one_person(met)]
        phrase = scene.doc[token.i - (token.i > 0) : token.i + 1]
        return Resolved(near[-1].figure, "the one named last before", phrase) if near else None
    if word in _MASCULINE or word in _FEMININE:
        figure = _person(scene, token, "he" if word in _MASCULINE else "she")
    elif word in {"it", "its"} and token.dep_ in {*SUBJECTS, "poss"}:
        figure = _thing(scene, token)
    else:
        return None
    here = scene.doc[token.i : token.i + 1]
    return Resolved(figure, f"“{token.text}” after {figure.name}", here) if figure else None


def _person(scene: Scene, token: Token, pronoun: str) -> Figure | None:
    """The nearest person, subjects first, whom no other pronoun of the text excludes."""
    subject = scene.subject_of_clause(token) if token.dep_ not in SUBJECTS else None
    possessive = token.dep_ == "poss"
    near = [
        met
        for met in scene.met_before(token, paragraphs=_FARTHEST_PARAGRAPH)
        if _is_one_person(met)
        and met.figure is not scene.author  # who says "I" is neither "he" nor "she"
        and met.figure.pronoun in {"", pronoun}
        and (possessive or met.figure is not subject)  # "assured her": not the one who assures
    ]
    if not near:
        return None
    own = next((met for met in near if possessive and met.figure is subject), None)
    chosen = own or _most_salient(scene, near, token)
    if chosen.figure.kind is ActorKind.PERSON:
        chosen.figure.pronoun = pronoun
    return chosen.figure


def _most_salient(scene: Scene, near: list[Met], token: Token) -> Met:
    """The last subject of the last sentences, named people and main clauses first; else who was named last."""
    subjects = [m for m in near if m.subject and scene.sentences_between(m.token, token) <= _FARTHEST_SENTENCE]
    if not subjects:
        return near[-1]
    return max(subjects, key=_salience)


def _salience(met: Met) -> tuple[int, bool, bool, int]:
    named = met.figure.kind is ActorKind.PERSON
    return met.token.sent.start, named, met.token.head.dep_ in {"ROOT", "conj"}, met.token.i


def _is_one_person(met: Met) -> bool:
    if met.figure.kind is ActorKind.UNNAMED:
        return met.token.tag_ not in {"NNS", "NNPS"}
    return met.figure.kind is ActorKind.PERSON


def _thing(scene: Scene, token: Token) -> Figure | None:
    """The country or organisation last met, a ministry first, a subject before another."""
    if token.dep_ == "poss":
        subject = scene.subject_of_clause(token)
        if subject is not None and subject.kind is not ActorKind.PERSON:
            return subject
    near = [
        met
        for met in scene.met_before(token, paragraphs=1)
        if met.figure.kind in {ActorKind.ORGANISATION, ActorKind.COUNTRY}
        and (met.subject or scene.paragraphs_between(met.token, token) == 0)
        and scene.sentences_between(met.token, token) <= 1
    ]
    ministries = [met for met in near if met.figure.ministry]
    chosen = ministries or [met for met in near if met.subject] or near
    return chosen[-1].figure if chosen else None
