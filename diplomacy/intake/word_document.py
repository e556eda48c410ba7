"""`.docx`: a document of a word processor."""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from diplomacy.intake.assemble import folded, storable
from diplomacy.intake.draft import Draft
from diplomacy.intake.opened import Opened, of_article_length
from diplomacy.intake.paragraphs import Paragraph
from diplomacy.intake.values import IntakeError
from diplomacy.intake.zipped import BROKEN, open_zip

MOST_TAGS = 400_000
"""Of the document's text. One with more is no article, and its tree would take the memory."""
_TITLE_STYLES = ("title", "heading 1")
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "\u2011"}
_LEFT_OUT = ("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", qn("w:pPr"), qn("w:del"))
"""A drawing's second form, paragraphs' settings, and what was struck out while changes were tracked."""


def read_word_document(opened: Opened) -> Iterator[Draft]:
    """One article: the paragraphs in their order, those of tables' cells among them; the title by its style or the
    document's properties, which also tell the language."""
    data = opened.whole()
    _check(data, opened)
    try:
        document = docx.Document(io.BytesIO(data))
        texts = [(text, _style(element, document)) for element, text in _paragraphs(document)]
        core = document.core_properties
        named, language = folded(storable(core.title or "")), core.language or ""
    except Exception as error:  # what a broken document makes the library raise is anything
        raise _broken(opened.name) from error
    source = of_article_length("\n".join(text for text, _ in texts), f"{opened.name}: it")
    found, end = [], 0
    for text, style in texts:
        found.append((Paragraph.of(source, end, end + len(text)), style))
        end += len(text) + 1
    title = _title(found, named)
    yield Draft(
        source=source,
        paragraphs=[paragraph for paragraph, _ in found if paragraph is not title and paragraph.text],
        title=title,
        url=opened.url,
        language=language,
        original=data,
        media_type=opened.media_type or "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )


def _check(data: bytes, opened: Opened) -> None:
    """Raise an IntakeError for what is no such document, or would take the memory when it is unpacked."""
    archive = open_zip(io.BytesIO(data), opened.name, what="a Word document")
    size = 0
    for member in archive.infolist():
        size += member.file_size
        if size > 4 * opened.limit:
            raise opened.oversize(f"{opened.name}: unpacked, it")
        if not member.filename.lower().endswith((".xml", ".rels")):
            continue
        if member.file_size > opened.limit:
            raise opened.oversize(f"{opened.name}: its {folded(storable(member.filename))[:100]}")
        try:
            part = archive.read(member)
        except BROKEN:
            raise _broken(opened.name) from None
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise IntakeError(
                f"{opened.name}: it declares entities of its own, as no word processor does; leave it out."
            )
        if part.count(b"<") > MOST_TAGS:
            raise IntakeError(
                f"{opened.name}: it has too many parts (cells, runs) for an article; save its text as .txt."
            )


def _broken(name: str) -> IntakeError:
    return IntakeError(f"{name}: it is not a Word document that can be read; save it again, or its text as .txt.")


def _paragraphs(document: Document) -> Iterator[tuple[Any, str]]:
    """Each paragraph's element and text, wherever it stands in the body: in a cell, a text box, a form's field."""
    texts: dict[Any, list[str]] = {}
    skipped: list[Any] = []
    for event, element in etree.iterwalk(document.element.body, events=("start", "end")):
        if event == "start" and (skipped or element.tag in _LEFT_OUT):
            skipped.append(element)
        elif skipped:
            skipped.pop()
        elif event == "start":
            if element.tag == qn("w:p"):
                texts[element] = []
            elif element.tag == qn("w:t") or element.tag in _BREAKS:
                paragraph = next(element.iterancestors(qn("w:p")), None)
                if paragraph in texts:
                    texts[paragraph].append(_BREAKS.get(element.tag, element.text or ""))
    return ((element, storable("".join(pieces)).replace("\n", "\u2028")) for element, pieces in texts.items())


def _style(element: Any, document: Document) -> str:
    named = element.style
    style = next((each for each in document.styles if each.style_id == named), None) if named else None
    return (style.name or "").lower() if style is not None else ""


def _title(found: list[tuple[Paragraph, str]], named: str) -> Paragraph | None:
    """What is styled as one; else what the document's properties name and the text prints."""
    for wanted in _TITLE_STYLES:
        for paragraph, style in found:
            if style == wanted and paragraph.text:
                return paragraph
    return next((p for p, _ in found if named and p.text.casefold() == named.casefold()), None)
