"""What cannot both be true, of two paired claims or of two sides' positions, with the words that clash."""

from collections.abc import Mapping
from dataclasses import replace

from diplomacy.comparing.closeness import likeness
from diplomacy.comparing.explaining import named
from diplomacy.comparing.numbers import clashing, quantities
from diplomacy.comparing.values import AccountClaim, Reason, Relation
from diplomacy.comparing.vocabulary import Found, Vocabulary, surface

REACH = 2
"""Content words behind a "not" that it denies, beside the one before it."""
ALIKE = 0.3
"""From here on two claims speak of one thing closely enough that a "not" makes them contradict."""


def contradiction(left: AccountClaim, right: AccountClaim, names: Mapping[int, str], vocabulary: Vocabulary) -> str:
    """Why both cannot be true, or nothing."""
    numbers = clashing(quantities(left, vocabulary), quantities(right, vocabulary), vocabulary)
    if numbers:
        return f"“{numbers[0][0].words}” against “{numbers[0][1].words}”"
    if left.askers and right.askers:
        ours, theirs = (named(claim.askers, names) for claim in (left, right))
        return "" if left.askers & right.askers else f"{ours} asked for it here, {theirs} there"
    no_left, no_right = negation(left, vocabulary), negation(right, vocabulary)
    if bool(no_left) == bool(no_right):
        return ""
    denying, other = (left, right) if no_left else (right, left)
    denied = _denied(denying, vocabulary)
    if _undoes(denied, other, vocabulary):
        return f"“{no_left or no_right}” of what the other has it that the speaker did"
    if likeness(left, right, vocabulary) < ALIKE:
        return ""
    told = denying.cue_negated or bool(_senses(denied, vocabulary) & _senses(other, vocabulary))
    return f"“{no_left or no_right}” on one side only" if told else ""


def _denied(denying: AccountClaim, vocabulary: Vocabulary) -> AccountClaim:
    """The part of a claim that its "not" denies: "will not close the door" says nothing against "a return"."""
    words = denying.words
    at = next((i for i, word in enumerate(words) if word.lemma.lower() in vocabulary.negations), None)
    if at is None:
        return denying
    before = [word for word in words[:at] if word.content][-1:]
    behind = [word for word in words[at + 1 :] if word.content][:REACH]
    return replace(denying, words=(*before, *behind), cue_lemma="")


def _undoes(denied: AccountClaim, other: AccountClaim, vocabulary: Vocabulary) -> bool:
    """Whether an act of speech is denied that the other claim reports: "gave no undertaking", "promised to …"."""
    rungs = vocabulary.commitments.keys_of(word.lemma for word in denied.words)
    return bool((rungs - {"refused"}) & vocabulary.acts(other))


def _senses(claim: AccountClaim, vocabulary: Vocabulary) -> set[str]:
    """The lemmas of a claim's words and cue, and the groups of kindred words that they belong to."""
    lemmas = {word.lemma.lower() for word in claim.words if word.content} | set(claim.cue_lemma.split())
    groups = vocabulary.kindred.keys_of(lemmas)
    return lemmas | {f"@{group}" for group in groups}


def negation(claim: AccountClaim, vocabulary: Vocabulary) -> str:
    """The word that denies the claim, or its cue where that does; else empty."""
    if claim.cue_negated:
        return claim.cue_lemma or "not"
    return next((surface(claim, word) for word in claim.words if word.lemma.lower() in vocabulary.negations), "")


def clash_of_positions(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> Reason | None:
    """Why claims of different speakers are clashing positions, or None.

    They are where their words take opposite positions ("lawful", "a breach").
    """
    for found in vocabulary.opposites.find(left):
        for other in vocabulary.opposites.find(right):
            if _opposed(found, other):
                words = f"“{found.text(left)}” against “{other.text(right)}”"
                return Reason(Relation.DISPUTED, 1.0, words)
    return None


def _opposed(found: Found, other: Found) -> bool:
    turned = {key[:-1] + ("-" if key.endswith("+") else "+") for key in found.keys}
    return bool(turned & other.keys)
