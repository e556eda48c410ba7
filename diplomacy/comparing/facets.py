"""In what two paired claims differ, each with the words that decide it."""

from collections.abc import Mapping, Sequence

from diplomacy.comparing.answering import answering, inner_words
from diplomacy.comparing.explaining import named
from diplomacy.comparing.numbers import clashing, quantities
from diplomacy.comparing.values import AccountClaim, Facet, Reason, Relation
from diplomacy.comparing.vocabulary import Found, Vocabulary, surface
from diplomacy.reading.values import CueClass, StatementKind, Word

SPECIFIC = ("NOUN", "PROPN", "NUM", "ADJ")
DETAILS = 2
"""How many specifics one side must have that the other lacks."""
STRENGTHS = 2
"""How far apart the strengths of two cues of one class must lie."""

Facets = list[tuple[Facet, Reason]]


def facets(
    left: AccountClaim,
    right: AccountClaim,
    relation: Relation,
    *,
    names: Mapping[int, str],
    vocabulary: Vocabulary,
) -> Facets:
    """The facets of a pair with their reasons, in the order of `Facet`."""
    said = {
        Facet.NAMING: naming(left, right, vocabulary),
        Facet.VERB: verb(left, right, vocabulary),
        Facet.VOICE: voice(left, right),
        Facet.SPEAKER: speaker(left, right, names),
        Facet.HEDGE: hedge(left, right, vocabulary) if relation in (Relation.SAME, Relation.REWORDED) else "",
        Facet.NUMBER: number(left, right, vocabulary),
        Facet.DETAIL: detail(left, right, vocabulary),
    }
    return [(facet, Reason(facet, 1.0, words)) for facet, words in said.items() if words]


def naming(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> str:
    """Different names of one contested group, where no name of it stands on both sides."""
    one, other = (_loaded(claim, vocabulary) for claim in (left, right))
    for group in sorted(one.keys() & other.keys()):
        heads = [{_head(found) for found in side[group]} for side in (one, other)]
        if not heads[0] & heads[1]:
            return f"“{one[group][0].text(left)}” against “{other[group][0].text(right)}”"
    return ""


def _loaded(claim: AccountClaim, vocabulary: Vocabulary) -> dict[str, list[Found]]:
    held: dict[str, list[Found]] = {}
    for found in vocabulary.kindred.find(claim):
        for group in found.keys & vocabulary.loaded:
            held.setdefault(group, []).append(found)
    return held


def _head(found: Found) -> str:
    return found.words[0].lemma


def verb(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> str:
    """Cues of different class, or of one class and clearly different strength; a free statement counts as neutral."""
    if left.kind is None or right.kind is None:
        return _acts(left, right, vocabulary)
    if left.cue_class != right.cue_class:
        return f"{_cue(left)} against {_cue(right)}"
    strong = [c.cue_strength for c in (left, right)]
    if all(strong) and abs(strong[0] - strong[1]) >= STRENGTHS:
        return f"{_cue(left)} against {_cue(right)}"
    return _acts(left, right, vocabulary)


def _acts(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> str:
    """Reported acts on different rungs of commitment."""
    one, other = vocabulary.acts(left), vocabulary.acts(right)
    if one and other and not one & other:
        return f"what is {' and '.join(sorted(one))} against what is {' and '.join(sorted(other))}"
    return ""


def _cue(claim: AccountClaim) -> str:
    words = claim.cue_lemma or ("no cue" if claim.kind is StatementKind.FREE else "a cue")
    return f"“{words}” ({claim.cue_class if claim.cue_lemma else CueClass.NEUTRAL})"


def voice(left: AccountClaim, right: AccountClaim) -> str:
    """Quoted on one side only."""
    if left.quoted == right.quoted:
        return ""
    return f"in quotation marks {'here' if left.quoted else 'there'} only"


def speaker(left: AccountClaim, right: AccountClaim, names: Mapping[int, str]) -> str:
    """Attributed to different speakers; never for narration."""
    if not left.speakers or not right.speakers or left.speakers == right.speakers:
        return ""
    return f"{named(left.speakers, names)} against {named(right.speakers, names)}"


def hedge(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> str:
    """Weakeners or strengtheners on one side only."""
    one, other = (_hedges(claim, vocabulary) for claim in (left, right))
    alone = sorted(one.keys() ^ other.keys())
    return f"“{(one | other)[alone[0]]}” on one side only" if alone else ""


def _hedges(claim: AccountClaim, vocabulary: Vocabulary) -> dict[str, str]:
    return {key: found.text(claim) for found in vocabulary.hedges.find(claim) for key in found.keys}


def number(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> str:
    """Different numbers of one thing."""
    found = clashing(quantities(left, vocabulary), quantities(right, vocabulary), vocabulary)
    return f"“{found[0][0].words}” against “{found[0][1].words}”" if found else ""


def detail(left: AccountClaim, right: AccountClaim, vocabulary: Vocabulary) -> str:
    """Specifics that one side has and the other lacks; not of claims that tell who asked for it, by whatever words."""
    if left.askers and right.askers:
        return ""
    answers = answering(left, right, vocabulary=vocabulary)
    lacking = [
        (left, _specifics(inner_words(left), set(answers))),
        (right, _specifics(inner_words(right), set(answers.values()))),
    ]
    claim, words = max(lacking, key=lambda held: len(held[1]))
    if len(words) < DETAILS:
        return ""
    return "only one has " + ", ".join(f"“{surface(claim, word)}”" for word in words[:4])


def _specifics(words: Sequence[Word], answered: set[int]) -> list[Word]:
    return [w for at, w in enumerate(words) if at not in answered and w.content and w.pos in SPECIFIC]
