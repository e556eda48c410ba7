"""Read the lines of a letterhead: the institution, the state it serves, the office, and the person who holds it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from diplomacy.intake.names import SMALL, is_name
from diplomacy.intake.vocabulary import Vocabulary

MOST_NAMES = 3
"""Words of an institution's line that are of no institution's vocabulary: "Ministry … of Trinidad and Tobago"."""
LONGEST = 200
"""Characters. No line of a letterhead is longer."""
MOST_PIECES = 5
"""Of a line with separators. With more it is a menu."""

SEPARATOR = re.compile(r"\s*[|·•»›>]\s*|\s+/\s+|\s+[—–-]+\s+|\s*[—–]\s*")
_WORD = re.compile(r"[\w'&.-]*\w[\w'&-]*\.?")
_MARKS = " *_#:,.[]"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a line of a letterhead names, each as printed, empty where it names none."""

    institution: str = ""
    state: str = ""
    office: str = ""
    person: str = ""


def letterhead_of(line: str, vocabulary: Vocabulary) -> Letterhead | None:
    """What a line names, if all of it is of a letterhead; None where any part is not, or is a kind of text alone."""
    if len(line) > LONGEST or line.endswith((".", ":", ";")):
        return None
    pieces = [piece.strip(_MARKS) for piece in SEPARATOR.split(line)]
    pieces = [piece for piece in pieces if piece and piece.lower() not in vocabulary.kickers]
    if not 0 < len(pieces) <= MOST_PIECES:
        return None
    told: dict[str, str] = {}
    unknown = []
    for piece in pieces:
        named = _piece(piece, vocabulary)
        told = {**named, **told}
        unknown += [] if named else [piece]
    if not unknown:
        return Letterhead(**told)
    bilingual = len(pieces) == len(unknown) + 1 == 2 and "institution" in told and is_name(unknown[0], longest=8)
    return Letterhead(**told) if bilingual and not vocabulary.events.intersection(_words(unknown[0])) else None


def _piece(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    """What one piece names, by field of Letterhead; nothing where it is of no letterhead."""
    whole = _named(text, vocabulary)
    if whole:
        return whole
    for join in re.finditer(r",\s*|\s+and\s+", text):
        first, second = _named(text[: join.start()], vocabulary), _named(text[join.end() :], vocabulary)
        apart = join.group().startswith(",") or "person" in second
        if first and second and apart and not first.keys() & second.keys():
            return first | second
    return {}


def _named(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    tests = (("state", names_state), ("person", names_person), ("office", names_office))
    for field, test in (*tests, ("institution", names_institution)):
        if test(text, vocabulary):
            return {field: text}
    return {}


def names_institution(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line is an institution's name and nothing else: no verb, no officer, few words not of its kind.

    "Ministry of Foreign Affairs of Ruritania" is one, "Minister Vik Visits Embassy of Sund" is a title.
    """
    words = _words(text)
    if not is_name(text, longest=16) or any(word in vocabulary.events for word in words):
        return False
    lowered = " ".join(words)
    if not _any_of(vocabulary.institutions).search(lowered) or _any_of(vocabulary.offices).search(lowered):
        return False
    if _holds_office(re.sub(r"\bof (?:the )?\S+(?: \S+)?|\S+'s?\b", " ", lowered), vocabulary):
        return False
    known = _of_institutions(vocabulary) | SMALL | vocabulary.affairs | vocabulary.states | _officers(vocabulary)
    return sum(word not in known for word in words) <= MOST_NAMES


def names_state(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line is the full style of a state or its government: "Kingdom of Sund", "United Mexican States"."""
    words = _words(text)
    heads = [at for at, word in enumerate(words) if word in vocabulary.states]
    if len(heads) != 1 or not is_name(text, longest=9) or any(word in vocabulary.events for word in words):
        return False
    before, after = words[: heads[0]], words[heads[0] + 1 :]
    plain = not SMALL.intersection(before) - {"the"} and len(before) <= 4
    return plain and len(words) > 1 and (not after or (after[0] == "of" and 1 < len(after) <= 5))


def names_office(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line is an office and not its holder: "Minister for Foreign Affairs", "Foreign Secretary of Sund"."""
    lowered = " ".join(_words(text))
    if not is_name(text, longest=14) or not _holds_office(lowered, vocabulary):
        return False
    if any(word in vocabulary.events for word in lowered.split()) or _any_of(vocabulary.offices).search(lowered):
        return False
    title, _, domain = re.sub(r"\b(?:of|for)\b", "of", lowered).partition(" of ")
    known = _officers(vocabulary) | vocabulary.affairs | SMALL
    names = [word for word in domain.split() if word not in known | vocabulary.states]
    return all(word in known for word in title.split()) and len(names) <= MOST_NAMES


def names_person(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line is a person, by an honorific before the name or letters behind it: "The Hon Ana Vik MP"."""
    words = _words(text)
    if not is_name(text.rstrip("."), longest=9) or any(word in vocabulary.events for word in words):
        return False
    plain = [word.rstrip(".") for word in words if word != "the"]
    rest = [word for word in plain if word not in vocabulary.honorifics and word not in vocabulary.postnominals]
    lowered = " ".join(rest)
    styled = bool(plain) and (plain[0] in vocabulary.honorifics or plain[-1] in vocabulary.postnominals)
    named = 1 <= len(rest) <= 5 and len(rest) < len(plain)
    return (
        styled
        and named
        and not _holds_office(lowered, vocabulary)
        and not _any_of(vocabulary.institutions).search(lowered)
    )


def in_small_letters(name: str, vocabulary: Vocabulary) -> str:
    """A name that is printed in capitals, in capitals and small letters; abbreviations stay as they are.

    A word is taken for an abbreviation if it is short, has no vowel, or is a news agency's.
    """
    if not name.isupper() or " " not in name:
        return name
    small = re.sub(r"[^\W\d_][\w'’]*", lambda word: _small(word.group(), vocabulary), name)
    return small[:1].upper() + small[1:]


def _small(word: str, vocabulary: Vocabulary) -> str:
    if word.lower() in SMALL:
        return word.lower()
    abbreviated = len(word) <= 3 or not re.search(r"[AEIOUYÀ-Ý]", word) or word in vocabulary.agencies.values()
    return word if abbreviated else word[0] + word[1:].lower().replace("i\u0307", "i")  # of "İ"


def _holds_office(lowered: str, vocabulary: Vocabulary) -> bool:
    return _any_of(vocabulary.officers).search(lowered) is not None


def _words(text: str) -> list[str]:
    return [word.rstrip(".") for word in _WORD.findall(text.lower().replace("’", "'"))]


@lru_cache(maxsize=64)
def _any_of(phrases: frozenset[str] | tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")


@lru_cache(maxsize=8)
def _each_word(phrases: frozenset[str] | tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in phrase.split())


def _of_institutions(vocabulary: Vocabulary) -> frozenset[str]:
    return _each_word(vocabulary.institutions)


def _officers(vocabulary: Vocabulary) -> frozenset[str]:
    return _each_word(vocabulary.officers)
