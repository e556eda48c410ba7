"""Queries that are written once and asked often: Django takes longer to write most of ours than PostgreSQL to answer.

    _CLAIMS = Prepared(lambda: Claim.objects.filter(version__any_of=given("versions")).values_list("pk", "words"))
    rows = _CLAIMS(versions=[3, 4])

The queryset is as any other, but that it names values which are told at each asking. Django writes its SQL at the first
one, and this process keeps it; PostgreSQL keeps how it is to be answered, for each connection. Rows come out as they do
of the queryset: models, tuples or single values, with what is fetched along. How such a query is written may hang on
the models alone, not on what is asked for, settings or time.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar
from weakref import WeakSet

from django.db import OperationalError, connections, models, transaction
from django.db.backends.signals import connection_created
from django.db.models import Expression
from django.db.models.sql.compiler import SQLCompiler
from django.dispatch import receiver
from psycopg import Cursor
from psycopg.pq import Format
from psycopg.sql import Literal
from psycopg.types.numeric import Int8

Row_co = TypeVar("Row_co", covariant=True)
Sendable = int | float | str | date | datetime | list[int] | list[str] | None
_BEYOND = 2**63
"""The first number that is too large for the database's."""


class _Given(Expression):
    """Stands in a queryset for what is told later."""

    def __init__(self, name: str, field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG002 (Django's)
        return "%s", (self,)


class _AnyOf(models.Lookup):
    lookup_name = "any_of"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s)", (*params, self.rhs)


models.Field.register_lookup(_AnyOf)
models.ForeignObject.register_lookup(_AnyOf)


@receiver(connection_created)
def _keep_all(connection: Any, **_: Any) -> None:
    """Let a connection keep every query that is prepared; else it would forget those beyond a hundred."""
    connection.connection.prepared_max = None


def given(name: str, field: "models.Field[Any, Any] | None" = None) -> Any:
    """The value of this name: an id, unless `field` says what else; sent to the database as it is told.

    `version__any_of=given("versions")` takes a list of any length, where one would else say `version__in=versions`.
    """
    return _Given(name, field or models.BigIntegerField())


class Prepared(Generic[Row_co]):
    """The rows of a queryset whose SQL is written when it is first asked, and planned once for each connection.

    `planned_anew` is for one whose best plan hangs on what is told, as a search's on how common its words are.
    """

    known: ClassVar["WeakSet[Prepared[Any]]"] = WeakSet()

    def __init__(self, write: Callable[[], "models.QuerySet[Any, Row_co]"], *, planned_anew: bool = False) -> None:
        self._write, self._planned_anew = write, planned_anew
        self.known.add(self)

    @cached_property
    def written(self) -> tuple["models.QuerySet[Any, Row_co]", SQLCompiler, str, tuple[str, ...]]:
        """What is asked for, and its SQL with all values in it but those that are told."""
        queryset = self._write()
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        connection = connections[queryset.db]
        connection.ensure_connection()
        names = tuple(param.name for param in params if isinstance(param, _Given))
        values = (
            "%s" if isinstance(param, _Given) else Literal(param).as_string(connection.connection).replace("%", "%%")
            for param in params
        )
        return queryset, compiler, re.sub("%[%s]", lambda mark: next(values) if mark[0] == "%s" else "%%", sql), names

    def __call__(self, **told: Sendable) -> list[Row_co]:
        """The rows, in one query and those of what is fetched along; `KeyError` where a value has not been told."""
        queryset, written, sql, names = self.written
        compiler = copy(written)
        compiler.connection = connections[queryset.db]  # each thread has its own
        rows = asked(compiler.connection, sql, [told[name] for name in names], planned_anew=self._planned_anew)
        if compiler.has_extra_select:
            rows = [row[: compiler.col_count] for row in rows]
        compiler.execute_sql = lambda *_, **__: [rows]  # type: ignore[assignment,method-assign]
        made = queryset.all()
        made.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(made)

    def first(self, **told: Sendable) -> Row_co | None:
        """The first row, of a queryset that has one at most or is cut to it (`[:1]`); None where there is none."""
        return next(iter(self(**told)), None)


def write_all() -> None:
    """Write the SQL of every query that is known by now, which its first asking would else do: some tenths of a second.

    Where the database cannot be reached, nothing is done.
    """
    with suppress(OperationalError), transaction.atomic():  # where rows may be locked
        for one in list(Prepared.known):
            _ = one.written
    connections.close_all()


class _Cursor(Cursor[Any]):
    """Tells Django what it asked, for its log: psycopg's own tells of what is not prepared alone."""

    prepare: bool | None = None
    """Whether what it asks is prepared; None where that hangs on how often it has been."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> "_Cursor":
        return super().execute(query, params, prepare=self.prepare, **options)

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        self._query = super()._convert_query(query, params)
        return self._query


def asked(
    connection: Any,
    sql: str,
    told: Sequence[Any] | Mapping[str, Any],
    *,
    binary: bool = False,
    planned_anew: bool = False,
) -> list[tuple[Any, ...]]:
    """What the database answers to a SELECT that is planned once; `binary` is for what is mostly bytes, as vectors are.

    Django's own cursors send values within the SQL, which is planned anew each time. Before anything but a SELECT
    pghistory writes what the history is to say, and two statements cannot be prepared as one.
    """
    values: Any = (
        {name: _sent(it) for name, it in told.items()} if isinstance(told, Mapping) else list(map(_sent, told))
    )
    connection.ensure_connection()
    sender = _Cursor(connection.connection)
    sender.format = Format.BINARY if binary else Format.TEXT
    sender.prepare = False if planned_anew else None
    with connection._prepare_cursor(sender) as cursor:  # counted and logged as Django's are
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _sent(value: Any) -> Any:
    """Numbers of one size, for each size would be another query to the database; one that no id has is like none."""
    if isinstance(value, list):
        return list(map(_sent, value))
    if isinstance(value, bool) or not isinstance(value, int):
        return value
    return Int8(value) if -_BEYOND <= value < _BEYOND else None
