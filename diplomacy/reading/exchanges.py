"""The exchanges that a text reports: of what kind, between whom, when, on whose asking."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from spacy.tokens import Doc

from diplomacy.reading.dates import DateFound, dates_in
from diplomacy.reading.encounters import Encounter, ExchangeWords, People, find_encounters, takes_part
from diplomacy.reading.values import ActorFound, ActorKind, Document, ExchangeKind, Mention, ReportedExchange, Span

RECENT = timedelta(days=10)
"""How long before publication an exchange can be and still be what the text is about, if its head does not name it."""
DATE_REACH = 12
"""Tokens within which a date belongs to the words of exchange."""
_PAIR = 2


@dataclass(frozen=True, slots=True)
class _Dated:
    """An encounter with the day that the text gives it, if it does."""

    encounter: Encounter
    day: date | None
    past: bool
    """Whether it is told as lying further back, without a day ("last year")."""


def recognise(
    doc: Doc,
    document: Document,
    actors: Sequence[ActorFound],
    mentions: Sequence[Mention],
    *,
    words: ExchangeWords | None = None,
) -> tuple[ReportedExchange, ...]:
    """The exchanges that the text reports, the one of its headline first; background ones are left out.

    `mentions` resolve names, descriptions and pronouns to indexes into `actors`; `doc` covers `document.text`.
    """
    words = words or ExchangeWords.load()
    return _Recogniser(doc, document, actors, mentions, words).exchanges()


class _Recogniser:
    def __init__(
        self,
        doc: Doc,
        document: Document,
        actors: Sequence[ActorFound],
        mentions: Sequence[Mention],
        words: ExchangeWords,
    ) -> None:
        self.doc = doc
        self.document = document
        self.actors = actors
        self.mentions = mentions
        self.words = words
        self.people = People(doc, actors, mentions)
        self.sentences = list(doc.sents)
        self.news_day = self._news_day()

    def exchanges(self) -> tuple[ReportedExchange, ...]:
        found = self._all_dated()
        between: dict[frozenset[int], list[_Dated]] = {}
        for dated in found:
            if self._diplomatic(dated.encounter.people) and not dated.past:
                between.setdefault(dated.encounter.people, []).append(dated)
        loose = [dated for dated in found if len(dated.encounter.people) < _PAIR and not dated.past]
        if not between and loose:
            principals = self._principals()
            if principals:
                between[principals] = []
        reported = [
            self._exchange(people, group, self._loose_for(people, between, loose))
            for people, all_of_them in between.items()
            for group in self._by_day(all_of_them)
            if self._is_news(people, group)
        ]
        return tuple(sorted(reported, key=lambda exchange: exchange.passages[:1]))

    def _all_dated(self) -> list[_Dated]:
        """Every encounter with its day; "the same day" is the day of the one before."""
        found: list[_Dated] = []
        for encounter in find_encounters(self.doc, self.people, self.words):
            dated, same = self._dated(encounter)
            if same:
                dated = replace(dated, day=next((other.day for other in reversed(found) if other.day), None))
            found.append(dated)
        return found

    def _dated(self, encounter: Encounter) -> tuple[_Dated, bool]:
        sentence = self.sentences[encounter.sentence]
        found = list(self._dates(sentence.start_char, sentence.end_char))
        near = [when for when in found if self._belongs(when, encounter)]
        if not near and not found:
            near = self._dates_of_paragraph_before(sentence.start_char)
        when = min(near, key=lambda when: abs(when.span.start - self.doc[encounter.start].idx), default=None)
        if when is None:
            return _Dated(encounter, None, past=False), False
        return _Dated(encounter, when.day, past=when.day is None and not when.same), when.same

    def _dates(self, start: int, end: int) -> Iterable[DateFound]:
        return dates_in(self.document.text, start=start, end=end, published=self.document.published)

    def _belongs(self, when: DateFound, encounter: Encounter) -> bool:
        """Whether the date and the words of exchange are near each other in one clause, or it opens the sentence."""
        span = self.doc.char_span(when.span.start, when.span.end, alignment_mode="expand")
        if span is None or (when.day and when.day > self.document.published + timedelta(days=1)):
            return False
        start, end = sorted((span.start, encounter.start))
        between = self.doc[start + 1 : end]
        opens_sentence = span.start - self.sentences[encounter.sentence].start < 3
        if any(token.tag_ in {"VBD", "VBZ", "MD"} for token in between):
            return False
        ends_clause_before = span.start < encounter.start and any(token.text == "," for token in between)
        return opens_sentence or (len(between) <= DATE_REACH and not ends_clause_before)

    def _dates_of_paragraph_before(self, at: int) -> list[DateFound]:
        """The dates of the sentences before, in the same paragraph, the nearest last."""
        start = self.document.text.rfind("\n\n", 0, at) + 2
        return list(self._dates(start, at))[-1:] if 1 < start < at else []

    def _news_day(self) -> date:
        """The day that title, standfirst and first paragraphs give what they report; else that of publication."""
        published = self.document.published
        end = self.document.body_start
        for _ in range(2):
            end = self.document.text.find("\n\n", end + 2) if end >= 0 else end
        for when in self._dates(0, end if end > 0 else len(self.document.text)):
            if when.day and timedelta(0) <= published - when.day < timedelta(days=7) and not self._foretold(when):
                return when.day
        return published

    def _foretold(self, when: DateFound) -> bool:
        """Whether the clause up to the date is not about the past."""
        at = self.doc.char_span(when.span.start, when.span.end, alignment_mode="expand")
        if at is None:
            return False
        tags: set[str] = set()
        for token in reversed(self.doc[at.sent.start : at.start]):
            if token.text == ",":
                break
            tags.add(token.tag_)
        return "VBD" not in tags and not tags.isdisjoint({"MD", "TO", "VBZ", "VBP"})

    def _diplomatic(self, people: frozenset[int]) -> bool:
        """Whether they are two or more, and not all of one country."""
        countries = {self.actors[person].country or self.actors[person].name for person in people}
        return len(people) >= _PAIR and len(countries) > 1

    def _principals(self) -> frozenset[int]:
        """The two people of different countries whom the text names most; states where it names no such people."""
        named = Counter(actor for mention in self.mentions for actor in mention.actors)
        by_rank = [actor for actor, _ in named.most_common()]
        officials = [actor for actor in by_rank if takes_part(self.actors[actor]) and self.actors[actor].office]
        states = [actor for actor in by_rank if self.actors[actor].kind is ActorKind.COUNTRY]
        for group in (officials, states):
            for other in group[1:]:
                if self._diplomatic(frozenset({group[0], other})):
                    return frozenset({group[0], other})
        return frozenset()

    def _by_day(self, group: list[_Dated]) -> list[list[_Dated]]:
        """The encounters of the same people, one list for each day; those without a day go with the first."""
        days: dict[date | None, list[_Dated]] = {}
        for dated in group:
            days.setdefault(dated.day, []).append(dated)
        undated = days.pop(None, [])
        groups = list(days.values()) or [[]]
        groups[0] = sorted([*groups[0], *undated], key=lambda dated: dated.encounter.start)
        return groups

    def _is_news(self, people: frozenset[int], group: list[_Dated]) -> bool:
        """Whether the text tells what was said: its head names the exchange, or it goes on about each of the people."""
        if not group:
            return True
        body = self._body_sentences()
        if any(dated.encounter.sentence < body and not dated.encounter.aside for dated in group):
            return True
        day = next((dated.day for dated in group if dated.day), self.news_day)
        if self.document.published - day > RECENT:
            return False
        return all(self._sentences_naming(person) >= _PAIR for person in people)

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
        self, people: frozenset[int], between: dict[frozenset[int], list[_Dated]], loose: list[_Dated]
    ) -> list[_Dated]:
        """Words of exchange without both names that go with these people: the only ones, or those named there."""
        if len(between) == 1:
            return loose
        of_one = [dated for dated in loose if sum(dated.encounter.people < others for others in between) == 1]
        return [dated for dated in of_one if dated.encounter.people < people]

    def _exchange(self, people: frozenset[int], group: list[_Dated], loose: list[_Dated]) -> ReportedExchange:
        told = [dated for dated in group if dated.encounter.told]
        kind, kind_from = self._kind(told, group, loose)
        day = next((dated.day for dated in [*told, *group, *loose] if dated.day), None)
        passages = [dated.encounter for dated in told] or [dated.encounter for dated in group + loose][:1]
        spans = dict.fromkeys(self._sentence_span(encounter.sentence) for encounter in passages)
        names = " and ".join(self.actors[person].name for person in sorted(people))
        reasons = (
            f"{kind}: {kind_from}",
            f"between {names}",
            f"on {day}, as the text says" if day else f"on {self.news_day}, the day of what the text reports",
        )
        exchange = ReportedExchange(
            kind=kind,
            date=day or self.news_day,
            participants=tuple(sorted(people)),
            passages=tuple(spans),
            reasons=reasons,
        )
        return replace(exchange, initiator=self._initiator(people, [*told, *loose]))

    def _kind(self, told: list[_Dated], group: list[_Dated], loose: list[_Dated]) -> tuple[ExchangeKind, str]:
        for dated in [*told, *group, *loose]:
            if dated.encounter.kind:
                words = self.doc[dated.encounter.start : dated.encounter.end].text
                return dated.encounter.kind, f"“{words}”"
        return ExchangeKind.MEETING, "they spoke, and no other words say how"

    def _sentence_span(self, number: int) -> Span:
        sentence = self.sentences[number]
        return Span(sentence.start_char, sentence.end_char)

    def _initiator(self, people: frozenset[int], told: list[_Dated]) -> int | None:
        for mention in self.mentions:
            before = self.document.text[: mention.span.start].casefold().rstrip().removesuffix(" the")
            after = self.document.text[mention.span.end :].casefold().removeprefix("’s").removeprefix("'s").split()[:1]
            asked = before.endswith(self.words.initiative_after) or (
                after and after[0].strip(".,") in self.words.initiative_possessed and before.endswith((" at", " on"))
            )
            if asked:
                participant = self._participant(people, mention.actors)
                if participant is not None:
                    return participant
        for dated in told:
            encounter = dated.encounter
            if encounter.end < len(self.doc) and self.doc[encounter.end].lower_ == "from":
                return next(iter(encounter.partner & people), None)
            if self.doc[encounter.start].lower_ in self.words.caller:
                return next(iter(encounter.subject & people), None)
        return None

    def _participant(self, people: frozenset[int], named: tuple[int, ...]) -> int | None:
        """The participant who is named, or who acts for the country named."""
        for person in sorted(people):
            if person in named or self.actors[person].country in {self.actors[actor].name for actor in named}:
                return person
            if self.actors[person].country in {self.actors[actor].country for actor in named} - {""}:
                return person
        return None
