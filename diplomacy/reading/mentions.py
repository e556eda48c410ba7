"""Who is meant: each noun phrase and pronoun that may stand for an actor, resolved in the order of the text.

Every rule leaves a word on the mention it made, so that a reader can see why "the minister" is whom.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from diplomacy.reading.cast import COUNTERPART, FOREIGN, Cast, Figure, compatible
from diplomacy.reading.names import NamedRun, find_names
from diplomacy.reading.values import ActorKind, Mention
from diplomacy.reading.values import Span as Chars

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_MASCULINE = frozenset({"he", "him", "his", "himself"})
_FEMININE = frozenset({"she", "her", "hers", "herself"})
_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "det", "nummod", "appos"})


@dataclass(slots=True)
class _Met:
    """A figure as it was met at a token, for later pronouns to look back on."""

    token: Token
    figure: Figure
    subject: bool


class MentionFinder:
    """Resolves the noun phrases of one text; `by_token` gives the mention whose head a token is."""

    def __init__(self, doc: Doc, cast: Cast, *, title_end: int, official: bool) -> None:
        self.doc = doc
        self.cast = cast
        self.official = official
        self.by_token: dict[int, Mention] = {}
        self.groups: list[Token] = []
        """Heads of "the two sides" and the like, to be resolved once the participants are known."""
        self._met: list[_Met] = []
        self._runs: dict[int, NamedRun] = {}
        for run in find_names(doc, cast, title_end=title_end):
            head = doc[run.core : run.end].root
            self._runs[head.i] = run
        self._infer_countries()
        self._inside = {i for run in self._runs.values() for i in range(run.start, run.end)}
        for token in doc:
            self._meet(token)

    def _infer_countries(self) -> None:
        """Whom a person acts for, where no title says it.

        A minister tells what the own state thinks and does ("Corvane said that Valdoria …"), a readout names its own
        minister without the country, and of two who speak with each other the second is the other country's.
        """
        votes: dict[int, Counter[str]] = {}
        for head, run in self._runs.items():
            figure = run.figure
            if figure.kind is ActorKind.PERSON and not figure.country and self.doc[head].dep_ in SUBJECTS:
                counts = votes.setdefault(figure.index, Counter())
                counts.update(self._subject_countries(self.doc[head].head))
        for index, counts in sorted(votes.items(), key=lambda item: -sum(item[1].values())):
            figure = self.cast.figures[index]
            taken = {f.country for f in self.cast.persons() if compatible(f.category, figure.category)}
            figure.country = next((c for c, _ in counts.most_common() if c not in taken), "")
        if self.official and self.cast.home not in {"", *(f.country for f in self.cast.persons())}:
            own = next((f for f in self.cast.persons() if f.category and not f.country), None)
            if own is not None:
                own.country = self.cast.home

    def _subject_countries(self, verb: Token) -> Iterator[str]:
        """Countries that are subjects of the clauses reported by a verb."""
        for clause in verb.subtree:
            if clause.dep_ == "ccomp" and clause.head in {verb, *verb.conjuncts}:
                for token in clause.children:
                    run = self._runs.get(token.i)
                    if token.dep_ in SUBJECTS and run is not None and run.figure.kind is ActorKind.COUNTRY:
                        yield run.figure.name

    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, in order of the text."""
        return tuple(sorted(self.by_token.values(), key=lambda mention: mention.span))

    def resolve_groups(self, exchanges: Iterable[tuple[int, ...]]) -> None:
        """Let "the two sides" and the like mean the participants of the exchange that was last spoken of."""
        pairs = [actors for actors in exchanges if len(actors) > 1]
        for token in self.groups:
            if not pairs:
                return
            phrase = _phrase(token)
            met = {m.figure.index: m.token.i for m in self._met if m.token.i < token.i}
            actors = max(pairs, key=lambda actors: min(met.get(actor, -1) for actor in actors))
            self.by_token[token.i] = Mention(_chars(phrase), actors, "the participants of the exchange")

    def _meet(self, token: Token) -> None:
        found: tuple[Figure, str, Span] | None = None
        run = self._runs.get(token.i)
        if run is not None:
            found = run.figure, run.rule, self.doc[run.start : run.end]
        elif token.pos_ == "PRON" or token.tag_ in {"PRP", "PRP$"}:
            found = self._pronoun(token)
        elif token.i not in self._inside or token.lower_ in self.cast.offices.organisation:
            found = self._description(token)
        if found is None:
            return
        figure, rule, phrase = found
        self.by_token[token.i] = Mention(_chars(phrase), (figure.index,), rule)
        self._met.append(_Met(token, figure, token.dep_ in SUBJECTS))

    # --- descriptions -------------------------------------------------------------------------------------------

    def _description(self, token: Token) -> tuple[Figure, str, Span] | None:
        """A noun phrase headed by an office, an organisation, a document that speaks, or an unnamed source."""
        offices = self.cast.offices
        word = token.lower_
        singular = token.lemma_.lower()
        if (
            token.dep_ in {"compound", "amod", "nmod"}
            and token.head.pos_ in {"NOUN", "PROPN"}
            and token.head.i > token.i
        ):
            return None
        if self._is_group(token):
            self.groups.append(token)
            return None
        if word in offices.organisation:
            return self._organisation(token)
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            return None
        if singular in offices.office_words or self.cast.offices.category(word):
            described = self._office(token)
            if described:
                return described
        country = self._country_of(token)
        if singular in offices.document and country:
            figure = self.cast.add(country, ActorKind.COUNTRY, country=country)
            return figure, f"speaks for {country}", _phrase(token)
        if singular in offices.unnamed or singular in offices.office_words:
            return self._unnamed(token, country)
        return None

    def _is_group(self, token: Token) -> bool:
        phrase = _phrase(token).text.casefold()
        bare = phrase.removeprefix("the ")
        if token.tag_ not in {"NNS", "CD", "NN", "DT", "NNPS", "PDT"} and token.lower_ not in {"both", "two"}:
            return False
        both = self.cast.offices.both
        return token.dep_ in SUBJECTS and (phrase in both or (bare in both and (" " in bare or phrase != bare)))

    def _country_of(self, token: Token) -> str:
        """The country that the phrase names: "China's", "the Turkish", "of Sund"."""
        for child in sorted(token.subtree, key=lambda t: t.i):
            near = child.head == token or child.head.head == token
            if near and (child.dep_ in _MODIFIERS or child.head.lower_ in {"of", "for"}):
                run = self._runs.get(child.i)
                if run is not None and run.figure.kind is ActorKind.COUNTRY:
                    return run.figure.name
                if named := self.cast.country_named(child.text):
                    return named
        return ""

    def _office(self, token: Token) -> tuple[Figure, str, Span] | None:
        """A person named by an office: "China's foreign minister", "his Ukrainian counterpart", "the minister"."""
        phrase = _phrase(token)
        category = self.cast.offices.category(phrase.text) or "minister"
        country = self._country_of(token)
        lead = phrase[0].lower_
        if token.tag_ in {"NNS", "NNPS"} or lead in {"a", "an", "some", "several"}:
            return None
        apposed = self._apposed_name(token)
        if apposed:
            return apposed, f"in apposition to {apposed.name}", phrase
        if category == COUNTERPART:
            return self._counterpart(token, country, phrase)
        if country:
            figure = self.cast.in_office(category, country)
            if figure:
                return figure, f"{category} office of {country}", phrase
            free = self._without_country(category)
            if free is not None and category == FOREIGN:
                free.country = country
                return free, f"the only person who may be {phrase.text}", phrase
            return None
        if lead in {"the", "this"} or phrase[0] == token or lead in {"prime", "foreign"}:
            return self._definite(token, category, phrase)
        return None

    def _apposed_name(self, token: Token) -> Figure | None:
        """The person named right behind the office ("her counterpart, Lucan Corvane")."""
        heads = [child for child in token.children if child.dep_ == "appos"]
        if token.dep_ == "appos":
            heads.append(token.head)
        for head in heads:
            run = self._runs.get(head.i)
            if run is not None and run.figure.kind is ActorKind.PERSON:
                return run.figure
        return None

    def _without_country(self, category: str) -> Figure | None:
        """The one person of the text in such an office whose country the text has not told, if there is only one."""
        open_ones = [f for f in self.cast.persons() if not f.country and compatible(f.category, category)]
        return open_ones[0] if len(open_ones) == 1 else None

    def _counterpart(self, token: Token, country: str, phrase: Span) -> tuple[Figure, str, Span] | None:
        subject = self._subject_of_clause(token)
        persons = [f for f in self.cast.persons() if f is not subject]
        if country:
            figure = self.cast.in_office(FOREIGN, country, exclude=[subject] if subject else [])
            if figure:
                return figure, f"counterpart for {country}", phrase
            persons = [f for f in persons if not f.country]
            if len(persons) >= 1 and subject is not None:
                persons[0].country = country
                return persons[0], f"the other person, so the counterpart for {country}", phrase
            return None
        others = [f for f in persons if f.category and compatible(f.category, FOREIGN)]
        met = [m.figure for m in reversed(self._met) if m.figure in others]
        if met:
            return met[0], "the other minister", phrase
        return None

    def _definite(self, token: Token, category: str, phrase: Span) -> tuple[Figure, str, Span] | None:
        """ "The minister": who was last named in such an office; in a readout the publisher's own."""
        persons = self.cast.persons()
        fitting = [f for f in persons if f.category and compatible(f.category, category)]
        fitting = fitting or [f for f in persons if not f.category]
        if not fitting:
            return None
        if self.official:
            own = [f for f in fitting if self.cast.home and f.country == self.cast.home] or fitting[:1]
            return own[0], "the publisher's own minister", phrase
        banned = self._subject_of_clause(token)
        met = [m.figure for m in reversed(self._met) if m.figure in fitting and m.figure is not banned]
        return (met[0], "last named in such an office", phrase) if met else None

    def _organisation(self, token: Token) -> tuple[Figure, str, Span] | None:
        """A ministry, council or office: by its name, by its country, or as "the ministry" named before."""
        phrase = _phrase(token)
        country = self._country_of(token)
        words = [t for t in phrase if t.dep_ != "det" or t.head != token]
        name = self.doc[words[0].i : words[-1].i + 1].text if words else token.text
        if not self.cast.offices.is_ministry(name):
            proper = any(t.pos_ == "PROPN" for t in words)
            if not (proper or country or token.dep_ in {*SUBJECTS, "pobj"}):
                return None
            figure = self.cast.add(name, ActorKind.ORGANISATION, country=country)
            return figure, "named" if proper else "described", phrase
        if not country and words[0].tag_ == "PRP$":
            owner = self.by_token.get(words[0].i)
            country = self.cast.figures[owner.actors[0]].country if owner else ""
            name = f"Foreign Ministry of {country}" if country else name
        figure = self.cast.ministry_named(name, country)
        if figure is None:
            country = country or self._last_country()
            figure = self.cast.ministry_named(name, country) or self.cast.add(
                name, ActorKind.ORGANISATION, country=country
            )
        figure.aliases.setdefault(name)
        return figure, f"ministry of {figure.country or 'the country last named'}", phrase

    def _last_country(self) -> str:
        return self.cast.home or next((m.figure.country for m in reversed(self._met) if m.figure.country), "")

    def _unnamed(self, token: Token, country: str) -> tuple[Figure, str, Span] | None:
        """An official without a name; "the official" is the one met before."""
        plural = token.tag_ in {"NNS", "NNPS"}
        if token.dep_ not in {*SUBJECTS, "pobj"} or (
            plural and not country and token.lemma_ in self.cast.offices.office_words
        ):
            return None
        phrase = _phrase(token, after=True)
        words = [t for t in phrase if not (t.head == token and t.dep_ == "det")]
        singular = token.lemma_.lower()
        if phrase[0].lower_ in {"the", "this", "that"} and len(words) == 1:
            for met in reversed(self._met):
                if met.figure.kind is ActorKind.UNNAMED and singular in met.figure.name.casefold():
                    met.figure.aliases.setdefault(token.text)
                    return met.figure, "unnamed source met before", phrase
        name = self.doc[words[0].i : words[-1].i + 1].text
        owner = self.by_token.get(words[0].i) if words[0].tag_ == "PRP$" else None
        if owner:
            person = self.cast.figures[owner.actors[0]]
            country = country or person.country
            name = f"{self.doc[words[1].i : words[-1].i + 1].text} of {person.name}"
        figure = self.cast.add(name, ActorKind.UNNAMED, country=country, alias=phrase.text)
        return figure, "unnamed source", phrase

    # --- pronouns -----------------------------------------------------------------------------------------------

    def _pronoun(self, token: Token) -> tuple[Figure, str, Span] | None:
        word = token.lower_
        here = self.doc[token.i : token.i + 1]
        if word in _MASCULINE or word in _FEMININE:
            figure = self._person_before(token, "he" if word in _MASCULINE else "she")
            return (figure, f"“{token.text}” after {figure.name}", here) if figure else None
        if word in {"it", "its"} and token.dep_ in {*SUBJECTS, "poss"}:
            figure = self._thing_before(token)
            return (figure, f"“{token.text}” after {figure.name}", here) if figure else None
        if word in {"they", "both"} and token.dep_ in SUBJECTS:
            self.groups.append(token)
        return None

    def _person_before(self, token: Token, pronoun: str) -> Figure | None:
        """The last person who was a subject, or else the last named, nearest first, whom no other pronoun excludes."""
        own_subject = self._subject_of_clause(token) if token.dep_ not in {*SUBJECTS, "poss"} else None
        near = [
            m
            for m in self._met
            if m.figure.kind in {ActorKind.PERSON, ActorKind.UNNAMED} and m.figure is not own_subject
        ]
        near = [m for m in near if m.figure.pronoun in {"", pronoun} and self._paragraphs_between(m.token, token) <= 2]
        if not near:
            return None
        if token.dep_ == "poss":
            clause = self._subject_of_clause(token)
            same = [m for m in near if m.figure is clause]
            if same:
                return self._settle(same[-1].figure, pronoun)
        last = near[-1].token.sent
        subjects = [m for m in near if m.subject and self._sentences_between(m.token, token) <= 2]
        # A subject counts before an object, a sentence ago before two.
        best = (
            max(subjects or near, key=lambda m: (m.token.sent.start, _main(m.token), m.token.i))
            if subjects
            else near[-1]
        )
        if own_subject is not None and last == token.sent and near[-1].token.i < token.i and not subjects:
            best = near[-1]
        return self._settle(best.figure, pronoun)

    @staticmethod
    def _settle(figure: Figure, pronoun: str) -> Figure:
        if figure.kind is ActorKind.PERSON:
            figure.pronoun = pronoun
        return figure

    def _thing_before(self, token: Token) -> Figure | None:
        things = [m for m in self._met if m.figure.kind in {ActorKind.ORGANISATION, ActorKind.COUNTRY}]
        things = [m for m in things if self._paragraphs_between(m.token, token) == 0 or m.subject]
        if token.dep_ == "poss":
            clause = self._subject_of_clause(token)
            if clause is not None and clause.kind is not ActorKind.PERSON:
                return clause
        near = [m for m in things if self._sentences_between(m.token, token) <= 1]
        ministries = [m for m in near if m.figure.ministry]
        subjects = [m for m in near if m.subject]
        chosen = ministries or subjects or near
        return chosen[-1].figure if chosen else None

    def _subject_of_clause(self, token: Token) -> Figure | None:
        """The actor who is the subject of the clause that a token stands in."""
        for ancestor in token.ancestors:
            for child in ancestor.children:
                mention = self.by_token.get(child.i)
                if child.dep_ in SUBJECTS and mention and child.i != token.i and len(mention.actors) == 1:
                    return self.cast.figures[mention.actors[0]]
            if any(child.dep_ in SUBJECTS for child in ancestor.children):
                return None
        return None

    def _paragraphs_between(self, one: Token, other: Token) -> int:
        return self.doc.text.count("\n\n", one.idx, other.idx)

    def _sentences_between(self, one: Token, other: Token) -> int:
        start, end = sorted((one.i, other.i))
        return sum(1 for t in self.doc[start + 1 : end + 1] if t.is_sent_start and not t.is_space)


def _is_one_person(met: _Met) -> bool:
    if met.figure.kind is ActorKind.UNNAMED:
        return met.token.tag_ not in {"NNS", "NNPS"}
    return met.figure.kind is ActorKind.PERSON


def _main(token: Token) -> bool:
    """Whether a subject's verb is the main one of its sentence."""
    return token.head.dep_ in {"ROOT", "conj"}


def _chars(phrase: Span) -> Chars:
    return Chars(phrase.start_char, phrase.end_char)


def _phrase(token: Token, *, after: bool = False) -> Span:
    """The noun phrase of a head: what stands before it, and "of …"; with `after` all that follows up to a comma."""
    start = token
    for child in token.lefts:
        if child.dep_ in {*_MODIFIERS, "predet", "quantmod", "advmod"}:
            start = min(start, child.left_edge, key=lambda t: t.i)
    end = token
    for child in token.rights:
        if child.is_punct or child.dep_ in {"relcl", "appos", "cc", "conj"} or (child.text == "," and after):
            break
        short = child.dep_ == "prep" and child.lower_ in {"of", "for"}
        if short or (after and child.dep_ in {"prep", "acl", "amod", "advmod"}):
            end = max(end, child.right_edge, key=lambda t: t.i)
    doc = token.doc
    cut = next((t.i for t in doc[token.i + 1 : end.i + 1] if t.text in {",", ";"} or t.is_space), end.i + 1)
    return doc[start.i : cut]
