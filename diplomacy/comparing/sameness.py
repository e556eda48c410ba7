"""Whether two paired claims are in the same words, apart from inflection and from what only one of them adds."""

from collections.abc import Sequence, Set
from difflib import SequenceMatcher

from diplomacy.comparing.answering import answering, equal, inner_words
from diplomacy.comparing.values import AccountClaim
from diplomacy.comparing.vocabulary import Vocabulary
from diplomacy.reading.values import Word

SAME_SHARE = 0.8
"""How many of the shorter claim's words the other must have for the two to be the same."""
LEAST_SHARE = 0.4
"""How many of the longer one's more than are needed at least."""
LEAST_RUN = 5
"""Words that a run must have to make two claims the same, whatever the words."""


def same_words(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> list[str]:
    """The words that make two claims the same, or none.

    The other must have nearly all of the shorter one's content words, or a run of nearly all its words. No other word
    may stand for one of them, and no verb that either has alone may govern them: what is left over is detail.
    """
    if _word_for_word(left, right):
        return [word.lemma for word in inner_words(left)]
    cues = [set(claim.cue_lemma.split()) for claim in (left, right)]
    one, other = (_own_words(claim, cues[0] ^ cues[1]) for claim in (left, right))
    both = {word.lemma for word in one} & {word.lemma for word in other}
    fewest, most = sorted(len({word.lemma for word in side}) for side in (one, other))
    if len(both) < max(2, SAME_SHARE * fewest) or len(both) <= LEAST_SHARE * most:
        both = _common_run(left, right)
    if not both or _replaced(left, right, one, vocabulary):
        return []
    if any(_governed(claim, own, both) for claim, own in ((left, one), (right, other))):
        return []
    return [word.lemma for word in one if word.lemma in both]


def _word_for_word(left: AccountClaim, right: AccountClaim) -> bool:
    """Whether the two have the very same words under one cue, be it a single one of content."""
    one, other = inner_words(left), inner_words(right)
    return (
        left.cue_lemma == right.cue_lemma
        and len(one) == len(other)
        and all(equal(left, a, right, b) for a, b in zip(one, other, strict=True))
    )


def _replaced(left: AccountClaim, right: AccountClaim, own: Sequence[Word], vocabulary: Vocabulary) -> bool:
    """Whether one of the left claim's own words is answered by another word."""
    words_left, words_right = inner_words(left), inner_words(right)
    answers = answering(left, right, vocabulary=vocabulary)
    said = ((words_left[a], words_right[b]) for a, b in answers.items())
    return any(word in own and not equal(left, word, right, answer) for word, answer in said)


def _own_words(claim: AccountClaim, cues: Set[str]) -> list[Word]:
    """Content words without the verbs by which only one of the two claims is reported."""
    return [w for w in inner_words(claim) if w.content and w.lemma not in cues]


def _governed(claim: AccountClaim, own: Sequence[Word], both: Set[str]) -> bool:
    """Whether a verb that the claim has alone stands before the last of the words that the two share.

    "to push for a return" is not "to return"; what follows the shared words only adds to them.
    """
    last = max((word.start for word in inner_words(claim) if word.lemma in both), default=-1)
    return any(word.pos == "VERB" and word.lemma not in both and word.start < last for word in own)


def _common_run(left: AccountClaim, right: AccountClaim) -> set[str]:
    """The stems of the longest run of words that two claims share, if it is nearly all of the shorter one."""
    one, other = ([word.lemma for word in inner_words(claim)] for claim in (left, right))
    run = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    long_enough = run.size >= max(LEAST_RUN, SAME_SHARE * min(len(one), len(other)))
    return set(one[run.a : run.a + run.size]) if long_enough else set()
