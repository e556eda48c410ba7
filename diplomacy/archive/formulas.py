"""Which claims of the official readouts of an exchange their ministries have made before, and which are missing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from django.db.models import BinaryField, Case, F, Func, Q, When
from django.db.models.functions import Substr

from diplomacy.archive.accounts import NO_VECTOR
from diplomacy.archive.earlier import Official, Own, State, nearest, state, with_earlier
from diplomacy.archive.models import Claim, Coverage
from diplomacy.archive.snapshot import snapshot
from diplomacy.comparing.formulas import ALIKE, RITUAL, Content, Missing, alike, missing

_ARTICLE = ("version__article_id", "version__article__title", "version__article__published_on")
_HEAD = 4
"""Bytes before the numbers of a vector as the database sends it: how many there are."""


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

    Five queries, however many readouts and claims there are; three where they have been looked for in just these rows
    before, one where nothing at all has been written since; none where no account is official.
    """
    official = tuple(
        Official(row.pk, row.article_id, row.version_id, row.article.outlet_id, row.article.published_on)
        for row in coverage
        if row.article.outlet.kind == "official"
    )
    if not official:
        return ()
    now = snapshot()
    return _found_at(now, exchange, official) if now else _formulas(exchange, official)


def _formulas(exchange: int, official: tuple[Official, ...]) -> tuple[Readout, ...]:
    own = with_earlier(exchange, official)
    return _found(state(own), own)


# What `now` and `held` say is only what the answer is kept for.
@lru_cache(maxsize=128)
def _found_at(now: str, exchange: int, official: tuple[Official, ...]) -> tuple[Readout, ...]:  # noqa: ARG001
    return _formulas(exchange, official)


@lru_cache(maxsize=128)
def _found(held: State, official: tuple[Own, ...]) -> tuple[Readout, ...]:  # noqa: ARG001
    near = nearest(official)
    earlier = {pk: text for row in official for pk, text in row.earlier}
    looked = {row.coverage: row.version for row in official} | earlier
    measured = looked if any(len(row.earlier) >= RITUAL for row in official) else ()
    claims = _claims(looked, {pk for pks in near.values() for pk in pks}, measured=measured)
    told: defaultdict[int | None, list[_Held]] = defaultdict(list)
    for one in claims.values():
        told[one.coverage].append(one)
    return tuple(
        _readout(row, [told[pk] for pk, _ in row.earlier if told[pk]], told[row.coverage], near, claims)
        for row in official
    )


def _claims(looked: Mapping[int, int], near: Collection[int], *, measured: Collection[int]) -> Mapping[int, _Held]:
    """The claims of these coverages (id → text) and those near to one, by id; with vectors where `measured` names it.

    Vectors come as the bytes that the database holds: to write some hundreds out and read them took most of the time.
    """
    about = Q(version__in=set(looked.values()), coverage__in=looked, context=False)
    sent = Func(F("embedding__vector"), function="vector_send", output_field=BinaryField())
    rows = (
        Claim.objects.filter(about | Q(pk__in=near))
        .exclude(coverage__in=measured, embedding=None)
        .annotate(told=Substr("version__text", F("start") + 1, F("end") - F("start")))
        .annotate(sent=Case(When(coverage__in=measured, then=sent), output_field=BinaryField()))
        .order_by("version", "position", "pk")
        .values_list("pk", "words", "sent", "told", "coverage_id", *_ARTICLE)
    )
    return {
        pk: _Held(Content.of(pk, (word[2:] for word in words), _vector(sent)), *shown)
        for pk, words, sent, *shown in rows
    }


def _vector(sent: memoryview | None) -> npt.NDArray[np.float32]:
    return NO_VECTOR if sent is None else np.frombuffer(sent, dtype=">f4", offset=_HEAD).astype(np.float32)


def _readout(
    row: Own,
    before: Sequence[Sequence[_Held]],
    now: Sequence[_Held],
    near: Mapping[int, list[int]],
    rows: Mapping[int, _Held],
) -> Readout:
    repeated = (_repeated(row, one, [rows[pk] for pk in near.get(one.content.claim, ())]) for one in now)
    earlier = [(told[0].article, [one.content for one in told]) for told in before]
    gone = missing([one.content for one in now], earlier)
    return Readout(
        row.article,
        tuple(found for found in repeated if found),
        tuple((item, _said(rows[item.claim], score=1.0)) for item in gone),
        len(now),
        len(before),
    )


def _repeated(row: Own, own: _Held, near: Iterable[_Held]) -> Repeated | None:
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
