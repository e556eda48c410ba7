"""The scene of a text while it is being read: who has been named so far, where, and in what role."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from diplomacy.reading.people.cast import Cast, Figure
from diplomacy.reading.people.names import NamedRun
from diplomacy.reading.values import Mention
from diplomacy.reading.values import Span as Chars

FIRST_PERSON = frozenset({"i", "me", "my", "myself"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
MODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "det", "nummod", "appos"})


class Resolved(NamedTuple):
    """Who a noun phrase means, by which rule."""

    figure: Figure
    rule: str
    phrase: Span


@dataclass(frozen=True, slots=True)
class Met:
    """A figure as it was met at a token, for later words to look back on."""

    token: Token
    figure: Figure

    @property
    def subject(self) -> bool:
        """Whether it was met as the subject of a clause."""
        return self.token.dep_ in SUBJECTS


class Scene:
    """What the rules that resolve words share: the text, its cast, the names in it, and who was met in which order."""

    def __init__(
        self,
        doc: Doc,
        cast: Cast,
        runs: dict[int, NamedRun],
        *,
        official: bool,
        author: Figure | None = None,
        quoted: Sequence[Chars] = (),
    ) -> None:
        self.doc = doc
        self.cast = cast
        self.runs = runs
        """Names by the token that heads them."""
        self.official = official
        self.author = author
        """The one who signs the text."""
        self._quoted = quoted
        self.by_token: dict[int, Mention] = {}
        self.met: list[Met] = []
        self._sentence, self._paragraph = _places(doc)

    def is_author(self, token: Token) -> bool:
        """Whether a word is the "I" of the one who signs the text."""
        return self.author is not None and token.lower_ in FIRST_PERSON and not self._is_quoted(token)

    def is_authors_we(self, token: Token) -> bool:
        """Whether a word is the "we" of the one who signs the text."""
        return self.author is not None and token.lower_ == "we" and not self._is_quoted(token)

    def _is_quoted(self, token: Token) -> bool:
        return any(span.start <= token.idx < span.end for span in self._quoted)

    def subject_of_clause(self, token: Token) -> Figure | None:
        """The actor who is the subject of the clause that a token stands in."""
        for ancestor in token.ancestors:
            subjects = [child for child in ancestor.children if child.dep_ in SUBJECTS]
            for child in subjects:
                mention = self.by_token.get(child.i)
                if mention and child.i != token.i and len(mention.actors) == 1:
                    return self.cast.figures[mention.actors[0]]
            if subjects:
                return None
        return None

    def addressed_as(self, dignity: str) -> list[Figure]:
        """The persons whom the text names with a form of address ("highness"), in lower case."""
        return [
            run.figure
            for run in self.runs.values()
            if any(token.lower_ == dignity for token in self.doc[run.start : run.core])
        ]

    def met_before(self, token: Token, *, paragraphs: int) -> list[Met]:
        """Whom the text has named up to a token, at most so many paragraphs back, in its order."""
        near = takewhile(lambda met: self.paragraphs_between(met.token, token) <= paragraphs, reversed(self.met))
        return list(near)[::-1]

    def paragraphs_between(self, one: Token, other: Token) -> int:
        """How many paragraph ends lie between two tokens, the first before the second."""
        return self._paragraph[other.i] - self._paragraph[one.i]

    def sentences_between(self, one: Token, other: Token) -> int:
        """How many sentences begin behind the first token, up to the second."""
        return self._sentence[other.i] - self._sentence[one.i]


def _places(doc: Doc) -> tuple[list[int], list[int]]:
    """The number of the sentence and of the paragraph of each token."""
    sentences, paragraphs = [], []
    sentence = paragraph = 0
    for token in doc:
        sentence += bool(token.is_sent_start) and not token.is_space
        sentences.append(sentence)
        paragraphs.append(paragraph)
        paragraph += token.is_space and "\n\n" in token.text
    return sentences, paragraphs


def noun_phrase(head: Token, *, long: bool = False) -> Span:
    """The noun phrase of a head: what stands before it, and "of …"; the long one has all that follows up to a comma."""
    start, end = head, head
    for child in head.lefts:
        if child.dep_ in MODIFIERS or child.dep_ in {"predet", "quantmod", "advmod"}:
            start = min(start, child.left_edge, key=lambda t: t.i)
    for child in head.rights:
        if child.is_punct or child.dep_ in {"relcl", "appos", "cc", "conj"}:
            break
        short = child.dep_ == "prep" and child.lower_ in {"of", "for"}
        if short or (long and child.dep_ in {"prep", "acl", "amod", "advmod"}):
            end = max(end, child.right_edge, key=lambda t: t.i)
    cut = next((t.i for t in head.doc[head.i + 1 : end.i + 1] if t.text in {",", ";"} or t.is_space), end.i + 1)
    return head.doc[start.i : cut]
