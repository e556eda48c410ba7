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
FROM scan CROSS JOIN (SELECT vector FROM archive_embedding WHERE claim_id = %(claim)s) own CROSS JOIN LATERAL (
    SELECT c.id, 1 - (e.vector <=> own.vector) AS cosine
    FROM archive_embedding e JOIN archive_claim c ON c.id = e.claim_id
        JOIN archive_version v ON v.id = c.version_id JOIN archive_article a ON a.id = v.article_id
    WHERE e.searchable AND v.current AND a.copy_of_id IS NULL AND a.id <> %(article)s AND scan.setting <> ''
    ORDER BY e.vector <=> own.vector LIMIT %(most)s
) near
WHERE near.cosine >= %(at_least)s
ORDER BY near.cosine DESC, near.id
"""
"""They let the HNSW index go on where neighbours are the article's own, to a bound; they hold for this query."""


def nearest(claim: Claim, *, at_least: float, most: int = MOST) -> list[tuple[int, float]]:
    """Ids of claims of other articles' current texts, each with the cosine of its vector and that of `claim`.

    The nearest first, none below `at_least`, none where it has no vector yet; one query, through the HNSW index
    (`claim.version` is loaded).
    """
    with connection.cursor() as cursor:
        bounds = {"article": claim.version.article_id, "at_least": at_least, "most": most}
        cursor.execute(_NEAREST, {"claim": claim.pk, **bounds})
        return [(int(pk), float(cosine)) for pk, cosine in cursor.fetchall()]
