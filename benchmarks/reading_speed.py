"""How fast a text is read, against the bare parser (the model as spaCy loads it) on the same texts in the same run, and
where the time goes.

    python -m benchmarks.reading_speed TEXTS [--limit N]

TEXTS is anything that intake takes, for example an archive of releases. Times are of the processor, in one process;
they are given as ratios to the parser's, since machines differ. The stages do not overlap.
"""

import argparse
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import spacy
from rich.console import Console
from rich.table import Table

from diplomacy.intake import read_file
from diplomacy.intake.values import BlockRole, IntakeArticle
from diplomacy.reading import Document, Reader
from diplomacy.reading import reader as stages
from diplomacy.reading.reader import DEFAULT_MODEL
from diplomacy.reading.speech.statements import StatementFinder


def documents(path: Path, limit: int) -> list[Document]:
    """The articles of a file as the reader takes them."""
    articles = [found for found in read_file(path) if isinstance(found, IntakeArticle)][:limit]
    return [
        Document(
            text=article.text,
            title_end=next((b.end for b in article.blocks if b.role is BlockRole.TITLE), 0),
            body_start=next((b.start for b in article.blocks if b.role is BlockRole.BODY), 0),
            published=article.published.day if article.published else date(2022, 1, 1),
            official=True,
        )
        for article in articles
    ]


@contextmanager
def timed(spent: dict[str, float], stage: str, owner: Any, name: str) -> Iterator[None]:
    """Add what the named function takes to the stage."""
    original: Callable[..., Any] = getattr(owner, name)

    def measured(*args: Any, **kwargs: Any) -> Any:
        start = time.process_time()
        try:
            return original(*args, **kwargs)
        finally:
            spent[stage] += time.process_time() - start

    with patch.object(owner, name, measured):
        yield


def main() -> None:
    """Parse, read, make vectors; print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--limit", type=int, default=400)
    options = parser.parse_args()
    texts = documents(options.texts, options.limit)
    reader, bare = Reader(), spacy.load(DEFAULT_MODEL)
    list(reader.read(texts[:2]))
    list(bare.pipe(text.text for text in texts[:2]))
    reader.embed(["A text."], [[]])  # loads what is loaded on first use
    start = time.process_time()
    words = sum(sum(token.is_alpha for token in doc) for doc in bare.pipe(text.text for text in texts))
    parse = time.process_time() - start
    spent: dict[str, float] = defaultdict(float)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with (
        timed(spent, "people", stages, "MentionFinder"),
        timed(spent, "exchanges", stages, "recognise"),
        timed(spent, "statements", StatementFinder, "find"),
        timed(spent, "claims", reader.splitter, "split"),
        timed(spent, "roles", stages, "assign"),
    ):
        start = time.process_time()
        readings = list(reader.read(texts))
        whole = time.process_time() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    claims = sum(len(reading.claims) for reading in readings)
    start = time.process_time()
    for text, reading in zip(texts, readings, strict=True):
        reader.embed(
            [claim.span.of(text.text) for claim in reading.claims],
            [[word.within(claim.span) for word in claim.words if word.content] for claim in reading.claims],
        )
    vectors = time.process_time() - start
    table = Table("stage", "times the parser", title=f"{len(texts)} texts, {words} words, {claims} claims")
    table.add_row("bare parser", "1.00", end_section=True)
    for stage, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        table.add_row(stage, f"{seconds / parse:.3f}")
    table.add_row("reading", f"{whole / parse:.2f}")
    table.add_row("vectors", f"{vectors / parse:.2f}")
    Console().print(table)
    Console().print(
        f"parser {words / parse:,.0f} words a second of processor time, reading {words / whole:,.0f}; "
        f"memory grew by {grown / 1024:.0f} MB while reading"
    )


if __name__ == "__main__":
    main()
