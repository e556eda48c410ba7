"""Where else a claim is made, by meaning: in other accounts of its exchange, and in any other article."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from diplomacy.archive.models import Article, Claim, Pair, Version
from diplomacy.archive.nearest import nearest
from diplomacy.archive.prepared import Prepared, given
from diplomacy.web.pages.accounts import LINKED, ClaimView, PairLink
from diplomacy.web.pages.people import speakers_of
from diplomacy.web.pages.places import Place, TextKey, elsewhere_url
from diplomacy.web.pages.told import TOLD, ToldClaim

AT_LEAST = 0.55
"""The cosine of two claims' vectors below which they are of other matters more often than not."""
CLOSE = ((0.9, "nearly word for word"), (0.75, "close in meaning"), (AT_LEAST, "related"))


@dataclass(frozen=True, slots=True)
class Near:
    """A claim that lies near."""

    claim: ClaimView
    outlet: int
    outlet_name: str
    language: str
    on: date
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
        """The page of `claim`, as `CLAIM_AT` loads it."""
        text = claim.version.text
        spans = _OF_STATEMENT(statement=claim.statement_id) if claim.statement_id else ()
        key = TextKey.of(claim.version)
        return cls(
            claim=ClaimView.of(claim, claim.version),
            article=claim.version.article,
            others=tuple(
                (elsewhere_url(Place(key, start, end)), text[start:end]) for pk, start, end in spans if pk != claim.pk
            ),
            near=_near(claim),
        )


CLAIM_AT = Prepared(
    lambda: (
        Claim.objects.filter(version=given("version"), start=given("start"), end=given("end"))
        .select_related("version__article__outlet", "statement__via", "statement__decision__by", "coverage")
        .prefetch_related("statement__speakers")
        .defer("version__source", "version__segments", "version__search")
        .order_by("pk")[:1]
    )
)
"""The claim at a place with all that is shown of it, in two queries."""
_OF_STATEMENT = Prepared(
    lambda: (
        Claim.objects.filter(statement=given("statement")).order_by("position", "pk").values_list("pk", "start", "end")
    )
)
_OF_TEXT = ("text", "sha256", "title_end", "body_start", "article_id")
_FOUND: Prepared[tuple[Any, ...]] = Prepared(
    lambda: Claim.objects.filter(pk__any_of=given("ids")).values_list(
        *TOLD,
        *(f"version__{name}" for name in _OF_TEXT),
        *(f"version__article__{name}" for name in ("outlet_id", "outlet__name", "language", "published_on")),
        "coverage__exchange_id",
    )
)
_PAIRS = Prepared(lambda: Pair.objects.filter(Q(left=given("claim")) | Q(right=given("claim"))).values_list(*LINKED))


def _near(claim: Claim) -> tuple[Near, ...]:
    found = nearest(claim, at_least=AT_LEAST)
    rows = {row[0]: row for row in _FOUND(ids=[pk for pk, _ in found])}
    told = {pk: ToldClaim(*row[: len(TOLD)]) for pk, row in rows.items()}
    said = [one.statement for one in told.values() if one.statement]
    speakers = speakers_of(said) if said else {}
    pairs = map(PairLink.told, _PAIRS(claim=claim.pk))
    links = {pair.right if pair.left == claim.pk else pair.left: pair for pair in pairs}
    exchange = claim.coverage.exchange_id if claim.coverage else None
    near = []
    for pk, cosine in found:
        if pk in rows:
            *of_text, outlet, name, language, on, of = rows[pk][len(TOLD) :]
            version = Version(**dict(zip(_OF_TEXT, of_text, strict=True)))
            near.append(
                Near(
                    claim=ClaimView.told(told[pk], version, speakers=speakers.get(told[pk].statement, ())),
                    outlet=outlet,
                    outlet_name=name,
                    language=language,
                    on=on,
                    closeness=next(words for at_least, words in CLOSE if cosine >= at_least),
                    percent=round(100 * cosine),
                    same_exchange=exchange is not None and of == exchange,
                    link=links.get(pk),
                )
            )
    return tuple(near)
