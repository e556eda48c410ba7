"""Where else a claim is made, by meaning: in other accounts of its exchange, and in any other article."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from diplomacy.archive.models import Article, Claim, Pair
from diplomacy.archive.nearest import nearest
from diplomacy.web.pages.accounts import ClaimView, PairLink
from diplomacy.web.pages.places import Place, TextKey, elsewhere_url

AT_LEAST = 0.55
"""The cosine of two claims' vectors below which they are of other matters more often than not."""
CLOSE = ((0.9, "nearly word for word"), (0.75, "close in meaning"), (AT_LEAST, "related"))


@dataclass(frozen=True, slots=True)
class Near:
    """A claim that lies near."""

    claim: ClaimView
    article: Article
    closeness: str
    percent: int
    same_exchange: bool
    link: PairLink | None
    """How it stands to the one that is asked about, where the two are a pair."""

    @property
    def url(self) -> str:
        """Where else this one is made."""
        return self.claim.elsewhere_url


@dataclass(frozen=True, slots=True)
class ElsewherePage:
    """A claim and those of other articles that lie nearest to it."""

    claim: ClaimView
    article: Article
    others: tuple[tuple[str, str], ...]
    """The other claims of its statement: where else each is made, and its words."""
    near: tuple[Near, ...]

    @classmethod
    def build(cls, claim: Claim) -> "ElsewherePage":
        """The page of `claim`, one of `full_claims()`."""
        text = claim.version.text
        siblings = Claim.objects.filter(statement=claim.statement_id).exclude(pk=claim.pk).order_by("position", "pk")
        spans = siblings.values_list("start", "end") if claim.statement_id else ()
        key = TextKey.of(claim.version)
        return cls(
            claim=ClaimView.of(claim, claim.version),
            article=claim.version.article,
            others=tuple((elsewhere_url(Place(key, start, end)), text[start:end]) for start, end in spans),
            near=_near(claim),
        )


def full_claims() -> QuerySet[Claim]:
    """Claims with all that a list shows of them, in two queries."""
    return (
        Claim.objects.select_related(
            "version__article__outlet", "statement__via", "statement__decision__by", "coverage"
        )
        .prefetch_related("statement__speakers")
        .defer("version__source", "version__segments", "version__search")
    )


def _near(claim: Claim) -> tuple[Near, ...]:
    found = nearest(claim, at_least=AT_LEAST)
    rows = full_claims().in_bulk([pk for pk, _ in found])
    pairs = Pair.objects.filter(Q(left=claim) | Q(right=claim)).select_related("decision__by").defer("why")
    links = {pair.right_id if pair.left_id == claim.pk else pair.left_id: PairLink.of(pair) for pair in pairs}
    exchange = claim.coverage.exchange_id if claim.coverage else None
    return tuple(
        Near(
            claim=ClaimView.of(rows[pk], rows[pk].version),
            article=rows[pk].version.article,
            closeness=next(words for at_least, words in CLOSE if cosine >= at_least),
            percent=round(100 * cosine),
            same_exchange=exchange is not None and (c := rows[pk].coverage) is not None and c.exchange_id == exchange,
            link=links.get(pk),
        )
        for pk, cosine in found
        if pk in rows
    )
