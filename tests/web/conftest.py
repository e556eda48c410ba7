"""The corpus by hand, and a browser page that fails its test on any message in its console."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.web.corpus import Corpus, forget_dead_neighbours, lay_out, reprinted
from tests.web.crowd import crowd


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


@dataclass(frozen=True)
class Site:
    """The corpus and an exchange of eight accounts behind a server of its own, for as long as a module reads them."""

    corpus: Corpus
    server: LiveServer

    def address(self, where: Callable[[Corpus], str]) -> str:
        """Where a page of the table stands."""
        return f"{self.server.url}{where(self.corpus)}"


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:  # noqa: ARG001 (makes the database)
    """Laid out once for a module of tests that only read; each is marked `django_db`, or there is no test database."""
    assert str(connection.settings_dict["NAME"]).startswith("test_")
    with (
        django_db_blocker.unblock(),
        override_settings(ROOT_URLCONF="tests.web.every_page", ALLOWED_HOSTS=["localhost"]),
    ):
        corpus = lay_out()
        reprinted(corpus.wire, "Oxter Packet", added="The families keep a lantern lit in the chapel.")
        crowd(8, sentences=10)
        server = LiveServer("localhost")
        yield Site(corpus, server)
        server.stop()
        call_command("flush", interactive=False, verbosity=0)
