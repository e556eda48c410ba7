"""The corpus by hand, and a browser page that fails its test on any message in its console."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.web.corpus import Corpus, forget_dead_neighbours, lay_out


@pytest.fixture
def corpus(db: None) -> Corpus:  # noqa: ARG001 (opens the database)
    """The corpus inside the test's transaction."""
    made = lay_out()
    forget_dead_neighbours()
    return made


@pytest.fixture
def served(transactional_db: None) -> Corpus:  # noqa: ARG001 (opens the database)
    """The corpus where the live server sees it."""
    return lay_out()


@pytest.fixture
def quiet_page(page: Page) -> Iterator[Page]:
    """A page on which every console message and every uncaught error is a failure, CSP violations among them."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"uncaught: {error}"))
    yield page
    assert heard == []
