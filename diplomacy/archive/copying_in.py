"""Many new rows at once, by PostgreSQL's COPY: an INSERT of a text's claims takes longer to write down than to do."""

from collections.abc import Sequence

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from psycopg import sql


def copy_in(rows: Sequence[models.Model]) -> None:
    """Store new rows of one model, as `bulk_create` does: each gets its id, and the database's triggers hold."""
    if not rows:
        return
    meta, database = rows[0]._meta, connections[DEFAULT_DB_ALIAS]
    fields = [field for field in meta.local_concrete_fields if not field.generated]
    with transaction.atomic(), database.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [meta.db_table, meta.pk.column, len(rows)],
        )
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk
        columns = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields])
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(meta.db_table), columns)
        with cursor.copy(into) as copy:
            for row in rows:
                copy.write_row([field.get_db_prep_save(field.pre_save(row, add=True), database) for field in fields])
    for row in rows:
        row._state.adding, row._state.db = False, database.alias
