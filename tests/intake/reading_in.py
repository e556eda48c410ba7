"""Bring one text in, as most tests of intake do."""

from diplomacy.intake import BlockRole, IntakeArticle, IntakeError, read_bytes

BODY = (
    "The two ministers discussed the closure of the strait and agreed that inspections should begin before the end of"
    " the month, the ministry said.\n\n"
    "Orrell urged her counterpart to release the sailors. He promised to reply within a week.\n"
)
PARAGRAPHS = BODY.strip().split("\n\n")


def only(name: str, data: str | bytes) -> IntakeArticle:
    """The one article that the bytes hold; an assertion fails where they hold an error."""
    [found] = read_bytes(name, data.encode() if isinstance(data, str) else data)
    assert isinstance(found, IntakeArticle), found
    return found


def refused(name: str, data: bytes) -> str:
    """The sentence of the one error that the bytes give."""
    [found] = read_bytes(name, data)
    assert isinstance(found, IntakeError), found
    return str(found)


def blocks(article: IntakeArticle, role: BlockRole) -> list[str]:
    """The texts of an article's blocks of one role."""
    return [article.text[block.start : block.end] for block in article.blocks if block.role is role]
