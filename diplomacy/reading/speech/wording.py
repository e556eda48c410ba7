"""The exact characters of a statement: whole quotations, no marks at the edges, and how far they stand inside marks."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Doc

from diplomacy.reading.speech.attribution import CueHit
from diplomacy.reading.speech.content import trimmed
from diplomacy.reading.speech.extent import Content
from diplomacy.reading.speech.quotes import MARKS, Quotation
from diplomacy.reading.values import Span, StatementKind


class Wording:
    """Turns token ranges of one text into spans of its characters."""

    def __init__(self, doc: Doc, text: str, quotations: Sequence[Quotation], hits: Sequence[CueHit]) -> None:
        self.doc = doc
        self.text = text
        self.quotations = quotations
        self.hits = hits

    def spans(self, content: Content, hit: CueHit) -> tuple[Span, ...]:
        """The content in characters, with the quotations that go on behind the attribution; may be empty."""
        spans = tuple(span for start, end in content.ranges if (span := self._widened(start, end, hit)))
        spans = tuple(part for span in spans for part in self._only_quoted(span))
        return self.carried(self._continued(spans, content, hit) if spans and content.inverted else spans)

    def carried(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """The spans with the paragraphs before and behind, where printers leave a quotation open between them."""
        carried = list(spans)
        open_ends = [(q, then) for q, then in pairwise(self.quotations) if q.carried]
        for quotation, then in open_ends:
            if carried and quotation.outer.overlaps(carried[-1]) and self._is_last(carried[-1], quotation):
                carried.append(self._bare(then.inner))
        for quotation, then in reversed(open_ends):
            if carried and carried[0].start in then.outer:
                carried.insert(0, self._bare(quotation.inner))
        return tuple(carried)

    def _is_last(self, span: Span, quotation: Quotation) -> bool:
        """Whether only marks come between the end of a span and that of a quotation."""
        first, last = trimmed(self.text, span.end, quotation.outer.end)
        return first >= last

    def _bare(self, span: Span) -> Span:
        return Span(*trimmed(self.text, span.start, span.end))

    def _only_quoted(self, span: Span) -> Iterator[Span]:
        """The quotation alone, where it is whole and other words come behind it, or where a colon leads up to it.

        A clause before the colon is reported as well: "she said it was late: “We must go.”"
        """
        for quotation in self.quotations:
            outer, inner = quotation.outer, quotation.inner
            led = span.start < outer.start and self.text[span.start : outer.start].rstrip().endswith(":")
            if led and span.end >= inner.end and outer.end + 2 >= span.end:
                if self._is_clause(span.start, outer.start):
                    yield self._bare(Span(span.start, outer.start))
                yield Span(outer.start, max(span.end, outer.end))
                return
            ended = inner.end > inner.start and self.text[inner.end - 1] in ",.!?"
            if span.start in (outer.start, inner.start) and ended and outer.end + 1 < span.end:
                yield outer
                return
        yield span

    def _is_clause(self, start: int, end: int) -> bool:
        """Whether a run of characters has a finite verb with its subject."""
        run = self.doc.char_span(start, end, alignment_mode="contract")
        return run is not None and any(t.tag_ in {"VBZ", "VBD", "VBP", "MD"} and t.i > run.start for t in run)

    def _widened(self, start: int, end: int, hit: CueHit) -> Span | None:
        """Characters of a token range, widened to the whole of a quotation that it breaks into."""
        if end <= start:
            return None
        first, last = self.doc[start].idx, self.doc[end - 1].idx + len(self.doc[end - 1])
        for quotation in self.quotations:
            outer = quotation.outer
            if not quotation.stray and outer.start < last and first < outer.end and hit.verb.idx not in outer:
                first, last = min(first, outer.start), max(last, outer.end)
        return self.trimmed(first, last)

    def trimmed(self, start: int, end: int) -> Span | None:
        """The run without marks and spaces at its edges, but with a quotation mark whose partner stands inside."""
        first, last = trimmed(self.text, start, end)
        for quotation in self.quotations:
            outer, inner = quotation.outer, quotation.inner
            if inner.start == first and inner.end < last:
                first = outer.start
            if first < outer.start < last <= outer.end and not quotation.stray:
                last = outer.end
        return Span(first, last) if last > first else None

    def _continued(self, spans: tuple[Span, ...], content: Content, hit: CueHit) -> tuple[Span, ...]:
        """`“A,” he said. “B.”`, `“A,” he said, “B.”`: what is quoted next in the paragraph without a cue is his."""
        if not any(spans[-1].overlaps(q.inner) for q in self.quotations):
            return spans
        paragraph_end = self.text.find("\n", spans[-1].end)
        paragraph_end = len(self.text) if paragraph_end < 0 else paragraph_end
        at = self.doc[content.ranges[-1][1] - 1].sent.end_char
        if (resumed := next((q for q in self.quotations if self._resumes(hit, q)), None)) is not None:
            at = min(at, resumed.outer.start)
        more = list(spans)
        for quotation in self.quotations:
            outer = quotation.outer
            if not max(at - 2, spans[-1].end) <= outer.start < paragraph_end:
                continue
            if self.text[at : outer.start].strip() or self._has_cue_behind(quotation):
                break
            more.append(self._bare(quotation.inner))
            at = outer.end
        return tuple(more)

    def _resumes(self, hit: CueHit, quotation: Quotation) -> bool:
        """Whether a quotation goes on behind the comma that ends its attribution, which holds no other verb."""
        start, end = hit.verb.idx, quotation.outer.start
        if not hit.verb.sent.start_char <= start < end <= hit.verb.sent.end_char + 1:
            return False
        between = self.text[start:end].rstrip()
        verbs = (t for t in hit.verb.sent if hit.verb.idx < t.idx < end)
        return between.endswith(",") and not any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in verbs)

    def _has_cue_behind(self, quotation: Quotation) -> bool:
        """Whether the quotation's last sentence goes on with an attribution."""
        last = quotation.outer.end
        sents = {s.start for s in self.doc.sents if s.start_char < last <= s.end_char + 1}
        return any(hit.verb.sent.start in sents and hit.verb.idx > last for hit in self.hits)

    def kind(self, spans: tuple[Span, ...]) -> tuple[StatementKind, tuple[Span, ...]]:
        """Direct if all of it stands within marks (which are then left out), mixed if some does, else indirect."""
        around = [next((q for q in self.quotations if _holds(q, span)), None) for span in spans]
        whole = [quotation for quotation in around if quotation is not None]
        if len(whole) == len(spans):
            pairs = zip(spans, whole, strict=True)
            bare = (trimmed(self.text, max(s.start, q.inner.start), min(s.end, q.inner.end)) for s, q in pairs)
            return StatementKind.DIRECT, tuple(Span(*edges) for edges in bare)
        marked = any(char in MARKS for span in spans for char in span.of(self.text))
        marked = marked or any(span.overlaps(q.inner) for span in spans for q in self.quotations if not q.stray)
        return (StatementKind.MIXED if marked else StatementKind.INDIRECT), spans


def _holds(quotation: Quotation, span: Span) -> bool:
    """Whether a span stands within marks; within a stray one it does only from where that opens."""
    if quotation.stray and span.start > quotation.inner.start:
        return False
    return quotation.outer.start <= span.start and span.end <= quotation.outer.end
