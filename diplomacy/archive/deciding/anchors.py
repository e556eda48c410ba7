"""Find words again that somebody decided on: by their position, by what they say and stand among, or by the edit.

They are never guessed: words that were changed, or that stand in several places none of which is known for theirs,
are not found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from diplomacy.comparing.editions import WORD, Stretch, carried
from diplomacy.reading.values import Span

AROUND = 32
"""Characters on either side that are kept with a quotation."""
HALF = 0.5
"""Of the longer of the two: what shares so much with words holds them."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a text with what stood around them; `start` and `end` count in the text of that `sha256`."""

    exact: str
    prefix: str
    suffix: str
    sha256: str
    start: int
    end: int

    @classmethod
    def of(cls, text: str, sha256: str, span: Span) -> "Quote":
        """The words of `span` in a text."""
        before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
        return cls(text[span.start : span.end], before, after, sha256, span.start, span.end)


def found(quote: Quote, text: str, sha256: str, *, edit: Callable[[], tuple[Stretch, ...] | None]) -> Span | None:
    """Where the words stand in `text`; None where they do not, or may stand in several places.

    `edit` gives what became of the text that the quotation was taken from, or None where that is not known; it is
    asked last, for it takes its time.
    """
    here = Span(quote.start, quote.end)
    if sha256 == quote.sha256 or _stands(quote, text, quote.start):
        return here
    places = _places(quote.exact, text)
    among = [place for place in places if _stands(quote, text, place)]
    if len(among) == 1 or len(places) == 1:
        [start] = among if len(among) == 1 else places
        return Span(start, start + len(quote.exact))
    stretches = edit()
    moved = carried(here, stretches) if stretches else None
    return moved if moved and _words(moved.of(text)) == _words(quote.exact) else None


def share(one: Sequence[Span], other: Sequence[Span]) -> float:
    """What two sets of stretches share, as a part of the longer."""
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    return both / max(_length(one), _length(other), 1)


def _length(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _stands(quote: Quote, text: str, start: int) -> bool:
    """Whether the words stand at `start`, among what stood around them."""
    end = start + len(quote.exact)
    return (
        text[start:end] == quote.exact
        and text[max(0, start - len(quote.prefix)) : start] == quote.prefix
        and text[end : end + len(quote.suffix)] == quote.suffix
    )


def _places(words: str, text: str) -> list[int]:
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def _words(text: str) -> list[str]:
    """All that is said, but for white space."""
    return WORD.findall(text)
