"""Statements: each cue with the words it introduces, whose they are, and through whom they come.

Rulings are those of the annotation guidelines: one source relaying another is the inner one's statement with `via`;
a cue inside another's content is no statement of its own; what is denied or not said is a silence.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from diplomacy.reading.attribution import CueHit, find_cues
from diplomacy.reading.cast import Cast
from diplomacy.reading.content import Content, find_content, is_sibling, trimmed
from diplomacy.reading.cues import CueVocabulary, Frame
from diplomacy.reading.headlines import headline_statements
from diplomacy.reading.mentions import SUBJECTS, MentionFinder
from diplomacy.reading.quotes import MARKS, Quotation
from diplomacy.reading.values import ActorKind, Cue, CueClass, Document, Mention, Span, Statement, StatementKind

PLATFORMS = frozenset(
    {
        "X",
        "Twitter",
        "Facebook",
        "Telegram",
        "Weibo",
        "Instagram",
        "Bluesky",
        "Mastodon",
        "Threads",
        "LinkedIn",
        "Truth",
    }
)
"""Where people post."""
ACCORDING = Cue(Span(0, 1), "according to", CueClass.NEUTRAL, 2)
"""The cue of "according to"; its place is filled in where it is found."""
_LEAST_WORDS = 4
"""A quotation of fewer words, without a cue, is a name or a scare quote."""


@dataclass(slots=True)
class _Report:
    """A cue with its content while it is being settled whose it is."""

    hit: CueHit
    content: Content
    mention: Mention | None
    speakers: tuple[int, ...]
    via: int | None = None
    dropped: bool = False


class StatementFinder:
    """Finds the statements of one text."""

    def __init__(
        self,
        doc: Doc,
        document: Document,
        *,
        finder: MentionFinder,
        cues: CueVocabulary,
        quotations: tuple[Quotation, ...],
        participants: tuple[int, ...],
    ) -> None:
        self.doc = doc
        self.document = document
        self.finder = finder
        self.cast: Cast = finder.cast
        self.quotations = quotations
        self.participants = participants
        self.hits = find_cues(doc, cues, quotations)

    def find(self) -> tuple[Statement, ...]:
        """All statements but free ones, in the order of the text."""
        self._share_subjects()
        reports = [report for hit in self.hits if (report := self._report(hit)) is not None]
        self._relay(reports)
        live = [report for report in reports if not report.dropped]
        statements = [statement for report in live if (statement := self._statement(report)) is not None]
        statements = self._with_sources(statements)
        statements += self._uncued_quotations(statements)
        statements += headline_statements(self.doc, self.document, self.finder, self.quotations, statements)
        return _without_doubles(statements)

    def _report(self, hit: CueHit) -> _Report | None:
        content = find_content(hit, self.hits)
        if content is None or (content.clause is None and _is_purpose(hit)):
            return None
        mention, speakers = self._speakers(hit)
        if not speakers:
            return None
        return _Report(hit, content, mention, speakers)

    def _share_subjects(self) -> None:
        """A cue without a subject of its own, that goes on for an outer cue, has the outer one's subject.

        The parser hangs "and urged …" on the clause before it, whose subject is somebody else.
        """
        for k, outer in enumerate(self.hits):
            content = find_content(outer, self.hits)
            if content is None or content.clause is None or content.inverted:
                continue
            for j, other in enumerate(self.hits[k + 1 :], k + 1):
                if other.verb.sent != outer.verb.sent:
                    break
                bare = not any(child.dep_ in SUBJECTS for child in other.verb.children)
                if bare and content.clause.is_ancestor(other.verb) and is_sibling(outer, other, content.clause):
                    self.hits[j] = replace(other, subject=outer.subject)

    # --- who says it --------------------------------------------------------------------------------------------

    def _speakers(self, hit: CueHit) -> tuple[Mention | None, tuple[int, ...]]:
        """Who the subject of a cue is; the participants, where a readout's passive names nobody."""
        subject = hit.subject
        impersonal = subject is None or (subject.lower_ == "it" and hit.passive)
        if impersonal:
            own = hit.passive and self.document.official and not hit.negated
            return (None, self.participants) if own or (hit.passive and hit.negated) else (None, ())
        assert subject is not None
        mention = self._mention(subject)
        if mention is None:
            return None, ()
        speakers = list(mention.actors)
        for other in subject.conjuncts:
            if other.i > subject.i and (more := self.finder.by_token.get(other.i)):
                speakers += [actor for actor in more.actors if actor not in speakers]
        return mention, tuple(speakers)

    def _mention(self, subject: Token) -> Mention | None:
        """The mention at the head of a subject; an unknown proper name becomes an actor by that name."""
        mention = self.finder.by_token.get(subject.i)
        if mention is not None:
            return mention
        nested = [c for c in subject.children if c.dep_ in {"appos"} and c.i in self.finder.by_token]
        if nested:
            return self.finder.by_token[nested[0].i]
        if subject.pos_ == "PROPN" and subject.text[:1].isupper() and subject.ent_type_ not in {"DATE", "TIME"}:
            words = self.doc[subject.left_edge.i : subject.i + 1]
            figure = self.cast.add(words.text.removeprefix("The ").removeprefix("the "), ActorKind.ORGANISATION)
            span = Span(words.start_char, words.end_char)
            mention = Mention(span, (figure.index,), "a name that nothing else is known of")
            self.finder.by_token[subject.i] = mention
        return mention

    def _same_side(self, outer: tuple[int, ...], inner: tuple[int, ...]) -> bool:
        """Whether the inner subject is the outer speaker, or the state that the outer speaker acts for."""
        figures = self.cast.figures
        if set(inner) & set(outer):
            return True
        states = {figures[actor].country for actor in outer} - {""}
        return all(figures[i].kind is ActorKind.COUNTRY and figures[i].name in states for i in inner)

    def _relay(self, reports: list[_Report]) -> None:
        """Settle which of two nested cues is the statement: the inner one, if it is another's; else the outer."""
        for outer in reports:
            inside = [r for r in reports if r is not outer and _within(r.hit.verb, outer.content)]
            for inner in inside:
                if not outer.content.inverted and is_sibling(outer.hit, inner.hit, outer.content.clause):
                    continue
                main = outer.content.clause
                heads = {main.i, *(t.i for t in main.conjuncts)} if main is not None else set()
                relayed = (
                    inner.hit.verb.i in heads
                    and Frame.THAT in outer.hit.entry.frames
                    and not outer.hit.negated
                    and not self._same_side(outer.speakers, inner.speakers)
                    and (outer.content.inverted or any(c.dep_ in SUBJECTS for c in inner.hit.verb.children))
                )
                if relayed:
                    inner.via = outer.speakers[0]
                    outer.dropped = True
                elif not outer.dropped:
                    inner.dropped = True

    # --- the words ----------------------------------------------------------------------------------------------

    def _statement(self, report: _Report) -> Statement | None:
        spans = tuple(span for start, end in report.content.ranges if (span := self._span(start, end, report.hit)))
        if not spans:
            return None
        spans = self._continued(spans, report.content)
        kind, spans = self._kind(spans)
        via = report.via if report.via is not None else self._posted_on(report.hit)
        silence = report.hit.negated
        confidence = 0.9 if report.mention is not None and report.content.clause is not None else 0.75
        return Statement(
            spans=spans,
            kind=kind,
            speakers=report.speakers,
            cue=report.hit.cue(),
            mention=report.mention,
            via=via,
            silence=silence,
            rule=report.content.rule,
            confidence=confidence,
        )

    def _span(self, start: int, end: int, hit: CueHit) -> Span | None:
        """Characters of a token range, widened to whole quotations and without the marks at its edges."""
        if end <= start:
            return None
        first, last = self.doc[start].idx, self.doc[end - 1].idx + len(self.doc[end - 1])
        for quotation in self.quotations:
            outer = quotation.outer
            if outer.start < last and first < outer.end and hit.verb.idx not in outer:
                widened = min(first, outer.start), max(last, outer.end)
                first, last = widened if widened[1] - widened[0] >= last - first else (first, last)
        first, last = self._trim(first, last)
        return Span(first, last) if last > first else None

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        """Trim the edges, but keep a quotation mark whose partner stands inside."""
        first, last = trimmed(self.document.text, start, end)
        for quotation in self.quotations:
            if quotation.inner.start == first and quotation.inner.end < last:
                first = quotation.outer.start
            if first < quotation.outer.start and quotation.outer.start < last <= quotation.outer.end:
                last = quotation.outer.end
        return first, last

    def _continued(self, spans: tuple[Span, ...], content: Content) -> tuple[Span, ...]:
        """`“A,” he said. “B.”`: the quotations that follow in the paragraph without a cue of their own."""
        quoted = any(spans[-1].overlaps(q.inner) for q in self.quotations)
        if not (content.inverted and quoted):
            return spans
        text = self.document.text
        paragraph_end = text.find("\n", spans[-1].end)
        paragraph_end = len(text) if paragraph_end < 0 else paragraph_end
        at = self.doc[content.ranges[-1][1] - 1].sent.end_char
        more = list(spans)
        for quotation in self.quotations:
            if not at - 2 <= quotation.outer.start < paragraph_end or quotation.outer.start < spans[-1].end:
                continue
            if text[at : quotation.outer.start].strip() or self._has_cue_beside(quotation):
                break
            more.append(Span(*trimmed(text, quotation.inner.start, quotation.inner.end)))
            at = quotation.outer.end
        return tuple(more)

    def _has_cue_beside(self, quotation: Quotation) -> bool:
        """Whether a cue stands behind the quotation in its last sentence."""
        sents = [s for s in self.doc.sents if s.start_char < quotation.outer.end <= s.end_char + 1]
        return any(hit.verb.sent == s and hit.verb.idx > quotation.outer.end for s in sents for hit in self.hits)

    def _kind(self, spans: tuple[Span, ...]) -> tuple[StatementKind, tuple[Span, ...]]:
        """Direct if all of it stands within marks, mixed if some does."""
        inner = [
            next((q for q in self.quotations if q.outer.start <= s.start and s.end <= q.outer.end), None) for s in spans
        ]
        if all(inner):
            bare = tuple(
                Span(*trimmed(self.document.text, max(s.start, q.inner.start), min(s.end, q.inner.end)))
                for s, q in zip(spans, inner, strict=True)
                if q
            )
            return StatementKind.DIRECT, bare
        marked = any(char in MARKS for span in spans for char in span.of(self.document.text))
        marked = marked or any(s.overlaps(q.inner) for s in spans for q in self.quotations)
        return (StatementKind.MIXED if marked else StatementKind.INDIRECT), spans

    # --- through whom -------------------------------------------------------------------------------------------

    def _posted_on(self, hit: CueHit) -> int | None:
        """ "wrote on X": the place where it was posted relays it."""
        if hit.lemma not in {"write", "post", "say", "tweet"}:
            return None
        for child in hit.verb.rights:
            if child.dep_ == "prep" and child.lower_ in {"on", "in"}:
                for place in child.children:
                    name = place.text.rstrip(".")
                    if place.dep_ == "pobj" and name in PLATFORMS:
                        return self.cast.add(name, ActorKind.ORGANISATION).index
        return None

    def _with_sources(self, statements: list[Statement]) -> list[Statement]:
        """Attach "according to …": as `via` where the sentence has a statement of its own, else as the cue itself."""
        for token in self.doc:
            if token.lower_ != "according" or token.i + 1 >= len(self.doc) or token.nbor().lower_ != "to":
                continue
            head = next(
                (t for t in self.doc[token.i + 2 : token.i + 14] if t.i in self.finder.by_token and t.dep_ == "pobj"),
                None,
            )
            mention = self.finder.by_token.get(head.i) if head is not None else None
            if mention is None or head is None:
                continue
            sent = token.sent
            near = [
                k for k, s in enumerate(statements) if s.cue and sent.start_char <= s.cue.span.start < sent.end_char
            ]
            if near:
                for k in near:
                    if statements[k].via is None and mention.actors[0] not in statements[k].speakers:
                        statements[k] = replace(statements[k], via=mention.actors[0])
                continue
            statement = self._according(token, mention)
            if statement is not None:
                statements.append(statement)
        return statements

    def _according(self, token: Token, mention: Mention) -> Statement | None:
        doc, sent = self.doc, token.sent
        aside_end = next((t.i for t in doc[token.i : sent.end] if t.text == ","), sent.end)
        start, end = (aside_end, sent.end) if token.i <= sent.start + 1 else (sent.start, token.i)
        if end <= start:
            return None
        span = Span(*self._trim(doc[start].idx, doc[end - 1].idx + len(doc[end - 1])))
        if span.end <= span.start:
            return None
        kind, spans = self._kind((span,))
        entry = ACCORDING
        cue = replace(entry, span=Span(token.idx, token.nbor().idx + len(token.nbor())))
        return Statement(spans, kind, mention.actors, cue, mention, rule="according to", confidence=0.85)

    def _uncued_quotations(self, statements: list[Statement]) -> list[Statement]:
        """Quotations that no construction has claimed, beside a speech verb without content: "He told X: “A. B.”"."""
        found: list[Statement] = []
        used = {s.cue.span.start for s in statements if s.cue}
        for quotation in self.quotations:
            inner = Span(*trimmed(self.document.text, quotation.inner.start, quotation.inner.end))
            words = len(inner.of(self.document.text).split())
            if words < _LEAST_WORDS or any(inner.overlaps(span) for s in statements for span in s.spans):
                continue
            for hit in self._beside(quotation):
                mention, speakers = self._speakers(hit)
                if speakers and hit.cue().span.start not in used:
                    found.append(
                        Statement(
                            (inner,),
                            StatementKind.DIRECT,
                            speakers,
                            hit.cue(),
                            mention,
                            rule="quotation beside a cue",
                            confidence=0.7,
                        )
                    )
                    break
        return found

    def _beside(self, quotation: Quotation) -> Iterable[CueHit]:
        """Speech verbs in the sentence that the quotation stands in or right beside it, the nearest first."""
        outer = quotation.outer
        near = [
            hit
            for hit in self.hits
            if Frame.THAT in hit.entry.frames
            and hit.subject is not None
            and "\n" not in self.document.text[min(hit.verb.idx, outer.end) : max(hit.verb.idx, outer.start)]
            and (0 <= outer.start - hit.verb.idx < 60 or 0 <= hit.verb.idx - outer.end < 40)
        ]
        return sorted(
            near,
            key=lambda hit: abs(hit.verb.idx - outer.start) if hit.verb.idx < outer.start else hit.verb.idx - outer.end,
        )


def _is_purpose(hit: CueHit) -> bool:
    """ "… to describe a private conversation": an infinitive that says what something else was done for."""
    return (
        hit.verb.tag_ == "VB"
        and any(c.lower_ == "to" for c in hit.verb.lefts)
        and hit.verb.dep_ != "conj"
        and not hit.negated
    )


def _within(verb: Token, content: Content) -> bool:
    return any(start <= verb.i < end for start, end in content.ranges)


def _without_doubles(statements: list[Statement]) -> tuple[Statement, ...]:
    """In order of the text, without those that say the same words of the same cue twice."""
    kept: list[Statement] = []
    for statement in sorted(statements, key=lambda s: (s.spans[0], -s.confidence)):
        if not any(s.spans == statement.spans and s.speakers == statement.speakers for s in kept):
            kept.append(statement)
    return tuple(kept)
