"""One omission at its permanent address: a claim of one account that another account lacks."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from diplomacy.archive.models import Article, Claim, Coverage, Pair, Version
from diplomacy.reading.values import Span
from diplomacy.web.pages.accounts import ClaimView
from diplomacy.web.pages.citing import Citation, Work, clipped
from diplomacy.web.pages.people import Speaker, title_of
from diplomacy.web.pages.places import Place, TextKey, omission_url, pair_url
from diplomacy.web.pages.standing import UNSEEN_OF_CLAIMS, Claimed, Gone, Moved, Passage, claim_at
from diplomacy.web.pages.words import RELATIONS, RelationWords


@dataclass(frozen=True, slots=True)
class Having:
    """Another account of the exchange, and whether it has the claim."""

    article: Article
    relation: RelationWords | None
    """How it tells it; None where it lacks it."""
    url: str
    """The pair, or this account's own omission."""
    here: bool = False
    """Whether it is the account that the page is about."""


@dataclass(frozen=True, slots=True)
class OmissionPage:
    """All that an omission's page shows."""

    claim: ClaimView
    passage: Passage
    lacking: Version
    exchange: int
    title: str
    accounts: tuple[Having, ...]
    work: Work
    pipeline: str
    place: Place
    """Where the claim stands, as its permanent address names it; `text`: the account that lacks it."""
    text: TextKey

    @property
    def url(self) -> str:
        """Its permanent address."""
        return omission_url(self.place, self.text)

    def citation(self, url: str, accessed: date) -> Citation:
        """How it is cited by its address `url`, the site's name included."""
        outlet = self.lacking.article.outlet.name
        title = f"“{clipped(self.work.words)}” ({self.work.outlet}): not in the account of {outlet}"
        judged = f"not in the account of {outlet}, by the judgement of a machine ({self.pipeline or 'unnamed'})."
        return Citation(self.url, url, title, judged, (self.work, Work.of(self.lacking)), accessed)


def omission_at(place: Place, lacking: TextKey) -> OmissionPage | Moved | Gone:
    """What stands today at the address of an omission, in at most twelve queries."""
    found = claim_at(place, lacking)
    if isinstance(found, Gone):
        return found
    today = omission_url(found.place, TextKey.of(found.other))
    if today != omission_url(place, lacking):
        return Moved(today)
    claim = found.claim
    passage = Passage.of(claim.version, Span(claim.start, claim.end))
    coverage = _coverage(claim)
    if claim.context or found.other.article_id not in {one.article_id for one in coverage}:
        what = "The claim is not taken to be one about an exchange that the other account reports, so it omits nothing."
        return Gone(what, (passage,))
    met = _met(claim)
    if answer := met.get(found.other.article_id):
        return Moved(pair_url(answer))
    return _page(found, passage, coverage, met)


def _page(found: Claimed, passage: Passage, coverage: list[Coverage], met: dict[int, Pair]) -> OmissionPage:
    claim, exchange = found.claim, coverage[0].exchange
    having = []
    for one in coverage:
        if one.article_id == claim.version.article_id:
            continue
        pair = met.get(one.article_id)
        url = pair_url(pair) if pair else omission_url(found.place, TextKey.of(one.version))
        relation = RELATIONS[pair.relation] if pair else None
        having.append(Having(one.article, relation, url, here=one.article_id == found.other.article_id))
    return OmissionPage(
        claim=ClaimView.of(claim, claim.version),
        passage=passage,
        lacking=found.other,
        exchange=exchange.pk,
        title=title_of(tuple(Speaker.of(actor) for actor in exchange.participants.all())),
        accounts=tuple(having),
        work=Work.of(claim.version, passage.words),
        pipeline=exchange.pipeline,
        place=found.place,
        text=TextKey.of(found.other),
    )


def _coverage(claim: Claim) -> list[Coverage]:
    """The accounts of the claim's exchange; none where it is of no exchange."""
    if claim.coverage is None:
        return []
    rows = Coverage.objects.accounts().filter(exchange=claim.coverage.exchange_id).order_by("article_id")
    unseen = (f"version__{name}" for name in ("text", "source", "segments", "search"))
    loaded = rows.select_related("exchange", "article__outlet", "version").defer(*unseen)
    return list(loaded.prefetch_related("exchange__participants"))


def _met(claim: Claim) -> dict[int, Pair]:
    """The pairs of the claim by the article of the other side, the surest; a disputed link is no answer."""
    unseen = (f"{side}__{name}" for side in ("left", "right") for name in UNSEEN_OF_CLAIMS)
    pairs = Pair.objects.filter(
        Q(left=claim) | Q(right=claim), exchange=claim.coverage.exchange_id if claim.coverage else 0
    )
    rows = pairs.exclude(relation="disputed").select_related("left__version", "right__version").order_by("score", "-pk")
    found = {}
    for pair in rows.defer("why", *unseen):
        found[(pair.right if pair.left_id == claim.pk else pair.left).version.article_id] = pair
    return found
