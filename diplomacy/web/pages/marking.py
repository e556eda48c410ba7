"""An article's text cut into runs, so that overlapping and nested statements can be marked without crossing tags."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of text that a statement covers; `number` is the statement's."""

    start: int
    end: int
    number: int
    kind: str
    tint: int
    opens: bool = False
    """Whether the statement's number is shown where this stretch starts."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text under one and the same set of marks."""

    text: str
    kind: str = ""
    tint: int = 0
    depth: int = 0
    """How many statements cover it."""
    cue: bool = False
    here: bool = False
    """Whether it belongs to the claim that the reader came for."""
    first_here: bool = False
    opens: tuple[int, ...] = ()
    """Numbers of the statements that start with it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, cut into runs; `start` is its offset in the text."""

    start: int
    runs: tuple[Run, ...]
    role: str = ""
    """`title` or `standfirst`; empty for the body."""


Stretch = tuple[int, int]


def paragraphs(text: str) -> Iterable[Stretch]:
    """The half-open stretches of the lines of `text` that are not blank."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line.rstrip())
        start += len(line)


def runs(
    text: str, within: Stretch, *, marked: list[Marked], cues: list[Stretch], here: Stretch | None
) -> tuple[Run, ...]:
    """Cut `text[within]` wherever a mark starts or ends.

    Offsets count into `text`. The runs reassemble to `text[within]`, whatever the marks are; the innermost
    (shortest) statement gives a run its kind and tint.
    """
    start, end = within
    stretches = [(m.start, m.end) for m in marked] + cues + ([here] if here else [])
    edges = sorted({start, end, *(edge for stretch in stretches for edge in stretch if start < edge < end)})
    found = []
    for left, right in pairwise(edges):
        covering = sorted((m for m in marked if m.start <= left < m.end), key=lambda m: m.end - m.start)
        inner = covering[0] if covering else None
        in_claim = here is not None and here[0] <= left < here[1]
        found.append(
            Run(
                text=text[left:right],
                kind=inner.kind if inner else "",
                tint=inner.tint if inner else 0,
                depth=len(covering),
                cue=any(cue[0] <= left < cue[1] for cue in cues),
                here=in_claim,
                first_here=in_claim and here is not None and left == max(here[0], start) and here[0] >= start,
                opens=tuple(m.number for m in marked if m.opens and m.start == left),
            )
        )
    return tuple(found)
