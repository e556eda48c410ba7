"""Load a demonstration corpus: its outlets and actors, as a curator would enter them, and its articles."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from diplomacy.archive import vocabulary
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import Actor, ActorKind, Alias, Article, Exchange, Origin, Outlet, Tenure, Version
from diplomacy.intake.values import Incoming, IntakeError

if TYPE_CHECKING:
    from diplomacy.archive.batches import ReadsDocuments
    from diplomacy.archive.incoming.ingest import Outcomes


def demonstrate(corpus: Path, *, reader: "ReadsDocuments | None" = None) -> "Outcomes | None":
    """Load the corpus that the TOML file `corpus` describes; its articles lie in the folder of the same name.

    What is there stays as it is, also what a curator has changed since; None where all of it is there, which takes
    three queries to see. Raises IntakeError, in a sentence, where the corpus is not whole.
    """
    try:
        described = tomllib.loads(corpus.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise IntakeError(f"{corpus}: the demonstration can't be read ({error}); check out the file again.") from None
    files = [corpus.with_suffix("") / name for name in described["articles"]]
    if _is_there(files):
        return None
    from diplomacy.archive.incoming.ingest import ingest  # here: it brings in scipy, for which every start would wait

    with transaction.atomic():
        one_writer()
        _outlets(described["outlet"])
        _actors(described["country"], described["actor"])
    outcomes = ingest(_articles(files), reader=reader)
    if outcomes.failures:
        more = f" (and {len(outcomes.failures) - 1} more)" if len(outcomes.failures) > 1 else ""
        raise IntakeError(f"{outcomes.failures[0].sentence}{more}")
    return outcomes


def _is_there(files: Iterable[Path]) -> bool:
    """Whether an article came in from each of the files or their later texts, read and compared."""
    stored = set(Article.objects.values_list("source_file", flat=True).filter(source_file__in=map(str, files)))
    replaced = len({str(file) for file in files}) - len(stored)
    texts = Version.objects.filter(article__source_file__in=stored).count()
    whole = bool(stored) and texts == len(stored) + replaced
    return whole and not Version.objects.unread().exists() and not Exchange.objects.uncompared().exists()


def _articles(files: Iterable[Path]) -> Iterator[Incoming]:
    from diplomacy.intake import read_file  # here: it brings in trafilatura

    for file in files:
        yield from read_file(file, vocabulary_folder=vocabulary.folder())


def _outlets(described: Iterable[Mapping[str, Any]]) -> None:
    for fields in described:
        Outlet.objects.get_or_create(name=fields["name"], defaults={**fields, "origin": Origin.CURATOR})


def _actors(countries: Iterable[Mapping[str, Any]], actors: Iterable[Mapping[str, Any]]) -> None:
    homes = {one["name"]: _actor(one, ActorKind.COUNTRY, None) for one in countries}
    for one in actors:
        _actor(one, ActorKind(one["kind"]), homes[one["country"]])


def _actor(described: Mapping[str, Any], kind: ActorKind, country: Actor | None) -> Actor:
    curated = {"country": country, "confirmed": True, "origin": Origin.CURATOR}
    actor: Actor
    actor, made = Actor.objects.get_or_create(name=described["name"], kind=kind, defaults=curated)
    if made:
        Alias.objects.bulk_create(Alias(actor=actor, name=name) for name in described.get("aliases", ()))
        Tenure.objects.bulk_create(Tenure(actor=actor, office=office) for office in described.get("offices", ()))
    return actor
