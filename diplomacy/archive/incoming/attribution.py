"""Who publishes this: from what the article says, and failing that from how it is written."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache

from diplomacy.archive import vocabulary
from diplomacy.archive.incoming.publishers import Directory, Publisher, fold
from diplomacy.archive.incoming.readouts import (
    CAPITALISED,
    TOLD,
    CountryOf,
    dateline_agency,
    has,
    is_readout,
    speaking_side,
)
from diplomacy.intake.values import IntakeArticle, OutletKind
from diplomacy.reading.people import countries

UNNAMED = "Unnamed outlet"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The publisher of an article, and a sentence that says how it was found."""

    publisher: Publisher
    reason: str
    guessed: bool = False
    """Whether the article does not say it, so that another may be found once more is known."""
    credited: bool = False
    """Whether it is the agency that byline or dateline credits, whoever prints the story."""


def attribute(
    article: IntakeArticle,
    directory: Directory,
    *,
    outlet: str = "",
    kind: OutletKind | None = None,
    country_of: CountryOf,
) -> Attribution:
    """Find who publishes the article.

    What the caller says (`outlet`, `kind`) goes first; then the agency credited, the outlet's name, the web address,
    whom sources told it; at last the way it is written. `publisher.inferred` is set where name or kind are a guess.
    """
    if outlet:
        found = _named(outlet, article, directory, "It was given on ingest.", kind)
    else:
        found = (
            _credited(article, directory)
            or (_named(article.outlet, article, directory, "The article names it.", kind) if article.outlet else None)
            or _addressed(article, directory)
            or _told(article, directory)
            or _written(article, directory, country_of)
        )
    found = _placed(found, article, directory, country_of)
    if article.dated_by:
        found = replace(found, reason=f"{found.reason} Its date was taken from its {article.dated_by}.")
    if kind and found.publisher.inferred:
        found = replace(found, publisher=replace(found.publisher, kind=kind, inferred=found.publisher.name == UNNAMED))
    return found


def _credited(article: IntakeArticle, directory: Directory) -> Attribution | None:
    """A known agency in dateline or byline: a paper that prints its story is not the one who tells it."""
    given = directory.by_name(article.outlet) or directory.by_host(article.domain)
    if given and given.kind is OutletKind.OFFICIAL:
        return None
    for name in (article.agency, dateline_agency(article)):
        if name and (agency := directory.by_agency(name)):
            return Attribution(agency, f"Byline or dateline credits {name}.", credited=True)
    words = re.sub(r"^[Bb]y\s*", "", article.byline)
    for start in (match.start() for match in re.finditer(r"\b\w", words)):
        if agency := directory.by_agency(words[start:].strip(" .")):
            return Attribution(agency, f"The byline credits {words[start:]}.", credited=True)
    return None


def _named(
    name: str, article: IntakeArticle, directory: Directory, reason: str, kind: OutletKind | None = None
) -> Attribution:
    """The outlet of this name: a known one, or a new one whose kind its name or writing shows."""
    if known := directory.by_name(name) or directory.by_agency(name):
        return Attribution(known, reason)
    if kind:
        return Attribution(Publisher(name, kind), reason)
    kind, why = _kind(name, article)
    return Attribution(Publisher(name, kind, inferred=True), f"{reason} {why}")


def _addressed(article: IntakeArticle, directory: Directory) -> Attribution | None:
    """The outlet that the web address belongs to."""
    if known := directory.by_host(article.domain):
        return Attribution(known, f"Its address lies in {article.domain}.")
    agency = article.agency or dateline_agency(article)
    if agency:
        publisher = Publisher(agency, OutletKind.WIRE, inferred=True)
        return Attribution(publisher, "Byline or dateline credits it.", credited=True)
    if host := article.domain:
        kind, why = _kind(host, article)
        return Attribution(Publisher(host, kind, domains=(host,), inferred=True), f"Its address. {why}")
    return None


def _told(article: IntakeArticle, directory: Directory) -> Attribution | None:
    """The known outlet that the article's own sources speak to: "…, a scholar told the Harbour Gazette"."""
    told = Counter(known.name for words in TOLD.findall(article.text) if (known := _longest(words, directory)))
    if not told:
        return None
    name = told.most_common(1)[0][0]
    publisher = directory.by_name(name)
    return Attribution(publisher, f"Its sources speak to {name}.", guessed=True) if publisher else None


def _longest(words: str, directory: Directory) -> Publisher | None:
    parts = words.split()
    names = (" ".join(parts[:length]) for length in range(len(parts), 0, -1))
    found = (directory.by_name(re.sub(r"['’]s$", "", name)) for name in names)
    return next((known for known in found if known and known.kind is not OutletKind.OFFICIAL), None)


def _written(article: IntakeArticle, directory: Directory, country_of: CountryOf) -> Attribution:
    """A publisher as the writing shows it."""
    kind, why = _kind("", article)
    if kind is not OutletKind.OFFICIAL:
        return Attribution(Publisher(UNNAMED, kind, inferred=True), why, guessed=True)
    side = speaking_side(article, country_of)
    if known := directory.official_of(side.country, leader=side.leader):
        return Attribution(replace(known, inferred=True), f"{why} {side.why}", guessed=True)
    name = "Unnamed institution"
    if side.country:
        name = f"Ministry of Foreign Affairs of {side.country}"
    elif side.name:
        name = f"Office of {side.name}"
    return Attribution(Publisher(name, kind, side.country, inferred=True), f"{why} {side.why}", guessed=True)


def _placed(found: Attribution, article: IntakeArticle, directory: Directory, country_of: CountryOf) -> Attribution:
    """With the country of an institution that names it ("Ministry of Foreign Affairs of Sund") or speaks for one."""
    publisher = found.publisher
    if publisher.country or publisher.kind is not OutletKind.OFFICIAL:
        return found
    if country := _country_in(publisher.name, article.text):
        known = directory.official_of(country) if _is_shared(publisher.name, country) else None
        if known and not known.inferred:
            return replace(found, publisher=known, reason=f"{found.reason} It is that of {country}.")
        return replace(found, publisher=replace(publisher, country=country))
    stored = directory.by_name(publisher.name)
    if (stored and not stored.inferred) or not _is_shared(publisher.name):
        return found
    side = speaking_side(article, country_of)
    if not side.country:
        return found
    own = replace(publisher, name=f"{publisher.name} of {side.country}", country=side.country, inferred=True)
    known = directory.official_of(side.country, leader=side.leader) or directory.by_name(own.name)
    return replace(found, publisher=known or own, reason=f"{found.reason} {side.why}", guessed=True)


def _is_shared(name: str, country: str = "") -> bool:
    """Whether a name, without the country's, is that of a foreign ministry or minister, as many countries have one."""
    words = vocabulary.load("attribution.toml")["names"]
    beside = {fold(word) for form in countries.names_of(country) for word in form.split()}
    rest = {fold(word) for word in re.findall(r"[\w’'-]+", name)} - beside - {fold(country)}
    return rest <= set(words["common"]) and bool(rest & set(words["domain"]))


def _country_in(name: str, text: str) -> str:
    """The country that an institution's name holds; one that no list knows, where the text has it too."""
    words = re.findall(r"[\w'’.-]+", name)
    for length in (4, 3, 2, 1):
        for start in range(len(words) - length + 1):
            if country := countries.lookup(" ".join(words[start : start + length])):
                return country
    rest = _strip_office(name)
    return countries.demonym_of(rest, {*CAPITALISED.findall(text)} - {rest}) or rest if rest else ""


def _strip_office(name: str) -> str:
    """The word that an institution's name holds beside common ones: "Sund" of "Sund Ministry of Foreign Affairs"."""
    kept = [word for word in name.split() if fold(word) not in _office_words()]
    return kept[0].strip(",.") if len(kept) == 1 and kept[0][0].isupper() else ""


def _kind(name: str, article: IntakeArticle) -> tuple[OutletKind, str]:
    """The kind of an outlet that no list knows, and why."""
    names = vocabulary.load("attribution.toml")["names"]
    if any(has(name, word) for word in names["official"]):
        return OutletKind.OFFICIAL, "Its name is an institution's."
    if any(has(name, word) for word in names["state"]):
        return OutletKind.STATE_MEDIA, "Its name is a state agency's or broadcaster's."
    if any(has(name, word) for word in names["wire"]):
        return OutletKind.WIRE, "Its name is a news agency's."
    if article.agency or dateline_agency(article):
        return OutletKind.WIRE, "Its dateline is a news agency's."
    if not any(has(name, word) for word in names["press"]) and is_readout(article):
        return OutletKind.OFFICIAL, "It is written as a readout."
    return OutletKind.PRESS, "It is written as a report."


@cache
def _office_words() -> frozenset[str]:
    """Every word that institutions' names have in common, folded."""
    names = vocabulary.load("attribution.toml")["names"]
    return frozenset(fold(word) for phrase in (*names["official"], *names["common"]) for word in phrase.split())
