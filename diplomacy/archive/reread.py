"""Read texts anew: with a newer pipeline what is stored, or with newer intake what the texts were cut from."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from diplomacy.archive import vocabulary
from diplomacy.archive.batches import TEXTS, ReadsDocuments
from diplomacy.archive.incoming.fetch import found_in
from diplomacy.archive.incoming.store import recut, sha256_of
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import Version
from diplomacy.archive.queue import Job, defer_all
from diplomacy.archive.read import default_reader, read_texts
from diplomacy.intake import read_bytes
from diplomacy.intake.fetching import Fetched
from diplomacy.intake.values import Incoming, IntakeArticle


@dataclass(slots=True)
class Reread:
    """What came of reading texts anew."""

    read: int = 0
    changed: int = 0
    """Of those read, how many were read to say something else."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A text that was cut anew from its original."""

    version: int
    name: str
    changed: bool
    sentence: str = ""
    """What is wrong, where no article could be cut from it."""


def outdated(*, everything: bool = False, outlet: str = "", reader: ReadsDocuments | None = None) -> list[int]:
    """The ids of current texts that another pipeline read, or of all that were read; of one outlet, if it is named."""
    texts = Version.objects.current().exclude(pipeline="")
    if not everything:
        texts = texts.exclude(pipeline=(reader or default_reader()).pipeline[:200])
    if outlet:
        texts = texts.filter(article__outlet__name__iexact=outlet)
    return list(texts.order_by("pk").values_list("pk", flat=True))


def reread(
    texts: Collection[int],
    *,
    reader: ReadsDocuments | None = None,
    done: Callable[[Version], object] = lambda _: None,
    failed: Callable[[Version, Exception], object] | None = None,
) -> Reread:
    """Read texts anew, each in its own transaction; rows are replaced only where it is read to say something else."""
    before = dict(Version.objects.filter(pk__in=texts).values_list("pk", "found"))
    came = Reread()

    def count(version: Version) -> None:
        came.read += 1
        came.changed += version.found != before[version.pk]
        done(version)

    read_texts(texts, reader=reader, done=count, failed=failed, anew=True)
    return came


def send(texts: list[int]) -> int:
    """Hand texts over to the workers to be read anew; how many texts that is."""
    with transaction.atomic():
        defer_all(Job.REREAD, [{"versions": texts[start : start + TEXTS]} for start in range(0, len(texts), TEXTS)])
    return len(texts)


def with_originals(*, outlet: str = "") -> list[int]:
    """The ids of current texts whose original was kept."""
    texts = Version.objects.current().exclude(original=None)
    if outlet:
        texts = texts.filter(article__outlet__name__iexact=outlet)
    return list(texts.order_by("pk").values_list("pk", flat=True))


def cut_anew(texts: Collection[int], *, dry_run: bool = False) -> Iterator[Cut]:
    """Cut texts from their originals by the present intake; one that comes out otherwise is a new, unread version."""
    rows = Version.objects.current().filter(pk__in=texts).select_related("article", "original").order_by("pk")
    for version in rows.iterator(chunk_size=20):
        yield _cut(version, dry_run=dry_run)


def _cut(version: Version, *, dry_run: bool) -> Cut:
    name = str(version.article)
    found = list(_found(version))
    article = next((one for one in found if isinstance(one, IntakeArticle)), None)
    if article is None:
        why = f"{name}: no article can be cut from its original any more ({found[0] if found else 'it holds none'})."
        return Cut(version.pk, name, changed=False, sentence=why)
    if sha256_of(article.text) == version.sha256:
        return Cut(version.pk, name, changed=False)
    if dry_run:
        return Cut(version.pk, name, changed=True)
    with transaction.atomic():
        one_writer()
        is_current = Version.objects.current().filter(pk=version.pk).exists()
        return Cut(version.pk, name, changed=is_current and recut(version, article) is not None)


def _found(version: Version) -> Iterator[Incoming]:
    original = version.original
    if original is None:
        return iter(())
    if original.name.startswith(("http://", "https://")):
        fetched = Fetched(original.name, original.name, 200, original.media_type, "", "", original.data)
        return found_in(fetched, given={})
    return read_bytes(
        original.name,
        original.data,
        limit=settings.DIPLOMACY_MAX_BYTES,
        vocabulary_folder=vocabulary.folder(),
        media_type=original.media_type,
    )
