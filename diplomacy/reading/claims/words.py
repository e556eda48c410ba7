"""`claims.toml`: what the splitting into claims looks up, and which words count as content."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from spacy.tokens import Token

from diplomacy import wordlists

_FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})


@dataclass(frozen=True)
class ClaimWords:
    """The lists of `claims.toml`; the file says what each is for."""

    formulas: frozenset[str]
    topics: frozenset[str]
    facts: frozenset[str]
    no_participles: frozenset[str]
    openers: frozenset[str]
    refusals: frozenset[str]
    source_asides: frozenset[str]
    unspoken: frozenset[str]
    framing: frozenset[str]
    telling: frozenset[str]
    lengths: frozenset[str]
    identifying: frozenset[str]
    about: frozenset[str]

    @classmethod
    def load(cls, folder: Path | None = None) -> "ClaimWords":
        """Read `claims.toml`, the deployment's or the package's. Raises `ValueError` where it is malformed."""
        data = wordlists.read(Path(__file__).with_name("claims.toml"), folder)
        return cls(**{name.replace("-", "_"): frozenset(words) for name, words in data.items()})

    @cached_property
    def formula_openings(self) -> frozenset[str]:
        """The first word of every formula."""
        return frozenset(formula.replace(",", " ").split()[0] for formula in self.formulas)

    @cached_property
    def longest_formula(self) -> int:
        """Tokens of the longest formula, its commas counted."""
        return max((len(formula.replace(",", " ,").split()) for formula in self.formulas), default=0)


def is_content(token: Token) -> bool:
    """Whether a word carries meaning of its own, for counting and for comparing."""
    if token.pos_ in {"NOUN", "PROPN", "VERB", "NUM"}:
        return True
    return token.pos_ in {"ADJ", "ADV", "INTJ", "X"} and not token.is_stop


def is_finite(token: Token) -> bool:
    """Whether the token is a finite verb, or the auxiliary that makes one finite."""
    return token.tag_ in _FINITE
