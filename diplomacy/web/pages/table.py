"""The claims of an exchange as a table: a row a claim, a column an account, gaps where an account is silent.

Pure: from views and links to rows, without the database.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from diplomacy.web.pages.accounts import AccountView, ClaimView, PairLink
from diplomacy.web.pages.wording import (
    EQUAL,
    MOVED,
    Decides,
    Pieces,
    any_word,
    is_figure,
    is_one_of,
    mark_words,
    plain,
    shared_marks,
)
from diplomacy.web.pages.words import ALONE, RELATIONS, RelationWords, in_a_row

CONTRADICTED, DISPUTED = "contradicted", "disputed"
NOTABLE = frozenset({"shifted", CONTRADICTED, DISPUTED})
"""Relations that are told also where they hold between two claims that both answer a third."""


@dataclass(frozen=True, slots=True)
class Met:
    """A claim that answers the claim that heads its row, with the words that differ marked."""

    claim: ClaimView
    pieces: Pieces
    link: PairLink
    head_pieces: Pieces

    @property
    def in_common(self) -> float:
        """The share of both texts, from 0 to 1, that the other one has too, be it elsewhere in its order."""
        pieces = (*self.pieces, *self.head_pieces)
        return sum(len(p.text) for p in pieces if p.mark in (EQUAL, MOVED)) / sum(len(p.text) for p in pieces)


@dataclass(frozen=True, slots=True)
class Aside:
    """How an account's claims stand, in one relation, to others of their row that do not head it."""

    relation: RelationWords
    outlets: str
    links: tuple[tuple[PairLink, str], ...]
    """Each pair with the outlet of the other side."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one account has in one row: the head itself, what answers it, what disputes it, or nothing."""

    account: AccountView
    head: ClaimView | None = None
    pieces: Pieces = ()
    met: tuple[Met, ...] = ()
    further: tuple[Met, ...] = ()
    """More passages of this account that answer the head: a headline beside the body."""
    disputes: tuple[Met, ...] = ()
    asides: tuple[Aside, ...] = ()

    @property
    def answers(self) -> tuple[Met, ...]:
        """Every claim that is paired with the row's head, disputes among them."""
        return (*self.met, *self.further, *self.disputes)

    @property
    def links(self) -> tuple[PairLink, ...]:
        """Every pair that can be opened from this cell."""
        return (*(met.link for met in self.answers), *(link for aside in self.asides for link, _ in aside.links))

    @property
    def claims(self) -> tuple[ClaimView, ...]:
        """Every claim that stands in this cell."""
        met = tuple(answer.claim for answer in self.answers)
        return (self.head, *met) if self.head else met

    @property
    def gap(self) -> bool:
        """Whether this account lacks the claim."""
        return self.head is None and not self.met


@dataclass(frozen=True, slots=True)
class Row:
    """One claim across all accounts."""

    head: ClaimView
    cells: tuple[Cell, ...]
    number: int = 0
    repeats: bool = False
    """Whether its claims stand in rows above too, so that it tells of one pair, and nothing of who lacks what."""

    @property
    def gaps_count(self) -> bool:
        """Whether an account without this claim leaves something out."""
        return not (self.head.context or self.repeats)

    @property
    def relations(self) -> frozenset[str]:
        """The keys of the relations in this row; `alone` where no other account has the claim."""
        found = {link.relation.key for cell in self.cells for link in cell.links}
        told = any(cell.met for cell in self.cells) or not self.gaps_count
        return frozenset(found if told else found | {ALONE.key})


Background = tuple[tuple[AccountView, tuple[ClaimView, ...]], ...]
"""Accounts with claims of theirs."""


@dataclass(frozen=True, slots=True)
class ClaimsTable:
    """All rows: what the base account tells, what it leaves out, and what lies around the exchange."""

    told: tuple[Row, ...]
    missing: tuple[Row, ...]
    between: tuple[Row, ...]
    """Pairs of the other accounts whose claims stand in two different rows above."""
    context: tuple[Row, ...]
    """Paired claims of background."""
    background: Background
    """Each account's background that meets nothing elsewhere."""

    @property
    def has_background(self) -> bool:
        """Whether any account has background of its own."""
        return any(claims for _, claims in self.background)

    @property
    def sections(self) -> tuple[tuple[str, str, int], ...]:
        """The parts that have rows: key, words and how many claims head them; nothing where there is but one part."""
        counted = (
            ("told", "what it tells", len(self.told)),
            ("missing", "what it leaves out", len(self.missing)),
            ("between", "met elsewhere", len(self.between)),
            ("background", "background", len(self.context) + sum(len(claims) for _, claims in self.background)),
        )
        kept = tuple(section for section in counted if section[2])
        return kept if len(kept) > 1 else ()

    @property
    def has_rows(self) -> bool:
        """Whether there is anything to lay out."""
        return bool(self.told or self.missing or self.between or self.context) or self.has_background

    def only(self, keeps: Callable[[Row], bool], *, background: Background = ()) -> "ClaimsTable":
        """The rows that `keeps` keeps, with their numbers, and this background."""
        told, missing, between, context = (
            tuple(filter(keeps, rows)) for rows in (self.told, self.missing, self.between, self.context)
        )
        return ClaimsTable(told, missing, between, context, background)

    @property
    def count(self) -> int:
        """How many rows there are, background that meets nothing aside."""
        return len(self.told) + len(self.missing) + len(self.between) + len(self.context)


def claims_table(accounts: tuple[AccountView, ...], links: Iterable[PairLink], *, base: int) -> ClaimsTable:
    """Lay the claims out in the order of the account of article `base`.

    `accounts` is the order of the columns. Every claim stands in at least one row or in the background: it heads a row
    in its own account's turn, unless an account before it has one that it answers. Both claims of every pair stand
    in one row at least once.
    """
    claims = {claim.id: claim for account in accounts for claim in account.claims}
    partners = _partners(claims, links)
    rows: dict[str, list[Row]] = {"told": [], "missing": [], "context": []}
    background: dict[int, list[ClaimView]] = defaultdict(list)
    placed: set[int] = set()
    in_turn = sorted(accounts, key=lambda a: a.article != base)
    for account in in_turn:
        for claim in account.claims:
            if claim.id in placed:
                continue
            met = partners[claim.id]
            if claim.context and not met:
                background[account.article].append(claim)
                continue
            placed |= {other.id for other, link in met if link.relation.key != DISPUTED}
            part = "context" if claim.context else "told" if account.article == base else "missing"
            rows[part].append(_row(claim, met, accounts, partners))
    apart = _between(in_turn, [row for part in rows.values() for row in part], accounts, partners)
    told, missing, between, context = _numbered(rows["told"], rows["missing"], apart, rows["context"])
    alone = tuple((account, tuple(background[account.article])) for account in accounts)
    return ClaimsTable(told, missing, between, context, alone)


def _between(
    in_turn: list[AccountView], rows: list[Row], accounts: tuple[AccountView, ...], partners: "Partners"
) -> list[Row]:
    """A row for every claim that has a pair whose sides stand together in none of `rows`."""
    together: set[int] = set()
    for row in rows:
        here = {claim.id for cell in row.cells for claim in cell.claims}
        together |= {link.id for claim in here for other, link in partners[claim] if other.id in here}
    found = []
    for claim in (claim for account in in_turn for claim in account.claims):
        apart = [(other, link) for other, link in partners[claim.id] if link.id not in together]
        if apart:
            together |= {link.id for _, link in apart}
            found.append(replace(_row(claim, apart, accounts, partners), repeats=True))
    return found


Partners = dict[int, list[tuple[ClaimView, PairLink]]]


def _partners(claims: dict[int, ClaimView], links: Iterable[PairLink]) -> Partners:
    """For every claim what meets it; body before headline, the surest first."""
    found: Partners = defaultdict(list)
    for link in links:
        if link.left in claims and link.right in claims:
            found[link.left].append((claims[link.right], link))
            found[link.right].append((claims[link.left], link))
    for met in found.values():
        met.sort(key=lambda pair: (pair[0].place != "", -pair[1].score, pair[0].id))
    return found


def _row(
    head: ClaimView, met: list[tuple[ClaimView, PairLink]], accounts: tuple[AccountView, ...], partners: Partners
) -> Row:
    answers: dict[int, list[Met]] = defaultdict(list)
    for claim, link in met:
        answers[claim.article].append(meet(head, claim, link))
    cells = [_cell(account, answers[account.article]) for account in accounts]
    pieces = shared_marks(head.text, [cell.met[0].head_pieces for cell in cells if cell.met])
    cells = [replace(c, head=head, pieces=pieces) if c.account.article == head.article else c for c in cells]
    seen: dict[int, AccountView] = {}
    for place, cell in enumerate(cells):
        if said := cell.answers:
            if asides := _asides(said, seen, partners):
                cells[place] = replace(cell, asides=asides)
            seen |= {met.claim.id: cell.account for met in said}
    return Row(head, tuple(cells))


def _asides(said: tuple[Met, ...], seen: dict[int, AccountView], partners: Partners) -> tuple[Aside, ...]:
    """How a cell's claims stand to those in columns before it, where that is notable; the head is not among them."""
    found: dict[str, list[tuple[PairLink, str]]] = defaultdict(list)
    links = [(other.id, link) for answer in said for other, link in partners[answer.claim.id]]
    for other, account in seen.items():
        for claim, link in links:
            if claim == other and link.relation.key in NOTABLE:
                found[link.relation.key].append((link, account.outlet))
    return tuple(
        Aside(RELATIONS[key], in_a_row(list(dict.fromkeys(outlet for _, outlet in links))), tuple(links))
        for key, links in found.items()
    )


def meet(head: ClaimView, claim: ClaimView, link: PairLink) -> Met:
    """`claim` beside `head`, with the words that differ marked on both."""
    if link.relation.key == DISPUTED:
        return Met(claim, plain(claim.text), link, plain(head.text))
    answers, decides = link.answers_from(head.id), _decides(head, claim, link)
    ours, theirs = mark_words(head.worded, claim.worded, answers=answers, decides=decides)
    return Met(claim, theirs, link, ours)


def _decides(head: ClaimView, claim: ClaimView, link: PairLink) -> tuple[Decides, Decides] | None:
    """Which words of two claims can make them contradict each other: figures, who asked for it, or any."""
    if link.relation.key != CONTRADICTED:
        return None
    if any(facet.key == "number" for facet in link.facets):
        return is_figure, is_figure
    if head.asking and claim.asking:
        ours, theirs = (frozenset().union(*(side.names for side in said.asking)) for said in (head, claim))
        return is_one_of(ours), is_one_of(theirs)
    return any_word, any_word


def _cell(account: AccountView, answers: list[Met]) -> Cell:
    if not answers:
        return Cell(account)
    met = [answer for answer in answers if answer.link.relation.key != DISPUTED]
    disputes = tuple(answer for answer in answers if answer.link.relation.key == DISPUTED)
    return Cell(account, met=tuple(met[:1]), further=tuple(met[1:]), disputes=disputes)


def _numbered(*parts: list[Row]) -> list[tuple[Row, ...]]:
    """The rows of all parts, numbered through from 1."""
    number, numbered = 0, []
    for rows in parts:
        numbered.append(tuple(replace(row, number=number + place) for place, row in enumerate(rows, start=1)))
        number += len(rows)
    return numbered
