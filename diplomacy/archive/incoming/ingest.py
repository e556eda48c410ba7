"""Bring articles in: each is stored and read in one transaction, and their exchanges are compared at the end.

However a run ends, what it committed is whole, and the same run again does the rest: an article that is there is
left alone, a text that nothing has read is read, an exchange that nothing has compared is compared.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db import OperationalError, transaction

from diplomacy.archive.batches import Batch, ReadsDocuments, batches
from diplomacy.archive.compare import compare_uncompared
from diplomacy.archive.deleting.known import deleted, sentence
from diplomacy.archive.embed import embed_unembedded
from diplomacy.archive.incoming.attribution import attribute
from diplomacy.archive.incoming.fetch import is_known
from diplomacy.archive.incoming.publishers import Directory
from diplomacy.archive.incoming.store import Candidate, Standing, draft, standing, store, was_deleted
from diplomacy.archive.latest import Latest
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import Article, Version
from diplomacy.archive.read import default_reader, document, keep, read_unread
from diplomacy.intake.values import Incoming, IntakeAddress, IntakeArticle, IntakeError, OutletKind, Published
from diplomacy.reading.values import Document, KnownActor

log = logging.getLogger(__name__)


class Happened(StrEnum):
    """What came of an article."""

    STORED = "stored"
    NEW_VERSION = "new version"
    ALREADY_THERE = "already there"
    DELETED = "deleted before"
    """And refused for that; its sentence says when and by whom."""
    TO_FETCH = "to be fetched"
    FAILED = "failed"


HAPPENED = {
    Standing.NEW: Happened.STORED,
    Standing.CHANGED: Happened.NEW_VERSION,
    Standing.KNOWN: Happened.ALREADY_THERE,
    Standing.DELETED: Happened.DELETED,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one article, or of one file that held none."""

    source: str
    happened: Happened
    sentence: str = ""
    """For a failure or a refusal: what is wrong, where, what to do. Else who publishes it and how that was found."""


@dataclass(slots=True)
class Outcomes:
    """What came of them all."""

    each: list[Outcome] = field(default_factory=list)
    compared: int = 0
    """How many exchanges were compared anew."""

    @property
    def counts(self) -> Counter[Happened]:
        """How many articles came to what."""
        return Counter(outcome.happened for outcome in self.each)

    @property
    def failures(self) -> list[Outcome]:
        """Those that failed."""
        return [outcome for outcome in self.each if outcome.happened is Happened.FAILED]

    @property
    def refused(self) -> list[Outcome]:
        """Those that were deleted before."""
        return [outcome for outcome in self.each if outcome.happened is Happened.DELETED]


def ingest(
    articles: Iterable[Incoming],
    *,
    outlet: str = "",
    outlet_kind: OutletKind | None = None,
    published: date | None = None,
    dry_run: bool = False,
    reader: ReadsDocuments | None = None,
    progress: Callable[[Outcome], None] = lambda _: None,
) -> Outcomes:
    """Store, read and compare the articles, in their order; a failure costs no other article.

    `outlet` and `outlet_kind` say outright who publishes them; `published` is the date of those that give none.
    With `dry_run` nothing is written or read: the outcomes say what would happen. `progress` is told each outcome.
    """
    desk = Desk(outlet=outlet, outlet_kind=outlet_kind, published=published, dry_run=dry_run, reader=reader)
    outcomes = Outcomes()
    for together in batches(articles, length=_length):
        for outcome in desk.take(together):
            outcomes.each.append(outcome)
            progress(outcome)
    if not dry_run:
        read_unread(reader=reader)
        outcomes.compared = compare_uncompared(reader=reader)
        embed_unembedded(reader=reader)
    return outcomes


@dataclass(frozen=True, slots=True)
class Look:
    """An article with its publisher and date, and how it stood to what was stored when it was looked at."""

    candidate: Candidate
    how: Standing
    stored: Article | None

    def document(self) -> Document:
        """The article as a reader takes it."""
        return document(draft(self.candidate, self.stored))


class Desk:
    """Where articles come in, one run long: the directory of publishers, the roster of actors, the reader."""

    def __init__(
        self,
        *,
        outlet: str = "",
        outlet_kind: OutletKind | None = None,
        published: date | None = None,
        dry_run: bool = False,
        reader: ReadsDocuments | None = None,
    ) -> None:
        self.outlet = outlet
        self.outlet_kind = outlet_kind
        self.published = Published(published) if published else None
        self.dry_run = dry_run
        self._reader = reader
        self.directory, self.latest = Directory.load(), Latest()

    def take(self, articles: Sequence[Incoming]) -> Iterator[Outcome]:
        """Bring articles in, in their order, and say what came of each; never raises for an article's sake.

        They are parsed together. Once one is stored, by this run or another, the rest are looked at again when their
        turn comes: it may be the same text, or tell who publishes them. What comes out does not depend on how many
        come together.
        """
        looks = [self.look(article) for article in articles]
        wanted = [look for look in looks if isinstance(look, Look) and look.how.comes_in]
        batch = self._batch([look.document() for look in wanted])
        learned, stored = self.latest.seen, False
        for article, first in zip(articles, looks, strict=True):
            fresh = not stored and self.latest.seen == learned
            outcome = self._take(first if fresh else self.look(article), batch)
            stored = stored or outcome.happened in (Happened.STORED, Happened.NEW_VERSION)
            yield outcome

    def store(
        self, article: IntakeArticle | IntakeError, *, outlet: str = "", outlet_kind: OutletKind | None = None
    ) -> tuple[Outcome, Version | None]:
        """Store an article, to be read later; no text where there is none to be read.

        `outlet` and `outlet_kind` say outright who publishes this one.
        Call it in a transaction, as the one writer, after `catch_up`. Raises what the database raises.
        """
        candidate = self._candidate(article, outlet=outlet, outlet_kind=outlet_kind)
        if isinstance(candidate, Outcome):
            return candidate, None
        how, version = store(candidate)
        self.directory.add(candidate.publisher)
        self.latest.learned()
        return _outcome(candidate, how), version

    def catch_up(self) -> bool:
        """Learn who publishes and who speaks by now; whether others have stored anything of it since."""
        before = self.latest.seen
        self.latest.refresh()
        if self.latest.seen.outlet != before.outlet:
            self.directory = Directory.load()
        return self.latest.seen != before

    def _forget(self) -> None:
        """Learn all of it anew, since what this run has learned was not stored."""
        self.latest.forget()
        self.directory = Directory.load()

    def _batch(self, documents: Sequence[Document]) -> Batch | None:
        if self.dry_run or not documents:
            return None
        self._reader = self._reader or default_reader()
        return Batch(self._reader, documents, self._known)

    def _known(self) -> Sequence[KnownActor]:
        """Who is known by now; a batch asks before each reading, and the roster may be another by then."""
        return self.latest.known()

    def look(self, article: Incoming, *, outlet: str = "", outlet_kind: OutletKind | None = None) -> Look | Outcome:
        """The article with its publisher and date, or what else is to be said of it; nothing is stored."""
        candidate = self._candidate(article, outlet=outlet, outlet_kind=outlet_kind)
        return candidate if isinstance(candidate, Outcome) else Look(candidate, *standing(candidate))

    def _candidate(self, article: Incoming, *, outlet: str, outlet_kind: OutletKind | None) -> Candidate | Outcome:
        if isinstance(article, IntakeError):
            return Outcome("", Happened.FAILED, str(article))
        if isinstance(article, IntakeAddress):
            return self._address(article)
        published = article.published or self.published
        if published is None:
            why = (
                f"{_source(article)}: it does not say when it was published; give the day with --published 2023-03-16."
            )
            return Outcome(_source(article), Happened.FAILED, why)
        found = attribute(
            article,
            self.directory,
            outlet=outlet or self.outlet,
            kind=outlet_kind or self.outlet_kind,
            country_of=self.latest.roster.country_of,
        )
        reason = found.reason if article.published else f"{found.reason} Its date was given when it was brought in."
        return Candidate(article, found.publisher, reason, published, found.guessed, found.credited)

    def _address(self, address: IntakeAddress) -> Outcome:
        """Of an address that was not fetched: it is known, or this is a dry run."""
        if is_known(address):
            why = (
                f"{address.found_in} gives its address alone, and an article of it is stored; fetch looks at it again."
            )
            gone = deleted(url=address.url)
            if gone:
                return Outcome(address.url, Happened.DELETED, f"{address.url}: {sentence(gone)}")
            return Outcome(address.url, Happened.ALREADY_THERE, why)
        if self.dry_run:
            why = f"{address.title or 'no title'}, from {address.found_in}" if address.found_in else "given outright"
            return Outcome(address.url, Happened.TO_FETCH, why)
        why = f"{address.found_in} gives the address {address.url} alone; bring it in with ingest URL."
        return Outcome(address.url, Happened.FAILED, why)

    def _take(self, look: Look | Outcome, batch: Batch | None) -> Outcome:
        if isinstance(look, Outcome):
            return look
        how, source = look.how, _source(look.candidate.article)
        if batch and how.comes_in:
            try:
                how = self._store_and_read(look, batch)
            except OperationalError:
                raise  # the database is gone: no other article would fare better
            except Exception as error:
                self._forget()
                return Outcome(source, Happened.FAILED, str(_failure(error, source)))
        return _outcome(look.candidate, how)

    def _store_and_read(self, look: Look, batch: Batch) -> Standing:
        """Read the article, then store it and the reading's rows in one transaction."""
        found = batch.reading(look.document())
        with transaction.atomic():
            one_writer()
            if self.catch_up():
                again = self.look(look.candidate.article)
                if isinstance(again, Look):  # it was one a moment ago
                    look, found = again, batch.reading(again.document())
            how, version = store(look.candidate)
            if version is not None:
                keep(version, found, self.latest.roster)
            self.latest.learned()
        self.directory.add(look.candidate.publisher)
        return how


def _outcome(candidate: Candidate, how: Standing) -> Outcome:
    publisher, source = candidate.publisher, _source(candidate.article)
    gone = was_deleted(candidate) if how is Standing.DELETED else None
    kind = publisher.kind.replace("-", " ")
    why = f"{source}: {sentence(gone)}" if gone else f"{publisher.name} ({kind}): {candidate.reason}"
    return Outcome(source, HAPPENED[how], why)


def _length(article: Incoming) -> int:
    return len(article.text) if isinstance(article, IntakeArticle) else 0


def _source(article: IntakeArticle) -> str:
    """The file, and the address where there is one, since a file may hold many articles."""
    if article.source_file and article.url:
        return f"{article.source_file} ({article.url})"
    return article.source_file or article.url or article.title


def _failure(error: Exception, source: str) -> IntakeError:
    """A sentence for what should not have happened; the details are in the log, at level INFO."""
    log.info("%s was not stored", source, exc_info=error)
    what = " ".join(str(error).split())[:200]
    return IntakeError(
        f"{source}: nothing of it was stored, for an error in this program ({type(error).__name__}: {what});"
        " please report it, with the file."
    )
