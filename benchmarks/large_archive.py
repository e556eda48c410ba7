"""Make a large archive of a small one: its exchanges with articles, statements, claims and pairs, copied in bulk.

    DIPLOMACY_DATA=folder python -m benchmarks.large_archive [--articles 10000] [--exchanges 2000]

Nothing is read or compared: rows are copied within the database, days moved, people and outlets renamed, vectors moved
a little so that no two are alike. An archive that is empty gets the demonstration corpus first. Give it a data folder
of its own: what it makes stays there, and an archive that is as large already is left as it is.

Copy k of a row has the id `(k + 1) * 2 * SPAN + 2 * id + l`. Some copies of an exchange have each account twice (l is
0 for the one and 1 for the other), so that the articles add up and up to eight tell of one exchange. The order of ids
is kept, so that a pair's left claim stays the one of the smaller id.
"""

import argparse
import os
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from diplomacy.archive.models import Article, Exchange  # noqa: E402

SPAN = 10_000
"""More than the largest id in any table of the small archive."""
CASTS = 50
"""Among how many casts the exchanges are shared out, so that nobody takes part in all of them."""
HOUSES = 20
"""How many outlets each outlet becomes."""
DAYS = 2
"""How far each copy lies before the one before it."""

PERSONS = f"(SELECT id FROM archive_actor WHERE kind = 'person' AND id < {SPAN})"  # noqa: S608
VECTOR = "l2_normalize((SELECT array_agg(x + 0.04 * (random() - 0.5)) FROM unnest(vector::real[]) AS u(x))::vector)"


def copied(column: str, layer: str = "l") -> str:
    """The id of the copy of the row that `column` names, as SQL."""
    return f"((k + 1) * {2 * SPAN} + 2 * {column} + {layer})"


def in_cast(column: str) -> str:
    """The actor who stands for the one that `column` names: for a person another of each cast."""
    person = f"((k % {CASTS} + 1) * {2 * SPAN} + 2 * {column})"
    return f"CASE WHEN {column} IN {PERSONS} THEN {person} ELSE {column} END"


ACCOUNTS = "generate_series(0, {copies} - 1) AS n(k), generate_series(0, (k < {doubled})::int) AS m(l)"
ONCE = "generate_series(0, {copies} - 1) AS n(k)"
CAST = f"generate_series(0, {CASTS} - 1) AS n(k)"
COLUMNS: dict[str, tuple[str, dict[str, str]]] = {
    "outlet": (f"generate_series(0, {HOUSES} - 1) AS n(k)", {"id": copied("id", "0"), "name": "name || ' ' || k + 2"}),
    "actor": (CAST, {"id": copied("id", "0"), "name": "name || ' ' || k + 2"}),
    "alias": (CAST, {"id": copied("id", "0"), "actor_id": copied("actor_id", "0")}),
    "article": (
        ACCOUNTS,
        {
            "id": copied("id"),
            "outlet_id": f"((k % {HOUSES} + 1) * {2 * SPAN} + 2 * outlet_id)",
            "url": "CASE url WHEN '' THEN '' ELSE url || '?copy=' || k || '-' || l END",
            "published_on": f"published_on - k * {DAYS}",
        },
    ),
    "version": (ACCOUNTS, {"id": copied("id"), "article_id": copied("article_id")}),
    "statement": (ACCOUNTS, {"id": copied("id"), "version_id": copied("version_id"), "via_id": in_cast("via_id")}),
    "statement_speakers": (
        ACCOUNTS,
        {"id": copied("id"), "statement_id": copied("statement_id"), "actor_id": in_cast("actor_id")},
    ),
    "exchange": (
        ONCE,
        {"id": copied("id", "0"), "date": f"date - k * {DAYS}", "initiator_id": in_cast("initiator_id")},
    ),
    "exchange_participants": (
        ONCE,
        {"id": copied("id", "0"), "exchange_id": copied("exchange_id", "0"), "actor_id": in_cast("actor_id")},
    ),
    "coverage": (
        ACCOUNTS,
        {
            "id": copied("id"),
            "exchange_id": copied("exchange_id", "0"),
            "article_id": copied("article_id"),
            "version_id": copied("version_id"),
            "date": f"date - k * {DAYS}",
        },
    ),
    "claim": (
        ACCOUNTS,
        {
            "id": copied("id"),
            "version_id": copied("version_id"),
            "statement_id": copied("statement_id"),
            "coverage_id": copied("coverage_id"),
        },
    ),
    "embedding": (ACCOUNTS, {"id": copied("id"), "claim_id": copied("claim_id"), "vector": VECTOR}),
    "claim_askers": (ACCOUNTS, {"id": copied("id"), "claim_id": copied("claim_id"), "actor_id": in_cast("actor_id")}),
    "pair": (
        f"{ACCOUNTS}, generate_series(0, (k < {{doubled}})::int) AS o(r)",
        {
            "id": f"(2 * {copied('id')} + r)",
            "exchange_id": copied("exchange_id", "0"),
            "left_id": copied("left_id"),
            "right_id": copied("right_id", "r"),
        },
    ),
}
"""For each table how often a row is copied (l, r: which of two accounts), and what is other in the copies."""
KEPT = {"actor": "kind = 'person'", "alias": f"actor_id IN {PERSONS}"}
"""Which rows alone are copied: countries and organisations stay one."""


def multiply(*, articles: int, exchanges: int) -> None:
    """Copy the archive's rows until it has that many articles and exchanges; one transaction, without triggers."""
    have = Article.objects.count(), Exchange.objects.count()
    copies = max(1, -(-exchanges // have[1]) - 1)
    doubled = min(copies, max(0, -(-articles // have[0]) - 1 - copies))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'embedding_vector'")
        (index,) = cursor.fetchone()
        cursor.execute("DROP INDEX embedding_vector")  # a graph of vectors is built faster at once than row by row
        for table, (times, changed) in COLUMNS.items():
            _copy(cursor, table, times.format(copies=copies, doubled=doubled), changed)
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        cursor.execute(index)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _copy(cursor: Any, table: str, times: str, changed: dict[str, str]) -> None:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [f"archive_{table}"],
    )
    names = [name for (name,) in cursor.fetchall()]
    into = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(changed.get(name, f't."{name}"') for name in names)
    kept = f"id < {SPAN} AND {KEPT.get(table, 'true')}"
    started = time.perf_counter()
    cursor.execute(
        f"INSERT INTO archive_{table} ({into})"  # noqa: S608 (all of it is written here)
        f" SELECT {values} FROM (SELECT * FROM archive_{table} WHERE {kept}) AS t, {times}"
    )
    print(f"{table:<22}{cursor.rowcount:>9,} rows {time.perf_counter() - started:>6.1f} s", flush=True)
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence('archive_{table}', 'id'), (SELECT max(id) FROM archive_{table}))"  # noqa: S608
    )


def main() -> None:
    """Fill an empty archive with the demonstration, then copy."""
    parser = argparse.ArgumentParser(description="A large archive, made of copies of a small one.")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--exchanges", type=int, default=2_000)
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    if not Article.objects.exists():
        call_command("load_demo", verbosity=0)
    if Article.objects.count() >= asked.articles and Exchange.objects.count() >= asked.exchanges:
        print("The archive is as large already; nothing is made.")
    elif Article.objects.count() >= SPAN // 10 or not Exchange.objects.exists():
        raise SystemExit("This archive is no small one with exchanges: name an empty folder in DIPLOMACY_DATA.")
    else:
        multiply(articles=asked.articles, exchanges=asked.exchanges)
    print(f"{Article.objects.count():,} articles, {Exchange.objects.count():,} exchanges.")


if __name__ == "__main__":
    main()
