"""Reading anew changes what is read to say something else, and nothing more."""

import json
import os
import subprocess
import sys
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from diplomacy.archive.compare import pipeline as comparing
from diplomacy.archive.compare import uncompared
from diplomacy.archive.incoming.ingest import ingest
from diplomacy.archive.models import Article, Claim, Coverage, Exchange, Original, Pair, Statement, Version
from diplomacy.archive.queue import Job
from diplomacy.archive.read import default_reader
from diplomacy.archive.reread import cut_anew, outdated, reread, with_originals
from diplomacy.intake import read_bytes
from diplomacy.reading.values import Document, Reading
from tests.archive.pages import CREW, GRAIN, LAWFUL, page
from tests.archive.plain_reader import PlainReader, article, text_of

pytestmark = pytest.mark.django_db


class SternReader(PlainReader):
    """A newer one, that takes what is stressed for no statement."""

    def __init__(self) -> None:
        super().__init__(pipeline="plain reader 2")

    def _read(self, document: Document, known: dict[str, str]) -> Reading:
        softer = document.text.replace("stressed", "laughed ")
        assert len(softer) == len(document.text)
        return super()._read(Document(**{**_fields(document), "text": softer}), known)


def _fields(document: Document) -> dict[str, Any]:
    return {name: getattr(document, name) for name in document.__slots__}


@pytest.fixture
def stored(reader: PlainReader) -> PlainReader:
    """Two accounts of a call, of which one has what is stressed."""
    texts = [text_of(CREW, GRAIN), text_of(CREW, LAWFUL, outlet="Marenne Herald")]
    ingest([article(text) for text in texts], reader=reader)
    return reader


def rows_of(version: Version) -> set[tuple[str, int]]:
    return {
        (model.__name__, pk)
        for model in (Statement, Claim)
        for pk in model._default_manager.filter(version=version).values_list("pk", flat=True)
    }


def test_the_same_reading_leaves_every_row_and_another_replaces_its_own(stored: PlainReader) -> None:
    stressed, plain = Version.objects.order_by("pk")
    before = {version.pk: rows_of(version) for version in (stressed, plain)}
    assert outdated(reader=stored) == []
    newer = SternReader()
    assert outdated(reader=newer) == [stressed.pk, plain.pk]
    came = reread(outdated(reader=newer), reader=newer)
    assert (came.read, came.changed) == (2, 1)
    assert outdated(reader=newer) == []
    assert rows_of(plain) == before[plain.pk]
    assert not rows_of(stressed) & before[stressed.pk]
    assert Statement.objects.filter(version=stressed).count() == 1
    assert list(uncompared()) == [Exchange.objects.get().pk]


@pytest.mark.usefixtures("stored")
def test_a_newer_pipeline_that_finds_the_same_costs_no_comparison() -> None:
    pairs = set(Pair.objects.values_list("pk", flat=True))
    same = PlainReader(pipeline="plain reader 3")
    assert reread(outdated(reader=same), reader=same).changed == 0
    assert set(Version.objects.values_list("pipeline", flat=True)) == {"plain reader 3"}
    assert not Exchange.objects.uncompared().exists()
    assert set(Pair.objects.values_list("pk", flat=True)) == pairs
    assert reread(outdated(everything=True, reader=same), reader=same).changed == 0


@pytest.mark.usefixtures("stored")
def test_an_interrupted_run_is_completed() -> None:
    newer = SternReader()

    def interrupt(_: Version) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reread(outdated(reader=newer), reader=newer, done=interrupt)
    assert len(outdated(reader=newer)) == 2
    first = outdated(reader=newer)[:1]
    reread(first, reader=newer)
    assert outdated(reader=newer) == [pk for pk in Version.objects.values_list("pk", flat=True) if pk not in first]


@pytest.mark.usefixtures("stored")
def test_of_one_outlet() -> None:
    [herald] = outdated(everything=True, outlet="marenne herald")
    assert Version.objects.get(pk=herald).article.outlet.name == "Marenne Herald"


def test_what_a_text_says_has_the_same_digest_in_every_process() -> None:
    """Hashes of strings differ between processes, and with them the order of sets."""
    code = (
        "import django; django.setup()\n"
        "from datetime import date\n"
        "from diplomacy.archive.digest import digest\n"
        "from diplomacy.archive.read import default_reader\n"
        "from diplomacy.reading.values import Document\n"
        f"text = {text_of(CREW, GRAIN, LAWFUL)!r}\n"
        "document = Document(text=text, title_end=33, body_start=text.index('Foreign'), published=date(2031, 6, 10))\n"
        "[found] = default_reader().read([document])\n"
        "print(len(found.claims), digest(found, {n: n for n in range(99)}))\n"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=settings.BASE,
            env={**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1
    assert int(made.pop().split()[0]) > 3


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
    return 0, out.getvalue(), err.getvalue()


def test_texts_are_cut_anew_from_their_originals(reader: PlainReader) -> None:
    data = page(CREW, LAWFUL)
    found = read_bytes("https://herald.example/1", data, media_type="text/html", url="https://herald.example/1")
    ingest(found, reader=reader)
    version = Version.objects.get()
    assert with_originals() == [version.pk]
    assert [cut.changed for cut in cut_anew(with_originals())] == [False]
    # As if an earlier intake had taken less for the text.
    Original.objects.update(packed=Original.keep(page(CREW, LAWFUL, GRAIN), name="x").packed)
    assert [cut.changed for cut in cut_anew(with_originals(), dry_run=True)] == [True]
    assert Version.objects.count() == 1
    assert run("reread", "--originals")[:2] == (
        0,
        f"changed: {version.article}\nTexts cut anew: 1, changed: 1.\n",
    )
    assert (Article.objects.count(), Version.objects.count()) == (1, 2)
    cut = Version.objects.current().get()
    assert GRAIN in cut.text
    assert cut.pipeline
    assert cut.original_id == version.original_id
    assert run("reread", "--originals")[1] == "Texts cut anew: 1, changed: 0.\n"
    Original.objects.update(packed=Original.keep(b"<html></html>", name="y").packed)
    status, _, err = run("reread", "--originals", "--outlet", "Marenne Herald")
    assert status == 1
    assert "no article can be cut from its original any more" in err


def test_reread_and_compare_from_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text_of(CREW, GRAIN), text_of(CREW, LAWFUL, outlet="Marenne Herald")]
    ingest(article(text) for text in texts)
    assert json.loads(run("reread", "--dry-run", "--json")[1]) == {"to_reread": 0}
    monkeypatch.setattr(default_reader(), "pipeline", "a newer one")
    assert run("reread", "--dry-run")[1] == "Texts to be read anew: 2.\n"
    assert run("reread", "--queue")[1] == "Texts handed over to the workers: 2.\n"
    queued = ProcrastinateJob.objects.get(task_name=str(Job.REREAD))
    assert queued.args == {"versions": outdated()}
    assert run("reread")[1] == "Texts read anew: 2, changed: 0; exchanges compared: 0.\n"

    assert run("compare", "--dry-run")[1] == "Exchanges to compare: 0.\n"
    Exchange.objects.update(pipeline="comparing by other weights")
    Coverage.objects.update(compared="comparing by other weights")
    assert run("compare", "--queue")[1] == "Exchanges queued: 1.\n"
    assert run("compare")[1] == "Exchanges compared: 1.\n"
    assert Exchange.objects.get().pipeline == comparing()
    pairs = set(Pair.objects.values_list("pk", flat=True))
    assert pairs
    assert json.loads(run("compare", "--all", "--json")[1]) == {"compared": 1}
    assert Pair.objects.count() == len(pairs)
    assert not pairs & set(Pair.objects.values_list("pk", flat=True))


def test_status_tells_what_is_left(reader: PlainReader) -> None:
    ingest([article(text_of(CREW))], reader=reader)
    assert run("status")[0] == 0
    Version.objects.update(pipeline="", embedded="")
    Exchange.objects.update(pipeline="")
    found = json.loads(run("status", "--json")[1])
    assert (found["articles"], found["unread"], found["uncompared"], found["is_well"]) == (1, 1, 1, True)
    assert "Articles: 1, in 1 texts; not read 1" in run("status")[1]


def test_a_text_that_is_cut_anew_is_still_known_for_a_copy_and_keeps_the_title_a_curator_gave(
    reader: PlainReader,
) -> None:
    ports = ("Marenne", "Oxter", "Dunmere", "Halvik", "Tarnby", "Velden", "Castorn", "Kelp Bay")
    story = [f"Vik said that {port} must have grain for {n} weeks." for n, port in enumerate(ports, 2)]
    for outlet in ("Marenne Herald", "Oxter Post"):
        url = f"https://{outlet.split()[0].lower()}.example/1"
        data = page(*story, outlet=outlet)
        ingest(read_bytes(url, data, media_type="text/html", url=url), reader=reader)
    head, copy = Article.objects.order_by("copy_of")
    assert (head.copy_of, copy.copy_of) == (None, head)
    Article.objects.filter(pk=head.pk).update(title="As a curator calls it")
    # As if an earlier intake had taken less for the text.
    Original.objects.update(packed=Original.keep(page(*story, LAWFUL), name="x").packed)
    assert [cut.changed for cut in cut_anew(with_originals())] == [True, True]
    assert Article.objects.get(pk=head.pk).title == "As a curator calls it"
    assert Article.objects.get(pk=copy.pk).copy_of == head
    # As if another story had been taken for it.
    own = page(*(f"The bakers of {port} closed {n} ovens on a warm day in May." for n, port in enumerate(ports)))
    Original.objects.filter(versions__article=copy).update(packed=Original.keep(own, name="y").packed)
    assert [cut.changed for cut in cut_anew(with_originals())] == [False, True]
    assert Article.objects.get(pk=copy.pk).copy_of is None
