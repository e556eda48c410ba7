"""How an institution's own account of an exchange is told from a report, and whose it is."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from diplomacy.archive import vocabulary
from diplomacy.intake.values import BlockRole, IntakeArticle
from diplomacy.reading import countries

CountryOf = Callable[[str], str]
"""The country that a person of this name speaks for; empty where it is not known."""

TOLD = re.compile(r"\btold (?:the |The )?((?:[A-Z][\w'’&-]*)(?: (?:(?:of|and|the) )?[A-Z][\w'’&-]*){0,4})")
CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w'’-]+")
DATELINE_AGENCY = re.compile(r"\(([A-Z][\w .-]{1,24})\)\s*$")
NAME = r"(?:[A-ZÀ-Þ][\w.'’-]+ ?){1,4}"


def is_readout(article: IntakeArticle) -> bool:
    """Whether an institution speaks for itself here: no byline, opens with the exchange, quotes no third party."""
    words = vocabulary.load("attribution.toml")["readout"]
    if article.byline or article.agency or dateline_agency(article):
        return False
    opening = _opening(article)
    opens = any(has(opening, word) for word in words["exchange"]) and bool(list(_officers(opening)))
    institution = sum(has(article.text, word) for word in words["institution"])
    reporter = sum(has(article.text, word) for word in words["reporter"]) + len(TOLD.findall(article.text)) // 3
    return 2 * opens + min(institution, 2) - reporter >= 2


@dataclass(frozen=True, slots=True)
class Side:
    """The side that a readout speaks for: its minister, their country where it is known."""

    name: str
    country: str
    leader: bool
    why: str


def speaking_side(article: IntakeArticle, country_of: CountryOf) -> Side:
    """Whom a readout without a letterhead speaks for.

    An institution names its own minister without a country and the counterpart with one ("the Foreign Minister spoke
    with Ruritanian Foreign Minister …"); where both or neither have one, it names its own first.
    """
    officers = list(_officers(_opening(article)))
    if not officers:
        return Side("", "", leader=False, why="It does not say whose.")
    own = next((officer for officer in officers if not officer.country), officers[0])
    country = country_of(own.name) or own.country
    return Side(own.name, country, own.leader, f"It names {own.name or 'its minister'} first, as its own.")


@dataclass(frozen=True, slots=True)
class _Officer:
    name: str
    country: str
    leader: bool


def _officers(sentence: str) -> Iterator[_Officer]:
    """Holders of offices in the order of the sentence, each with the country that stands beside the office."""
    for match in _office_pattern().finditer(sentence):
        before = CAPITALISED.findall(sentence[max(0, match.start() - 30) : match.start()])
        after = re.match(r"(?: of| for)(?: the)? ([A-ZÀ-Þ]\w+(?: [A-ZÀ-Þ]\w+)?)", sentence[match.end("office") :])
        name = re.search(NAME, sentence[match.end("office") : match.end("office") + 60]) if not match["name"] else None
        behind = re.match(
            rf"\s*{re.escape(match['name'] or '')},? of (?:the )?([A-ZÀ-Þ]\w+)", sentence[match.end("office") :]
        )
        country = (countries.lookup(before[-1]) if before else None) or next(
            (found for part in (after, behind) if part and (found := countries.lookup(part[1]) or part[1])), ""
        )
        leaders = vocabulary.load("attribution.toml")["offices"]["leader"]
        yield _Officer(
            (match["name"] or (name[0] if name else "")).strip(" ,.'’"), country, match["office"].casefold() in leaders
        )


@cache
def _office_pattern() -> re.Pattern[str]:
    offices = vocabulary.load("attribution.toml")["offices"]
    names = sorted((*offices["foreign"], *offices["leader"]), key=len, reverse=True)
    either = "|".join(re.escape(name) for name in names)
    return re.compile(rf"\b(?P<office>(?i:{either}))\b(?! and\b)(?:[ ,]+(?P<name>{NAME}))?")


def _opening(article: IntakeArticle) -> str:
    """The body's first two paragraphs at most, up to 600 characters: where a readout says what took place."""
    body = [article.text[block.start : block.end] for block in article.blocks if block.role is BlockRole.BODY]
    return " ".join(body[:2])[:600]


@cache
def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)


def has(text: str, word: str) -> bool:
    """Whether the words stand in the text as whole words, whatever their case."""
    return _whole(word).search(text) is not None


def dateline_agency(article: IntakeArticle) -> str:
    """The agency that a dateline names in brackets: "MP" of "PORT ANSEL (MP)"."""
    match = DATELINE_AGENCY.search(article.dateline)
    return match[1] if match else ""
