"""Leave out what a page prints around an article."""

from diplomacy.intake.paragraphs import Paragraph
from diplomacy.intake.vocabulary import Vocabulary

LONGEST = 600
"""Characters. A longer paragraph is the article's own."""
PROSE = 20
"""Words. A paragraph of as many that ends like a sentence is prose."""
SENTENCE = 6
"""Words. As many that end like a sentence, below a trailer, show that the article goes on."""


def is_furniture(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a paragraph is a caption or notice, wherever it stands."""
    return _matches(text, vocabulary, "caption", "notice")


def is_prose(text: str, *, shortest: int = PROSE) -> bool:
    """Whether a paragraph reads like one: long enough (in words), and closed like a sentence."""
    return len(text.split()) >= shortest and text.rstrip("\"'”’»)]").endswith((".", "!", "?", "…", ":", ";"))


def without_furniture(source: str, body: list[Paragraph], vocabulary: Vocabulary) -> list[Paragraph]:
    """The paragraphs that are the article's own, each without the mark of an ending that may close it."""
    kept: list[Paragraph] = []
    last_own = max((i for i, paragraph in enumerate(body) if _is_own_sentence(paragraph.text, vocabulary)), default=-1)
    for i, paragraph in enumerate(body):
        if kept and _matches(paragraph.text, vocabulary, "close"):
            break
        if _matches(paragraph.text, vocabulary, "trailer", "close"):
            if kept and i > last_own:
                break
            continue
        if not is_furniture(paragraph.text, vocabulary):
            kept.append(_without_tail(source, paragraph, vocabulary))
    return kept


def _is_own_sentence(text: str, vocabulary: Vocabulary) -> bool:
    return is_prose(text, shortest=SENTENCE) and not is_furniture(text, vocabulary)


def _matches(text: str, vocabulary: Vocabulary, *groups: str) -> bool:
    return len(text) <= LONGEST and any(vocabulary.furniture[group].fullmatch(text) for group in groups)


def _without_tail(source: str, paragraph: Paragraph, vocabulary: Vocabulary) -> Paragraph:
    """Cut a mark off the paragraph's end."""
    searched = max(paragraph.start, paragraph.end - LONGEST)
    tail = vocabulary.furniture["tail"].search(source, searched, paragraph.end)
    if not tail or tail.start() == paragraph.start:
        return paragraph
    return Paragraph.of(source, paragraph.start, tail.start())
