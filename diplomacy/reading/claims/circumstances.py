"""How long an exchange took and who asked for it, told in passing by the sentence that says who met whom."""

from collections.abc import Collection

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from diplomacy.reading.claims.words import is_finite

Range = tuple[int, int]
"""Tokens, half-open."""

_LASTING = frozenset({"last", "take"})
_SIGNS = frozenset({",", ";", "(", ")"})


def circumstance(tokens: DocSpan, *, reasons: Collection[str], lengths: Collection[str]) -> Range | None:
    """The words that tell it ("at her request", "met for 40 minutes", "lasting an hour"), where they stand apart.

    `reasons` are nouns that tell who asked, `lengths` those that tell how long. From the verb on, where nothing but
    how people met stands between; None where there are no such words.
    """
    for token in tokens:
        if token.lower_ in reasons or token.lower_ in lengths:
            head = _preposition(token, tokens) or _participle(token, tokens)
            if head is not None:
                return _from_verb(tokens, head), _behind(tokens.doc, token.i, tokens.end)
    return None


def _preposition(noun: Token, tokens: DocSpan) -> int | None:
    """Where "for 40 minutes" or "at her request" begins."""
    at = noun.i
    while (
        at > tokens.start and tokens.doc[at - 1].text not in _SIGNS and tokens.doc[at - 1].pos_ not in {"VERB", "AUX"}
    ):
        at -= 1
        if tokens.doc[at].lower_ in {"for", "at", "on"}:
            return at
    return None


def _participle(noun: Token, tokens: DocSpan) -> int | None:
    """Where "lasting an hour" begins."""
    found = [t.i for t in tokens.doc[tokens.start : noun.i] if t.tag_ == "VBG" and t.lemma_ in _LASTING]
    return found[-1] if found else None


def _from_verb(tokens: DocSpan, at: int) -> int:
    """The finite verb before, if no name or mark stands between ("met | for 40 minutes")."""
    doc = tokens.doc
    for before in range(at - 1, tokens.start - 1, -1):
        if is_finite(doc[before]):
            return before
        if doc[before].pos_ == "PROPN" or doc[before].is_punct:
            break
    return at


def _behind(doc: Doc, at: int, end: int) -> int:
    """Behind the noun, and behind what it is of ("at the request of the Kenyan side")."""
    at += 1
    if at < end and doc[at].lower_ == "of":
        while at < end and doc[at].text not in _SIGNS and not is_finite(doc[at]):
            at += 1
    return at
