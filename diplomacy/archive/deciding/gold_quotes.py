"""Words of an article as a gold pack quotes them: exactly, and by which of their occurrences they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Quoted = dict[str, Any]
"""`text`, and `nth` where the words stand in the article more than once."""
Spans = Sequence[Sequence[int]]
_MARKS = str.maketrans("“”„«»‘’`", '"""""\'\'\'')


@dataclass(frozen=True, slots=True)
class Quotable:
    """An article's text, to which offsets refer, and its file, in which the quoted words are counted as they stand."""

    text: str
    written: str
    """The text of the file: a title may stand there that is not in the article's."""

    def quote(self, start: int, end: int) -> Quoted | None:
        """The words of a stretch; None where no count of their occurrences names them, for they overlap themselves."""
        words = self.text[start:end].strip()
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        found = self._occurrences(words)
        if start not in found:
            return None
        often = len(found) > 1 or self.written.count(words) > 1
        return {"text": words, **({"nth": found.index(start) + 1} if often else {})}

    def content(self, spans: Spans) -> Quoted | None:
        """A statement's stretches as `content`, with `nth` for the first; None where none of them can be named.

        All but the first are taken for their first occurrence. So the one that is a later occurrence is put first; of
        several such the longest, and the others are left out.
        """
        quotes = [quote for span in spans if (quote := self.quote(span[0], span[1]))]
        later = [quote for quote in quotes if quote.get("nth", 1) > 1]
        first = max(later, key=lambda quote: len(quote["text"])) if later else next(iter(quotes), None)
        if first is None:
            return None
        others = [quote["text"] for quote in quotes if quote is not first and quote not in later]
        return {"content": [first["text"], *others], **({"nth": first["nth"]} if "nth" in first else {})}

    def _occurrences(self, words: str) -> list[int]:
        """Where the words start, one after the other, whatever the kind of white space and of quotation marks."""
        parts = map(re.escape, words.translate(_MARKS).split())
        return [found.start() for found in re.finditer(r"\s+".join(parts), self.text.translate(_MARKS))]
