"""Quotation marks that a claim's own words lack: a claim may end inside a quotation, or be a part of one.

They are shown beside the claim's words, never in them; a quotation that goes on in the text gets an ellipsis.
"""

import re

CLOSED_BY = {"“": "”", "«": "»", "„": "“”", "‘": "’", '"': '"'}
"""Which marks close each opening one; the first is the usual. The straight mark is both."""

_OPENERS = re.compile(r'[“«„]|‘(?=\w|$)|(?<![\w.,;:!?…])"(?=\w|$)')
_MARKS = re.compile('[“”„«»"]|‘(?=\\w)|(?<=[\\w.,;:!?…])’(?!\\w)')
_CLOSERS = frozenset("”»’")


def lacking(text: str, *, before: str, after: str, quoted: bool) -> tuple[str, str]:
    """What to show in front of `text` and behind it, so that quotation marks come in pairs; mostly nothing.

    `before` and `after` are the text around it, as far as its paragraph goes. `quoted` says that it stands inside a
    quotation, which matters where it has no mark of its own.
    """
    opened, unopened = _unpaired(text)
    if quoted and not _MARKS.search(text):
        mark = next((found[0] for found in reversed(list(_OPENERS.finditer(before)))), "“")
        return mark, CLOSED_BY[mark][0]
    front = _front(unopened, before) if unopened else ""
    return front, _behind(opened, after) if opened else ""


def _unpaired(text: str) -> tuple[str, str]:
    """The opening mark that `text` leaves open, and the closing one that closes nothing in it."""
    opened: list[str] = []
    unopened = ""
    for found in _MARKS.finditer(text):
        mark = found[0]
        if opened and mark in CLOSED_BY[opened[-1]]:
            opened.pop()
        elif mark in _CLOSERS or (mark == '"' and _closes(text, found.start())):
            unopened = unopened or ("" if mark == "’" else mark)
        else:
            opened.append(mark)
    # A single mark may be an apostrophe ("the fishermen’s", "’tis"): it is left alone where it closes nothing.
    return (opened[0] if opened else ""), unopened


def _closes(text: str, at: int) -> bool:
    """Whether a straight mark closes: something stands before it, and nothing of a word behind it."""
    return at > 0 and not text[at - 1].isspace() and not text[at + 1 : at + 2].isalnum()


def _front(mark: str, before: str) -> str:
    usual = next(opening for opening, closing in CLOSED_BY.items() if mark in closing)
    adjacent = before[-1:]
    return adjacent if mark in CLOSED_BY.get(adjacent, "") else f"{usual}… "


def _behind(mark: str, after: str) -> str:
    adjacent = re.match(rf"[.,;:!?…]*([{CLOSED_BY[mark]}])", after)
    return adjacent[1] if adjacent else f" …{CLOSED_BY[mark][0]}"
