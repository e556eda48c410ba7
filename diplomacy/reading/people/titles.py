"""Titles around a name: the office and the country that a text tells with it, before it, behind a comma, after "of"."""

from dataclasses import dataclass

from spacy.tokens import Doc

from diplomacy.reading.people.cast import COUNTERPART, Cast

LONGEST_COUNTRY = 3
"""Words of a country's name or adjective that are looked at ("United Arab Emirates")."""
_REACH = 12
"""Tokens before a name in which its title may stand."""
_EDGES = frozenset({"the", "of", "for", "and", "."})


@dataclass(frozen=True, slots=True)
class Title:
    """What stands around a name: where the whole phrase starts, and what it tells."""

    start: int
    country: str = ""
    office: str = ""


def country_at(doc: Doc, at: int, cast: Cast, *, end: int | None = None) -> tuple[int, str]:
    """The longest country name or adjective that begins at a token: how many tokens, and which country; (0, "")."""
    stop = len(doc) if end is None else end
    for size in range(min(LONGEST_COUNTRY, stop - at), 0, -1):
        country = cast.country_named(doc[at : at + size].text)
        if country:
            return size, country
    return 0, ""


def skip_title(doc: Doc, start: int, end: int, cast: Cast) -> int:
    """Where the bare name begins in a run of capitals: behind titles, forms of address and a country before them."""
    core = start
    while core < end:
        if is_title_word(doc[core].lower_, cast):
            core += 1
            continue
        size, country = country_at(doc, core, cast, end=end)
        if not country or core + size >= end or not is_title_word(doc[core + size].lower_, cast):
            break
        core += size
    return core


def is_title_word(word: str, cast: Cast) -> bool:
    """Whether a lower-cased word belongs to titles or forms of address."""
    return word in cast.offices.titles or word in cast.offices.honorifics


def title_stands_before(doc: Doc, start: int, cast: Cast) -> bool:
    """Whether a title leads up to the run: "spokeswoman Elvira Sanzo", "foreign minister, Qin Gang"."""
    at = start - 1
    addressed = False
    while at >= 0 and (doc[at].text in {",", "."} or doc[at].lower_ in cast.offices.honorifics):
        addressed = addressed or doc[at].text.istitle()
        at -= 1
    if at < 0 or doc[at].lower_ not in {*cast.offices.office_words, "affairs"}:
        return addressed
    return addressed or not doc[start].is_sent_start


def title_around(doc: Doc, start: int, core: int, end: int, cast: Cast) -> Title:
    """Office and country told with the name that begins at `core` in a run from `start` to `end`."""
    bare = not any(t.lower_ in cast.offices.titles for t in doc[start:core])
    first = start
    while first > max(0, start - _REACH) and not doc[first - 1].is_space and _leads_up(doc, first - 1, cast, bare=bare):
        first -= 1
    office = _office_words(doc, first, core, cast)
    if not office:
        first = start
    country = next((c for i in range(first, core) if (c := country_at(doc, i, cast, end=core)[1])), "")
    behind = _behind(doc, end, cast)
    return Title(first, country or behind.country, office or behind.office)


def _leads_up(doc: Doc, at: int, cast: Cast, *, bare: bool) -> bool:
    """Whether a token before a name is part of its title; only a bare name may have a comma between."""
    token = doc[at]
    if token.text in {",", "."}:
        before = doc[at - 1] if at else token
        after_of = at > 1 and bool(cast.country_named(before.text)) and doc[at - 2].lower_ == "of"
        return bare and (is_title_word(before.lower_, cast) or after_of)
    within = any(country_at(doc, i, cast)[0] > at - i for i in range(max(0, at - LONGEST_COUNTRY + 1), at + 1))
    return (
        within or token.tag_ == "POS" or is_title_word(token.lower_, cast) or token.lower_ in cast.offices.office_words
    )


def _office_words(doc: Doc, start: int, end: int, cast: Cast) -> str:
    """The title in these tokens, without the country and forms of address."""
    words: list[str] = []
    at = start
    while at < end:
        size = country_at(doc, at, cast, end=end)[0]
        token = doc[at]
        if not size and token.tag_ != "POS" and token.text != "," and token.lower_ not in cast.offices.honorifics:
            words.append(token.text)
        at += max(size, 1)
    while words and words[0].lower() in _EDGES:
        words.pop(0)
    while words and words[-1].lower() in _EDGES:
        words.pop()
    text = " ".join(words)
    return text if cast.offices.category(text) not in {"", COUNTERPART} else ""


def _behind(doc: Doc, end: int, cast: Cast) -> Title:
    """What follows a name: "of Sund", ", the Foreign Minister of Valdoria", ", director of …"."""
    rest = doc[end : end + 14]
    if len(rest) > 1 and rest[0].lower_ == "of" and (country := country_at(doc, end + 1, cast)[1]):
        return Title(end, country)
    if len(rest) < 3 or rest[0].text != ",":
        return Title(end)
    stops = (t.i for t in rest[1:] if t.text in {",", "."} or t.is_space or t.tag_.startswith("VB"))
    words = doc[end + 1 : next(stops, rest[-1].i + 1)]
    if cast.offices.category(words.text) in {"", COUNTERPART}:
        return Title(end)
    country = next((c for t in words if (c := country_at(doc, t.i, cast)[1])), "")
    head = [t.text for t in words if not cast.country_named(t.text) and t.tag_ not in {"POS", "DT", "PRP$"}]
    return Title(end, country, " ".join(head).removesuffix(" of").strip())
