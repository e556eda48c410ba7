"""What every page on an exchange is made of: its accounts, their claims and the pairs among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import F, OuterRef, Q

from diplomacy.archive.models import Claim, Coverage, Exchange, Pair, Statement, Version
from diplomacy.archive.prepared import Prepared, given
from diplomacy.archive.querysets import count_of
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.asking import Side, askers_in
from diplomacy.web.pages.decided import DECIDED, Decided
from diplomacy.web.pages.people import Speaker, speakers_in
from diplomacy.web.pages.places import Place, TextKey, elsewhere_url
from diplomacy.web.pages.quoting import lacking
from diplomacy.web.pages.told import TOLD, ToldClaim
from diplomacy.web.pages.wording import Answers, Worded
from diplomacy.web.pages.words import OUTLET_KINDS, RELATIONS, FacetWords, RelationWords, facet_words, pair_sureness


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as it is shown: its own words, who says it and with which cue."""

    id: int
    article: int
    text: str
    worded: Worded
    speakers: tuple[Speaker, ...] = ()
    cue: str = ""
    kind: str = ""
    via: Speaker | None = None
    opening: str = ""
    """Quotation marks that its own words lack, to be shown before them; `closing`: behind them."""
    closing: str = ""
    context: bool = False
    place: str = ""
    """`headline` or `standfirst`; empty for the body."""
    asking: tuple[Side, ...] = ()
    """The sides that, by its words, asked for the exchange."""
    stands: Place | None = None
    """Where, as a permanent address names it."""
    by: str = ""
    """The curator who says so; empty where it is the machine."""

    @property
    def askers(self) -> frozenset[int]:
        """The ids of the sides that asked for the exchange."""
        return frozenset(side.id for side in self.asking)

    @property
    def url(self) -> str:
        """The claim where it stands in its article."""
        return f"{address('article', self.article)}?claim={self.id}#claim"

    @property
    def elsewhere_url(self) -> str:
        """Where else it is made."""
        return elsewhere_url(self.stands) if self.stands else ""

    @classmethod
    def of(cls, claim: Claim, version: Version, *, asking: tuple[Side, ...] = ()) -> "ClaimView":
        """The view of `claim`, whose statement, speakers and relayer are loaded, in the text of `version`."""
        said = claim.statement
        speakers = tuple(Speaker.of(actor) for actor in said.speakers.all()) if said else ()
        return cls.told(ToldClaim.of(claim), version, speakers=speakers, asking=asking)

    @classmethod
    def told(
        cls, claim: ToldClaim, version: Version, *, speakers: tuple[Speaker, ...], asking: tuple[Side, ...] = ()
    ) -> "ClaimView":
        """The view of `claim` in the text of `version`."""
        text = version.text[claim.start : claim.end]
        before, after = around(version.text, claim.start, claim.end)
        opening, closing = lacking(text, before=before, after=after, quoted=claim.quoted)
        return cls(
            id=claim.id,
            article=version.article_id,
            text=text,
            worded=Worded.of(id=claim.id, text=text, start=claim.start, stored=claim.words),
            speakers=speakers,
            cue="" if claim.cue_start is None else version.text[claim.cue_start : claim.cue_end],
            kind=claim.kind or "",
            via=Speaker(claim.via, claim.via_name) if claim.via and claim.via_name else None,
            opening=opening,
            closing=closing,
            context=claim.context,
            place=_place(claim.start, version),
            asking=asking,
            stands=Place(TextKey.of(version), claim.start, claim.end),
            by=claim.by or "",
        )


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The rest of the paragraph on both sides of `text[start:end]`."""
    closes = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : start], text[end : closes if closes >= 0 else len(text)]


def cue_text(said: Statement, text: str) -> str:
    """The words that attribute a statement, as they stand; empty where it has none of its own."""
    return "" if said.cue_start is None else text[said.cue_start : said.cue_end]


def _place(start: int, version: Version) -> str:
    if start < version.title_end:
        return "headline"
    return "standfirst" if start < version.body_start else ""


@dataclass(frozen=True, slots=True)
class PairLink:
    """That two claims meet, and how."""

    id: int
    exchange: int
    left: int
    right: int
    relation: RelationWords
    facets: tuple[FacetWords, ...]
    score: float
    curated: bool = False
    decided: Decided | None = None
    """What a curator decided of it, by name."""
    answers: Answers | None = None
    """Where words of the left and the right text start that answer each other; None where nothing has told."""

    @property
    def url(self) -> str:
        """The pair's own page, which gives its reasons."""
        return address("pair", self.exchange, self.id)

    def answers_from(self, claim: int) -> Answers | None:
        """`answers` with the words of `claim`, which is one of its sides, first."""
        if self.answers is None or claim == self.left:
            return self.answers
        return tuple((right, left) for left, right in self.answers)

    @property
    def sureness(self) -> str:
        """How sure it is that the two meet, in words."""
        return pair_sureness(self.score)

    @property
    def unsure(self) -> bool:
        """Whether a machine paired them and is not sure of it."""
        return not self.curated and self.sureness == "unsure"

    @classmethod
    def of(cls, pair: Pair) -> "PairLink":
        """The link of a stored pair."""
        return cls.told(_column(pair, column) for column in LINKED)

    @classmethod
    def told(cls, row: Iterable[Any]) -> "PairLink":
        """The link of a pair of which `row` has the columns `LINKED`."""
        pair, exchange, left, right, relation, facets, score, origin, answers, *decided = row
        return cls(
            id=pair,
            exchange=exchange,
            left=left,
            right=right,
            relation=RELATIONS[relation],
            facets=facet_words(tuple(facets)),
            score=score,
            curated=origin == "curator",
            decided=Decided.told(*decided),
            answers=None if answers is None else tuple((one, other) for one, other in answers),
        )


LINKED = ("pk", "exchange_id", "left_id", "right_id", "relation", "facets", "score", "origin", "answers", *DECIDED)
"""The columns of a pair that its link shows."""


def _column(row: Any, column: str) -> Any:
    """A column of a row, or of a row that it leads to; None where it leads to none."""
    return reduce(lambda at, name: getattr(at, name) if at else None, column.split("__"), row)


@dataclass(frozen=True, slots=True)
class AccountView:
    """One article's telling: who published it, and its claims in the order of the text."""

    article: int
    title: str
    outlet: str
    outlet_id: int
    outlet_kind: str
    language: str
    versions: int
    claims: tuple[ClaimView, ...]
    text: TextKey | None = None
    """Its text, as permanent addresses name it."""

    @property
    def url(self) -> str:
        """The article's own page."""
        return address("article", self.article)

    @property
    def told(self) -> int:
        """How many of its claims are about the exchange itself."""
        return sum(not claim.context for claim in self.claims)


OFFICIAL_FIRST = ("official", "wire", "state-media", "press", "other")


_EXCHANGE = Prepared(lambda: Exchange.objects.filter(pk=given("pk")))
_COVERAGE = Prepared(
    lambda: (
        Coverage.objects.accounts()
        .filter(exchange=given("exchange"))
        .select_related("article__outlet", "version")
        .defer("version__source", "version__segments", "version__search")
        .annotate(versions=count_of(Version.objects.filter(article=OuterRef("article"))))
    )
)
_CLAIMS = Prepared(
    lambda: (
        Claim.objects.filter(
            Q(coverage__exchange=given("exchange"), version=F("coverage__version"))
            | Q(pk__in=Pair.objects.filter(exchange=given("exchange")).values("left"))
            | Q(pk__in=Pair.objects.filter(exchange=given("exchange")).values("right")),
            version__any_of=given("texts"),
        )
        .order_by("version", "position")
        .values_list(*TOLD)
    )
)
_LINKS = Prepared(lambda: Pair.objects.filter(exchange=given("exchange")).order_by("-score", "id").values_list(*LINKED))


def exchange_of(pk: int) -> Exchange | None:
    """The exchange of this id, if there is one."""
    return _EXCHANGE.first(pk=pk)


def coverage_of(exchange: Exchange) -> list[Coverage]:
    """The exchange's accounts, copies apart, with article, outlet, text and number of versions: official ones first."""
    rows = _COVERAGE(exchange=exchange.pk)
    return sorted(rows, key=lambda c: (OFFICIAL_FIRST.index(c.article.outlet.kind), c.article_id))


def accounts_of(exchange: Exchange, coverage: list[Coverage]) -> tuple[AccountView, ...]:
    """The accounts of an exchange with the claims that tell of it or are paired in it, in three queries."""
    versions = {c.version_id: c.version for c in coverage}
    told: dict[int, list[ClaimView]] = {version: [] for version in versions}
    askers, speakers = askers_in(versions), speakers_in(versions)
    for row in _CLAIMS(exchange=exchange.pk, texts=list(versions)):
        claim = ToldClaim(*row)
        view = ClaimView.told(
            claim, versions[claim.version], speakers=speakers[claim.statement], asking=tuple(askers[claim.id])
        )
        told[claim.version].append(view)
    return tuple(_account(c, tuple(told[c.version_id])) for c in coverage)


def _account(coverage: Coverage, claims: tuple[ClaimView, ...]) -> AccountView:
    article = coverage.article
    return AccountView(
        article=article.pk,
        title=article.heading,
        outlet=article.outlet.name,
        outlet_id=article.outlet_id,
        outlet_kind=OUTLET_KINDS[article.outlet.kind],
        language=article.language,
        versions=getattr(coverage, "versions", 1),
        claims=claims,
        text=TextKey.of(coverage.version),
    )


def links_of(exchange: Exchange) -> tuple[PairLink, ...]:
    """Every pair of an exchange, the surest first."""
    return tuple(PairLink.told(row) for row in _LINKS(exchange=exchange.pk))
