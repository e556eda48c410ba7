"""Two claims that give one part in an exchange to different sides: one has it that Northland asked for the call,
the other that Southland did.
"""

from collections.abc import Mapping
from itertools import pairwise

from diplomacy.comparing.answering import answering, inner_words
from diplomacy.comparing.closeness import strangers
from diplomacy.comparing.values import AccountClaim
from diplomacy.comparing.vocabulary import Found, Vocabulary, surface
from diplomacy.reading.values import Word

ADDRESSING = frozenset({"to", "with"})
"""A side that is named behind these is spoken to, and has no part by that ("the request to Northland")."""


def other_side(left: AccountClaim, right: AccountClaim, *, names: Mapping[int, str], vocabulary: Vocabulary) -> str:
    """Who has the part in each claim, in words; empty where they do not clash on it.

    They clash where both name the same part that one side alone can have, each names one side and not the same, and
    the shorter claim says nothing else that the longer does not. Claims of strangers are positions, and no clash.
    """
    if len(left.mentions) != 1 or len(right.mentions) != 1 or left.mentions == right.mentions:
        return ""
    if strangers(left, right) or _addressed(left) or _addressed(right):
        return ""
    one, other = _parts(left, vocabulary), _parts(right, vocabulary)
    shared = sorted(one.keys() & other.keys())
    if not shared or not _alike_in_the_rest(left, right, vocabulary):
        return ""
    ours, theirs = (f"“{parts[shared[0]].text(claim)}”" for claim, parts in ((left, one), (right, other)))
    return f"{ours} names {_side(left, names)}, {theirs} {_side(right, names)}, in the same part"


def _parts(claim: AccountClaim, vocabulary: Vocabulary) -> dict[str, Found]:
    return {key: found for found in vocabulary.parts.find(claim) for key in found.keys}


def _side(claim: AccountClaim, names: Mapping[int, str]) -> str:
    [side] = claim.mentions
    return names.get(side, "a side")


def _alike_in_the_rest(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> bool:
    """Whether beside names and the part itself the shorter claim says something, and only what the longer does too."""
    answers = answering(left, right, vocabulary=vocabulary)
    sides = ((_rest(left, vocabulary), set(answers)), (_rest(right, vocabulary), set(answers.values())))
    return any(rest and rest <= answered for rest, answered in sides)


def _rest(claim: AccountClaim, vocabulary: Vocabulary) -> set[int]:
    """Indexes of the inner words that are content, but no name and no word for a part."""
    part = {word for found in vocabulary.parts.find(claim) for word in found.words}
    words = inner_words(claim)
    return {at for at, word in enumerate(words) if word.content and word not in part and not _is_name(claim, word)}


def _is_name(claim: AccountClaim, word: Word) -> bool:
    return word.pos == "PROPN" or (word.start > claim.span.start and surface(claim, word)[:1].isupper())


def _addressed(claim: AccountClaim) -> bool:
    """Whether a name stands behind a word of address, articles aside."""
    words = [word for word in inner_words(claim) if word.pos != "DET"]
    return any(before.lemma in ADDRESSING and _is_name(claim, word) for before, word in pairwise(words))
