"""Attributions set off between marks, "A, she said, B.": what they report stands around them."""

from spacy.tokens import Doc, Token

from diplomacy.reading.speech.attribution import CueHit, clause_start
from diplomacy.reading.speech.cues import Frame
from diplomacy.reading.speech.extent import Content
from diplomacy.reading.speech.quotes import MARKS


def parenthetical(hit: CueHit) -> Content | None:
    """ "A, she said." and "A, she said, B.": the attribution stands between marks, the content around it."""
    if not hit.quotes or hit.subject is None or _is_participle(hit.verb):
        return None
    doc, sent = hit.verb.doc, hit.verb.sent
    first = min(clause_start(hit), hit.verb.i, hit.subject.left_edge.i if hit.subject.i < hit.verb.i else hit.verb.i)
    while first < hit.verb.i and doc[first].is_punct:
        first += 1
    last = max(hit.verb.i, hit.subject.right_edge.i if hit.subject.i > hit.verb.i else hit.verb.i)
    left = [t for t in doc[sent.start : first] if not t.is_punct and not t.is_space]
    if not left or first == sent.start or not doc[first - 1].is_punct or doc[first - 1].text in {"(", "—", ":"}:
        return None
    quoted = _ends_quoted(doc, sent.start, first)
    right = any(c.dep_ == "ccomp" and c.i > last and not _covers(c, left) for c in hit.verb.rights)
    if right and hit.subject.i < hit.verb.i and not quoted and not _loose(hit):
        return None
    if not _stands_before(hit, left) and not _loose(hit):
        return None
    if not quoted and (hit.entry.frames == {Frame.QUOTE} or _has_object(hit)):
        return None  # "As she arrived, he continued …"
    start = sent.start
    ranges = [(start, first)]
    stop = next((t.i for t in doc[last + 1 : sent.end] if t.text == ","), None)
    if not quoted and not _finite(doc, start, first) and (opening := _opening(doc, last + 1, sent.end)) is not None:
        return Content(((opening, sent.end),), "quotation behind an attribution", _head(doc, opening, sent.end))
    if stop is not None and _goes_on(doc, start, first, stop + 1, sent.end):
        ranges.append((stop + 1, sent.end))
        if not quoted and len(left) > 1 and all(t.ent_type_ in {"DATE", "TIME"} or t.pos_ == "ADV" for t in left):
            del ranges[0]  # "Even then, she said, A"
    elif quoted and (that := _that(hit, last)) is not None:
        ranges.append((that + 1, sent.end))
    return Content(tuple(ranges), "attribution behind what it reports", _head(doc, start, first), inverted=True)


def _is_participle(verb: Token) -> bool:
    """ "…, saying that A", "by telling X that A": only "was quoted as saying" stands behind what it reports."""
    quoted_as = verb.dep_ == "pcomp" and verb.head.lower_ == "as"
    return verb.tag_ == "VBG" and not quoted_as and not any(c.dep_ == "aux" for c in verb.children)


def _ends_quoted(doc: Doc, start: int, first: int) -> bool:
    """Whether what stands before an attribution is a quotation that ends right there: `“A,” she said`."""
    closed = any(_is_mark(token) for token in doc[max(start, first - 2) : first])
    marks = sum(_is_mark(token) for token in doc[start:first])
    return closed and (marks % 2 == 1 or _is_mark(doc[start]))


def _that(hit: CueHit, last: int) -> int | None:
    """The "that" of a clause that the verb goes on to report behind a quotation: `“A,” she said, that B`."""
    clauses = (c for c in hit.verb.rights if c.dep_ == "ccomp" and c.i > last)
    return next((c.left_edge.i for c in clauses if c.left_edge.lower_ == "that"), None)


def _opening(doc: Doc, at: int, end: int) -> int | None:
    """The quotation mark that stands at a token or behind its comma; None where there is none."""
    at += at < end and doc[at].text == ","
    return at if at < end and _is_mark(doc[at]) else None


def _is_mark(token: Token) -> bool:
    """Whether a token is a quotation mark, or two typed apostrophes that serve as one."""
    return token.text[0] in MARKS or token.text in {"''", "``"}


def _covers(clause: Token, left: list[Token]) -> bool:
    return clause.left_edge.i <= left[0].i


def _stands_before(hit: CueHit, left: list[Token]) -> bool:
    """Whether the parser, too, takes the words on the left for what the verb reports."""
    clause = next(
        (
            c
            for c in hit.verb.lefts
            if c.dep_ in {"ccomp", "advcl", "dep", "parataxis", "acomp", "nsubj"}
            and c.right_edge.i >= left[-1].i - 2
            and c != hit.subject
        ),
        None,
    )
    return clause is not None or any(t.text in '"”»“' for t in hit.verb.doc[left[-1].i : hit.verb.i])


def _has_object(hit: CueHit) -> bool:
    """Whether the verb reports a noun phrase, so that nothing before it can be what it reports."""
    return Frame.OBJECT in hit.entry.frames and any(c.dep_ == "dobj" for c in hit.verb.rights)


def _loose(hit: CueHit) -> bool:
    """Whether the verb hangs in the sentence as an aside: "A, he suggested, B"."""
    doc = hit.verb.doc
    after = doc[hit.verb.i + 1] if hit.verb.i + 1 < len(doc) else None
    return hit.verb.dep_ in {"parataxis"} or (
        after is not None and after.text == "," and hit.verb.dep_ == "ccomp" and hit.verb.head.i > hit.verb.i
    )


def _goes_on(doc: Doc, start: int, first: int, after: int, end: int) -> bool:
    """Whether the sentence was only interrupted: its verb is still to come behind the attribution."""
    if after >= end or not any(t.is_alpha for t in doc[after:end]):
        return False
    if not _finite(doc, start, first) or doc[after].tag_ in {"VBZ", "VBD", "VBP", "MD"}:
        return True
    return doc[after].tag_ != "VBG" and any(start <= t.head.i < first for t in doc[after:end] if not t.is_punct)


def _finite(doc: Doc, start: int, end: int) -> bool:
    return any(t.tag_ in {"VBZ", "VBD", "VBP", "MD"} for t in doc[start:end])


def _head(doc: Doc, start: int, end: int) -> Token | None:
    """The token of a range that nothing else in it governs, a verb before others."""
    tops = [t for t in doc[start:end] if t.head == t or not start <= t.head.i < end]
    return next((t for t in tops if t.pos_ in {"VERB", "AUX"}), tops[0] if tops else None)
