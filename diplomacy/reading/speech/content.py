"""What a cue introduces: the words that are reported, to its right or, where it stands behind them, to its left."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from diplomacy.reading.people.scene import SUBJECTS
from diplomacy.reading.speech.attribution import CueHit, clause_start
from diplomacy.reading.speech.cues import Frame
from diplomacy.reading.speech.extent import content_end
from diplomacy.reading.values import CueClass

_QUESTION = frozenset({"WRB", "WP"})
"""Tags of "when", "how", "who": words that begin an indirect question."""
_CLAUSES = frozenset({"ccomp", "xcomp"})
_EDGE = frozenset(".,;:—–-…\"“”„«»‘’'!? ")


@dataclass(frozen=True, slots=True)
class Content:
    """Token ranges (half-open) that a cue introduces, and the rule that found them."""

    ranges: tuple[tuple[int, int], ...]
    rule: str
    clause: Token | None = None
    """The head of the reported clause, where there is one."""
    inverted: bool = False

    def holds(self, token: Token) -> bool:
        """Whether the token stands in the content."""
        return any(start <= token.i < end for start, end in self.ranges)


def find_content(hit: CueHit, hits: list[CueHit]) -> Content | None:
    """The words that a hit introduces, or None where its construction reports nothing."""
    parenthesis = _parenthetical(hit)
    if parenthesis is not None:
        return parenthesis
    return _clause(hit, hits) or _passive(hit) or _object(hit, hits) or _as_clause(hit)


def _parenthetical(hit: CueHit) -> Content | None:
    """ "A, she said." and "A, she said, B.": the attribution stands between marks, the content around it."""
    if not hit.quotes or hit.subject is None:
        return None
    doc, sent = hit.verb.doc, hit.verb.sent
    first = min(clause_start(hit), hit.verb.i, hit.subject.left_edge.i if hit.subject.i < hit.verb.i else hit.verb.i)
    while first < hit.verb.i and doc[first].is_punct:
        first += 1
    last = max(hit.verb.i, hit.subject.right_edge.i if hit.subject.i > hit.verb.i else hit.verb.i)
    left = [t for t in doc[sent.start : first] if not t.is_punct and not t.is_space]
    if not left or first == sent.start or not doc[first - 1].is_punct or doc[first - 1].text in {"(", "—", ":"}:
        return None
    right = [
        child for child in hit.verb.rights if child.dep_ in _CLAUSES and child.i > last and not _covers(child, left)
    ]
    if any(child.dep_ == "ccomp" for child in right) and hit.subject.i < hit.verb.i and not _loose(hit):
        return None
    if not _stands_before(hit, left) and not _loose(hit):
        return None
    start = sent.start
    ranges = [(start, first)]
    stop = next((t.i for t in doc[last + 1 : sent.end] if t.text == ","), None)
    if stop is not None and _goes_on(doc, start, first, stop + 1, sent.end):
        ranges.append((stop + 1, sent.end))
    return Content(tuple(ranges), "attribution behind what it reports", _head(doc, start, first), inverted=True)


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


def _clause(hit: CueHit, hits: list[CueHit]) -> Content | None:
    """A finite clause, an indirect question, an infinitive or a gerund behind the cue."""
    frames, doc = hit.entry.frames, hit.verb.doc
    clause = _reported_clause(hit, hits)
    if clause is None or (hit.passive and hit.lemma != "quote" and _passive_subject(hit) is not None):
        return None  # "cannot be asked to …": the subject is not who is asking
    start = max(_clause_left(clause, hit), hit.last + 1)
    finite = any(c.dep_ in SUBJECTS for c in clause.children) or clause.tag_ in {"VBZ", "VBD", "VBP"}
    if Frame.TO_WHOM in frames and not finite and not (hit.entry.address and doc[start].lower_ == "that"):
        return None  # "urged A to …": the object belongs to the content
    to = doc[start].lower_ == "to"
    wanted = Frame.TO if to else Frame.ING if clause.tag_ == "VBG" and not finite else Frame.THAT
    if wanted not in frames and not (finite and Frame.WHETHER in frames):
        return None
    end = content_end(hit, hits, clause)
    while start < end and (doc[start].lower_ == "that" or doc[start].is_punct):
        start += 1
    return Content(((start, end),), f"clause after “{hit.lemma}”", clause) if end > start else None


def _reported_clause(hit: CueHit, hits: list[CueHit]) -> Token | None:
    """The head of the clause that the cue governs, by the parse or, failing that, by its "that"."""
    doc = hit.verb.doc
    governed = [c for head in doc[hit.verb.i : hit.last + 1] for c in head.children if c.i > hit.last]
    clauses = [
        c for c in governed if c.dep_ in _CLAUSES or _that_before(c) or (hit.phrase and c.dep_ in {"acl", "pcomp"})
    ]
    if not clauses and Frame.TO in hit.entry.frames and not any(c.dep_ == "dobj" for c in hit.verb.rights):
        clauses = [c for c in governed if c.dep_ == "advcl" and c.left_edge.lower_ == "to"]
    if not clauses and Frame.THAT in hit.entry.frames:
        near = (
            t
            for t in doc[hit.last + 1 : min(hit.last + 10, hit.verb.sent.end)]
            if t.lower_ == "that" and t.tag_ != "WDT"
        )
        clauses = [t.head for t in near if t.head.i > t.i and t.head.pos_ in {"VERB", "AUX"}]
    if not clauses:
        return None
    clause = min(clauses, key=lambda c: (c.dep_ != "ccomp", c.i))
    if not any(other.verb == clause and other.quotes for other in hits):
        return clause
    # "said A is B, C said": what the parser hangs on the second "said" is what the first reports.
    return next((c for c in clause.lefts if c.dep_ == "ccomp" and c.i > hit.last), clause)


def _that_before(clause: Token) -> bool:
    return clause.left_edge.lower_ in {"that", "whether"}


def _clause_left(clause: Token, hit: CueHit) -> int:
    """Where the reported clause begins: at its "that" where there is one behind the cue."""
    doc = clause.doc
    for token in doc[hit.last + 1 : clause.i + 1]:
        if (
            token.lower_ == "that"
            and token.dep_ in {"mark", "nsubj", "det", "dobj"}
            and token.i <= clause.left_edge.i + 1
        ):
            return token.i
    return clause.left_edge.i


def _passive_subject(hit: CueHit) -> Token | None:
    """The subject of a passive, unless it is the "it" of "it was agreed that"."""
    return next((c for c in hit.verb.lefts if c.dep_ == "nsubjpass" and c.lower_ != "it"), None)


def _passive(hit: CueHit) -> Content | None:
    """ "Compensation was not mentioned": the subject is the content."""
    subject = _passive_subject(hit) if hit.passive and Frame.OBJECT in hit.entry.frames else None
    if subject is None:
        return None
    return Content(((subject.left_edge.i, subject.right_edge.i + 1),), f"subject of the passive “{hit.lemma}”")


def _as_clause(hit: CueHit) -> Content | None:
    """ "A is B, as C claims" and "As C claims, A is B": the clause that the aside hangs on."""
    mark = next((c for c in hit.verb.lefts if c.dep_ in {"mark", "advmod"} and c.lower_ == "as"), None)
    main = hit.verb.head
    if mark is None or hit.verb.dep_ != "advcl" or Frame.THAT not in hit.entry.frames or _agrees(hit):
        return None
    if mark.i > main.i:
        start, end = main.left_edge.i, mark.i
    else:
        comma = next((t.i for t in hit.verb.doc[hit.verb.i : hit.verb.sent.end] if t.text == ","), None)
        if comma is None or comma > main.i:
            return None
        start, end = comma + 1, hit.verb.sent.end
    while start < end and (hit.verb.doc[start].lower_ == "that" or hit.verb.doc[start].is_punct):
        start += 1
    return Content(((start, end),), "clause that “as …” hangs on", main) if end > start + 1 else None


def _agrees(hit: CueHit) -> bool:
    """ "as the two had agreed" tells of an agreement and does not attribute the sentence."""
    return hit.entry.cue_class is CueClass.COMMITTING


def _object(hit: CueHit, hits: list[CueHit]) -> Content | None:
    """A noun phrase with what depends on it: "thanked | A for B", "called for | talks", "urged | A to B"."""
    frames = hit.entry.frames
    if hit.passive or not frames & {Frame.OBJECT, Frame.TO_WHOM, Frame.AS}:
        return None
    doc = hit.verb.doc
    if hit.phrase and not hit.noun_of_saying:
        start = hit.last + 1
        if start >= hit.verb.sent.end or (doc[start].is_punct and doc[start].text not in '"“«'):
            return None
    else:
        rights = [
            c
            for c in hit.verb.rights
            if c.dep_ in {"dobj", "dative", "oprd", "nsubj", "nmod", "attr"} and c.i > hit.verb.i
        ]
        rights = [c for c in rights if c is not hit.subject and c.ent_type_ not in {"DATE", "TIME"}]
        if not rights:
            rights = [c for c in hit.verb.rights if c.dep_ in _CLAUSES and not c.is_punct]
        if not rights:
            return None
        start = rights[0].left_edge.i
        if frames <= {Frame.AS} and not _has_predicate(hit.verb):
            return None
        if frames == {Frame.TO_WHOM} and rights[0].right_edge.i + 1 >= content_end(hit, hits, None):
            return None
    end = content_end(hit, hits, None)
    return Content(((start, end),), f"object of “{hit.lemma}”") if end > start else None


def _has_predicate(verb: Token) -> bool:
    """ "called the pledge cheque-book diplomacy", "described it as a success"."""
    if any(t.text in {'"', "“", "«"} for c in verb.rights if c.dep_ == "dobj" for t in c.subtree):
        return True  # "calls the pledge “cheque-book diplomacy”", which the parser takes for one noun phrase
    return any(
        c.dep_ in {"oprd", "ccomp", "xcomp"} or (c.dep_ == "prep" and c.lower_ == "as") for c in verb.rights
    ) or (sum(c.dep_ in {"dobj", "nsubj", "attr"} for c in verb.rights) > 1)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A run of characters without the marks and spaces at its edges; empty where nothing is left."""
    while start < end and (text[start] in _EDGE or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _EDGE or text[end - 1].isspace()):
        end -= 1
    return start, end
