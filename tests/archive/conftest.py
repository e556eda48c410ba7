"""Fixtures of the archive's tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from diplomacy.archive.incoming.fetch import client
from tests.archive.plain_reader import PlainReader
from tests.intake.fetching.web import Server, serving


@pytest.fixture
def reader() -> PlainReader:
    return PlainReader()


@pytest.fixture
def web(settings: Any) -> Iterator[Server]:
    """A web on this computer, which the program may visit, and as often as it likes."""
    settings.DIPLOMACY_FETCH_LOOPBACK, settings.DIPLOMACY_FETCH_PAUSE = True, 0.0
    client.cache_clear()
    with serving(Server()) as server:
        yield server
    client.cache_clear()


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the archive, its history too."""
    tables = [model._meta.db_table for model in apps.get_app_config("archive").get_models(include_auto_created=True)]
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in tables}


def _rows(cursor: Any, table: str) -> list[tuple[Any, ...]]:
    cursor.execute(f"SELECT t.xmin::text, t::text FROM {table} t ORDER BY 2")  # noqa: S608
    return list(cursor.fetchall())
