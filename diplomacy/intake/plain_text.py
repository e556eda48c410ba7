"""`.txt`: a text whose first lines say what it is."""

from collections.abc import Iterator

from diplomacy.intake.decode import charset_of, decode
from diplomacy.intake.draft import Draft
from diplomacy.intake.header_lines import stands_alone
from diplomacy.intake.opened import Opened, of_article_length
from diplomacy.intake.paragraphs import paragraphs


def read_plain_text(opened: Opened) -> Iterator[Draft]:
    """One article: title, header lines and paragraphs, in any of the customary orders."""
    data = opened.whole()
    declared = charset_of(opened.media_type)
    source = of_article_length(decode(data, name=opened.name, declared=declared), f"{opened.name}: it")
    yield Draft(
        source=source,
        paragraphs=paragraphs(source, stands_alone=stands_alone),
        url=opened.url,
        original=data,
        media_type=opened.media_type or "text/plain",
    )
