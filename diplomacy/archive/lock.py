"""One writer at a time: whoever stores articles or compares exchanges holds this lock to the end of its transaction."""

from django.db import connection, transaction

WRITERS = 0x6469706C
"""The number of the lock, any that nothing else in the database uses."""


def one_writer() -> None:
    """Wait until no other transaction writes; the lock falls with this one, however it ends.

    Actors and exchanges are found by name and date before they are made: two writers would each make them.
    """
    if not connection.in_atomic_block:
        message = "one_writer() belongs inside transaction.atomic()"
        raise transaction.TransactionManagementError(message)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])
