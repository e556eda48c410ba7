"""How far what a cue introduces goes: to the speaker's next act, to an aside that attributes, or to the end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from diplomacy.reading.people.scene import SUBJECTS
from diplomacy.reading.speech.attribution import CueHit, clause_start
from diplomacy.reading.speech.cues import CueVocabulary, Frame
from diplomacy.reading.values import Span as Chars

_TAIL = frozenset({*",;:—–-", "and", "but", "then"})
"""What is left at the end of a content that is cut before a further act."""
_CONTRASTS = frozenset({"while", "as", "though", "although"})
"""Conjunctions before a further act of speech: "said A, though she noted B"."""
_ASIDES = frozenset({",", "—", "–", "-", "--"})
"""Marks behind which a writer may comment."""
_SUBORDINATE = frozenset({"advcl", "relcl", "acl", "pcomp"})
_TIMES = frozenset({"while", "when", "after", "before", "as", "since"})
"""Conjunctions that say when it was said, and so are no part of a noun phrase that was said."""

_FORMS = (frozenset({"he", "his", "him"}), frozenset({"she", "her"}), frozenset({"they", "their", "them"}))
"""Pronouns that point to the same."""


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

    def up_to(self, token: int) -> "Content":
        """The content without what stands from a token on."""
        ranges = tuple((start, min(end, token)) for start, end in self.ranges if start < token)
        return replace(self, ranges=ranges)


def content_end(hit: CueHit, hits: Sequence[CueHit], clause: Token | None) -> int:
    """The token behind the content; `clause` is the head of the reported clause, None for a noun phrase."""
    doc = hit.verb.doc
    end = _clause_end(hit, hits, clause) if clause is not None else _object_end(hit)
    for other in hits:
        if not hit.last < other.verb.i < end:
            continue
        reports = other.entry.frames > {Frame.QUOTE} or Frame.QUOTE not in other.entry.frames
        if (reports and is_sibling(hit, other, clause)) or _attributes_all(other, hit):
            end = min(end, max(clause_start(other), hit.last + 1))
    for token in doc[hit.last + 1 : end]:
        source = _names_a_source(token) and not _opens(token, hit)
        hearer = clause is None and Frame.TO_WHOM not in hit.entry.frames and _names_the_hearer(token)
        if source or hearer:
            end = min(end, token.i)
    while end > hit.last + 1 and (doc[end - 1].lower_ in _TAIL or doc[end - 1].is_space):
        end -= 1
    return end


def _attributes_all(other: CueHit, hit: CueHit) -> bool:
    """Whether a later cue attributes the whole sentence, this cue and all: "vowed to go, officials said"."""
    if other.subject is None or other.verb.tag_ not in {"VBD", "VBZ", "VBP"} or other.subject.i < hit.last:
        return False
    governs = other.verb.is_ancestor(hit.verb) and hit.verb.dep_ in {"ccomp", "parataxis", "dep", "advcl"}
    inserted = other.verb.dep_ == "parataxis" and other.verb.head == hit.verb
    return (governs or inserted) and other.subject.left_edge.nbor(-1).text == ","


def without_comment(content: Content, hit: CueHit, vocabulary: CueVocabulary, quoted: Sequence[Chars]) -> Content:
    """The content up to what the writer adds about it: "…, a swipe at his rival", "… — something he denied"."""
    doc, (start, end) = hit.verb.doc, content.ranges[-1]
    for token in doc[start + 2 : end - 1]:
        marked = token.text in _ASIDES and not any(token.idx in span for span in quoted)
        if marked and _comments(token.nbor(), vocabulary):
            return replace(content, ranges=(*content.ranges[:-1], (start, token.i)))
    return content


def _comments(first: Token, vocabulary: CueVocabulary) -> bool:
    """Whether a comment on what was said begins with a token: "a swipe", "something", "echoing"."""
    if first.tag_ == "VBG":
        return first.lemma_.lower() in vocabulary.comment_participles
    phrase = first.doc[first.i : min(first.i + 6, first.sent.end)]
    head = next((t for t in phrase if t.pos_ in {"NOUN", "PRON"} and t.left_edge.i == first.i), None)
    indefinite = first.lower_ in {"a", "an", "something"}
    return indefinite and head is not None and head.lemma_.lower() in vocabulary.comment_nouns


def _names_a_source(token: Token) -> bool:
    """Whether a token begins "according to"."""
    return token.lower_ == "according" and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to"


def _opens(token: Token, hit: CueHit) -> bool:
    """Whether nothing but marks and a conjunction stands between the cue and a token."""
    return all(t.is_punct or t.dep_ == "mark" for t in token.doc[hit.last + 1 : token.i])


def _clause_end(hit: CueHit, hits: Sequence[CueHit], clause: Token) -> int:
    """The sentence's end, unless the cue is itself subordinate or goes on with another verb: then that comes before."""
    end = hit.verb.sent.end
    if _main_clause_follows(hit.verb) and clause.right_edge.i <= hit.verb.right_edge.i:
        end = min(end, hit.verb.right_edge.i + 1)
    for child in hit.verb.rights:
        if child.dep_ == "advcl" and child.i > clause.i and _is_contrast(child):
            end = min(end, child.left_edge.i)
        fellow = child.dep_ == "conj" and child.i > clause.i and _tense(child) == _tense(hit.verb)
        if fellow and not _speaks_of_same(child, clause, hits):
            joint = next(
                (c.i for c in hit.verb.rights if c.dep_ == "cc" and clause.i < c.i < child.i), child.left_edge.i
            )
            end = min(end, joint)
    return end


def _is_contrast(verb: Token) -> bool:
    """ "…, while others did not": what the writer sets against the report, where the parser hangs it on the cue."""
    marked = any(c.dep_ == "mark" and c.lower_ in {"while", "although", "though"} for c in verb.lefts)
    return marked and any(c.dep_ in SUBJECTS for c in verb.lefts) and verb.left_edge.nbor(-1).is_punct


def _speaks_of_same(verb: Token, clause: Token, hits: Sequence[CueHit]) -> bool:
    """Whether a verb that the parser makes the cue's fellow goes on inside the reported clause.

    "She said she had a plan, but her friends did not", "… but lacked the money": its subject points back to the
    clause's pronoun, or it has none and reports nothing.
    """
    subject = next((c for c in verb.lefts if c.dep_ in SUBJECTS), None)
    if subject is None:
        but = any(c.dep_ == "cc" and c.lower_ == "but" for c in verb.head.children)
        return but and all(other.verb != verb for other in hits)
    own = next((c for c in clause.lefts if c.dep_ in SUBJECTS), None)
    back = {t.lower_ for t in subject.subtree} & {f for form in _FORMS for f in form if own and own.lower_ in form}
    return bool(back)


def _main_clause_follows(verb: Token) -> bool:
    """Whether a verb is subordinate and what it depends on is still to come: "Now that he has said so, …"."""
    governor = verb.head.head if verb.dep_ in {"relcl", "acl"} else verb.head
    return verb.dep_ in _SUBORDINATE and governor.i > verb.i


def _object_end(hit: CueHit) -> int:
    """Behind the last word that depends on the cue, without further acts, the time of speaking and the hearer."""
    ends = [
        child.right_edge.i + 1
        for token in hit.verb.doc[hit.verb.i : hit.last + 1]
        for child in token.rights
        if not (child.is_punct or child.is_space or _further_act(child) or _names_the_hearer(child))
    ]
    return max(ends, default=hit.last + 1)


def _further_act(child: Token) -> bool:
    """A coordinated verb, or an adverbial clause that a comma or "while" sets off."""
    if child.dep_ == "advcl":
        timed = any(c.dep_ in {"mark", "advmod"} and c.lower_ in _TIMES for c in child.lefts)
        return timed or child.doc[child.left_edge.i - 1].text == ","
    return child.dep_ == "cc" or (child.dep_ == "conj" and child.tag_.startswith("VB"))


def _names_the_hearer(child: Token) -> bool:
    """ "explained … to German Foreign Minister …": the hearer is no part of what is explained."""
    if child.lower_ != "to":
        return False
    return any(c.dep_ == "pobj" and c.pos_ == "PROPN" and c.ent_type_ == "PERSON" for c in child.children)


def is_sibling(hit: CueHit, other: CueHit, clause: Token | None) -> bool:
    """Whether a later cue is a further act of speech beside the first one, and no part of what the first reports."""
    set_off = other.verb.tag_ == "VBG" and other.verb.i > 0 and other.verb.nbor(-1).text == ","  # "…, stressing that"
    if clause is None:
        infinitive = any(c.lower_ == "to" for c in other.verb.lefts)  # "discussed steps to respond to …"
        fellow = other.verb.head == hit.verb and (
            other.verb.dep_ in {"conj", "dep"} or (other.verb.dep_ == "advcl" and not infinitive)
        )
        joined = other.verb.dep_ == "conj" and other.verb.tag_ in {"VBD", "VBN"} and other.verb.head.pos_ == "NOUN"
        return set_off or fellow or joined or not hit.verb.is_ancestor(other.verb)
    if other.verb == clause:
        return False
    own_subject = any(c.dep_ in SUBJECTS for c in other.verb.children)
    if other.verb.tag_ == "VBG" and (own_subject or (other.verb.dep_ == "acl" and not set_off)):
        return False  # "some of it praising …", "letters praising …"
    if other.verb.tag_ == "VB" and other.verb.dep_ != "conj" and any(c.lower_ == "to" for c in other.verb.lefts):
        return False  # "too costly to support"
    if other.verb.dep_ == "conj" and any(c.dep_ == "cc" and c.lower_ == "or" for c in other.verb.head.children):
        return False
    if not clause.is_ancestor(other.verb):
        goes_on_inside = not own_subject and _tense(other.verb) == _tense(clause) != _tense(hit.verb)
        return other.verb.dep_ != "conj" or not goes_on_inside
    if other.verb.dep_ == "advcl":
        contrast = any(c.dep_ == "mark" and c.lower_ in _CONTRASTS for c in other.verb.children)
        interrupts = other.verb.i < clause.i  # "noted that A, even as he says B, is C"
        return (contrast and own_subject and not interrupts) or set_off
    return not own_subject and _goes_on_outside(hit, other, clause)


def _goes_on_outside(hit: CueHit, other: CueHit, clause: Token) -> bool:
    """Whether a verb that the parser coordinates with the reported clause is the outer verb's fellow.

    "She says A is B and urged C": its tense is the outer verb's rather than the clause's.
    """
    chain = other.verb
    while chain.dep_ == "conj":
        chain = chain.head
    if chain != clause or other.verb.dep_ != "conj":
        return False
    outer, inner, here = _tense(hit.verb), _tense(clause), _tense(other.verb)
    return here == outer or (here != inner and other.verb.tag_ in {"VBD", "VBN"})


def _tense(verb: Token) -> tuple[str, ...]:
    """What marks the tense of a verb: its auxiliaries and its own form."""
    auxiliaries = sorted(c.tag_ for c in verb.children if c.dep_ in {"aux", "auxpass"} and c.lower_ != "to")
    if not auxiliaries:
        past = verb.tag_ == "VBN" and any(c.dep_ == "nsubj" for c in verb.lefts)  # "their ministers parted", mis-tagged
        return ("VBD" if past else verb.tag_,)
    return ("modal",) if "MD" in auxiliaries else (auxiliaries[0], verb.tag_)
