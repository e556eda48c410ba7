"""Articles come in once, whole, in whatever order and however often."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from diplomacy.archive.incoming.ingest import Happened, ingest
from diplomacy.archive.models import (
    Actor,
    Article,
    Claim,
    Coverage,
    Exchange,
    Origin,
    Outlet,
    Pair,
    Statement,
    Version,
)
from diplomacy.archive.read import keep, read_unread
from diplomacy.archive.roster import Roster
from diplomacy.intake import IntakeError, OutletKind
from diplomacy.reading.values import Document, Reading
from tests.archive.conftest import rows
from tests.archive.plain_reader import PlainReader, article, text_of

CREW = "Vik said that the crew must come home."
LAWFUL = "Orrell said that the zone is lawful."
GRAIN = "Vik stressed that the grain ships must pass."
URL = "https://um.sund.example/call"


def happened(*texts: str, reader: PlainReader, **options: object) -> list[str]:
    outcomes = ingest([article(text) for text in texts], reader=reader, **options)  # type: ignore[arg-type]
    return [outcome.happened.value for outcome in outcomes.each]


@pytest.mark.django_db
def test_an_article_becomes_rows(reader: PlainReader) -> None:
    assert happened(text_of(CREW, LAWFUL, url=URL), reader=reader) == ["stored"]
    stored = Article.objects.get()
    assert (stored.outlet.name, stored.outlet.kind) == ("Sund Ministry of Foreign Affairs", "official")
    assert (stored.published_on, stored.url) == (date(2031, 6, 10), URL)
    version = stored.versions.get()
    assert version.current
    assert version.pipeline == reader.pipeline
    assert version.text[: version.title_end] == stored.title == "Vik and Orrell speak by telephone"
    assert version.text[version.body_start :].startswith("Foreign Minister Ana Vik")
    said = [version.text[slice(*statement.spans[0])] for statement in version.statements.all()]
    assert said == ["the crew must come home", "the zone is lawful"]
    assert [[actor.name for actor in one.speakers.all()] for one in version.statements.all()] == [
        ["Ana Vik"],
        ["Pavel Orrell"],
    ]
    exchange = Exchange.objects.get()
    assert {actor.name for actor in exchange.participants.all()} == {"Ana Vik", "Pavel Orrell"}
    assert exchange.initiator == Actor.objects.get(name="Ana Vik")
    assert exchange.pipeline
    for start, source_start, length in version.segments:
        assert version.text[start : start + length] == version.source[source_start : source_start + length]


@pytest.mark.django_db
def test_an_outlet_of_an_endless_name_publishes_a_text_once(reader: PlainReader) -> None:
    endless = "The Marenne Herald " * 20
    assert happened(text_of(CREW), reader=reader, outlet=endless) == ["stored"]
    assert happened(text_of(CREW), reader=reader, outlet=endless) == ["already there"]
    assert endless.startswith(Outlet.objects.get().name)


@pytest.mark.django_db
def test_a_text_that_names_no_outlet_is_once_though_more_is_known_of_its_minister_by_then(reader: PlainReader) -> None:
    told = text_of(CREW, LAWFUL, outlet="")
    assert happened(told, reader=reader) == ["stored"]
    assert Outlet.objects.get().inferred
    before = rows()
    assert happened(told, reader=reader) == ["already there"]
    assert rows() == before
    assert happened(text_of(CREW, LAWFUL, outlet="Valdoria Ministry of Foreign Affairs"), reader=reader) == ["stored"]


@pytest.mark.django_db
def test_two_accounts_of_a_call_are_one_exchange_with_pairs(reader: PlainReader) -> None:
    happened(text_of(CREW, LAWFUL), text_of(CREW, outlet="Marenne Herald", day="11 June 2031"), reader=reader)
    exchange = Exchange.objects.get()
    assert exchange.coverage.count() == 2
    pair = Pair.objects.get()
    assert pair.left.version.article != pair.right.version.article
    assert pair.left_id < pair.right_id
    assert pair.why
    assert Actor.objects.filter(kind="person").count() == 2


@pytest.mark.django_db
def test_the_same_words_at_two_addresses_are_two_articles_and_without_one_known(reader: PlainReader) -> None:
    here, there = text_of(CREW, url=URL), text_of(CREW, url=f"{URL}-2")
    assert happened(here, there, text_of(CREW), reader=reader) == ["stored", "stored", "already there"]
    assert happened(there, here, reader=reader) == ["already there"] * 2


@pytest.mark.django_db
def test_the_same_again_changes_no_row(reader: PlainReader) -> None:
    texts = [text_of(CREW, LAWFUL, url=URL), text_of(CREW, GRAIN, outlet="Marenne Herald")]
    happened(*texts, reader=reader)
    before = rows()
    assert happened(*texts, *reversed(texts), reader=reader) == ["already there"] * 4
    assert rows() == before
    assert len(reader.read_texts) == 2


@pytest.mark.django_db
def test_a_changed_text_at_a_known_address_is_a_new_version(reader: PlainReader) -> None:
    other = text_of(CREW, GRAIN, outlet="Marenne Herald")
    happened(text_of(CREW, GRAIN, url=URL), other, reader=reader)
    assert Pair.objects.filter(relation="same").count() == 2
    old = Version.objects.get(article__url=URL)
    assert happened(text_of(CREW, url=URL), reader=reader) == ["new version"]
    stored = Article.objects.get(url=URL)
    assert stored.versions.count() == 2
    assert Statement.objects.filter(version=old).count() == Claim.objects.filter(version=old).count() == 2
    assert not Claim.objects.filter(version=old).exclude(coverage=None).exists()
    assert not Pair.objects.filter(left__version=old).exists() and not Pair.objects.filter(right__version=old).exists()
    assert stored.coverage.get().version == stored.versions.get(current=True)
    assert Pair.objects.filter(relation="same").count() == 1
    assert Exchange.objects.count() == 1
    before = rows()
    assert (
        happened(text_of(CREW, GRAIN, url=URL), text_of(CREW, url=URL), other, reader=reader) == ["already there"] * 3
    )
    assert rows() == before


@pytest.mark.django_db
def test_one_text_of_two_outlets_is_two_articles(reader: PlainReader) -> None:
    text = text_of(CREW)
    happened(text, reader=reader)
    assert happened(text, reader=reader, outlet="Marenne Herald", outlet_kind=OutletKind.PRESS) == ["stored"]
    assert happened(text, reader=reader, outlet="Marenne Herald") == ["already there"]
    assert Outlet.objects.get(name="Marenne Herald").kind == OutletKind.PRESS


@pytest.mark.django_db
def test_a_text_without_a_date_asks_for_one(reader: PlainReader) -> None:
    undated = "Vik and Orrell speak\n\nForeign Minister Ana Vik of Sund spoke with Pavel Orrell. " + CREW + "\n"
    outcomes = ingest([article(undated, name="undated.txt")], reader=reader)
    assert outcomes.each[0].happened is Happened.FAILED
    assert "undated.txt" in outcomes.each[0].sentence
    assert "--published" in outcomes.each[0].sentence
    assert happened(undated, text_of(LAWFUL), reader=reader, published=date(2031, 6, 9)) == ["stored", "stored"]
    assert set(Article.objects.values_list("published_on", flat=True)) == {date(2031, 6, 9), date(2031, 6, 10)}


@pytest.mark.django_db
def test_a_dry_run_says_what_would_happen_and_writes_nothing(reader: PlainReader) -> None:
    before = rows()
    outcomes = ingest([article(text_of(CREW))], reader=reader, dry_run=True)
    assert outcomes.each[0].happened is Happened.STORED
    assert "Sund Ministry of Foreign Affairs (official)" in outcomes.each[0].sentence
    assert rows() == before
    assert not reader.read_texts


class FailingReader(PlainReader):
    """Fails at texts that hold a word."""

    def _read(self, document: Document, known: dict[str, str]) -> Reading:
        if "grain" in document.text:
            raise RecursionError("too deep")
        return super()._read(document, known)


class LyingReader(PlainReader):
    """Gives offsets outside the text, after everything else has been stored."""

    def _read(self, document: Document, known: dict[str, str]) -> Reading:
        return super()._read(Document(document.text + 9 * " " + GRAIN, 0, 0, document.published), known)


@pytest.mark.django_db
@pytest.mark.parametrize("failing", [FailingReader(), LyingReader()])
def test_an_article_that_fails_leaves_nothing_and_costs_no_other(failing: PlainReader, reader: PlainReader) -> None:
    before = rows()
    outcomes = ingest([IntakeError("x.txt: is empty."), article(text_of(GRAIN), name="grain.txt")], reader=failing)
    assert [outcome.happened for outcome in outcomes.each] == [Happened.FAILED] * 2
    assert outcomes.each[0].sentence == "x.txt: is empty."
    assert outcomes.each[1].sentence.startswith("grain.txt: nothing of it was stored")
    assert rows() == before
    assert happened(text_of(CREW), text_of(GRAIN), reader=reader) == ["stored", "stored"]


@pytest.mark.django_db
def test_what_an_earlier_run_left_unread_or_uncompared_is_done(reader: PlainReader) -> None:
    happened(text_of(CREW, LAWFUL), text_of(CREW, outlet="Marenne Herald"), reader=reader)
    Statement.objects.all().delete()
    Coverage.objects.all().delete()
    Exchange.objects.all().delete()
    Version.objects.update(pipeline="")
    outcomes = ingest([], reader=reader)
    assert outcomes.compared == 1
    assert Statement.objects.count() == 3
    assert Pair.objects.count() == 1
    Pair.objects.all().delete()
    Coverage.objects.update(compared="")
    Exchange.objects.update(pipeline="")
    assert ingest([], reader=reader).compared == 1
    assert Pair.objects.count() == 1


@pytest.mark.django_db
def test_reading_again_replaces_machine_rows_and_keeps_curated_ones(reader: PlainReader) -> None:
    happened(text_of(CREW, LAWFUL), text_of(CREW, GRAIN, outlet="Marenne Herald"), reader=reader)
    mine = Statement.objects.filter(spans__isnull=False).earliest("pk")
    Statement.objects.filter(pk=mine.pk).update(origin=Origin.CURATOR)
    exchange = Exchange.objects.get()
    left, right = Claim.objects.order_by("pk")[1:3]
    curated = Pair.objects.create(
        exchange=exchange, left=left, right=right, relation="disputed", score=1, origin="curator"
    )
    machine = Claim.objects.latest("pk")
    for version in Version.objects.all():
        found = next(PlainReader(pipeline="second").read([_document(version)]))
        keep(version, found, Roster.load())
    assert Statement.objects.filter(pk=mine.pk, origin=Origin.CURATOR).exists()
    assert Pair.objects.get(pk=curated.pk).left_id == left.pk
    assert not Claim.objects.filter(pk=machine.pk).exists()
    assert set(Version.objects.values_list("pipeline", flat=True)) == {"second"}
    assert Exchange.objects.get() == exchange
    assert Claim.objects.count() == Claim.objects.values("version", "start", "end").distinct().count() == 4
    assert not read_unread(reader=reader)


def _document(version: Version) -> Document:
    return Document(version.text, version.title_end, version.body_start, version.article.published_on)


@pytest.mark.django_db
def test_machine_rows_leave_no_history_and_curated_ones_do(reader: PlainReader) -> None:
    happened(text_of(CREW, LAWFUL), reader=reader)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM archive_statementevent")
        assert cursor.fetchone() == (0,)
        Statement.objects.filter(cue_lemma="said").update(origin=Origin.CURATOR, cue_lemma="say")
        cursor.execute("SELECT count(*) FROM archive_statementevent")
        assert cursor.fetchone() == (2,)
        cursor.execute("SELECT count(*) FROM archive_articleevent")
        assert cursor.fetchone() == (1,)


SENTENCES = st.lists(st.sampled_from([CREW, LAWFUL, GRAIN]), min_size=1, max_size=3, unique=True)
TEXTS = st.builds(
    lambda said, outlet, day: text_of(*said, outlet=outlet, day=f"{day} June 2031"),
    SENTENCES,
    st.sampled_from(["Sund Ministry of Foreign Affairs", "Marenne Herald", "Halvik Dagblad"]),
    st.integers(10, 13),
)


class Repeated(TestCase):
    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(TEXTS, min_size=1, max_size=5), st.randoms())
    def test_any_texts_in_any_order_any_number_of_times(self, texts: list[str], random: object) -> None:
        reader = PlainReader()
        ingest([article(text) for text in texts], reader=reader)
        assert Article.objects.count() == len(set(texts))
        before = rows()
        again = [*texts, *texts]
        random.shuffle(again)  # type: ignore[attr-defined]
        outcomes = ingest([article(text) for text in again], reader=reader)
        assert outcomes.counts == {Happened.ALREADY_THERE: len(again)}
        assert outcomes.compared == 0
        assert rows() == before
