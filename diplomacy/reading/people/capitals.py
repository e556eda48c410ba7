"""Runs of capitals: where names may stand, whatever the model makes of them."""

import calendar
from collections.abc import Iterator

from spacy.tokens import Doc, Token

PARTICLES = frozenset(
    {"al", "bin", "ibn", "von", "van", "de", "der", "den", "da", "dos", "del", "el", "le", "la", "di", "ben", "ould"}
)
CALENDAR = frozenset(name.lower() for name in (*calendar.day_name, *calendar.month_name) if name)
HYPHENS = frozenset("-‐‑–'’")
_ENTITIES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC"})


def is_name_token(token: Token) -> bool:
    """Whether a word may be part of a name: a capital, and tagger or entity recogniser take it for one."""
    if token.ent_type_ in {"DATE", "TIME"} or token.lower_ in CALENDAR:
        return False
    return token.text[:1].isupper() and (token.pos_ == "PROPN" or token.ent_type_ in _ENTITIES)


def capital_runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Runs of name tokens (half-open), with particles, hyphens and initials inside them."""
    at, size = 0, len(doc)
    while at < size:
        if not is_name_token(doc[at]) and not _goes_on(doc, at):
            at += 1
            continue
        end = at + 1
        while end < size and _belongs(doc, end):
            end += 1
        yield at, end
        at = end


def _belongs(doc: Doc, at: int) -> bool:
    """Whether a token goes on with the run before it."""
    token = doc[at]
    if token.is_space or (token.is_sent_start and not doc[at - 1].text.endswith(".")):
        return False
    name_follows = at + 1 < len(doc) and doc[at + 1].text[:1].isupper()
    joint = name_follows and ((token.text in HYPHENS and not token.whitespace_) or token.lower_ in PARTICLES)
    return is_name_token(token) or joint or _goes_on(doc, at)


def _goes_on(doc: Doc, at: int) -> bool:
    """Whether a capitalised word that nothing recognises stands right behind a name ("Lucan Corvane", mis-tagged)."""
    token = doc[at]
    return (
        at > 0
        and token.text[:1].isupper()
        and token.is_alpha
        and not token.is_sent_start
        and doc[at - 1].pos_ == "PROPN"
    )
