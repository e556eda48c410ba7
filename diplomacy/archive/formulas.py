"""Which claims of the official readouts of an exchange their ministries have made before, and which are missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import F, Q
from django.db.models.functions import Substr

from diplomacy.archive.accounts import NO_VECTOR
from diplomacy.archive.earlier import Measured, Official, Own, measured, with_earlier
from diplomacy.archive.models import Claim, Coverage
from diplomacy.archive.prepared import Prepared, given
from diplomacy.archive.snapshot import snapshot
from diplomacy.comparing.formulas import ALIKE, RITUAL, Content, Missing, alike, missing

_ARTICLE = ("version__article_id", "version__article__title", "version__article__published_on")


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """An earlier claim, nearly word for word the same."""

    claim: int
    article: int
    title: str
    on: date
    text: str
    score: float
    """The share of content words in common, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """A claim of a readout that its ministry has made before."""

    article: int
    claim: int
    text: str
    before: tuple[SaidBefore, ...]
    """One of each earlier readout that has it, the latest first."""

    @property
    def ritual(self) -> bool:
        """Whether it stands in so many earlier readouts that it tells nothing of this exchange."""
        return len(self.before) >= RITUAL


@dataclass(frozen=True, slots=True)
class _Held:
    """A claim with what is shown of its article."""

    content: Content
    text: str
    coverage: int | None
    article: int
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class Readout:
    """An official account of the exchange, with its formulas."""

    article: int
    repeated: tuple[Repeated, ...]
    missing: tuple[tuple[Missing, SaidBefore], ...]
    """Each with the latest claim that has it."""
    claims: int
    """How many claims about the exchange it has."""
    earlier: int
    """How many earlier readouts of its outlet, on exchanges of the same people, were looked through."""


def formulas(exchange: int, coverage: Iterable[Coverage]) -> tuple[Readout, ...]:
    """The formulas of the official readouts among `coverage` of this exchange (an id), in its order; article and outlet
    are loaded.

    Four queries, however many readouts and claims there are; one where nothing has been written since they were looked
    for; none where no account is official.
    """
    official = tuple(
        Official(row.pk, row.article_id, row.article.outlet_id, row.article.published_on)
        for row in coverage
        if row.article.outlet.kind == "official"
    )
    if not official:
        return ()
    now = snapshot()
    return _kept(now, exchange, official) if now else _found(exchange, official)


@lru_cache(maxsize=128)
def _kept(now: str, exchange: int, official: tuple[Official, ...]) -> tuple[Readout, ...]:  # noqa: ARG001 (kept for it)
    return _found(exchange, official)


def _found(exchange: int, official: Sequence[Official]) -> tuple[Readout, ...]:
    readouts = with_earlier(exchange, official)
    meant = measured(readouts)
    claims = _claims(readouts, meant)
    told: defaultdict[int | None, list[_Held]] = defaultdict(list)
    for one in claims.values():
        told[one.coverage].append(one)
    return tuple(
        _readout(row, [told[pk] for pk in earlier if told[pk]], told[row.coverage], meant.near, claims)
        for row, earlier in readouts
    )


_CLAIMS = Prepared(
    lambda: (
        Claim.objects.filter(
            Q(coverage__any_of=given("coverage"), version=F("coverage__version"), context=False)
            | Q(pk__any_of=given("near"))
        )
        .annotate(told=Substr("version__text", F("start") + 1, F("end") - F("start")))
        .order_by("version", "position", "pk")
        .values_list("pk", "words", "told", "coverage_id", *_ARTICLE)
    )
)


def _claims(readouts: Iterable[Own], meant: Measured) -> Mapping[int, _Held]:
    """The claims of these readouts, of the earlier ones, and those near to one, by id."""
    coverage = {pk for official, earlier in readouts for pk in (official.coverage, *earlier)}
    near = {pk for pks in meant.near.values() for pk in pks}
    return {
        pk: _Held(Content.of(pk, words, meant.vectors.get(pk, NO_VECTOR)), *shown)
        for pk, words, *shown in _CLAIMS(coverage=list(coverage), near=list(near))
    }


def _readout(
    row: Official,
    before: Sequence[Sequence[_Held]],
    now: Sequence[_Held],
    near: Mapping[int, list[int]],
    rows: Mapping[int, _Held],
) -> Readout:
    repeated = (_repeated(row, one, [rows[pk] for pk in near.get(one.content.claim, ())]) for one in now)
    earlier = [(told[0].article, _with_vectors(told)) for told in before]
    gone = missing(_with_vectors(now), earlier)
    return Readout(
        row.article,
        tuple(found for found in repeated if found),
        tuple((item, _said(rows[item.claim], score=1.0)) for item in gone),
        len(now),
        len(before),
    )


def _with_vectors(told: Iterable[_Held]) -> list[Content]:
    return [one.content for one in told if one.content.vector.size]


def _repeated(row: Official, own: _Held, near: Iterable[_Held]) -> Repeated | None:
    """The claim with the earlier ones that have its words, the likest of each article."""
    best: dict[int, SaidBefore] = {}
    for other in near:
        score = alike(own.content, other.content)
        if score >= ALIKE and (other.article not in best or score > best[other.article].score):
            best[other.article] = _said(other, score=score)
    before = tuple(sorted(best.values(), key=lambda said: (said.on, said.article), reverse=True))
    return Repeated(row.article, own.content.claim, own.text, before) if before else None


def _said(held: _Held, *, score: float) -> SaidBefore:
    return SaidBefore(held.content.claim, held.article, held.title, held.on, held.text, score)
