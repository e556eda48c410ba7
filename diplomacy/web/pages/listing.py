"""Exchanges in a list, newest first, and the home page, which opens on the corpus' most telling pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet

from diplomacy.archive.listed import Listed, listed
from diplomacy.archive.models import TELLS_LITTLE, Claim, Exchange, Pair, telling
from diplomacy.archive.querysets import ExchangeQuerySet
from diplomacy.web.pages.accounts import OFFICIAL_FIRST
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.corpus import Revision, revision
from diplomacy.web.pages.pair import PairPage, full_pairs, met_of
from diplomacy.web.pages.people import Speaker, title_of
from diplomacy.web.pages.tally import Tally
from diplomacy.web.pages.words import EXCHANGE_KINDS, OUTLET_KINDS

PER_PAGE = 20
CANDIDATES = 12
LOOKED_AT = 400
"""Pairs whose outlets and lengths are looked at, the best by relation, facets and score."""
LARGE_PRINT = (12, 140)
"""Between how many characters a claim is short enough for large print, and long enough to say something."""


@dataclass(frozen=True, slots=True)
class Covering:
    """An outlet that covers an exchange."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ExchangeCard:
    """One exchange in a list."""

    id: int
    date: date
    title: str
    kind: str
    outlets: tuple[Covering, ...]
    tally: Tally

    @property
    def url(self) -> str:
        """The exchange's own page."""
        return address("exchange", self.id)


@dataclass(frozen=True, slots=True)
class ExchangeCards:
    """A page of exchanges, newest first."""

    cards: tuple[ExchangeCard, ...]
    page: "Page[int]"

    @classmethod
    def build(
        cls,
        exchanges: ExchangeQuerySet,
        *,
        number: str | None = None,
        per_page: int = PER_PAGE,
        count: int | None = None,
    ) -> "ExchangeCards":
        """The page of that number; one that is out of range or no number is the nearest there is.

        `count` is how many exchanges there are, where that is known already.
        """
        paginator = Paginator(exchanges.newest().values_list("pk", flat=True), per_page)
        if count is not None:
            paginator.count = count
        page = paginator.get_page(number)
        # Only what is on the page is counted: a later page would else pay for all those before it.
        return cls(cards_of(list(page.object_list)), page)


def cards_of(exchanges: Sequence[int]) -> tuple[ExchangeCard, ...]:
    """The cards of the exchanges of these ids, in their order, in one query."""
    return tuple(map(_card, listed(exchanges)))


def _card(row: Listed) -> ExchangeCard:
    outlets = sorted(set(row.outlets), key=lambda outlet: (OFFICIAL_FIRST.index(outlet[2]), outlet[1]))
    return ExchangeCard(
        id=row.id,
        date=row.date,
        title=title_of(tuple(Speaker(*actor) for actor in row.participants)),
        kind=EXCHANGE_KINDS[row.kind],
        outlets=tuple(Covering(outlet, name, OUTLET_KINDS[kind]) for outlet, name, kind in outlets),
        tally=Tally.counted(row),
    )


@dataclass(frozen=True, slots=True)
class HomePage:
    """The most telling pair, and the newest exchanges."""

    telling: PairPage | None
    newest: ExchangeCards

    @classmethod
    def build(cls) -> "HomePage":
        """The home page of the corpus as it stands."""
        state = revision()
        newest = ExchangeCards.build(Exchange.objects.all(), per_page=6, count=state.exchanges)
        return cls(most_telling(state), newest)


@lru_cache(maxsize=1)
def most_telling(state: Revision) -> PairPage | None:  # noqa: ARG001  (what the answer holds for)
    """Of the best candidates the one whose sides have most words in common, so that the difference leaps to the eye.

    Chosen once for each state of the archive.
    """
    ranked = list(telling_pairs()[:CANDIDATES])
    best = [pk for pk, *rank in ranked if rank == list(ranked[0][1:])]
    pairs = full_pairs().in_bulk(best)
    found = max((pairs[pk] for pk in best if pk in pairs), key=lambda pair: met_of(pair).in_common, default=None)
    return PairPage.build(found) if found else None


def telling_pairs() -> list[tuple[int, int, int]]:
    """Pairs that show at a glance what this is for, the best first: ids, each with the two figures it is ranked by.

    Each is between two outlets, short enough for large print, and the accounts clash or shift: on a number first,
    for nobody needs to know the matter to see it, then on anything, then in what a thing is called; and two
    ministries before a ministry and a paper. The pairs are ranked before their sides are read, by two plain queries:
    the first runs down an index that is in this order, however many pairs there are.
    """
    best = list(ranked_pairs()[:LOOKED_AT])
    outlet = "version__article__outlet"
    ids = {claim for _, _, left, right in best for claim in (left, right)}
    least, most = LARGE_PRINT
    short = Claim.objects.filter(pk__in=ids, end__gte=F("start") + least, end__lte=F("start") + most).order_by()
    sides = {pk: side for pk, *side in short.values_list("pk", f"{outlet}_id", f"{outlet}__kind")}
    found = []
    for pk, figure, left, right in best:
        if left in sides and right in sides:
            (who, kind), (other, other_kind) = sides[left], sides[right]
            if who != other:
                found.append((pk, figure, int(not kind == other_kind == "official")))
    return sorted(found, key=lambda pair: pair[1:])  # the order by score stays among equals


def ranked_pairs() -> "QuerySet[Pair, tuple[int, int, int, int]]":
    """Pairs in the order of the index `pair_telling`: id, rank, and the ids of both claims."""
    shown = Pair.objects.exclude(relation__in=TELLS_LITTLE).annotate(rank=telling())
    return shown.order_by("rank", "-score", "-id").values_list("pk", "rank", "left_id", "right_id")
