"""What comparing costs an article beside reading it, with 2, 4 and 8 accounts of an exchange.

    DIPLOMACY_DATA=folder python -m benchmarks.comparing_speed [FILES] [--times N]

FILES tell of one exchange; without them, the demonstration's first. Each goes into an empty database as a user's
would. Where more accounts are wanted than there are files, the files come again as other outlets' reprints: claims that
stand in both word for word are paired throughout, so that more is paired than in life. Reading is what the reader
takes, vectors and all, but not the storing of what it found; comparing is all of it, with its queries and the rows
that it writes. Times are by the clock, in one process beside the database's, the least of a few runs each: what else
the machine does only adds.

At last seven accounts are compared, and an eighth is brought in: how many pairs of accounts that pairs anew.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path

import django
from django.conf import settings
from rich.console import Console
from rich.table import Table

ACCOUNTS = (2, 4, 8)
MOST = 0.5
"""How much of reading comparing may cost."""

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    django.setup()

from benchmarks.evaluate import empty_database  # noqa: E402
from diplomacy.archive.batches import ReadsDocuments  # noqa: E402
from diplomacy.archive.compare import compare_uncompared  # noqa: E402
from diplomacy.archive.embed import embed_unembedded  # noqa: E402
from diplomacy.archive.incoming.ingest import Desk, Happened  # noqa: E402
from diplomacy.archive.models import Coverage, Pair  # noqa: E402
from diplomacy.archive.read import default_reader  # noqa: E402
from diplomacy.intake import read_file  # noqa: E402
from diplomacy.intake.values import IntakeArticle  # noqa: E402
from diplomacy.reading.values import Cue, Document, KnownActor, Reading, Span, Vectors, Word, WordVectors  # noqa: E402


class TimedReader:
    """The reader of the settings, and how long it took."""

    def __init__(self, reader: ReadsDocuments) -> None:
        self._reader = reader
        self.seconds = 0.0

    def read(
        self, documents: Iterable[Document], actors: Sequence[KnownActor] | Callable[[], Sequence[KnownActor]] = ()
    ) -> Iterator[Reading]:
        """What the reader gives."""
        readings = iter(self._reader.read(documents, actors))
        while True:
            start = time.perf_counter()
            found = next(readings, None)
            self.seconds += time.perf_counter() - start
            if found is None:
                return
            yield found

    def concerns(self, document: Document, actors: Iterable[KnownActor]) -> bool:
        """What the reader says."""
        return self._reader.concerns(document, actors)

    def words_of(self, text: str, spans: Sequence[Span]) -> Sequence[tuple[Word, ...]]:
        """What the reader gives."""
        return self._reader.words_of(text, spans)

    def cues_of(self, text: str, spans: Sequence[Span]) -> Sequence[Cue]:
        """What the reader gives."""
        return self._reader.cues_of(text, spans)

    @property
    def pipeline(self) -> str:
        """What the reader says."""
        return self._reader.pipeline

    @property
    def vectors_by(self) -> str:
        """What the reader says."""
        return self._reader.vectors_by

    def embed(self, texts: Sequence[str], words: Sequence[Sequence[Span]]) -> tuple[Vectors, Sequence[WordVectors]]:
        """What the reader gives."""
        start = time.perf_counter()
        found = self._reader.embed(texts, words)
        self.seconds += time.perf_counter() - start
        return found


@dataclass(frozen=True)
class Cost:
    """Seconds that accounts of one exchange took, and how many pairs of claims came out."""

    reading: float
    comparing: float
    pairs: int


def accounts(files: Sequence[Path], count: int) -> list[IntakeArticle]:
    """So many articles; those of a second round are reprints elsewhere."""
    articles = [found for file in files for found in read_file(file) if isinstance(found, IntakeArticle)]
    rounds = enumerate(islice(cycle(articles), count))
    return [
        article
        if number < len(articles)
        else replace(article, outlet=f"{article.outlet}, edition {number}", url="", domain="")
        for number, article in rounds
    ]


def bring(articles: Sequence[IntakeArticle], reader: ReadsDocuments) -> Cost:
    """Store, read and compare the articles. Raises SystemExit where one is not stored."""
    timed = TimedReader(reader)
    for outcome in Desk(reader=timed).take(articles):
        if outcome.happened is not Happened.STORED:
            raise SystemExit(f"{outcome.source}: {outcome.happened}; {outcome.sentence}")
    embed_unembedded(reader=timed)
    start = time.perf_counter()
    compare_uncompared()
    return Cost(timed.seconds, time.perf_counter() - start, Pair.objects.count())


def covered() -> int:
    """How many accounts the exchange with the most of them has."""
    exchanges = list(Coverage.objects.values_list("exchange", flat=True))
    return max(map(exchanges.count, exchanges), default=0)


def main() -> int:
    """Print a line for each number of accounts and what an eighth account adds; 1 where comparing costs too much."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--times", type=int, default=3, help="runs of each (1 at least)")
    options = parser.parse_args()
    files = options.files or sorted((settings.BASE / "fixtures" / "valdoria-sund").glob("0[1-4]*[a-z].txt"))
    reader, table, ratios = default_reader(), Table("accounts", "reading", "comparing", "ratio", "pairs"), []
    with empty_database():
        bring(accounts(files, 2), reader)  # loads what is loaded on first use
    for count in ACCOUNTS:
        runs = []
        for _ in range(max(1, options.times)):
            with empty_database():
                runs.append(bring(accounts(files, count), reader))
                if covered() != count:
                    raise SystemExit(f"Of {count} articles only {covered()} tell of one exchange; name files that do.")
        reading, comparing = min(run.reading for run in runs), min(run.comparing for run in runs)
        ratios.append(comparing / reading)
        each = (f"{1000 * seconds / count:.0f} ms" for seconds in (reading, comparing))
        table.add_row(str(count), *each, f"{ratios[-1]:.2f}", str(runs[0].pairs))
    Console().print(table)
    with empty_database():
        *before, new = accounts(files, max(ACCOUNTS))
        bring(before, reader)
        kept = set(Pair.objects.values_list("pk", flat=True))
        cost = bring([new], reader)
        again = Pair.objects.exclude(pk__in=kept)
        pairings = set(again.values_list("left__version__article", "right__version__article"))
        stayed = Pair.objects.filter(pk__in=kept).count()
    print(
        f"An eighth account: read in {1000 * cost.reading:.0f} ms, compared in {1000 * cost.comparing:.0f} ms with"
        f" {len(pairings)} others; of {len(kept)} pairs of the seven, {stayed} stay as they are."
    )
    return int(max(ratios) > MOST or stayed < len(kept) or len(pairings) >= max(ACCOUNTS))


if __name__ == "__main__":
    sys.exit(main())
