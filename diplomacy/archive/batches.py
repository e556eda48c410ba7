"""Texts that are parsed together and read one by one, so that names learned from one serve the next."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from diplomacy.reading.values import Cue, Document, KnownActor, Reading, Span, Vectors, Word, WordVectors

TEXTS = 32
CHARACTERS = 100_000
"""What a batch may hold: the parser takes 2 to 3 kB of memory a character of all that it parses together."""

T = TypeVar("T")
Known = Callable[[], Sequence[KnownActor]]


class ReadsDocuments(Protocol):
    """What is asked of a reader: `diplomacy.reading.Reader`, or another that gives the same values."""

    def read(self, documents: Iterable[Document], actors: Sequence[KnownActor] | Known = ()) -> Iterator[Reading]:
        """A reading for each document, in order; `actors` may be a function, asked anew before each reading."""
        ...

    def concerns(self, document: Document, actors: Iterable[KnownActor]) -> bool:
        """Whether the document that was read last may be read otherwise where these actors are known, or otherwise."""
        ...

    def embed(self, texts: Sequence[str], words: Sequence[Sequence[Span]]) -> tuple[Vectors, Sequence[WordVectors]]:
        """A vector of unit length for each text, shape (texts, 384), and for each its words' signs, (words, 48)."""
        ...

    def words_of(self, text: str, spans: Sequence[Span]) -> Sequence[tuple[Word, ...]]:
        """The words of stretches of a text that somebody else cut, as claims have them."""
        ...

    def cues_of(self, text: str, spans: Sequence[Span]) -> Sequence[Cue]:
        """What the words are that somebody took for cues."""
        ...

    @property
    def pipeline(self) -> str:
        """Its version and its language model's, as its readings have it."""
        ...

    @property
    def vectors_by(self) -> str:
        """The name of the model that makes the vectors."""
        ...


def batches(items: Iterable[T], *, length: Callable[[T], int], most: int | None = None) -> Iterator[list[T]]:
    """The items in their order, at most `most` (or `TEXTS`) together, and `CHARACTERS` unless one alone is longer."""
    batch: list[T] = []
    size = 0
    for item in items:
        if batch and (len(batch) == (most or TEXTS) or size + length(item) > CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += length(item)
    if batch:
        yield batch


class Batch:
    """Documents that are parsed together; each is read when it is asked for, by what is known at that time."""

    def __init__(self, reader: ReadsDocuments, documents: Sequence[Document], known: Known) -> None:
        self._reader = reader
        self._known = known
        self._coming = deque(documents)
        self._readings = reader.read(documents, known)

    def again(self, document: Document, found: Reading, changed: Collection[KnownActor]) -> Reading:
        """The document's reading; made anew where it may hang on any of these, known otherwise by now."""
        return self.reading(document) if changed and self._reader.concerns(document, changed) else found

    def reading(self, document: Document) -> Reading:
        """The document's reading; raises whatever the reader raises for it.

        Documents are asked for in the batch's order, and some may be passed over. One that is not among those still
        to come, as when more is known of its outlet by now, is parsed by itself: what is found is the same.
        """
        while document in self._coming:
            ahead = self._coming.popleft()
            try:
                found = next(self._readings)
            except Exception:  # a text that can't be read ends the batch: the others are read by themselves
                self._coming.clear()
                break
            if ahead == document:
                return found
        return next(iter(self._reader.read([document], self._known)))
