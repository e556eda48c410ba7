"""With which verbs each account makes each speaker speak, and how far it stands from what they say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diplomacy.comparing.values import Account, AccountClaim
from diplomacy.reading.values import CueClass

LADDER = (
    CueClass.NEUTRAL,
    CueClass.THANKING,
    CueClass.COMMITTING,
    CueClass.REITERATING,
    CueClass.EMPHATIC,
    CueClass.REQUESTING,
    CueClass.CONDEMNING,
    CueClass.EVALUATIVE,
)
"""From verbs that only report to those that tell what the writer thinks of it."""


@dataclass(frozen=True, slots=True)
class CueUse:
    """A verb (or noun) of saying, and how often an account reports a speaker with it."""

    lemma: str
    cue_class: CueClass
    strength: int
    negated: bool
    claims: tuple[int, ...]
    """The first claim of each statement that has it, in the order of the text."""

    @property
    def count(self) -> int:
        """How many statements have it."""
        return len(self.claims)


@dataclass(frozen=True, slots=True)
class Voice:
    """How one account reports one speaker (or several who speak together)."""

    article: int
    speakers: frozenset[int]
    cues: tuple[CueUse, ...]
    """In the order of the ladder, the most frequent first."""
    carried: int
    """How many statements go on without a cue of their own."""

    @property
    def told(self) -> int:
        """How many statements there are."""
        return self.carried + sum(cue.count for cue in self.cues)

    @property
    def strength(self) -> float:
        """The mean strength of the cues, from 1 (mentions) to 5 (demands, accuses); 0 where there is none."""
        weights = [(cue.strength, cue.count) for cue in self.cues if cue.strength]
        total = sum(count for _, count in weights)
        return sum(strength * count for strength, count in weights) / total if total else 0.0


def voices(accounts: Sequence[Account]) -> tuple[Voice, ...]:
    """Every speaker of every account, in the order of the accounts; of statements about the exchange alone."""
    found = []
    for account in accounts:
        said: defaultdict[frozenset[int], list[AccountClaim]] = defaultdict(list)
        for claim in _first_of_each(account.claims):
            said[claim.speakers].append(claim)
        found += [_voice(account.article, speakers, claims) for speakers, claims in said.items()]
    return tuple(found)


def _first_of_each(claims: Iterable[AccountClaim]) -> Iterable[AccountClaim]:
    """The first claim of each statement about the exchange that has a speaker."""
    seen: set[int] = set()
    for claim in sorted(claims, key=lambda c: (c.span, c.id)):
        if claim.statement is not None and claim.statement not in seen and claim.speakers and not claim.context:
            seen.add(claim.statement)
            yield claim


def _voice(article: int, speakers: frozenset[int], claims: Sequence[AccountClaim]) -> Voice:
    cued = [claim for claim in claims if claim.cue_lemma]
    uses: defaultdict[tuple[str, CueClass, int, bool], list[int]] = defaultdict(list)
    for claim in cued:
        uses[claim.cue_lemma, claim.cue_class, claim.cue_strength, claim.cue_negated].append(claim.id)
    cues = [CueUse(*cue, claims=tuple(ids)) for cue, ids in uses.items()]
    cues.sort(key=lambda cue: (LADDER.index(cue.cue_class), -cue.count, cue.lemma))
    return Voice(article, speakers, tuple(cues), len(claims) - len(cued))
