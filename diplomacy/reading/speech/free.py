"""Free statements: sentences of a readout that go on speaking for whoever spoke before, without a cue of their own."""

from collections.abc import Sequence

from spacy.tokens import Doc
from spacy.tokens import Span as Sentence

from diplomacy.reading.people.scene import SUBJECTS
from diplomacy.reading.speech.content import trimmed
from diplomacy.reading.values import Document, ReportedExchange, Span, Statement, StatementKind

_EVENTS = frozenset(
    {"conversation", "call", "meeting", "talk", "visit", "exchange", "discussion", "side", "letter", "minister"}
)
"""Subjects of sentences that tell of the exchange rather than continue a speaker."""


def free_statements(
    doc: Doc, document: Document, statements: Sequence[Statement], exchanges: Sequence[ReportedExchange]
) -> tuple[Statement, ...]:
    """The uncued sentences behind a cued one in a readout's body; none where a reporter writes."""
    if not document.official:
        return ()
    passages = [passage for exchange in exchanges for passage in exchange.passages]
    found: list[Statement] = []
    before: Statement | None = None
    for sent in doc.sents:
        span = Span(*trimmed(document.text, sent.start_char, sent.end_char))
        if span.start < document.body_start or span.end <= span.start:
            continue
        inside = [s for s in statements if s.cue and (sent.start_char <= s.cue.span.start < sent.end_char)]
        covered = inside or [s for s in statements if any(span.overlaps(part) for part in s.spans)]
        if covered:
            before = covered[-1]
        elif (
            before is not None
            and not before.silence
            and not any(span.overlaps(p) for p in passages)
            and _continues(sent)
        ):
            before = Statement(
                (span,),
                StatementKind.FREE,
                before.speakers,
                None,
                before.mention,
                rule="continues the statement before",
                confidence=0.6,
            )
            found.append(before)
    return tuple(found)


def _continues(sent: Sentence) -> bool:
    """Whether a sentence argues or informs, as speech does, rather than tells what happened at the exchange."""
    root = sent.root
    if not any(t.pos_ in {"VERB", "AUX"} for t in sent) or len(sent) < 4:
        return False
    subject = next((c for c in root.children if c.dep_ in SUBJECTS), None)
    if subject is not None and subject.lemma_.lower() in _EVENTS:
        return False
    helped = any(c.dep_ in {"aux", "auxpass"} for c in root.children)
    return root.tag_ != "VBD" or helped or root.lemma_ == "be"
