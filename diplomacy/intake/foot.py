"""Read the foot of a release: the date, place and institution that some ministries print below the text."""

from dataclasses import dataclass, field

from diplomacy.intake.furniture import SENTENCE, is_prose
from diplomacy.intake.header_lines import Line, LineKind, line_of
from diplomacy.intake.names import is_place
from diplomacy.intake.paragraphs import Paragraph
from diplomacy.intake.vocabulary import Vocabulary

LONGEST_FOOT = 5
"""Lines."""

_OF_A_FOOT = {LineKind.DATE, LineKind.LETTERHEAD, LineKind.SIGNATURE, LineKind.PLACE, LineKind.ADDRESS, LineKind.KICKER}
_LABELS = ("outlet", "place")


@dataclass(slots=True)
class Foot:
    """The lines below the text, in their order, and the paragraphs that are left as the body."""

    body: list[Paragraph]
    lines: list[Line] = field(default_factory=list)


def read_foot(body: list[Paragraph], vocabulary: Vocabulary) -> Foot:
    """Take a foot off the paragraphs: short last lines below a sentence that are all of a letterhead or a date.

    A place ("New Delhi") belongs to it only above a date, and a date or a label ("Issued by:") must be among them.
    """
    lines: list[Line] = []
    for paragraph in reversed(body[-LONGEST_FOOT:]):
        line = line_of(paragraph, vocabulary)
        above_date = bool(lines) and lines[0].kind is LineKind.DATE
        if line.kind is LineKind.PLAIN and above_date and is_place(paragraph.text, vocabulary):
            line = Line(LineKind.PLACE, paragraph, place=paragraph.text)
        if line.kind not in _OF_A_FOOT and line.label not in _LABELS:
            break
        lines.insert(0, line)
    vouched = any(line.kind is LineKind.DATE or line.label == "outlet" for line in lines)
    rest = body[: len(body) - len(lines)]
    if not vouched or not rest or not is_prose(rest[-1].text, shortest=SENTENCE):
        return Foot(body)
    return Foot(rest, lines)
