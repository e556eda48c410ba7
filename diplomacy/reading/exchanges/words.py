"""The words by which texts say that people met or spoke to each other, as `exchanges.toml` lists them."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from diplomacy import wordlists
from diplomacy.reading.values import ExchangeKind

Words = tuple[str, ...]


@dataclass(frozen=True)
class ExchangeWords:
    """`exchanges.toml`, by phrase in lower case."""

    verbs: dict[Words, ExchangeKind | None]
    """None: an exchange whose kind other words must tell."""
    nouns: dict[Words, ExchangeKind | None]
    means: dict[Words, ExchangeKind]
    address_object: frozenset[str]
    address_to: frozenset[str]
    presumed: dict[Words, ExchangeKind]
    """What an exchange of an open verb is mostly; others are meetings."""
    takes_noun: frozenset[Words]
    """Verbs whose object may be an exchange instead of a person."""
    not_yet: frozenset[Words]
    initiative_after: tuple[str, ...]
    initiative_possessed: frozenset[str]
    caller: frozenset[str]
    asks: frozenset[Words]
    """Phrases whose subject asked for the exchange, or called."""
    sent: frozenset[str]
    """Nouns that come "from" whoever asked."""

    @classmethod
    def load(cls, folder: Path | None = None) -> "ExchangeWords":
        """Read `exchanges.toml`, the deployment's or the package's. Raises `ValueError` where it is malformed."""
        data = wordlists.read(Path(__file__).with_name("exchanges.toml"), folder)
        kinds = {ExchangeKind(name): row for name, row in data["kinds"].items()}

        def phrases(group: str) -> dict[Words, ExchangeKind | None]:
            named = {tuple(words.split()): kind for kind, row in kinds.items() for words in row[group]}
            return {tuple(words.split()): None for words in data["open"].get(group, ())} | named

        return cls(
            verbs=phrases("verbs"),
            nouns=phrases("nouns"),
            means={words: kind for words, kind in phrases("means").items() if kind},
            address_object=frozenset(data["address"]["object"]),
            address_to=frozenset(data["address"]["to"]),
            presumed={
                tuple(words.split()): ExchangeKind(kind)
                for kind, listed in data["presumed"].items()
                for words in listed
            },
            takes_noun=frozenset(tuple(words.split()) for words in data["takes-noun"]["verbs"]),
            not_yet=frozenset(tuple(words.split()) for words in data["not-yet"]["before"]),
            initiative_after=tuple(data["initiative"]["after"]),
            initiative_possessed=frozenset(data["initiative"]["possessed"]),
            caller=frozenset(data["initiative"]["caller"]),
            asks=frozenset(tuple(words.split()) for words in data["initiative"]["asks"]),
            sent=frozenset(data["initiative"]["sent"]),
        )

    @cached_property
    def last_of_nouns(self) -> frozenset[str]:
        """The last word of every noun phrase."""
        return frozenset(phrase[-1] for phrase in self.nouns)

    @cached_property
    def caller_phrases(self) -> frozenset[Words]:
        """Verbs and phrases whose subject asked for the exchange, or called."""
        return self.asks | {(verb,) for verb in self.caller}

    @cached_property
    def first_words(self) -> frozenset[str]:
        """The first word of every phrase."""
        return frozenset(phrase[0] for phrase in self.phrases)

    @cached_property
    def all_words(self) -> frozenset[str]:
        """Every word of a phrase."""
        return frozenset(word for phrase in self.phrases for word in phrase)

    @cached_property
    def phrases(self) -> frozenset[Words]:
        """Every phrase that may say that an exchange took place."""
        return frozenset({*self.verbs, *self.nouns, *self.means})

    @cached_property
    def longest(self) -> int:
        """How many words the longest phrase has."""
        return max(map(len, self.phrases))
