"""Who is meant: each noun phrase and pronoun that may stand for an actor, resolved in the order of the text.

Every rule leaves a word on the mention it made, so that a reader can see why "the minister" is whom.
"""

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span, Token

from diplomacy.reading.people.allegiance import infer_countries
from diplomacy.reading.people.cast import Cast, Figure
from diplomacy.reading.people.descriptions import Descriptions
from diplomacy.reading.people.names import find_names
from diplomacy.reading.people.pronouns import resolve_pronoun
from diplomacy.reading.people.scene import SUBJECTS, Met, Resolved, Scene, noun_phrase
from diplomacy.reading.values import Document, Mention
from diplomacy.reading.values import Span as Chars

_NO_HEADS = frozenset({"PUNCT", "SPACE", "ADP", "DET", "CCONJ", "SCONJ", "AUX", "PART", "NUM", "ADV"})
"""Parts of speech that head no noun phrase, unless as a subject ("the two", "both")."""


class MentionFinder:
    """Resolves the noun phrases of one text; `by_token` gives the mention whose head a token is."""

    def __init__(
        self,
        doc: Doc,
        cast: Cast,
        document: Document,
        *,
        author: Figure | None = None,
        quoted: Sequence[Chars] = (),
    ) -> None:
        """Find who is meant where; `author` says "I" outside the `quoted` spans."""
        self.cast = cast
        runs = {doc[run.core : run.end].root.i: run for run in find_names(doc, cast, title_end=document.title_end)}
        self._scene = Scene(doc, cast, runs, official=document.official, author=author, quoted=quoted)
        self._descriptions = Descriptions(self._scene)
        self._groups: list[Token] = []
        self.by_token = self._scene.by_token
        infer_countries(self._scene, dateline=document.dateline)
        named = {i for run in runs.values() for i in range(run.start, run.end)}
        for token in doc:
            self._meet(token, named)

    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, in order of the text."""
        return tuple(sorted(self.by_token.values(), key=lambda mention: mention.span))

    def groups(self) -> tuple[int, ...]:
        """The tokens that head "the two sides" and the like."""
        return tuple(token.i for token in self._groups)

    def resolve_groups(self, exchanges: Iterable[tuple[int, ...]]) -> None:
        """Let "the two sides" and the like mean the participants of the exchange that was last spoken of."""
        pairs = [actors for actors in exchanges if len(actors) > 1]
        for token in self._groups if pairs else ():
            met = {m.figure.index: m.token.i for m in self._scene.met if m.token.i < token.i}
            actors = max(pairs, key=lambda pair: min(met.get(actor, -1) for actor in pair))
            phrase = noun_phrase(token)
            self.by_token[token.i] = Mention(_chars(phrase), actors, "the participants of the exchange")

    def _meet(self, token: Token, named: set[int]) -> None:
        found = self._resolve(token, named)
        if found is not None:
            self.by_token[token.i] = Mention(_chars(found.phrase), (found.figure.index,), found.rule)
            self._scene.met.append(Met(token, found.figure))

    def _resolve(self, token: Token, named: set[int]) -> Resolved | None:
        run = self._scene.runs.get(token.i)
        if run is not None:
            return Resolved(run.figure, run.rule, token.doc[run.start : run.end])
        if token.pos_ in _NO_HEADS and token.dep_ not in SUBJECTS:
            return None
        if self._descriptions.is_group(token):
            self._groups.append(token)
            return None
        if token.pos_ == "PRON" or token.tag_ in {"PRP", "PRP$"} or token.lower_ == "latter":
            return resolve_pronoun(self._scene, token)
        if token.i in named and token.lower_ not in self.cast.offices.organisation:
            return None
        return self._descriptions.resolve(token)


def _chars(phrase: Span) -> Chars:
    return Chars(phrase.start_char, phrase.end_char)
