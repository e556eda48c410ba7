"""A reader for tests of the archive: it knows two ministers and one pattern, and needs no model.

It reads "Vik said that …" and "Orrell said that …", takes any text that names both to report their call, and gives
each claim the vector of its words, so that equal claims are equal.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count

import numpy as np

from diplomacy.intake import IntakeArticle, read_bytes
from diplomacy.reading.values import (
    ActorFound,
    ActorKind,
    Claim,
    Cue,
    CueClass,
    Document,
    ExchangeKind,
    KnownActor,
    Mention,
    Reading,
    ReportedExchange,
    Span,
    Statement,
    StatementKind,
    Vectors,
    Word,
    WordVectors,
)

SAID = re.compile(r"(Vik|Orrell) (said|stressed) that ([^.]+)\.")
PIPELINE = "plain reader 1"
CAST = (("Ana Vik", "Vik", "Sund"), ("Pavel Orrell", "Orrell", "Valdoria"))


class PlainReader:
    def __init__(self, *, pipeline: str = PIPELINE) -> None:
        self.pipeline = pipeline
        self.read_texts: list[str] = []

    def read(
        self, documents: Iterable[Document], actors: Sequence[KnownActor] | Callable[[], Sequence[KnownActor]] = ()
    ) -> Iterator[Reading]:
        for document in documents:
            known = actors() if callable(actors) else actors
            self.read_texts.append(document.text)
            yield self._read(document, {actor.name: actor.key for actor in known})

    def concerns(self, document: Document, actors: Iterable[KnownActor]) -> bool:  # noqa: ARG002 (a reader's)
        return any(actor.name in {name for name, *_ in CAST} for actor in actors)

    vectors_by = "bag of words"

    def embed(self, texts: Sequence[str], words: Sequence[Sequence[Span]]) -> tuple[Vectors, Sequence[WordVectors]]:
        vectors = np.array([_vector(text) for text in texts], dtype=np.float32).reshape(len(texts), 384)
        return vectors, [np.zeros((0, 48), dtype=np.uint8) for _ in words]

    def words_of(self, text: str, spans: Sequence[Span]) -> Sequence[tuple[Word, ...]]:
        return [_words(text, span.start, span.end) for span in spans]

    def cues_of(self, text: str, spans: Sequence[Span]) -> Sequence[Cue]:
        return [Cue(span, span.of(text), CueClass.NEUTRAL, 2) for span in spans]

    def _read(self, document: Document, known: dict[str, str]) -> Reading:
        actors = tuple(
            ActorFound(name, ActorKind.PERSON, country, "Foreign Minister", (short,), known.get(name))
            for name, short, country in CAST
        )
        both = all(actor.aliases[0] in document.text for actor in actors)
        found = list(SAID.finditer(document.text))
        opening = Span(document.body_start, min(document.body_start + 40, len(document.text)))
        call = ReportedExchange(ExchangeKind.CALL, document.published, (0, 1), 0, (opening,), ("Both are named.",))
        claims = tuple(_claim(number, match, both) for number, match in enumerate(found))
        return Reading(
            actors=actors,
            mentions=(),
            statements=tuple(_statement(match) for match in found),
            claims=claims,
            exchanges=(call,) if both else (),
            pipeline=self.pipeline,
        )


def _statement(match: re.Match[str]) -> Statement:
    speaker = 0 if match[1] == "Vik" else 1
    mention = Mention(Span(*match.span(1)), (speaker,), f"surname {match[1]}")
    cue = Cue(Span(*match.span(2)), match[2], CueClass.NEUTRAL, 2)
    return Statement((Span(*match.span(3)),), StatementKind.INDIRECT, (speaker,), cue, mention, rule="said that")


def _claim(number: int, match: re.Match[str], about: bool) -> Claim:
    words = _words(match.string, *match.span(3))
    askers = tuple(index for index, name in enumerate(("Vik", "Orrell")) if f"idea of {name}" in match[3])
    return Claim(Span(*match.span(3)), number, words, exchange=0 if about else None, askers=askers)


def _words(text: str, start: int, end: int) -> tuple[Word, ...]:
    return tuple(
        Word(word.start(), word.end(), word[0].casefold(), "NOUN", len(word[0]) > 3)
        for word in re.compile(r"\w+").finditer(text, start, end)
    )


def _vector(text: str) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    """Of unit length; the sum of one fixed direction a word."""
    total = np.zeros(384)
    for word in re.findall(r"\w+", text.casefold()):
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
        total += np.random.default_rng(seed).standard_normal(384)
    length = float(np.linalg.norm(total))
    return total / length if length else np.full(384, 384**-0.5)


_numbers = count(1)


def text_of(
    *said: str,
    title: str = "Vik and Orrell speak by telephone",
    outlet: str = "Sund Ministry of Foreign Affairs",
    day: str = "10 June 2031",
    url: str = "",
) -> str:
    """A text file as people have them; each of `said` is a sentence."""
    header = "\n".join([outlet, day, *([f"URL: {url}"] if url else [])])
    opening = "Foreign Minister Ana Vik of Sund spoke with her colleague Pavel Orrell of Valdoria by telephone."
    return f"{title}\n\n{header}\n\n{opening} {' '.join(said)}\n"


def article(text: str, *, name: str = "") -> IntakeArticle:
    """The text as intake makes an article of it."""
    [found] = read_bytes(name or f"article-{next(_numbers)}.txt", text.encode())
    assert isinstance(found, IntakeArticle), found
    return found
