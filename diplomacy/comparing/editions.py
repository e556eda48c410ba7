"""What became of an article's words from one text of it to the next: an edit word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from diplomacy.reading.values import Span

WORD = re.compile(r"\w+(?:[’'\-]\w+)*|[^\w\s]")
ISLAND = 2
"""So few words that stay between two changes, and are shorter than both, belong to the change: readers read phrases."""
MOVED = 4
"""From so many words on, a stretch that goes here and comes there has been moved."""


class Fate(StrEnum):
    """What became of a stretch of words."""

    KEPT = "kept"
    DROPPED = "dropped"
    ADDED = "added"
    MOVED_AWAY = "moved-away"
    """It stands elsewhere in the later text."""
    MOVED_HERE = "moved-here"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the earlier text, of the later, or of both.

    Dropped and moved away have an empty span in the later text, added and moved here in the earlier one; both lie
    where the stretch would stand.
    """

    fate: Fate
    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class _Block:
    """Words of both texts, by their places in the lists: kept, or not."""

    kept: bool
    old: tuple[int, int]
    new: tuple[int, int]


def edits(old: str, new: str) -> tuple[Stretch, ...]:
    """The stretches from the beginning to the end of both texts.

    Together their spans cover `old` and `new` without gap or overlap, so that either text is its pieces put together.
    A kept stretch is the same in both but for white space at its end, which is no edit; capitals and marks are.
    White space that opens a text is a kept stretch of its own.
    """
    before, after = list(WORD.finditer(old)), list(WORD.finditer(new))
    was, now = _edges(before, old), _edges(after, new)
    found = [Stretch(Fate.KEPT, Span(0, was[0]), Span(0, now[0]))] if was[0] or now[0] else []
    for block in _joined(_blocks([word[0] for word in before], [word[0] for word in after])):
        there, here = (Span(edges[i], edges[j]) for edges, (i, j) in ((was, block.old), (now, block.new)))
        if block.kept:
            found.extend(_kept(was, now, block, old, new))
            continue
        if there.start < there.end:
            found.append(Stretch(Fate.DROPPED, there, Span(here.start, here.start)))
        if here.start < here.end:
            found.append(Stretch(Fate.ADDED, Span(there.end, there.end), here))
    return _with_moves(found, old, new)


def kept(span: Span, stretches: Sequence[Stretch]) -> float:
    """The share of `span`, of the earlier text, that the later one still has, by characters; 1 for an empty span."""
    length = span.end - span.start
    stays = sum(_shared(span, one.old) for one in stretches if one.fate in (Fate.KEPT, Fate.MOVED_AWAY))
    return stays / length if length else 1.0


def carried(span: Span, stretches: Sequence[Stretch]) -> Span | None:
    """Where `span` of the earlier text stands in the later one; None where less than half of it is kept in place."""
    held = [one for one in stretches if one.fate is Fate.KEPT and _shared(span, one.old)]
    if 2 * sum(_shared(span, one.old) for one in held) < span.end - span.start or not held:
        return None
    first, last = held[0], held[-1]
    start = min(first.new.start + max(0, span.start - first.old.start), first.new.end)
    end = min(last.new.start + min(span.end, last.old.end) - last.old.start, last.new.end)
    return Span(start, end) if start < end else None


def turned(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The same edit looked at from the later text: what was added is dropped."""
    other = {
        Fate.KEPT: Fate.KEPT,
        Fate.DROPPED: Fate.ADDED,
        Fate.ADDED: Fate.DROPPED,
        Fate.MOVED_AWAY: Fate.MOVED_HERE,
        Fate.MOVED_HERE: Fate.MOVED_AWAY,
    }
    return tuple(Stretch(other[one.fate], one.new, one.old) for one in stretches)


def _blocks(before: list[str], after: list[str]) -> Iterator[_Block]:
    for tag, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield _Block(tag == "equal", (i, j), (k, n))


def _kept(was: Sequence[int], now: Sequence[int], block: _Block, old: str, new: str) -> Iterator[Stretch]:
    """The kept words, cut behind those that other white space follows now, so that offsets keep step within each."""
    (first, last), shift = block.old, block.new[0] - block.old[0]
    start = first
    for word in range(first, last):
        there, here = Span(was[word], was[word + 1]), Span(now[word + shift], now[word + shift + 1])
        if word + 1 == last or there.of(old) != here.of(new):
            yield Stretch(Fate.KEPT, Span(was[start], there.end), Span(now[start + shift], here.end))
            start = word + 1


def _joined(blocks: Iterator[_Block]) -> list[_Block]:
    """Neighbouring changes as one, with the few words between them that happen to stay."""
    found: list[_Block] = []
    for block in blocks:
        if found and not block.kept and not found[-1].kept:
            found[-1] = _together(found[-1], block)
        elif len(found) > 1 and not block.kept and _is_island(found[-1], found[-2], block):
            island, change = found.pop(), found.pop()
            found.append(_together(_together(change, island), block))
        else:
            found.append(block)
    return found


def _is_island(block: _Block, before: _Block, after: _Block) -> bool:
    size = block.old[1] - block.old[0]
    return size <= ISLAND and size < _size(before) and size < _size(after)


def _size(block: _Block) -> int:
    return max(block.old[1] - block.old[0], block.new[1] - block.new[0])


def _together(first: _Block, second: _Block) -> _Block:
    return _Block(False, (first.old[0], second.old[1]), (first.new[0], second.new[1]))


def _edges(words: Sequence[re.Match[str]], text: str) -> list[int]:
    """Where each word begins, and the end of the text: white space goes with the word before it."""
    return [*(word.start() for word in words), len(text)]


def _with_moves(stretches: Sequence[Stretch], old: str, new: str) -> tuple[Stretch, ...]:
    """Dropped stretches whose words were added elsewhere as they are, and those, are called moved."""
    gone: dict[tuple[str, ...], list[int]] = {}
    for place, one in enumerate(stretches):
        if one.fate is Fate.DROPPED and len(words := _words(old, one.old)) >= MOVED:
            gone.setdefault(words, []).append(place)
    found = list(stretches)
    for place, one in enumerate(stretches):
        if one.fate is Fate.ADDED and (places := gone.get(_words(new, one.new))):
            away = places.pop()
            found[away] = Stretch(Fate.MOVED_AWAY, stretches[away].old, stretches[away].new)
            found[place] = Stretch(Fate.MOVED_HERE, one.old, one.new)
    return tuple(found)


def _words(text: str, span: Span) -> tuple[str, ...]:
    return tuple(WORD.findall(text[span.start : span.end]))


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
