"""Statements and narration split into claims: what could be true or false, agreed or refused, by itself."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from diplomacy.reading.claims.asides import SUBJECTS
from diplomacy.reading.claims.circumstances import circumstance
from diplomacy.reading.claims.clauses import Range, limbs, weight
from diplomacy.reading.claims.words import ClaimWords, is_content, is_finite
from diplomacy.reading.exchanges.words import ExchangeWords
from diplomacy.reading.people import countries
from diplomacy.reading.speech.cues import CueVocabulary, Frame
from diplomacy.reading.speech.quotes import find_quotations
from diplomacy.reading.values import Claim, ReportedExchange, Span, Statement, StatementKind, Word

_QUESTION = frozenset({"WP", "WRB", "WDT", "WP$"})
_WHEN_AND_WHERE = frozenset({"DATE", "TIME", "GPE", "LOC", "FAC", "NORP", "PERSON"})
_NEAR = 10
"""Tokens that may stand between a cue and the content that is read with it ("asked the minister to …")."""
_MARKS = 2
"""Characters of a closing quotation mark with the comma or full stop inside it."""
_PLAIN = 2
"""Content words of an attribution that says nothing else."""


class ClaimSplitter:
    """Splits readings into claims, with the vocabulary loaded once."""

    def __init__(
        self,
        *,
        words: ClaimWords | None = None,
        cues: CueVocabulary | None = None,
        exchange_words: ExchangeWords | None = None,
    ) -> None:
        self.words = words or ClaimWords.load()
        self.exchange_words = exchange_words or ExchangeWords.load()
        self.saying = frozenset(
            lemma for lemma, entry in (cues or CueVocabulary.load()).verbs.items() if Frame.THAT in entry.frames
        )

    def split(
        self, doc: Doc, statements: Sequence[Statement], exchanges: Sequence[ReportedExchange] = ()
    ) -> tuple[Claim, ...]:
        """The claims of a text in its order, each naming its statement by index; narration's name none.

        Silences give no claim of their own. A sentence of `exchanges[…].passages` that only says that the exchange
        took place gives none either.
        """
        return _Splitting(self, doc, statements, exchanges).claims()


class _Splitting:
    def __init__(
        self,
        splitter: ClaimSplitter,
        doc: Doc,
        statements: Sequence[Statement],
        exchanges: Sequence[ReportedExchange],
    ) -> None:
        self.words = splitter.words
        self.saying = splitter.saying
        self.exchange_words = splitter.exchange_words
        self.doc = doc
        self.statements = statements
        self.exchanges = exchanges
        self.passages = {passage for exchange in exchanges for passage in exchange.passages}
        spans = [span for statement in statements for span in statement.spans]
        self.contents = self._ranges(spans)
        self.cues = self._ranges([statement.cue.span for statement in statements if statement.cue])
        self.longest = max((end - start for start, end in (*self.contents, *self.cues)), default=0)
        self.quoted = [quotation.outer for quotation in find_quotations(doc.text)]

    def claims(self) -> tuple[Claim, ...]:
        found: dict[Range, int | None] = {}
        for index, statement in enumerate(self.statements):
            if not statement.silence or self._left_unsaid(statement):
                for piece in self._of_statement(statement):
                    found.setdefault(piece, index)
        for sentence in self.doc.sents:
            for piece in self._of_narration(sentence):
                found.setdefault(piece, None)
        return tuple(self._claim(piece, found[piece]) for piece in sorted(found))

    def _claim(self, piece: Range, statement: int | None) -> Claim:
        tokens = self.doc[piece[0] : piece[1]]
        words = tuple(_word(token) for token in tokens if not token.is_space)
        near = [quoted for quoted in self.quoted if quoted.overlaps(Span(tokens.start_char, tokens.end_char))]
        inside = sum(any(word.start in quoted for quoted in near) for word in words)
        direct = statement is not None and self.statements[statement].kind is StatementKind.DIRECT
        return Claim(
            span=_with_marks(Span(tokens.start_char, tokens.end_char), near),
            statement=statement,
            words=words,
            quoted=direct or 2 * inside > len(words),
        )

    # --- statements --------------------------------------------------------------------------------------------

    def _of_statement(self, statement: Statement) -> Iterator[Range]:
        topics = statement.cue is not None and statement.cue.lemma in self.words.topics
        pieces = [
            piece
            for span in statement.spans
            if (tokens := self._tokens(span))
            for piece in limbs(self.doc, *tokens, words=self.words, topics=topics)
        ]
        if pieces and statement.silence:
            yield self._clause_of_cue(statement, pieces[-1])
            return
        told = [piece for piece in pieces if self._says_something(piece)] or pieces[:1]
        for piece in told:
            content = self._tokens(statement.spans[0]) if piece == pieces[0] else None
            yield self._with_cue(statement, content, piece, topics=topics) if content else piece

    def _says_something(self, piece: Range) -> bool:
        denied = any(token.dep_ == "neg" for token in self.doc[slice(*piece)])  # "that is no incident"
        return denied or weight(self.doc, *piece) > 1

    def _ranges(self, spans: Sequence[Span]) -> list[Range]:
        return sorted(tokens for span in spans if (tokens := self._tokens(span)))

    def _tokens(self, span: Span) -> Range | None:
        found = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        return (found.start, found.end) if found is not None and len(found) else None

    def _with_cue(self, statement: Statement, content: Range, piece: Range, *, topics: bool) -> Range:
        """The first claim of a reported act is read from its cue on ("thanked A for B"); a clause stands alone."""
        if statement.cue is None or (topics and weight(self.doc, *piece) > 1):
            return piece
        cue = self._tokens(statement.cue.span)
        if cue is None or not 0 <= piece[0] - cue[1] <= _NEAR or self.doc[cue[0]].sent != self.doc[piece[0]].sent:
            return piece
        refused = statement.cue.lemma in self.words.refusals
        question = self.doc[piece[0]].tag_ in _QUESTION or self.doc[piece[0]].lower_ in {"whether", "if"}
        if refused or question or not self._is_clause(content, piece):
            return cue[0], piece[1]
        return piece

    def _clause_of_cue(self, statement: Statement, piece: Range) -> Range:
        """The clause that tells of a silence: without its negation and subject the claim would be the reverse."""
        cue = self._tokens(statement.cue.span) if statement.cue else None
        if cue is None:
            return piece
        verb = self.doc[slice(*cue)].root
        before = [token.left_edge.i for token in verb.lefts if token.sent == verb.sent and token.dep_ != "advcl"]
        return min([cue[0], piece[0], *before]), max(cue[1], piece[1])

    def _is_clause(self, content: Range, piece: Range) -> bool:
        """Whether the content is a clause with a subject of its own, and not "A to do B" or words without a verb."""
        tokens = self.doc[slice(*content)]
        verbs = [t for t in tokens if t.pos_ in {"VERB", "AUX"} and (t.head == t or t.head not in tokens)]
        children = [child for verb in verbs for child in verb.children if child in tokens]
        if any(child.tag_ == "TO" for child in children):
            return False
        opens_with_verb = any(is_finite(token) for token in self.doc[piece[0] : piece[0] + 2])
        return opens_with_verb or any(child.dep_ in SUBJECTS for child in children)

    def _left_unsaid(self, statement: Statement) -> bool:
        """Whether a silence is one of the participants' in the exchange: "nor did she speak of a blockade"."""
        named = {person for exchange in self.exchanges for person in exchange.participants}
        return (
            statement.cue is not None
            and statement.cue.lemma in self.words.unspoken
            and named >= set(statement.speakers)
        )

    # --- narration ---------------------------------------------------------------------------------------------

    def _of_narration(self, sentence: DocSpan) -> Iterator[Range]:
        """Claims in what of a sentence is no statement's content and no attribution."""
        taken = self._overlapping(self.contents, sentence)
        cues = {i for start, end in self._overlapping(self.cues, sentence) for i in range(start, end)}
        for gap in _gaps(sentence, taken):
            for start, end in limbs(self.doc, *gap, words=self.words):
                words = self.doc[start:end]
                attributes = not cues.isdisjoint(range(start, end)) or (bool(taken) and self._attributes(words))
                if not attributes and self._tells(words) and not self._only_identifies(sentence, words):
                    yield from self._apart_from_passing(words) or [(start, end)]

    def _apart_from_passing(self, tokens: DocSpan) -> list[Range]:
        """What tells how long it took or who asked, where what stands around it only says who met, and what follows."""
        found = circumstance(tokens, reasons=self.exchange_words.initiative_possessed, lengths=self.words.lengths)
        if found is None:
            return []
        before, behind = self.doc[tokens.start : found[0]], self.doc[found[1] : tokens.end]
        comma = next((token.i for token in behind if token.text == ","), tokens.end)
        for end in (tokens.end, comma):
            around = [*before, *self.doc[found[1] : end]]
            if any(token.pos_ == "PROPN" for token in around) and self._says_only_who_and_when(around):
                rest = self.doc[min(end + 1, tokens.end) : tokens.end]
                return [found, (rest.start, rest.end)] if self._tells(rest) else [found]
        return []

    def _overlapping(self, ranges: list[Range], sentence: DocSpan) -> list[Range]:
        """Those of the sorted ranges that share a token with the sentence; none is longer than the longest."""
        first = bisect_left(ranges, (sentence.start - self.longest, 0))
        last = bisect_left(ranges, (sentence.end, 0))
        return [(start, end) for start, end in ranges[first:last] if sentence.start < end]

    def _tells(self, tokens: DocSpan) -> bool:
        """Whether the words say something: a verb, and more than it."""
        content = sum(is_content(t) for t in tokens)
        verb = any(t.pos_ in {"VERB", "AUX"} or t.lower_ in self.exchange_words.caller for t in tokens)
        lowered = tokens.text.casefold()
        return content > 1 and verb and not any(words in lowered for words in self.words.framing)

    def _attributes(self, tokens: DocSpan) -> bool:
        """Whether what is left beside a statement only says who said it, where, and on what terms."""
        verbs = [t for t in tokens if t.pos_ == "VERB" and is_finite(t)] or [t for t in tokens if t.pos_ == "VERB"]
        if not verbs or sum(is_content(t) for t in tokens) <= _PLAIN:
            return True
        lemma = verbs[0].lemma_.lower()
        aside = tokens[0].lower_ == "who" and lemma in self.words.source_asides
        return aside or lemma in self.saying or verbs[0].lower_ in self.words.no_participles

    def _says_only_who_and_when(self, tokens: Iterable[Token]) -> bool:
        """Whether the words are names, offices, days, places, and such as only say that people met."""
        if not self.exchanges:
            return False
        rest = (t for t in tokens if is_content(t) and not _names_who_or_when(t))
        plain = self.words.identifying | self.exchange_words.all_words
        return all(t.lower_ in plain or t.lemma_.lower() in plain for t in rest)

    def _only_identifies(self, sentence: DocSpan, tokens: DocSpan) -> bool:
        """Whether the words only say that an exchange took place: not how long, nor on whose asking."""
        passage = Span(sentence.start_char, sentence.end_char) in self.passages
        if not passage and not self._says_only_who_and_when(tokens):
            return False
        lowered = [t.lower_ for t in tokens]
        if set(lowered) & (self.words.telling | self.exchange_words.caller) or ("call", "from") in pairwise(lowered):
            return False
        return any(
            tuple(lowered[at : at + size]) in self.exchange_words.phrases
            for at in range(len(lowered))
            for size in range(1, self.exchange_words.longest + 1)
        )


def words_within(doc: Doc, span: Span) -> tuple[Word, ...]:
    """The words of a stretch of the text; those that it cuts in two are left out."""
    tokens = doc.char_span(span.start, span.end, alignment_mode="contract")
    return tuple(_word(token) for token in tokens if not token.is_space) if tokens is not None else ()


def _with_marks(span: Span, quotations: Sequence[Span]) -> Span:
    """The span with the mark of a quotation at its edge whose other mark it holds."""
    start, end = span.start, span.end
    for quotation in quotations:
        if start <= quotation.start < end < quotation.end <= end + _MARKS:
            end = quotation.end
        if start - _MARKS <= quotation.start < start < quotation.end < end:
            start = quotation.start
    return Span(start, end)


def _names_who_or_when(token: Token) -> bool:
    named = token.pos_ == "PROPN" or token.ent_type_ in _WHEN_AND_WHERE
    return named or (token.text[:1].isupper() and countries.lookup(token.text) is not None)


def _gaps(sentence: DocSpan, taken: Sequence[Range]) -> Iterator[Range]:
    """The runs of the sentence that lie in none of the ranges."""
    at = sentence.start
    for start, end in sorted(taken):
        if start > at:
            yield at, start
        at = max(at, end)
    if at < sentence.end:
        yield at, sentence.end


def _word(token: Token) -> Word:
    return Word(
        start=token.idx,
        end=token.idx + len(token),
        lemma=token.lemma_.lower(),
        pos=token.pos_,
        content=is_content(token),
    )
