"""Statements: each cue with the words it introduces, whose they are, and through whom they come.

Rulings are those of the annotation guidelines: one source relaying another is the inner one's statement with `via`;
a cue inside another's content is no statement of its own; what is denied or not said is a silence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from diplomacy.reading.people.mentions import MentionFinder
from diplomacy.reading.people.scene import SUBJECTS, noun_phrase
from diplomacy.reading.speech.attribution import CueHit, clause_start, find_cues
from diplomacy.reading.speech.content import find_content
from diplomacy.reading.speech.cues import CueVocabulary, Frame
from diplomacy.reading.speech.extent import Content, is_sibling, without_comment
from diplomacy.reading.speech.headlines import headline_statements
from diplomacy.reading.speech.listed import find_points, with_points, with_subjects
from diplomacy.reading.speech.quotes import Quotation
from diplomacy.reading.speech.silences import find_silences, limbs
from diplomacy.reading.speech.sources import Sources
from diplomacy.reading.speech.wording import Wording
from diplomacy.reading.values import ActorKind, CueClass, Document, Mention, Span, Statement

_NOBODY = frozenset({"EX", "WP", "WDT"})
"""Tags of subjects that name no source: "there", "what"."""
_DESCRIBED = "a source that is only described"
"""Rule of a mention that nothing but its own words says to be a source."""
_THINGS = frozenset({"this", "that", "it", "these"})


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
    """Finds the statements of one text, free ones apart."""

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
        self.quotations = quotations
        self.participants = participants
        self.cues = cues
        self.lists = tuple(find_points(document.text))
        self.hits = with_subjects(find_cues(doc, cues, quotations), doc, self.lists)
        self.wording = Wording(doc, document.text, quotations, self.hits)

    def find(self) -> tuple[Statement, ...]:
        """The statements, in the order of the text."""
        self._share_subjects()
        reports = [report for hit in self.hits if (report := self._report(hit)) is not None]
        self._relay(reports)
        found = [statement for report in reports if not report.dropped and (statement := self._statement(report))]
        sources = Sources(
            self.doc,
            self.wording,
            who=self._source,
            speakers=self._quoted_by,
            platform=self._platform,
            person=self._person,
        )
        found = with_points(found, self.lists, wording=self.wording, speakers=self._speakers)
        found = sources.asides(found)
        found += sources.nouns(self.cues.bare_nouns)
        found += sources.uncued_quotations(found)
        found = [part for statement in found for part in self._limbs(statement)]
        found += find_silences(self.doc, self.wording, self.cues, speakers=self._speakers, found=found)
        found += headline_statements(self.document, self.finder, self.quotations, found)
        return _without_doubles(found)

    def _limbs(self, statement: Statement) -> Iterator[Statement]:
        """A silence about two things is two; any other statement is one."""
        if not statement.silence or len(statement.spans) > 1:
            yield statement
            return
        for span in limbs(statement, self.doc):
            yield replace(statement, spans=(span,))

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

    def _report(self, hit: CueHit) -> _Report | None:
        content = find_content(hit, self.hits)
        if content is None or (content.clause is None and (self._is_purpose(hit) or _is_plan(hit))):
            return None
        content = without_comment(content, hit, self.cues, [q.inner for q in self.quotations])
        mention, speakers = self._speakers(hit)
        if not speakers and content.clause is not None:
            mention, speakers = self._unresolved(hit)
        if mention is None and not speakers:
            return None
        return None if self._is_own_position(hit, speakers) else _Report(hit, content, mention, speakers)

    def _source(self, head: Token) -> Mention | None:
        """Who a noun phrase behind "according to" means; a noun that nobody is known by names a source of its own."""
        mention = self._mention(head)
        return mention if mention is not None or head.pos_ in {"PRON", "DET"} else self._described(head)

    def _described(self, head: Token) -> Mention:
        phrase = noun_phrase(head)
        words = [t for t in phrase if t.head != head or t.dep_ != "det"]
        name = self.doc[words[0].i : words[-1].i + 1].text
        figure = self.finder.cast.add(name, ActorKind.UNNAMED, alias=phrase.text)
        return Mention(Span(phrase.start_char, phrase.end_char), (figure.index,), _DESCRIBED)

    def _is_purpose(self, hit: CueHit) -> bool:
        """ "… to describe a private conversation": what something was done for; of talks it is what was said."""
        infinitive = hit.verb.tag_ == "VB" and any(c.lower_ == "to" for c in hit.verb.lefts)
        if not infinitive or hit.verb.dep_ == "conj" or hit.negated:
            return False
        talks = hit.verb.head.lemma_.lower() in self.cues.talking and hit.verb.head.tag_ == "VBD"
        return not (talks and hit.lemma in self.cues.topics)

    def _unresolved(self, hit: CueHit) -> tuple[Mention | None, tuple[int, ...]]:
        """The subject of a clear report, though nobody knows whom it means; a noun names a source of its own."""
        subject = hit.subject
        if subject is None or not hit.quotes or subject.tag_ in _NOBODY or subject.lower_ in _THINGS:
            return None, ()
        if subject.pos_ not in {"PRON", "DET"}:  # "one in four voters", "the campaign"
            mention = self._described(subject)
            return mention, mention.actors
        phrase = noun_phrase(subject)
        return Mention(Span(phrase.start_char, phrase.end_char), (), "nobody known that these words may mean"), ()

    def _quoted_by(self, hit: CueHit) -> tuple[Mention | None, tuple[int, ...]]:
        """Who is quoted by a cue that stands beside a quotation."""
        mention, speakers = self._speakers(hit)
        return (mention, speakers) if speakers else self._unresolved(hit)

    def _is_own_position(self, hit: CueHit, speakers: tuple[int, ...]) -> bool:
        """Whether a readout states what its side holds ("China hopes that …"): the minister's words going on."""
        figures = self.finder.cast.figures
        own = {figures[actor].country for actor in self.participants} - {""}
        state = bool(speakers) and all(
            figures[i].kind is ActorKind.COUNTRY and figures[i].name in own for i in speakers
        )
        return self.document.official and state and hit.verb.tag_ in {"VBZ", "VBP"} and not hit.passive

    def _speakers(self, hit: CueHit) -> tuple[Mention | None, tuple[int, ...]]:
        """Who the subject of a cue is; the participants, where a readout's passive names nobody."""
        subject = hit.subject
        if subject is None or (subject.lower_ == "it" and hit.passive):
            it = any(c.dep_ == "nsubjpass" and c.lower_ == "it" for c in hit.verb.lefts)
            agreed = it and hit.entry.cue_class is CueClass.COMMITTING  # "it was agreed that", a reporter's words too
            impersonal = hit.passive and (self.document.official or hit.negated or agreed)
            return None, (self.participants if impersonal else ())
        mention = self._mention(subject)
        if mention is None:
            return None, (self.participants if subject.lower_ in {"neither", "none", "both"} else ())
        speakers = dict.fromkeys(mention.actors)
        for other in subject.conjuncts:
            if other.i > subject.i and (more := self.finder.by_token.get(other.i)):
                speakers.update(dict.fromkeys(more.actors))
        return mention, tuple(speakers)

    def _person(self, head: Token) -> Mention | None:
        """The mention that a noun phrase makes, if it means people."""
        mention = self.finder.by_token.get(head.i)
        people = mention and all(self.finder.cast.figures[i].kind is ActorKind.PERSON for i in mention.actors)
        return mention if people else None

    def _mention(self, head: Token) -> Mention | None:
        """The mention that a noun phrase makes; an unknown proper name becomes an actor by that name."""
        known = self.finder.by_token
        if head.i in known:
            return known[head.i]
        apposed = next((c.i for c in head.children if c.dep_ == "appos" and c.i in known), None)
        if apposed is not None:
            return known[apposed]
        if head.pos_ != "PROPN" or not head.text[:1].isupper() or head.ent_type_ in {"DATE", "TIME"}:
            return None
        words = self.doc[head.left_edge.i : head.i + 1]
        name = words.text.removeprefix("The ").removeprefix("the ")
        figure = self.finder.cast.add(name, ActorKind.ORGANISATION)
        span = Span(words.start_char, words.end_char)
        known[head.i] = Mention(span, (figure.index,), "a name that nothing else is known of")
        return known[head.i]

    def _same_side(self, outer: tuple[int, ...], inner: tuple[int, ...]) -> bool:
        """Whether the inner subject is the outer speaker, or the state that the outer speaker acts for."""
        figures = self.finder.cast.figures
        if set(inner) & set(outer):
            return True
        states = {figures[actor].country for actor in outer} - {""}
        return all(figures[i].kind is ActorKind.COUNTRY and figures[i].name in states for i in inner)

    def _relay(self, reports: Sequence[_Report]) -> None:
        """Settle which of two nested cues is the statement: the inner one, if it is another's; else the outer."""
        for outer in reports:
            for inner in reports:
                if inner is outer or not outer.content.holds(inner.hit.verb):
                    continue
                if not outer.content.inverted and is_sibling(outer.hit, inner.hit, outer.content.clause):
                    continue
                if self._relays(outer, inner):
                    inner.via = next(iter(outer.speakers), None)
                    outer.dropped = True
                elif self._goes_on_relaying(outer, inner):
                    inner.via = next(iter(outer.speakers), None)
                    outer.content = outer.content.up_to(clause_start(inner.hit))
                elif not outer.dropped:
                    inner.dropped = True

    def _goes_on_relaying(self, outer: _Report, inner: _Report) -> bool:
        """ "B said that A had come and had told her that …": the second half of what B says is what A says."""
        main, verb = outer.content.clause, inner.hit.verb
        if main is None or outer.content.inverted or verb.dep_ != "conj" or verb.head != main:
            return False
        clause = inner.content.clause
        that = clause is not None and clause.left_edge.lower_ == "that" and Frame.THAT in outer.hit.entry.frames
        return that and not outer.hit.negated and not self._same_side(outer.speakers, inner.speakers)

    def _platform(self, hit: CueHit) -> int | None:
        """The platform that passes on what was posted there."""
        name = hit.posted_on()
        return self.finder.cast.add(name, ActorKind.ORGANISATION).index if name else None

    def _relays(self, outer: _Report, inner: _Report) -> bool:
        """Whether the outer cue only passes on what another says in the main clause of its content."""
        main = outer.content.clause
        heads = {main.i, *(t.i for t in main.conjuncts)} if main is not None else set()
        own_subject = any(c.dep_ in SUBJECTS for c in inner.hit.verb.children)
        if inner.mention is not None and inner.mention.rule == _DESCRIBED:
            return False  # "said the wording suggests that …": nobody else speaks
        future = any(c.tag_ == "MD" for c in inner.hit.verb.lefts)  # "said that X would thank Y": nobody has yet
        empty = (
            inner.content.clause is None and self.doc[inner.content.ranges[0][0]].tag_ == "PRP"
        )  # "that A had proposed it on Friday"
        if future or empty or inner.hit.lemma in self.cues.attitudes:
            return False
        return (
            inner.hit.verb.i in heads
            and Frame.THAT in outer.hit.entry.frames
            and not outer.hit.negated
            and not self._same_side(outer.speakers, inner.speakers)
            and (outer.content.inverted or own_subject)
        )

    def _statement(self, report: _Report) -> Statement | None:
        spans = self.wording.spans(report.content, report.hit)
        if not spans:
            return None
        kind, spans = self.wording.kind(spans)
        via = report.via if report.via is not None else self._platform(report.hit)
        return Statement(
            spans=spans,
            kind=kind,
            speakers=report.speakers,
            cue=report.hit.cue(),
            mention=report.mention,
            via=via,
            silence=report.hit.negated,
            rule=report.content.rule,
            confidence=0.9 if report.mention is not None and report.content.clause is not None else 0.75,
        )


def _is_plan(hit: CueHit) -> bool:
    """ "A will discuss B", "A will focus on supporting B": nothing has been said yet, and no clause tells what."""
    for verb in (hit.verb, *hit.verb.ancestors):
        if any(c.tag_ == "MD" and c.lower_ in {"will", "shall"} for c in verb.lefts):
            return not hit.negated
        if verb.tag_ in {"VBD", "VBZ", "VBP"}:
            return False
    return False


def _without_doubles(statements: list[Statement]) -> tuple[Statement, ...]:
    """In order of the text, each speaker's words once."""
    kept: dict[tuple[tuple[Span, ...], tuple[int, ...]], Statement] = {}
    for statement in sorted(statements, key=lambda s: (s.spans[0], -s.confidence)):
        kept.setdefault((statement.spans, statement.speakers), statement)
    return tuple(kept.values())
