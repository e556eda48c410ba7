"""Move accounts to where they are to stand, and keep aside those that stand in no exchange or are told in another."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from diplomacy.archive.deciding.over_pairs import take_off_words
from diplomacy.archive.deciding.writing import write
from diplomacy.archive.models import Aside, Claim, Coverage
from diplomacy.archive.prepared import Prepared, given

ROW = ("id", "version_id", "kind", "passages", "reasons", "doubts", "origin", "pipeline")
"""What is kept of an account that is set aside, beside its date."""
MOVED = ("exchange_id", "joined_id")
"""What is written of an account that stands elsewhere now."""


@dataclass(slots=True)
class Account:
    """An account, where joining found it, and where it is to stand; None for in no exchange."""

    row: Coverage | Aside
    joined: int
    now: int | None


def take_off(article: int) -> None:
    """Put an article's accounts where joining found them, before it is read anew; call it in a transaction."""
    Coverage.objects.filter(article=article).exclude(joined=None).update(exchange=F("joined"), joined=None)
    for aside in Aside.objects.filter(article=article):
        _put_back(aside, aside.joined_id)


_COVERAGE = Prepared(lambda: Coverage.objects.filter(article__any_of=given("articles")).order_by("pk"))
_ASIDES = Prepared(lambda: Aside.objects.filter(article__any_of=given("articles")).order_by("pk"))


def accounts_of(articles: Collection[int]) -> dict[int, list[Account]]:
    """The accounts of these articles, by article, where joining found them."""
    accounts: defaultdict[int, list[Account]] = defaultdict(list)
    for row in _COVERAGE(articles=list(articles)):
        at = row.joined_id or row.exchange_id
        accounts[row.article_id].append(Account(row, at, at))
    for aside in _ASIDES(articles=list(articles)):
        accounts[aside.article_id].append(Account(aside, aside.joined_id, aside.joined_id))
    return dict(accounts)


@dataclass(frozen=True, slots=True)
class Settling:
    """What is to be done with the rows of accounts, so that they stand where they are to stand."""

    accounts: Mapping[int, Sequence[Account]]
    moves: list[Coverage] = field(default_factory=list)
    asides: list[tuple[Account, Account | None]] = field(default_factory=list)
    """Those that are, or stay, set aside, each with the account in which its claims are told."""
    backs: list[Account] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    """Exchanges that gain or lose an account by a move."""

    @property
    def retells(self) -> bool:
        """Whether claims may come to be told in another account than they are."""
        return bool(self.asides or self.backs)


def planned(accounts: Mapping[int, Sequence[Account]]) -> Settling:
    """What is to be done with these accounts, by article; nothing is written.

    Of two accounts of an article that come into one exchange, the second is set aside and its claims are told in the
    first.
    """
    plan = Settling(accounts)
    for mine in accounts.values():
        first: dict[int, Account] = {}
        for account in sorted(mine, key=lambda one: (one.joined != one.now, one.joined)):
            holder = first.setdefault(account.now, account) if account.now is not None else None
            if holder is not account:
                plan.asides.append((account, holder))
            elif isinstance(account.row, Aside):
                plan.backs.append(account)
            elif account.row.exchange_id != account.now:
                plan.moves.append(account.row)
                plan.changed.update({account.row.exchange_id, account.now or 0})
                account.row.exchange_id = account.now or 0
                account.row.joined_id = None if account.now == account.joined else account.joined
    return plan


def settle(plan: Settling) -> set[int]:
    """Move rows to where their accounts stand; the exchanges that gain or lose one."""
    accounts, moves, asides, backs, changed = plan.accounts, plan.moves, plan.asides, plan.backs, set(plan.changed)
    changed |= {account.row.exchange_id for account, _ in asides if isinstance(account.row, Coverage)}
    changed |= {account.now or 0 for account in backs}
    for article in _told_otherwise(backs, asides):
        changed |= {account.now for account in accounts[article] if account.now is not None}
    if not changed:
        return set()
    concerned = {row.article_id for row in (*moves, *(one.row for one, _ in asides), *(one.row for one in backs))}
    take_off_words(concerned, changed)
    guests = {pk for mine in accounts.values() for one in mine if isinstance(one.row, Aside) for pk in one.row.claims}
    told = [_set_aside(account, guests) for account, _ in asides]
    write(Coverage, MOVED, [{"id": row.pk, **{name: getattr(row, name) for name in MOVED}} for row in moves])
    for account in backs:
        if isinstance(account.row, Aside):
            account.row = _put_back(account.row, account.now or 0)
    for claims, (_, holder) in zip(told, asides, strict=True):
        to = holder.row.pk if holder else None
        Claim.objects.filter(pk__in=claims).exclude(coverage=to).update(coverage=to)
    Coverage.objects.filter(article__in=concerned).exclude(compared="").update(compared="")
    return changed


def _told_otherwise(backs: Sequence[Account], asides: Sequence[tuple[Account, Account | None]]) -> set[int]:
    """The articles (ids) whose claims come to be told in another account, or in none, by what is or was aside.

    What is told in none is context in all of an article's accounts, so that these are concerned too.
    """
    kept = [one.row for one, _ in asides if isinstance(one.row, Aside)]
    rows = Claim.objects.filter(pk__in=[claim for row in kept for claim in row.claims])
    told = dict(rows.values_list("pk", "coverage__exchange")) if kept else {}
    found = {one.row.article_id for one in backs}
    for account, holder in asides:
        now = holder.now if holder else None
        if isinstance(account.row, Coverage) or any(told.get(claim, now) != now for claim in account.row.claims):
            found.add(account.row.article_id)
    return found


def _set_aside(account: Account, guests: Collection[int]) -> Iterable[int]:
    """Take an account's row out of its exchange; the claims (ids) of its own, without the `guests` that were told in it
    for as long as their account was aside."""
    row = account.row
    if isinstance(row, Aside):
        return row.claims
    claims = list(Claim.objects.filter(coverage=row).exclude(pk__in=guests).order_by("pk").values_list("pk", flat=True))
    kept = {name: getattr(row, name) for name in ROW} | {"date": row.date.isoformat()}
    Aside.objects.create(joined_id=account.joined, article_id=row.article_id, row=kept, claims=claims)
    row.delete()
    return claims


def _put_back(aside: Aside, exchange: int) -> Coverage:
    """Make an account's row of what was set aside, in this exchange."""
    kept = {**aside.row, "date": date.fromisoformat(aside.row["date"])}
    joined = None if exchange == aside.joined_id else aside.joined_id
    row = Coverage.objects.create(exchange_id=exchange, joined_id=joined, article_id=aside.article_id, **kept)
    Claim.objects.filter(pk__in=aside.claims).update(coverage=row)
    aside.delete()
    return row
