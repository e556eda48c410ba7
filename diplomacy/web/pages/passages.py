"""An article's text cut where its claims start and end, each with the ways to what other accounts say of it.

Pure: from a text, its claims and its statements to stretches, without the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from diplomacy.web.pages.marking import Marked, Run, Stretch, runs
from diplomacy.web.pages.words import RelationWords


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A passage of another account that meets this one, and how."""

    claim: int
    letter: str
    outlet: str
    relation: RelationWords


@dataclass(frozen=True, slots=True)
class Passage:
    """A claim where it stands; offsets are half-open and count into its article's text."""

    claim: int
    start: int
    end: int
    background: bool = False
    """Whether it is not about the exchange itself."""
    alone: bool = False
    """Whether it is about the exchange, and no other account has it."""
    counterparts: tuple[Counterpart, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """Text of one passage, or of none: a passage that another interrupts comes in several cuts.

    A passage that others cover wholly has one cut without text, so that it can still be reached.
    """

    runs: tuple[Run, ...]
    passage: Passage | None = None
    opens: bool = False
    closes: bool = False
    background: bool = False
    """Whether it belongs to no passage, and those on both sides of it are background: the words that join these."""


def cuts(
    text: str, within: Stretch, *, passages: Iterable[Passage], marked: Iterable[Marked], cues: Iterable[Stretch]
) -> tuple[Cut, ...]:
    """Cut `text[within]`, a paragraph, wherever a passage starts or ends; the shortest that covers a cut has it.

    The texts of the cuts' runs reassemble to `text[within]`, whatever the passages are. A passage belongs to the
    paragraph in which it starts, and is cut off at its end.
    """
    start, end = within
    held = [passage for passage in passages if start <= passage.start < end]
    said = [mark for mark in marked if mark.start < end and mark.end > start]
    cued = [cue for cue in cues if cue[0] < end and cue[1] > start]
    edges = sorted({start, end, *(edge for p in held for edge in (p.start, p.end) if start < edge < end)})
    stretches = list(pairwise(edges))
    owners = [_owner(held, left) for left, _ in stretches]
    first = {owner.claim: place for place, owner in reversed([*enumerate(owners)]) if owner}
    last = {owner.claim: place for place, owner in enumerate(owners) if owner}
    found: list[Cut] = []
    for place, ((left, right), owner) in enumerate(zip(stretches, owners, strict=True)):
        covered = (passage for passage in held if passage.start == left and passage.claim not in first)
        found.extend(Cut((), passage, opens=True, closes=True) for passage in covered)
        found.append(
            Cut(
                runs(text, (left, right), marked=said, cues=cued, here=None),
                owner,
                opens=owner is not None and first[owner.claim] == place,
                closes=owner is not None and last[owner.claim] == place,
                background=owner is None and _joins_background(owners, place),
            )
        )
    return tuple(found)


def _owner(held: list[Passage], at: int) -> Passage | None:
    covering = (passage for passage in held if passage.start <= at < passage.end)
    return min(covering, key=lambda passage: (passage.end - passage.start, passage.claim), default=None)


def _joins_background(owners: list[Passage | None], place: int) -> bool:
    before = next((owner for owner in reversed(owners[:place]) if owner), None)
    after = next((owner for owner in owners[place:] if owner), None)
    beside = [owner for owner in (before, after) if owner]
    return bool(beside) and all(owner.background for owner in beside)
