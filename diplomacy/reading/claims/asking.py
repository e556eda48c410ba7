"""Who, by a claim's own words, asked for the exchange: "at the request of A", "B rang", "a call from C", "D's idea"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from diplomacy.reading.claims.words import is_finite
from diplomacy.reading.exchanges.words import ExchangeWords
from diplomacy.reading.values import ActorFound, Claim, Mention, ReportedExchange, Span

_SIGNS = frozenset({"'s", "’s", "'", "’"})
_BEFORE_OWNER = frozenset({"at", "on", "by", "be"})
"""Lemmas behind which an owner's request, idea or initiative is what an exchange is ascribed to."""
_HONOURS = 12
"""Tokens of titles that may stand between "a call from" and the name."""


def with_askers(claims: Sequence[Claim], *, doc: Doc, mentions: Sequence[Mention], words: ExchangeWords) -> list[Claim]:
    """The claims with `askers` filled in; `mentions` are of one actor each, in the order of the text.

    "It was B's", behind a claim that tells who asked, tells it too.
    """
    finder = _Finder(doc, mentions, words)
    found: list[Claim] = []
    for claim in claims:
        tells = bool(found) and bool(found[-1].askers)
        found.append(replace(claim, askers=tuple(dict.fromkeys(finder.askers(claim.span, behind_another=tells)))))
    return found


def with_initiators(
    exchanges: Sequence[ReportedExchange], claims: Sequence[Claim], actors: Sequence[ActorFound]
) -> tuple[ReportedExchange, ...]:
    """The exchanges with the participant who asked for each, by the text's own words, else by what is said in it.

    None where nobody did, where several are told to have, and where it is not known for which of them somebody did.
    """
    made = []
    for number, exchange in enumerate(exchanges):
        asked = [claim for claim in claims if claim.exchange == number and claim.askers]
        own = [claim for claim in asked if claim.statement is None] or asked
        found = {_participant(exchange, asker, actors) for claim in own for asker in claim.askers}
        made.append(replace(exchange, initiator=found.pop() if len(found) == 1 else None))
    return tuple(made)


def _participant(exchange: ReportedExchange, asker: int, actors: Sequence[ActorFound]) -> int | None:
    """The participant who asked, or for whom a state, ministry or colleague did; one of no known country last."""
    asking = actors[asker]
    sides = {asking.name, asking.country} - {""}
    acting = [person for person in exchange.participants if actors[person].country in sides]
    stateless = [person for person in exchange.participants if not actors[person].country]
    if asker in exchange.participants:
        return asker
    return next(iter(acting or (stateless if len(stateless) == 1 and sides else ())), None)


class _Finder:
    def __init__(self, doc: Doc, mentions: Sequence[Mention], words: ExchangeWords) -> None:
        self.doc = doc
        self.words = words
        self.lowered = [token.lower_ for token in doc]
        self.first_words = frozenset(phrase[0] for phrase in words.caller_phrases)
        spans = [(doc.char_span(m.span.start, m.span.end, alignment_mode="expand"), m.actors[0]) for m in mentions]
        self.named = [(span.start, span.end, actor) for span, actor in spans if span is not None]

    def askers(self, claim: Span, *, behind_another: bool) -> Iterator[int]:
        tokens = self.doc.char_span(claim.start, claim.end, alignment_mode="expand")
        if tokens is None:
            return
        named = [name for name in self.named if tokens.start <= name[0] and name[1] <= tokens.end]
        short = behind_another and tokens[0].lower_ == "it"
        for start, end, actor in named:
            if self._asked(tokens, start, end) or (short and self._owns_what_was_told(tokens, end)):
                yield actor
        yield from self._callers(tokens, named)

    def _asked(self, tokens: DocSpan, start: int, end: int) -> bool:
        """Whether the name stands behind "at the request of", or before "request" or "idea", of an exchange."""
        sentence = tokens[0].sent
        around = {*self.lowered[sentence.start : sentence.end], *self.lowered[tokens.start : tokens.end]}
        if "it" not in around and self.words.all_words.isdisjoint(around):
            return False
        before = self.doc[tokens.start : start].text.casefold().removesuffix(" the")
        return before.endswith(self.words.initiative_after) or self._owns(tokens, start, end)

    def _owns(self, tokens: DocSpan, start: int, end: int) -> bool:
        """Whether "at A's request" or "it was A's idea" is said of the name."""
        while start > tokens.start and self.doc[start - 1].pos_ in {"DET", "ADJ"}:
            start -= 1
        behind = end + (end < tokens.end and self.doc[end].text in _SIGNS)
        owned = behind < tokens.end and self.doc[behind].lower_ in self.words.initiative_possessed
        return owned and (start == tokens.start or self.doc[start - 1].lemma_.lower() in _BEFORE_OWNER)

    def _owns_what_was_told(self, tokens: DocSpan, end: int) -> bool:
        """Whether the claim ends with the name and its sign: "it was A's"."""
        return self.doc[end - 1].text in _SIGNS or (end + 1 == tokens.end and self.doc[end].text in _SIGNS)

    def _callers(self, tokens: DocSpan, named: Sequence[tuple[int, int, int]]) -> Iterator[int]:
        """The subject of "rang" and the like, and whoever "a call" is "from"."""
        for at in range(tokens.start, tokens.end):
            if self._begins_caller_phrase(at) and not self._passive(self.doc[at]):
                subject = [name for name in named if name[1] <= at and not self._verb_between(name[1], at)]
                yield from (actor for _, _, actor in subject[-1:])
            if at > tokens.start and self.lowered[at] == "from" and self.lowered[at - 1] in self.words.sent:
                near = [n for n in named if at < n[0] <= at + _HONOURS and self.doc[n[1] - 1].pos_ != "PRON"]
                yield from (actor for _, _, actor in near[:1])

    def _begins_caller_phrase(self, at: int) -> bool:
        if self.lowered[at] not in self.first_words:  # as most words, and every one is asked
            return False
        return any(tuple(self.lowered[at : at + len(phrase)]) == phrase for phrase in self.words.caller_phrases)

    def _passive(self, token: Token) -> bool:
        return token.i > 0 and self.doc[token.i - 1].lemma_ == "be"

    def _verb_between(self, start: int, end: int) -> bool:
        return any(is_finite(token) and token.lower_ not in {"had", "has"} for token in self.doc[start:end])
