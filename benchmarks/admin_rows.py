"""Rows by the hundred thousand for `benchmarks.admin_speed`: made within the database, of syllables, by no text."""

import time

from django.apps import apps
from django.db import connection, transaction
from django.db.models import NOT_PROVIDED
from psycopg import sql

RARE = "Kobrivan"
"""A name that a few rows in a hundred thousand have."""
COMMON = "Minister"
"""A word that every second row has."""

NAMES = """
    CREATE FUNCTION pg_temp.made_name(i int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE WHEN i % 20000 = 7 THEN 'Kobrivan' ELSE initcap(
            (ARRAY['ba','do','ke','lu','mi','no','pe','ri','sa','to'])[1 + i % 10] ||
            (ARRAY['lan','mer','nov','pol','rik','sten','tar','vel','wen','zor'])[1 + (i / 10) % 10] ||
            (ARRAY['a','ek','ian','of','os','ova','son','ts','ur','y'])[1 + (i / 100) % 10]
        ) END $$;
    CREATE FUNCTION pg_temp.made_text(i int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT 'Minister ' || pg_temp.made_name(i) || ' speaks about matter ' || i || E'\\n\\n' ||
            repeat('The minister said that the measure at the bridge is lawful, and harms nobody. ', 20) $$;
"""
N = "generate_series(1, {rows}) AS n(i)"
ROWS: tuple[tuple[str, str, str], ...] = (
    (
        "outlet",
        "id, name, kind, country, domains, aliases, language, wikidata_id, inferred, origin",
        "i, pg_temp.made_name(i) || ' Herald ' || i, (ARRAY['official', 'wire', 'state-media', 'press'])[1 + i % 4],"
        " pg_temp.made_name(i * 3), '{{}}', '{{}}', 'en', '', i % 50 = 0, 'machine'",
    ),
    (
        "actor",
        "id, name, kind, wikidata_id, confirmed, origin",
        "i, CASE WHEN i % 2 = 0 THEN 'Minister ' ELSE '' END || pg_temp.made_name(i) || ' ' || i,"
        " CASE WHEN i % 500 = 0 THEN 'country' ELSE 'person' END, '', i % 10 = 0, 'machine'",
    ),
    ("alias", "id, actor_id, name", "i, i, 'Minister ' || pg_temp.made_name(i) || ' alias ' || i"),
    ("tenure", "id, actor_id, office, start", "i, i, 'Minister no. ' || i, date '1990-01-01' + i % 12000"),
    (
        "article",
        "id, outlet_id, title, byline, dateline, url, language, published_on, source_file, attribution, printed_in,"
        " set_by_curator",
        "i, CASE WHEN i % 5 = 0 THEN 1 ELSE i END, 'Minister ' || pg_temp.made_name(i) || ' speaks about matter ' || i,"
        " '', '', 'https://herald' || i % 100 || '.example/' || i, 'en', date '1995-01-01' + i % 11000, '', '', '',"
        " '{{}}'",
    ),
    (
        "version",
        "id, article_id, current, seen_at, text, sha256, title_end, body_start, source, segments, bands, pipeline,"
        " embedded, found",
        "i, i, true, now(), pg_temp.made_text(i), md5(i::text) || md5(i::text), 0, 0, '', '[]',"
        " '{{}}', CASE WHEN i % 100 = 0 THEN '' ELSE 'reading ' || i % 3 END, '', ''",
    ),
    (
        "statement",
        "id, version_id, position, spans, kind, mention_rule, cue_lemma, cue_class, cue_strength, cue_negated,"
        " cue_hedged, silence, rule, confidence, origin, pipeline, search",
        "i, i, 0, '{{{{0,60}}}}', (ARRAY['direct', 'indirect', 'mixed', 'free'])[1 + i % 4], '', 'say', 'neutral', 2,"
        " false, false, i % 5000 = 0, '', 0.5, CASE WHEN i % 1000 = 0 THEN 'curator' ELSE 'machine' END, '',"
        " to_tsvector('english', 'minister ' || pg_temp.made_name(i))",
    ),
    (
        "statement_speakers",
        "id, statement_id, actor_id",
        "i, i, CASE WHEN i % 5 = 0 THEN 2 ELSE i END",
    ),
    (
        "exchange",
        "id, kind, date, origin, pipeline, split_off, set_aside",
        "i, (ARRAY['call', 'meeting', 'visit', 'letter'])[1 + i % 4], date '1995-01-01' + i % 11000,"
        " CASE WHEN i % 1000 = 0 THEN 'curator' ELSE 'machine' END, '', false, false",
    ),
    ("exchange_participants", "id, exchange_id, actor_id", "i, i, CASE WHEN i % 5 = 0 THEN 2 ELSE i END"),
    (
        "coverage",
        "id, exchange_id, article_id, version_id, date, kind, passages, reasons, doubts, origin, pipeline, compared,"
        " counts",
        "i, i, i, i, date '1995-01-01' + i % 11000, '', '{{}}', '[]', 0,"
        " CASE WHEN i % 1000 = 0 THEN 'curator' ELSE 'machine' END, '', '', true",
    ),
    (
        "claim",
        'id, version_id, statement_id, coverage_id, position, start, "end", words, context, quoted, origin, pipeline',
        "i, i, i, i, 0, 0, 60, '[]', i % 3 = 0, i % 7 = 0,"
        " CASE WHEN i % 1000 = 0 THEN 'curator' ELSE 'machine' END, ''",
    ),
    (
        "pair",
        "id, exchange_id, left_id, right_id, relation, facets, score, why, origin, pipeline",
        "i, i, greatest(i - 1, 1), greatest(i, 2),"
        " (ARRAY['same', 'reworded', 'shifted', 'contradicted', 'disputed'])[1 + i % 5],"
        " '{{}}', 0.5, '[]', CASE WHEN i % 1000 = 0 THEN 'curator' ELSE 'machine' END, ''",
    ),
)
"""A table, its columns, and what stands in row i; every fifth statement and exchange is of one actor."""


CHANGED = ("actor", "article")
"""Of what the history tells once of every row that it was made."""


def remember(table: str) -> None:
    """Put into the history that each row of a table was made, as its triggers would."""
    row, event = (apps.get_model("archive", name) for name in (table, f"{table}event"))
    kept = {field.column for field in event._meta.local_concrete_fields}
    columns = ", ".join(str(field.column) for field in row._meta.local_concrete_fields if field.column in kept)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO archive_{table}event (pgh_created_at, pgh_label, pgh_obj_id, {columns})"  # noqa: S608
            f" SELECT now(), 'insert', id, {columns} FROM archive_{table}"
        )


def unsaid(table: str, said: str) -> dict[str, str]:
    """What the other columns have that can't be empty: a model's own defaults, which the database does not know."""
    [model] = (one for one in apps.get_models(include_auto_created=True) if one._meta.db_table == table)
    named = {column.strip(' "') for column in said.split(",")}
    needed = [field for field in model._meta.local_concrete_fields if not (field.null or field.generated)]
    left = [field for field in needed if field.column not in named and field.db_default is NOT_PROVIDED]
    values = {field.column: field.get_db_prep_save(field.get_default(), connection) for field in left}
    return {str(column): sql.Literal(value).as_string(connection.connection) for column, value in values.items()}


def make(rows: int) -> None:
    """Fill an empty archive with so many rows of each kind; one transaction, without triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(NAMES)
        for table, columns, values in ROWS:
            started = time.perf_counter()
            made, more = N.format(rows=rows), unsaid(f"archive_{table}", columns)
            into, row = ", ".join((columns, *more)), ", ".join((values.format(rows=rows), *more.values()))
            cursor.execute(f"INSERT INTO archive_{table} ({into}) SELECT {row} FROM {made}")  # noqa: S608
            print(f"{table:<22}{cursor.rowcount:>9,} rows {time.perf_counter() - started:>6.1f} s", flush=True)
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('archive_{table}', 'id'), {rows})")
        for table in CHANGED:
            remember(table)
