"""What attributes without a reporting verb of its own: "according to …", and quotations beside a speech verb."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
_PARTS = frozenset({":", ";", "("})
"""Marks behind which a part of a sentence begins that has a source of its own."""
_TIES = frozenset({"and", "or", "although", "though", "because", "even"})
"""Words with which a sentence goes on behind the source of its first clause."""
_FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})
_BETWEEN = re.compile(r"[\s,:–—-]*")


@dataclass(frozen=True, slots=True)
class _Aside:
    """Words that name a source without a verb: from `first` to `last` the cue, with the head of who it is."""

    first: Token
    last: Token
    head: Token
    lemma: str
    relays: bool


def _asides(doc: Doc) -> Iterator[_Aside]:
    """Each "according to A", "in the words of A" and "in A's words" of the text."""
    for token in doc[:-1]:
        if token.lower_ == "according" and token.nbor().lower_ == "to":
            head = next((t for t in token.nbor().children if t.dep_ == "pobj"), None)
            if head is not None:
                yield _Aside(token, token.nbor(), head, "according to", relays=True)
        elif token.lower_ == "words" and token.head.lower_ == "in" and token.head.i < token.i:
            of = next((t for t in token.rights if t.lower_ == "of"), None)
            head = next((t for t in (of or token).children if t.dep_ in {"pobj", "poss"}), None)
            if head is not None:
                yield _Aside(token.head, of or token, head, "in the words of", relays=False)


class Sources:
    """Finds the attributions of one text that hang on no reporting clause."""

    def __init__(
        self,
        doc: Doc,
        wording: Wording,
        *,
        who: Callable[[Token], Mention | None],
        speakers: Callable[[CueHit], tuple[Mention | None, tuple[int, ...]]],
        platform: Callable[[CueHit], int | None],
        person: Callable[[Token], Mention | None],
    ) -> None:
        self.doc = doc
        self.wording = wording
        self.who = who
        self.speakers = speakers
        self.platform = platform
        self.who_speaks = person

    def asides(self, found: Sequence[Statement]) -> list[Statement]:
        """The statements with each "according to …" put in: as `via` of what the sentence reports, else by itself.

        A sentence reports by the cue of its main clause. What else reports in it stands in the content of the source.
        "In the words of …" relays nobody.
        """
        statements = list(found)
        for aside in _asides(self.doc):
            mention = self.who(aside.head)
            if mention is None:
                continue
            main = {verb.idx for verb in _main_verbs(aside.first)} if aside.relays else set()
            near = [k for k, s in enumerate(statements) if s.cue and any(at in s.cue.span for at in main)]
            for k in near:
                inside = any(aside.first.idx in span for span in statements[k].spans)
                if not inside and statements[k].via is None and mention.actors[0] not in statements[k].speakers:
                    statements[k] = replace(statements[k], via=mention.actors[0])
            if not near and (statement := self._by_itself(aside, mention)):
                statements = [s for s in statements if not _stands_in(s, statement)]
                statements.append(statement)
        return statements

    def _by_itself(self, aside: _Aside, mention: Mention) -> Statement | None:
        """The rest of the sentence as the statement of who it is according to."""
        spans = [span for start, end in self._around(aside) if (span := self._run(start, end)) is not None]
        if not spans:
            return None
        kind, bare = self.wording.kind(tuple(spans))
        cue = Cue(Span(aside.first.idx, aside.last.idx + len(aside.last)), aside.lemma, CueClass.NEUTRAL, 2)
        return Statement(bare, kind, mention.actors, cue, mention, rule=aside.lemma, confidence=0.85)

    def _around(self, aside: _Aside) -> Iterator[tuple[int, int]]:
        """Token ranges before and behind an aside, within its own part of the sentence."""
        doc, token = self.doc, aside.first
        sent = token.sent
        start = next((t.i + 1 for t in reversed(doc[sent.start : token.i]) if t.text in _PARTS), sent.start)
        end = next((t.i for t in doc[token.i : sent.end] if t.text in _PARTS or t.text == ")"), sent.end)
        comma = next((t.i for t in doc[token.i : end] if t.text == ","), end)
        named = max(aside.head.right_edge.i, aside.last.i) + 1
        behind = named if comma < named < end and doc[named].text == "," else comma
        before = doc[start : token.i]
        if not any(t.is_alpha and t.dep_ != "cc" for t in before):
            yield behind, end
        elif doc[token.i - 1].pos_ != "AUX":  # "That is according to …" says nothing itself
            yield start, token.i
            whole = any(t.tag_ in _FINITE for t in before[:-2])
            goes_on = behind + 1 < end and (doc[behind + 1].tag_ in _FINITE or doc[behind + 1].lower_ in _TIES)
            if doc[token.i - 1].text == "," and (goes_on or not whole):
                yield behind, end

    def _run(self, start: int, end: int) -> Span | None:
        words = [t for t in self.doc[start:end] if t.is_alpha]
        return (
            self.wording.trimmed(self.doc[start].idx, self.doc[end - 1].idx + len(self.doc[end - 1])) if words else None
        )

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
        """Quotations that no construction has claimed: beside a speech verb without content ("He told X: “A. B.”"), or
        behind a sentence about who says them."""
        text = self.wording.text
        used = {s.cue.span.start for s in found if s.cue}
        made: list[Statement] = []
        for quotation in self.wording.quotations:
            inner = Span(*trimmed(text, quotation.inner.start, quotation.inner.end))
            claimed = any(inner.overlaps(span) for s in (*found, *made) for span in s.spans)
            if claimed or len(inner.of(text).split()) < LEAST_WORDS:
                continue
            statement = self._beside_cue(quotation, inner, used) or self._floating(quotation, inner)
            if statement is not None:
                made.append(statement)
        return made

    def _beside_cue(self, quotation: Quotation, inner: Span, used: Collection[int]) -> Statement | None:
        for hit in self._beside(quotation):
            mention, speakers = self.speakers(hit)
            cue = hit.cue()
            if mention is not None and (cue.span.start not in used or self._follows(hit, quotation)):
                spans, via = self.wording.carried((inner,)), self.platform(hit)
                rule = "quotation beside a cue"
                return Statement(spans, StatementKind.DIRECT, speakers, cue, mention, via, rule=rule, confidence=0.7)
        return None

    def _floating(self, quotation: Quotation, inner: Span) -> Statement | None:
        """A quoted sentence as that of whom the words before it are about: "A was blunt. “B.”", "A had news: “B.”"."""
        text, outer = self.wording.text, quotation.outer
        before = text[: outer.start].rstrip(" ")
        behind = text[outer.end : outer.end + 2].strip(" ")
        if not self._is_sentence(quotation) or not before.endswith((".", ":")) or behind[:1].islower():
            return None
        ahead = self.doc.char_span(len(before) - 1, len(before), alignment_mode="expand")
        root = ahead.sent.root if ahead is not None else None
        subject = next((c for c in root.lefts if c.dep_ == "nsubj"), None) if root is not None else None
        if root is None or subject is None or root.pos_ not in {"VERB", "AUX"} or root.idx >= outer.start:
            return None
        if any(q.inner.overlaps(Span(root.idx, root.idx + 1)) for q in self.wording.quotations):
            return None
        mention = self.who_speaks(subject)
        if mention is None:
            return None
        predicate = next((c for c in root.rights if c.dep_ == "acomp"), root)
        cue = Cue(Span(root.idx, predicate.idx + len(predicate)), root.lemma_.lower(), CueClass.NEUTRAL, 1)
        rule = "quotation behind a sentence about its speaker"
        spans = self.wording.carried((inner,))
        return Statement(spans, StatementKind.DIRECT, mention.actors, cue, mention, rule=rule, confidence=0.6)

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


def _main_verbs(according: Token) -> Iterator[Token]:
    """The verbs that a source may be relaying: its clause's, the one right before it ("…, he said, according to B"),
    and the sentence's, with the infinitives of what was done for them ("used it to warn").
    """
    root = according.sent.root
    yield according.head
    before = according.i - 1
    while before > according.sent.start and according.doc[before].is_punct:
        before -= 1
    yield according.doc[max(before, 0)]
    for verb in (root, *root.conjuncts):
        yield verb
        yield from (c for c in verb.rights if c.tag_ == "VB" and c.dep_ in {"xcomp", "advcl"})


def _stands_in(statement: Statement, outer: Statement) -> bool:
    """Whether a statement, with its cue, stands in the content of another."""
    own = [*statement.spans, *([statement.cue.span] if statement.cue else [])]
    return all(any(o.start <= span.start and span.end <= o.end for o in outer.spans) for span in own)
