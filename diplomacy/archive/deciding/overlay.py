"""Apply what curators decided on a text's statements and claims over the rows that the machine made of it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

from django.db.models import Prefetch, QuerySet

from diplomacy.archive.deciding import as_read, over_pairs
from diplomacy.archive.deciding import standing as who
from diplomacy.archive.deciding.anchors import HALF, share
from diplomacy.archive.deciding.as_read import Change, Rows
from diplomacy.archive.deciding.corrected import Correction, corrected
from diplomacy.archive.deciding.leads import NOBODY, Standing, standing
from diplomacy.archive.deciding.placing import Texts, span_now, texts_of
from diplomacy.archive.models import (
    Anchor,
    AsRead,
    Coverage,
    Decision,
    DecisionKind,
    Exchange,
    Missing,
    MovedKind,
    Part,
    Subject,
    Version,
)
from diplomacy.archive.prepared import Prepared, given
from diplomacy.reading.values import Span

_EXCHANGES_LOCKED = Prepared(
    lambda: (
        Exchange.objects.filter(
            pk__in=Coverage.objects.filter(article__any_of=given("articles")).order_by().values("exchange")
        )
        .order_by("pk")
        .select_for_update()
        .values_list("pk")
    )
)
_TEXTS_LOCKED = Prepared(
    lambda: (
        Version.objects.filter(article__any_of=given("articles")).order_by("pk").select_for_update().values_list("pk")
    )
)


def _on_texts() -> QuerySet[Decision]:
    """The decisions on an article's statements and claims, with their anchors in the order of the text."""
    on_it = Decision.objects.on(Subject.STATEMENT, Subject.CLAIM).kept().filter(anchors__article=given("article"))
    anchors = Prefetch("anchors", Anchor.objects.order_by("start", "pk"))
    return on_it.distinct().order_by("pk").prefetch_related(anchors)


_DECISIONS = Prepared(_on_texts)
_AS_READ = Prepared(lambda: AsRead.objects.filter(version=given("version")).order_by("pk"))
_TOLD_IN = Prepared(
    lambda: Coverage.objects.filter(article__any_of=given("articles")).order_by().values_list("exchange", flat=True)
)
_TAKING_PART = Prepared(
    lambda: (
        Coverage.objects.filter(article=given("article"), exchange__participants__isnull=False)
        .order_by()
        .values_list("pk", "exchange__participants")
    )
)


def alone_with(articles: Collection[int]) -> None:
    """Wait until nothing else decides on, reads or compares the texts of these articles (ids), and let nothing until
    the transaction ends."""
    _EXCHANGES_LOCKED(articles=list(articles))
    _TEXTS_LOCKED(articles=list(articles))


@contextmanager
def lifted(texts: Sequence[Version]) -> Iterator[None]:
    """What was decided of these texts is off while the block changes the machine's rows, and over them again after it.

    Use it in a transaction, after `alone_with`.
    """
    for version in texts:
        over_pairs.take_off_of(version.article_id)
        take_off(version.article_id)
    yield
    if not texts:
        return
    for version in texts:
        apply(version)
    for exchange in sorted(set(_TOLD_IN(articles=[version.article_id for version in texts]))):
        over_pairs.apply(exchange)


def apply(version: Version, *, stands: Standing | None = None, now: Rows | None = None) -> Change:
    """Let the text's rows be what the machine made of it with every decision applied whose words it has.

    Of the others, what they lack is put down. The number of queries does not depend on how many there are. Who `stands`
    for whom and the rows `now` are given where they were looked up. Call it in a transaction, after `alone_with`.
    """
    decisions = _DECISIONS(article=version.article_id)
    stored = _AS_READ.first(version=version.pk)
    if not decisions and stored is None:
        return Change(told=False, unread=False)
    lacked = {one.pk: one.missing for one in decisions}
    stands = standing() if stands is None else stands
    with _nobody_standing_in(version, stands):
        if now is None or stands:
            now = as_read.rows_of(version.pk)
        machine = as_read.rows_from(version, stored.rows) if stored else now
        found = _standing(placed(version, decisions))
        if found and stored is None:
            AsRead.objects.create(version_id=version.pk, rows=as_read.kept(machine))
        after = corrected(
            version.text, machine, found, took_part=cache(partial(_participants, version.article_id, stands))
        )
        change = as_read.put(version, now, after)
        if change.unread:
            version.embedded = ""
            version.save(update_fields=["embedded"])
    if stored and not found:
        _forget(stored)
    _put_down(version, decisions, lacked, {one.decision for one in found})
    return change


def rows_as_named(version: int, stands: Standing) -> Rows:
    """The text's rows with the actors whom the machine and curators named, whoever stands for them since a merge."""
    rows = as_read.rows_of(version)
    if not stands:
        return rows
    speakers = who.named(MovedKind.SPEAKERS, {row.pk: row.actors for row in rows.statements if row.pk})
    via = {row.pk: (row.of["via_id"],) for row in rows.statements if row.pk and row.of["via_id"]}
    through = who.named(MovedKind.VIA, via)
    for row in rows.statements:
        row.actors = speakers.get(row.pk or 0, row.actors)
        row.of["via_id"] = through.get(row.pk or 0, (row.of["via_id"],))[0]
    return rows


def take_off(article: int) -> None:
    """Put the machine's rows back in all texts of an article; its decisions are orphans. Call it in a transaction."""
    for stored in AsRead.objects.filter(version__article=article).select_related("version"):
        version = stored.version
        with _nobody_standing_in(version, standing()):
            change = as_read.put(version, as_read.rows_of(version.pk), as_read.rows_from(version, stored.rows))
        if change.unread:
            Version.objects.filter(pk=version.pk).update(embedded="")
        _forget(stored)
    Anchor.objects.filter(version__article=article).update(version=None)


def _forget(stored: AsRead) -> None:
    """What was read stands in the tables again; where it named an actor that is deleted, not as it was read."""
    if as_read.lacks(stored.rows):
        Version.objects.filter(pk=stored.version_id).update(found="")
    stored.delete()


def outdate(articles: Collection[int]) -> list[int]:
    """Take what was paired of these articles for outdated; the exchanges that are to be compared anew."""
    exchanges = sorted(set(_TOLD_IN(articles=list(articles))))
    Exchange.objects.filter(pk__in=exchanges).update(pipeline="")
    Coverage.objects.filter(article__in=articles).exclude(compared="").update(compared="")
    return exchanges


def placed(version: Version, decisions: Sequence[Decision]) -> Iterator[tuple[Decision, Correction | None]]:
    """Each decision with where its words stand in a text; None where it lacks something, which `missing` then says."""
    anchors = [anchor for one in decisions for anchor in one.anchors.all()]
    earlier = [anchor for anchor in anchors if anchor.sha256 != version.sha256]
    texts = texts_of(earlier, {version.article_id}) if earlier else {}
    now = as_read.actors_now({one["id"]: one["name"] for decision in decisions for one in _named(decision)})
    for decision in decisions:
        yield decision, _placed(version, decision, texts, now)


def _before(decision: Decision, version: Version, texts: Texts) -> tuple[Span, ...]:
    """Where the machine's words in whose place a decision stands are in a text, as far as they are there."""
    quotes = [Anchor(article_id=version.article_id, **quote) for quote in (decision.machine or {}).get("words", ())]
    spans = [span_now(quote, version, texts.get((version.article_id, quote.sha256))) for quote in quotes]
    return tuple(sorted(span for span in spans if span))


def _placed(version: Version, decision: Decision, texts: Texts, now: dict[int | None, int | None]) -> Correction | None:
    """`missing` of the decision says what it lacks where there is none."""
    spans: dict[str, list[Span]] = {part: [] for part in Part}
    for anchor in decision.anchors.all():
        span = span_now(anchor, version, texts.get((version.article_id, anchor.sha256)))
        if span is None:
            decision.missing = Missing.WORDS
            return None
        spans[anchor.part].append(span)
    speakers = [now.get(one["id"]) for one in decision.value.get("speakers", ())]
    via = decision.value.get("via")
    if None in speakers or (via and now.get(via["id"]) is None):
        decision.missing = Missing.ACTOR
        return None
    before = _before(decision, version, texts)
    columns = {name: decision.value[name] for name in ("kind", "silence") if name in decision.value}
    if "via" in decision.value:
        columns["via_id"] = now.get(via["id"]) if via else None
    spoke = ((decision.was if decision.beside else decision.machine) or {}).get("speakers")
    content = sorted(spans[Part.CONTENT])
    rejected = decision.kind == DecisionKind.REJECT
    return Correction(
        decision.pk,
        decision.subject,
        decision.kind,
        content=() if rejected else tuple(content),
        before=before or (tuple(content) if rejected else ()),
        cue=next(iter(spans[Part.CUE]), None),
        speakers=tuple(pk for pk in speakers if pk is not None),
        spoke=None if spoke is None else tuple(pk for one in spoke if (pk := now.get(one["id"])) is not None),
        columns=columns,
        contexts=tuple(decision.value.get("contexts", ())),
        beside=decision.beside,
    )


def _standing(found: Iterator[tuple[Decision, Correction | None]]) -> list[Correction]:
    """Those that stand, the earliest first: of two on the same words the later; `missing` of the other says so."""
    stand: list[Correction] = []
    for decision, one in reversed(list(found)):
        if one and any(rivals(one, other) for other in stand):
            decision.missing = Missing.OUTVOTED
        elif one:
            decision.missing = ""
            stand.insert(0, one)
    return stand


def rivals(one: Correction, other: Correction) -> bool:
    """Whether two decisions are on the same: on one statement, or on the same claim's words."""
    if one.subject != other.subject:
        return False
    same_before = share(one.before, other.before) >= HALF
    same_content = share(one.content, other.content) >= HALF
    if one.subject == Subject.CLAIM:
        return same_before or same_content
    return (same_before and one.spoke == other.spoke) or (same_content and one.speakers == other.speakers)


def _put_down(version: Version, decisions: Sequence[Decision], before: Mapping[int, str], in_force: set[int]) -> None:
    """Put down which decisions stand in the text and what the others lack; `before` is what each lacked."""
    Decision.objects.bulk_update([one for one in decisions if one.missing != before[one.pk]], ["missing"])
    anchors = [anchor for one in decisions for anchor in one.anchors.all()]
    there = [one.pk for one in anchors if one.decision_id in in_force and one.version_id != version.pk]
    gone = [one.pk for one in anchors if one.decision_id not in in_force and one.version_id is not None]
    for found, stands in ((there, version), (gone, None)):
        if found:
            Anchor.objects.filter(pk__in=found).update(version=stands)


@contextmanager
def _nobody_standing_in(version: Version, stands: Standing) -> Iterator[None]:
    """Let the text's rows name whom the machine and curators named, for as long; those who stand for them after.

    So what is kept and corrected outlasts the undoing of a merge.
    """
    if stands:
        who.stand_in(who.told_in(version.pk), NOBODY)
    yield
    if stands:
        who.stand_in(who.told_in(version.pk), stands)


def _participants(article: int, stands: Standing) -> dict[int | None, frozenset[int]]:
    """Who takes part, by coverage: also those for whom a participant stands."""
    behind = stands.behind(frozenset({article}))
    told: dict[int | None, set[int]] = {}
    for coverage, actor in _TAKING_PART(article=article):
        told.setdefault(coverage, set()).update({actor, *behind.get(actor, ())})
    return {coverage: frozenset(actors) for coverage, actors in told.items()}


def _named(decision: Decision) -> Iterator[dict[str, Any]]:
    for value in (decision.value, decision.was, decision.machine or {}):
        yield from value.get("speakers", ())
        yield from filter(None, [value.get("via")])
