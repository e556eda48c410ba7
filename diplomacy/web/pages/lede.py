"""What can be said of an exchange in a few sentences, from its pairs alone and nothing beyond them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from diplomacy.comparing.framing.initiator import foremost, initiators
from diplomacy.reading.values import Word
from diplomacy.web.pages.accounts import AccountView, ClaimView, PairLink
from diplomacy.web.pages.wording import Worded
from diplomacy.web.pages.words import in_a_row

CLASHES_TOLD = 3
NAMED = 2
"""How many of the words behind a figure are told with it ("11 crew members", "26 February")."""


@dataclass(frozen=True, slots=True)
class NumberClash:
    """Two accounts that give different figures for one thing."""

    left: str
    left_outlet: str
    right: str
    right_outlet: str
    url: str
    unsure: bool = False
    """Whether the two claims are not surely of one thing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A side that asked for the exchange, and the accounts that say so."""

    side: str
    outlets: str
    url: str
    """The claim that says it first."""


@dataclass(frozen=True, slots=True)
class Lede:
    """The exchange in short."""

    asked: tuple[Asked, ...]
    """One a side; more than one where accounts contradict each other."""
    clashes: tuple[NumberClash, ...]
    other_speaker: int
    other_name: int
    disputed: int
    unheard: str = ""
    """The sides of which no readout is among the accounts, where another side's is."""

    @classmethod
    def of(
        cls,
        accounts: tuple[AccountView, ...],
        links: tuple[PairLink, ...],
        *,
        sides: Collection[int] = (),
        unheard: Collection[str] = (),
    ) -> "Lede":
        """The lede of accounts and their pairs.

        `sides` are ids of those who can have asked for the exchange, `unheard` the states whose readout is not there.
        """
        return cls(
            asked=_asked(accounts, sides),
            clashes=_clashes(accounts, links)[:CLASHES_TOLD],
            other_speaker=_having("speaker", links),
            other_name=_having("naming", links),
            disputed=sum(link.relation.key == "disputed" for link in links),
            unheard=in_a_row(list(unheard)),
        )


def _asked(accounts: tuple[AccountView, ...], sides: Collection[int]) -> tuple[Asked, ...]:
    """Who asked, by whose account; each account once for a side."""
    outlets = {account.article: account.outlet for account in accounts}
    by: dict[int, dict[str, ClaimView]] = {}
    names: dict[int, str] = {}
    for one in foremost(initiators(accounts, sides=sides)):
        names |= {side.id: side.name for side in one.claim.asking}
        by.setdefault(one.side, {}).setdefault(outlets[one.article], one.claim)
    return tuple(Asked(names[side], in_a_row(list(told)), next(iter(told.values())).url) for side, told in by.items())


def _having(facet: str, links: Iterable[PairLink]) -> int:
    return sum(any(words.key == facet for words in link.facets) for link in links)


def _clashes(accounts: tuple[AccountView, ...], links: tuple[PairLink, ...]) -> tuple[NumberClash, ...]:
    """Clashes of figures, those between the leading accounts first, each pair of figures once.

    Told only of two claims about the exchange that are each other's surest answer in their two accounts: a figure of
    some other claim does not clash. Each side has exactly one figure that the other lacks.
    """
    claims = {claim.id: claim for account in accounts for claim in account.claims}
    order = {account.article: place for place, account in enumerate(accounts)}
    outlets = {account.article: account.outlet for account in accounts}
    surest = _surest(links, claims)
    found: dict[frozenset[str], tuple[list[int], NumberClash]] = {}
    for link in links:
        if not _on_a_number(link):
            continue
        left, right = claims.get(link.left), claims.get(link.right)
        if left is None or right is None or left.context or right.context:
            continue
        if link.score < max(surest[left.id, right.article], surest[right.id, left.article]):
            continue
        if differing := _differing(left.worded, right.worded):
            ours, theirs = differing
            clash = NumberClash(
                ours.told, outlets[left.article], theirs.told, outlets[right.article], link.url, link.unsure
            )
            columns = sorted((order[left.article], order[right.article]), reverse=True)
            numbers = frozenset({ours.number, theirs.number})
            if numbers not in found or columns < found[numbers][0]:
                found[numbers] = (columns, clash)
    return tuple(clash for _, clash in sorted(found.values(), key=lambda entry: entry[0]))


def _on_a_number(link: PairLink) -> bool:
    """Whether two claims are taken to clash on a number.

    How sure their pair is does not matter here: claims that are each other's surest answers and differ in one figure
    are mostly of one thing, however much else they word otherwise.
    """
    return link.relation.key == "contradicted" and any(facet.key == "number" for facet in link.facets)


def _surest(links: Iterable[PairLink], claims: dict[int, ClaimView]) -> dict[tuple[int, int], float]:
    """For a claim and another account (an article's id) the best score that the claim reaches there."""
    best: dict[tuple[int, int], float] = {}
    for link in links:
        for one, other in ((link.left, link.right), (link.right, link.left)):
            if other in claims:
                key = (one, claims[other].article)
                best[key] = max(best.get(key, 0.0), link.score)
    return best


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a claim, and how it is told, with the words that it counts."""

    number: str
    told: str
    day: bool
    """Whether it is of a date."""


def _differing(left: Worded, right: Worded) -> tuple[Figure, Figure] | None:
    """The one figure of each side that the other lacks; None where there are more, or a date meets a count."""
    ours, theirs = _figures(left), _figures(right)
    only_ours, only_theirs = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
    if len(only_ours) != 1 or len(only_theirs) != 1:
        return None
    here, there = ours[only_ours.pop()], theirs[only_theirs.pop()]
    return (here, there) if here.day == there.day else None


def _figures(worded: Worded) -> dict[str, Figure]:
    """The figures of a claim by their numbers."""
    found = {}
    for place, word in enumerate(worded.words):
        if _is_number(word, worded) and not (place and _is_number(worded.words[place - 1], worded)):
            named = _named(worded, place)
            end = named[-1].end if named else word.end
            told = worded.text[word.start - worded.start : end - worded.start]
            number = word.lemma.casefold()
            found[number] = Figure(number, told, day=bool(named) and _is_name(named[0], worded))
    return found


def _named(worded: Worded, place: int) -> list[Word]:
    """The words that follow a number without a break and say what it counts."""
    named: list[Word] = []
    last = worded.words[place]
    for word in worded.words[place + 1 : place + 1 + NAMED]:
        between = worded.text[last.end - worded.start : word.start - worded.start]
        if between != " " or not (word.pos in ("NOUN", "ADJ") or _is_name(word, worded)):
            break
        named.append(word)
        last = word
    return named if named and named[-1].pos != "ADJ" else named[:-1]


def _is_number(word: Word, worded: Worded) -> bool:
    return word.pos == "NUM" or _text(word, worded)[:1].isdigit()


def _is_name(word: Word, worded: Worded) -> bool:
    return word.pos == "PROPN" or (word.pos == "X" and _text(word, worded)[:1].isupper())


def _text(word: Word, worded: Worded) -> str:
    return worded.text[word.start - worded.start : word.end - worded.start]
