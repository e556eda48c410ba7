"""`.html`: a page as saved. trafilatura says which of its text is the article; the page's tags say the rest."""

import logging
import re
from collections.abc import Iterator

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from diplomacy.intake.addresses import known_by
from diplomacy.intake.assemble import folded
from diplomacy.intake.decode import charset_of, decode
from diplomacy.intake.draft import Draft
from diplomacy.intake.header_lines import stands_alone
from diplomacy.intake.opened import Opened, of_article_length
from diplomacy.intake.page_facts import PageFacts, deck, page_facts
from diplomacy.intake.page_text import Finder, TooDeepError, page_text
from diplomacy.intake.paragraphs import Paragraph, paragraphs
from diplomacy.intake.values import IntakeError

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it complains of becomes a sentence of ours

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
MOST_TAGS = 200_000
"""A page with more is no article, and the tree that is made of it would take the memory."""
LONGEST_PIECE = 9_000_000
"""Characters between two tags, or within one. What is longer the parser drops."""
LONGEST_HEADER = 3000
"""Characters between a headline and its text; in more, a date may be another article's."""
_BLOCKS = ("p", "head", "item", "quote", "cell", "code", "ab")


def read_web_page(opened: Opened) -> Iterator[Draft]:
    """One article: the page's headline, its visible standfirst and its text, without what stands around it.

    Its charset is the one that the server declares, else the page itself; its address the one that it gives itself
    if it may, else where it was fetched.
    """
    data = opened.whole()
    declared = _CHARSET.search(data[:4096])
    charset = charset_of(opened.media_type) or (declared[1].decode("ascii") if declared else "")
    draft = _draft(_tree(decode(data, name=opened.name, declared=charset), opened.name), opened.name)
    draft.url = known_by(draft.url, opened.url)
    draft.original, draft.media_type = data, opened.media_type or "text/html"
    yield draft


def _tree(markup: str, name: str) -> html.HtmlElement:
    pieces = markup.split("<", MOST_TAGS + 1)
    if len(pieces) > MOST_TAGS + 1:
        raise IntakeError(f"{name}: it has more than {MOST_TAGS:,} tags; save the article's text as .txt.")
    if max(map(len, pieces)) > LONGEST_PIECE:
        raise IntakeError(f"{name}: a part of it is too long for a parser of pages; save the article's text as .txt.")
    try:
        tree = load_html(re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", markup))
    except (etree.LxmlError, ValueError, RecursionError, TypeError, AssertionError):
        tree = None
    if tree is None:
        raise IntakeError(
            f"{name}: this is not an HTML page that can be read; save the page again, or its text as .txt."
        )
    return tree


def _draft(tree: html.HtmlElement, name: str) -> Draft:
    try:
        visible = page_text(tree)
    except TooDeepError:
        raise IntakeError(
            f"{name}: its elements are nested too deeply to read; save the article's text as .txt."
        ) from None
    of_article_length(visible, f"{name}: it")
    facts = page_facts(tree)
    standfirst = deck(tree, facts.title, facts.description)
    blocks = _article_blocks(tree)
    if not blocks:
        raise IntakeError(f"{name}: no article was found on the page; save the article's text as .txt.")
    source, title, lead, found = _located(visible, facts.title, standfirst, blocks)
    return _with_facts(
        Draft(
            source=source,
            paragraphs=[*_header_lines(source, title, found), *found],
            title=title,
            standfirst=lead,
        ),
        facts,
    )


def _header_lines(source: str, title: Paragraph | None, found: list[Paragraph]) -> list[Paragraph]:
    """Dates, bylines and addresses printed between headline and text, which trafilatura leaves out."""
    if not title or not found or not title.end < found[0].start <= title.end + LONGEST_HEADER:
        return []
    between = paragraphs(source[: found[0].start], title.end, stands_alone=lambda _: True)
    return [paragraph for paragraph in between if stands_alone(paragraph.text)]


def _with_facts(draft: Draft, facts: PageFacts) -> Draft:
    draft.published, draft.outlet, draft.byline = facts.published, facts.outlet, facts.byline
    draft.url, draft.language = facts.url, facts.language
    return draft


def _article_blocks(tree: html.HtmlElement) -> list[str]:
    """The paragraphs, headings, points and quotations that trafilatura takes for the article, in order."""
    try:
        document = bare_extraction(tree, include_comments=False, include_tables=True, favor_recall=False)
    except (etree.LxmlError, ValueError, RecursionError, TypeError, AttributeError):
        return []
    body = getattr(document, "body", None)
    if body is None:
        return []
    blocks: list[str] = []
    for element in body.iter(*_BLOCKS):
        if not any(inner is not element for inner in element.iter(*_BLOCKS)):
            blocks += _lines(element)
        elif folded(element.text or ""):
            blocks.append(folded(element.text or ""))
    return [block for block in blocks if block]


def _lines(element: etree._Element) -> list[str]:
    """An element's words, apart where the page breaks the line."""
    words: list[str] = [element.text or ""]
    for inner in element.iterdescendants():
        words.append("\n" if inner.tag == "lb" else "")
        words += [inner.text or "" if inner.tag != "lb" else "", inner.tail or ""]
    return [folded(line) for line in "".join(words).split("\n")]


def _located(
    visible: str, headline: str, standfirst: str, blocks: list[str]
) -> tuple[str, Paragraph | None, Paragraph | None, list[Paragraph]]:
    """Find all in the page's text. What the page does not show (a headline in its tags only) is put before it."""
    if headline and not Finder(visible).find(headline):
        visible = f"{headline}\n{visible}"
    finder = Finder(visible)
    title = finder.find(headline)
    lead = finder.find(standfirst)
    found = [finder.find(block) for block in blocks]
    if any(paragraph is None for paragraph in found):
        visible = "\n".join(filter(None, (headline, standfirst, *blocks)))
        finder = Finder(visible)
        title, lead = finder.find(headline), finder.find(standfirst)
        found = [finder.find(block) for block in blocks]
    return visible, title, lead, [paragraph for paragraph in found if paragraph]
