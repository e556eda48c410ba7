"""Counts and amounts that a claim names, so that "EUR 40 million" meets "€40m" and six ships do not meet six months."""

import re
from dataclasses import dataclass
from functools import lru_cache

from diplomacy.comparing.values import AccountClaim
from diplomacy.comparing.vocabulary import KEPT, Vocabulary, surface
from diplomacy.reading.values import Word

DIGITS = re.compile(r"^(?P<sign>[€$£])?(?P<value>\d+(?:[.,]\d+)*)(?P<after>[a-z%]*)$")
ORDINALS = {"st", "nd", "rd", "th"}
ONE = {"one", "another"}
HALF = "half"
BOTH = "two"
ARTICLES = ("a", "an")
REACH = 3
"""How many words after a number the thing counted is looked for."""
MODIFIERS = 2
"""How many words before a number may say that it is rounded or a rest."""
NUMBER_SIGNS = frozenset({"no", "nr", "number", "#"})
NEARLY = 0.2
"""By how much of the larger a rounded number may differ from what it rounds."""
TIME = "time"
YEAR = "calendar year"
YEARS = re.compile(r"^(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts ("ship"), empty where the claim does not say.

    Stretches of time are in minutes, under the unit "time". `words` is as printed, `start` where in the text.
    """

    value: float
    unit: str
    words: str
    start: int
    rounded: bool = False
    """Given as about so many."""
    rest: bool = False
    """What is left of a number ("the remaining three")."""
    name: bool = False
    """Part of a name ("flight 370", "Aurora No. 8"): it counts nothing, and whoever shares it shares the name."""


@lru_cache(maxsize=KEPT)
def quantities(claim: AccountClaim, vocabulary: Vocabulary) -> tuple[Quantity, ...]:
    """The numbers of a claim, in its order."""
    words = [word for word in claim.words if word.pos != "SPACE"]
    found: list[Quantity] = []
    at = 0
    while at < len(words):
        read = _number(claim, words, at, vocabulary)
        end = at + 1
        if read is not None:
            value, unit = read
            while end < len(words) and (factor := vocabulary.multipliers.get(surface(claim, words[end]).lower())):
                value, end = value * factor, end + 1
            last = end - 1
            if not unit:
                unit, last = _counted(claim, words, at, end, vocabulary)
            name = "" if unit else _named(claim, words, at)
            if unit in vocabulary.times:
                value, unit = value * vocabulary.times[unit], TIME
            printed = claim.text[words[at].start - claim.span.start : words[last].end - claim.span.start]
            before = {surface(claim, word).lower() for word in words[max(0, at - MODIFIERS) : at]}
            rounded, rest = bool(before & vocabulary.rounding), bool(before & vocabulary.rest)
            found.append(Quantity(value, unit or name, printed, words[at].start, rounded, rest, bool(name)))
        at = end
    return tuple(found)


def _number(claim: AccountClaim, words: list[Word], at: int, vocabulary: Vocabulary) -> tuple[float, str] | None:
    """Value and unit of the number at a word, as far as the word itself tells."""
    printed = surface(claim, words[at]).lower()
    if at and printed == BOTH and surface(claim, words[at - 1]).lower() == "the":
        return None  # "the two ministers" are whom the text has named
    if printed in ONE and at + 1 < len(words) and words[at + 1].lemma in vocabulary.times:
        return 1.0, ""
    if printed == HALF and any(word.lemma in vocabulary.times for word in words[at + 1 : at + REACH]):
        return 0.5, ""
    if printed in vocabulary.number_words:
        return float(vocabulary.number_words[printed]), ""
    match = DIGITS.match(printed)
    if not match or match["value"].count(".") > 1:  # a date or the number of a section
        return None
    value, after = float(re.sub(r",(?=\d{3})", "", match["value"]).replace(",", ".")), match["after"]
    unit = vocabulary.units.get(match["sign"] or after, "")
    if after in vocabulary.multipliers:
        return value * vocabulary.multipliers[after], unit
    if after and after not in ORDINALS and after not in vocabulary.units:
        return None
    return value, YEAR if YEARS.match(printed) else unit


def _counted(claim: AccountClaim, words: list[Word], start: int, end: int, vocabulary: Vocabulary) -> tuple[str, int]:
    """What a number counts, and the index of its word: "ship" of "six grain ships"; else empty, and the number's."""
    before = surface(claim, words[start - 1]).lower() if start else ""
    if before in vocabulary.units:
        return vocabulary.units[before], end - 1
    unit, at_unit = "", end - 1
    for at in range(end, min(end + REACH, len(words))):
        word = words[at]
        known = _known_unit(claim, words, at, vocabulary)
        if known:
            return known, at
        if word.pos in ("NOUN", "PROPN"):
            unit, at_unit = word.lemma, at
        elif unit or (word.pos not in ("ADJ", "NUM", "DET") and surface(claim, word) not in ARTICLES):
            break
    return unit, at_unit


def _named(claim: AccountClaim, words: list[Word], start: int) -> str:
    """The name that a number belongs to and so counts nothing ("flight 370", "Aurora No. 8"), or empty."""
    before = [word for word in words[:start] if surface(claim, word) != "."]
    signed = bool(before) and surface(claim, before[-1]).lower().rstrip(".") in NUMBER_SIGNS
    name = before[-2:-1] if signed else before[-1:]
    return name[0].lemma if name and (signed or name[0].pos == "PROPN") else ""


def _known_unit(claim: AccountClaim, words: list[Word], at: int, vocabulary: Vocabulary) -> str:
    """The unit that stands for the word, or for it and the next ("per cent")."""
    one = surface(claim, words[at]).lower()
    two = f"{one} {surface(claim, words[at + 1]).lower()}" if at + 1 < len(words) else one
    return vocabulary.units.get(two) or vocabulary.units.get(one) or vocabulary.units.get(words[at].lemma) or ""


def shared(left: tuple[Quantity, ...], right: tuple[Quantity, ...]) -> list[tuple[Quantity, Quantity]]:
    """Equal numbers of two claims, whatever they count; those within names are none."""
    return [(a, b) for a in left for b in right if _equal(a, b) and not (a.name or b.name)]


def _equal(a: Quantity, b: Quantity) -> bool:
    """Months differ in length: "six months" is half a year, though not to the minute."""
    return a.value == b.value or (a.unit == b.unit == TIME and abs(a.value - b.value) <= 0.02 * max(a.value, b.value))


def of_one_thing(a: Quantity, b: Quantity, vocabulary: Vocabulary) -> bool:
    """Whether two quantities may count the same thing: equal or kindred units, or one left open; a year counts none."""
    if a.unit == b.unit or (not (a.unit and b.unit) and YEAR not in (a.unit, b.unit)):
        return True
    return bool(vocabulary.kindred.keys_of([a.unit]) & vocabulary.kindred.keys_of([b.unit]))


def clashing(
    left: tuple[Quantity, ...], right: tuple[Quantity, ...], vocabulary: Vocabulary
) -> list[tuple[Quantity, Quantity]]:
    """Different numbers of the same thing, where neither claim has the other's number too.

    Where one claim does not say what it counts, both must name a single number.
    """
    agreed = {q for a in left for b in right if _equal(a, b) for q in (a, b)}
    rest_left, rest_right = ([q for q in side if q not in agreed] for side in (left, right))
    single = len(left) == len(right) == 1
    return [
        (a, b)
        for a in rest_left
        for b in rest_right
        if of_one_thing(a, b, vocabulary) and (single or (a.unit and b.unit)) and not _compatible(a, b)
    ]


def _compatible(a: Quantity, b: Quantity) -> bool:
    """Whether two different numbers may both be true: one rounds the other, or is what is left of it."""
    near = abs(a.value - b.value) <= NEARLY * max(a.value, b.value)
    return a.rest != b.rest or ((a.rounded or b.rounded) and near)
