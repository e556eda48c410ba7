"""Attributions set off between marks, "A, she said, B.": what they report stands around them."""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from diplomacy.reading.people.scene import SUBJECTS
from diplomacy.reading.speech.attribution import CueHit, clause_start
from diplomacy.reading.speech.cues import Frame
from diplomacy.reading.speech.extent import Content
from diplomacy.reading.speech.quotes import MARKS


def parenthetical(hit: CueHit, hits: Sequence[CueHit]) -> Content | None:
    """ "A, she said." and "A, she said, B.": the attribution stands between marks, the content around it."""
    if not hit.quotes or hit.subject is None or _is_participle(hit.verb):
        return None
    doc, sent = hit.verb.doc, hit.verb.sent
    first = min(clause_start(hit), hit.verb.i, hit.subject.left_edge.i if hit.subject.i < hit.verb.i else hit.verb.i)
    while first < hit.verb.i and doc[first].is_punct:
        first += 1
    last = max(hit.verb.i, hit.subject.right_edge.i if hit.subject.i > hit.verb.i else hit.verb.i)
    left = [t for t in doc[sent.start : first] if not t.is_punct and not t.is_space]
    if not left:
        return _behind_connective(hit, hits, last)
    edge = next(t for t in reversed(doc[sent.start : first]) if not t.is_space)
    if not edge.is_punct or edge.text in {"(", "—", ":"}:
        return None
    quoted = _ends_quoted(doc, sent.start, first)
    interrupted = _interrupted(hit, left, last)
    whole = any(c.dep_ == "ccomp" and c in left for c in hit.verb.lefts)
    right = any(c.dep_ == "ccomp" and c.i > last and not _covers(c, left) for c in hit.verb.rights)
    set_off = last + 1 < sent.end and doc[last + 1].text == ","
    if right and hit.subject.i < hit.verb.i and not (quoted or interrupted or _loose(hit) or (set_off and whole)):
        return None
    if not _stands_before(hit, left) and not _loose(hit) and not interrupted:
        return None
    if not quoted and (hit.entry.frames == {Frame.QUOTE} or _has_object(hit)):
        return None  # "As she arrived, he continued …"
    opening = None if quoted or _finite(doc, sent.start, first) else _opening(doc, last + 1, sent.end)
    if opening is not None and not _belongs(interrupted):
        return Content(((opening, sent.end),), "quotation behind an attribution", _head(doc, opening, sent.end))
    tied = sent[0].tag_ == "CC" and len(left) > 1  # "And" ties the sentence to the one before
    before, more = (sent.start + tied, first), opening
    stop = _comma(doc, last + 1, sent.end)
    if more is None and stop is not None and (interrupted or _goes_on(hit, *before, stop + 1, quoted=quoted)):
        more = stop + 1
    if more is not None:
        ranges: tuple[tuple[int, int], ...] = (before, (more, _next_act(hit, hits, more)))
    elif quoted and (that := _that(hit, last)) is not None:
        ranges = (before, (that + 1, sent.end))
    else:
        ranges = (before,)
    return Content(ranges, "attribution behind what it reports", _head(doc, *before), inverted=True)


def _behind_connective(hit: CueHit, hits: Sequence[CueHit], last: int) -> Content | None:
    """ "But, she said, A": the attribution opens its sentence, behind a word that ties it to the one before."""
    doc, sent = hit.verb.doc, hit.verb.sent
    if len(sent) < 2 or sent[0].dep_ != "cc" or sent[1].text != "," or _comma(doc, last + 1, last + 2) is None:
        return None
    span = (last + 2, _next_act(hit, hits, last + 2))
    return Content((span,), "clause behind an attribution", _head(doc, *span)) if span[1] > span[0] else None


def _comma(doc: Doc, start: int, end: int) -> int | None:
    return next((t.i for t in doc[start:end] if t.text == ","), None)


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


def _interrupted(hit: CueHit, left: Sequence[Token], last: int) -> list[Token]:
    """The words before an attribution that hang on what stands behind it: "If A is so, she said, B"."""
    if hit.verb.dep_ in {"relcl", "acl"} or any(
        c.dep_ in {"mark", "advmod"} and c.tag_ == "IN" for c in hit.verb.lefts
    ):
        return []  # "After all, while he insisted that …", "However, as he said, …"
    end = hit.verb.sent.end
    return [t for t in left if last < t.head.i < end]


def _belongs(words: Sequence[Token]) -> bool:
    """Whether one of them is the subject or a condition of what it hangs on, not a time or an occasion of speaking."""
    conditions = (c for t in words if t.dep_ == "advcl" for c in t.lefts if c.dep_ == "mark")
    return any(t.dep_ in SUBJECTS for t in words) or any(c.lower_ in {"if", "unless", "whether"} for c in conditions)


def _goes_on(hit: CueHit, start: int, first: int, after: int, *, quoted: bool) -> bool:
    """Whether the sentence was only interrupted, and no participle tells what the speaker did besides.

    Behind a quotation, or a speaker who is named last ("A, said Keller, the minister, …"), only a verb or what hangs
    on A goes on.
    """
    doc, end = hit.verb.doc, hit.verb.sent.end
    if after >= end or not any(t.is_alpha for t in doc[after:end]):
        return False
    if not _finite(doc, start, first) or doc[after].tag_ in {"VBZ", "VBD", "VBP", "MD"}:
        return True
    if doc[after].tag_ == "VBG" and (doc[after].dep_ != "prep" or doc[after].lower_ == "according"):
        return False
    if not quoted and hit.subject is not None and hit.subject.i < hit.verb.i and _is_bare(doc, hit.verb.i + 1, after):
        return True
    return any(start <= t.head.i < first for t in doc[after:end] if not t.is_punct)


def _is_bare(doc: Doc, start: int, after: int) -> bool:
    """Whether nothing behind an attribution tells of its circumstances ("told the press on Friday, a day after …")."""
    dated = doc[after].ent_type_ in {"DATE", "TIME"}
    return not dated and not any(t.dep_ == "pobj" and t.ent_type_ not in {"DATE", "TIME"} for t in doc[start:after])


def _next_act(hit: CueHit, hits: Sequence[CueHit], after: int) -> int:
    """Where what goes on behind an attribution ends: at the sentence's end, or where the speaker's next act begins."""
    end = hit.verb.sent.end
    joined = after < end and hit.verb.doc[after].dep_ == "cc"
    acts = (
        o
        for o in hits
        if after <= o.verb.i < end and (o.verb.head == hit.verb or (joined and clause_start(o) <= after))
    )
    return min((max(clause_start(o), after) for o in acts if o.subject is not None), default=end)


def _finite(doc: Doc, start: int, end: int) -> bool:
    return any(t.tag_ in {"VBZ", "VBD", "VBP", "MD"} for t in doc[start:end])


def _head(doc: Doc, start: int, end: int) -> Token | None:
    """The token of a range that nothing else in it governs, a verb before others."""
    tops = [t for t in doc[start:end] if t.head == t or not start <= t.head.i < end]
    return next((t for t in tops if t.pos_ in {"VERB", "AUX"}), tops[0] if tops else None)
