"""Whom a description means: "China's foreign minister", "his counterpart", "the ministry", "two officials"."""

from collections.abc import Iterable

from spacy.tokens import Span, Token

from diplomacy.reading.people.cast import COUNTERPART, FOREIGN, Figure, compatible
from diplomacy.reading.people.scene import MODIFIERS, SUBJECTS, Resolved, Scene, noun_phrase
from diplomacy.reading.values import ActorKind

_PLURALS = frozenset({"NNS", "NNPS"})
_INDEFINITE = frozenset({"a", "an", "some", "several", "another"})


class Descriptions:
    """Resolves the common nouns of one scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.cast = scene.cast
        self.offices = scene.cast.offices

    def resolve(self, head: Token) -> Resolved | None:
        """Who the noun phrase of a head means; None where it names nobody who could speak."""
        if head.dep_ in {"compound", "amod", "nmod"} and head.head.pos_ in {"NOUN", "PROPN"} and head.head.i > head.i:
            return None
        if head.lower_ in self.offices.organisation:
            attitude = any(child.lower_ == "to" for child in head.children) and head.lower_ == "opposition"
            return None if attitude else self._organisation(head)
        if head.lower_ in self.offices.dignities and head.i and head.nbor(-1).tag_ == "PRP$":
            return self._dignity(head)
        if head.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            return None
        singular = head.lemma_.lower()
        if singular in self.offices.office_words or self.offices.category(head.lower_):
            described = self._office(head)
            if described:
                return described
        country = self._country(head)
        if singular in self.offices.document and country:
            figure = self.cast.add(country, ActorKind.COUNTRY, country=country)
            return Resolved(figure, f"speaks for {country}", noun_phrase(head))
        if singular in self.offices.unnamed:
            apposed = self._apposed_name(head)
            named = Resolved(apposed, f"in apposition to {apposed.name}", noun_phrase(head)) if apposed else None
            return named or self._unnamed(head, country)
        return None

    def is_group(self, head: Token) -> bool:
        """Whether the phrase means both participants ("the two sides", "they")."""
        leads = head.dep_ == "ROOT" and head.i + 1 < len(head.doc) and head.nbor().text == ":"  # "The two sides: – …"
        if head.dep_ not in SUBJECTS and not leads:
            return False
        if head.lower_ in {"they", "both"} or self.scene.is_authors_we(head):
            return True
        words = noun_phrase(head)
        phrase = words.text.casefold()
        bare = phrase.removeprefix("the ")
        both = self.offices.both
        return phrase in both or (bare in both and (" " in bare or phrase != bare)) or self._is_counted(words)

    def _is_counted(self, words: Span) -> bool:
        """Whether a count and a noun say that all who take part are meant ("the two sides", "each side")."""
        counts = [token for token in words if token.lower_ in self.offices.both_counts]
        rest = words[counts[-1].i + 1 - words.start :] if counts else words[:0]
        lead = words[: len(words) - len(rest)]
        plain = all(token.lower_ in {"the", "our", "these"} | self.offices.both_counts for token in lead)
        noun = rest.text.casefold()
        singular = noun.removesuffix("ies") + "y" if noun.endswith("ies") else noun.removesuffix("s")
        nouns = self.offices.both_nouns
        return plain and not nouns.isdisjoint({noun, singular, noun.replace("men", "man")})

    def _country(self, head: Token) -> str:
        """The country that the phrase names: "China's", "the Turkish", "of Sund"."""
        for child in sorted(head.subtree, key=lambda t: t.i):
            if head not in {child.head, child.head.head}:
                continue
            if child.dep_ in MODIFIERS or child.head.lower_ in {"of", "for"}:
                run = self.scene.runs.get(child.i)
                if run is not None and run.figure.kind is ActorKind.COUNTRY:
                    return run.figure.name
                if named := self.cast.country_named(child.text):
                    return named
        return ""

    def _office(self, head: Token) -> Resolved | None:
        """A person named by an office."""
        phrase = noun_phrase(head)
        lead = phrase[0].lower_
        if head.tag_ in _PLURALS or lead in _INDEFINITE:
            return None
        if apposed := self._apposed_name(head):
            return Resolved(apposed, f"in apposition to {apposed.name}", phrase)
        category = self.offices.category(phrase.text) or "minister"
        country = self._country(head)
        if category == COUNTERPART:
            return self._counterpart(head, country, phrase)
        if country:
            again = self._met_unnamed(head, country) if lead in {"the", "this", "that"} else None
            return again or self._of_country(category, country, phrase)
        if lead in {"the", "this", "prime", "foreign"} or phrase[0] == head:
            return self._definite(head, category, phrase)
        return None

    def _met_unnamed(self, head: Token, country: str) -> Resolved | None:
        """ "The Brazilian diplomat": an unnamed one of the country who has spoken before, not its minister."""
        named = {
            f.country: f for f in self.cast.figures if f.kind is ActorKind.UNNAMED and head.lemma_ in f.name.split()
        }
        figure = named.get(country)
        return Resolved(figure, "unnamed source met before", noun_phrase(head)) if figure else None

    def _apposed_name(self, head: Token) -> Figure | None:
        """The person named right behind the office ("her counterpart, Lucan Corvane")."""
        heads = [child for child in head.children if child.dep_ == "appos"]
        if head.dep_ == "appos":
            heads.append(head.head)
        runs = (self.scene.runs.get(token.i) for token in heads)
        return next((run.figure for run in runs if run is not None and run.figure.kind is ActorKind.PERSON), None)

    def _dignity(self, head: Token) -> Resolved | None:
        """ "His Highness": who was last named with this form of address, the subject of the clause aside."""
        form = self.scene.doc[head.i - 1 : head.i + 1]
        subject = self.scene.subject_of_clause(head) if head.dep_ not in SUBJECTS else None
        bearers = self.scene.addressed_as(head.lower_)
        met = self._last_met(figure for figure in bearers if figure is not subject)
        return Resolved(met, f"last named as “{form.text}”", form) if met else None

    def _of_country(self, category: str, country: str, phrase: Span) -> Resolved | None:
        figure = self.cast.in_office(category, country)
        if figure:
            return Resolved(figure, f"{category} office of {country}", phrase)
        if category != FOREIGN:
            return None
        # Of the ministers whom the text has named without a country, this can only be the one who is left.
        left = [f for f in self.cast.persons() if not f.country and compatible(f.category, category)]
        if len(left) > 1:  # whom the sentence before was about, if it was one of them
            near = [
                met for met in self.scene.met_before(phrase.root, paragraphs=0) if met.subject and met.figure in left
            ]
            left = [met.figure for met in near[-1:] if self.scene.sentences_between(met.token, phrase.root) <= 1]
        if len(left) != 1:
            return None
        left[0].country = country
        return Resolved(left[0], f"the only person who may be {phrase.text}", phrase)

    def _counterpart(self, head: Token, country: str, phrase: Span) -> Resolved | None:
        subject = self.scene.subject_of_clause(head)
        others = [f for f in self.cast.persons() if f is not subject]
        if not country:
            ministers = [f for f in others if f.category and compatible(f.category, FOREIGN)]
            met = self._last_met(ministers)
            return Resolved(met, "the other minister", phrase) if met else None
        figure = self.cast.in_office(FOREIGN, country, exclude=[subject] if subject else [])
        if figure:
            return Resolved(figure, f"counterpart for {country}", phrase)
        left = [f for f in others if not f.country]
        if not left or subject is None:
            return None
        left[0].country = country
        return Resolved(left[0], f"the other person, so the counterpart for {country}", phrase)

    def _definite(self, head: Token, category: str, phrase: Span) -> Resolved | None:
        """ "The minister": in a readout the publisher's own, else who was last named in such an office.

        Who is the subject of the clause, or named before in it, is not meant again: "the Secretary and the Minister".
        """
        persons = self.cast.persons()
        fitting = [f for f in persons if f.category and compatible(f.category, category)]
        fitting = fitting or [f for f in persons if not f.category]
        subject = self.scene.subject_of_clause(head) if head.dep_ not in SUBJECTS else None
        others = [f for f in fitting if f is not subject]
        if self.scene.official and fitting:
            home = self.cast.home
            own = [f for f in fitting if home and f.country == home] or fitting
            if own[0] is not subject:
                return Resolved(own[0], "the publisher's own minister", phrase)
        met = self._last_met(others)
        return Resolved(met, "last named in such an office", phrase) if met else None

    def _last_met(self, figures: Iterable[Figure]) -> Figure | None:
        """Who of these was last met as a subject, or else at all."""
        wanted = list(figures)
        met = [m for m in reversed(self.scene.met) if m.figure in wanted]
        return next((m.figure for m in met if m.subject), met[0].figure if met else None)

    def _organisation(self, head: Token) -> Resolved | None:
        """A ministry, council or office: by its name, by its country, or as "the ministry" named before."""
        phrase = noun_phrase(head)
        country = self._country(head)
        words = [t for t in phrase if t.head != head or t.dep_ != "det"]
        name = self.scene.doc[words[0].i : words[-1].i + 1].text
        if self.offices.is_ministry(name):
            return self._ministry(words[0], name, country, phrase)
        named = any(t.pos_ == "PROPN" for t in words)
        if not (named or country or head.dep_ in {*SUBJECTS, "pobj"}):
            return None
        figure = self.cast.add(name, ActorKind.ORGANISATION, country=country)
        return Resolved(figure, "named" if named else "described", phrase)

    def _ministry(self, first: Token, name: str, country: str, phrase: Span) -> Resolved:
        if not country and first.tag_ == "PRP$" and (owner := self.scene.by_token.get(first.i)):
            country = self.cast.figures[owner.actors[0]].country
            name = f"Foreign Ministry of {country}" if country else name
        figure = self.cast.ministry_named(name, country)
        if figure is None:
            country = country or self.cast.home or self._last_country()
            figure = self.cast.ministry_named(name, country) if country else None
            figure = figure or self.cast.add(name, ActorKind.ORGANISATION, country=country)
        figure.aliases.setdefault(name)
        return Resolved(figure, f"ministry of {figure.country or 'the country last named'}", phrase)

    def _last_country(self) -> str:
        return next((met.figure.country for met in reversed(self.scene.met) if met.figure.country), "")

    def _unnamed(self, head: Token, country: str) -> Resolved | None:
        """A source without a name; "the official" is the one met before."""
        plural_office = head.tag_ in _PLURALS and not country and head.lemma_ in self.offices.office_words
        if head.dep_ not in {*SUBJECTS, "pobj"} or plural_office:
            return None
        phrase = noun_phrase(head, long=True)
        words = [t for t in phrase if t.head != head or t.dep_ != "det"]
        if phrase[0].lower_ in {"the", "this", "that"} and len(words) == 1:
            again = self._last_met(
                f for f in self.cast.figures if f.kind is ActorKind.UNNAMED and head.lemma_ in f.name.casefold()
            )
            if again:
                again.aliases.setdefault(head.text)
                return Resolved(again, "unnamed source met before", phrase)
        name = self.scene.doc[words[0].i : words[-1].i + 1].text
        owner = self.scene.by_token.get(words[0].i) if words[0].tag_ == "PRP$" and len(words) > 1 else None
        if owner:
            person = self.cast.figures[owner.actors[0]]
            country = country or person.country
            name = f"{self.scene.doc[words[1].i : words[-1].i + 1].text} of {person.name}"
        figure = self.cast.add(name, ActorKind.UNNAMED, country=country, alias=phrase.text)
        return Resolved(figure, "unnamed source", phrase)
