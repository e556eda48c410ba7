"""How an institution's own account of an exchange is told from a report, and whose it is."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from diplomacy.archive import vocabulary
from diplomacy.intake import vocabulary as header_words
from diplomacy.intake.values import BlockRole, IntakeArticle
from diplomacy.reading.people import countries

CountryOf = Callable[[str], str]
"""The country that a person of this name speaks for; empty where it is not known."""

TOLD = re.compile(r"\btold (?:the |The )?((?:[A-Z][\w'’&-]*)(?: (?:(?:of|and|the) )?[A-Z][\w'’&-]*){0,4})")
CAPITALISED = re.compile(r"[A-ZÀ-Þ][\w'’-]+")
DATELINE_AGENCY = re.compile(r"\(([A-Z][\w .-]{1,24})\)\s*$")
COUNTRY = r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+)?"
BESIDE = re.compile(r"(?:([A-ZÀ-Þ][\w.'’-]+) )?([A-ZÀ-Þ][\w.'’-]+) $")
FIRST_PERSON = re.compile(r"\b(?:I|my)\b")
QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
NAME = r"(?:[A-ZÀ-Þ](?:\.|[\w'’-]+) ?){1,4}"


def is_readout(article: IntakeArticle) -> bool:
    """Whether an institution speaks for itself here: no reporter's byline, opens with the exchange, quotes no third
    party."""
    words = vocabulary.load("attribution.toml")["readout"]
    signed = is_officer(article.byline)
    if (article.byline and not signed) or article.agency or dateline_agency(article):
        return False
    opening = _opening(article)
    opens = any(has(opening, word) for word in words["exchange"]) and bool(list(_officers(opening)))
    institution = sum(has(article.text, word) for word in words["institution"])
    reporter = sum(has(article.text, word) for word in words["reporter"]) + len(TOLD.findall(article.text)) // 3
    letterhead = signed or any(has(article.source[:1000], word) for word in words["letterhead"])
    return 2 * opens + 2 * letterhead + min(institution, 2) - reporter >= 2


def is_officer(byline: str) -> bool:
    """Whether a byline is an officer or an office of an institution, and no reporter."""
    words = vocabulary.load("attribution.toml")
    offices = (*words["offices"]["foreign"], *words["offices"]["leader"], *words["names"]["official"])
    reporter = any(has(byline, word) for word in words["names"]["reporter"])
    return not reporter and any(has(byline, word) for word in offices)


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
    name = article.byline.split(",")[0]
    if is_officer(article.byline) and (country := country_of(name) or country_of(_unstyled(name))):
        return Side(name, country, leader=False, why=f"It is by {name}.")
    if FIRST_PERSON.search(QUOTED.sub(" ", _opening(article))):
        country = _own_country(article.text, {officer.country for officer in officers})
        why = f"It speaks in the first person, and most of {country}." if country else "It does not say whose."
        return Side("", country, leader=False, why=why)
    if not officers:
        return Side("", "", leader=False, why="It does not say whose.")
    own = next((officer for officer in officers if not officer.country), officers[0])
    country = country_of(own.name) or own.country
    return Side(own.name, country, own.leader, f"It names {own.name or 'its minister'} first, as its own.")


def _own_country(text: str, counterparts: set[str]) -> str:
    """The country that a minister's own words name most beside the counterparts'; empty where two are as frequent."""
    if not counterparts - {""}:
        return ""
    named = Counter(country for word in CAPITALISED.findall(text) if (country := countries.lookup(word)))
    ranked = [(country, times) for country, times in named.most_common() if country not in counterparts]
    first, second = [*ranked, ("", 0), ("", 0)][:2]
    return first[0] if first[1] > second[1] else ""


def _unstyled(name: str) -> str:
    """A name without style of address, office and letters: "Ana Vik" of "The Hon Ana Vik MP"."""
    return " ".join(word for word in name.split() if word.strip(".").casefold() not in {"the", *_styles()})


@cache
def _styles() -> frozenset[str]:
    words = header_words(vocabulary.folder())
    return words.honorifics | words.postnominals | {word for office in words.officers for word in office.split()}


@dataclass(frozen=True, slots=True)
class _Officer:
    name: str
    country: str
    leader: bool


def _officers(sentence: str) -> Iterator[_Officer]:
    """Holders of offices in the order of the sentence, each with the country that stands beside the office."""
    leaders = vocabulary.load("attribution.toml")["offices"]["leader"]
    for match in _office_pattern().finditer(sentence):
        rest = sentence[match.end("office") :]
        name = match["name"] or next(iter(re.findall(NAME, rest[:60])), "")
        country = _country_before(sentence[: match.start()]) or _country_after(rest, match["name"] or "")
        yield _Officer(name.strip(" ,.'’"), country, match["office"].casefold() in leaders)


def _country_before(words: str) -> str:
    """The country whose adjective or possessive the words end with; an unknown adjective stands for its country."""
    beside = BESIDE.search(words)
    if not beside:
        return ""
    known = countries.lookup(beside[0].strip()) or countries.lookup(beside[2])
    endings = tuple(vocabulary.load("attribution.toml")["offices"]["adjective"])
    return known or (beside[2] if beside[2].endswith(endings) else "")


def _country_after(words: str, name: str) -> str:
    """The country of "… of Sund" behind an office, or behind the name that follows it."""
    found = re.match(rf"[ ,]*(?:{re.escape(name)})?,?(?: of| for)(?: the)? ({COUNTRY})", words) if name else None
    found = found or re.match(rf"(?: of| for)(?: the)? ({COUNTRY})", words)
    return countries.lookup(found[1]) or found[1] if found else ""


@cache
def _office_pattern() -> re.Pattern[str]:
    offices = vocabulary.load("attribution.toml")["offices"]
    names = sorted((*offices["foreign"], *offices["leader"]), key=len, reverse=True)
    either = "|".join(re.escape(name) for name in names)
    return re.compile(rf"\b(?P<office>(?i:{either}))\b(?! and\b)(?:[ ,]+(?P<name>{NAME}))?")


def _opening(article: IntakeArticle) -> str:
    """The body's first two paragraphs at most, up to 600 characters: where a readout says what took place."""
    body = [article.text[block.start : block.end] for block in article.blocks if block.role is BlockRole.BODY]
    return " ".join(" ".join(body[:2]).split())[:600]


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
