"""Where else a claim is made: its nearest neighbours by meaning, in the texts of other articles, copies apart."""

from django.db import connection

from diplomacy.archive.models import Claim

MOST = 60
"""Neighbours that are looked for."""

_NEAREST = """
WITH scan AS MATERIALIZED (
    SELECT set_config('hnsw.iterative_scan', 'strict_order', true)
        || set_config('hnsw.max_scan_tuples', '4000', true) AS setting
)
SELECT near.id, near.cosine
FROM scan CROSS JOIN LATERAL (
    SELECT c.id, 1 - (c.vector <=> %(vector)s::vector) AS cosine
    FROM archive_claim c JOIN archive_version v ON v.id = c.version_id JOIN archive_article a ON a.id = v.article_id
    WHERE c.searchable AND v.current AND a.copy_of_id IS NULL AND a.id <> %(article)s AND scan.setting <> ''
    ORDER BY c.vector <=> %(vector)s::vector LIMIT %(most)s
) near
WHERE near.cosine >= %(at_least)s
ORDER BY near.cosine DESC, near.id
"""
"""They let the HNSW index go on where neighbours are the article's own, to a bound; they hold for this query."""


def nearest(claim: Claim, *, at_least: float, most: int = MOST) -> list[tuple[int, float]]:
    """Ids of claims of other articles' current texts, each with the cosine of its vector and that of `claim`.

    The nearest first, none below `at_least`; one query, through the HNSW index (`claim.version` is loaded).
    """
    with connection.cursor() as cursor:
        vector = str([float(number) for number in claim.vector])
        article = claim.version.article_id
        cursor.execute(_NEAREST, {"vector": vector, "article": article, "at_least": at_least, "most": most})
        return [(int(pk), float(cosine)) for pk, cosine in cursor.fetchall()]
