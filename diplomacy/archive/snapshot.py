"""What the database shows by now, as a key for what was found in it."""

from django.db import connection


def snapshot() -> str | None:
    """The same text for as long as nobody commits anything: the transactions that are seen, as PostgreSQL names them.

    One query. None within a transaction, whose own changes are seen under the same name.
    """
    if connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        (now,) = cursor.fetchone()
        return str(now)
