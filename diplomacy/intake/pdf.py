"""`.pdf`: a document with a text layer."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from diplomacy.intake.assemble import folded
from diplomacy.intake.draft import Draft
from diplomacy.intake.header_lines import stands_alone
from diplomacy.intake.letterhead import letterhead_of
from diplomacy.intake.opened import LONGEST_SOURCE, Opened
from diplomacy.intake.paragraphs import Paragraph
from diplomacy.intake.pdf_lines import Layout, Line, lay_out
from diplomacy.intake.values import IntakeError
from diplomacy.intake.vocabulary import Vocabulary

TEXT_TAKER = Path(__file__).with_name("pdf_text.py")
MEMORY = 320 * 1024 * 1024
"""Bytes that taking the text out may take."""
SECONDS = 60
MOST_PAGES = 1000
"""Of a document. One with more is no article."""
SPARSE = 20
"""Visible characters a page. With fewer, what there is of text is not the document's."""
_LARGER = 1.15
"""How much larger than the body a headline is set."""
_FAULTS = {
    "locked": "it is locked with a password; save it again without one.",
    "broken": "it is no PDF that can be read; save it again, or its text as .txt.",
    "pages": f"it has more than {MOST_PAGES:,} pages, which is no article; cut it into its articles.",
    "length": f"it has more than {LONGEST_SOURCE:,} characters, which is no article; cut it into its articles.",
}


def read_pdf(opened: Opened) -> Iterator[Draft]:
    """One article: the text layer's paragraphs, the headline by its type or the document's properties."""
    data = opened.whole()
    taken = _taken_out(data, opened.name)
    pages = [
        (page["height"], [Line(number, *line) for line in page["lines"]]) for number, page in enumerate(taken["pages"])
    ]
    if sum(len(line.text.strip()) for _, lines in pages for line in lines) < SPARSE * len(pages):
        raise IntakeError(
            f"{opened.name}: it is a scan without a text layer; have its text recognised (ocrmypdf) first."
        )
    layout = lay_out(pages)
    title = _title(layout, folded(taken["title"] or ""), opened.vocabulary)
    yield Draft(
        source=layout.source,
        paragraphs=_without_page_head(layout.paragraphs, title, opened.vocabulary),
        title=title,
        url=layout.url or opened.url,
        original=data,
        media_type=opened.media_type or "application/pdf",
    )


def _taken_out(data: bytes, name: str) -> dict[str, Any]:
    """What the process gives that takes the text out; see `pdf_text`."""
    bounds = (MEMORY, SECONDS, MOST_PAGES, LONGEST_SOURCE)
    command = [sys.executable, "-I", str(TEXT_TAKER), *map(str, bounds)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=2 * SECONDS, check=True)  # noqa: S603
        taken: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise IntakeError(
            f"{name}: taking its text out took too much memory or time; save the article's text as .txt."
        ) from None
    if fault := taken.get("fault"):
        raise IntakeError(f"{name}: {_FAULTS[fault]}")
    return taken


def _without_page_head(found: Sequence[Paragraph], title: Paragraph | None, vocabulary: Vocabulary) -> list[Paragraph]:
    """The paragraphs but the title, and but what stands above it and is neither a date nor of a letterhead."""
    above = title.start if title else 0
    return [
        paragraph
        for paragraph in found
        if paragraph.start > above
        or (title is None)
        or (paragraph is not title and (stands_alone(paragraph.text) or letterhead_of(paragraph.text, vocabulary)))
    ]


def _title(layout: Layout, named: str, vocabulary: Vocabulary) -> Paragraph | None:
    """The headline: what the first page prints of the document's own title, else what is set larger than the rest."""
    first = layout.paragraphs[: layout.first_page]
    for paragraph in first:
        if named and paragraph.text.casefold() == named.casefold():
            return paragraph
    lengths = sorted((size, len(p.text)) for size, p in zip(layout.sizes, layout.paragraphs, strict=True))
    half = sum(length for _, length in lengths) / 2
    body = next((size for i, (size, _) in enumerate(lengths) if sum(n for _, n in lengths[: i + 1]) >= half), 0.0)
    large = [
        (size, paragraph)
        for size, paragraph in zip(layout.sizes, first, strict=False)
        if size > _LARGER * body and not letterhead_of(paragraph.text, vocabulary) and len(paragraph.text) > 8
    ]
    return max(large, key=lambda each: each[0])[1] if large else None
