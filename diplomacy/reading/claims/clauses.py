"""Where a run of words divides into limbs that can be true or false by themselves.

Works on the words and on the parse together: the parser's coordinations where it finds them, and the order of words
(a comma or "and", then a verb) where long lists of limbs lead it astray.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from spacy.tokens import Doc, Token

from diplomacy.reading.claims.asides import SUBJECTS, aside, relative
from diplomacy.reading.claims.words import ClaimWords, is_content, is_finite

Range = tuple[int, int]
"""Tokens, half-open."""

_BOUND = frozenset({"relcl", "acl", "pcomp", "amod", "csubj", "advcl", "compound"})
"""What a coordination may hang in without being one of claims ("people who fled and lost …")."""
_COORDINATORS = frozenset({"and", "but", "or", "nor", "yet"})
_DASHES = frozenset({"–", "—", "--"})
_DIVIDERS = _COORDINATORS | _DASHES | {",", ";", ":", "as"}
"""Words at which alone, beside the start of a sentence, a run may divide."""
_EDGE_WORDS = _COORDINATORS | {"that", "then", "also"}
_OWN_WORDS = frozenset({"DET", "ADP", "ADJ"})
_LEAST_CONTENT = 2
"""Content words without which a limb is no claim of its own."""
_TERSE = 4
"""Content words up to which two clauses are one turn of phrase ("they asked and they got")."""


def limbs(doc: Doc, start: int, end: int, *, words: ClaimWords, topics: bool = False) -> list[Range]:
    """Divide tokens `start` to `end` into limbs, in order, edges trimmed; a clause in the middle lies inside its host.

    `topics`: the run lists what was talked about, and each item of the list is a limb.
    """
    return _Divider(doc, start, end, words, topics=topics).limbs()


class _Divider:
    def __init__(self, doc: Doc, start: int, end: int, words: ClaimWords, *, topics: bool) -> None:
        self.doc = doc
        self.start = start
        self.end = end
        self.words = words
        self.topics = topics and doc[start].tag_ not in {"WP", "WRB", "WDT"}  # "how the launch …" is a clause

    def limbs(self) -> list[Range]:
        cuts = sorted({self.start, *self._cuts(), self.end})
        trimmed = [self._trimmed(*piece) for piece in self._merged(cuts)]
        inside = [trim(self.doc, *clause) for clause in self._inner_clauses]
        return sorted({piece for piece in (*trimmed, *inside) if piece[0] < piece[1]})

    def _trimmed(self, start: int, end: int) -> Range:
        start, end = trim(self.doc, start, end)
        opens_list = self.topics and start < end and self.doc[start].lower_ == "including"
        return start + opens_list, end

    def _cuts(self) -> Iterator[int]:
        for token in self.doc[self.start + 1 : self.end]:
            at = token.i
            if not (token.is_sent_start or token.lower_ in _DIVIDERS):
                continue
            whole = at in self._formula_tokens or at in self._inner_ends
            if self._ends_sentence(at) or (not whole and self._opens_limb(at)):
                yield at

    def _ends_sentence(self, at: int) -> bool:
        token = self.doc[at]
        divides = token.text in {";", ":"} and self._finite_in(self.start, at) and self._finite_in(at, self.end)
        return bool(token.is_sent_start) or divides

    def _opens_limb(self, at: int) -> bool:
        """Whether a comma or conjunction here opens a limb."""
        token = self.doc[at]
        if self._in_a_degree(at):
            return False
        if token.text == ",":
            return self._opens_coordinate(at) or self._opens_aside(at) or (self.topics and self._opens_topic(at))
        if self.doc[at - 1].text == "," or self.doc[at - 1].text in _DASHES:
            return False  # cut at the mark, or not at all
        if token.text in _DASHES:
            return self._opens_coordinate(at)
        if token.lower_ in _COORDINATORS:
            return self._opens_coordinate(at) or (self.topics and self._opens_topic(at))
        return self.topics and self.doc[at : at + 3].text.casefold() == "as well as"

    def _in_a_degree(self, at: int) -> bool:
        """ "how difficult | and challenging it may be": what "how" asks the degree of belongs together."""
        before = self.doc[max(self.start, at - 3) : at]
        how = next((token.i for token in before if token.lower_ in {"how", "however"}), None)
        return how is not None and not self._finite_in(how, at)

    @cached_property
    def _formula_tokens(self) -> frozenset[int]:
        """Tokens that stand inside a fixed formula."""
        found: set[int] = set()
        openings = (token.i for token in self.doc[self.start : self.end] if token.lower_ in self.words.formula_openings)
        for at in openings:
            for size in range(3, self.words.longest_formula + 1):
                if self.doc[at : min(at + size, self.end)].text.casefold() in self.words.formulas:
                    found.update(range(at, at + size))
        return frozenset(found)

    def _finite_in(self, start: int, end: int) -> bool:
        return any(is_finite(token) for token in self.doc[start:end])

    # --- coordinated clauses and verb phrases ------------------------------------------------------------------

    def _opens_coordinate(self, at: int) -> bool:
        """Whether a coordinated predicate follows, with or without a subject of its own."""
        first = self._behind_joints(at)
        before = self.doc[self.start : at]
        if first >= self.end or not any(token.tag_.startswith("VB") or token.tag_ == "MD" for token in before):
            return False
        if self._opens_clause(at, first) or self._opens_known(first) or self._opens_another_that(first):
            return True
        if self._opens_plural(at, first):
            return True
        verb = self.doc[first]
        if verb.tag_ == "TO" and first + 1 < self.end:
            verb = self.doc[first + 1]
        if not (is_finite(verb) or verb.tag_ == "VB") or verb.pos_ not in {"VERB", "AUX"}:
            return False
        head = verb.head if verb.dep_ in {"aux", "auxpass"} else verb
        joined = head.dep_ in {"conj", "ccomp", "ROOT", "dep", "parataxis"} or _lists_infinitives(head)
        return joined and not _is_bound(head)

    def _opens_plural(self, at: int, first: int) -> bool:
        """Whether a verb of a headline stands here that is tagged a plural but joined to a verb that ends alike."""
        word = self.doc[first]
        return first == at + 1 and word.tag_ == "NNS" and word.dep_ == "conj" and word.head.tag_ == "VBZ"

    def _opens_another_that(self, first: int) -> bool:
        """Whether "and that" stands before: the next clause of what is said, wherever the parser hangs it."""
        return _is_another_that(self.doc[first - 1]) and self._finite_in(first, self.end)

    def _behind_joints(self, at: int) -> int:
        """Behind commas, conjunctions, adverbs, opening quotation marks and "that"."""
        while at < self.end:
            token = self.doc[at]
            joint = token.text == "," or token.lower_ in _EDGE_WORDS or token.is_quote or token.text in _DASHES
            if not (joint or token.pos_ == "ADV" or token.dep_ == "neg"):
                break
            at += 1
        return at

    def _opens_clause(self, at: int, first: int) -> bool:
        """Whether a coordinated clause with its own subject begins at token `first`."""
        for token in self.doc[first : self.end]:
            if token.dep_ in SUBJECTS and first <= token.left_edge.i <= first + 1:
                return token.head.i > token.i and self._joins(token.head, at)
            if is_finite(token) or token.left_edge.i < at:
                break
        return False

    def _joins(self, verb: Token, at: int) -> bool:
        """Whether a verb behind `at` is finite and coordinated with what stands before."""
        complement = verb.dep_ == "ccomp" and (verb.head.i < at or not self.start <= verb.head.i < self.end)
        finite = is_finite(verb) or any(is_finite(child) for child in verb.children if child.dep_.startswith("aux"))
        return finite and (complement or verb.dep_ in {"conj", "parataxis", "ROOT"}) and not _is_bound(verb)

    def _opens_known(self, first: int) -> bool:
        """Whether words stand here that open a limb, however the tagger took them ("and calls on …")."""
        return self.doc[first : min(first + 2, self.end)].text.casefold() in self.words.openers

    # --- clauses that add a fact -------------------------------------------------------------------------------

    def _opens_aside(self, at: int) -> bool:
        """Whether a comma here opens a clause that adds a fact and leads to the end of the limb."""
        clause = aside(self.doc, at + 1, self.end, self.words)
        if clause is None:
            return False
        return self._finite_in(self.start, at) or not self._finite_in(clause.right_edge.i + 1, self.end)

    @cached_property
    def _inner_clauses(self) -> tuple[Range, ...]:
        """Relative clauses between commas in the middle of their host."""
        found = []
        for at in range(self.start + 1, self.end - 1):
            verb = relative(self.doc, at + 1, self.end) if self.doc[at].text == "," else None
            if verb is not None and verb.right_edge.i < self.end and not self._opens_aside(at):
                found.append((at + 1, verb.right_edge.i + 1))
        return tuple(found)

    @cached_property
    def _inner_ends(self) -> frozenset[int]:
        """Where a clause in the middle closes: the comma behind it begins no new limb."""
        return frozenset(end for _, end in self._inner_clauses)

    # --- topics ------------------------------------------------------------------------------------------------

    def _opens_topic(self, at: int) -> bool:
        """Whether the next item of a list of topics begins here: one with words of its own around its noun."""
        first = self._behind_joints(at)
        noun = next((token for token in self.doc[first : self.end] if token.pos_ in {"NOUN", "PROPN"}), None)
        if noun is None or self._finite_in(first, noun.i) or self.doc[at - 1].pos_ in {"ADJ", "DET", "ADP"}:
            return False  # "bilateral and regional matters" is one topic
        ends = (token.i for token in self.doc[noun.i : self.end] if token.text == "," or token.lower_ in _COORDINATORS)
        return self._has_own_words(first, next(ends, self.end)) and self._has_own_words(self.start, at)

    def _has_own_words(self, start: int, end: int) -> bool:
        """Whether a noun is not bare: items of a formula share their article, adjectives and prepositions."""
        return any(token.pos_ in _OWN_WORDS or token.dep_ in {"compound", "poss"} for token in self.doc[start:end])

    # --- joining what is too short -----------------------------------------------------------------------------

    def _merged(self, cuts: list[int]) -> list[Range]:
        """The pieces between cuts, one that says too little joined with its neighbour."""
        merged: list[Range] = []
        for start, end in pairwise(cuts):
            apart = self.doc[start].is_sent_start or self.doc[start].text in {";", ":"}
            if merged and not apart and self._belong_together(merged[-1], (start, end)):
                merged[-1] = (merged[-1][0], end)
            else:
                merged.append((start, end))
        return merged

    def _belong_together(self, first: Range, second: Range) -> bool:
        two_clauses = any(token.dep_ in SUBJECTS for token in self.doc[slice(*second)])
        contrast = any(token.dep_ == "neg" for token in self.doc[slice(*first)])  # "that is no A, it is B"
        another_that = any(_is_another_that(token) for token in self.doc[slice(*second)][:3])
        if two_clauses and (contrast or another_that):
            return False
        terse = two_clauses and self._size(first) + self._size(second) <= _TERSE
        short = min(self._size(first), self._size(second)) < _LEAST_CONTENT
        return terse or short or self._shares_object(first, second) or self._shares_manner(first, second)

    def _shares_object(self, first: Range, second: Range) -> bool:
        """Whether the first limb ends with a bare verb whose object the second has ("build, maintain and expand A")."""
        last = self.doc[first[1] - 1]
        bare = last.pos_ == "VERB" and not any(child.dep_ in {"auxpass", "dobj"} for child in last.children)
        return bare and any(token.dep_ == "dobj" for token in self.doc[slice(*second)])

    def _shares_manner(self, first: Range, second: Range) -> bool:
        """Whether one adverb right before the first of two short infinitives goes with both ("strictly do A and B")."""
        verb = next((token for token in self.doc[slice(*second)] if token.pos_ == "VERB"), None)
        if verb is None or verb.tag_ != "VB" or verb.dep_ != "conj" or not first[0] < verb.head.i < first[1]:
            return False
        if any(child.dep_ in {"conj", "advmod", "aux", "mark"} or child.text == "," for child in verb.children):
            return False
        manner = self.doc[verb.head.i - 1]
        adverb = manner.tag_ == "RB" and manner.head == verb.head and manner.lower_.endswith("ly")
        small = max(weight(self.doc, verb.head.i, first[1]), self._size(second)) <= _TERSE
        return verb.head.tag_ == "VB" and adverb and small

    def _size(self, piece: Range) -> int:
        return weight(self.doc, *piece)


def _is_bound(verb: Token) -> bool:
    """Whether the coordination that the verb is in hangs in something that is no claim of its own."""
    while verb.dep_ == "conj" and verb.head != verb:
        verb = verb.head
    if _lists_infinitives(verb):
        return False
    # In a sentence without a main verb the parser has taken the main clause for a relative one.
    return verb.dep_ in _BOUND and verb.sent.root.pos_ in {"VERB", "AUX"}


def _lists_infinitives(verb: Token) -> bool:
    """Whether an infinitive stands beside another that the parser hangs it on ("to reopen A, to resume B")."""
    return verb.dep_ == "advcl" and all(
        any(child.tag_ == "TO" for child in infinitive.lefts) for infinitive in (verb, verb.head)
    )


def weight(doc: Doc, start: int, end: int) -> int:
    """How much tokens say: their content words and modal verbs ("must be lifted" says two things)."""
    return sum(is_content(token) or token.tag_ == "MD" for token in doc[start:end])


def _is_another_that(token: Token) -> bool:
    """Whether a "that" behind a conjunction opens a clause: the parser often takes it for "that country"."""
    behind = token.i > 0 and token.nbor(-1).lower_ in _COORDINATORS
    return token.lower_ == "that" and behind and token.dep_ in {"mark", "dep", "det"}


def trim(doc: Doc, start: int, end: int) -> Range:
    """Tokens without the conjunctions, complementisers, spaces and marks at their edges."""
    if doc[start : start + 3].text.casefold() == "as well as":
        start += 3
    while start < end:
        token = doc[start]
        demonstrative = token.lower_ == "that" and token.dep_ not in {"mark", "dep"} and not _is_another_that(token)
        if demonstrative or not (token.is_space or token.is_punct or token.lower_ in _EDGE_WORDS):
            break
        start += 1
    while end > start:
        token = doc[end - 1]
        if not (token.is_space or (token.is_punct and token.text != ")") or token.lower_ in _COORDINATORS):
            break
        end -= 1
    return start, end
