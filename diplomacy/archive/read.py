"""Read a stored text: a reader's findings become rows, in place of those that an earlier reading made."""

import gc
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Exists, Q, QuerySet

from diplomacy.archive import vocabulary
from diplomacy.archive.batches import Batch, ReadsDocuments, batches
from diplomacy.archive.copying_in import copy_in
from diplomacy.archive.deciding import grouping, over_pairs, overlay, settling
from diplomacy.archive.deciding.leads import standing
from diplomacy.archive.deciding.standing import stand_in_of
from diplomacy.archive.digest import digest
from diplomacy.archive.join import cover
from diplomacy.archive.latest import Latest
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import (
    Actor,
    Anchor,
    Article,
    Aside,
    AsRead,
    Claim,
    Coverage,
    Decision,
    Origin,
    OutletKind,
    Pair,
    Statement,
    Subject,
    Version,
)
from diplomacy.archive.roster import Roster
from diplomacy.reading import values as reading

log = logging.getLogger(__name__)

CURATED_PAIR = Q(pairs_left__origin=Origin.CURATOR) | Q(pairs_right__origin=Origin.CURATOR)


@cache
def default_reader() -> ReadsDocuments:
    """The reader of the settings; made once, since its models take seconds to load."""
    from diplomacy.reading import Reader  # here, so that commands that read nothing need not load spaCy

    reader = Reader(
        model=settings.DIPLOMACY_SPACY_MODEL, vectors=settings.DIPLOMACY_VECTOR_MODEL, vocabulary=vocabulary.folder()
    )
    gc.freeze()  # the models stay: collecting garbage need not go through them each time
    return reader


def document(version: Version) -> reading.Document:
    """The version as a reader takes it; its article and outlet are looked at, saved or not."""
    article = version.article
    return reading.Document(
        text=version.text,
        title_end=version.title_end,
        body_start=version.body_start,
        published=article.published_on,
        official=article.outlet.kind == OutletKind.OFFICIAL,
        outlet=article.outlet.name,
        outlet_country=article.outlet.country,
        byline=article.byline,
        dateline=article.dateline,
    )


def read_unread(*, reader: ReadsDocuments | None = None) -> int:
    """Read every current text that nothing has read yet; how many there were. One that can't be is logged and left."""
    unread = list(Version.objects.unread().order_by("pk").values_list("pk", flat=True))

    def failed(version: Version, error: Exception) -> None:
        log.warning("%s: it is stored, but could not be read (%s)", version.article, type(error).__name__)

    read_texts(unread, reader=reader, failed=failed)
    return len(unread)


def read_texts(
    texts: Collection[int],
    *,
    reader: ReadsDocuments | None = None,
    done: Callable[[Version], object] = lambda _: None,
    failed: Callable[[Version, Exception], object] | None = None,
    anew: bool = False,
) -> None:
    """Read those of these texts that nothing has read yet, or `anew` all current ones; each in its own transaction.

    `done` is called in that transaction. `failed` is told of a text that can't be read, and the rest goes on; without
    it what is wrong is raised.
    """
    wanted = Version.objects.current().select_related("article__outlet") if anew else Version.objects.unread()
    unread = list(wanted.filter(pk__in=texts).order_by("pk").values_list("pk", flat=True))
    if not unread:
        return
    reader, actors = reader or default_reader(), Latest()
    rows = Version.objects.filter(pk__in=unread).select_related("article__outlet").order_by("pk")
    for versions in batches(rows.iterator(chunk_size=20), length=lambda version: len(version.text)):
        batch = Batch(reader, [document(version) for version in versions], actors.known)
        for version in versions:
            try:
                actors.refresh()
                found = batch.reading(document(version))
                found = batch.again(document(version), found, actors.refresh())  # as others write, without the lock
                with transaction.atomic():
                    one_writer()
                    now = wanted.filter(pk=version.pk).values_list("pipeline", "found", "current").first()
                    if now is None:
                        continue  # another run has read it since
                    version.pipeline, version.found, version.current = now
                    found = batch.again(document(version), found, actors.refresh())
                    if not (anew and confirm(version, found, actors.roster)):
                        keep(version, found, actors.roster)
                    done(version)
                    actors.learned()
            except OperationalError:
                raise  # the database is gone: no other text would fare better
            except Exception as error:
                if failed is None:
                    raise
                actors.forget()  # who was enrolled with it is not there
                failed(version, error)


def keep(version: Version, found: reading.Reading, roster: Roster) -> None:
    """Put the reading's rows in place of the text's machine-made ones; call it in a transaction.

    What was made by hand in the admin stays, and so does what such a pair stands on; what was decided of the text is
    taken off before, and applied again over what is made. The exchanges concerned are left uncompared. The number of
    queries does not depend on how much was found; one of them finds out whether anybody decided anything. A text that
    another took the place of before it was read tells of no exchange.
    """
    actors = roster.enrol({index: found.actors[index] for index in _heard(found)})
    if version.current:
        overlay.alone_with([version.article_id])
    decided = version.current and _is_decided(version.article_id)
    if decided:
        over_pairs.take_off_of(version.article_id)  # first: a claim of a pair that holds is not put back
        overlay.take_off(version.article_id)
        settling.take_off(version.article_id)
    stands = standing()
    told = {"version__article": version.article_id}
    if Statement.objects.filter(**told).exists() or Claim.objects.filter(**told).exists():  # most are read but once
        forget(version)
    coverage = cover(version, found, actors, stands) if version.current else []
    statements = _statements(version, found, actors)
    _claims(version, found, actors, statements, coverage)
    stand_in_of(version, actors.values(), coverage, stands)
    if decided or (stands and coverage):
        grouping.place([version.article_id])
    version.pipeline, version.embedded = found.pipeline[:200], ""
    version.found = _digest(found, actors)
    version.save(update_fields=["pipeline", "embedded", "found"])
    if decided:
        overlay.apply(version)


def _is_decided(article: int) -> bool:
    """Whether a decision, in force or not, may be about an article: on its words, on which exchange it tells of, or on
    any that it may come to tell of. In one query, for of most articles nobody decides anything."""
    of_all = Decision.objects.on(Subject.EXCHANGE).kept().filter(kind__in=grouping.OF_ALL)
    looks: list[QuerySet[Any]] = [
        Anchor.objects.filter(article=article),
        AsRead.objects.filter(version__article=article),
        Coverage.objects.filter(article=article).exclude(joined=None),
        Aside.objects.filter(article=article),
        Decision.objects.filter(articles=article),
        of_all,
    ]
    return Article.objects.filter(reduce(or_, map(Exists, looks), Q()), pk=article).exists()


def confirm(version: Version, found: reading.Reading, roster: Roster) -> bool:
    """Whether the text was read to say just this before: then its rows stay, and only what read it last is put down."""
    actors = roster.enrol({index: found.actors[index] for index in _heard(found)})
    if not version.pipeline or version.found != _digest(found, actors):
        return False
    version.pipeline = found.pipeline[:200]
    version.save(update_fields=["pipeline"])
    return True


def _digest(found: reading.Reading, actors: Mapping[int, Actor]) -> str:
    return digest(found, {index: actor.pk for index, actor in actors.items()})


def forget(version: Version) -> None:
    """Remove the machine-made statements and claims of this text; pairs go with their claims.

    What the article's earlier texts were read to say stays, so that a claim that was taken out can still be named; but
    it stands in no exchange and no pair any more. What a curated pair stands on is left alone, so decisions are taken
    off first; comparing applies them again.
    """
    claims = Claim.objects.filter(version__article=version.article_id, origin=Origin.MACHINE)
    machine = claims.exclude(pk__in=claims.filter(CURATED_PAIR).values("pk"))
    machine.filter(version=version).delete()
    Statement.objects.filter(version=version, origin=Origin.MACHINE, claims=None).delete()
    if not version.current:
        return
    earlier = machine.exclude(version=version)
    Pair.objects.filter(Q(left__in=earlier) | Q(right__in=earlier)).delete()
    earlier.exclude(coverage=None).update(coverage=None)


def _heard(found: reading.Reading) -> list[int]:
    """The actors who speak, relay or take part, and who is said to have asked for an exchange."""
    heard = {index for item in found.statements for index in item.speakers}
    heard |= {item.via for item in found.statements if item.via is not None}
    heard |= {index for item in found.exchanges for index in item.participants}
    heard |= {item.initiator for item in found.exchanges if item.initiator is not None}
    heard |= {index for item in found.claims for index in item.askers}
    return sorted(heard)


def _statements(version: Version, found: reading.Reading, actors: Mapping[int, Actor]) -> list[Statement]:
    rows = [_statement(version, position, item, found, actors) for position, item in enumerate(found.statements)]
    copy_in(rows)
    speaker = Statement.speakers.through
    speaker._default_manager.bulk_create(
        speaker(statement_id=row.pk, actor_id=actor)
        for row, item in zip(rows, found.statements, strict=True)
        for actor in dict.fromkeys(actors[index].pk for index in item.speakers)
    )
    return rows


def _statement(
    version: Version, position: int, item: reading.Statement, found: reading.Reading, actors: Mapping[int, Actor]
) -> Statement:
    row = Statement(
        version=version,
        position=position,
        spans=[[span.start, span.end] for span in item.spans],
        kind=item.kind,
        via=None if item.via is None else actors[item.via],
        silence=item.silence,
        rule=item.rule[:200],
        confidence=item.confidence,
        pipeline=found.pipeline[:200],
    )
    if item.mention:
        row.mention_start, row.mention_end = item.mention.span.start, item.mention.span.end
        row.mention_rule = item.mention.rule[:300]
    if item.cue:
        row.cue_start, row.cue_end = item.cue.span.start, item.cue.span.end
        row.cue_lemma, row.cue_class = item.cue.lemma[:80], item.cue.cue_class
        row.cue_strength, row.cue_negated, row.cue_hedged = item.cue.strength, item.cue.negated, item.cue.hedged
    return row


def _claims(
    version: Version,
    found: reading.Reading,
    actors: Mapping[int, Actor],
    statements: Sequence[Statement],
    coverage: Sequence[Coverage],
) -> None:
    """`coverage` goes by the reading's exchanges, or is empty. What stayed for a curated pair is not made again."""
    stayed = set(Claim.objects.filter(version=version).values_list("start", "end"))
    new = [
        (position, item) for position, item in enumerate(found.claims) if (item.span.start, item.span.end) not in stayed
    ]
    rows = [
        Claim(
            version=version,
            statement=None if item.statement is None else statements[item.statement],
            coverage=coverage[item.exchange] if coverage and item.exchange is not None else None,
            position=position,
            start=item.span.start,
            end=item.span.end,
            words=[[word.start, word.end, word.lemma, word.pos, word.content] for word in item.words],
            context=item.role is reading.ClaimRole.CONTEXT,
            quoted=item.quoted,
            pipeline=found.pipeline[:200],
        )
        for position, item in new
    ]
    copy_in(rows)
    asked = Claim.askers.through
    asked._default_manager.bulk_create(
        asked(claim_id=row.pk, actor_id=actor)
        for row, (_, item) in zip(rows, new, strict=True)
        for actor in dict.fromkeys(actors[index].pk for index in item.askers if index in actors)
    )
