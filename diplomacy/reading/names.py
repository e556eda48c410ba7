"""Names in a text: full names with the titles, countries and offices that stand around them.

Capitals and titles count for more than the model's entity labels, which fail on names that it has never met.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from diplomacy.reading import countries
from diplomacy.reading.cast import COUNTERPART, Cast, Figure
from diplomacy.reading.values import ActorKind

PARTICLES = frozenset(
    {"al", "bin", "ibn", "von", "van", "de", "der", "den", "da", "dos", "del", "el", "le", "la", "di", "ben", "ould"}
)
CALENDAR = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
)
_HYPHENS = frozenset("-‐‑–'’")


@dataclass(frozen=True, slots=True)
class NamedRun:
    """Tokens `start` to `end` (half-open) that name a figure, titles included; `core` is where the bare name begins."""

    start: int
    end: int
    core: int
    figure: Figure
    rule: str


def find_names(doc: Doc, cast: Cast, *, title_end: int) -> list[NamedRun]:
    """Introduce every named actor of the text into the cast and list where the text names them, in order.

    The headline is read last: its capitals say nothing, so only names that the body has introduced are found there.
    """
    runs = list(_capital_runs(doc))
    body = [run for run in runs if doc[run[0]].idx >= title_end]
    head = [run for run in runs if doc[run[0]].idx < title_end]
    _introduce_countries(doc, cast)
    for start, end in body:  # names in full first, so that a surname met earlier finds its person
        list(_full_names(doc, start, end, cast, words=2))
    found = [named for start, end in body for named in _full_names(doc, start, end, cast)]
    found += [named for start, end in head for named in _full_names(doc, start, end, cast, headline=True)]
    taken = {i for named in found for i in range(named.start, named.end)}
    parts = {part for figure in cast.persons() for part in figure.name.split() if part[:1].isupper()}
    known = {i for start, end in runs for i in range(start, end)}
    runs += [
        (t.i, t.i + 1) for t in doc if t.text in parts and t.i not in known
    ]  # names that the tagger takes for nouns
    for start, end in runs:
        found += _short_names(doc, start, end, cast, taken)
    return sorted(found, key=lambda named: named.start)


def _is_name_token(token: Token) -> bool:
    if token.ent_type_ in {"DATE", "TIME"} or token.lower_ in CALENDAR:
        return False
    return token.text[:1].isupper() and (
        token.pos_ == "PROPN" or token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP", "LOC"}
    )


def _capital_runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Runs of capitalised name tokens, with particles, hyphens and initials inside them."""
    at, size = 0, len(doc)
    while at < size:
        if not _is_name_token(doc[at]) and not _follows_title(doc, at):
            at += 1
            continue
        end = at + 1
        while end < size and not doc[end].is_space:
            token = doc[end]
            joined = (
                token.text in _HYPHENS and end + 1 < size and not token.whitespace_ and doc[end + 1].text[:1].isupper()
            )
            particle = token.lower_ in PARTICLES and end + 1 < size and doc[end + 1].text[:1].isupper()
            if not (_is_name_token(token) or joined or particle or _follows_title(doc, end)):
                break
            if doc[end].is_sent_start and not doc[end - 1].text.endswith("."):
                break
            end += 1
        yield at, end
        at = end


def _follows_title(doc: Doc, at: int) -> bool:
    """Whether an unrecognised capitalised word stands right behind a name token ("Lucan Corvane" with a mis-tagged name)."""
    token = doc[at]
    return (
        at > 0
        and token.text[:1].isupper()
        and token.is_alpha
        and not token.is_sent_start
        and doc[at - 1].pos_ == "PROPN"
    )


def _introduce_countries(doc: Doc, cast: Cast) -> None:
    """Countries that only the text knows: "Foreign Minister A B of Sund", "Sund's foreign minister", "Sund Foreign Ministry"."""
    for token in doc:
        if not _may_be_a_country(token, cast):
            continue
        after = doc[token.i + 1 : token.i + 5]
        if len(after) == 0:
            continue
        possessive = after[0].tag_ == "POS"
        words = [t.lower_ for t in (after[1:] if possessive else after)]
        office = words[:2] in (
            ["foreign", "minister"],
            ["prime", "minister"],
            ["foreign", "ministry"],
            ["foreign", "secretary"],
        )
        ministry = words[:3] == ["ministry", "of", "foreign"] and token.text[-3:] != "ian"
        of_country = token.i > 2 and doc[token.i - 1].lower_ == "of" and _names_a_minister(doc, token.i - 2, cast)
        if (office and possessive) or (office and not _looks_adjectival(token)) or ministry or of_country:
            cast.introduced.add(token.text)
    _introduce_by_adjective(doc, cast)


def _may_be_a_country(token: Token, cast: Cast) -> bool:
    """Whether a word is a name that nothing is known of yet."""
    if not (_is_name_token(token) and token.is_alpha and len(token) > 2) or token.is_stop:
        return False
    plain = token.lower_
    return not (plain in cast.offices.titles or plain in cast.offices.organisation or cast.country_named(token.text))


def _introduce_by_adjective(doc: Doc, cast: Cast) -> None:
    """A name that the text also has an adjective of ("Valdoria" beside "the Valdorian ministry") is a country's."""
    names = {t.text for t in doc if _may_be_a_country(t, cast) and not _looks_adjectival(t)}
    for token in doc:
        if (
            token.text[:1].isupper()
            and _looks_adjectival(token)
            and token.is_alpha
            and not cast.country_named(token.text)
        ):
            country = countries.demonym_of(token.text, names - {token.text})
            if country:
                cast.introduced.add(country)


def _looks_adjectival(token: Token) -> bool:
    return token.pos_ == "ADJ" or token.lower_.endswith(("ian", "ish", "ese", "ean"))


def _names_a_minister(doc: Doc, at: int, cast: Cast) -> bool:
    """Whether the words up to token `at` are a title, or a title with a name ("Foreign Minister Sigrun Aldvik")."""
    words = [doc[i].lower_ for i in range(max(0, at - 4), at + 1)]
    if words[-1] in cast.offices.office_words:
        return True
    return doc[at].text[:1].isupper() and any(word in {"minister", "president", "secretary"} for word in words)


def _full_names(
    doc: Doc, start: int, end: int, cast: Cast, *, headline: bool = False, words: int = 1
) -> Iterator[NamedRun]:
    """The organisation, country or person of two names or with a title that a run of capitals introduces."""
    offices = cast.offices
    core = start
    while core < end and _is_title(doc[core], cast):
        core += 1
    bare = doc[core:end]
    while len(bare) and bare[-1].text in _HYPHENS:
        bare = bare[:-1]
    if len(bare) < words or bare[-1].lower_ in offices.titles:
        return
    name = bare.text
    titled = core > start or _title_before(doc, start, cast)
    if cast.country_named(name):
        return
    known = cast.person_known(name)
    if known is None and any(token.lower_ in offices.organisation for token in bare):
        return
    alpha = [token for token in bare if token.is_alpha or "." in token.text]
    person = known is not None or (
        not headline
        and (len(alpha) >= 2 or core > start)
        and len(alpha) <= 4
        and not cast.country_named(bare[0].text)
        and (
            titled
            or _behaves_like_a_person(bare.root, cast)
            or all(t.ent_type_ == "PERSON" for t in alpha)
            or _recurs_alone(doc, alpha)
        )
    )
    if not person:
        return
    figure = cast.by_surname(alpha[0].text) if len(alpha) == 1 else None
    if figure is None and len(alpha) > 1:
        figure = next((f for f in cast.persons() if _same_person(f.name, name)), None)
    title = _title_around(doc, start, core, bare[-1].i + 1, cast)
    if figure is None:
        figure = cast.add(name, ActorKind.PERSON, country=title.country, office=title.office)
    else:
        if len(alpha) > len(figure.name.split()) and figure.known is None:
            figure.aliases.setdefault(figure.name)
            figure.name = name
        cast.add(figure.name, ActorKind.PERSON, country=title.country, office=title.office)
    yield NamedRun(
        title.start, bare[-1].i + 1, core, figure, "named in full" if len(alpha) > 1 else f"surname of {figure.name}"
    )


def _same_person(one: str, other: str) -> bool:
    """Whether two names of more than one word may be one person's: all words of the shorter stand in the longer."""
    few, many = sorted((one.casefold().split(), other.casefold().split()), key=len)
    return len(few) > 1 and set(few) <= set(many)


def _is_title(token: Token, cast: Cast) -> bool:
    plain = token.lower_
    if plain in cast.offices.titles or plain in cast.offices.honorifics:
        return True
    return (
        bool(cast.country_named(token.text))
        and token.i + 1 < len(token.doc)
        and token.nbor().lower_ in cast.offices.titles
    )


def _title_before(doc: Doc, start: int, cast: Cast) -> bool:
    """Whether a lower-case title stands right before the run ("spokeswoman Elvira Sanzo", "foreign minister, Qin Gang")."""
    at = start - 1
    addressed = False
    while at >= 0 and (doc[at].text in {",", "."} or doc[at].lower_ in cast.offices.honorifics):
        addressed = addressed or doc[at].text.istitle()
        at -= 1
    if at < 0 or doc[at].lower_ not in {*cast.offices.office_words, "affairs"}:
        return addressed
    return addressed or not doc[start].is_sent_start


def _recurs_alone(doc: Doc, names: list[Token]) -> bool:
    """Whether the text goes on to use one word of the name by itself, as it does with people."""
    ends = {names[0].text, names[-1].text}
    inside = {t.i for t in names}
    return any(
        t.text in ends
        and t.i not in inside
        and t.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "poss"}
        and not any(child.dep_ in {"compound", "det"} for child in t.children)
        for t in doc
    )


def _behaves_like_a_person(root: Token, cast: Cast) -> bool:
    """Whether the name stands in apposition to an office, or is followed by one or by "who"."""
    if root.dep_ == "appos" and root.head.lower_ in cast.offices.office_words:
        return True
    return any(
        (child.dep_ == "appos" and child.lower_ in cast.offices.office_words)
        or (child.dep_ == "relcl" and any(t.lower_ == "who" for t in child.children))
        for child in root.children
    )


@dataclass(frozen=True, slots=True)
class _Title:
    start: int
    country: str = ""
    office: str = ""


def _title_around(doc: Doc, start: int, core: int, end: int, cast: Cast) -> _Title:
    """The office and country told with a name: before it, behind a comma, or after "of"."""
    bare = not any(t.lower_ in cast.offices.titles for t in doc[start:core])
    first = start
    country = next((c for t in doc[start:core] if (c := cast.country_named(t.text))), "")
    at = start - 1
    while at >= 0 and at > start - 12 and not doc[at].is_space and _belongs_to_title(doc, at, cast, bare=bare):
        country = country or cast.country_named(doc[at].text)
        first = at
        at -= 1
    office = _office_words(doc, first, core, cast)
    if not office:
        first = start
    behind = _behind(doc, end, cast)
    return _Title(first, country or behind.country, office or behind.office)


def _belongs_to_title(doc: Doc, at: int, cast: Cast, *, bare: bool) -> bool:
    """Whether a token before a name is part of its title; only a bare name may have a comma between."""
    token = doc[at]
    offices = cast.offices
    if token.text in {",", "."}:
        before = doc[at - 1] if at else token
        after_of = bool(cast.country_named(before.text)) and at > 1 and doc[at - 2].lower_ == "of"
        return bare and (_is_title(before, cast) or after_of)
    if token.tag_ == "POS" or cast.country_named(token.text):
        return True
    return token.lower_ in offices.titles or token.lower_ in offices.honorifics or token.lower_ in offices.office_words


def _office_words(doc: Doc, start: int, end: int, cast: Cast) -> str:
    """The title in these tokens, without the country and forms of address."""
    words = [
        t.text
        for t in doc[start:end]
        if not cast.country_named(t.text)
        and t.tag_ != "POS"
        and t.text != ","
        and t.lower_ not in cast.offices.honorifics
    ]
    edges = {"the", "of", "for", "and", "."}
    while words and words[0].lower() in edges:
        words.pop(0)
    while words and words[-1].lower() in edges:
        words.pop()
    text = " ".join(words)
    return text if cast.offices.category(text) not in {"", COUNTERPART} else ""


def _behind(doc: Doc, end: int, cast: Cast) -> _Title:
    """What follows a name: "of Sund", ", the Foreign Minister of Valdoria", ", director of …"."""
    rest = doc[end : end + 14]
    if len(rest) > 1 and rest[0].lower_ == "of" and (country := cast.country_named(rest[1].text)):
        return _Title(end, country)
    if len(rest) < 3 or rest[0].text != ",":
        return _Title(end)
    stop = next(
        (t.i for t in rest[1:] if t.text in {",", "."} or t.is_space or t.tag_.startswith("VB")), rest[-1].i + 1
    )
    words = doc[end + 1 : stop]
    office = cast.offices.category(words.text)
    if office in {"", COUNTERPART}:
        return _Title(end)
    country = next((c for t in words if (c := cast.country_named(t.text))), "")
    head = [t.text for t in words if not cast.country_named(t.text) and t.tag_ not in {"POS", "DT", "PRP$"}]
    return _Title(end, country, " ".join(head).removesuffix(" of").strip())


def _short_names(doc: Doc, start: int, end: int, cast: Cast, taken: set[int]) -> Iterator[NamedRun]:
    """Surnames, countries and organisations in what the full names have left of a run."""
    at = start
    while at < end:
        if at in taken:
            at += 1
            continue
        stop = at
        while stop < end and stop not in taken:
            stop += 1
        yield from _short_in(doc, at, stop, cast)
        at = stop


def _short_in(doc: Doc, start: int, end: int, cast: Cast) -> Iterator[NamedRun]:
    organisation = next((t for t in doc[start:end] if t.lower_ in cast.offices.organisation), None)
    country = next((c for size in (3, 2, 1) if (c := cast.country_named(doc[start : min(start + size, end)].text))), "")
    if organisation is not None:
        return  # an organisation is more than its run of capitals: `mentions.py` takes the whole noun phrase
    last = doc[end - 1]
    if country and cast.country_named(doc[start:end].text):
        figure = cast.add(country, ActorKind.COUNTRY, country=country)
        yield NamedRun(start, end, start, figure, "name of the country")
        return
    figure = cast.find(doc[start:end].text, ActorKind.PERSON) or cast.by_surname(last.text)
    if figure:
        core = end - 1
        figure.aliases.setdefault(doc[core:end].text)
        yield NamedRun(start, end, core, figure, f"surname of {figure.name}")
    elif country:
        size = next(size for size in (3, 2, 1) if cast.country_named(doc[start : min(start + size, end)].text))
        figure = cast.add(country, ActorKind.COUNTRY, country=country)
        yield NamedRun(start, min(start + size, end), start, figure, "name of the country")
        yield from _short_in(doc, min(start + size, end), end, cast) if start + size < end else ()
