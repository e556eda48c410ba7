"""Vectors are made after reading, for what needs them; never lost, never made twice."""

import pytest

from diplomacy.archive.embed import embed, embed_unembedded
from diplomacy.archive.incoming.ingest import Desk, ingest
from diplomacy.archive.models import Claim, Embedding, Version
from diplomacy.archive.read import default_reader, document, keep
from diplomacy.archive.roster import Roster
from diplomacy.reading.values import Span
from tests.archive.plain_reader import PlainReader, article, text_of

SAID = ("Vik said that the crew must come home.", "Orrell said that the zone is lawful.")

pytestmark = pytest.mark.django_db


def bring(*, outlet: str = "Marenne Herald", reader: PlainReader | None = None) -> Version:
    """A text that is read and nothing else."""
    list(Desk(reader=reader or PlainReader()).take([article(text_of(*SAID, outlet=outlet))]))
    return Version.objects.latest("pk")


def test_a_text_is_read_before_its_claims_have_vectors() -> None:
    version = bring()
    assert version.statements.count() == 2
    assert list(Version.objects.unembedded()) == [version]
    assert not Embedding.objects.exists()
    assert embed_unembedded(reader=PlainReader()) == 1
    assert not Claim.objects.filter(embedding=None).exists()
    assert embed_unembedded(reader=PlainReader()) == 0


def test_ingest_leaves_none_without() -> None:
    ingest([article(text_of(*SAID))], reader=PlainReader())
    assert not Version.objects.unembedded().exists()
    assert Embedding.objects.count() == 2


def test_a_text_read_anew_waits_again() -> None:
    version = bring()
    embed([version.pk], reader=PlainReader())
    found = next(PlainReader(pipeline="second").read([document(version)]))
    keep(version, found, Roster.load())
    assert list(Version.objects.unembedded()) == [version]


class Overtaken(PlainReader):
    """While it makes vectors, another process reads the text anew."""

    def embed(self, texts, words):
        version = Version.objects.get()
        keep(version, next(PlainReader(pipeline="second").read([document(version)])), Roster.load())
        return super().embed(texts, words)


def test_vectors_of_claims_that_are_gone_are_not_put_on_others() -> None:
    version = bring()
    embed([version.pk], reader=Overtaken())
    assert list(Version.objects.unembedded()) == [version]
    assert not Embedding.objects.exists()


def test_an_earlier_text_needs_none() -> None:
    version = bring()
    Version.objects.filter(pk=version.pk).update(current=False)
    assert embed_unembedded(reader=PlainReader()) == 0


def test_the_words_that_have_vectors_are_the_claims_own() -> None:
    reader = PlainReader()
    heard: list[list[str]] = []

    def listen(texts: list[str], words: list[list[Span]]):
        heard.extend([span.of(text) for span in spans] for text, spans in zip(texts, words, strict=True))
        return PlainReader.embed(reader, texts, words)

    version = bring()
    reader.embed = listen  # type: ignore[assignment]
    embed([version.pk], reader=reader)
    assert heard == [["crew", "must", "come", "home"], ["zone", "lawful"]]


def test_the_shipped_model_makes_them_too() -> None:
    version = bring()
    embed([version.pk], reader=default_reader())
    crew, zone = Embedding.objects.order_by("claim__position")
    assert len(crew.vector) == 384
    assert len(crew.word_vectors) == 4 * 48
    assert list(crew.vector) != list(zone.vector)
    version.refresh_from_db()
    assert "MiniLM" in version.embedded


def _document(version: Version):
    from diplomacy.archive.read import document

    return document(version)
