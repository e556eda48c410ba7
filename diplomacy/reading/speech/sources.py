"""What attributes without a reporting verb of its own: "according to …", and quotations beside a speech verb."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from diplomacy.reading.speech.attribution import CueHit
from diplomacy.reading.speech.content import trimmed
from diplomacy.reading.speech.quotes import Quotation
from diplomacy.reading.speech.wording import Wording
from diplomacy.reading.values import Cue, CueClass, Mention, Span, Statement, StatementKind

LEAST_WORDS = 2
"""A quotation of fewer words, without a cue, is a name or a scare quote."""
REACH_BEFORE, REACH_BEHIND = 60, 40
"""Characters between a quotation and a cue before or behind it that may still be its own."""
_BETWEEN = re.compile(r"[\s,:–—-]*")


class Sources:
    """Finds the attributions of one text that hang on no reporting clause."""

    def __init__(
        self,
        doc: Doc,
        wording: Wording,
        *,
        who: Callable[[Token], Mention | None],
        speakers: Callable[[CueHit], tuple[Mention | None, tuple[int, ...]]],
    ) -> None:
        self.doc = doc
        self.wording = wording
        self.who = who
        self.speakers = speakers

    def according(self, found: Sequence[Statement]) -> list[Statement]:
        """The statements with each "according to …" put in: as `via` of its sentence's, else as a cue itself."""
        statements = list(found)
        for token in self.doc[:-1]:
            if token.lower_ != "according" or token.nbor().lower_ != "to":
                continue
            head = next((t for t in token.nbor().children if t.dep_ == "pobj"), None)
            mention = self.who(head) if head is not None else None
            if mention is None:
                continue
            sentence = Span(token.sent.start_char, token.sent.end_char)
            near = [k for k, s in enumerate(statements) if s.cue and s.cue.span.start in sentence]
            for k in near:
                if statements[k].via is None and mention.actors[0] not in statements[k].speakers:
                    statements[k] = replace(statements[k], via=mention.actors[0])
            if not near and (statement := self._by_itself(token, mention)):
                statements.append(statement)
        return statements

    def _by_itself(self, token: Token, mention: Mention) -> Statement | None:
        """The rest of the sentence as the statement of who it is according to."""
        doc, sent = self.doc, token.sent
        aside_end = next((t.i for t in doc[token.i : sent.end] if t.text == ","), sent.end)
        start, end = (aside_end, sent.end) if token.i <= sent.start + 1 else (sent.start, token.i)
        if end <= start:
            return None
        span = self.wording.trimmed(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
        if span is None:
            return None
        kind, spans = self.wording.kind((span,))
        to = token.nbor()
        cue = Cue(Span(token.idx, to.idx + len(to)), "according to", CueClass.NEUTRAL, 2)
        return Statement(spans, kind, mention.actors, cue, mention, rule="according to", confidence=0.85)

    def nouns(self, classes: Mapping[str, CueClass]) -> list[Statement]:
        """ "a Valdorian suggestion that …", "his claim that …": nouns that report for whom they belong to."""
        made: list[Statement] = []
        for noun in self.doc:
            cue_class = classes.get(noun.lemma_.lower()) if noun.pos_ == "NOUN" else None
            that = next(
                (t for c in noun.rights if c.dep_ in {"acl", "ccomp", "relcl"} for t in c.lefts if t.dep_ == "mark"),
                None,
            )
            if cue_class is None or that is None or that.lower_ != "that":
                continue
            owners = (self.who(c) for c in noun.lefts if c.dep_ in {"poss", "amod", "compound"})
            mention = next((m for m in owners if m is not None), None)
            span = self.wording.trimmed(that.idx + len(that), that.head.right_edge.idx + len(that.head.right_edge))
            if mention is not None and span is not None:
                kind, spans = self.wording.kind((span,))
                cue = Cue(Span(noun.idx, noun.idx + len(noun)), noun.lemma_.lower(), cue_class, 2)
                made.append(Statement(spans, kind, mention.actors, cue, mention, rule="noun of saying", confidence=0.7))
        return made

    def uncued_quotations(self, found: Sequence[Statement]) -> list[Statement]:
        """Quotations that no construction has claimed, beside a speech verb without content: "He told X: “A. B.”"."""
        text = self.wording.text
        used = {s.cue.span.start for s in found if s.cue}
        made: list[Statement] = []
        for quotation in self.wording.quotations:
            inner = Span(*trimmed(text, quotation.inner.start, quotation.inner.end))
            claimed = any(inner.overlaps(span) for s in (*found, *made) for span in s.spans)
            if claimed or len(inner.of(text).split()) < LEAST_WORDS:
                continue
            for hit in self._beside(quotation):
                mention, speakers = self.speakers(hit)
                cue = hit.cue()
                if mention is not None and (cue.span.start not in used or self._follows(hit, quotation)):
                    rule = "quotation beside a cue"
                    made.append(
                        Statement(
                            self.wording.carried((inner,)),
                            StatementKind.DIRECT,
                            speakers,
                            cue,
                            mention,
                            rule=rule,
                            confidence=0.7,
                        )
                    )
                    break
        return made

    def _follows(self, hit: CueHit, quotation: Quotation) -> bool:
        """Whether a quotation comes right behind a cue's sentence, `A, she said. “B.”`, or a new paragraph."""
        sentence = hit.verb.sent
        between = self.wording.text[sentence.end_char : quotation.outer.start]
        if quotation.outer.start < sentence.end_char or between.strip():
            return False
        if "\n" in self.wording.text[hit.verb.idx : quotation.outer.start] and not self._is_sentence(quotation):
            return False
        words = [t for t in sentence if t.is_alpha]
        return bool(words) and words[-1].i <= hit.verb.right_edge.i

    def _is_sentence(self, quotation: Quotation) -> bool:
        """Whether a quotation is closed and ends a sentence, as names and scare quotes do not."""
        return quotation.closed and quotation.inner.of(self.wording.text).rstrip().endswith((".", "!", "?"))

    def _beside(self, quotation: Quotation) -> Iterable[CueHit]:
        """Speech verbs of the same paragraph close to the quotation, the nearest first."""
        outer = quotation.outer

        def distance(hit: CueHit) -> int:
            return outer.start - hit.verb.idx if hit.verb.idx < outer.start else hit.verb.idx - outer.end

        def near(hit: CueHit) -> bool:
            ahead = hit.verb.idx < outer.start
            between = self.wording.text[hit.verb.idx if ahead else outer.end : outer.start if ahead else hit.verb.idx]
            if "\n" in between:  # "She said:" may end the paragraph before
                led = ahead and between.rstrip().endswith(":") and len(between) < REACH_BEFORE
                return led or self._follows(hit, quotation)
            if not ahead and hit.verb.tag_ in {"VB", "VBG"}:  # "“A,” saying that …" reports what comes behind it
                return False
            first = min(hit.verb.idx, hit.subject.left_edge.idx) if hit.subject is not None else hit.verb.idx
            beside = not ahead and first >= outer.end and _BETWEEN.fullmatch(self.wording.text, outer.end, first)
            return bool(beside) or 0 <= distance(hit) < (REACH_BEFORE if ahead else REACH_BEHIND)

        speech = (hit for hit in self.wording.hits if hit.quotes and hit.subject is not None)
        return sorted((hit for hit in speech if near(hit)), key=distance)
