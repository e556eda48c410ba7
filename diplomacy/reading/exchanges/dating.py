"""On which day each encounter took place, and the day that a text reports on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc

from diplomacy.reading.exchanges.dates import DateFound, dates_in
from diplomacy.reading.exchanges.encounters import Encounter
from diplomacy.reading.exchanges.words import ExchangeWords
from diplomacy.reading.values import Document

DATE_REACH = 12
"""Tokens within which a date belongs to the words of exchange."""
_OPENING = 16
"""Characters within which a date opens a sentence."""
_OPENS_CONTENT = frozenset({"that", "“", '"', "``"})
"""Behind words of exchange, these say that a date is part of what was said ("told her that the 3 May …")."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An encounter with the day that the text gives it, if it does."""

    encounter: Encounter
    day: date | None
    past: bool
    """Whether it is told as lying further back, without a day ("last year")."""


class Dating:
    """The days that a text gives."""

    def __init__(self, doc: Doc, document: Document, words: ExchangeWords) -> None:
        self.doc = doc
        self.document = document
        self.words = words
        self.sentences = list(doc.sents)

    def dated(self, encounters: Iterable[Encounter]) -> list[Dated]:
        """Every encounter with its day; "the same day" is the day of the one before."""
        found: list[Dated] = []
        for encounter in encounters:
            dated, same = self._dated(encounter)
            if same:
                dated = replace(dated, day=next((other.day for other in reversed(found) if other.day), None))
            found.append(dated)
        return found

    def _dated(self, encounter: Encounter) -> tuple[Dated, bool]:
        sentence = self.sentences[encounter.sentence]
        found = list(self._dates(sentence.start_char, sentence.end_char))
        near = [when for when in found if self._belongs(when, encounter)]
        if not near and not found:
            near = self._dates_of_paragraph_before(sentence.start_char)
        when = min(near, key=lambda when: abs(when.span.start - self.doc[encounter.start].idx), default=None)
        if when is None:
            return Dated(encounter, None, past=False), False
        return Dated(encounter, when.day, past=when.day is None and not when.same), when.same

    def _dates(self, start: int, end: int) -> Iterable[DateFound]:
        nouns = self.words.last_of_nouns
        return dates_in(self.document.text, start=start, end=end, published=self.document.published, dated=nouns)

    def _belongs(self, when: DateFound, encounter: Encounter) -> bool:
        """Whether the date and the words of exchange are near each other in one clause, or it opens the sentence."""
        span = self.doc.char_span(when.span.start, when.span.end, alignment_mode="expand")
        if span is None or (when.day and when.day > self.document.published + timedelta(days=1)):
            return False
        start, end = sorted((span.start, encounter.start))
        between = self.doc[start + 1 : end]
        opens_sentence = span.start - self.sentences[encounter.sentence].start < 3
        if any(token.tag_ in {"VBD", "VBZ", "MD"} or token.lower_ in _OPENS_CONTENT for token in between):
            return False
        ends_clause_before = span.start < encounter.start and any(token.text == "," for token in between)
        return opens_sentence or (len(between) <= DATE_REACH and not ends_clause_before)

    def _dates_of_paragraph_before(self, at: int) -> list[DateFound]:
        """The last date with which a sentence of the same paragraph opens ("Monday was harder. …")."""
        start = self.document.text.rfind("\n\n", 0, at) + 2
        opening = [sentence.start_char for sentence in self.sentences if 1 < start <= sentence.start_char < at]
        return [when for first in opening for when in self._dates(first, min(first + _OPENING, at))][-1:]

    def news_day(self) -> date:
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
