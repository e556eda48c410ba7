"""`.txt`: a text whose first lines say what it is."""

from collections.abc import Iterator

from diplomacy.intake.decode import decode
from diplomacy.intake.draft import Draft
from diplomacy.intake.header_lines import stands_alone
from diplomacy.intake.paragraphs import paragraphs
from diplomacy.intake.values import IntakeError


def read_plain_text(data: bytes, name: str) -> Iterator[Draft | IntakeError]:
    """One article: title, header lines and paragraphs, in any of the customary orders."""
    source = decode(data, name=name)
    yield Draft(source=source, paragraphs=paragraphs(source, stands_alone=stands_alone))
