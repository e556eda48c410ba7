"""Whether every text of an archive is read: errors, texts in which nothing was found, and what memory does meanwhile.

    python -m benchmarks.whole_archive TEXTS [--every 250]

TEXTS is anything that intake takes, for example an archive of releases. Makes no vectors, reads one text after another,
in one process. A text with neither statement nor claim is named, and so is one that the reader raises on. Memory is the
most that the process has held so far, printed as it goes, so that growth shows.
"""

import argparse
import resource
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reading_speed import documents
from diplomacy.reading import Document, Reader, Reading


def readings(reader: Reader, texts: list[Document]) -> Iterator[tuple[Document, Reading | None]]:
    """Each text with its reading, or None where the reader raised, which it then goes on from."""
    left = list(texts)
    while left:
        going = reader.read(left)
        for number, text in enumerate(left):
            try:
                yield text, next(going)
            except Exception:
                traceback.print_exc(limit=-2)
                yield text, None
                left = left[number + 1 :]
                break
        else:
            return


def main() -> None:
    """Read all; print what failed, what gave nothing, and memory on the way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--every", type=int, default=250, help="texts between two lines on memory")
    options = parser.parse_args()
    texts = documents(options.texts, limit=10**9)
    raised = empty = silent = 0
    start = time.process_time()
    for number, (text, reading) in enumerate(readings(Reader(), texts)):
        title = " ".join(text.text[:90].split())
        if reading is None:
            raised += 1
            print(f"raised: {title}")
        elif not (reading.statements or reading.claims):
            empty += 1
            print(f"nothing found: {title}")
        elif not reading.statements:
            silent += 1
        if number % options.every == 0:
            held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{number} texts, {time.process_time() - start:.0f} s of the processor, {held:.0f} MB", flush=True)
    print(f"{len(texts)} texts: {raised} raised, {empty} gave nothing, {silent} gave claims but no statement")


if __name__ == "__main__":
    main()
