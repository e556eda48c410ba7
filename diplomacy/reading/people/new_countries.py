"""Countries that no library knows and that a text introduces, by the words that only go with a country's name."""

from spacy.tokens import Doc, Token

from diplomacy.reading.people import countries
from diplomacy.reading.people.capitals import is_name_token
from diplomacy.reading.people.cast import Cast
from diplomacy.reading.people.titles import within_country

_OFFICES = frozenset(
    {("foreign", "minister"), ("prime", "minister"), ("foreign", "ministry"), ("foreign", "secretary")}
)
_ADJECTIVES = ("ian", "ish", "ese", "ean")


def introduce_countries(doc: Doc, cast: Cast) -> None:
    """Note in the cast what the text treats as a country: "Foreign Minister A B of Sund", "Sund Foreign Ministry"."""
    for token in doc[:-1]:
        if not token.text[:1].isupper() or not _may_be_a_country(token, cast):
            continue
        possessive = token.nbor().tag_ == "POS"
        words = tuple(t.lower_ for t in doc[token.i + 1 + possessive : token.i + 5])
        office = words[:2] in _OFFICES and (possessive or not _looks_adjectival(token))
        ministry = words[:3] == ("ministry", "of", "foreign") and not token.lower_.endswith("ian")
        of_country = token.i > 2 and doc[token.i - 1].lower_ == "of" and _names_a_minister(doc, token.i - 2, cast)
        if (office or ministry or of_country) and not within_country(doc, token.i, cast):
            cast.introduce(token.text)
    _introduce_by_adjective(doc, cast)


def _may_be_a_country(token: Token, cast: Cast) -> bool:
    """Whether a word is a name that nothing is known of yet."""
    if not (is_name_token(token) and token.is_alpha and len(token) > 2) or token.is_stop:
        return False
    plain = token.lower_
    return not (plain in cast.offices.titles or plain in cast.offices.organisation or cast.country_named(token.text))


def _introduce_by_adjective(doc: Doc, cast: Cast) -> None:
    """A name that the text also has an adjective of ("Valdoria" beside "the Valdorian ministry") is a country's."""
    capitals = [token for token in doc if token.text[:1].isupper() and token.is_alpha]
    adjectives = {t.text for t in capitals if _looks_adjectival(t) and not cast.country_named(t.text)}
    if not adjectives:
        return
    names = {t.text for t in capitals if _may_be_a_country(t, cast) and not _looks_adjectival(t)}
    for adjective in sorted(adjectives):
        country = countries.demonym_of(adjective, names - {adjective})
        if country:
            cast.introduce(country)


def _looks_adjectival(token: Token) -> bool:
    return token.pos_ == "ADJ" or token.lower_.endswith(_ADJECTIVES)


def _names_a_minister(doc: Doc, at: int, cast: Cast) -> bool:
    """Whether the words up to token `at` are a title, or a title with a name ("Foreign Minister Sigrun Aldvik")."""
    words = [doc[i].lower_ for i in range(max(0, at - 4), at + 1)]
    if words[-1] in cast.offices.office_words:
        return True
    return doc[at].text[:1].isupper() and any(word in {"minister", "president", "secretary"} for word in words)
