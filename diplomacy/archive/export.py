"""The whole corpus as records, one at a time: the public format that `manage.py export` writes.

`docs/export.md` describes it. Offsets are half-open, count code points, and refer to the article record's text.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timezone
from typing import Any, TypeVar

from django.db.models import Prefetch, Q, QuerySet

from diplomacy.archive.accounts import found_pairs, told
from diplomacy.archive.models import Actor, Coverage, Exchange, Pair, Statement, Version
from diplomacy.comparing import omissions

FORMAT = 1
"""Raised when a field is taken away or changes its meaning; further fields may come at any time."""
CHUNK = 100

Record = dict[str, Any]
T = TypeVar("T")


def records(exchanges: Collection[int] | None = None) -> Iterator[Record]:
    """All records: `export` (the format's version), then articles, statements, exchanges, pairs and omissions.

    Or those alone of some exchanges (ids) and of their accounts. Memory does not grow with the corpus, and the number
    of queries only with its hundreds.
    """
    yield {"type": "export", "version": FORMAT}
    of_articles, of_exchanges = Q(), Q()
    if exchanges is not None:
        accounts = Coverage.objects.accounts().filter(exchange__in=exchanges)
        of_articles = Q(article__in=list(accounts.values_list("article", flat=True)))
        of_exchanges = Q(pk__in=exchanges)
    current = Version.objects.current().filter(of_articles)
    yield from _articles(current)
    yield from _statements(Statement.objects.filter(version__in=current.values("pk")))
    yield from _exchanges(Exchange.objects.filter(of_exchanges))


def _articles(current: QuerySet[Version]) -> Iterator[Record]:
    versions = current.select_related("article__outlet").defer("source", "segments", "search")
    for version in versions.order_by("article_id").iterator(chunk_size=CHUNK):
        article, outlet = version.article, version.article.outlet
        yield {
            "type": "article",
            "id": article.pk,
            "source_file": article.source_file or None,
            "url": article.url or None,
            "title": article.title,
            "published": _published(version),
            "outlet": outlet.name,
            "outlet_kind": outlet.kind,
            "outlet_country": outlet.country or None,
            "outlet_inferred": outlet.inferred,
            "attribution": article.attribution,
            "byline": article.byline or None,
            "language": article.language,
            "copy_of": article.copy_of_id,
            "text": version.text,
            "pipeline": version.pipeline or None,
        }


def _published(version: Version) -> str:
    article = version.article
    if article.published_clock is None:
        return article.published_on.isoformat()
    zone = None if article.utc_offset is None else timezone(article.utc_offset)
    return datetime.combine(article.published_on, article.published_clock, tzinfo=zone).isoformat()


def _statements(statements: QuerySet[Statement]) -> Iterator[Record]:
    rows = statements.select_related("version", "via")
    rows = rows.defer("version__source", "version__segments", "version__search")
    speakers = Prefetch("speakers", Actor.objects.order_by("pk"))
    for row in rows.prefetch_related(speakers).order_by("version_id", "position", "pk").iterator(chunk_size=CHUNK):
        text = row.version.text
        yield {
            "type": "statement",
            "id": row.pk,
            "article": row.version.article_id,
            "spans": row.spans,
            "speakers": [actor.name for actor in row.speakers.all()],
            "mention": _words(text, row.mention_start, row.mention_end),
            "cue": _words(text, row.cue_start, row.cue_end),
            "cue_class": row.cue_class or None,
            "kind": row.kind,
            "via": row.via.name if row.via else None,
            "silence": row.silence,
            "origin": row.origin,
        }


def _words(text: str, start: int | None, end: int | None) -> Record | None:
    return None if start is None or end is None else {"text": text[start:end], "start": start, "end": end}


def _exchanges(exchanges: QuerySet[Exchange]) -> Iterator[Record]:
    """Exchanges, each with its pairs and omissions behind it."""
    participants = Prefetch("participants", Actor.objects.order_by("pk"))
    coverage = Prefetch("coverage", Coverage.objects.accounts().order_by("article_id"))
    rows = exchanges.select_related("initiator").prefetch_related(participants, coverage).order_by("pk")
    for chunk in _chunks(rows.iterator(chunk_size=CHUNK), CHUNK):
        pairs = _pairs_of(chunk)
        accounts = told([row.pk for row in chunk], vectors=False)
        for row in chunk:
            yield {
                "type": "exchange",
                "id": row.pk,
                "kind": row.kind,
                "date": row.date.isoformat(),
                "participants": [actor.name for actor in row.participants.all()],
                "initiator": row.initiator.name if row.initiator else None,
                "articles": [one.article_id for one in row.coverage.all()],
            }
            yield from (_pair(pair) for pair in pairs[row.pk])
            span_of = {
                claim.id: (account.article, claim.span)
                for account in accounts[row.pk].accounts
                for claim in account.claims
            }
            for omission in omissions(accounts[row.pk].accounts, found_pairs(pairs[row.pk])):
                article, span = span_of[omission.claim]
                yield {
                    "type": "omission",
                    "exchange": row.pk,
                    "article": article,
                    "start": span.start,
                    "end": span.end,
                    "absent_from": list(omission.absent_from),
                }


def _pairs_of(exchanges: Iterable[Exchange]) -> dict[int, list[Pair]]:
    pairs: dict[int, list[Pair]] = {exchange.pk: [] for exchange in exchanges}
    rows = Pair.objects.filter(exchange__in=pairs).select_related("left__version", "right__version")
    heavy = [f"{side}__words" for side in ("left", "right")]
    heavy += [
        f"{side}__version__{field}" for side in ("left", "right") for field in ("text", "source", "segments", "search")
    ]
    for row in rows.defer(*heavy).order_by("pk"):
        pairs[row.exchange_id].append(row)
    return pairs


def _pair(row: Pair) -> Record:
    left, right = (
        {"article": claim.version.article_id, "start": claim.start, "end": claim.end} for claim in (row.left, row.right)
    )
    return {
        "type": "pair",
        "id": row.pk,
        "exchange": row.exchange_id,
        "left": left,
        "right": right,
        "relation": row.relation,
        "facets": row.facets,
        "score": row.score,
        "why": row.why,
        "origin": row.origin,
    }


def _chunks(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    chunk: list[T] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
