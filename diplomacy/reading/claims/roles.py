"""Which claims tell of an exchange, and of which; the others are context.

A claim tells of the exchange where a participant says it, or where the text says what participants did there. What
states, ministries and unnamed officials add counts where they speak of the exchange or its people; what others say,
what is dated otherwise, and what the writer adds is context.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from spacy.tokens import Doc

from diplomacy.reading.claims.asides import RELATIVES
from diplomacy.reading.claims.asking import with_askers
from diplomacy.reading.claims.words import ClaimWords
from diplomacy.reading.exchanges.dates import dates_in
from diplomacy.reading.exchanges.words import ExchangeWords
from diplomacy.reading.values import (
    ActorFound,
    ActorKind,
    Claim,
    ClaimRole,
    Document,
    Mention,
    ReportedExchange,
    Span,
    Statement,
)

_LONG_NAME = 200
"""Characters that a mention may have."""
_SLACK = timedelta(days=1)
"""Local dates of one exchange may differ by a day."""


def assign(
    claims: Sequence[Claim],
    *,
    doc: Doc,
    document: Document,
    statements: Sequence[Statement],
    actors: Sequence[ActorFound],
    mentions: Sequence[Mention],
    exchanges: Sequence[ReportedExchange],
    words: ClaimWords | None = None,
    exchange_words: ExchangeWords | None = None,
) -> tuple[Claim, ...]:
    """The claims with `role`, `exchange` and `askers` filled in, in the same order.

    A context claim keeps the exchange that the words around it are about, so that it can be shown beside it; without
    any exchange in the text every claim is context and `exchange` None.
    """
    placed = sorted(mentions, key=_first_character)
    single = [mention for mention in placed if len(mention.actors) == 1]
    claims = with_askers(claims, doc=doc, mentions=single, words=exchange_words or ExchangeWords.load())
    if not exchanges:
        return tuple(replace(claim, role=ClaimRole.CONTEXT, exchange=None) for claim in claims)
    assigner = _Assigner(
        doc=doc,
        document=document,
        statements=statements,
        actors=actors,
        mentions=placed,
        exchanges=exchanges,
        words=words or ClaimWords.load(),
    )
    return tuple(assigner.assigned(claims))


@dataclass(frozen=True, slots=True)
class _Place:
    """The sentence and paragraph that a claim stands in."""

    sentence: Span
    paragraph: Span


class _Assigner:
    def __init__(
        self,
        *,
        doc: Doc,
        document: Document,
        statements: Sequence[Statement],
        actors: Sequence[ActorFound],
        mentions: Sequence[Mention],
        exchanges: Sequence[ReportedExchange],
        words: ClaimWords,
    ) -> None:
        self.doc = doc
        self.document = document
        self.statements = statements
        self.actors = actors
        self.mentions = mentions
        self.contents = sorted(span for statement in statements for span in statement.spans)
        self.exchanges = exchanges
        self.words = words
        self.participants = {person for exchange in exchanges for person in exchange.participants}
        self.countries = {actors[person].country for person in self.participants} - {""}
        self.countries |= {actors[person].name for person in self.participants}
        self.sentences = [Span(sentence.start_char, sentence.end_char) for sentence in doc.sents]
        self.about = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words.about)))})\b", re.IGNORECASE)

    def assigned(self, claims: Sequence[Claim]) -> Iterator[Claim]:
        """Each claim with its role and exchange; where its own words name no exchange, that of the claim before."""
        latest = 0
        for claim in claims:
            place = self._place(claim)
            exchange = self._exchange(claim, place, latest)
            role = ClaimRole.EXCHANGE if self._tells(claim, place, self.exchanges[exchange]) else ClaimRole.CONTEXT
            latest = exchange
            yield replace(claim, role=role, exchange=exchange)

    def _place(self, claim: Claim) -> _Place:
        at = claim.span.start
        sentence = self.sentences[max(bisect_right(self.sentences, at, key=_start) - 1, 0)]
        start = self.document.text.rfind("\n\n", 0, at)
        end = self.document.text.find("\n\n", at)
        return _Place(sentence, Span(max(start, 0), end if end >= 0 else len(self.document.text)))

    # --- which exchange ----------------------------------------------------------------------------------------

    def _exchange(self, claim: Claim, place: _Place, latest: int) -> int:
        """The exchange whose people the sentence names, else the paragraph, else the one that was told of before."""
        if len(self.exchanges) == 1:
            return 0
        speakers = set(self._speakers(claim))
        for span in (place.sentence, Span(place.paragraph.start, place.sentence.end), place.paragraph):
            named = speakers | self._named(span)
            shared = [len(named & set(exchange.participants)) for exchange in self.exchanges]
            best = max(shared)
            if best and shared.count(best) == 1:
                return shared.index(best)
            alike = [number for number, count in enumerate(shared) if count == best]
            if best and len({frozenset(self.exchanges[number].participants) for number in alike}) == 1:
                return self._told_last(alike, place)
        return latest

    def _told_last(self, alike: Sequence[int], place: _Place) -> int:
        """Of exchanges of the same people, the one that the paragraph has last told of, else the first of the text."""
        here = Span(place.paragraph.start, place.sentence.end)
        told = [
            (passage, number)
            for number in alike
            for passage in self.exchanges[number].passages
            if passage.overlaps(here)
        ]
        return max(told, default=(here, alike[0]))[1]

    def _named(self, span: Span) -> set[int]:
        return _within(span, self.mentions)

    def _speakers(self, claim: Claim) -> tuple[int, ...]:
        return () if claim.statement is None else self.statements[claim.statement].speakers

    # --- whether it tells of it ---------------------------------------------------------------------------------

    def _tells(self, claim: Claim, place: _Place, exchange: ReportedExchange) -> bool:
        if claim.statement is None:
            return self._narrates(claim, exchange)
        statement = self.statements[claim.statement]
        if self._is_aside(claim) or self._dated_otherwise(place, exchange) or self._long_standing(statement, place):
            return False
        speakers = set(statement.speakers)
        if speakers & set(exchange.participants):
            return True
        own = all(self._on_a_side(speaker) for speaker in speakers)
        return own and (self.document.official or self._in_head(place) or self._speaks_of_it(claim, place))

    def _is_aside(self, claim: Claim) -> bool:
        """Whether it is a relative clause: what the writer or speaker adds about something that was spoken of."""
        return bool(claim.words) and claim.words[0].lemma in RELATIVES

    def _on_a_side(self, actor: int) -> bool:
        """Whether an actor is a participant's state, serves it, or is unnamed and may."""
        found = self.actors[actor]
        return found.name in self.countries or found.country in self.countries or found.kind is ActorKind.UNNAMED

    def _in_head(self, place: _Place) -> bool:
        """Whether the claim stands in title, standfirst or the first paragraph."""
        end = self.document.text.find("\n\n", self.document.body_start)
        return end < 0 or place.sentence.start < end

    def _speaks_of_it(self, claim: Claim, place: _Place) -> bool:
        """Whether the sentence names a participant or the exchange, apart from whoever speaks."""
        speakers = set(self._speakers(claim))
        people = {person for person in self.participants if self.actors[person].kind is ActorKind.PERSON}
        named = self._named(place.sentence) & people - speakers
        return bool(named) or self.about.search(place.sentence.of(self.document.text)) is not None

    def _narrates(self, claim: Claim, exchange: ReportedExchange) -> bool:
        """Whether narration says what participants did in the exchange, or how it went."""
        if self._other_days(claim.span, exchange):
            return False
        if self.document.official:
            return True
        subject = self._opening(claim)
        people = {person for person in exchange.participants if self.actors[person].kind is ActorKind.PERSON}
        sides = self._sides() if subject.start < self.document.title_end else set()
        acts = bool(self._named(subject) & (people | sides))
        return acts or self.about.search(subject.of(self.document.text)) is not None

    def _sides(self) -> set[int]:
        """The states and institutions of the participants, whom a headline puts in their place."""
        return {index for index, actor in enumerate(self.actors) if actor.name in self.countries}

    def _opening(self, claim: Claim) -> Span:
        """The claim up to its first verb: its subject, where it has one."""
        verb = next(
            (word for word in claim.words if word.pos in {"VERB", "AUX"} and word.start > claim.span.start), None
        )
        return Span(claim.span.start, verb.start if verb else claim.span.end)

    # --- other days --------------------------------------------------------------------------------------------

    def _dated_otherwise(self, place: _Place, exchange: ReportedExchange) -> bool:
        """Whether the words around the content say that it was said on another day."""
        last = bisect_left(self.contents, Span(place.sentence.end, place.sentence.end))
        return any(self._other_days(gap, exchange) for gap in place.sentence.without(self.contents[:last]))

    def _other_days(self, span: Span, exchange: ReportedExchange) -> bool:
        found = list(dates_in(self.document.text, start=span.start, end=span.end, published=self.document.published))
        days = [when.day for when in found if when.day and when.day <= self.document.published]
        vague = any(when.day is None and not when.same for when in found)
        near = {exchange.date, self.document.published}
        return vague or any(all(abs(day - other) > _SLACK for other in near) for day in days)

    def _long_standing(self, statement: Statement, place: _Place) -> bool:
        """Whether it is said in the present perfect ("has accused"), in which news tells a talk at its head only."""
        if statement.cue is None or self._in_head(place):
            return False
        cue = self.doc.char_span(statement.cue.span.start, statement.cue.span.end, alignment_mode="expand")
        if cue is None or cue.root.tag_ != "VBN":
            return False
        return any(token.lower_ in {"has", "have"} for token in cue.root.children if token.dep_ == "aux")


def _within(span: Span, mentions: Sequence[Mention]) -> set[int]:
    """Whom those of the mentions, sorted by place, mean that share characters with the span."""
    first = bisect_left(mentions, span.start - _LONG_NAME, key=_first_character)
    last = bisect_left(mentions, span.end, key=_first_character)
    return {actor for mention in mentions[first:last] if mention.span.overlaps(span) for actor in mention.actors}


def _start(span: Span) -> int:
    return span.start


def _first_character(mention: Mention) -> int:
    return mention.span.start
