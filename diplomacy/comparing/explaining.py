"""Why two claims were taken for a pair, in words that a reader understands."""

from collections.abc import Mapping

from diplomacy.comparing.closeness import Closeness
from diplomacy.comparing.numbers import quantities, shared
from diplomacy.comparing.values import AccountClaim, Reason
from diplomacy.comparing.vocabulary import Vocabulary

MOST_WORDS = 4


def why_close(
    near: Closeness,
    cell: tuple[int, int],
    left: AccountClaim,
    right: AccountClaim,
    *,
    weights: Mapping[str, float],
    names: Mapping[int, str],
    vocabulary: Vocabulary,
) -> tuple[Reason, ...]:
    """The parts of the score at a cell, the weightiest first; `value` is the part's share in log-odds."""
    said = {
        "meaning": f"cosine {near.cosine[cell]:.2f} between the sentences' meanings",
        "words": _words(left, right, vocabulary),
        "numbers": _numbers(left, right, vocabulary),
        "speakers": speakers_in_words(left, right, names),
        "context": "one of them is background" if near.context[cell] else "both tell of the exchange itself",
        "asking": "both say who asked for the exchange" if near.asking[cell] else "",
        "cue": f"“{left.cue_lemma}” here, “{right.cue_lemma}” there: cues of one class" if near.cue[cell] else "",
    }
    reasons = [
        Reason(part, round(weights[part] * float(getattr(near, part)[cell]), 3), words)
        for part, words in said.items()
        if words
    ]
    return tuple(sorted(reasons, key=lambda reason: -abs(reason.value)))


def _words(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> str:
    both = {w.lemma for w in left.words if w.content} & {w.lemma for w in right.words if w.content}
    kin = []
    for found in vocabulary.kindred.find(left):
        for other in vocabulary.kindred.find(right):
            if found.keys & other.keys and found.text(left).lower() != other.text(right).lower():
                kin.append(f"“{found.text(left)}” answers “{other.text(right)}”")
    shown = [f"“{lemma}”" for lemma in sorted(both, key=lambda lemma: (-len(lemma), lemma))[:MOST_WORDS]]
    parts = ([f"share {', '.join(shown)}"] if shown else []) + kin[: MOST_WORDS // 2]
    return "; ".join(parts) or "no words in common"


def _numbers(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> str:
    same = shared(quantities(left, vocabulary), quantities(right, vocabulary))
    return f"both name {same[0][0].words}" if same else ""


def speakers_in_words(left: AccountClaim, right: AccountClaim, names: Mapping[int, str]) -> str:
    """Who is made to say the two claims."""
    if not left.speakers and not right.speakers:
        return "both are told by the writer"
    if not left.speakers or not right.speakers:
        return f"said by {named(left.speakers or right.speakers, names)} here, told by the writer there"
    if left.speakers == right.speakers:
        return f"both said by {named(left.speakers, names)}"
    told = f"said by {named(left.speakers, names)} here, by {named(right.speakers, names)} there"
    return f"{told}, who speak for one state" if left.speaks_for & right.speaks_for else told


def named(actors: frozenset[int], names: Mapping[int, str]) -> str:
    """Names of actors, in a stable order."""
    return " and ".join(sorted(names.get(actor, f"actor {actor}") for actor in actors))
