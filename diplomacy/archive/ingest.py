"""Bring articles in: each is stored and read in one transaction, and their exchanges are compared at the end.

However a run ends, what it committed is whole, and the same run again does the rest: an article that is there is
left alone, a text that nothing has read is read, an exchange that nothing has compared is compared.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db import OperationalError, transaction

from diplomacy.archive.attribution import attribute
from diplomacy.archive.compare import compare_uncompared
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import Article
from diplomacy.archive.publishers import Directory
from diplomacy.archive.read import ReadsDocuments, default_reader, document, keep, read_unread
from diplomacy.archive.roster import Roster
from diplomacy.archive.store import Candidate, Standing, draft, standing, store
from diplomacy.intake.values import IntakeArticle, IntakeError, OutletKind, Published

log = logging.getLogger(__name__)


class Happened(StrEnum):
    """What came of an article."""

    STORED = "stored"
    NEW_VERSION = "new version"
    ALREADY_THERE = "already there"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one article, or of one file that held none."""

    source: str
    happened: Happened
    sentence: str = ""
    """For a failure: what is wrong, where, what to do. Otherwise who publishes it and how that was found."""


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


def ingest(
    articles: Iterable[IntakeArticle | IntakeError],
    *,
    outlet: str = "",
    outlet_kind: OutletKind | None = None,
    published: date | None = None,
    dry_run: bool = False,
    reader: ReadsDocuments | None = None,
    progress: Callable[[Outcome], None] = lambda _: None,
) -> Outcomes:
    """Store, read and compare the articles, one at a time, in their order; a failure costs no other article.

    `outlet` and `outlet_kind` say outright who publishes them; `published` is the date of those that give none.
    With `dry_run` nothing is written or read: the outcomes say what would happen. `progress` is told each outcome.
    """
    desk = Desk(outlet=outlet, outlet_kind=outlet_kind, published=published, dry_run=dry_run, reader=reader)
    outcomes = Outcomes()
    for article in articles:
        outcome = desk.take(article)
        outcomes.each.append(outcome)
        progress(outcome)
    if not dry_run:
        read_unread(reader=reader)
        outcomes.compared = compare_uncompared()
    return outcomes


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
        self.directory = Directory.load()
        self.roster = Roster.load()

    def take(self, article: IntakeArticle | IntakeError) -> Outcome:
        """Bring one article in, and say what came of it; never raises for the article's sake."""
        if isinstance(article, IntakeError):
            return Outcome("", Happened.FAILED, str(article))
        source = _source(article)
        try:
            return Outcome(source, *self._take(article, source))
        except IntakeError as error:
            return Outcome(source, Happened.FAILED, str(error))

    def _take(self, article: IntakeArticle, source: str) -> tuple[Happened, str]:
        candidate = self._candidate(article, source)
        sentence = f"{candidate.publisher.name} ({candidate.publisher.kind}): {candidate.reason}"
        how, stored = standing(candidate)
        if how is not Standing.KNOWN and not self.dry_run:
            try:
                how = self._store_and_read(candidate, stored)
            except OperationalError:
                raise  # the database is gone: no other article would fare better
            except Exception as error:
                self.directory, self.roster = Directory.load(), Roster.load()
                raise _failure(error, source) from error
        happened = {
            Standing.NEW: Happened.STORED,
            Standing.CHANGED: Happened.NEW_VERSION,
            Standing.KNOWN: Happened.ALREADY_THERE,
        }
        return happened[how], sentence

    def _candidate(self, article: IntakeArticle, source: str) -> Candidate:
        """The article with its publisher and date."""
        published = article.published or self.published
        if published is None:
            raise IntakeError(
                f"{source}: it does not say when it was published; give the day with --published 2023-03-16."
            )
        found = attribute(
            article, self.directory, outlet=self.outlet, kind=self.outlet_kind, country_of=self.roster.country_of
        )
        return Candidate(article, found.publisher, found.reason, published)

    def _store_and_read(self, candidate: Candidate, stored: Article | None) -> Standing:
        """Read the article, then store it and the reading's rows in one transaction."""
        if self._reader is None:
            self._reader = default_reader()
        found = next(iter(self._reader.read([document(draft(candidate, stored))], self.roster.known())))
        with transaction.atomic():
            one_writer()
            if self.roster.stale():
                self.roster = Roster.load()
            how, version = store(candidate)
            if version is not None:
                keep(version, found, self.roster)
        self.directory.add(candidate.publisher)
        return how


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
