"""The vocabulary of attribution: which words report, in which constructions, with what stance."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from diplomacy import wordlists
from diplomacy.reading.values import CueClass


class Frame(StrEnum):
    """A construction in which a verb reports; `cues.toml` says what each is."""

    THAT = "that"
    TO = "to"
    ING = "ing"
    OBJECT = "object"
    TO_WHOM = "to-whom"
    QUOTE = "quote"
    WHETHER = "whether"
    AS = "as"


@dataclass(frozen=True, slots=True)
class Entry:
    """One reporting verb or phrase."""

    cue_class: CueClass
    strength: int
    frames: frozenset[Frame]
    address: bool = False
    """Whether a direct object before a clause is the hearer ("told A that …")."""


@dataclass(frozen=True, slots=True)
class CueVocabulary:
    """All that `cues.toml` holds, for quick look-up by lemma."""

    verbs: dict[str, Entry]
    phrases: dict[str, dict[tuple[str, ...], Entry]]
    """First lemma → the lemmas after it → entry, longest first ("take" → ("note", "of"))."""
    noun_verbs: frozenset[str]
    nouns: dict[str, CueClass]
    bare_nouns: dict[str, CueClass]
    silent_verbs: frozenset[str]
    silent_when_negated: frozenset[str]
    skipping: frozenset[str]
    """Verbs whose object is what an account leaves unsaid ("skipped the subject")."""
    silent_words: frozenset[str]
    """Words behind a verb that make it a silence about something ("is silent on", "says nothing of")."""
    hedges: frozenset[str]
    talking: frozenset[str]
    """Verbs of talking, whose topic may stand far behind them or in an infinitive ("spoke with B to discuss …")."""
    topics: frozenset[str]
    """Verbs whose infinitive behind one of talking tells what was said."""
    comment_nouns: frozenset[str]
    """Nouns of what a writer adds about a report ("…, a swipe at B")."""
    comment_participles: frozenset[str]
    """Verbs of it, as participles ("…, echoing B")."""
    attitudes: frozenset[str]
    """Verbs that report what somebody holds rather than says: they are not relayed."""

    @classmethod
    def load(cls, folder: Path | None = None) -> "CueVocabulary":
        """Read `cues.toml`, the deployment's or the package's. Raises `WordListError` where it is malformed."""
        data = wordlists.read(Path(__file__).with_name("cues.toml"), folder)
        phrases: dict[str, dict[tuple[str, ...], Entry]] = {}
        for words, row in sorted(data["phrases"].items(), key=lambda item: -len(item[0].split())):
            first, *rest = words.split()
            phrases.setdefault(first, {})[tuple(rest)] = _entry(row)
        return cls(
            verbs={lemma: _entry(row) for lemma, row in data["verbs"].items()},
            phrases=phrases,
            noun_verbs=frozenset(data["nouns"]["verbs"]),
            nouns={noun: CueClass(name) for noun, name in data["nouns"]["classes"].items()},
            bare_nouns={noun: CueClass(name) for noun, name in data["bare-nouns"].items()},
            silent_verbs=frozenset(data["silence"]["verbs"]),
            silent_when_negated=frozenset(data["silence"]["negated"]),
            skipping=frozenset(data["silence"]["skipping"]),
            silent_words=frozenset(data["silence"]["words"]),
            hedges=frozenset(data["hedges"]["words"]),
            talking=frozenset(data["talking"]["verbs"]),
            topics=frozenset(data["talking"]["topics"]),
            comment_nouns=frozenset(data["comments"]["nouns"]),
            comment_participles=frozenset(data["comments"]["participles"]),
            attitudes=frozenset(data["attitudes"]["verbs"]),
        )


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        cue_class=CueClass(row["class"]),
        strength=int(row["strength"]),
        frames=frozenset(Frame(name) for name in row["frames"]),
        address=bool(row.get("address", False)),
    )
