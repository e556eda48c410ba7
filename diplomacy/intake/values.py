"""What intake hands on: an article's text with its header facts, and the way back to its source.

All offsets are half-open and count Unicode code points.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import TypeAlias


class OutletKind(StrEnum):
    """What sort of publisher an outlet is."""

    OFFICIAL = "official"
    WIRE = "wire"
    STATE_MEDIA = "state-media"
    PRESS = "press"
    OTHER = "other"


class BlockRole(StrEnum):
    """What part of the article a block of its text is."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Block:
    """One title, standfirst or paragraph: `text[start:end]` of the article."""

    role: BlockRole
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A run copied unchanged: `text[start:start + length] == source[source_start:source_start + length]`."""

    start: int
    source_start: int
    length: int


@dataclass(frozen=True, slots=True)
class Published:
    """When an article says it was published, as far as it says so.

    `day` is the local date as printed; `clock` the local time of day, `offset` its distance from UTC,
    each None where the article does not give it.
    """

    day: date
    clock: time | None = None
    offset: timedelta | None = None

    def isoformat(self) -> str:
        """ISO 8601 date or date-time, with the offset only where it is known."""
        if self.clock is None:
            return self.day.isoformat()
        zone = None if self.offset is None else timezone(self.offset)
        return datetime.combine(self.day, self.clock, tzinfo=zone).isoformat()


@dataclass(frozen=True, slots=True)
class IntakeArticle:
    """An article as brought in: clean text, what its header said, and where each character stood.

    `text` holds title, standfirst and paragraphs, a blank line between blocks, without bylines, datelines,
    captions and other furniture. `source` is what it was cut from: the decoded file, the visible text of a page,
    or the text fields of a record. Every character of `text` lies in one of `segments`, but for white space that
    was put in: the blank lines between blocks, and the one space that stands for a line break or a run of spaces.
    """

    source_file: str | None
    text: str
    blocks: tuple[Block, ...]
    source: str
    segments: tuple[Segment, ...]
    title: str
    published: Published | None
    dated_by: str = ""
    """What the date of publication was inferred from ("title"); empty where the article states it."""
    outlet: str = ""
    """The outlet's name as the article gives it; empty where it does not."""
    agency: str = ""
    """A news agency named by the dateline or byline ("AP", "The Associated Press")."""
    byline: str = ""
    """Who wrote it, or to whom an official head attributes it, with the office ("The Hon Ana Vik MP, Premier")."""
    dateline: str = ""
    """The place a dateline names, as printed ("BEIJING")."""
    url: str = ""
    domain: str = ""
    """The host that published it, in lower case without "www.", where an address says it."""
    language: str = "en"
    """The primary language tag ("en")."""
    original: bytes = b""
    """The bytes of the page or document it was cut from, as they came; empty for a record of a larger file, whose
    fields `source` holds whole."""
    media_type: str = ""
    """What the server called the bytes ("text/html; charset=…"), else what they are; empty where there are none."""
    seen: datetime | None = None
    """When it was seen like this, where an archive says so (with its zone); None for what is seen now."""


@dataclass(frozen=True, slots=True)
class IntakeAddress:
    """An article of which a feed or a list gives the address, but not the text: it wants fetching."""

    url: str
    found_in: str
    """The file or address, and the place in it, that gave the address."""
    title: str = ""
    outlet: str = ""
    published: Published | None = None
    language: str = ""


class IntakeError(Exception):
    """One sentence for the user: what is wrong, where, and what to do."""


Incoming: TypeAlias = IntakeArticle | IntakeAddress | IntakeError
"""What comes of a file, in its order."""
