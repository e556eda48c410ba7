"""Where the accounts of one exchange come from: who published what, when it was seen, why it is here, what read it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import PurePath

from django.db.models import Prefetch

from diplomacy.archive.models import Article, Coverage, Exchange, Version
from diplomacy.web.pages.accounts import OFFICIAL_FIRST
from diplomacy.web.pages.changes import Changes, claims_of
from diplomacy.web.pages.copies import CopyView, copies_of
from diplomacy.web.pages.people import taking_part, title_of
from diplomacy.web.pages.words import EXCHANGE_KINDS, OUTLET_KINDS

MOST = 6
"""So many texts of one article are compared here, the newest; the others have pages of their own."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One text of an article, and what it changed of the one before it."""

    version: Version
    words: int
    changes: Changes | None
    """None for the first text, and for old ones where there are very many."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """All that is known of where one account comes from."""

    article: Article
    kind: str
    published: str
    found: str
    """How its publisher and its date were found, as sentences."""
    file: str
    """The name of the file that it came in; the folders are the host's affair."""
    texts: tuple[Seen, ...]
    """The newest first."""
    passages: tuple[str, ...]
    """Its words that tell of the exchange."""
    reasons: tuple[str, ...]
    joined_by: str
    read_by: str
    compared_by: str
    copies: tuple[CopyView, ...] = ()
    """Who else prints it."""


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """The Sources reading of one exchange."""

    exchange: Exchange
    title: str
    kind: str
    accounts: tuple[Provenance, ...]

    @classmethod
    def build(cls, exchange: Exchange) -> "SourcesPage":
        """The page of `exchange`, in a number of queries that does not grow."""
        light = Version.objects.defer("source", "segments", "search").order_by("seen_at", "pk")
        rows = Coverage.objects.accounts().filter(exchange=exchange).select_related("article__outlet")
        rows = rows.prefetch_related(Prefetch("article__versions", light))
        coverage = sorted(rows, key=lambda one: (OFFICIAL_FIRST.index(one.article.outlet.kind), one.article_id))
        versions = {one.article_id: list(one.article.versions.all()) for one in coverage}
        several = [version for texts in versions.values() if len(texts) > 1 for version in texts[-MOST:]]
        claims = claims_of(several) if several else []
        copies = copies_of((one.article, versions[one.article_id][-1]) for one in coverage)
        changes = {
            new.pk: Changes.between(old, new, claims)
            for texts in versions.values()
            for old, new in pairwise(texts[-MOST:])
        }
        return cls(
            exchange=exchange,
            title=title_of(tuple(one.speaker for one in taking_part(exchange.pk))),
            kind=EXCHANGE_KINDS[exchange.kind],
            accounts=tuple(
                replace(_provenance(one, versions[one.article_id], changes), copies=copies.get(one.article_id, ()))
                for one in coverage
            ),
        )


def _provenance(coverage: Coverage, versions: list[Version], changes: dict[int, Changes]) -> Provenance:
    article = coverage.article
    told = next(version for version in versions if version.pk == coverage.version_id)
    return Provenance(
        article=article,
        kind=OUTLET_KINDS[article.outlet.kind],
        published=published(article),
        found=_found(article),
        file=PurePath(article.source_file).name,
        texts=tuple(Seen(v, len(v.text.split()), changes.get(v.pk)) for v in reversed(versions)),
        passages=tuple(told.text[start:end].strip() for start, end in coverage.passages),
        reasons=tuple(coverage.reasons),
        joined_by="a curator" if coverage.origin == "curator" else "a machine",
        read_by=told.pipeline,
        compared_by=coverage.compared,
    )


def published(article: Article) -> str:
    """Day, clock and distance from UTC, as far as they are known."""
    day = f"{article.published_on:%-d %B %Y}"
    if article.published_clock is None:
        return f"{day}, no time given"
    return f"{day}, {article.published_clock:%H:%M}{_zone(article.utc_offset)}"


def _zone(offset: timedelta | None) -> str:
    if offset is None:
        return ", time zone not given"
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f" UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def _found(article: Article) -> str:
    """A date that was inferred or given says so in the attribution; any other is the article's own."""
    if not article.attribution:
        return ""
    stated = "" if "Its date was " in article.attribution else " It states its date itself."
    return article.attribution + stated
