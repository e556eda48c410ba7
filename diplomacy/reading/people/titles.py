"""Titles around a name: the office and the country that a text tells with it, before it, behind a comma, after "of"."""

from dataclasses import dataclass

from spacy.tokens import Doc

from diplomacy.reading.people.capitals import HYPHENS
from diplomacy.reading.people.cast import COUNTERPART, Cast

LONGEST_COUNTRY = 6
"""Tokens of a country's name or adjective that are looked at ("Democratic People's Republic of Korea")."""
_REACH = 12
"""Tokens before a name in which its title may stand."""
_EDGES = frozenset({"the", "of", "for", "in", "and", "."})
_REALMS = frozenset({"kingdom", "republic", "federation", "commonwealth", "sultanate", "emirate", "government"})
"""What goes before the name of a country, and says nothing of an office once that is taken away."""
_JOINTS = _EDGES - {"the"} | {",", "/"}
_COMPLEMENTS = frozenset({"of", "for", "to", "on"})
"""What may stand between an office and whose or what it is ("Envoy for Yemen")."""
_CONCERNS = _COMPLEMENTS - {"of"}
"""Behind these, a country is what the office deals with, not the one that it serves."""


@dataclass(frozen=True, slots=True)
class Title:
    """What stands around a name: where the whole phrase starts, and what it tells."""

    start: int
    country: str = ""
    office: str = ""


def country_at(doc: Doc, at: int, cast: Cast, *, end: int | None = None) -> tuple[int, str]:
    """The longest country name or adjective that begins at a token: how many tokens, and which country; (0, "")."""
    stop = len(doc) if end is None else end
    if at >= stop or not doc[at].text[0].isupper():
        return 0, ""
    for size in range(min(LONGEST_COUNTRY, stop - at), 0, -1):
        country = cast.country_named(doc[at : at + size].text)
        if country:
            return size, country
    return 0, ""


def skip_title(doc: Doc, start: int, end: int, cast: Cast) -> int:
    """Where the bare name begins in a run of capitals: behind the last title or form of address, whatever it is of."""
    core = _behind_titles(doc, _behind_complement(doc, start, end, cast), end, cast)
    for at in range(core, end):
        if ends_title(doc[at].lower_, cast):
            behind = _behind_titles(doc, at, end, cast)  # "UAE Presidential Advisor", "Council President"
            core = behind if behind < end else core
    return core


def _behind_complement(doc: Doc, start: int, end: int, cast: Cast) -> int:
    """Behind the country with which a run goes on about an office ("Special Envoy for | Yemen Hans Brandt")."""
    size, country = country_at(doc, start, cast, end=end)
    named = doc[start : start + size].text
    adjective = not (named.isupper() or country.endswith(named))  # "for Korean Affairs"
    if not country or adjective or start + size >= end or not _office_ends(doc, start + size - 1, cast):
        return start
    return start + size


def _behind_titles(doc: Doc, core: int, end: int, cast: Cast) -> int:
    """Behind the titles that begin here, with what hyphens join to them, and the countries between them."""
    while core < end:
        if is_title_word(doc[core].lower_, cast):
            core += 1
            while core + 1 < end and doc[core].text in HYPHENS and not doc[core - 1].whitespace_:
                core += 2  # "Director-General", "Chairman-in-Office"
            continue
        size, country = country_at(doc, core, cast, end=end)
        if not country or core + size >= end or not is_title_word(doc[core + size].lower_, cast):
            break
        core += size
    return core


def is_title_word(word: str, cast: Cast) -> bool:
    """Whether a lower-cased word belongs to titles or forms of address."""
    return word in cast.offices.titles or word in cast.offices.honorifics


def ends_title(word: str, cast: Cast) -> bool:
    """Whether a surname may follow right behind this word of a title."""
    return is_title_word(word, cast) and word not in cast.offices.modifiers


def title_stands_before(doc: Doc, start: int, cast: Cast) -> bool:
    """Whether a title leads up to the run: "spokeswoman Elvira Sanzo", "foreign minister, Qin Gang"."""
    at = start - 1
    addressed = False
    while at >= 0 and (doc[at].text in {",", "."} or doc[at].lower_ in cast.offices.honorifics):
        addressed = addressed or doc[at].text.istitle()
        at -= 1
    if at < 0 or addressed:
        return addressed
    office = doc[at].lower_ in cast.offices.office_words or doc[at].lower_ == "affairs" or _office_ends(doc, at, cast)
    return office and not doc[start].is_sent_start


def _office_ends(doc: Doc, at: int, cast: Cast) -> bool:
    """Whether an office and what it is of lead up to a token ("Foreign Minister of the Kingdom of Sund")."""
    if not within_country(doc, at, cast):
        return False
    for i in range(at - 1, max(-1, at - _REACH), -1):
        word = doc[i].lower_
        if word in cast.offices.office_words:
            return doc[i + 1].lower_ in _COMPLEMENTS
        if not (word in _COMPLEMENTS or is_title_word(word, cast) or within_country(doc, i, cast)):
            return False
    return False


def within_country(doc: Doc, at: int, cast: Cast) -> bool:
    """Whether a token is part of a country's name or adjective."""
    return any(country_at(doc, i, cast)[0] > at - i for i in range(max(0, at - LONGEST_COUNTRY + 1), at + 1))


def title_around(doc: Doc, start: int, core: int, end: int, cast: Cast) -> Title:
    """Office and country told with the name that begins at `core` in a run from `start` to `end`."""
    bare = not any(t.lower_ in cast.offices.titles for t in doc[start:core])
    first = start
    coordinated = 0 < start == core and doc[start - 1].lower_ == "and"  # "…, his spokeswoman, and Ada Brandt"
    while first > max(0, start - _REACH) and not doc[first - 1].is_space and _leads_up(doc, first - 1, cast, bare=bare):
        if coordinated:
            break
        first -= 1
    while first < start and doc[first].lower_ in _JOINTS:
        first += 1  # "…, and Chilean Foreign Minister"
    office = _office_words(doc, first, core, cast)
    if not office:
        first = start
    country = _served(doc, first, core, cast)
    behind = _behind(doc, end, cast)
    return Title(first, country or behind.country, office or behind.office)


def _leads_up(doc: Doc, at: int, cast: Cast, *, bare: bool) -> bool:
    """Whether a token before a name is part of its title; only a bare name may have a comma between."""
    token = doc[at]
    if token.text in {",", "."}:
        return bare and at > 0 and (is_title_word(doc[at - 1].lower_, cast) or _office_ends(doc, at - 1, cast))
    if token.lower_ in cast.offices.organisation and token.text.istitle():  # "Ministry of Trade Secretary"
        return doc[at + 1].lower_ == "of" and is_title_word(doc[at + 2].lower_, cast)
    if token.text == "/":
        return at > 0 and is_title_word(doc[at - 1].lower_, cast)
    title = is_title_word(token.lower_, cast) or token.lower_ in cast.offices.office_words
    return title or token.tag_ == "POS" or within_country(doc, at, cast)


def _served(doc: Doc, start: int, end: int, cast: Cast) -> str:
    """The country in these tokens that an office is held for, not the one that it deals with."""
    at = start
    while at < end:
        size, country = country_at(doc, at, cast, end=end)
        before = at - 1 - (at > 1 and doc[at - 1].lower_ == "the")
        if country and not (before >= 0 and doc[before].lower_ in _CONCERNS):
            return country
        at += max(size, 1)
    return ""


def _office_words(doc: Doc, start: int, end: int, cast: Cast) -> str:
    """The title in these tokens, without the country and forms of address."""
    words: list[str] = []
    at = start
    while at < end:
        size = country_at(doc, at, cast, end=end)[0]
        token = doc[at]
        if not size and token.tag_ not in {"POS", "PRP$"} and token.lower_ not in {",", "a", "an"}:
            words += [] if token.lower_ in cast.offices.honorifics else [token.text_with_ws]
        at += max(size, 1)
    while words and words[0].strip().lower() in _EDGES:
        words.pop(0)
    while words and words[-1].strip().lower() in _EDGES | _REALMS:
        words.pop()
    text = "".join(words).strip()
    return text if cast.offices.category(text) not in {"", COUNTERPART} else ""


def _names_another(doc: Doc, at: int, cast: Cast) -> bool:
    """Whether an office here has a name right behind it (", Kenyan Foreign Minister Amos Brandt")."""
    follows = doc[at + 1]
    name = follows.pos_ == "PROPN" and not is_title_word(follows.lower_, cast) and not within_country(doc, at + 1, cast)
    return name and doc[at].lower_ in cast.offices.office_words


def _behind(doc: Doc, end: int, cast: Cast) -> Title:
    """What follows a name: "of Sund", ", the Foreign Minister of Valdoria", ", director of …"."""
    rest = doc[end : end + 14]
    if len(rest) > 1 and rest[0].lower_ == "of" and (country := country_at(doc, end + 1, cast)[1]):
        return Title(end, country)
    if len(rest) < 3 or rest[0].text != ",":
        return Title(end)
    stops = (t.i for t in rest[1:] if t.text in {",", "."} or t.is_space or t.tag_.startswith("VB"))
    words = doc[end + 1 : next(stops, rest[-1].i + 1)]
    if cast.offices.category(words.text) in {"", COUNTERPART} or words[0].pos_ in {"ADP", "SCONJ"}:
        return Title(end)  # "…, in her role as envoy to Sund"
    if any(_names_another(doc, token.i, cast) for token in words[:-1]):
        return Title(end)
    country = _served(doc, words.start, words.end, cast)
    owner = max((t.i + 1 for t in words if t.tag_ == "POS"), default=words.start)  # "…, Brandt's spokeswoman"
    return Title(end, country, _office_words(doc, owner, words.end, cast))
