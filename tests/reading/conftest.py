"""One reader for all tests: its models take seconds to load."""

from collections.abc import Callable
from datetime import date

import pytest

from diplomacy.reading import Document, KnownActor, Reader, Reading

DAY = date(2025, 3, 6)


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="session")
def read(reader: Reader) -> Callable[..., Reading]:
    """Read a text whose first block, if `titled`, is its title."""

    def read_text(
        text: str,
        *,
        titled: bool = False,
        official: bool = False,
        country: str = "",
        known: tuple[KnownActor, ...] = (),
        day: date = DAY,
        byline: str = "",
        dateline: str = "",
    ) -> Reading:
        title_end = text.index("\n\n") if titled else 0
        document = Document(
            text=text,
            title_end=title_end,
            body_start=title_end + 2 if titled else 0,
            published=day,
            official=official,
            outlet_country=country,
            byline=byline,
            dateline=dateline,
        )
        return next(reader.read([document], known))

    return read_text
