"""Take a byline apart: who wrote it, for which agency, from where."""

import re
from dataclasses import dataclass

from diplomacy.intake.vocabulary import Vocabulary

_CAPITALS_THEN_AGENCY = re.compile(
    r"((?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+[ ,]+){2,}(?:and (?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+ )+)?)((?:The )?[A-Z][a-z][\w .&’'-]*)"
)
_MARKED_AGENCY = re.compile(r"(.+?)\s*(?:[|/•·]|\s[—–-]\s|,\s(?:of|for)\s)\s*(.+)")
_FROM = re.compile(r"(.+?),? in ([A-Z][\w’'.-]*(?:(?:, | and |\s)[A-Z][\w’'.-]*)*)")
_IN_EACH = re.compile(r" in [A-ZÀ-Þ][\w’'.-]*(?: [A-ZÀ-Þ][\w’'.-]*)*(?=,| and |$)")
"""Where each of several writers was."""

LONGEST_NAMES = 7
"""Words. More are a description of office, in which "in" need not lead to a place."""


@dataclass(frozen=True, slots=True)
class Byline:
    """Writers, agency and place as printed, each empty where the byline does not give it."""

    writers: str
    agency: str = ""
    place: str = ""


def split_byline(byline: str, vocabulary: Vocabulary) -> Byline:
    """Split "LENA HARTWIG Atlas Wire", "X | Y", "X, Reuters", "The Associated Press", "X in Berlin"."""
    if byline.lower() in vocabulary.agencies:
        return Byline(byline, agency=byline)
    known = next((name for name in _endings(byline) if name.lower() in vocabulary.agencies), "")
    if known:
        return Byline(byline[: -len(known)].strip(" ,|/•·—–-"), agency=known)
    in_capitals = _CAPITALS_THEN_AGENCY.fullmatch(byline)
    split = (
        in_capitals if in_capitals and re.search(r"[A-ZÀ-Þ]{3}", in_capitals[1]) else _MARKED_AGENCY.fullmatch(byline)
    )
    if split:
        return Byline(split[1].strip(" ,"), agency=split[2].strip())
    if byline.count(" in ") > 1:
        return Byline(_IN_EACH.sub("", byline))
    placed = _FROM.fullmatch(byline)
    if placed and "," not in placed[1] and len(placed[1].split()) <= LONGEST_NAMES:
        return Byline(placed[1], place=placed[2].strip())
    return Byline(byline)


def _endings(byline: str) -> list[str]:
    """The ends of a byline that begin at a word, longest first, without the whole."""
    return [byline[match.start() :] for match in re.finditer(r"(?<=[\s|/])\w", byline)]
