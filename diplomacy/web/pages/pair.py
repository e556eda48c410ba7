"""One pair of claims: both in their surroundings, how they differ, and why the judgement was made."""

from dataclasses import dataclass

from django.db.models import QuerySet

from diplomacy.archive.models import Claim, Pair, Version
from diplomacy.web.pages.accounts import ClaimView, PairLink, Speaker
from diplomacy.web.pages.exchange import title_of
from diplomacy.web.pages.table import Met, meet
from diplomacy.web.pages.words import OUTLET_KINDS


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One part of the score or of the judgement; `percent` is None where it is no share of one."""

    name: str
    words: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class Side:
    """One claim of the pair, where it stands: the words around it and its account."""

    claim: ClaimView
    outlet: str
    outlet_kind: str
    language: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PairPage:
    """All that a pair's page, or its reasons in place, shows."""

    link: PairLink
    title: str
    left: Side
    right: Side
    met: Met
    reasons: tuple[ReasonView, ...]
    percent: int
    pipeline: str

    @classmethod
    def build(cls, pair: Pair) -> "PairPage":
        """The page of `pair`, which `full_pairs` loaded."""
        link = PairLink.of(pair)
        left, right = _side(pair.left), _side(pair.right)
        people = tuple(Speaker.of(actor) for actor in pair.exchange.participants.all())
        return cls(
            link=link,
            title=title_of(people),
            left=left,
            right=right,
            met=meet(left.claim, right.claim, link),
            reasons=tuple(_reason(why) for why in pair.why if isinstance(why, dict)),
            percent=round(100 * pair.score),
            pipeline=pair.pipeline,
        )


def full_pairs() -> QuerySet[Pair]:
    """Pairs with all that is shown of both sides, in a number of queries that does not grow."""
    sides = [f"{side}__{rest}" for side in ("left", "right") for rest in ("version__article__outlet", "statement__via")]
    heavy = ("vector", "version__source", "version__segments", "version__search")
    speakers = ["left__statement__speakers", "right__statement__speakers", "exchange__participants"]
    return (
        Pair.objects.select_related("exchange", *sides)
        .prefetch_related(*speakers)
        .defer(*(f"{side}__{field}" for side in ("left", "right") for field in heavy))
    )


def _side(claim: Claim) -> Side:
    article = claim.version.article
    before, after = _around(claim, claim.version)
    return Side(
        claim=ClaimView.of(claim, claim.version),
        outlet=article.outlet.name,
        outlet_kind=OUTLET_KINDS[article.outlet.kind],
        language=article.language,
        before=before,
        after=after,
    )


def _around(claim: Claim, version: Version) -> tuple[str, str]:
    """The rest of the paragraph on both sides of a claim."""
    start = version.text.rfind("\n", 0, claim.start) + 1
    end = version.text.find("\n", claim.end)
    return version.text[start : claim.start], version.text[claim.end : end if end >= 0 else len(version.text)]


def _reason(why: dict[str, object]) -> ReasonView:
    value = why.get("value")
    share = isinstance(value, int | float) and 0 <= value <= 1
    percent = round(100 * float(value)) if share and isinstance(value, int | float) else None
    return ReasonView(str(why.get("name", "")), str(why.get("words", "")), percent)
