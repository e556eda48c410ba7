"""Whose words a copy has: what of its head's text it keeps, adds and leaves out."""

from dataclasses import dataclass

from diplomacy.archive.incoming.copies import told_in
from diplomacy.archive.models import Article, OutletKind, Version
from diplomacy.comparing.copies import Differences
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.changes import Piece, pieces_of
from diplomacy.web.pages.copies import differences, words_of
from diplomacy.web.pages.standing import edited

CERTAIN = 0.9
"""The share of either text's words that the other has from which on a copy is sure. With less an editor's hand has gone
over it; accounts that are no copies have a tenth of theirs in common (`benchmarks.copies`)."""


@dataclass(frozen=True, slots=True)
class CopyOf:
    """What the page of a copy says of the article whose words it has."""

    head: Article
    percent: int
    """How much of the copy's words are the head's."""
    kept: int
    """How much of the head's words the copy has, in hundredths as well."""
    sureness: str
    why: str
    """Why that one is taken for the head."""
    added: tuple[str, ...]
    missing: tuple[str, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]
    """Both texts as one, below their headlines: the copy's, and what it dropped of the head's."""

    @property
    def url(self) -> str:
        """The head's own page."""
        return address("article", self.head.pk)

    @classmethod
    def between(cls, copy: Version, head: Version) -> "CopyOf":
        """What `copy` has of `head`; the head's article and outlet are loaded."""
        theirs, own = told_in(head), told_in(copy)
        found = differences(theirs, own)
        return cls(
            head=head.article,
            percent=round(100 * found.share),
            kept=round(100 * found.kept),
            sureness=_sureness(found),
            why=_why(head.article, copy.article),
            added=words_of(own, found.added),
            missing=words_of(theirs, found.missing),
            paragraphs=pieces_of(edited(theirs, own), theirs, own),
        )


def copy_of(version: Version) -> CopyOf | None:
    """What the text's article is a copy of, if it is one: one query then, none else."""
    if version.article.copy_of_id is None:
        return None
    rows = Version.objects.current().filter(article=version.article.copy_of_id).select_related("article__outlet")
    head = rows.defer("source", "segments", "search").first()
    return CopyOf.between(version, head) if head else None


def _sureness(found: Differences) -> str:
    common = max(found.share, found.kept)
    return "sure" if common >= CERTAIN else "fairly sure"


def _why(head: Article, copy: Article) -> str:
    """What makes it the head; the rule is that of `comparing.copies`."""
    if head.outlet.kind == OutletKind.OFFICIAL:
        return "That is the institution’s own account."
    if not head.printed_in and head.outlet_id == copy.outlet_id:
        return "That is the agency’s own, which this text credits."
    if not head.printed_in and head.outlet.kind == OutletKind.WIRE:
        return "That is a news agency’s own."
    if head.published_on < copy.published_on:
        return "That was published earlier."
    return "Of the texts that share these words that is the earliest, or the one that most others are like."
