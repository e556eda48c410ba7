"""The claims of an exchange as a table: a row a claim, a column an account, gaps where an account is silent.

Pure: from views and links to rows, without the database.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from diplomacy.web.pages.accounts import AccountView, ClaimView, PairLink
from diplomacy.web.pages.wording import Pieces, mark_words, plain, shared_marks
from diplomacy.web.pages.words import ALONE

CONTRADICTED, DISPUTED = "contradicted", "disputed"


@dataclass(frozen=True, slots=True)
class Met:
    """A claim that answers the claim that heads its row, with the words that differ marked."""

    claim: ClaimView
    pieces: Pieces
    link: PairLink
    head_pieces: Pieces


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

    @property
    def relations(self) -> frozenset[str]:
        """The keys of the relations in this row; `alone` where no other account has the claim."""
        met = [link.link.relation.key for cell in self.cells for link in (*cell.met, *cell.further, *cell.disputes)]
        told = set(met) - {DISPUTED}
        return frozenset(met) | (frozenset() if told or self.head.context else frozenset({ALONE.key}))


@dataclass(frozen=True, slots=True)
class ClaimsTable:
    """All rows: what the base account tells, what it leaves out, and what lies around the exchange."""

    told: tuple[Row, ...]
    missing: tuple[Row, ...]
    context: tuple[Row, ...]
    """Paired claims of background."""
    background: tuple[tuple[AccountView, tuple[ClaimView, ...]], ...]
    """Each account's background that meets nothing elsewhere."""

    @property
    def has_background(self) -> bool:
        """Whether any account has background of its own."""
        return any(claims for _, claims in self.background)

    def only(self, relation: str) -> "ClaimsTable":
        """The rows in which `relation` occurs; numbers stay."""

        def keep(rows: tuple[Row, ...]) -> tuple[Row, ...]:
            return tuple(row for row in rows if relation in row.relations)

        return ClaimsTable(keep(self.told), keep(self.missing), keep(self.context), ())


def claims_table(accounts: tuple[AccountView, ...], links: Iterable[PairLink], *, base: int) -> ClaimsTable:
    """Lay the claims out in the order of the account of article `base`.

    `accounts` is the order of the columns. Every claim about the exchange stands in at least one row: it heads one
    in its own account's turn, unless an account before it has one that it answers.
    """
    claims = {claim.id: claim for account in accounts for claim in account.claims}
    partners = _partners(claims, links)
    rows: dict[str, list[Row]] = {"told": [], "missing": [], "context": []}
    background: dict[int, list[ClaimView]] = defaultdict(list)
    placed: set[int] = set()
    for account in sorted(accounts, key=lambda a: a.article != base):
        for claim in account.claims:
            if claim.id in placed:
                continue
            met = partners[claim.id]
            if claim.context and not met:
                background[account.article].append(claim)
                continue
            placed |= {other.id for other, link in met if link.relation.key != DISPUTED}
            part = "context" if claim.context else "told" if account.article == base else "missing"
            rows[part].append(_row(claim, met, accounts))
    numbered = _numbered(rows["told"], rows["missing"], rows["context"])
    return ClaimsTable(*numbered, tuple((account, tuple(background[account.article])) for account in accounts))


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


def _row(head: ClaimView, met: list[tuple[ClaimView, PairLink]], accounts: tuple[AccountView, ...]) -> Row:
    answers: dict[int, list[Met]] = defaultdict(list)
    for claim, link in met:
        answers[claim.article].append(meet(head, claim, link))
    cells = [_cell(account, answers[account.article]) for account in accounts]
    first = [cell.met[0].head_pieces for cell in cells if cell.met]
    pieces = shared_marks(head.text, first)
    return Row(
        head,
        tuple(
            replace(cell, head=head, pieces=pieces) if cell.account.article == head.article else cell for cell in cells
        ),
    )


def meet(head: ClaimView, claim: ClaimView, link: PairLink) -> Met:
    """`claim` beside `head`, with the words that differ marked on both."""
    if link.relation.key == DISPUTED:
        return Met(claim, plain(claim.text), link, plain(head.text))
    ours, theirs = mark_words(head.text, claim.text, contradicted=link.relation.key == CONTRADICTED)
    return Met(claim, theirs, link, ours)


def _cell(account: AccountView, answers: list[Met]) -> Cell:
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
