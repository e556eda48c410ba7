"""Put an article's text together from stretches of its source, and keep the way back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from diplomacy.intake.values import Block, BlockRole, Segment

BETWEEN_BLOCKS = "\n\n"
INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f"
)
"""Controls, soft hyphens, zero-width spaces, marks, embeddings and overrides of direction, and tags: nothing that a
reader sees, but what can make words read otherwise than they stand. Joiners stay, which letters and emoji need."""

_BLANK = rf"[\s{INVISIBLE}]"
_GAP = re.compile(rf"{_BLANK}{{2,}}|[^\S ]|[{INVISIBLE}]")
"""All but a single plain space, which is copied like any other character."""
_EDGE = re.compile(rf"{_BLANK}+")
_SPACE = re.compile(r"\s")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the source, `source[start:end]`, that becomes a block of the text."""

    role: BlockRole
    start: int
    end: int


def storable(text: str) -> str:
    """Put U+FFFD, one for one, for NUL and lone surrogates, which no database or UTF-8 file can hold."""
    return _UNSTORABLE.sub("\ufffd", text)


def folded(text: str) -> str:
    """Fold white space to single spaces and leave out what cannot be seen, as `assemble` does."""
    pieces, end = [], 0
    for gap in _GAP.finditer(text):
        pieces += [text[end : gap.start()], _filling(text, gap)]
        end = gap.end()
    return "".join([*pieces, text[end:]]).strip()


def assemble(source: str, passages: Iterable[Passage]) -> tuple[str, tuple[Block, ...], tuple[Segment, ...]]:
    """Return text, blocks and segments; passages that hold nothing visible become no block."""
    text: list[str] = []
    blocks: list[Block] = []
    segments: list[Segment] = []
    length = 0
    for passage in passages:
        runs = _runs(source, passage.start, passage.end)
        if not runs:
            continue
        if blocks:
            text.append(BETWEEN_BLOCKS)
            length += len(BETWEEN_BLOCKS)
        block_start = length
        for filling, start, end in runs:
            text += [filling, source[start:end]]
            length += len(filling)
            segments.append(Segment(start=length, source_start=start, length=end - start))
            length += end - start
        blocks.append(Block(role=passage.role, start=block_start, end=length))
    return "".join(text), tuple(blocks), tuple(segments)


def _runs(source: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Split a stretch into runs that are copied unchanged, each with the white space put in before it."""
    leading = _EDGE.match(source, start, end)
    start = leading.end() if leading else start
    while end > start and _EDGE.match(source, end - 1, end):
        end -= 1
    runs: list[tuple[str, int, int]] = []
    filling, position = "", start
    for gap in _GAP.finditer(source, start, end):
        runs.append((filling, position, gap.start()))
        filling, position = _filling(source, gap), gap.end()
    return [*runs, (filling, position, end)] if start < end else []


def _filling(source: str, gap: re.Match[str]) -> str:
    """What stands in the text for a gap: nothing where only invisible characters were, or a word was broken."""
    if not _SPACE.search(gap.group()):
        return ""
    before, after = source[max(gap.start() - 2, 0) : gap.start()], source[gap.end() : gap.end() + 1]
    if gap.group().startswith("\u00ad") and after.isalpha():
        return ""  # a word that was broken where the line ended
    broken_word = "\n" in gap.group() and before.endswith("-") and before[:1].isalpha() and after.isalpha()
    return "" if broken_word else " "
