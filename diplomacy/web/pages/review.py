"""One pair to be decided, with the machine's reasons, what can be said of it, and what came of the last decision."""

from dataclasses import dataclass, replace

from diplomacy.archive.models import Decision, Pair, SecondLook, Subject
from diplomacy.web.pages.decided import Decided, judged_in_words
from diplomacy.web.pages.pair import PairPage, full, full_pairs
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
class Met:
    """What somebody else had decided when a decision came in, which was not put down."""

    decision: int
    words: str
    note: str
    now: str
    """What stands there now."""


@dataclass(frozen=True, slots=True)
class Last:
    """What a curator said last and can undo: a decision, or a second look; their ids."""

    decision: int | None = None
    look: int | None = None


NOTHING = Last()


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """All that the review of one pair shows; without a pair, that none is left."""

    pair: PairPage | None
    relations: tuple[Choice, ...] = ()
    facets: tuple[Choice, ...] = ()
    told: str = ""
    """What came of the last thing that was done, as a sentence."""
    met: Met | None = None
    note: str = ""
    """What the curator had typed, where it was not put down."""
    behind: int | None = None
    last: Last = NOTHING
    look: int | None = None
    """The second look that it is, of a pair which somebody else has decided."""

    @classmethod
    def build(
        cls,
        pair: int | Pair | None,
        *,
        told: str = "",
        met: Decision | None = None,
        note: str = "",
        behind: int | None = None,
        last: Last = NOTHING,
        look: int | None = None,
    ) -> "ReviewPage":
        """The page of a pair (an id, or one as the machine made it) that the curator holds.

        In as many queries as a pair's page.
        """
        row = full(pair) if isinstance(pair, Pair) else full_pairs().filter(pk=pair).first() if pair else None
        page = PairPage.build(row) if row else None
        return cls(
            pair=replace(page, url="") if page and look else page,  # where it would stand what was decided
            relations=_relations(row) if row else (),
            facets=_facets(row) if row else (),
            told=told,
            met=_met(met) if met else None,
            note=note,
            behind=behind,
            last=last,
            look=look,
        )


def last_of(curator: int) -> Last:
    """The curator's latest decision that nobody undid, or their second look where that is later."""
    own = Decision.objects.on(Subject.PAIR).kept().filter(by=curator).order_by("-pk").values_list("pk", "at").first()
    looks = SecondLook.objects.unsettled().filter(by=curator)
    look = looks.order_by("-at").values_list("pk", "at").first()
    if look and look[1] and (own is None or look[1] > own[1]):
        return Last(look=look[0])
    return Last(decision=own[0]) if own else NOTHING


def on_words_of(decision: int) -> tuple[int, ...]:
    """The claims that a decision stands on, to find its pair when it is undone."""
    claims = Decision.objects.filter(pk=decision, anchors__claim__isnull=False)
    return tuple(claims.order_by("anchors__claim").values_list("anchors__claim", flat=True))


def pair_of(claims: tuple[int, ...]) -> int | None:
    """The pair of two claims, the earlier first; None where there is none, or one of the two is gone."""
    if len(claims) != 2:
        return None
    return Pair.objects.filter(left=claims[0], right=claims[1]).values_list("pk", flat=True).first()


def _relations(pair: Pair) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(number), words, key == pair.relation)
        for number, (key, words) in enumerate(RELATIONS.items(), start=1)
    )


def _facets(pair: Pair) -> tuple[Choice, ...]:
    return tuple(Choice(KEYS[key], words, key in pair.facets) for key, words in FACETS.items())


def _met(decision: Decision) -> Met:
    said = Decided.told(decision.pk, decision.kind, decision.by.get_username(), decision.was)
    return Met(decision.pk, said.words if said else "", decision.note, judged_in_words(decision.value))
