"""Make the vectors of claims, after their text was read: comparing needs those of its accounts, searching all.

Making them takes as long as reading does, so it waits until something asks for them: a text can be read on its page,
and found by its words, before it can be found by its meaning.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from diplomacy.archive.batches import ReadsDocuments
from diplomacy.archive.deciding.as_read import OF_CUE
from diplomacy.archive.models import Claim, Embedding, Statement, Version
from diplomacy.archive.querysets import CoverageQuerySet
from diplomacy.archive.read import default_reader
from diplomacy.reading.values import Span

_PUT = """
    INSERT INTO archive_embedding (vector, word_vectors, searchable, claim_id)
    SELECT %s::vector, %s, %s, id FROM archive_claim WHERE id = %s AND version_id = %s
    ON CONFLICT (claim_id) DO UPDATE
    SET vector = excluded.vector, word_vectors = excluded.word_vectors,
        searchable = archive_embedding.searchable OR excluded.searchable
"""


def embed_unembedded(*, reader: ReadsDocuments | None = None, progress: Callable[[int], None] = lambda _: None) -> int:
    """Make the vectors of every current text that has none; how many there were. `progress` hears how many are left."""
    waiting = list(Version.objects.unembedded().order_by("pk").values_list("pk", flat=True))
    for place, version in enumerate(waiting):
        progress(len(waiting) - place)
        embed([version], reader=reader)
    return len(waiting)


def embed(versions: Collection[int], *, reader: ReadsDocuments | None = None) -> None:
    """Make the vectors of those of these texts that have none, each text's in a transaction of its own; searching finds
    their claims then."""
    for version in Version.objects.unembedded().filter(pk__in=versions).order_by("pk"):
        _embed(version, reader or default_reader())


def embed_accounts(accounts: CoverageQuerySet, *, reader: ReadsDocuments | None = None) -> None:
    """Make the vectors that comparing these accounts takes, where they lack them: of what tells of the exchange, and of
    what tells of none. Searching finds them when the rest of the text has its own: to enter them where it looks takes
    a third of the time."""
    of = dict(accounts.values_list("article", "pk"))
    for version in Version.objects.unembedded().filter(article__in=of).order_by("pk"):
        _embed(version, reader or default_reader(), only={None, of[version.article_id]})


def _embed(version: Version, reader: ReadsDocuments, *, only: Collection[int | None] | None = None) -> None:
    """What a text tells of one exchange together, and what of none, so that what comes out does not depend on what else
    waits; with `only`, of these accounts (ids) or of none."""
    _look_up(version, reader)
    rows = Claim.objects.filter(version=version).order_by("position", "pk")
    before = list(rows.values_list("pk", "coverage"))
    all_claims = [
        pk for pk, _ in before
    ]  # by whose ids vectors are looked up: joined, all there are may be gone through
    there = set(Embedding.objects.filter(claim__in=all_claims).values_list("claim", flat=True))
    made = [
        row
        for claims in _together(rows.values_list("coverage", "pk", "start", "end", "words"), there, only)
        for row in _vectors(version.text, claims, reader)
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        Version.objects.select_for_update().values_list("pk").get(pk=version.pk)
        if list(rows.values_list("pk", "coverage")) != before:
            return  # it was read anew, and waits
        if made:
            cursor.executemany(_PUT, [(vector, signs, only is None, pk, version.pk) for vector, signs, pk in made])
        if only is None:  # to write one that is searchable already takes long
            Embedding.objects.filter(claim__in=all_claims, searchable=False).update(searchable=True)
            Version.objects.filter(pk=version.pk).update(embedded=reader.vectors_by[:200])


_Words = Sequence[tuple[int, int, str, str, bool]]
_ToEmbed = tuple[int, int, int, _Words]
"""A claim's id, where it starts and ends, and its words."""


def _together(
    claims: Iterable[Any], there: Collection[int], only: Collection[int | None] | None
) -> list[list[_ToEmbed]]:
    """The claims by what they tell of, where one of them lacks its vector; `there` are those (ids) that have one."""
    groups: defaultdict[int | None, list[_ToEmbed]] = defaultdict(list)
    lacking = set()
    for coverage, pk, start, end, words in claims:
        if only is None or coverage in only:
            groups[coverage].append((pk, start, end, words))
            lacking |= set() if pk in there else {coverage}
    return [groups[coverage] for coverage in groups if coverage in lacking]


def _vectors(text: str, claims: Sequence[_ToEmbed], reader: ReadsDocuments) -> Iterator[tuple[str, bytes, int]]:
    """The vectors of the claims and of their words, as they are stored."""
    vectors, of_words = reader.embed(
        [text[start:end] for _, start, end, _ in claims], [_content(words, start) for _, start, _, words in claims]
    )
    for (pk, *_), vector, signs in zip(claims, vectors, of_words, strict=True):
        yield str(vector.tolist()), signs.tobytes(), pk


def _look_up(version: Version, reader: ReadsDocuments) -> None:
    """Find the words of claims that a curator cut, and what cues one chose; reading did it of all others."""
    claims = list(Claim.objects.filter(version=version, words=[]).only("start", "end"))
    cues = Q(version=version, cue_lemma="", cue_start__isnull=False)
    statements = list(Statement.objects.filter(cues).only("cue_start", "cue_end"))
    spans = [Span(claim.start, claim.end) for claim in claims]
    for claim, words in zip(claims, reader.words_of(version.text, spans) if claims else (), strict=True):
        claim.words = [[word.start, word.end, word.lemma, word.pos, word.content] for word in words]
    told = [Span(row.cue_start or 0, row.cue_end or 0) for row in statements]
    for row, cue in zip(statements, reader.cues_of(version.text, told) if told else (), strict=True):
        row.cue_lemma, row.cue_class, row.cue_strength = cue.lemma[:80], cue.cue_class, cue.strength
        row.cue_negated, row.cue_hedged = cue.negated, cue.hedged
    with transaction.atomic():
        Version.objects.select_for_update().values_list("pk").get(pk=version.pk)
        Claim.objects.bulk_update(claims, ["words"])
        Statement.objects.bulk_update(statements, OF_CUE)


def _content(words: _Words, start: int) -> list[Span]:
    """Where a claim's content words stand in it; `start` is its own place in the text."""
    return [Span(word[0] - start, word[1] - start) for word in words if word[4]]
