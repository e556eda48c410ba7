"""Sentences in which people meet: the words that say so, and who meets whom.

The zones searched are linear (up to the next finite verb), not paths in the parse tree: headlines, long titles and
unusual names make the parser attach a participant anywhere, while the order of words stays telling.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from diplomacy.reading.exchanges.words import ExchangeWords, Words
from diplomacy.reading.values import ActorFound, ActorKind, ExchangeKind, Mention

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class Encounter:
    """Words by which people meet, or speak to each other."""

    sentence: int
    """Index of the sentence."""
    start: int
    end: int
    """Tokens of the words, half-open."""
    kind: ExchangeKind | None
    subject: frozenset[int]
    """Whoever the sentence makes the subject: indexes of actors."""
    partner: frozenset[int]
    told: bool
    """Whether words of exchange say it, rather than one person's speaking to another."""
    aside: bool
    """Whether it stands in a relative clause."""
    of_both: bool = False
    """Whether the subject is both of those whom the text is about ("the two men met …")."""
    by_noun: bool = False
    """Whether a noun says it ("a meeting"), which leaves more open who took part."""

    @property
    def people(self) -> frozenset[int]:
        """Everyone whom the sentence names as taking part; fewer than two where it leaves others to be understood."""
        return self.subject | self.partner


@dataclass(frozen=True, slots=True)
class _Named:
    """Tokens that name people."""

    start: int
    end: int
    people: tuple[int, ...]
    possessive: bool


class People:
    """Who is named where, counting only persons, and of nested mentions only the outermost."""

    def __init__(
        self, doc: Doc, actors: Sequence[ActorFound], mentions: Sequence[Mention], groups: Sequence[int] = ()
    ) -> None:
        self.doc = doc
        self._groups = sorted(groups)
        named = [found for mention in mentions if (found := _named(doc, actors, mention))]
        named.sort(key=lambda name: (name.start, -name.end))
        self._outer: list[_Named] = []
        for name in named:
            if not self._outer or name.start >= self._outer[-1].end:
                self._outer.append(name)

    def group_within(self, start: int, end: int) -> bool:
        """Whether "the two men" or the like stand in these tokens."""
        return bisect_left(self._groups, start) < bisect_left(self._groups, end)

    def within(self, start: int, end: int) -> list[_Named]:
        """Mentions that begin in these tokens, in order."""
        first = bisect_left(self._outer, start, key=_first_token)
        return self._outer[first : bisect_left(self._outer, end, key=_first_token)]

    def after(self, at: int, end: int, *, but: frozenset[int] = frozenset()) -> frozenset[int]:
        """Whoever is named first from token `at` on, those of `but` apart, with those joined by commas and "and"."""
        names = [name for name in self.within(at, end) if not name.possessive and but.isdisjoint(name.people)]
        return self._listed(names) if names else frozenset()

    def before(self, at: int, start: int) -> frozenset[int]:
        """Whoever is named last before token `at`, with those joined by "and"; a possessor only right before it."""
        names = [
            name
            for name in reversed(self.within(start, at))
            if name.end <= at and (not name.possessive or at - name.end < 3)
        ]
        return self._joined(names) if names else frozenset()

    def _listed(self, names: list[_Named]) -> frozenset[int]:
        """The people of the list that begins with the first name; it goes on behind a comma up to its last "and"."""
        end = 1
        for number, (this, other) in enumerate(pairwise(names), start=2):
            between = self.doc[this.end : other.start]
            if any(_breaks_list(token) and token.tag_ != "VBG" for token in between):
                break  # but not at "…, representing the chair, …"
            if any(token.lower_ == "and" for token in between):
                end = number
            elif not any(token.text == "," for token in between):
                break
        return frozenset(person for name in names[:end] for person in name.people)

    def _joined(self, names: list[_Named]) -> frozenset[int]:
        people = set(names[0].people)
        for this, other in pairwise(names):
            left, right = sorted((this, other), key=lambda name: name.start)
            between = self.doc[left.end : right.start]
            if not any(token.lower_ == "and" for token in between) or any(_breaks_list(token) for token in between):
                break
            people.update(other.people)
        return frozenset(people)


def _first_token(name: _Named) -> int:
    return name.start


def takes_part(actor: ActorFound) -> bool:
    """Whether an actor can be one of those who meet: a person, and no spokesperson or former officer."""
    office = actor.office.casefold()
    return actor.kind is ActorKind.PERSON and "spokes" not in office and not office.startswith(("former", "ex-"))


def _named(doc: Doc, actors: Sequence[ActorFound], mention: Mention) -> _Named | None:
    people = tuple(actor for actor in mention.actors if takes_part(actors[actor]))
    span = doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    if not people or span is None:
        return None
    follows = doc[span.end] if span.end < len(doc) else None
    possessive = span[-1].tag_ in {"POS", "PRP$"} or (follows is not None and follows.tag_ == "POS")
    return _Named(span.start, span.end, people, possessive)


def _breaks_list(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX", "SCONJ", "PRON"} or token.lower_ in {"with", "to", "that"}


def find_encounters(doc: Doc, people: People, words: ExchangeWords) -> Iterator[Encounter]:
    """Every encounter that the text tells of, in order; those yet to come are left out."""
    for number, sentence in enumerate(doc.sents):
        reader = _SentenceReader(number, sentence, people, words)
        yield from reader.told()
        yield from reader.addressed()


class _SentenceReader:
    def __init__(self, number: int, sentence: DocSpan, people: People, words: ExchangeWords) -> None:
        self.number = number
        self.sentence = sentence
        self.doc = sentence.doc
        self.people = people
        self.words = words
        self.phrases = list(self._phrases())

    def _phrases(self) -> Iterator[tuple[int, int]]:
        """Tokens of the longest phrases of exchange in the sentence, half-open."""
        at = self.sentence.start
        while at < self.sentence.end:
            longest = self.words.longest if self.doc[at].lower_ in self.words.first_words else 0
            for size in range(min(longest, self.sentence.end - at), 0, -1):
                if self._words(at, at + size) in self.words.phrases:
                    yield at, at + size
                    at += size - 1
                    break
            at += 1

    def _words(self, start: int, end: int) -> Words:
        return tuple(token.lower_ for token in self.doc[start:end])

    def told(self) -> Iterator[Encounter]:
        """Encounters that words of exchange tell of: "met", "a call with", "by telephone"."""
        for start, end in self.phrases:
            phrase = self._words(start, end)
            verb = self._is_verb(start, phrase)
            as_verb_only = phrase in self.words.nouns and not verb and self._acts(end)
            if as_verb_only or (phrase not in self.words.means and self._yet_to_come(start)):
                continue  # "calls on", "will meet"
            stop = self._next_finite(end)
            if phrase in self.words.takes_noun and self._takes_noun(end, stop):
                continue  # "received a call from"
            partner = self.people.after(end, stop)
            subject = self.people.before(start, self.sentence.start)
            of_both = verb and not subject and self.people.group_within(self.sentence.start, start)
            if not of_both:
                subject = subject or self.people.after(end, self.sentence.end, but=partner)
            if verb and not (of_both or subject or partner):
                continue  # "officials have visited them"
            yield Encounter(
                sentence=self.number,
                start=start,
                end=end,
                kind=self._kind(phrase, verb=verb, end=end, stop=stop),
                subject=subject,
                partner=partner,
                told=True,
                aside=any(token.dep_ == "relcl" for token in (self.doc[start], *self.doc[start].ancestors)),
                of_both=of_both,
                by_noun=phrase in self.words.nouns and not verb,
            )

    def _acts(self, end: int) -> bool:
        """Whether the noun that ends here is a verb in this place: "Keller calls on", not "Call with Keller"."""
        joined = end < self.sentence.end and self.doc[end].lower_ in {"with", "between", "from"}
        return self.doc[end - 1].pos_ == "VERB" and not joined

    def _takes_noun(self, at: int, stop: int) -> bool:
        """Whether words for an exchange come before any person."""
        noun = next(
            (start for start, end in self.phrases if start >= at and self._words(start, end) in self.words.nouns), stop
        )
        return noun < stop and not self.people.after(at, noun)

    def _is_verb(self, start: int, phrase: Words) -> bool:
        either = phrase in self.words.nouns
        return phrase in self.words.verbs and (not either or self.doc[start].pos_ in {"VERB", "AUX"})

    def _kind(self, phrase: Words, *, verb: bool, end: int, stop: int) -> ExchangeKind | None:
        """The kind that the phrase says, or for a verb of talking the means after it ("spoke … by telephone")."""
        if phrase in self.words.means:
            return self.words.means[phrase]
        kind = (self.words.verbs if verb else self.words.nouns)[phrase]
        if kind is None and verb:
            after = (self.words.means.get(self._words(*found)) for found in self.phrases if end <= found[0] < stop)
            kind = next((means for means in after if means), None)
        return kind

    def addressed(self) -> Iterator[Encounter]:
        """One person speaking to another: "told his counterpart", "explained … to the minister"."""
        for token in self.sentence:
            hearer = self._hearer(token)
            speaker = self.people.before(token.i, self.sentence.start) if hearer else frozenset()
            if len(hearer) == len(speaker) == 1 and hearer != speaker:
                yield Encounter(
                    sentence=self.number,
                    start=token.i,
                    end=token.i + 1,
                    kind=None,
                    subject=speaker,
                    partner=hearer,
                    told=False,
                    aside=False,
                )

    def _hearer(self, token: Token) -> frozenset[int]:
        if token.lower_ in self.words.address_object:
            hearer = self.people.after(token.i + 1, min(token.i + 2, self.sentence.end))
            if hearer:
                return hearer
        if token.lower_ in self.words.address_to:
            for other in self.doc[token.i + 1 : self._next_finite(token.i + 1)]:
                if other.lower_ == "to" and (hearer := self.people.after(other.i + 1, other.i + 4)):
                    return hearer
        return frozenset()

    def _next_finite(self, at: int) -> int:
        """The first finite verb from token `at` on, or the end of the sentence."""
        return next((i for i in range(at, self.sentence.end) if self.doc[i].tag_ in _FINITE), self.sentence.end)

    def _yet_to_come(self, start: int) -> bool:
        """Whether one of the few words before says that it has not taken place."""
        before = [token.lower_ for token in self.doc[max(self.sentence.start, start - 4) : start] if not token.is_punct]
        phrases: set[Words] = {(word,) for word in before[-3:]} | set(pairwise(before))
        return not phrases.isdisjoint(self.words.not_yet)
