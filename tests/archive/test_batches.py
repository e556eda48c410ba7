"""Texts are parsed together, and yet each is read, stored and failed by itself."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.archive import batches as archive_batches
from diplomacy.archive.batches import CHARACTERS, TEXTS, Batch, batches
from diplomacy.archive.export import records
from diplomacy.archive.incoming.ingest import ingest
from diplomacy.reading.values import Document, KnownActor, Reading
from tests.archive.plain_reader import PlainReader, article, text_of

DAY = date(2031, 6, 10)
TOLD = "Vik and Orrell spoke. Vik said that ship {} must pass."


@given(st.lists(st.sampled_from([0, 900, 150_000, CHARACTERS, CHARACTERS + 1])))
def test_batches_keep_the_order_and_their_bounds(lengths: list[int]) -> None:
    made = list(batches(enumerate(lengths), length=lambda item: item[1]))
    assert [item for batch in made for item in batch] == list(enumerate(lengths))
    for batch in made:
        assert 1 <= len(batch) <= TEXTS
        assert len(batch) == 1 or sum(length for _, length in batch) <= CHARACTERS


def document(number: int, *, outlet: str = "") -> Document:
    return Document(TOLD.format(number), 0, 0, DAY, outlet=outlet)


class ParsingReader(PlainReader):
    """Takes its documents all at once, as a parser takes a batch, and can't read some."""

    def __init__(self, *, unreadable: str = "never") -> None:
        super().__init__()
        self.unreadable = unreadable
        self.parsed: list[int] = []

    def read(self, documents: Iterable[Document], actors: Any = ()) -> Iterator[Reading]:
        together = list(documents)
        self.parsed.append(len(together))
        yield from super().read(together, actors)

    def _read(self, document: Document, known: dict[str, str]) -> Reading:
        if self.unreadable in document.text:
            raise RecursionError("too deep")
        return super()._read(document, known)


def test_a_batch_is_parsed_once_and_asks_for_each_text_who_is_known() -> None:
    asked: list[int] = []

    def known() -> Sequence[KnownActor]:
        asked.append(len(reader.read_texts))
        return ()

    reader = ParsingReader()
    documents = [document(number) for number in range(4)]
    batch = Batch(reader, documents, known)
    assert not asked
    for one in documents:
        assert batch.reading(one).claims[0].span.of(one.text) in one.text
    assert reader.parsed == [4]
    assert asked == [0, 1, 2, 3]


def test_a_text_of_another_outlet_than_expected_is_read_by_itself_and_the_rest_goes_on() -> None:
    reader = ParsingReader()
    batch = Batch(reader, [document(number) for number in range(3)], tuple)
    batch.reading(document(0, outlet="Marenne Herald"))
    batch.reading(document(2))
    assert reader.parsed == [1, 3]
    assert reader.read_texts[0] == TOLD.format(0)
    assert reader.read_texts[-1] == TOLD.format(2)


def test_a_text_that_fails_raises_for_itself_alone() -> None:
    batch = Batch(ParsingReader(unreadable="ship 1"), [document(number) for number in range(4)], tuple)
    batch.reading(document(0))
    with pytest.raises(RecursionError):
        batch.reading(document(1))
    for number in (2, 3):
        assert batch.reading(document(number)).claims[0].span.of(document(number).text) == f"ship {number} must pass"


URL = "https://herald.example/ships"


@pytest.mark.django_db
@pytest.mark.parametrize("texts", [1, 2, 5, TEXTS])
def test_what_comes_out_does_not_depend_on_how_many_come_together(texts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_batches, "TEXTS", texts)
    told = "Vik said that the {} ships must pass."
    given = [
        text_of(told.format("first"), outlet="Marenne Herald", url=URL),
        text_of(told.format("grain")),
        text_of(told.format("second"), outlet="Marenne Herald", url=URL),
        text_of(told.format("grain")),
        text_of(told.format("third"), outlet="Marenne Herald", url=URL),
        text_of(told.format("first"), outlet="Marenne Herald", url=URL),
    ]
    reader = ParsingReader()
    outcomes = ingest([article(text, name=f"{place}.txt") for place, text in enumerate(given)], reader=reader)
    assert [outcome.happened.value for outcome in outcomes.each] == [
        "stored",
        "stored",
        "new version",
        "already there",
        "new version",
        "already there",
    ]
    assert max(reader.parsed) <= texts
    texts_now = [record["text"] for record in records() if record["type"] == "article"]
    assert ["third" in text for text in texts_now] == [True, False]
    assert [record["speakers"] for record in records() if record["type"] == "statement"] == [["Ana Vik"]] * 2
