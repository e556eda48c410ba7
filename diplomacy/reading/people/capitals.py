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
    if not token.text[:1].isupper() or token.ent_type_ in {"DATE", "TIME"} or token.lower_ in CALENDAR:
        return False
    return token.pos_ == "PROPN" or token.ent_type_ in _ENTITIES


def capital_runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Runs of name tokens (half-open), with particles, hyphens and initials inside them."""
    at, size = 0, len(doc)
    while at < size:
        if not is_name_token(doc[at]) and not _goes_on(doc, at):
            at += 1
            continue
        end = at + 1
        while end < size and (more := _belonging(doc, end)):
            end += more
        yield at, end
        at = end


def _belonging(doc: Doc, at: int) -> int:
    """How many tokens from `at` on go on with the run before them: a name, or a joint with what it joins."""
    token = doc[at]
    if token.is_space or (token.is_sent_start and not doc[at - 1].text.endswith(".")):
        return 0
    if is_name_token(token) or _goes_on(doc, at):
        return 1
    if _is_joint(doc, at):
        return 2 * (_is_capital(doc, at + 1) or _goes_on_in_lower_case(doc, at + 1))
    if token.lower_ in PARTICLES:
        return 1 * (_is_capital(doc, at + 1) or _is_particle(doc, at + 1)) or 3 * (
            _is_joint(doc, at + 1) and _is_capital(doc, at + 2)
        )
    return 0


def _is_joint(doc: Doc, at: int) -> bool:
    """Whether a hyphen or apostrophe stands here without spaces around it."""
    return 0 < at < len(doc) and doc[at].text in HYPHENS and not (doc[at].whitespace_ or doc[at - 1].whitespace_)


def _is_capital(doc: Doc, at: int) -> bool:
    return at < len(doc) and doc[at].text[:1].isupper()


def _is_particle(doc: Doc, at: int) -> bool:
    return at < len(doc) and doc[at].lower_ in PARTICLES


def _goes_on_in_lower_case(doc: Doc, at: int) -> bool:
    """Whether a word behind a hyphen is the rest of a name ("Chung Eui-yong") or of a title ("Chairman-in-Office")."""
    if at >= len(doc) or not doc[at].is_alpha:
        return False
    if _is_joint(doc, at + 1) and _is_capital(doc, at + 2):
        return True
    return at > 2 and _is_capital(doc, at - 3) and doc[at].pos_ in {"PROPN", "NOUN", "X"}


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
