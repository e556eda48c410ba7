"""Country names, adjectives, inhabitants and capitals: "Beijing", "Chinese" and "China's" are one country.

The names come from CLDR (babel), ISO 3166 (pycountry) and countryinfo; `countries.toml` holds what they lack.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pycountry
from babel import Locale
from babel.languages import get_official_languages
from countryinfo import CountryInfo, CountryNotFoundError

from diplomacy import wordlists

SHARED_LETTERS = 4
"""First letters that a language and a country must share for one to be the other's adjective ("Kazakh")."""


@lru_cache(maxsize=1 << 14)
def lookup(words: str) -> str | None:
    """The common English name of the country that the words name, or None.

    Takes a name, an adjective, an inhabitant or several, a capital, or a house that stands for the state,
    with or without article and possessive: "Chinese", "the Kremlin", "Kyiv's", "Americans".
    """
    index = _index()
    return next((index[form] for form in _forms(words) if form in index), None)


def names_of(country: str) -> frozenset[str]:
    """All words that `lookup` takes for the country, accents folded; empty for one that it does not know."""
    return frozenset(form for form, name in _index().items() if name == country)


def demonym_of(adjective: str, names: Iterable[str]) -> str | None:
    """The one of the names that the words are an adjective or inhabitant of, or the name itself; else None.

    For countries that no library knows: "Sundish" and "the Sundes" against {"Sund"}. The longest name wins.
    """
    shape = _demonym_shape()
    for name in sorted(names, key=lambda name: (-len(name), name)):
        plain = _fold(name)
        for form in _forms(adjective):
            if form == plain:
                return name
            stems = (form.removesuffix(ending) for ending in shape.endings if form.endswith(ending))
            if any(len(stem) > 2 and plain.startswith(stem) and shape.lost(plain[len(stem) :]) for stem in stems):
                return name
    return None


class _DemonymShape:
    def __init__(self, *, endings: list[str], lost: str) -> None:
        self.endings = endings
        self._lost = re.compile(lost)

    def lost(self, rest: str) -> bool:
        """Whether a name may lose these last letters before an ending."""
        return self._lost.fullmatch(rest) is not None


@cache
def _vocabulary() -> dict[str, Any]:
    return wordlists.read(Path(__file__).with_suffix(".toml"))


@cache
def _demonym_shape() -> _DemonymShape:
    return _DemonymShape(**_vocabulary()["demonym"])


def _fold(words: str) -> str:
    """Without accents, with straight apostrophes and single spaces."""
    plain = unicodedata.normalize("NFKD", words.replace("’", "'").replace("ʼ", "'"))
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def _forms(words: str) -> Iterator[str]:
    """The words as they may stand in the index: without article, possessive, plural, capitals of a dateline."""
    form = re.sub(r"^the ", "", _fold(words), flags=re.IGNORECASE)
    bare = re.sub(r"'s?$", "", form)
    yield form
    yield bare
    if bare.isupper() and len(bare) > 3:
        bare = bare.title()
        yield bare
    yield bare.removesuffix("s")


@cache
def _index() -> dict[str, str]:
    """Folded words to country name; where several countries claim words, surer kinds and more people win."""
    vocabulary = _vocabulary()
    never = {_fold(name) for name in vocabulary["never"]["names"]}
    entries = {entry.alpha_2: entry for entry in pycountry.countries}
    codes = [*entries, *vocabulary["unlisted"]["codes"]]
    countries = sorted((_Country(code, entries.get(code)) for code in codes), key=lambda country: -country.people)
    index: dict[str, str] = {}
    for kind in ("own", "names", "demonyms", "capitals", "spellings"):
        for country in countries:
            for words in getattr(country, kind)():
                plain = re.sub(r"^The ", "", _fold(words))
                if plain and plain not in never:
                    index.setdefault(plain, country.name)
    return index


class _Country:
    """What the three libraries and the vocabulary say of one country."""

    def __init__(self, code: str, entry: Any) -> None:
        self._code = code
        self._entry = entry
        self._info = _info(code)
        self._display = Locale("en").territories[code]
        self.name: str = _vocabulary()["name"].get(self._code, _spelled_out(self._display))
        self.people: int = self._info.get("population") or 0

    def own(self) -> Iterator[str]:
        yield self.name
        for group in ("also", "metonym"):
            yield from _vocabulary()[group].get(self._code, ())

    def names(self) -> Iterator[str]:
        yield self._display
        listed = [getattr(self._entry, field, "") for field in ("name", "common_name", "official_name")]
        for given in (*listed, self._info.get("name", "")):
            head, _, tail = given.partition(", ")
            yield f"{tail} {head}" if tail else given  # "Korea, Republic of"

    def demonyms(self) -> Iterator[str]:
        yield from (self._info.get("demonym") or "").split(",")
        languages = Locale("en").languages
        for code in get_official_languages(self._code, de_facto=True):
            language = languages.get(code, "")
            if language[:SHARED_LETTERS] == self.name[:SHARED_LETTERS] or language == self.name[: len(language)]:
                yield language

    def capitals(self) -> Iterator[str]:
        for capital in (self._info.get("capital") or "").split(" / "):
            yield capital
            yield capital.removesuffix(" D.C.")

    def spellings(self) -> Iterator[str]:
        # Short ones are codes, which are words as well ("AND", "PER").
        yield from (spelling for spelling in self._info.get("altSpellings", ()) if len(spelling) > 3)


def _info(code: str) -> dict[str, Any]:
    try:
        return dict(CountryInfo(code).info())
    except CountryNotFoundError:
        return {}


def _spelled_out(name: str) -> str:
    return name.replace(" & ", " and ").replace("St. ", "Saint ")
