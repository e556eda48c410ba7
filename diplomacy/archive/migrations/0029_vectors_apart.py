"""Vectors get a table of their own, with those that are in the bin."""

import django.db.models.deletion
import pgvector.django.indexes
import pgvector.django.vector
from django.db import migrations, models

OUT = """
INSERT INTO archive_embedding (claim_id, vector, word_vectors, searchable)
SELECT id, vector, word_vectors, searchable FROM archive_claim WHERE vector IS NOT NULL ORDER BY id;

INSERT INTO archive_held (binned_id, "table", "column", "row", data)
SELECT binned_id, 'archive_embedding', '', made.id, jsonb_build_object(
    'id', made.id, 'claim_id', claim, 'vector', vector, 'word_vectors', word_vectors, 'searchable', searchable
)
FROM (
    SELECT nextval(pg_get_serial_sequence('archive_embedding', 'id')) AS id, binned_id, h."row" AS claim,
        data -> 'vector' AS vector, data -> 'word_vectors' AS word_vectors,
        coalesce(data -> 'searchable', 'true') AS searchable
    FROM archive_held h WHERE "table" = 'archive_claim' AND "column" = '' AND data ->> 'vector' IS NOT NULL
) made;
UPDATE archive_held SET data = data - '{vector,word_vectors,searchable}'::text[]
WHERE "table" = 'archive_claim' AND "column" = '';

SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
BACK = """
UPDATE archive_claim c SET vector = e.vector, word_vectors = e.word_vectors, searchable = e.searchable
FROM archive_embedding e WHERE e.claim_id = c.id;

UPDATE archive_held h SET data = h.data || (e.data - '{id,claim_id}'::text[]) FROM archive_held e
WHERE h."table" = 'archive_claim' AND h."column" = '' AND e."table" = 'archive_embedding'
    AND e.binned_id = h.binned_id AND (e.data ->> 'claim_id')::bigint = h."row";
DELETE FROM archive_held WHERE "table" = 'archive_embedding';

SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0028_found_by_curator'),
    ]

    operations = [
        migrations.CreateModel(
            name='Embedding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vector', pgvector.django.vector.VectorField(dimensions=384)),
                ('word_vectors', models.BinaryField(default=bytes, help_text='Of its content words, 48 bytes each: 384 signs.')),
                ('searchable', models.BooleanField(default=False, help_text='Whether searching by meaning looks at it: when all of its text has vectors.')),
                ('claim', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='embedding', to='archive.claim')),
            ],
            options={
                'ordering': ['claim'],
            },
        ),
        migrations.RunSQL(OUT, BACK),
        migrations.AddIndex(
            model_name='embedding',
            index=pgvector.django.indexes.HnswIndex(condition=models.Q(('searchable', True)), ef_construction=64, fields=['vector'], m=16, name='embedding_vector', opclasses=['vector_cosine_ops']),
        ),
        migrations.RemoveIndex(
            model_name='claim',
            name='claim_vector',
        ),
        migrations.RemoveField(
            model_name='claim',
            name='searchable',
        ),
        migrations.RemoveField(
            model_name='claim',
            name='vector',
        ),
        migrations.RemoveField(
            model_name='claim',
            name='word_vectors',
        ),
    ]
