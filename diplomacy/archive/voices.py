"""Who says what stands at places of texts."""

from collections.abc import Mapping, Sequence

from django.db import connection

from diplomacy.archive.prepared import asked

_VOICES = """
SELECT asked.place, array_agg(a.name ORDER BY a.name)
FROM unnest(%(versions)s::bigint[], %(starts)s::bigint[]) WITH ORDINALITY asked(version, start, place)
CROSS JOIN LATERAL (
    SELECT s.id FROM archive_statement s
    WHERE s.version_id = asked.version AND NOT s.silence
        AND s.spans[1][1] <= asked.start AND asked.start < s.spans[array_upper(s.spans, 1)][2]
        AND EXISTS (SELECT FROM generate_subscripts(s.spans, 1) n
                    WHERE s.spans[n][1] <= asked.start AND asked.start < s.spans[n][2])
    ORDER BY s.id LIMIT 1
) said
LEFT JOIN archive_statement_speakers m ON m.statement_id = said.id LEFT JOIN archive_actor a ON a.id = m.actor_id
GROUP BY asked.place
"""
"""Of a text's statements nearly all lie wholly before the place or after it, which their first and last offset tell."""


def voices(places: Sequence[tuple[int, int]]) -> Mapping[int, tuple[str | None, ...]]:
    """Names of who makes the statement that a place (id of a version, offset in its text) lies in, in one query.

    By the index of the place; one that lies in no statement is left out. None stands for somebody not identified.
    """
    told = {"versions": [version for version, _ in places], "starts": [start for _, start in places]}
    return {place - 1: tuple(names) for place, names in asked(connection, _VOICES, told)}
