"""Tell names of publishers, agencies, places and signing offices from other short lines."""

import re

from diplomacy.intake.vocabulary import Vocabulary

SMALL = frozenset(
    {"of", "for", "and", "the", "de", "la", "le", "du", "des", "der", "die", "das", "von", "van", "di", "del", "el"}
    | {"al", "in", "on", "to", "et", "y", "&", "-"}
)
_CLOSED = re.compile(r"[.!?:;…]$")


def is_name(text: str, *, longest: int = 12) -> bool:
    """Whether a line has the form of a name: a few words, each but the smallest beginning with a capital."""
    words = text.replace("(", " ").replace(")", " ").split()
    if not 1 <= len(words) <= longest or (_CLOSED.search(text) and not _abbreviated(words[-1])):
        return False
    return all(word.lower() in SMALL or word.lstrip("\"'“‘@").strip(",")[:1].isupper() for word in words) and any(
        word[:1].isupper() for word in words
    )


def _abbreviated(word: str) -> bool:
    return re.fullmatch(r"(?:[A-Z]\.)+|Inc\.|Ltd\.|Co\.|Corp\.|Rep\.", word) is not None


def names_outlet(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a name holds a word for a publisher where such names hold it: last, or first before "of" or "for"."""
    if not is_name(text):
        return False
    lowered = re.sub(r"^the\s+", "", text.lower())
    if lowered in vocabulary.agencies:
        return True
    return any(_ends_as_outlet(part.split(), vocabulary) for part in lowered.split(",")) or _opens_as_institution(
        lowered, vocabulary
    )


def _ends_as_outlet(words: list[str], vocabulary: Vocabulary) -> bool:
    if not words:
        return False
    last_two = " ".join(words[-2:])
    known = vocabulary.institutions | vocabulary.mastheads
    return words[-1] in known or last_two in known


def _opens_as_institution(lowered: str, vocabulary: Vocabulary) -> bool:
    institutions = "|".join(map(re.escape, sorted(vocabulary.institutions)))
    return re.match(rf"(?:[\w’'.-]+ ){{0,4}}(?:{institutions}) (?:of|for|de|to)\b", lowered) is not None


def is_place(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a short line may be a place: "Nairobi", "Washington, D.C.", "New Delhi, India"."""
    words = re.split(r"[\s,/]+", text.strip(" ,"))
    return (
        is_name(text, longest=5)
        and len(words) <= 5
        and not re.search(r"[\d@]", text)
        and not names_outlet(text, vocabulary)
    )


def signs_release(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a line names the office or officer that signs: "Press Office", "Ana Vik, Department Spokesperson"."""
    if not is_name(text, longest=14):
        return False
    lowered = text.lower().replace("’", "'")
    after_name = lowered.partition(",")[2]
    return _holds(lowered, vocabulary.offices) or _holds(after_name, vocabulary.officers)


def signing_outlet(text: str, vocabulary: Vocabulary) -> str:
    """The publisher whose office signs: "EEAS" of "EEAS Press Team"; empty where the line names the office alone."""
    offices = "|".join(re.escape(office) for office in vocabulary.offices)
    rest = re.sub(rf"(?:{offices})(?:,| of the| of)?", " ", text.replace("’", "'"), count=1, flags=re.IGNORECASE)
    rest = rest.strip(" ,")
    return rest if re.fullmatch(r"[A-Z]{2,8}", rest) or names_outlet(rest, vocabulary) else ""


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in words)
