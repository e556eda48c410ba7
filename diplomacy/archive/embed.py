"""Make the vectors of claims, after their text was read: comparing needs those of its accounts, searching all.

Making them takes as long as reading does, so it waits until something asks for them: a text can be read on its page,
and found by its words, before it can be found by its meaning.
"""

from collections.abc import Callable, Collection, Sequence

from django.db import connection, transaction
from django.db.models import Q

from diplomacy.archive.batches import ReadsDocuments
from diplomacy.archive.deciding.as_read import OF_CUE
from diplomacy.archive.models import Claim, Statement, Version
from diplomacy.archive.read import default_reader
from diplomacy.reading.values import Span

_PUT = "UPDATE archive_claim SET vector = %s::vector, word_vectors = %s WHERE id = %s AND version_id = %s"


def embed_unembedded(*, reader: ReadsDocuments | None = None, progress: Callable[[int], None] = lambda _: None) -> int:
    """Make the vectors of every current text that has none; how many there were. `progress` hears how many are left."""
    waiting = list(Version.objects.unembedded().order_by("pk").values_list("pk", flat=True))
    for place, version in enumerate(waiting):
        progress(len(waiting) - place)
        embed([version], reader=reader)
    return len(waiting)


def embed(versions: Collection[int], *, reader: ReadsDocuments | None = None) -> None:
    """Make the vectors of those of these texts that have none, each text's in a transaction of its own."""
    for version in Version.objects.unembedded().filter(pk__in=versions).order_by("pk"):
        _embed(version, reader or default_reader())


def _embed(version: Version, reader: ReadsDocuments) -> None:
    """All of a text's claims together, so that what comes out does not depend on what else waits."""
    _look_up(version, reader)
    rows = Claim.objects.filter(version=version).order_by("position", "pk")
    claims = list(rows.values_list("pk", "start", "end", "words"))
    vectors, of_words = reader.embed(
        [version.text[start:end] for _, start, end, _ in claims],
        [_content(words, start) for _, start, _, words in claims],
    )
    made = [
        (str(vector.tolist()), signs.tobytes(), pk, version.pk)
        for (pk, *_), vector, signs in zip(claims, vectors, of_words, strict=True)
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        Version.objects.select_for_update().values_list("pk").get(pk=version.pk)
        if list(rows.values_list("pk", flat=True)) == [pk for pk, *_ in claims]:  # else it was read anew, and waits
            if made:
                cursor.executemany(_PUT, made)
            Version.objects.filter(pk=version.pk).update(embedded=reader.vectors_by[:200])


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


def _content(words: Sequence[tuple[int, int, str, str, bool]], start: int) -> list[Span]:
    """Where a claim's content words stand in it; `start` is its own place in the text."""
    return [Span(word[0] - start, word[1] - start) for word in words if word[4]]
