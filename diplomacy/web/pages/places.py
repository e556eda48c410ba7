"""Permanent addresses of words: an article, a digest of its text, and where in that text.

A text never changes once it is stored, so that such a place means the same words for ever, whatever reading makes of
them. The article's number is there because agencies' texts are printed by several; the digest, because numbers
start again where an archive is built anew.
"""

from dataclasses import dataclass

from django.urls import reverse

from diplomacy.archive.models import Claim, Pair, Statement, Version
from diplomacy.web.pages.addresses import address

DIGITS = 12
"""Of the text's sha256, in hexadecimal."""


@dataclass(frozen=True, slots=True, order=True)
class TextKey:
    """One text of an article, as an address names it: `12.3fa9c01b77aa`."""

    article: int
    digest: str

    def __str__(self) -> str:
        return f"{self.article}.{self.digest}"

    @classmethod
    def of(cls, version: Version) -> "TextKey":
        """The key of a stored text."""
        return cls(version.article_id, version.sha256[:DIGITS])


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Characters of one text, half-open, as an address names them: `12.3fa9c01b77aa.340-402`."""

    text: TextKey
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.text}.{self.start}-{self.end}"

    @classmethod
    def of_claim(cls, claim: Claim) -> "Place":
        """Where a claim stands; its version is loaded."""
        return cls(TextKey.of(claim.version), claim.start, claim.end)

    @classmethod
    def of_statement(cls, statement: Statement) -> "Place":
        """Where a statement stands, from its first span to its last; its version is loaded."""
        return cls(TextKey.of(statement.version), *extent(statement))


def extent(statement: Statement) -> tuple[int, int]:
    """From where to where a statement runs, over what interrupts it; (0, 0) where it has no words."""
    return (statement.spans[0][0], statement.spans[-1][1]) if statement.spans else (0, 0)


class TextKeyInAddress:
    """A text key in the pages' addresses."""

    regex = rf"\d{{1,18}}\.[0-9a-f]{{{DIGITS}}}"

    def to_python(self, value: str) -> TextKey:
        """The key that an address names."""
        article, digest = value.split(".")
        return TextKey(int(article), digest)

    def to_url(self, value: TextKey) -> str:
        """The key as an address names it."""
        return str(value)


class PlaceInAddress:
    """A place in the pages' addresses."""

    regex = rf"{TextKeyInAddress.regex}\.\d{{1,9}}-\d{{1,9}}"

    def to_python(self, value: str) -> Place:
        """The place that an address names; ValueError, which is no such page, where it ends before it starts."""
        key, span = value.rsplit(".", 1)
        start, end = map(int, span.split("-"))
        if start >= end:
            raise ValueError(f"{value} names no words")
        return Place(TextKeyInAddress().to_python(key), start, end)

    def to_url(self, value: Place) -> str:
        """The place as an address names it."""
        return str(value)


def pair_url(pair: Pair) -> str:
    """The permanent address of a pair, whose claims and their versions are loaded."""
    first, second = sorted((Place.of_claim(pair.left), Place.of_claim(pair.right)))
    return reverse("web:cited-pair", args=[first, second])


def statement_url(statement: Statement) -> str:
    """The permanent address of a statement, whose version is loaded."""
    return reverse("web:cited-statement", args=[Place.of_statement(statement)])


def omission_url(place: Place, lacking: TextKey) -> str:
    """The permanent address of the absence of a claim from another account.

    Put together by hand, for an exchange has hundreds of them and `reverse` takes its time.
    """
    return f"{address('home')}omissions/{place}/{lacking}/"


def elsewhere_url(place: Place) -> str:
    """The permanent address of where else a claim is made."""
    return reverse("web:cited-elsewhere", args=[place])


def changes_url(old: TextKey, new: TextKey) -> str:
    """The permanent address of what changed between two texts of an article."""
    return reverse("web:cited-changes", args=[old, new])
