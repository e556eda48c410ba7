"""One pair of claims: both in their surroundings, how they differ, and why the judgement was made."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from diplomacy.archive.models import Claim, Exchange, Pair
from diplomacy.archive.prepared import Prepared, given
from diplomacy.web.pages.accounts import ClaimView, PairLink, around
from diplomacy.web.pages.asking import askers_of
from diplomacy.web.pages.citing import Citation, Work, clipped
from diplomacy.web.pages.history import Step, of_pair
from diplomacy.web.pages.people import participants_in, speakers_of, title_of
from diplomacy.web.pages.places import Place, pair_url
from diplomacy.web.pages.table import Met, meet
from diplomacy.web.pages.told import ToldClaim
from diplomacy.web.pages.words import FACETS, OUTLET_KINDS, RELATIONS

_JUDGED = {key: words.word for key, words in RELATIONS.items()} | {key: words.word for key, words in FACETS.items()}


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One part of the score, or of what is said of the difference."""

    name: str
    words: str
    against: bool = False
    """Whether it speaks against the two meeting."""
    weight: int = 0
    """How much it weighs, in percent of the weightiest part."""


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
    evidence: tuple[ReasonView, ...]
    """Why the two are taken to meet, the weightiest first."""
    differences: tuple[ReasonView, ...]
    """What decides the relation and each facet."""
    percent: int
    pipeline: str
    note: str
    """Why a curator decided so; empty where none did, or gave no reason."""
    exchange: Exchange
    works: tuple[Work, ...]
    url: str
    """Its permanent address."""
    steps: tuple[Step, ...] = ()
    """What curators did to it, the latest first, where that is asked for."""

    @classmethod
    def build(cls, pair: Pair, *, history: bool = False) -> "PairPage":
        """The page of `pair`, which `full_pairs` or `full` loaded, in two queries; with its `history` up to five."""
        link = PairLink.of(pair)
        left, right = (_side(claim, view) for claim, view in zip((pair.left, pair.right), _views(pair), strict=True))
        return cls(
            link=link,
            title=title_of(participants_in([pair.exchange_id])[pair.exchange_id]),
            left=left,
            right=right,
            met=meet(left.claim, right.claim, link),
            evidence=_evidence(pair.why),
            differences=_differences(pair.why),
            percent=round(100 * pair.score),
            pipeline=pair.pipeline,
            note=pair.decision.note if pair.decision else "",
            exchange=pair.exchange,
            works=tuple(Work.of(c.version, c.version.text[c.start : c.end]) for c in (pair.left, pair.right)),
            url=pair_url(pair),
            steps=of_pair(pair, *map(Place.of_claim, (pair.left, pair.right))) if history else (),
        )

    def citation(self, url: str, accessed: date) -> Citation:
        """How it is cited by its address `url`, the site's name included."""
        words = [f"“{clipped(work.words)}” ({work.outlet})" for work in self.works]
        return Citation(
            self.url, url, f"{' and '.join(words)}: {self.link.relation.word}", self._judged, self.works, accessed
        )

    @property
    def _judged(self) -> str:
        """Relation, facets and who says so, as a sentence."""
        differs = f" ({', '.join(facet.word for facet in self.link.facets)})" if self.link.facets else ""
        curator = f"a curator ({self.link.decided.words})" if self.link.decided else "a curator"
        judge = curator if self.link.curated else f"a machine ({self.pipeline or 'unnamed'}), {self.link.sureness}"
        return f"{self.link.relation.word}{differs}, by the judgement of {judge}."


def met_of(pair: Pair) -> Met:
    """How the two claims of `pair`, which `full_pairs` loaded, answer each other."""
    left, right = (ClaimView.told(ToldClaim.of(claim), claim.version, speakers=()) for claim in (pair.left, pair.right))
    return meet(left, right, PairLink.of(pair))


def full_pairs() -> QuerySet[Pair]:
    """Pairs with all that is shown of both sides, in a number of queries that does not grow."""
    sides = (Prefetch(side, _claims()) for side in ("left", "right"))  # planning one query over them takes the longest
    return Pair.objects.select_related("exchange", "decision__by").prefetch_related(*sides)


def full(pair: Pair) -> Pair:
    """A pair by itself, stored or not, with all that is shown of both sides, which are looked up together."""
    claims = {claim.pk: claim for claim in _CLAIMS(claims=[pair.left_id, pair.right_id])}
    pair.left, pair.right = claims[pair.left_id], claims[pair.right_id]
    return pair


def _claims() -> QuerySet[Claim]:
    return Claim.objects.select_related("version__article__outlet", "statement__via", "statement__decision__by").defer(
        "statement__search", "version__source", "version__segments", "version__search"
    )


_CLAIMS = Prepared(lambda: _claims().filter(pk__any_of=given("claims")).order_by("pk"))


def _views(pair: Pair) -> tuple[ClaimView, ClaimView]:
    """Both claims; who asked for the exchange is looked up where that can be what they contradict each other on."""
    on_asking = pair.relation == "contradicted" and "number" not in pair.facets
    askers = askers_of((pair.left_id, pair.right_id)) if on_asking else {}
    sides = (pair.left, pair.right)
    said = speakers_of([claim.statement_id for claim in sides if claim.statement_id])
    left, right = (
        ClaimView.told(
            ToldClaim.of(claim),
            claim.version,
            speakers=said[claim.statement_id],
            asking=tuple(askers.get(claim.pk, ())),
        )
        for claim in sides
    )
    return left, right


def _side(claim: Claim, view: ClaimView) -> Side:
    article = claim.version.article
    before, after = around(claim.version.text, claim.start, claim.end)
    return Side(
        claim=view,
        outlet=article.outlet.name,
        outlet_kind=OUTLET_KINDS[article.outlet.kind],
        language=article.language,
        before=before,
        after=after,
    )


def _evidence(why: list[Any]) -> tuple[ReasonView, ...]:
    """The parts of the score; their values are log-odds, so only their sign and their proportions tell anything."""
    parts = [(name, value, words) for name, value, words in _parts(why) if name not in _JUDGED]
    heaviest = max((abs(value) for _, value, _ in parts), default=0) or 1
    ordered = sorted(parts, key=lambda part: -abs(part[1]))
    return tuple(
        ReasonView(name, words, against=value < 0, weight=round(100 * abs(value) / heaviest))
        for name, value, words in ordered
    )


def _differences(why: list[Any]) -> tuple[ReasonView, ...]:
    return tuple(ReasonView(_JUDGED[name], words) for name, _, words in _parts(why) if name in _JUDGED)


def _parts(why: list[Any]) -> list[tuple[str, float, str]]:
    """Name, value and words of each reason; what a curator typed otherwise is passed over."""
    kept = []
    for part in why:
        if isinstance(part, dict) and isinstance(part.get("value", 0), int | float):
            kept.append((str(part.get("name", "")), float(part.get("value", 0)), str(part.get("words", ""))))
    return kept
