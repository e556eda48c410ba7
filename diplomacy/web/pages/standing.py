"""What stands today at a permanent address: the difference itself, the address that it has now, or its words alone.

Reading may cut claims otherwise than it did when an address was cited, pair them otherwise, or have a later text before
it. What was cited is looked for in this order: as it was, in the words that hold most of it, in the later text. Where
nothing is left, the words that were cited are shown all the same, with what became of them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from django.db.models import Q
from django.db.models.functions import Left
from django.http import Http404

from diplomacy.archive.models import Claim, Pair, Statement, Version
from diplomacy.archive.prepared import Prepared, given
from diplomacy.comparing import edits
from diplomacy.comparing.editions import Stretch, carried
from diplomacy.reading.values import Span
from diplomacy.web.pages.accounts import around
from diplomacy.web.pages.pair import full
from diplomacy.web.pages.places import (
    DIGITS,
    Place,
    TextKey,
    changes_url,
    elsewhere_url,
    extent,
    pair_url,
    statement_url,
)
from diplomacy.web.pages.words import OUTLET_KINDS

UNSEEN = ("source", "segments", "search")
"""Columns of a text that no page shows."""
UNSEEN_OF_CLAIMS = tuple(f"version__{name}" for name in UNSEEN)
HALF = 0.5
"""Of the longer of two stretches: what shares so much is taken for the same."""
WORDS_GONE = "A later text of the account does not have these words any more."
NO_CLAIM = "These words are no longer read as a claim."
Row = TypeVar("Row", Claim, Statement)


@dataclass(frozen=True, slots=True)
class Moved:
    """What was cited has another address today."""

    url: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that were cited, in their paragraph and their text."""

    version: Version
    words: str
    before: str
    after: str
    kind: str
    changes: str = ""
    """The way to what a later text made of them; empty where there is none."""

    @classmethod
    def of(cls, version: Version, span: Span, *, later: Version | None = None) -> "Passage":
        """The words of `span` in the text of `version`, whose article and outlet are loaded."""
        before, after = around(version.text, span.start, span.end)
        changes = changes_url(TextKey.of(version), TextKey.of(later)) if later else ""
        kind = OUTLET_KINDS[version.article.outlet.kind]
        return cls(version, version.text[span.start : span.end], before, after, kind, changes)


@dataclass(frozen=True, slots=True)
class Gone:
    """What was cited stands no more; its words do."""

    what: str
    """What became of it, as a sentence."""
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class _Now:
    """A cited place and the text that its article has today."""

    place: Place
    cited: Version
    current: Version
    span: Span | None
    """Where the words stand in the current text; None where it has them no more."""

    @property
    def passage(self) -> Passage:
        later = None if self.cited == self.current else self.current
        return Passage.of(self.cited, Span(self.place.start, self.place.end), later=later)


_TEXTS = Prepared(
    lambda: (
        Version.objects.alias(digest=Left("sha256", DIGITS))
        .filter(article__any_of=given("articles"), digest__any_of=given("digests"))
        .select_related("article__outlet")
        .defer(*UNSEEN)
    )
)


def _at(side: int) -> Q:
    return Q(version=given(f"text{side}"), start=given(f"start{side}"), end=given(f"end{side}"))


_CLAIMS_AT = Prepared(lambda: Claim.objects.filter(_at(0) | _at(1)).values_list("pk", flat=True))
_PAIR = Prepared(
    lambda: (
        Pair.objects.filter(left__any_of=given("claims"), right__any_of=given("claims"))
        .select_related("exchange", "decision__by")
        .order_by("exchange")[:1]
    )
)
_STATEMENTS = Prepared(
    lambda: (
        Statement.objects.filter(version=given("text"))
        .select_related("version__article__outlet", "via", "decision__by")
        .prefetch_related("speakers")
        .defer("search", *UNSEEN_OF_CLAIMS)
    )
)


def texts(keys: Collection[TextKey]) -> dict[TextKey, Version]:
    """The stored texts of these keys, with article and outlet, in one query; raises Http404 if one is missing."""
    rows = _TEXTS(articles=[key.article for key in keys], digests=[key.digest for key in keys])
    found = {TextKey.of(version): version for version in rows}
    if missing := set(keys) - found.keys():
        raise Http404(f"no text {', '.join(map(str, missing))}")
    return found


def pair_at(left: Place, right: Place) -> Pair | Moved | Gone:
    """The pair of the claims at two places, loaded by `full`; in at most twelve queries."""
    sides = _now([left, right])
    ids = _CLAIMS_AT(
        **{f"text{n}": side.cited.pk for n, side in enumerate(sides)},
        **{f"start{n}": side.place.start for n, side in enumerate(sides)},
        **{f"end{n}": side.place.end for n, side in enumerate(sides)},
    )
    if len(ids) == 2 and (found := _PAIR.first(claims=ids)):
        return full(found)
    near = [_around(side.current, side.span) for side in sides if side.span]
    if len(near) < 2:
        return Gone(WORDS_GONE, _passages(sides))
    meeting = Pair.objects.filter(_of(near[0].keys(), near[1].keys()))
    together = near[0] | near[1]
    unseen = (f"{side}__{name}" for side in ("left", "right") for name in UNSEEN_OF_CLAIMS)
    loaded = meeting.select_related("left__version", "right__version").defer(*unseen)
    best = max(loaded, key=lambda pair: together[pair.left_id] * together[pair.right_id], default=None)
    if best:
        return Moved(pair_url(best))
    return Gone("The two passages are no longer taken to report the same thing.", _passages(sides))


def statement_at(place: Place) -> Statement | Moved | Gone:
    """The statement at a place, with its speakers, article and outlet."""
    side = _now([place])[0]
    exact = _nearest(_statements(side.cited), Span(place.start, place.end))
    if exact and extent(exact) == (place.start, place.end):
        return exact
    if side.span is None:
        return Gone(WORDS_GONE, _passages([side]))
    moved = _nearest(_statements(side.current), side.span)
    if moved:
        return Moved(statement_url(moved))
    return Gone("These words are no longer taken to be a statement of somebody’s.", _passages([side]))


def sought_at(place: Place, claim_at: Prepared[Claim]) -> Claim | Moved | Gone:
    """What `claim_at` finds at a place, or the way to where else the claim that has most of its words now is made."""
    side = _now([place])[0]
    if exact := claim_at.first(version=side.cited.pk, start=place.start, end=place.end):
        return exact
    if side.span is None:
        return Gone(WORDS_GONE, _passages([side]))
    near = Claim.objects.filter(version=side.current, start__lt=side.span.end, end__gt=side.span.start)
    moved = _nearest(near.select_related("version").defer(*UNSEEN_OF_CLAIMS), side.span)
    return Moved(elsewhere_url(Place.of_claim(moved))) if moved else Gone(NO_CLAIM, _passages([side]))


@dataclass(frozen=True, slots=True)
class Claimed:
    """The claim at a place, and the other account that an address names beside it, both as they stand today."""

    claim: Claim
    """With its version (article, outlet), statement, speakers and exchange."""
    other: Version
    place: Place
    """Where the claim stands today."""


def claim_at(place: Place, other: TextKey) -> Claimed | Gone:
    """The claim at a place, or the one that holds most of its words now, and the current text of another account."""
    known = texts([place.text, other])
    side = _now([place], known=known)[0]
    there = _current([known[other]])[known[other].article_id]
    if side.span is None:
        return Gone(WORDS_GONE, _passages([side]))
    claims = Claim.objects.filter(version=side.current, start__lt=side.span.end, end__gt=side.span.start)
    claims = claims.select_related(
        "version__article__outlet", "statement__via", "statement__decision__by", "coverage__exchange"
    )
    claim = _nearest(claims.prefetch_related("statement__speakers").defer(*UNSEEN_OF_CLAIMS), side.span)
    if claim is None:
        return Gone(NO_CLAIM, _passages([side]))
    return Claimed(claim, there, Place.of_claim(claim))


@lru_cache(maxsize=64)
def edited(old: str, new: str) -> tuple[Stretch, ...]:
    """`edits` of two stored texts, which never change; kept, for every page on them asks again."""
    return edits(old, new)


def _now(places: Iterable[Place], *, known: dict[TextKey, Version] | None = None) -> list[_Now]:
    places = list(places)
    known = known or texts({place.text for place in places})
    current = _current(known.values())
    found = []
    for place in places:
        cited = known[place.text]
        if place.end > len(cited.text):
            raise Http404(f"text {place.text} has no such place")
        span: Span | None = Span(place.start, place.end)
        now = current[cited.article_id]
        if now != cited and span:
            span = carried(span, edited(cited.text, now.text))
        found.append(_Now(place, cited, now, span))
    return found


def _current(versions: Iterable[Version]) -> dict[int, Version]:
    """The current text of each one's article, by article: itself, or a later one, which takes a query for all."""
    found = {version.article_id: version for version in versions}
    superseded = {version.article_id for version in found.values() if not version.current}
    if superseded:
        later = Version.objects.current().filter(article__in=superseded).select_related("article__outlet")
        found |= {version.article_id: version for version in later.defer(*UNSEEN)}
    return found


def _of(some: Collection[int], others: Collection[int]) -> Q:
    return Q(left__in=some, right__in=others) | Q(left__in=others, right__in=some)


def _around(version: Version, span: Span) -> dict[int, float]:
    """The claims that share at least half with `span`, each with how much."""
    rows = Claim.objects.filter(version=version, start__lt=span.end, end__gt=span.start)
    shares = {pk: _overlap((start, end), span) for pk, start, end in rows.values_list("pk", "start", "end")}
    return {pk: share for pk, share in shares.items() if share >= HALF}


def _statements(version: Version) -> Iterable[Statement]:
    return [row for row in _STATEMENTS(text=version.pk) if row.spans]


def _nearest(rows: Iterable[Row], span: Span) -> Row | None:
    """The row that shares most with `span`, if they share at least half of the longer one."""
    ranked = [(_overlap(_extent(row), span), row) for row in rows]
    best = max(ranked, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= HALF else None


def _extent(row: Claim | Statement) -> tuple[int, int]:
    return (row.start, row.end) if isinstance(row, Claim) else extent(row)


def _overlap(one: tuple[int, int], span: Span) -> float:
    """What two stretches share, as a part of the longer one."""
    shared = min(one[1], span.end) - max(one[0], span.start)
    return max(0, shared) / max(one[1] - one[0], span.end - span.start, 1)


def _passages(sides: Iterable[_Now]) -> tuple[Passage, ...]:
    return tuple(side.passage for side in sides)
