"""What became of an article's words from one text of it to the next: an edit word by word."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from diplomacy.reading.values import Span

WORD = re.compile(r"\w+(?:[’'\-]\w+)*|[^\w\s]")
ISLAND = 2
"""So few words that stay between two changes, and are shorter than both, belong to the change: readers read phrases."""
MOVED = 4
"""From so many words on, a stretch that goes here and comes there has been moved."""
MOVED_AMONG = 8
"""So many it takes where other words go and other words come beside it: fewer may meet by chance."""


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
    elsewhere: Span | None = None
    """Where moved words stand in the text that lacks them here; None where the white space among them is other."""


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
    """Where `span` of the earlier text stands in the later one; None where less than half of it is kept together.

    What is kept in place goes before what was moved.
    """
    held = [one for one in stretches if one.fate is Fate.KEPT and _shared(span, one.old)]
    if 2 * sum(_shared(span, one.old) for one in held) < span.end - span.start or not held:
        held = _moved(span, stretches)
    if not held:
        return None
    first, last = held[0], held[-1]
    start = min(first.new.start + max(0, span.start - first.old.start), first.new.end)
    end = min(last.new.start + min(span.end, last.old.end) - last.old.start, last.new.end)
    return Span(start, end) if start < end else None


def _moved(span: Span, stretches: Sequence[Stretch]) -> list[Stretch]:
    """The moved stretch that has half of `span` or more, laid where it went; empty where none has."""
    for one in stretches:
        if one.fate is Fate.MOVED_AWAY and one.elsewhere and 2 * _shared(span, one.old) >= span.end - span.start > 0:
            return [Stretch(Fate.KEPT, one.old, one.elsewhere)]
    return []


def turned(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The same edit looked at from the later text: what was added is dropped."""
    other = {
        Fate.KEPT: Fate.KEPT,
        Fate.DROPPED: Fate.ADDED,
        Fate.ADDED: Fate.DROPPED,
        Fate.MOVED_AWAY: Fate.MOVED_HERE,
        Fate.MOVED_HERE: Fate.MOVED_AWAY,
    }
    return tuple(Stretch(other[one.fate], one.new, one.old, one.elsewhere) for one in stretches)


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
    """Words that went here and came there as they are, be it among others, are stretches of their own: moved."""
    gone = {place: _Words.of(old, one.old) for place, one in enumerate(stretches) if one.fate is Fate.DROPPED}
    come = {place: _Words.of(new, one.new) for place, one in enumerate(stretches) if one.fate is Fate.ADDED}
    away: dict[int, list[_Run]] = {place: [] for place in gone}
    here: dict[int, list[_Run]] = {place: [] for place in come}
    for was, now in _moves(gone, come):
        spans = gone[was.place].span(was), come[now.place].span(now)
        alike = spans[0].of(old).rstrip() == spans[1].of(new).rstrip()
        away[was.place].append(replace(was, elsewhere=spans[1] if alike else None))
        here[now.place].append(replace(now, elsewhere=spans[0] if alike else None))
    found: list[Stretch] = []
    for place, one in enumerate(stretches):
        if place in gone:
            for span, run in gone[place].cut(away[place]):
                found.append(
                    Stretch(Fate.MOVED_AWAY if run else Fate.DROPPED, span, one.new, run.elsewhere if run else None)
                )
        elif place in come:
            for span, run in come[place].cut(here[place]):
                found.append(
                    Stretch(Fate.MOVED_HERE if run else Fate.ADDED, one.old, span, run.elsewhere if run else None)
                )
        else:
            found.append(one)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Run:
    """Words `start` to `end` of the stretch at `place` in the list of stretches."""

    place: int
    start: int
    end: int
    elsewhere: Span | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a stretch, and where in the text each begins; the last edge is the stretch's end."""

    words: tuple[str, ...]
    edges: tuple[int, ...]

    @classmethod
    def of(cls, text: str, span: Span) -> "_Words":
        found = list(WORD.finditer(text, span.start, span.end))
        return cls(tuple(word[0] for word in found), (*(word.start() for word in found), span.end))

    def span(self, run: _Run) -> Span:
        return Span(self.edges[run.start], self.edges[run.end])

    def cut(self, runs: Iterable[_Run]) -> Iterator[tuple[Span, _Run | None]]:
        """All of the stretch in order, cut where `runs` start and end, each piece with the run that it is."""
        at = 0
        for run in sorted(runs, key=lambda run: run.start):
            if at < run.start:
                yield Span(self.edges[at], self.edges[run.start]), None
            yield self.span(run), run
            at = run.end
        if at < len(self.words):
            yield Span(self.edges[at], self.edges[-1]), None


def _moves(gone: Mapping[int, _Words], come: Mapping[int, _Words]) -> Iterator[tuple[_Run, _Run]]:
    """Runs of words that stand in a stretch of each, no word twice; in the order in which they come."""
    starts: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for place, was in gone.items():
        for at in range(len(was.words) - MOVED + 1):
            starts.setdefault(was.words[at : at + MOVED], []).append((place, at))
    taken: set[tuple[int, int]] = set()
    for place, now in come.items():
        at = 0
        while at + MOVED <= len(now.words):
            runs = [_run(gone[p], p, a, now.words[at:], taken) for p, a in starts.get(now.words[at : at + MOVED], ())]
            run = max(runs, key=lambda run: run.end - run.start, default=None)
            length = run.end - run.start if run else 0
            if run and length >= _enough(gone[run.place], now):
                taken.update((run.place, word) for word in range(run.start, run.end))
                yield run, _Run(place, at, at + length)
                at += length
            else:
                at += 1


def _run(was: _Words, place: int, start: int, words: Sequence[str], taken: Collection[tuple[int, int]]) -> _Run:
    """How far the words from `start` on are these `words`, and not taken."""
    end = start
    for one, other in zip(was.words[start:], words, strict=False):
        if one != other or (place, end) in taken:
            break
        end += 1
    return _Run(place, start, end)


def _enough(was: _Words, now: _Words) -> int:
    """How many words it takes to be moved: those that are all of what goes or of what comes are soon enough."""
    return max(MOVED, min(MOVED_AMONG, len(was.words), len(now.words)))


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
