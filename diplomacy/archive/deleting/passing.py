"""What can't come back since what it points at is deleted too goes over to that deletion, and comes back with it: so
several deletions can be restored in any order."""

from typing import Any

from django.db import connection
from django.db.models import ForeignKey

from diplomacy.archive.models import Binned

ELSEWHERE = """o."table" = %(target)s AND o."column" = '' AND o.binned_id <> %(binned)s
    AND o."row" = (h.data ->> %(column)s)::bigint"""
"""That what a held row `h` points at is held by another deletion, as `o`."""


def pass_row_on(binned: Binned, key: "ForeignKey[Any, Any]") -> int:
    """Hand over the rows that could not be put back since what this key points at is held elsewhere, or of those that
    could, what the key had; how many they are."""
    table = connection.ops.quote_name(key.model._meta.db_table)
    given: dict[str, Any] = {
        "binned": binned.pk,
        "table": key.model._meta.db_table,
        "target": key.related_model._meta.db_table,
        "column": key.column,
    }
    is_back = f'EXISTS (SELECT FROM {table} x WHERE x.id = h."row")'
    of_it = """h.binned_id = %(binned)s AND h."table" = %(table)s AND h."column" = ''"""
    hands_over = f"""UPDATE archive_held h SET binned_id = o.binned_id FROM archive_held o
        WHERE {of_it} AND {ELSEWHERE} AND NOT {is_back}"""  # noqa: S608
    if key.null:
        hands_over = f"""INSERT INTO archive_held (binned_id, "table", "column", "row", data)
            SELECT o.binned_id, h."table", %(column)s, h."row", h.data -> %(column)s
            FROM archive_held h JOIN archive_held o ON {ELSEWHERE} WHERE {of_it} AND {is_back}"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(hands_over, given)
        return int(cursor.rowcount)


def pass_column_on(binned: Binned, key: "ForeignKey[Any, Any]") -> None:
    """Hand over what a column had, where its row is held elsewhere, or what it pointed at is."""
    given: dict[str, Any] = {
        "binned": binned.pk,
        "table": key.model._meta.db_table,
        "target": key.related_model._meta.db_table,
        "column": key.column,
    }
    of_it = """h.binned_id = %(binned)s AND h."table" = %(table)s AND h."column" = %(column)s"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE archive_held o SET data = jsonb_set(o.data, ARRAY[%(column)s], h.data) FROM archive_held h
            WHERE {of_it} AND o."table" = h."table" AND o."column" = '' AND o."row" = h."row"
            AND o.binned_id <> h.binned_id AND o.data -> %(column)s = 'null'""",  # noqa: S608
            given,
        )
        cursor.execute(
            f"""UPDATE archive_held h SET binned_id = o.binned_id FROM archive_held o
            WHERE {of_it} AND o."table" = %(target)s AND o."column" = '' AND o.binned_id <> h.binned_id
            AND o."row" = (h.data #>> '{{}}')::bigint""",  # noqa: S608
            given,
        )
