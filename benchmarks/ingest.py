"""How fast two workers bring an archive in, next to what the bare parser does in two processes; where the time goes.

    DIPLOMACY_DATA=folder python -m benchmarks.ingest TEXTS [--limit 400]

TEXTS is a file of many articles. The same articles are first put through `nlp.pipe` of the same model by two processes,
half of them each; then they are handed in on an empty database as a curator does it, and two workers open, read and
compare them. Making vectors, for which comparing does not wait here, is timed behind that, apart. Models are loaded
before each clock starts. The table is of the workers' own time, a line a stage.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from contextlib import ExitStack
from datetime import date
from itertools import islice
from pathlib import Path

import django
import spacy

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    django.setup()

from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from rich.console import Console
from rich.table import Table

from benchmarks.evaluate import empty_database
from benchmarks.reading_speed import documents, timed
from diplomacy.archive import batches, jobs, latest, read
from diplomacy.archive.incoming import unpack
from diplomacy.archive.incoming.deliveries import Part, deliver, progress
from diplomacy.archive.queue import Job
from diplomacy.archive.read import default_reader
from diplomacy.reading import Document

WORKERS = 2
LEAST = 0.7
"""How much of the bare parser's speed is asked for."""
READY = "ready"


def parse(file: Path, limit: int, place: int) -> None:
    """Put every other text through the bare parser, as spaCy loads it: without our marks and numpy."""
    nlp = spacy.load(settings.DIPLOMACY_SPACY_MODEL)
    texts = [document.text for document in documents(file, limit)][place::WORKERS]
    list(nlp.pipe(texts[:2]))
    print(READY, flush=True)
    sys.stdin.readline()
    for _ in nlp.pipe(texts):
        pass
    print(json.dumps({}), flush=True)


def work() -> None:
    """Be a worker until it is ended, then print the seconds that each stage took."""
    reader = default_reader()
    list(reader.read([Document("Ana Vik said that all is well.", 0, 0, date(2031, 6, 10))]))
    reader.embed(["A text."], [[]])
    spent: dict[str, float] = defaultdict(float)
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    print(READY, flush=True)
    with ExitStack() as stack:
        for stage, owner, name in (
            ("opening files, storing", unpack, "open_item"),
            ("parsing, finding statements and claims", batches.Batch, "reading"),
            ("learning who is known by now", latest.Latest, "refresh"),
            ("rows of what was found", read, "keep"),
            ("comparing", jobs, "compare"),
            ("vectors", jobs, "embed"),
        ):
            stack.enter_context(timed(spent, stage, owner, name))
        with app.replace_connector(connector.get_worker_connector()) as working:
            working.run_worker(delete_jobs="never")
    print(json.dumps(spent), flush=True)


def start(*arguments: str) -> "subprocess.Popen[str]":
    """A process of this benchmark, once it is ready."""
    command = [sys.executable, "-m", "benchmarks.ingest", *arguments]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert process.stdout
    if process.stdout.readline().strip() != READY:
        raise SystemExit("A process of the benchmark did not start; see above.")
    return process


def bare(file: Path, limit: int) -> float:
    """Seconds that two processes take to parse all."""
    processes = [start(str(file), "--limit", str(limit), "--parse", str(place)) for place in range(WORKERS)]
    begun = time.perf_counter()
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        assert process.stdout
        process.stdout.readline()
    took = time.perf_counter() - begun
    for process in processes:
        process.communicate()
    return took


def busy(*kinds: Job) -> bool:
    """Whether jobs of these kinds wait or are being done."""
    return ProcrastinateJob.objects.filter(status__in=("todo", "doing"), task_name__in=list(map(str, kinds))).exists()


def brought_in(file: Path, limit: int) -> tuple[float, float, Counter[str], int]:
    """Seconds until all is read and compared, seconds more until all has vectors, the workers' own time, articles."""
    with file.open("rb") as lines:
        data = b"".join(islice(lines, limit))
    environment = {"DATABASE_URL": database_url()}
    os.environ.update(environment)
    workers = [start("--work") for _ in range(WORKERS)]
    begun = time.perf_counter()
    delivery = deliver([Part(file.name, data)], title=file.name)
    while busy(Job.OPEN, Job.READ, Job.COMPARE):
        time.sleep(0.1)
    read_at = time.perf_counter()
    while busy(Job.EMBED):
        time.sleep(0.1)
    embedded_at = time.perf_counter()
    spent: Counter[str] = Counter()
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
        output, _ = worker.communicate(timeout=120)
        spent.update(json.loads(output.strip().splitlines()[-1]))
    return read_at - begun, embedded_at - read_at, spent, progress(delivery).done


def database_url() -> str:
    """The empty database, for the workers."""
    held = connection.settings_dict
    return f"postgres://{held['USER']}@{str(held['HOST']).replace('/', '%2F')}:{held['PORT']}/{held['NAME']}"


def main() -> int:
    """Print the two speeds, their ratio and the table; 1 where the ratio is too low."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="?")
    parser.add_argument("--limit", type=int, default=400, help="records of the file that are taken")
    parser.add_argument("--parse", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work()
        return 0
    if options.parse is not None:
        parse(options.texts, options.limit, options.parse)
        return 0
    parsing = bare(options.texts, options.limit)
    with empty_database():
        reading, vectors, spent, articles = brought_in(options.texts, options.limit)
    console = Console()
    console.print(f"{articles} articles, {WORKERS} processes each")
    console.print(f"bare parser: {parsing:.1f} s")
    console.print(f"stored, read and compared: {reading:.1f} s, {parsing / reading:.2f} of the bare parser's speed")
    console.print(f"vectors, behind that: {vectors:.1f} s more ({parsing / (reading + vectors):.2f} with them)")
    table = Table("stage", "seconds", "of the workers' time")
    for stage, seconds in spent.most_common():
        table.add_row(stage, f"{seconds:.1f}", f"{seconds / WORKERS / (reading + vectors):.0%}")
    console.print(table)
    return 0 if parsing / reading >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
