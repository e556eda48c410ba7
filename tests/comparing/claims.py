"""Claims made by hand: no language model, vectors that mix a few directions."""

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from diplomacy.comparing.values import Account, AccountClaim
from diplomacy.comparing.vocabulary import surface
from diplomacy.reading.values import CueClass, Span, StatementKind, Word

FUNCTION = frozenset(
    {"the", "a", "an", "of", "to", "in", "for", "and", "on", "at", "that", "is", "are", "was", "were", "has", "have"}
    | {"will", "be", "it", "its", "with", "by", "from", "not", "no", "as"}
)
VERBS = {"discuss", "agree", "promise", "reject", "sign", "open", "close", "send", "lift", "extend", "hold", "welcome"}


def vector(*topics: int, lean: float = 1.0) -> np.ndarray:
    """A unit vector that points along the given topics, the later ones `lean` as strongly as the first."""
    mixed = np.zeros(384, dtype=np.float32)
    for number, topic in enumerate(topics):
        mixed[topic] += 1.0 if number == 0 else lean
    return mixed / np.linalg.norm(mixed)


def words_of(text: str, start: int = 0) -> tuple[Word, ...]:
    """Words with crude lemmas: lower case, a plural or past ending cut."""
    found = []
    for match in re.finditer(r"\d[\d.,]*\d|\w+(?:[-’']\w+)*|[^\w\s]", text):
        raw = match.group().lower()
        lemma = re.sub(r"(?<=\w{3})(?:ed|s)$", "", raw)
        kind = (
            "PUNCT"
            if not raw[0].isalnum()
            else "ADP"
            if raw in FUNCTION
            else "VERB"
            if lemma in VERBS
            else "NUM"
            if raw.isdigit()
            else "NOUN"
        )
        content = kind != "PUNCT" and raw not in FUNCTION
        found.append(Word(start + match.start(), start + match.end(), lemma, kind, content))
    return tuple(found)


def claim(
    number: int,
    text: str,
    *topics: int,
    start: int | None = None,
    by: int | None = None,
    state: int | None = None,
    cue: str = "say",
    stance: CueClass = CueClass.NEUTRAL,
    strength: int = 2,
    quoted: bool = False,
    context: bool = False,
    title: bool = False,
    denied: bool = False,
    askers: tuple[int, ...] = (),
) -> AccountClaim:
    """A claim at `start` (by default in the order of the numbers); narration where `by` is None."""
    begins = number * 1000 if start is None else start
    return AccountClaim(
        id=number,
        span=Span(begins, begins + len(text)),
        text=text,
        words=words_of(text, begins),
        vector=vector(*(topics or (number % 384,))),
        speakers=frozenset() if by is None else frozenset({by}),
        speaks_for=frozenset() if state is None else frozenset({state}),
        askers=frozenset(askers),
        kind=None if by is None else StatementKind.INDIRECT,
        cue_lemma="" if by is None else cue,
        cue_class=stance,
        cue_strength=0 if by is None else strength,
        cue_negated=denied,
        quoted=quoted,
        context=context,
        title=title,
    )


def meaning(made: AccountClaim, topics: Mapping[str, int | None]) -> AccountClaim:
    """The claim with vectors for its words: words of one topic mean the same, of two nothing alike, of None nothing."""
    rows = [
        np.zeros(48, dtype=np.uint8) if topic is None else np.random.default_rng(topic).integers(1, 256, 48, np.uint8)
        for word in made.words
        if word.content
        for topic in [topics.get(surface(made, word))]
    ]
    return replace(made, word_vectors=np.array(rows, dtype=np.uint8).reshape(-1, 48))


SENTENCES = [
    "the ceasefire must hold",
    "six ships may pass",
    "aid worth 40 million euro was promised",
    "the border stays closed",
    "talks resume in May",
    "the crew is well",
    "to negotiate",
    "it is so",
]


@st.composite
def account(draw: st.DrawFn, article: int) -> Account:
    """An article's claims of all sorts, whose ids are a hundred times the article's and on."""
    claims = []
    for number in range(draw(st.integers(1, 6))):
        text = draw(st.sampled_from(SENTENCES))
        topics = draw(st.lists(st.integers(0, 7), min_size=1, max_size=3, unique=True))
        made = claim(
            article * 100 + number,
            text,
            *topics,
            start=number * 100,
            by=draw(st.sampled_from([None, 1, 2])),
            context=draw(st.booleans()),
            title=number == 0 and draw(st.booleans()),
        )
        claims.append(meaning(made, draw(st.dictionaries(st.sampled_from(text.split()), st.integers(0, 3)))))
    return Account(article, tuple(claims))
