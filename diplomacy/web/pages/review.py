"""One pair to be decided, with the machine's reasons and what can be said of it."""

from dataclasses import dataclass, replace

from diplomacy.archive.models import Decision, Pair
from diplomacy.archive.prepared import Prepared, given
from diplomacy.web.pages.pair import PairPage, full
from diplomacy.web.pages.reviewing import State
from diplomacy.web.pages.words import FACETS, RELATIONS, FacetWords, RelationWords

KEYS = {"naming": "w", "verb": "v", "voice": "q", "speaker": "s", "hedge": "h", "number": "c", "detail": "d"}
"""The key that sets or takes each facet."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A relation or a facet that can be chosen, and its key."""

    key: str
    words: RelationWords | FacetWords
    chosen: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """All that the review of one pair shows; without a pair, that none is left."""

    state: State
    pair: PairPage | None
    relations: tuple[Choice, ...] = ()
    facets: tuple[Choice, ...] = ()

    @classmethod
    def build(cls, pair: int | Pair | None, state: State) -> "ReviewPage":
        """The page of a pair (an id, or one as the machine made it) that the curator holds.

        In as many queries as a pair's page.
        """
        row = pair if isinstance(pair, Pair) else _STORED.first(pair=pair) if pair else None
        page = PairPage.build(full(row)) if row else None
        return cls(
            state=state,
            pair=replace(page, url="") if page and state.look else page,  # where it would stand what was decided
            relations=_relations(row) if row else (),
            facets=_facets(row) if row else (),
        )


_STORED = Prepared(
    lambda: Pair.objects.select_related("exchange", "decision__by").filter(pk=given("pair")).order_by("pk")
)
_ON_WORDS = Prepared(
    lambda: (
        Decision.objects.filter(pk=given("decision"), anchors__claim__isnull=False)
        .order_by("anchors__claim")
        .values_list("anchors__claim", flat=True)
    )
)
_PAIR_OF = Prepared(
    lambda: Pair.objects.filter(left=given("left"), right=given("right")).values_list("pk", flat=True)[:1]
)


def on_words_of(decision: int) -> tuple[int, ...]:
    """The claims that a decision stands on, to find its pair when it is undone."""
    return tuple(_ON_WORDS(decision=decision))


def pair_of(claims: tuple[int, ...]) -> int | None:
    """The pair of two claims, the earlier first; None where there is none, or one of the two is gone."""
    return _PAIR_OF.first(left=claims[0], right=claims[1]) if len(claims) == 2 else None


def _relations(pair: Pair) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(number), words, key == pair.relation)
        for number, (key, words) in enumerate(RELATIONS.items(), start=1)
    )


def _facets(pair: Pair) -> tuple[Choice, ...]:
    return tuple(Choice(KEYS[key], words, key in pair.facets) for key, words in FACETS.items())
