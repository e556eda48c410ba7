"""Queries that are written once and asked often: Django takes longer to write most of ours than PostgreSQL to answer.

    _CLAIMS = Prepared(lambda: Claim.objects.filter(version__any_of=given("versions")).values_list("pk", "words"))
    rows = _CLAIMS(versions=[3, 4])

The queryset is as any other, but that it names values which are told at each asking. Django writes its SQL at the first
one, and this process keeps it; rows come out as they do of the queryset: models, tuples or single values, with what is
fetched along. How such a query is written may hang on the models alone, not on what is asked for, settings or time.
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.models import Expression
from django.db.models.sql.compiler import SQLCompiler

Row_co = TypeVar("Row_co", covariant=True)


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


def given(name: str, field: "models.Field[Any, Any] | None" = None) -> Any:
    """The value of this name: an id, unless `field` says what else; sent to the database as it is told.

    `version__any_of=given("versions")` takes a list of any length, where one would else say `version__in=versions`.
    """
    return _Given(name, field or models.BigIntegerField())


class Prepared(Generic[Row_co]):
    """The rows of a queryset whose SQL is written when it is first asked."""

    def __init__(self, write: Callable[[], "models.QuerySet[Any, Row_co]"]) -> None:
        self._write = write

    @cached_property
    def _written(self) -> tuple["models.QuerySet[Any, Row_co]", SQLCompiler, str, tuple[Any, ...]]:
        queryset = self._write()
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        return queryset, compiler, sql, params

    def __call__(self, **told: int | str | list[int] | list[str] | None) -> list[Row_co]:
        """The rows, in one query and those of what is fetched along; `KeyError` where a value has not been told."""
        queryset, written, sql, params = self._written
        filled: Any = tuple(told[param.name] if isinstance(param, _Given) else param for param in params)
        compiler = copy(written)
        compiler.connection = connections[queryset.db]  # each thread has its own
        compiler.as_sql = lambda *_, **__: (sql, filled)  # type: ignore[method-assign]
        asked = queryset.all()
        asked.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(asked)
