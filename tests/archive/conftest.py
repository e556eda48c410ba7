"""Fixtures of the archive's tests."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tests.archive.plain_reader import PlainReader


@pytest.fixture
def reader() -> PlainReader:
    return PlainReader()


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the archive, its history too."""
    tables = [model._meta.db_table for model in apps.get_app_config("archive").get_models(include_auto_created=True)]
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in tables}


def _rows(cursor: Any, table: str) -> list[tuple[Any, ...]]:
    cursor.execute(f"SELECT t.xmin::text, t::text FROM {table} t ORDER BY 2")  # noqa: S608
    return list(cursor.fetchall())
