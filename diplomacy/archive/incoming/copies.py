"""Settle whose words an article repeats, and which articles repeat its, where a text is stored.

A copy stands in no comparison: its head does. Which articles are heads depends on what is stored alone, not on the
order in which it came.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from diplomacy.archive.deciding.over_pairs import take_off
from diplomacy.archive.incoming.attribution import UNNAMED
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import Article, Coverage, Exchange, Origin, OutletKind, Pair, Version
from diplomacy.comparing.copies import NEAR, Printed, Standing, alike, bands, heads, shingles

_COLUMNS = (
    *("article_id", "text", "body_start", "bands", "curated", "article__copy_of_id", "article__printed_in"),
    *("article__published_on", "article__published_clock", "article__utc_offset"),
    *(f"article__outlet__{name}" for name in ("name", "kind", "country")),
)


@dataclass(frozen=True, slots=True)
class _Stored:
    """An article with its current text, as comparing looks at it, and whose copy it is called."""

    printed: Printed
    outlet: str
    kind: str
    own: bool
    """Whether its outlet publishes it itself."""
    head: int | None


def bands_of(version: Version) -> list[int]:
    """What texts that may be copies of this one share one of."""
    return list(bands(shingles(told_in(version))))


def told_in(version: Version) -> str:
    """The text below headline and standfirst, which papers write anew; all of it where there is nothing else."""
    return _told(version.text, version.body_start)


def alike_to(article: Article) -> set[int]:
    """The articles (ids) whose current texts and this one's, as they are stored, are made of one another."""
    return set() if article.pk is None else alike_to_any([article.pk])


def alike_to_any(articles: Collection[int]) -> set[int]:
    """The same, for one of several (ids); without these."""
    return set(_together(articles, layers=1)) - set(articles)


def settle(articles: Collection[int]) -> None:
    """Settle who is whose copy among these articles (ids) and all that they are, over others maybe, alike to.

    The exchanges of those that become copies, heads, or copies of another are left uncompared. Call it in a
    transaction, as the one writer.
    """
    stored = _together(articles)
    if not any(one.printed.bands or one.head for one in stored.values()):
        return
    chosen = heads([_with_standing(one, stored.values()) for one in stored.values()])
    changed = {
        article: None if head == article else head
        for article, head in chosen.items()
        if stored[article].head != (None if head == article else head)
    }
    if changed:
        _repoint(changed)


def settle_all() -> None:
    """Settle every article, as after the texts of an older archive got their bands, or who is a wire was corrected."""
    unbanded = Version.objects.current().filter(bands=[]).order_by("pk")
    for version in unbanded.only("text", "body_start").iterator(chunk_size=100):
        if found := bands_of(version):
            Version.objects.filter(pk=version.pk).update(bands=found)
    for article in list(Article.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            one_writer()
            settle([article])


def _together(articles: Collection[int], *, layers: int | None = None) -> dict[int, _Stored]:
    """These articles and those that are alike to one of them, to one of these, and so on; a query each step."""
    rows = Version.objects.current()
    found = {one.printed.id: one for one in _stored(rows.filter(article__in=articles))}
    frontier = [one.printed for one in found.values()]
    while (layers is None or layers) and (shared := {band for one in frontier for band in one.bands}):
        days = [one.published.date() for one in frontier]
        near = Q(
            article__published_on__gte=min(days) - NEAR - timedelta(days=1),
            article__published_on__lte=max(days) + NEAR + timedelta(days=1),
        )
        candidates = _stored(rows.filter(near, bands__overlap=sorted(shared)).exclude(article__in=found))
        reached = {one.printed.id: one for one in candidates if any(alike(one.printed, other) for other in frontier)}
        found |= reached
        frontier = [one.printed for one in reached.values()]
        layers = None if layers is None else layers - 1
    return found


def _stored(versions: "QuerySet[Version]") -> list[_Stored]:
    of_it = Q(left__version__article=OuterRef("article")) | Q(right__version__article=OuterRef("article"))
    curated = Exists(Pair.objects.filter(of_it, origin=Origin.CURATOR, decision=None))
    rows = versions.annotate(curated=curated).order_by("article_id").values(*_COLUMNS)
    return [_row(row) for row in rows]


def _row(row: Mapping[str, Any]) -> _Stored:
    day, clock, offset = (row[f"article__{name}"] for name in ("published_on", "published_clock", "utc_offset"))
    outlet, printed_in = row["article__outlet__name"], row["article__printed_in"]
    publisher = printed_in or outlet
    return _Stored(
        Printed(
            id=row["article_id"],
            shingles=shingles(_told(row["text"], row["body_start"])),
            bands=tuple(row["bands"]),
            published=_moment(datetime.combine(day, clock or time.max, tzinfo=UTC), offset),
            publisher=f"{UNNAMED} of {row['article_id']}" if publisher == UNNAMED else publisher.casefold(),
            country=row["article__outlet__country"],
            apart=row["curated"],
        ),
        outlet,
        row["article__outlet__kind"],
        not printed_in,
        row["article__copy_of_id"],
    )


def _moment(local: datetime, offset: timedelta | None) -> datetime:
    """In UTC where the offset is known; as it stands where that would be before or behind all calendars."""
    try:
        return local - (offset or timedelta())
    except OverflowError:
        return local


def _told(text: str, body: int) -> str:
    return text[body:] or text


def _with_standing(one: _Stored, among: Iterable[_Stored]) -> Printed:
    """An agency is who is a wire, or whom others name beside its words."""
    if one.kind == OutletKind.OFFICIAL:
        return replace(one.printed, standing=Standing.INSTITUTION)
    credited = any(other.outlet == one.outlet and not other.own for other in among)
    if one.own and (one.kind == OutletKind.WIRE or credited):
        return replace(one.printed, standing=Standing.AGENCY)
    return one.printed


def _repoint(changed: Mapping[int, int | None]) -> None:
    """Say whose copies these articles are, take their pairs, and leave their exchanges uncompared."""
    of: defaultdict[int | None, list[int]] = defaultdict(list)
    for article, head in changed.items():
        of[head].append(article)
    for head, copies in of.items():
        Article.objects.filter(pk__in=copies).update(copy_of=head)
    take_off(Q(anchors__article__in=changed))
    theirs = Q(left__version__article__in=changed) | Q(right__version__article__in=changed)
    Pair.objects.filter(theirs, origin=Origin.MACHINE).delete()
    Coverage.objects.filter(article__in=changed).exclude(compared="").update(compared="")
    Exchange.objects.filter(coverage__article__in=changed).exclude(pipeline="").update(pipeline="")
