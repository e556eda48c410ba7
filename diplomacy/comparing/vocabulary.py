"""The word lists that comparing goes by: data beside the code, which a deployment may replace file by file."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from diplomacy import wordlists
from diplomacy.comparing.values import AccountClaim
from diplomacy.reading.values import Word
from diplomacy.wordlists import WordListError

KEPT = 1024
"""For how many claims is kept what was found in them: a claim meets every other account of its exchange."""
LISTS = 8
"""Of phrases, at most, that a claim is searched for."""
SHIPPED = Path(__file__).with_name("vocabulary")


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of a vocabulary found in a claim: `words` as the claim has them, under what it is listed."""

    words: tuple[Word, ...]
    keys: frozenset[str]

    def text(self, claim: AccountClaim) -> str:
        """The characters of the claim from the phrase's first word to its last."""
        return claim.text[self.words[0].start - claim.span.start : self.words[-1].end - claim.span.start]


class Phrases:
    """Phrases of one or more lemmas, each with the keys that it is listed under."""

    def __init__(self, listed: Iterable[tuple[str, str]]) -> None:
        """`listed`: pairs of phrase and key; hyphens count as spaces."""
        keys: dict[tuple[str, ...], set[str]] = {}
        for phrase, key in listed:
            keys.setdefault(tuple(re.split(r"[\s-]+", phrase.lower())), set()).add(key)
        self._by_first: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
        for parts in sorted(keys, key=lambda p: (-len(p), p)):
            self._by_first.setdefault(parts[0], []).append((parts, frozenset(keys[parts])))

    def find(self, claim: AccountClaim) -> tuple[Found, ...]:
        """Phrases of the claim, the longest at each place, none overlapping."""
        return _found(self, claim)

    def search(self, claim: AccountClaim) -> tuple[Found, ...]:
        """What `find` keeps, looked for anew."""
        words = [word for word in claim.words if word.pos not in ("PUNCT", "SPACE")]
        forms = [(word.lemma.lower(), surface(claim, word).lower()) for word in words]
        found, behind = [], 0
        for at, (lemma, written) in enumerate(forms):
            if at < behind or not (lemma in self._by_first or written in self._by_first):
                continue
            match = next((m for form in sorted({lemma, written}) for m in self._at(form, forms, at)), None)
            if match:
                length, keys = match
                behind = at + length
                found.append(Found(tuple(words[at:behind]), keys))
        return tuple(found)

    def _at(self, first: str, forms: Sequence[tuple[str, str]], at: int) -> Iterable[tuple[int, frozenset[str]]]:
        for parts, keys in self._by_first.get(first, ()):
            window = forms[at : at + len(parts)]
            if len(window) == len(parts) and all(part in form for part, form in zip(parts, window, strict=True)):
                yield len(parts), keys

    def keys_of(self, lemmas: Iterable[str]) -> frozenset[str]:
        """Keys of single lemmas ("urge"), as of a cue."""
        return frozenset(
            key for lemma in lemmas for parts, keys in self._by_first.get(lemma, ()) if len(parts) == 1 for key in keys
        )


@lru_cache(maxsize=KEPT * LISTS)
def _found(phrases: Phrases, claim: AccountClaim) -> tuple[Found, ...]:
    return phrases.search(claim)


def surface(claim: AccountClaim, word: Word) -> str:
    """The characters of a word of the claim."""
    return claim.text[word.start - claim.span.start : word.end - claim.span.start]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """All word lists of comparing; `vocabulary/` beside this file says what each is for."""

    kindred: Phrases
    loaded: frozenset[str]
    """The groups of `kindred` whose names take a side."""
    hedges: Phrases
    """Under "weakeners" and "strengtheners"."""
    commitments: Phrases
    negations: frozenset[str]
    opposites: Phrases
    """Under "name+" and "name-"."""
    number_words: Mapping[str, float]
    multipliers: Mapping[str, float]
    units: Mapping[str, str]
    rounding: frozenset[str]
    """Words before a number that is rounded or a bound."""
    rest: frozenset[str]
    """Words before what is left of a number."""
    times: Mapping[str, float]
    """Minutes of each stretch of time."""

    def acts(self, claim: AccountClaim) -> frozenset[str]:
        """The rungs of the acts of speech that a claim and its cue name: of verbs and adjectives, not of nouns."""
        found = (f for f in self.commitments.find(claim) if f.words[0].pos in ("VERB", "ADJ"))
        inside = frozenset(key for phrase in found for key in phrase.keys)
        return inside | self.commitments.keys_of(claim.cue_lemma.split())


@cache
def load(folder: Path | None = None) -> Vocabulary:
    """The vocabulary: each file from `folder` where it is there, else the shipped one.

    Raises WordListError for a file that is no TOML or lacks a list.
    """
    names = ("kindred", "hedges", "commitment", "negations", "opposites", "numbers")
    kindred, hedges, commitment, negations, opposites, numbers = (
        wordlists.read(SHIPPED / f"{name}.toml", folder) for name in names
    )
    try:
        return Vocabulary(
            kindred=Phrases((word, group) for group, entry in kindred.items() for word in entry["words"]),
            loaded=frozenset(group for group, entry in kindred.items() if entry.get("loaded")),
            hedges=Phrases((w, key) for key in ("weakeners", "strengtheners") for w in hedges[key]),
            commitments=Phrases((word, rung) for rung, words in commitment.items() for word in words),
            negations=frozenset(negations["words"]),
            opposites=Phrases(
                (word, name + sign)
                for name, entry in opposites.items()
                for side, sign in (("one", "+"), ("other", "-"))
                for word in entry[side]
            ),
            number_words=numbers["values"],
            multipliers=numbers["multipliers"],
            units={word: unit for unit, words in numbers["units"].items() for word in words},
            rounding=frozenset(numbers["words"]["rounding"]),
            rest=frozenset(numbers["words"]["rest"]),
            times=numbers["times"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise WordListError(
            f"A vocabulary file in {folder or SHIPPED} lacks {error}; compare it with the one in {SHIPPED}."
        ) from error
