"""The visible text of a parsed page as one string, and where in it a stretch of words stands."""

import re
from collections.abc import Iterator

from lxml import etree

from diplomacy.intake.assemble import INVISIBLE, storable
from diplomacy.intake.paragraphs import Paragraph

DEEPEST = 254
"""Elements within one another. The parser drops what lies deeper, so a page that deep is not read in part."""

_HIDDEN = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "svg", "iframe", "object", "select", "button"}
)
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins"}
    | {"kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u"}
    | {"var", "wbr"}
)
_BLANK = re.compile(rf"[\s{INVISIBLE}]+")


class TooDeepError(Exception):
    """The page's elements are nested deeper than the parser reads."""


def page_text(tree: etree._Element) -> str:
    """Everything that a reader could see, entities resolved, with a line break wherever a block begins or ends."""
    pieces: list[str] = []
    depth, hidden = 0, 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            pieces.append(element.tail or "" if not hidden else "")
            continue
        name = str(element.tag)
        breaks = "" if name in _INLINE else "\n"
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise TooDeepError
        if event == "start":
            hidden += name in _HIDDEN
            pieces.append(breaks + (element.text or "") if not hidden else "")
        else:
            hidden -= name in _HIDDEN
            pieces.append(breaks + (element.tail or "") if not hidden else "")
    return storable("".join(pieces))


class Finder:
    """Finds words in a text whatever white space lies between and within them, each search after the one before."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._offsets = [i for start, end in _solid(source) for i in range(start, end)]
        self._solid = "".join(source[start:end] for start, end in _solid(source))
        self._position = 0

    def find(self, words: str) -> Paragraph | None:
        """The next stretch that has these words, else the first one anywhere; None where there is none."""
        solid = _BLANK.sub("", words)
        if not solid:
            return None
        at = self._solid.find(solid, self._position)
        if at >= 0:
            self._position = at + len(solid)
        else:
            at = self._solid.find(solid)
        if at < 0:
            return None
        return Paragraph.of(self.source, self._offsets[at], self._offsets[at + len(solid) - 1] + 1)


def _solid(source: str) -> Iterator[tuple[int, int]]:
    """The runs of visible characters."""
    end = 0
    for blank in _BLANK.finditer(source):
        if blank.start() > end:
            yield end, blank.start()
        end = blank.end()
    if end < len(source):
        yield end, len(source)
