"""What begins in each paragraph of a text that is corrected: statements, the writer's own claims, what was rejected."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diplomacy.archive.models import Claim, Decision, DecisionKind, Version
from diplomacy.reading.values import Span
from diplomacy.web.pages.article import Line, Note
from diplomacy.web.pages.decided import Decided, decided_of
from diplomacy.web.pages.decision import DecisionView
from diplomacy.web.pages.draft_statement import written


@dataclass(frozen=True, slots=True)
class Spoken:
    """A statement in the margin."""

    note: Note
    places: str


@dataclass(frozen=True, slots=True)
class Told:
    """A claim in the margin that nobody says but the writer."""

    id: int
    words: str
    context: bool
    places: str
    decided: Decided | None


@dataclass(frozen=True, slots=True)
class Margin:
    """A paragraph, with all that begins in it."""

    line: Line
    spoken: tuple[Spoken, ...]
    told: tuple[Told, ...]
    rejected: tuple[DecisionView, ...]
    """What a curator says is no statement, or no claim."""


def margins(
    lines: Sequence[Line],
    version: Version | None,
    narrated: Sequence[Claim],
    rows: Sequence[Decision],
    views: Mapping[int, DecisionView],
) -> tuple[Margin, ...]:
    """The paragraphs with what begins in each; the rows are the decisions on the text, with their views."""
    if version is None:
        return ()
    spans = dict(version.statements.values_list("pk", "spans"))
    begins = [line.paragraph.start for line in lines]

    def within(start: int) -> int:
        return max((begin for begin in begins if begin <= start), default=0)

    told: dict[int, list[Told]] = defaultdict(list)
    for one in narrated:
        words = " ".join(version.text[one.start : one.end].split())

        told[within(one.start)].append(
            Told(one.pk, words, one.context, written([Span(one.start, one.end)]), decided_of(one))
        )
    rejected: dict[int, list[DecisionView]] = defaultdict(list)
    for row in rows:
        anchor = next((one for one in row.anchors.all() if one.version_id == version.pk), None)
        if row.kind == DecisionKind.REJECT and anchor and anchor.sha256 == version.sha256:
            rejected[within(anchor.start)].append(views[row.pk])
    return tuple(
        Margin(
            line,
            tuple(Spoken(note, written(Span(*edges) for edges in spans.get(note.id, ()))) for note in line.notes),
            tuple(told[line.paragraph.start]),
            tuple(rejected[line.paragraph.start]),
        )
        for line in lines
    )
