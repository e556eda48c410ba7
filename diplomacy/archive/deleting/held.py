"""Hold rows, and put them back as they were: the database itself copies them, whatever their columns are.

A row is held as PostgreSQL writes it as JSON, and read back by the same: vectors, bytes, intervals and arrays come
through unchanged, in a statement for each table.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.contrib.postgres.search import SearchVectorField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Count, Field, ForeignKey

from diplomacy.archive.deleting.passing import pass_column_on, pass_row_on
from diplomacy.archive.deleting.reach import Reach, Table
from diplomacy.archive.models import Article, Binned, Held, Lease, Pair

PLAIN = (str, int, float, bool, list, dict)
"""Types of defaults that JSON can tell."""
NOT_HELD = (Lease,)
"""What lasts minutes is not worth keeping."""
SETTLED = {(Article, "copy_of_id")}
"""Columns that are worked out anew, whatever they had."""
FITTING: dict[Table, str] = {
    Pair: """ AND 2 = (SELECT count(DISTINCT c.article_id) FROM archive_coverage c
        JOIN archive_version v ON v.article_id = c.article_id JOIN archive_claim k ON k.version_id = v.id
        WHERE c.exchange_id = r.exchange_id AND k.id IN (r.left_id, r.right_id))"""
}
"""What a trigger asks of a row beside what its keys do."""
HELD = """FROM archive_held h, LATERAL jsonb_populate_record(NULL::{table}, %(defaults)s::jsonb || h.data) r
    WHERE h.binned_id = %(binned)s AND h."table" = %(table)s AND h."column" = ''"""


@dataclass(frozen=True, slots=True)
class Back:
    """What came back of the rows of a model."""

    model: Table
    held: int
    inserted: int
    lacking: int
    """Rows that did not come back, or that point at nothing where they pointed at what is gone by now."""


def take_out(binned: Binned, found: Reach) -> None:
    """Delete rows and empty the columns that point at them, and hold what was there; a few statements a table."""
    _hold(binned, found)
    for (model, column), ids in found.emptied.items():
        model._base_manager.filter(pk__in=ids).update(**{column: None})
    for model in reversed(_in_order(found.rows)):
        going = model._base_manager.filter(pk__in=found.rows[model])
        going._raw_delete(going.db)  # all that it reaches is known: what Django would look up again goes by itself


def _hold(binned: Binned, found: Reach) -> None:
    with connection.cursor() as cursor:
        for model, ids in found.rows.items():
            if ids and model not in NOT_HELD:
                table = _quoted(model._meta.db_table)
                cursor.execute(
                    f"""INSERT INTO archive_held (binned_id, "table", "column", "row", data)
                    SELECT %s, %s, '', t.id, to_jsonb(t) - %s::text[] FROM {table} t
                    WHERE t.id = ANY(%s) ORDER BY t.id""",  # noqa: S608 (names of our own tables)
                    [binned.pk, model._meta.db_table, _filled_by_itself(model), sorted(ids)],
                )
        for (model, column), ids in found.emptied.items():
            if ids and (model, column) not in SETTLED:
                table, name = _quoted(model._meta.db_table), _quoted(column)
                cursor.execute(
                    f"""INSERT INTO archive_held (binned_id, "table", "column", "row", data)
                    SELECT %s, %s, %s, t.id, to_jsonb(t.{name}) FROM {table} t WHERE t.id = ANY(%s)""",  # noqa: S608
                    [binned.pk, model._meta.db_table, column, sorted(ids)],
                )


def rows(binned: Binned, model: Table) -> set[int]:
    """The rows (ids) of a model that are held."""
    found = Held.objects.filter(binned=binned, table=model._meta.db_table, column="")
    return set(found.values_list("row", flat=True))


def put_back(binned: Binned) -> list[Back]:
    """Insert the rows that are held, and fill the columns that were emptied and still are.

    A row that needs what is gone by now stays out, and so does one whose like was made meanwhile; what it may do
    without is left empty. Where what is gone can be restored, it comes with that. Call it in a transaction.
    """
    counts = Held.objects.filter(binned=binned).order_by().values_list("table", "column").annotate(Count("pk"))
    models = {model._meta.db_table: model for model in _models()}
    whole = {models[table]: number for table, column, number in counts if not column}
    back = [_insert(binned, model, whole[model]) for model in _in_order(whole)]
    with connection.cursor() as cursor:
        for table, column in {(table, column) for table, column, _ in counts if column}:
            _fill(cursor, binned, models[table], column)
    return back


def _insert(binned: Binned, model: Table, number: int) -> Back:
    fields = [one for one in model._meta.concrete_fields if one.column not in _filled_by_itself(model)]
    keys = [one for one in fields if isinstance(one, ForeignKey)]
    needed = [_is_gone(one, model) for one in keys if not one.null]
    freely = [_is_gone(one, model) for one in keys if one.null]
    values = ", ".join(_value(one, model) for one in fields)
    columns = ", ".join(_quoted(one.column) for one in fields)
    source = HELD.format(table=_quoted(model._meta.db_table))
    given: dict[str, Any] = {"binned": binned.pk, "table": model._meta.db_table, "defaults": _defaults(fields)}
    fitting = "".join(f" AND NOT {gone}" for gone in needed) + FITTING.get(model, "")
    with connection.cursor() as cursor:
        lacking = 0
        if freely:
            cursor.execute(f"SELECT count(*) {source}{fitting} AND ({' OR '.join(freely)})", given)
            lacking = int(cursor.fetchone()[0])
        cursor.execute(
            f"""INSERT INTO {_quoted(model._meta.db_table)} ({columns}) SELECT {values} {source}{fitting}
            {"" if _has_deferred(model) else "ON CONFLICT DO NOTHING"}""",
            given,
        )
        inserted = cursor.rowcount
    passed_on = sum(pass_row_on(binned, key) for key in keys)
    return Back(model, number, inserted, lacking + number - inserted - passed_on)


def _fill(cursor: Any, binned: Binned, model: Table, column: str) -> None:
    [key] = [one for one in model._meta.concrete_fields if one.column == column and isinstance(one, ForeignKey)]
    target = _quoted(_target(key)._meta.db_table)
    table, name = _quoted(model._meta.db_table), _quoted(column)
    cursor.execute(
        f"""UPDATE {table} t SET {name} = (h.data #>> '{{}}')::bigint FROM archive_held h
        WHERE h.binned_id = %s AND h."table" = %s AND h."column" = %s AND t.id = h.row AND t.{name} IS NULL
        AND EXISTS (SELECT FROM {target} x WHERE x.id = (h.data #>> '{{}}')::bigint)""",  # noqa: S608
        [binned.pk, model._meta.db_table, column],
    )
    pass_column_on(binned, key)


def _value(one: "Field[Any, Any]", model: Table) -> str:
    column = f"r.{_quoted(one.column)}"
    if isinstance(one, ForeignKey) and one.null:
        return f"CASE WHEN NOT {_is_gone(one, model)} THEN {column} END"
    return column


def _is_gone(key: "ForeignKey[Any, Any]", model: Table) -> str:
    """Whether a held row points at nothing: neither at a row that is there nor, in its own table, at one held too."""
    column, target = f"r.{_quoted(key.column)}", _target(key)
    there = f"EXISTS (SELECT FROM {_quoted(target._meta.db_table)} x WHERE x.id = {column})"
    if target is model:
        there += (
            ' OR EXISTS (SELECT FROM archive_held o WHERE o.binned_id = h.binned_id AND o."table" = h."table"'
            f" AND o.\"column\" = '' AND o.row = {column})"
        )
    return f"({column} IS NOT NULL AND NOT ({there}))"


def _has_deferred(model: Table) -> bool:
    """Whether PostgreSQL refuses to pass over rows that are there already: two of one key can't come about here."""
    return any(getattr(constraint, "deferrable", None) for constraint in model._meta.constraints)


def _defaults(fields: Sequence["Field[Any, Any]"]) -> str:
    """What a row has in columns that its table got since it was held."""
    plain = {one.column: one.get_default() for one in fields}
    return json.dumps({name: value for name, value in plain.items() if isinstance(value, PLAIN)}, cls=DjangoJSONEncoder)


def _in_order(models: Mapping[Table, int] | Collection[Table]) -> list[Table]:
    """What others point at goes first, for triggers look at it."""
    wanted = set(models)
    graph = {
        model: {_target(key) for key in model._meta.concrete_fields if isinstance(key, ForeignKey)} & (wanted - {model})
        for model in sorted(wanted, key=lambda model: model._meta.db_table)
    }
    return list(TopologicalSorter(graph).static_order())


def _filled_by_itself(model: Table) -> list[str]:
    """Columns that the database works out."""
    fields = model._meta.concrete_fields
    return [str(one.column) for one in fields if one.generated or isinstance(one, SearchVectorField)]


def _target(key: Any) -> Table:
    model: Table = key.related_model
    return model


def _models() -> list[Table]:
    return list(apps.get_app_config("archive").get_models(include_auto_created=True))


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
