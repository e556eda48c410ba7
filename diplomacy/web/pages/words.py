"""How relations and facets are shown: a symbol, a word and a sentence each, the same on every page."""

from dataclasses import dataclass
from functools import cache

from diplomacy.archive.models.exchanges import FAIRLY_SURE


@dataclass(frozen=True, slots=True)
class RelationWords:
    """How one relation is shown; `key` is also its class in the style sheets."""

    key: str
    symbol: str
    word: str
    means: str


@dataclass(frozen=True, slots=True)
class FacetWords:
    """How one facet is shown: short beside a claim, and as a sentence in the reasons."""

    key: str
    word: str
    means: str


_RELATIONS = (
    RelationWords("same", "=", "same", "Both say it in the same words, apart from grammar."),
    RelationWords("reworded", "≈", "reworded", "The same claim in other words."),
    RelationWords("shifted", "⇄", "shifted", "The same topic, but what is claimed is not the same."),
    RelationWords("contradicted", "≠", "contradicted", "They cannot both be true."),
    RelationWords("disputed", "↯", "disputed", "The sides take positions that clash; neither reports the other’s."),
)
ALONE = RelationWords("alone", "∅", "told by one account alone", "No other account of this exchange has it.")
RELATIONS = {words.key: words for words in _RELATIONS}

_FACETS = (
    FacetWords("naming", "another name", "The same thing or person goes by a different, perhaps loaded, name."),
    FacetWords("verb", "another verb", "The verb that attributes it is stronger, weaker or of another kind."),
    FacetWords("voice", "quoted by one only", "One has the words in quotation marks, the other does not."),
    FacetWords(
        "speaker", "another speaker", "It is attributed to somebody else, or to an institution for its minister."
    ),
    FacetWords("hedge", "hedged otherwise", "One is more certain, or more qualified, than the other."),
    FacetWords("number", "another number", "A date, count or amount differs."),
    FacetWords("detail", "more detail in one", "One has particulars that the other leaves out."),
)
FACETS = {words.key: words for words in _FACETS}

EXCHANGE_KINDS = {
    "call": "Telephone or video call",
    "meeting": "Meeting",
    "visit": "Visit",
    "letter": "Letter",
    "summit": "Summit",
}
OUTLET_KINDS = {
    "official": "official readout",
    "wire": "wire",
    "state-media": "state media",
    "press": "press",
    "other": "other",
}
STANDINGS = {
    "new": "new",
    "changed": "another text of an article that is here: it becomes its newest version",
    "known": "here already: nothing of it will be stored",
    "deleted": "deleted before: nothing of it will be stored, and an editor can restore it",
}
COLUMNS = {"published": "day", "url": "address", "domain": "web site"}
"""What is taken from a table, where it goes by another word on pages than in tables."""
STATEMENT_KINDS = {
    "direct": "in quotation marks",
    "mixed": "partly in quotation marks",
    "indirect": "reported",
    "free": "carried on from the sentence before",
}

CUE_CLASSES = {
    "neutral": "reports",
    "thanking": "thanks",
    "committing": "commits",
    "reiterating": "repeats",
    "emphatic": "stresses",
    "requesting": "asks",
    "condemning": "condemns",
    "evaluative": "distances",
}


@cache
def facet_words(keys: tuple[str, ...]) -> tuple[FacetWords, ...]:
    """The facets of `keys` in their usual order; a key that is not known is shown as it stands."""
    known = tuple(words for key, words in FACETS.items() if key in keys)
    return known + tuple(FacetWords(key, key, "") for key in keys if key not in FACETS)


def in_a_row(names: list[str]) -> str:
    """Names as a sentence lists them: "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def sureness(score: float) -> str:
    """A score from 0 to 1 that a rule gives, in words; the rules of framing are set to this scale."""
    if score >= 0.75:
        return "sure"
    return "fairly sure" if score >= 0.5 else "unsure"


def pair_sureness(score: float) -> str:
    """The score of a pair in words: of the sure ones 19 of 20 are right, of the fairly sure 3 of 4, of the rest half.

    The bounds are read off `benchmarks.calibration`, and to be read off again where the weights are fitted anew.
    """
    if score >= 0.9:
        return "sure"
    return "fairly sure" if score >= FAIRLY_SURE else "unsure"
