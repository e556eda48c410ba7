"""Names that accounts give to one and the same referent: crisis, conflict, war, aggression.

Two names are taken for one referent where they belong to one contested group of the word list and either stand
against each other in a pair of claims or are tied to the same words ("the zone in the Kesper Strait", "the blockade of
the Kesper Strait"); or where they stand in the same place of two claims that say the same.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from diplomacy import wordlists
from diplomacy.comparing.answering import inner_words
from diplomacy.comparing.values import Account, AccountClaim, FoundPair, Relation
from diplomacy.comparing.vocabulary import Vocabulary, load
from diplomacy.reading.values import Word
from diplomacy.wordlists import WordListError

LIST = Path(__file__).with_name("names.toml")
NOUNS = ("NOUN", "PROPN")
TIED = 0.6
"""How sure it is that two names of a group that are tied to the same word have one referent."""
UNTIED = 0.4
"""How sure it is of a name for which nothing speaks but that it is of the group."""
BY_PLACE = 0.45
"""What the score of a pair counts for names that only stand in one place of its claims: mostly they are synonyms."""
SAYING_THE_SAME = (Relation.SAME, Relation.REWORDED)
STEM = 4
"""Letters that two words of one stem share: "inspector" is no other name than "inspection"."""
REACH = 3
"""How many words before and behind a name are looked at for what ties it to its referent."""


@dataclass(frozen=True, slots=True)
class NameList:
    """What `names.toml` says beside the groups of kindred words."""

    general: frozenset[str]
    nothing: frozenset[str]
    heads: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Use:
    """A name in a claim: its words there, `claim.text[start:end]`."""

    article: int
    claim: AccountClaim
    start: int
    end: int
    name: str
    """The lemmas of the name, lower case: what makes two uses one name."""
    group: str
    """The group of the word list; empty for a name that only the texts give."""
    tied: frozenset[str]
    """Lemmas of the nouns beside it."""

    @property
    def text(self) -> str:
        """The words as they stand."""
        return self.claim.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two names are taken for one referent's."""

    one: str
    other: str
    words: str
    score: float
    claims: tuple[int, int] | None = None
    """The claims of the pair in which they stand against each other."""

    @property
    def variant(self) -> bool:
        """Whether one name is only the other in short ("the zone", "the security zone")."""
        one, other = set(self.one.split()), set(self.other.split())
        return one <= other or other <= one


@dataclass(frozen=True, slots=True)
class Referent:
    """Something that accounts name differently."""

    head: str
    listed: bool
    """Whether the word list knows its names as contested; else they may be no more than synonyms."""
    uses: tuple[Use, ...]
    """In the order of the accounts and their texts."""
    evidence: tuple[Evidence, ...]
    """The surest first."""

    @property
    def score(self) -> float:
        """How sure it is that the names are one referent's: as sure as its surest evidence."""
        return max(found.score for found in self.evidence)

    @property
    def loose(self) -> frozenset[str]:
        """The names for which nothing speaks but their group."""
        sure = {name for item in self.evidence if item.score > UNTIED for name in (item.one, item.other)}
        return frozenset(use.name for use in self.uses) - sure


@cache
def name_list(folder: Path | None = None) -> NameList:
    """The list of `folder`, where it has one, else the shipped one. Raises WordListError where a part is missing."""
    held = wordlists.read(LIST, folder)
    try:
        return NameList(frozenset(held["general"]), frozenset(held["nothing"]), dict(held["heads"]))
    except (KeyError, TypeError, ValueError) as error:
        raise WordListError(f"names.toml in {folder or LIST.parent} lacks {error}; compare it with {LIST}.") from error


def names(
    accounts: Sequence[Account],
    pairs: Iterable[FoundPair],
    *,
    vocabulary: Vocabulary | None = None,
    words: NameList | None = None,
) -> tuple[Referent, ...]:
    """The referents that have at least two names in at least two accounts; contested ones first, then the surest."""
    vocabulary, words = vocabulary or load(), words or name_list()
    pairs = tuple(pairs)
    listed = [use for account in accounts for use in _listed(account, vocabulary)]
    found = list(_contested(listed, pairs, words))
    taken = {(use.claim.id, use.start) for referent in found for use in referent.uses}
    found += _from_texts(accounts, pairs, words=words, taken=taken)
    return tuple(sorted(found, key=lambda r: (not r.listed, -r.score, -len(r.uses), r.head)))


def _listed(account: Account, vocabulary: Vocabulary) -> Iterator[Use]:
    for claim in account.claims:
        for found in vocabulary.kindred.find(claim):
            for group in sorted(found.keys & vocabulary.loaded):
                yield _use(account.article, claim, found.words, group)


def _use(article: int, claim: AccountClaim, words: Sequence[Word], group: str) -> Use:
    start, end = words[0].start - claim.span.start, words[-1].end - claim.span.start
    name = " ".join(word.lemma.lower() for word in words)
    return Use(article, claim, start, end, name, group, _tied(claim, words))


def _tied(claim: AccountClaim, words: Sequence[Word]) -> frozenset[str]:
    """The nouns right before a name and in the phrase right behind it, until a verb or another phrase begins."""
    inner = inner_words(claim)
    at = [n for n, word in enumerate(inner) if words[0].start <= word.start < words[-1].end]
    if not at:
        return frozenset()
    before = _run(reversed(inner[max(0, at[0] - REACH) : at[0]]), through=("ADJ", *NOUNS))
    behind = _run(inner[at[-1] + 1 : at[-1] + 2 + REACH], through=("ADP", "DET", "ADJ", *NOUNS))
    return frozenset(word.lemma.lower() for word in (*before, *behind) if word.pos in NOUNS and word.content)


def _run(words: Iterable[Word], *, through: Collection[str]) -> Iterator[Word]:
    for word in words:
        if word.pos not in through:
            return
        yield word


def _contested(uses: Sequence[Use], pairs: Collection[FoundPair], words: NameList) -> Iterator[Referent]:
    groups: defaultdict[str, list[Use]] = defaultdict(list)
    for use in uses:
        groups[use.group].append(use)
    for group, held in sorted(groups.items()):
        facing = list(_facing(held, pairs))
        evidence = facing + list(_tied_alike(held, words))
        heaps = _together(evidence + list(_of_the_group(held, evidence, words)))
        for found in heaps:
            named = {name for item in found for name in (item.one, item.other)}
            referent = _referent(words.heads.get(group, group.capitalize()), held, named, found, listed=True)
            if referent:
                yield referent


def _of_the_group(uses: Sequence[Use], evidence: Collection[Evidence], words: NameList) -> Iterator[Evidence]:
    """The names of the group that nothing ties to another one, nor to something else, each with the first that is."""
    tied = {name for item in evidence if not item.variant for name in (item.one, item.other)}
    first = next((use for use in uses if use.name in tied), None)
    about = {noun for use in uses if use.name in tied for noun in use.tied}
    for use in {use.name: use for use in reversed(uses) if not use.tied - about}.values():
        if first and use.name not in tied and not words.general & {use.name, *use.name.split()}:
            said = f"“{use.text}” is of one group with “{first.text}”, and nothing else speaks for it"
            yield Evidence(use.name, first.name, said, UNTIED)


def _facing(uses: Iterable[Use], pairs: Iterable[FoundPair]) -> Iterator[Evidence]:
    """Different names on the two sides of a pair, neither of which stands on both."""
    by_claim: defaultdict[int, list[Use]] = defaultdict(list)
    for use in uses:
        by_claim[use.claim.id].append(use)
    for pair in pairs:
        if pair.left not in by_claim or pair.right not in by_claim:
            continue
        ours, theirs = ({use.name: use for use in by_claim[claim]} for claim in (pair.left, pair.right))
        if ours.keys() & theirs.keys():
            continue
        for one in ours.values():
            for other in theirs.values():
                words = f"“{one.text}” stands against “{other.text}” in two claims that meet"
                yield Evidence(one.name, other.name, words, pair.score, (pair.left, pair.right))


def _tied_alike(uses: Sequence[Use], words: NameList) -> Iterator[Evidence]:
    """Different names, in different accounts, beside the same noun."""
    seen = set()
    for one, other in combinations((use for use in uses if use.name not in words.general), 2):
        shared = sorted(one.tied & other.tied - words.nothing, key=lambda word: (-len(word), word))
        both = frozenset({one.name, other.name})
        if one.name != other.name and one.article != other.article and shared and both not in seen:
            seen.add(both)
            yield Evidence(one.name, other.name, f"“{one.text}” and “{other.text}” both go with “{shared[0]}”", TIED)


def _from_texts(
    accounts: Sequence[Account],
    pairs: Iterable[FoundPair],
    *,
    words: NameList,
    taken: Collection[tuple[int, int]],
) -> Iterator[Referent]:
    """Referents for which the word list has no contested group: their names stand in one place, tied to one word."""
    claims = {claim.id: (account.article, claim) for account in accounts for claim in account.claims}
    uses: dict[tuple[int, int], Use] = {}
    evidence: list[Evidence] = []
    for pair in pairs:
        if pair.relation not in SAYING_THE_SAME or pair.left not in claims or pair.right not in claims:
            continue
        (article, left), (other, right) = claims[pair.left], claims[pair.right]
        for ours, theirs in _in_one_place(left, right, pair, words):
            one, two = _use(article, left, (ours,), ""), _use(other, right, (theirs,), "")
            tied = sorted(one.tied & two.tied - words.nothing, key=lambda word: (-len(word), word))
            if not tied or (left.id, one.start) in taken or (right.id, two.start) in taken:
                continue
            uses |= {(left.id, one.start): one, (right.id, two.start): two}
            said = (
                f"“{one.text}” and “{two.text}” stand in one place of two claims that say the same, "
                f"and both go with “{tied[0]}”"
            )
            evidence.append(Evidence(one.name, two.name, said, pair.score * BY_PLACE, (left.id, right.id)))
    for found in _together(evidence):
        named = {name for item in found for name in (item.one, item.other)}
        head = " / ".join(sorted(named))
        referent = _referent(head, list(uses.values()), named, found, listed=False)
        if referent:
            yield referent


def _in_one_place(
    left: AccountClaim, right: AccountClaim, pair: FoundPair, words: NameList
) -> Iterator[tuple[Word, Word]]:
    """Nouns that answer each other without being one word or stem of one."""
    ours, theirs = ({word.start: word for word in inner_words(claim)} for claim in (left, right))
    for a, b in pair.answers:
        if a not in ours or b not in theirs:
            continue
        one, other = ours[a], theirs[b]
        lemmas = {one.lemma.lower(), other.lemma.lower()}
        both = {one.pos, other.pos} == {"NOUN"} and all(lemma.isalpha() and len(lemma) > 2 for lemma in lemmas)
        if both and len({lemma[:STEM] for lemma in lemmas}) == 2 and not lemmas & words.nothing:
            yield one, other


def _together(evidence: Iterable[Evidence]) -> list[list[Evidence]]:
    """The evidence in heaps, in each of which every name hangs together with every other through some evidence."""
    heaps: list[tuple[set[str], list[Evidence]]] = []
    for item in evidence:
        touched = [heap for heap in heaps if heap[0] & {item.one, item.other}]
        merged = ({item.one, item.other}.union(*(heap[0] for heap in touched)), [item])
        merged[1].extend(found for heap in touched for found in heap[1])
        heaps = [heap for heap in heaps if heap not in touched] + [merged]
    return [found for _, found in heaps]


def _referent(
    head: str, uses: Iterable[Use], named: Collection[str], evidence: Iterable[Evidence], *, listed: bool
) -> Referent | None:
    """The referent of these names; None where no two of them are different names, or one account alone has them."""
    held = tuple(use for use in uses if use.name in named)
    telling = {(item.one, item.other): item for item in sorted(evidence, key=lambda e: e.score) if not item.variant}
    if not telling or len({use.article for use in held}) < 2:
        return None
    return Referent(head, listed, held, tuple(sorted(telling.values(), key=lambda e: (-e.score, e.one, e.other))))
