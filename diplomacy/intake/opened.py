"""A file that is open for reading, and the bounds within which it is read, whatever it holds."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from diplomacy.intake.values import IntakeError
from diplomacy.intake.vocabulary import Vocabulary

LONGEST_SOURCE = 1_000_000
"""Characters. A page, document or record with more is no article, and would cost memory many times its length."""
_MEGABYTE = 1_048_576


@dataclass(frozen=True, slots=True)
class Opened:
    """What a format reads: the bytes, and what is known of them beforehand.

    `name` opens every error's sentence. `limit`, in bytes, bounds a file that holds one article, and each record or
    member of one that holds many, after decompression.
    """

    file: BinaryIO
    name: str
    limit: int
    vocabulary: Vocabulary
    media_type: str = ""
    """As the server declared it, with its charset ("text/html; charset=utf-8"); empty for a file."""
    url: str = ""
    """The address that it was fetched from, for a page that does not give its own."""

    def whole(self) -> bytes:
        """All of it. Raises IntakeError where that is more than the limit."""
        data = self.file.read(self.limit + 1)
        if len(data) > self.limit:
            raise self.oversize(f"{self.name}: it")
        return data

    def lines(self) -> Iterator[tuple[int, bytes | IntakeError]]:
        """Its lines, with their numbers from 1; an IntakeError for each beyond the limit."""
        number = 0
        while line := self.file.readline(self.limit + 1):
            number += 1
            if len(line) > self.limit and not line.endswith(b"\n"):
                self._skip_line()
                yield number, self.oversize(f"{self.name}: line {number}")
            else:
                yield number, line

    def _skip_line(self) -> None:
        while (rest := self.file.readline(_MEGABYTE)) and not rest.endswith(b"\n"):
            pass

    def oversize(self, where: str) -> IntakeError:
        """The sentence for what is larger than the limit."""
        return IntakeError(
            f"{where} has more than the limit of {self.limit / _MEGABYTE:.1f} MB; split it or raise the limit."
        )


def opened_bytes(data: bytes, like: Opened, name: str, *, media_type: str = "", url: str = "") -> Opened:
    """A page or document that another file holds, to be read as if it were one by itself."""
    return Opened(io.BytesIO(data), name, like.limit, like.vocabulary, media_type, url)


def of_article_length(source: str, where: str) -> str:
    """The text, if it may be one article's. Raises IntakeError where it is too long for that."""
    if len(source) > LONGEST_SOURCE:
        raise IntakeError(
            f"{where} has {len(source):,} characters of text, more than an article ({LONGEST_SOURCE:,}); cut it into"
            " its articles."
        )
    return source
