"""Silences: what a text says that somebody did not say ("declined to comment", "named no figure")."""

from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc, Token

from diplomacy.reading.speech.attribution import CueHit, cue_hit, is_denied
from diplomacy.reading.speech.cues import CueVocabulary, Entry
from diplomacy.reading.speech.wording import Wording
from diplomacy.reading.values import CueClass, Mention, Span, Statement

_TOPICAL = frozenset({"on", "about", "of", "over", "regarding", "concerning"})
_ENTRY = Entry(CueClass.NEUTRAL, 1, frozenset())


def find_silences(
    doc: Doc,
    wording: Wording,
    vocabulary: CueVocabulary,
    *,
    speakers: Callable[[CueHit], tuple[Mention | None, tuple[int, ...]]],
    found: Sequence[Statement],
) -> list[Statement]:
    """The silences that no reporting verb of the vocabulary makes; what `found` holds already is not told twice."""
    taken = [span for statement in found if statement.silence for span in statement.spans]
    made: list[Statement] = []
    for verb in doc:
        content = _unsaid(verb, vocabulary)
        if content is None or any(verb.idx in quotation.inner for quotation in wording.quotations):
            continue
        silent = silent_word(verb, vocabulary)
        hit = cue_hit(verb, vocabulary, entry=_ENTRY, last=silent)
        mention, quiet = speakers(hit)
        span = wording.trimmed(doc[content[0]].idx, doc[content[1] - 1].idx + len(doc[content[1] - 1]))
        if not quiet or span is None or any(span.overlaps(other) for other in taken):
            continue
        kind, spans = wording.kind((span,))
        rule = "a refusal or a lack of words"
        made.append(Statement(spans, kind, quiet, hit.cue(), mention, silence=True, rule=rule, confidence=0.8))
    return made


def _unsaid(verb: Token, vocabulary: CueVocabulary) -> tuple[int, int] | None:
    """Tokens of what was not said: behind a verb of refusing, or the object of a verb of saying that is denied."""
    if not verb.tag_.startswith("VB"):
        return None
    lemma = verb.lemma_.lower()
    if lemma in vocabulary.silent_verbs:
        act = next((c for c in verb.rights if c.dep_ == "xcomp" and _may_say(c, vocabulary)), None)
        return (act.left_edge.i, _edge(act)) if act is not None else None
    unsaid = next((c for c in verb.rights if c.dep_ in {"dobj", "ccomp"}), None)
    if lemma in vocabulary.skipping and unsaid is not None:
        return unsaid.left_edge.i, _edge(unsaid)
    silent = silent_word(verb, vocabulary)
    if silent is not None:
        return _topic(silent)
    if lemma not in vocabulary.silent_when_negated or not is_denied(verb, None) or unsaid is None:
        return None
    start = next((t.i + 1 for t in unsaid.lefts if t.lower_ == "no"), unsaid.left_edge.i)
    return start, _edge(unsaid)


def silent_word(verb: Token, vocabulary: CueVocabulary) -> Token | None:
    """The "silent" or "nothing" right behind a verb, with a topic behind it."""
    behind = verb.doc[verb.i + 1 : min(verb.i + 4, verb.sent.end)]
    word = next((t for t in behind if t.pos_ != "ADV" and t.dep_ != "neg"), None)
    silent = word is not None and word.lower_ in vocabulary.silent_words and word.i + 1 < verb.sent.end
    return word if word is not None and silent and word.nbor().lower_ in _TOPICAL else None


def _topic(silent: Token) -> tuple[int, int]:
    """ "is silent on | A", "says nothing of | A": what stands behind the preposition."""
    doc, start = silent.doc, silent.i + 2
    inside = (t for t in doc[start : silent.sent.end] if start <= t.i < silent.sent.end)
    head = next((t for t in inside if t.head.i < start), None)
    return start, _edge(head) if head is not None else start


def _may_say(verb: Token, vocabulary: CueVocabulary) -> bool:
    lemma = verb.lemma_.lower()
    return lemma in vocabulary.verbs or lemma in vocabulary.silent_when_negated


def _edge(head: Token) -> int:
    """Behind the last word of a phrase, up to a comma or a dash."""
    doc = head.doc
    last = head.right_edge.i + 1
    return next((t.i for t in doc[head.i + 1 : last] if t.text in {",", "—", "–", ";"}), last)


def limbs(statement: Statement, doc: Doc) -> Iterator[Span]:
    """The parts of "made no mention of A or of B", each a silence of its own."""
    (span,) = statement.spans
    start = span.start
    for token in doc:
        if token.idx in span and token.lower_ == "or" and token.i + 1 < len(doc) and token.nbor().lower_ == "of":
            yield Span(start, token.idx - 1)
            start = token.nbor().idx + len(token.nbor()) + 1
    yield Span(start, span.end)
