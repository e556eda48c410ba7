"""Any text gives a reading whose offsets lie in it; nothing raises."""

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from diplomacy.reading import Document, Reader
from diplomacy.reading.values import Span

PIECES = [
    "Foreign Minister Ana Belo of Portugal said", "told her counterpart that", "“", "”", '"', "«", "»", "‘", "’", "'",
    "he said.", "China", "the two sides agreed", "\n\n", "\n", "\t", "\u200f", "שלום", "مرحبا", "🇺🇳", "\x07", ".", ",",
    ";", "—", "(", ")", "according to", "a source", "declined to comment", "a" * 300, "the ministry", " and ", "2025",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))


@settings(max_examples=60)
@given(text=TEXTS, cut=st.integers(0, 300), official=st.booleans())
def test_any_text_is_read(reader: Reader, text: str, cut: int, official: bool) -> None:
    cut = min(cut, len(text))
    reading = next(reader.read([Document(text, cut, cut, date(2025, 3, 6), official)]))
    spans = [span for statement in reading.statements for span in statement.spans]
    spans += [statement.cue.span for statement in reading.statements if statement.cue]
    spans += [claim.span for claim in reading.claims] + [mention.span for mention in reading.mentions]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    for statement in reading.statements:
        assert _in_order(statement.spans)
        assert statement.speakers or statement.mention
        assert all(0 <= actor < len(reading.actors) for actor in statement.speakers)


def _in_order(spans: tuple[Span, ...]) -> bool:
    return all(one.end <= other.start for one, other in pairwise(spans))


def test_a_sentence_of_ten_thousand_words(reader: Reader) -> None:
    text = "Ana Belo said that the border must open and " * 1250
    reading = next(reader.read([Document(text, 0, 0, date(2025, 3, 6))]))
    assert reading.statements
