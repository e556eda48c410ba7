"""The person who signs an official text and says "I" in it."""

from diplomacy.reading.people.cast import Cast, Figure
from diplomacy.reading.people.titles import is_title_word
from diplomacy.reading.values import ActorKind

_NAME_WORDS = range(2, 6)


def introduce_author(cast: Cast, byline: str) -> Figure | None:
    """Add the person of a byline to the cast ("The Hon Ada Brandt MP, Minister for Trade"); None where it names none.

    The office is what follows the first comma, else the title before the name.
    """
    signed, _, behind = byline.partition(",")
    words = signed.split()
    start, end = 0, len(words)
    while start < end and (is_title_word(words[start].lower(), cast) or cast.country_named(words[start])):
        start += 1
    while start < end and words[end - 1].lower().rstrip(",") in cast.offices.post_nominals:
        end -= 1
    name = words[start:end]
    if len(name) not in _NAME_WORDS or not all(word[0].isupper() or word.islower() for word in name):
        return None
    if any(word.lower() in cast.offices.organisation for word in name):
        return None  # "Office of the Spokesperson"
    told = (behind.strip(), " ".join(words[:start]))
    office = next((words for words in told if cast.offices.category(words)), "")
    return cast.add(" ".join(name), ActorKind.PERSON, country=cast.home, office=office)
