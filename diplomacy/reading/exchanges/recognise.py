"""The exchanges that a text reports: of what kind, between whom, when."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from itertools import islice, pairwise

from spacy.tokens import Doc

from diplomacy.reading.exchanges.dating import Dated, Dating
from diplomacy.reading.exchanges.encounters import Encounter, People, find_encounters, takes_part
from diplomacy.reading.exchanges.words import ExchangeWords
from diplomacy.reading.values import ActorFound, ActorKind, Document, ExchangeKind, Mention, ReportedExchange, Span

RECENT = timedelta(days=10)
"""How long before publication an exchange can be and still be what the text is about, if its head does not name it."""
_PAIR = 2


def recognise(
    doc: Doc,
    document: Document,
    actors: Sequence[ActorFound],
    mentions: Sequence[Mention],
    *,
    groups: Sequence[int] = (),
    words: ExchangeWords | None = None,
) -> tuple[ReportedExchange, ...]:
    """The exchanges that the text reports, the one of its headline first; background ones are left out.

    `mentions` resolve names, descriptions and pronouns to indexes into `actors`; `groups` are the tokens that head
    "the two sides" and the like; `doc` covers `document.text`.
    """
    words = words or ExchangeWords.load()
    return _Recogniser(doc, document, actors, mentions, groups=groups, words=words).exchanges()


class _Recogniser:
    def __init__(
        self,
        doc: Doc,
        document: Document,
        actors: Sequence[ActorFound],
        mentions: Sequence[Mention],
        *,
        groups: Sequence[int],
        words: ExchangeWords,
    ) -> None:
        self.doc = doc
        self.document = document
        self.actors = actors
        self.mentions = mentions
        self.words = words
        self.people = People(doc, actors, mentions, groups)
        self.sentences = list(doc.sents)
        self.dating = Dating(doc, document, words)
        self.news_day = self.dating.news_day()

    def exchanges(self) -> tuple[ReportedExchange, ...]:
        found = self.dating.dated(find_encounters(self.doc, self.people, self.words))
        between: dict[frozenset[int], list[Dated]] = {}
        for dated in found:
            if self._diplomatic(dated.encounter.people) and not dated.past:
                between.setdefault(dated.encounter.people, []).append(dated)
        self._meet_others(between, found)
        self._fill_headline(between)
        self._fill_company(between)
        self._leave_bystanders(between)
        loose = [dated for dated in found if len(dated.encounter.people) < _PAIR and not dated.past]
        for pair in self._understood(between, loose):
            between[pair] = []
        reported = [exchange for people in between for exchange in self._between(people, between, loose)]
        return tuple(sorted(reported, key=lambda exchange: exchange.passages[:1]))

    def _meet_others(self, between: dict[frozenset[int], list[Dated]], found: list[Dated]) -> None:
        """Add encounters of both with a third ("the two men met, with Arriaga between them")."""
        both = next((people for people in between if len(people) == _PAIR), frozenset[int]())
        for dated in found if both else ():
            others = dated.encounter.partner - both
            if dated.encounter.of_both and others and dated.day:
                between.setdefault(both | others, []).append(
                    replace(dated, encounter=replace(dated.encounter, subject=both, partner=others))
                )

    def _fill_company(self, between: dict[frozenset[int], list[Dated]]) -> None:
        """Let what some of a company say to each other go with the company's exchange, unless it is told as another."""
        for people, group in list(between.items()):
            fuller = next((others for others in between if people < others), None)
            if fuller is None:
                continue
            days = {one.day for one in between[fuller]}
            told = {one.encounter.sentence for one in between[fuller] if one.encounter.told}
            inside = [
                one
                for one in group
                if (not one.encounter.told or one.encounter.sentence in told) and (not one.day or one.day in days)
            ]
            if len(inside) == len(group):
                between[fuller] += inside
                del between[people]

    def _leave_bystanders(self, between: dict[frozenset[int], list[Dated]]) -> None:
        """Leave out pairs with someone of no office or country, where the other one meets somebody who has one.

        They are those whom the talks were about, named where the talks are, but not as met or on a day.
        """
        for people, group in list(between.items()):
            if any(one.day or not one.encounter.by_noun for one in group if one.encounter.told):
                continue
            rest = [others for others in between if others != people and others & people]
            strange = {person for person in people if not self._represents(person)}
            named = (others - people for others in rest if strange - others)
            if any(met and all(map(self._represents, met)) for met in named):
                del between[people]

    def _represents(self, person: int) -> bool:
        actor = self.actors[person]
        return bool(actor.office or actor.country)

    def _fill_headline(self, between: dict[frozenset[int], list[Dated]]) -> None:
        """Let encounters of the headline go with those of the body that name the same people and more."""
        for people, group in list(between.items()):
            fuller = next((others for others in between if people < others), None)
            ends = max(self.sentences[one.encounter.sentence].start_char for one in group)
            if fuller is not None and ends < self.document.title_end:
                between[fuller] = [*group, *between[fuller]]
                del between[people]

    def _between(
        self, people: frozenset[int], between: dict[frozenset[int], list[Dated]], loose: list[Dated]
    ) -> Iterator[ReportedExchange]:
        """The exchanges of these people that are news: the first that is told, and others that the head tells of."""
        first, *others = self._by_day(between[people])
        also = self._loose_for(people, between, loose)
        earlier = [dated for dated in also if len(people) == _PAIR and self._is_another(dated, first)]
        also = [dated for dated in also if dated not in earlier]
        kinds = {one.encounter.kind for group in between.values() for one in group}
        of_nobody = [one for one in loose if not one.encounter.people and one.encounter.kind not in kinds]
        if self._in_head([*first, *also]) or self._goes_on(people, first):
            yield self._exchange(people, first, also, of_nobody)
            others += self._by_day(earlier) if earlier else []
        for group in others:
            if self._in_head(group) or self._is_another(group[0], first):
                yield self._exchange(people, group, [])

    def _is_another(self, dated: Dated, first: list[Dated]) -> bool:
        """Whether it is of another kind and day than what the text is about, and recent: a call before a meeting."""
        day = next((one.day for one in first if one.day), self.news_day)
        kinds = {one.encounter.kind for one in first} - {None}
        told = dated.encounter.told and dated.encounter.kind is not None and dated.encounter.kind not in kinds
        recent = dated.day is not None and dated.day != day and self.document.published - dated.day <= RECENT
        return told and recent and bool(kinds)

    def _diplomatic(self, people: frozenset[int]) -> bool:
        """Whether they are two or more, and not all of one country."""
        countries = {self.actors[person].country or self.actors[person].name for person in people}
        return len(people) >= _PAIR and len(countries) > 1

    def _understood(self, between: dict[frozenset[int], list[Dated]], loose: list[Dated]) -> Iterator[frozenset[int]]:
        """Pairs that no sentence names together, though words of exchange are used of one of them or of none."""
        ranked = [actor for actor, _ in self._times_named.most_common()]
        people = [actor for actor in ranked if takes_part(self.actors[actor]) and self._times_named[actor] >= _PAIR]
        officials = [actor for actor in people if self.actors[actor].office]
        often = [actor for actor in people if self._times_named[actor] > _PAIR]
        states = [actor for actor in ranked if self.actors[actor].kind is ActorKind.COUNTRY and not people]
        if not between and loose:
            pairs = (frozenset({group[0], other}) for group in (officials, often, states) for other in group[1:])
            yield from islice((pair for pair in pairs if self._diplomatic(pair)), 1)
        paired = {person for pair in between for person in pair}
        told = {person for dated in loose if dated.encounter.kind for person in dated.encounter.people}
        for person in sorted(told & set(officials) & set(often) - paired if paired else ()):
            if self._diplomatic(frozenset({officials[0], person})):
                yield frozenset({officials[0], person})

    @cached_property
    def _times_named(self) -> Counter[int]:
        return Counter(actor for mention in self.mentions for actor in mention.actors)

    def _by_day(self, group: list[Dated]) -> list[list[Dated]]:
        """The encounters of the same people, a list a day that words of exchange name; the rest go with the first.

        Where none names a day, that of a sentence in which one speaks to the other counts.
        """
        dated = [one for one in group if one.day and one.encounter.told]
        dated = dated or [one for one in group if one.day][:1]
        days: dict[date | None, list[Dated]] = {one.day: [] for one in dated} or {None: []}
        first = next(iter(days))
        for one in group:
            days[one.day if one in dated else first].append(one)
        return list(days.values())

    def _in_head(self, group: list[Dated]) -> bool:
        """Whether title, standfirst or first paragraph tell of the exchange, or no sentence names both people."""
        body = self._body_sentences()
        return not group or any(one.encounter.sentence < body and not one.encounter.aside for one in group)

    def _goes_on(self, people: frozenset[int], group: list[Dated]) -> bool:
        """Whether the exchange is recent and the text goes on about each of the people."""
        day = next((one.day for one in group if one.day), self.news_day)
        recent = self.document.published - day <= RECENT
        return recent and all(self._sentences_naming(person) >= _PAIR for person in people)

    def _body_sentences(self) -> int:
        """How many sentences title, standfirst and first paragraph have."""
        first = self.document.text.find("\n\n", self.document.body_start)
        head_end = first if first >= 0 else len(self.document.text)
        return sum(sentence.start_char < head_end for sentence in self.sentences)

    def _sentences_naming(self, person: int) -> int:
        starts = [sentence.start_char for sentence in self.sentences] + [len(self.document.text)]
        named = [mention.span.start for mention in self.mentions if person in mention.actors]
        return sum(any(start <= at < end for at in named) for start, end in pairwise(starts))

    def _loose_for(
        self, people: frozenset[int], between: dict[frozenset[int], list[Dated]], loose: list[Dated]
    ) -> list[Dated]:
        """Words of exchange without both names that go with these people: the only ones, or those named there."""
        if len(between) == 1:
            return loose
        of_one = [dated for dated in loose if sum(dated.encounter.people < others for others in between) == 1]
        return [dated for dated in of_one if dated.encounter.people < people]

    def _exchange(
        self, people: frozenset[int], group: list[Dated], loose: list[Dated], of_nobody: Sequence[Dated] = ()
    ) -> ReportedExchange:
        """The exchange that a group of encounters tells of; those of nobody ("a phone call") tell its kind at most."""
        told = [dated for dated in group if dated.encounter.told]
        kind, kind_from, presumed = self._kind([*told, *group, *loose, *of_nobody])
        day = next((dated.day for dated in [*told, *group, *loose] if dated.day), None)
        passages = [dated.encounter for dated in told] or [dated.encounter for dated in group + loose][:1]
        spans = dict.fromkeys(self._sentence_span(encounter.sentence) for encounter in passages)
        names = " and ".join(self.actors[person].name for person in sorted(people))
        reasons = (
            f"It tells of a {kind} between {names}: {kind_from}.",
            f"It dates it {_written(day)}."
            if day
            else f"It gives it no date; it reports on {_written(self.news_day)}.",
        )
        return ReportedExchange(
            kind=kind,
            date=day or self.news_day,
            participants=tuple(sorted(people)),
            passages=tuple(spans),
            reasons=reasons,
            presumed=presumed,
        )

    def _kind(self, encounters: Sequence[Dated]) -> tuple[ExchangeKind, str, bool]:
        """The kind that the first of them tells, from what it is known, and whether it is only presumed."""
        for dated in encounters:
            if dated.encounter.kind:
                words = self._words(dated.encounter)
                return dated.encounter.kind, f"the words are “{words}”", False
        phrases = (tuple(self._words(dated.encounter).lower().split()) for dated in encounters)
        kind = next((self.words.presumed[phrase] for phrase in phrases if phrase in self.words.presumed), None)
        return kind or ExchangeKind.MEETING, "they spoke, and no other words say how", True

    def _words(self, encounter: Encounter) -> str:
        return self.doc[encounter.start : encounter.end].text

    def _sentence_span(self, number: int) -> Span:
        sentence = self.sentences[number]
        return Span(sentence.start_char, sentence.end_char)


def _written(day: date) -> str:
    """The day as readers write it: 4 March 2025."""
    return f"{day.day} {day:%B %Y}"
