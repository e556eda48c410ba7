"""About and methods: what this is for and how it works, with the figures of the corpus at hand."""

from collections.abc import Mapping
from dataclasses import dataclass

from diplomacy.web.pages.corpus import Figures
from diplomacy.web.pages.measured import Measured
from diplomacy.web.pages.quotations import FIDELITY
from diplomacy.web.pages.tally import Tally
from diplomacy.web.pages.verbs import Stance, Verb
from diplomacy.web.pages.words import (
    EXCHANGE_KINDS,
    FACETS,
    OUTLET_KINDS,
    RELATIONS,
    STATEMENT_KINDS,
    FacetWords,
    RelationWords,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """One kind of thing, in words, with how many there are and their part of all."""

    words: str
    count: int
    percent: int


def counted(by: Mapping[str, int], words: Mapping[str, str]) -> tuple[Counted, ...]:
    """The kinds in `by`, in the order of `words`; those that there are none of are left out."""
    total = sum(by.values())
    return tuple(Counted(word, by[key], round(100 * by[key] / total)) for key, word in words.items() if by.get(key))


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What the corpus at hand holds."""

    figures: Figures
    articles: tuple[Counted, ...]
    exchanges: tuple[Counted, ...]
    tally: Tally

    @classmethod
    def build(cls) -> "AboutPage":
        """The page with the figures of today."""
        figures = Figures.count()
        return cls(
            figures=figures,
            articles=counted(figures.articles_by, OUTLET_KINDS),
            exchanges=counted(figures.exchanges_by, EXCHANGE_KINDS),
            tally=Tally(dict(figures.pairs_by)),
        )


@dataclass(frozen=True, slots=True)
class MethodsPage:
    """What is found and how it is called, each with how often it is found here."""

    figures: Figures
    kinds: tuple[Counted, ...]
    stances: tuple[tuple[Stance, tuple[Verb, ...]], ...]
    relations: tuple[tuple[RelationWords, int], ...]
    facets: tuple[tuple[FacetWords, int], ...]
    fidelity: tuple[RelationWords, ...]
    measured: Measured

    @classmethod
    def build(cls) -> "MethodsPage":
        """The page with the figures of today."""
        figures = Figures.count()
        return cls(
            figures=figures,
            kinds=counted(figures.statements_by, STATEMENT_KINDS),
            stances=tuple((stance, figures.verbs.get(stance.key, ())) for stance in figures.stances),
            relations=tuple((words, figures.pairs_by.get(key, 0)) for key, words in RELATIONS.items()),
            facets=tuple((words, figures.facets.get(key, 0)) for key, words in FACETS.items()),
            fidelity=tuple(FIDELITY.values()),
            measured=Measured.build(),
        )
