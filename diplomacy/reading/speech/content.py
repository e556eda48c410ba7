"""What a cue introduces: the words that are reported, to its right or, where it stands behind them, to its left."""

from spacy.tokens import Token

from diplomacy.reading.people.scene import SUBJECTS
from diplomacy.reading.speech.attribution import CueHit
from diplomacy.reading.speech.cues import Frame
from diplomacy.reading.speech.extent import Content, content_end
from diplomacy.reading.speech.parenthesis import parenthetical
from diplomacy.reading.values import CueClass

_CLAUSES = frozenset({"ccomp", "xcomp"})
_STRAYS = frozenset({"dobj", "npadvmod", "advcl", "attr"})
"""What the parser makes of the first words of a clause that it hangs on the cue instead."""
_EDGE = frozenset(".,;:—–-…\"“”„«»‘’'!? ")


def find_content(hit: CueHit, hits: list[CueHit]) -> Content | None:
    """The words that a hit introduces, or None where its construction reports nothing."""
    return (
        parenthetical(hit, hits)
        or _clause(hit, hits)
        or _passive(hit)
        or _object(hit, hits)
        or _as_clause(hit)
        or _misread(hit, hits)
    )


def _clause(hit: CueHit, hits: list[CueHit]) -> Content | None:
    """A finite clause, an indirect question, an infinitive or a gerund behind the cue."""
    frames, doc = hit.entry.frames, hit.verb.doc
    clause = _reported_clause(hit, hits)
    if clause is None or (hit.passive and hit.lemma != "quote" and _passive_subject(hit) is not None):
        return None  # "cannot be asked to …": the subject is not who is asking
    start = _clause_start(clause, hit)
    if doc[start].lower_ == "nothing" and doc[start + 1].pos_ == "ADP":
        return None  # "says nothing of …" is a silence
    finite = any(c.dep_ in SUBJECTS for c in clause.children) or clause.tag_ in {"VBZ", "VBD", "VBP"}
    if Frame.TO_WHOM in frames and not finite and not (hit.entry.address and doc[start].lower_ == "that"):
        return None  # "urged A to …": the object belongs to the content
    to = doc[start].lower_ == "to"
    gerund = clause.tag_ == "VBG" and not finite and not _is_subject_of_more(clause, hit)
    wanted = Frame.TO if to else Frame.ING if gerund else Frame.THAT
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
        c
        for c in governed
        if c.dep_ in _CLAUSES or _that_before(c) or _whether(c, hit) or (hit.phrase and c.dep_ in {"acl", "pcomp"})
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


def _whether(clause: Token, hit: CueHit) -> bool:
    """ "asked if A is B": a condition only where a comma sets it off."""
    first = clause.left_edge
    return first.lower_ == "if" and Frame.WHETHER in hit.entry.frames and not first.nbor(-1).is_punct


def _is_subject_of_more(gerund: Token, hit: CueHit) -> bool:
    """ "said opening it could help": a gerund right behind the cue that a finite verb goes on from."""
    return gerund.left_edge.i == hit.last + 1 and any(t.tag_ in {"MD", "VBZ", "VBD", "VBP"} for t in gerund.subtree)


def _clause_start(clause: Token, hit: CueHit) -> int:
    """Where the reported clause begins: at its "that", or else where the words behind the cue that it needs begin.

    A verb that reports clauses only has no object: what the parser takes for one is the clause's subject.
    """
    doc = clause.doc
    left = clause.left_edge.i
    for token in doc[hit.last + 1 : clause.i + 1]:
        if token.lower_ == "that" and token.dep_ in {"mark", "nsubj", "det", "dobj"} and token.i <= left + 1:
            return max(token.i, hit.last + 1)
    if hit.entry.frames <= {Frame.THAT, Frame.QUOTE} and not hit.entry.address and not hit.passive:
        strays = (c for c in hit.verb.rights if hit.last < c.i < clause.i and c.dep_ in _STRAYS and c != hit.subject)
        left = min((c.left_edge.i for c in strays if c.ent_type_ not in {"DATE", "TIME"}), default=left)
    return max(left, hit.last + 1)


def _misread(hit: CueHit, hits: list[CueHit]) -> Content | None:
    """ "said guards hurt by dogs want masks", where the parser finds an object and no clause."""
    if hit.lemma != "say" or hit.passive:
        return None
    taken = next((c for c in hit.verb.rights if c.dep_ == "dobj" and c.left_edge.i == hit.last + 1), None)
    if taken is None or not any(t.tag_.startswith("VB") for t in taken.subtree):
        return None
    return Content(((hit.last + 1, content_end(hit, hits, taken)),), "clause read as an object", taken)


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
        bare = not any(c.dep_ == "prep" for c in rights[0].rights)  # not "accused A | of B", hung on A
        if frames == {Frame.TO_WHOM} and bare and rights[0].right_edge.i + 1 >= content_end(hit, hits, None):
            return None
        if hit.entry.address and Frame.OBJECT not in frames and not _told_of(hit.verb):
            return None  # "“A,” he told the paper on Monday": the object is the hearer
    end = content_end(hit, hits, None)
    return Content(((start, end),), f"object of “{hit.lemma}”") if end > start else None


def _told_of(verb: Token) -> bool:
    """Whether the hearer is told to do something or of something, or there is a second object."""
    objects = sum(c.dep_ in {"dobj", "dative"} for c in verb.rights)
    clause = any(c.dep_ in {"xcomp", "ccomp"} or (c.dep_ == "prep" and _names_a_matter(c)) for c in verb.rights)
    return clause or objects > 1 or any(c.dep_ in {"acl", "relcl"} for o in verb.rights for c in o.rights)


def _names_a_matter(preposition: Token) -> bool:
    """ "of the delay", "on the strike", but not "on Monday" or "in an interview"."""
    dated = any(c.ent_type_ in {"DATE", "TIME"} for c in preposition.children)
    return preposition.lower_ in {"of", "about", "against", "on", "over"} and not dated


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
