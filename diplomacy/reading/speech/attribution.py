"""Where a text attributes: reporting verbs and phrases, with who is their subject and whether they deny.

A hit is only that: which words it introduces is for `content.py`, whose words they are for `statements.py`.
"""

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from diplomacy.reading.people.scene import SUBJECTS
from diplomacy.reading.speech.cues import CueVocabulary, Entry, Frame
from diplomacy.reading.speech.quotes import Quotation
from diplomacy.reading.values import Cue
from diplomacy.reading.values import Span as Chars

PLATFORMS = frozenset({"X", "Twitter", "Facebook", "Telegram", "Weibo", "Instagram", "Bluesky", "Mastodon", "LinkedIn"})
"""Where people post."""
_WRITING = frozenset({"write", "post", "say", "tweet", "add", "announce", "share"})
"""Verbs of what is done there."""
_QUOTING = frozenset({"quote", "cite", "report"})
"""Verbs whose passive has the speaker for its subject."""
_TOPICAL = frozenset({"about", "over", "at", "against", "for"})
"""Prepositions that may stand behind the hearer and still lead to the topic."""
_LONGEST_CUE = 5
"""Tokens between a verb and the last word of its phrase up to which the cue is all of them; else the verb alone."""
_FINITE = frozenset({"VBZ", "VBD", "VBP"})
"""Tags of verbs that have a subject of their own."""
_FILLERS = frozenset({"DET", "ADJ", "ADV", "PRON", "NUM", "PUNCT"})


@dataclass(frozen=True, slots=True)
class CueHit:
    """A reporting verb in its sentence. Token numbers count in the doc."""

    verb: Token
    last: int
    """The last token of the cue: the verb itself, its particle, its governed preposition or its noun."""
    lemma: str
    entry: Entry
    subject: Token | None
    negated: bool = False
    hedged: bool = False
    passive: bool = False
    phrase: bool = False
    """Whether the cue is more than the verb, so that the content starts right behind it."""
    noun_of_saying: bool = False

    def cue(self) -> Cue:
        """The cue as a value: auxiliaries are part of it, the subject is not."""
        start = self.verb
        quoting = start.head.head
        if start.dep_ == "pcomp" and quoting.lemma_ in _QUOTING and quoting.i < start.i:  # "was quoted as saying"
            start = quoting
        for child in start.lefts:
            if child.dep_ in {"aux", "auxpass", "neg"} and child.lower_ != "to":
                start = min(start, child, key=lambda t: t.i)
        near = self.last - self.verb.i <= _LONGEST_CUE
        end = self.verb.doc[self.last] if near else self.verb
        return Cue(
            Chars(start.idx, end.idx + len(end)),
            self.lemma,
            self.entry.cue_class,
            self.entry.strength,
            self.negated,
            self.hedged,
        )

    @property
    def quotes(self) -> bool:
        """Whether the verb can report a quotation."""
        return not self.entry.frames.isdisjoint({Frame.THAT, Frame.QUOTE})

    def posted_on(self) -> str:
        """The place where it was written ("wrote on X", "said in a post on X"); empty where there is none."""
        if self.lemma not in _WRITING:
            return ""
        for place in self.verb.subtree:
            name = place.text.rstrip(".,")
            if name in PLATFORMS and place.dep_ in {"pobj", "appos"}:
                above = [t for t in place.ancestors if t.pos_ in {"VERB", "AUX"}]
                if above[:1] == [self.verb] and any(t.lower_ == "on" for t in place.ancestors):
                    return name
        return ""


def find_cues(doc: Doc, vocabulary: CueVocabulary, quotations: tuple[Quotation, ...]) -> list[CueHit]:
    """The reporting verbs of the text, in order; verbs inside quotation marks report nothing of the text's own.

    Behind a mark that has no partner nobody can tell what is quoted, and an attribution may stand there.
    """
    quoted = {token.i for token in doc if any(token.idx in q.inner for q in quotations if not q.stray)}
    hits: list[CueHit] = []
    for token in doc:
        if not _is_verb(token) or token.i in quoted or _is_refused(token, vocabulary):
            continue
        hit = _phrase_hit(token, vocabulary) or _noun_hit(token, vocabulary) or _verb_hit(token, vocabulary)
        if hit is not None:
            hits.append(hit if hit.subject is None or hit.subject.i not in quoted else _outside(hit, quoted))
    return hits


def _outside(hit: CueHit, quoted: set[int]) -> CueHit:
    """The hit with a subject that does not stand inside a quotation, as the attribution itself never does."""
    others = (c for c in hit.verb.children if c.i not in quoted and c.dep_ in {*SUBJECTS, "dobj", "attr"})
    return replace(hit, subject=next(others, None))


def _is_verb(token: Token) -> bool:
    if token.tag_.startswith("VB") or token.pos_ == "VERB":
        return True
    return any(child.dep_ == "auxpass" for child in token.children)  # "was underscored", taken for an adjective


def _is_refused(token: Token, vocabulary: CueVocabulary) -> bool:
    """ "declined to say": that makes a silence, and is not said at all."""
    return token.dep_ == "xcomp" and token.head.lemma_.lower() in vocabulary.silent_verbs


def cue_hit(token: Token, vocabulary: CueVocabulary, *, entry: Entry, last: Token | None = None) -> CueHit:
    """A verb taken for a cue with this entry, whether or not the vocabulary lists it; `last` is the cue's last word."""
    return _hit(token, (last or token).i, token.lemma_.lower(), entry, vocabulary)


def _verb_hit(token: Token, vocabulary: CueVocabulary) -> CueHit | None:
    lemma = token.lemma_.lower()
    if lemma not in vocabulary.verbs and token.lower_[:-1] in vocabulary.verbs:
        lemma = token.lower_[:-1]  # "hoped", which the lemmatiser takes for "hop"
    entry = vocabulary.verbs.get(lemma)
    if entry is None or (_precedes_its_noun(token) and not _behind_quotation(token)):
        return None
    return _hit(token, token.i, lemma, entry, vocabulary)


def _precedes_its_noun(token: Token) -> bool:
    return token.dep_ == "amod" and token.head.i > token.i


def _behind_quotation(token: Token) -> bool:
    """Whether a quotation ends right before the word: "“A,” fumed backbencher Ida Holm", taken for an adjective."""
    return token.i > 0 and token.nbor(-1).tag_ == "''"


def _phrase_hit(token: Token, vocabulary: CueVocabulary) -> CueHit | None:
    """The verb with the words that `cues.toml` lists behind it, other words between them let pass."""
    lemma = token.lemma_.lower()
    for rest, entry in vocabulary.phrases.get(lemma, {}).items():
        last = _follow(token, rest)
        if last is None and lemma in vocabulary.talking and rest[0] in _TOPICAL:
            last = _topic(token, rest[0])
        if last is not None and not _is_impersonal(token):
            return _hit(token, last, " ".join((lemma, *rest)), entry, vocabulary, phrase=True)
    return None


def _is_impersonal(verb: Token) -> bool:
    """ "It is clear that …": nobody says so."""
    return verb.lemma_ == "be" and any(c.lower_ in {"it", "there", "what"} for c in verb.lefts)


def _topic(verb: Token, preposition: str) -> int | None:
    """ "spoke by telephone today with B about …": what was talked about, behind time, means and partner."""
    topics = (c for c in verb.subtree if c.dep_ == "prep" and c.lower_ == preposition and c.i > verb.i)
    own = (c for c in topics if c.head == verb or c.head.pos_ == "PROPN" or c.head.head.lower_ in {"to", "with"})
    return next((c.i for c in own if not any(o.ent_type_ in {"DATE", "TIME"} for o in c.children)), None)


def _follow(token: Token, rest: tuple[str, ...]) -> int | None:
    doc, at = token.doc, token.i
    for wanted in rest:
        skipped = 0
        at += 1
        while at < len(doc) and doc[at].lemma_.lower() != wanted and doc[at].lower_ != wanted:
            fillers = _FILLERS if len(rest) > 1 else {"ADV"}
            joined = "-" in {
                doc[at - 1].text,
                doc[at].text,
                doc[at + 1].text if at + 1 < len(doc) else "",
            }  # "an in-depth exchange"
            if skipped == 6 or not (joined or doc[at].pos_ in fillers) or doc[at].is_sent_start:
                return None
            skipped += 1
            at += 1
        if at >= len(doc):
            return None
    behind = doc[at + 1] if at + 1 < len(doc) else None
    if behind is not None and behind.ent_type_ in {"DATE", "TIME"} and len(rest) == 1:
        return None  # "called on Tuesday for …"
    return at


def _noun_hit(token: Token, vocabulary: CueVocabulary) -> CueHit | None:
    """ "expressed the hope that …": verb and noun are the cue, the noun gives its class."""
    if token.lemma_.lower() not in vocabulary.noun_verbs:
        return None
    for child in token.rights:
        noun = next((word for word in (child.lemma_.lower(), child.lower_) if word in vocabulary.nouns), "")
        if child.dep_ in {"dobj", "nsubjpass"} and noun:
            entry = Entry(vocabulary.nouns[noun], 3, frozenset({Frame.THAT, Frame.TO, Frame.OBJECT}))
            clause = any(c.dep_ in {"acl", "ccomp", "relcl", "xcomp"} for c in (*child.rights, *token.rights))
            lemma = f"{token.lemma_.lower()} {noun}"
            last = child.i if clause else token.i
            return _hit(token, last, lemma, entry, vocabulary, phrase=clause, noun=True)
    return None


def _hit(
    token: Token,
    last: int,
    lemma: str,
    entry: Entry,
    vocabulary: CueVocabulary,
    *,
    phrase: bool = False,
    noun: bool = False,
) -> CueHit:
    subject = subject_of(token)
    return CueHit(
        verb=token,
        last=last,
        lemma=lemma,
        entry=entry,
        subject=subject,
        negated=lemma.split(maxsplit=1)[0] in vocabulary.silent_when_negated and is_denied(token, subject),
        hedged=_hedged(token, vocabulary),
        passive=any(child.dep_ == "auxpass" for child in token.children),
        phrase=phrase,
        noun_of_saying=noun,
    )


def subject_of(verb: Token) -> Token | None:
    """The head of the noun phrase that says it: the verb's own subject, an agent, or the one that controls it.

    A passive's subject is not who says what the passive reports, but it is for what hangs on the passive: "was forced
    to leave and said that …".
    """
    cue = verb
    if _precedes_its_noun(verb):
        named = verb.head
        while named.i + 1 < len(verb.doc) and named.nbor(1).pos_ == "PROPN":
            named = named.nbor(1)
        return named
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        for child in verb.children:
            if child.dep_ == "agent" and verb == cue:
                return next((c for c in child.children if c.dep_ == "pobj"), None)
        passive = any(child.dep_ == "auxpass" for child in cue.children) and cue.lemma_ not in _QUOTING
        for child in verb.children:
            if child.dep_ in SUBJECTS and not (passive and verb == cue):
                relative = child.tag_ in {"WP", "WDT"} and verb.dep_ == "relcl"
                return verb.head if relative else child
        if passive:
            return None
        if verb.dep_ in {"conj", "xcomp", "advcl", "pcomp", "acl", "dep"} or (
            verb.dep_ == "ccomp" and verb.tag_ == "VBG"
        ):
            if verb.dep_ == "acl" and verb.head.pos_ in {"NOUN", "PROPN"} and verb.tag_ == "VBG":
                return verb.head
            verb = verb.head
            while verb.pos_ in {"ADP", "NOUN", "PROPN"} and verb.head != verb:  # "was quoted as saying"
                verb = verb.head
        else:
            break
    return _before(cue)


def _before(verb: Token) -> Token | None:
    """The noun phrase in front of a finite verb that the parser has given to something else.

    It ends at the verb ("About 4 in 10 say …"), or opens the sentence and is apposed up to the verb ("A, the head of
    B, said …").
    """
    if verb.tag_ not in _FINITE or any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    doc, at = verb.doc, verb.i - 1
    while at > verb.sent.start and doc[at].pos_ in {"ADV", "AUX"}:
        at -= 1
    if at < verb.sent.start:
        return None
    if doc[at].text != ",":
        return doc[at] if doc[at].pos_ in {"NOUN", "PROPN", "NUM"} and doc[at].dep_ not in {"pobj", "dobj"} else None
    name = verb.sent.start
    while name < at and doc[name].pos_ == "PROPN":
        name += 1
    if verb.sent.start < name < at and doc[name].text == ",":
        return doc[name - 1]
    return None


def is_denied(verb: Token, subject: Token | None) -> bool:
    """Whether a verb is negated, by itself, by its subject ("neither") or by its object ("no mention")."""
    denied = any(child.dep_ == "neg" or (child.dep_ == "cc" and child.lower_ == "nor") for child in verb.children)
    none = any(c.lower_ == "no" for child in verb.rights if child.dep_ == "dobj" for c in child.children)
    nobody = subject is not None and any(
        word.lower_ in {"neither", "none", "nobody", "no"} for word in (subject, *subject.lefts)
    )
    return denied or none or nobody  # "neither side confirmed"


def _hedged(verb: Token, vocabulary: CueVocabulary) -> bool:
    near = [*verb.lefts, *([verb.head] if verb.dep_ == "xcomp" else [])]
    return any(token.lemma_.lower() in vocabulary.hedges for token in near)


def clause_start(hit: CueHit) -> int:
    """The first token of the attribution itself: its subject, auxiliaries and the conjunction that ties it on."""
    first = hit.verb.i
    doc = hit.verb.doc
    for child in hit.verb.lefts:
        aside = child.dep_ == "advmod" and doc[child.right_edge.i + 1].is_punct  # "“Really,” she said"
        if child.dep_ in {*SUBJECTS, "aux", "auxpass", "neg", "cc", "mark", "advmod", "expl"} and not aside:
            first = min(first, child.left_edge.i)
    while first > hit.verb.sent.start and (
        doc[first - 1].dep_ in {"cc", "mark"} or doc[first - 1].text in {",", ";", "—", "–", "--"}
    ):
        first -= 1
    return first
