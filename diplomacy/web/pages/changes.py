"""What changed between two texts of an article: word by word, and which claims only one of them makes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest

from django.http import Http404

from diplomacy.archive.models import Claim, Version
from diplomacy.comparing.editions import Fate, Stretch, carried, kept, turned
from diplomacy.reading.values import Span
from diplomacy.web.pages.accounts import ClaimView
from diplomacy.web.pages.citing import Citation, Work, clipped
from diplomacy.web.pages.places import TextKey, changes_url
from diplomacy.web.pages.standing import edited, texts

GONE = (Fate.DROPPED, Fate.MOVED_AWAY)
HALF = 0.5
"""A claim of which less than this share of the words is in the other text is not in it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph and what became of them."""

    text: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class Altered:
    """A claim that both texts make, with some other words."""

    old: ClaimView
    new: ClaimView


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that is between two texts of one article."""

    old: Version
    new: Version
    paragraphs: tuple[tuple[Piece, ...], ...]
    dropped: tuple[ClaimView, ...]
    """Claims that the later text does not make any more."""
    added: tuple[ClaimView, ...]
    """Claims that the earlier one does not make."""
    altered: tuple[Altered, ...]
    words_dropped: int
    words_added: int
    words_moved: int

    @property
    def url(self) -> str:
        """The permanent address of their page."""
        return changes_url(TextKey.of(self.old), TextKey.of(self.new))

    @property
    def touched(self) -> tuple[tuple[Piece, ...], ...]:
        """The paragraphs in which something changed."""
        return tuple(one for one in self.paragraphs if any(piece.fate is not Fate.KEPT for piece in one))

    @property
    def told(self) -> str:
        """What changed, in a few words."""
        words = _counted("word", dropped=self.words_dropped, added=self.words_added, moved=self.words_moved)
        claims = _counted("claim", dropped=len(self.dropped), added=len(self.added), altered=len(self.altered))
        return "; ".join(filter(None, [words, claims])) or "no word changed"

    @classmethod
    def between(cls, old: Version, new: Version, claims: Collection[Claim]) -> "Changes":
        """The changes from `old` to `new`; `claims` are those of both texts and maybe others, their speakers loaded."""
        stretches = edited(old.text, new.text)
        before = [claim for claim in claims if claim.version_id == old.pk]
        after = [claim for claim in claims if claim.version_id == new.pk]
        back = turned(stretches)
        return cls(
            old=old,
            new=new,
            paragraphs=pieces_of(stretches, old.text, new.text),
            dropped=tuple(ClaimView.of(c, old) for c in before if kept(_span(c), stretches) < HALF),
            added=tuple(ClaimView.of(c, new) for c in after if kept(_span(c), back) < HALF),
            altered=tuple(_altered(before, after, stretches, old, new)),
            words_dropped=_words(stretches, Fate.DROPPED, old.text, new.text),
            words_added=_words(stretches, Fate.ADDED, old.text, new.text),
            words_moved=_words(stretches, Fate.MOVED_HERE, old.text, new.text),
        )


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """The page of the changes between two texts of an article."""

    changes: Changes
    unread: tuple[datetime, ...]
    """When those texts were seen whose claims are not known."""

    @property
    def url(self) -> str:
        """Its permanent address."""
        return self.changes.url

    @classmethod
    def build(cls, old: TextKey, new: TextKey) -> "ChangesPage":
        """The page of two texts; raises Http404 where they are not two of one article."""
        if old.article != new.article or old == new:
            raise Http404("these are not two texts of one article")
        found = texts([old, new])
        claims = claims_of(found.values())
        read = {claim.version_id for claim in claims}
        unread = tuple(version.seen_at for version in found.values() if version.pk not in read)
        return cls(Changes.between(found[old], found[new], claims), unread)

    def citation(self, url: str, accessed: date) -> Citation:
        """How it is cited by its address `url`, the site's name included."""
        old, new = self.changes.old, self.changes.new
        title = f"“{clipped(old.article.heading)}” ({old.article.outlet.name}): its texts of two times"
        seen = f"seen on {old.seen_at:%-d %B %Y, %H:%M} and on {new.seen_at:%-d %B %Y, %H:%M} UTC"
        judged = f"two texts, {seen} (sha256 {old.sha256[:12]} and {new.sha256[:12]}): {self.changes.told}."
        return Citation(self.url, url, title, judged, (Work.of(new),), accessed)


def claims_of(versions: Iterable[Version]) -> list[Claim]:
    """The claims of these texts in order, with statements and speakers, in two queries."""
    rows = Claim.objects.filter(version__in=[version.pk for version in versions])
    rows = rows.select_related("statement__via", "statement__decision__by").prefetch_related("statement__speakers")
    return list(rows.order_by("version", "position", "pk"))


def _altered(
    before: Sequence[Claim], after: Sequence[Claim], stretches: Sequence[Stretch], old: Version, new: Version
) -> Iterable[Altered]:
    """Claims most of whose words stayed while some changed, with the claim that most of them stand in now."""
    for claim in before:
        here = carried(_span(claim), stretches)
        if here is None or kept(_span(claim), stretches) < HALF:
            continue
        now = max(after, key=lambda other: _shared(_span(other), here), default=None)
        if now is None or not _shared(_span(now), here):
            continue
        views = ClaimView.of(claim, old), ClaimView.of(now, new)
        if here.of(new.text).split() != views[0].text.split():
            yield Altered(*views)


def _counted(what: str, **counts: int) -> str:
    """ "1 word dropped, 3 added": what there is none of is left out."""
    told = [(count, fate) for fate, count in counts.items() if count]
    units = [f" {what}{'s' if count != 1 else ''}" if not place else "" for place, (count, _) in enumerate(told)]
    return ", ".join(f"{count}{unit} {fate}" for (count, fate), unit in zip(told, units, strict=True))


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _span(claim: Claim) -> Span:
    return Span(claim.start, claim.end)


def pieces_of(stretches: Sequence[Stretch], old: str, new: str) -> tuple[tuple[Piece, ...], ...]:
    """Both texts as one, cut at line breaks; what is kept stands as the later text has it.

    Where something is taken out behind it, the white space between the two is that of the earlier text: a sentence
    that ended a paragraph is shown as its end.
    """
    found: list[list[Piece]] = [[]]
    for one, after in zip_longest(stretches, stretches[1:]):
        text = one.old.of(old) if one.fate in GONE else one.new.of(new)
        if one.fate is Fate.KEPT and after and after.fate in GONE:
            text = one.old.of(old)
        for place, line in enumerate(text.split("\n")):
            if place and found[-1]:
                found.append([])
            if line:
                found[-1].append(Piece(line, one.fate))
    return tuple(tuple(pieces) for pieces in found if pieces)


def _words(stretches: Iterable[Stretch], fate: Fate, old: str, new: str) -> int:
    texts = (one.old.of(old) if fate is Fate.DROPPED else one.new.of(new) for one in stretches if one.fate is fate)
    return sum(len(text.split()) for text in texts)
