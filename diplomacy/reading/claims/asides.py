"""Clauses that add a fact of their own to a sentence: behind a comma, and not needed to say what is meant.

Each finder looks at one place and returns the verb of the clause that begins there, or None.
"""

from spacy.tokens import Doc, Token

from diplomacy.reading.claims.words import ClaimWords, is_content, is_finite

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
RELATIVES = frozenset({"which", "who", "whose", "whom", "where"})
_LEAST_PARTICIPLE = 3
"""Content words that a participial clause must have."""
_INTRODUCTION = 5
"""Words within which the conjunction must come ("about a week after A did B")."""
_SUBJECT_REACH = 6
"""Words behind a conjunction within which its clause must have a subject, where the parser saw none."""


def aside(doc: Doc, at: int, end: int, words: ClaimWords) -> Token | None:
    """The verb of the relative, participial or adverbial clause that begins at token `at`."""
    return relative(doc, at, end) or _participle(doc, at, end, words) or _fact(doc, at, end, words)


def relative(doc: Doc, at: int, end: int) -> Token | None:
    """The verb of a relative clause that begins at token `at` ("which …", "one of whom …")."""
    if not any(token.lower_ in RELATIVES for token in doc[at : min(at + 3, end)]):
        return None
    return next((token for token in doc[at:end] if token.dep_ == "relcl" and token.left_edge.i <= at + 2), None)


def _participle(doc: Doc, at: int, end: int, words: ClaimWords) -> Token | None:
    while at < end and doc[at].pos_ == "ADV":
        at += 1
    if at == end:
        return None
    token = doc[at]
    hangs_behind = token.dep_ in {"advcl", "acl"} and token.head.i < at
    if token.tag_ not in {"VBG", "VBN"} or not hangs_behind or token.lower_ in words.no_participles:
        return None
    size = sum(is_content(other) for other in token.subtree if other.i >= at)
    return token if size >= _LEAST_PARTICIPLE else None


def _fact(doc: Doc, at: int, end: int, words: ClaimWords) -> Token | None:
    for token in doc[at : min(at + _INTRODUCTION, end)]:
        if token.lower_ in words.facts:
            return _clause_of(token, at, end)
        if token.pos_ in {"VERB", "AUX"} or token.text == ",":
            return None
    return None


def _clause_of(conjunction: Token, at: int, end: int) -> Token | None:
    """The finite verb of the clause that a conjunction opens; with or without the parser's word for it."""
    verb = conjunction.head
    if conjunction.dep_ == "mark":
        has_subject = any(child.dep_ in SUBJECTS for child in verb.children)
        return verb if verb.dep_ == "advcl" and has_subject and verb.head.i < at else None
    doc = conjunction.doc
    first = conjunction.i + 1
    subject = next((t for t in doc[first : min(first + _SUBJECT_REACH, end)] if t.dep_ in SUBJECTS), None)
    if subject is None or subject.left_edge.i != first or subject.tag_ in {"WDT", "WP"}:
        return None
    return next((token for token in doc[subject.i : end] if is_finite(token)), None)
