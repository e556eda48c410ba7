"""Which exchange each account stands in: the one that joining found, led on by what curators decided, in the order of
their decisions.

Joining knows of no decision: `Coverage.joined` and `Aside` keep what it found where curators decided otherwise, and
`Exchange.joined_as` what it makes of an exchange that they describe otherwise. So undoing is working it out anew.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from diplomacy.archive.deciding import standing as who
from diplomacy.archive.deciding.decide import take_off as take_pairs_off
from diplomacy.archive.deciding.leads import standing
from diplomacy.archive.models import (
    Actor,
    Aside,
    Binned,
    Claim,
    Coverage,
    Decision,
    DecisionKind,
    Exchange,
    Missing,
    Origin,
    Subject,
)

ROW = ("id", "version_id", "kind", "passages", "reasons", "doubts", "origin", "pipeline")
"""What is kept of an account that is set aside, beside its date."""
DESCRIBED = ("kind", "date", "initiator")
"""What an exchange is described by, beside its participants."""


OF_ALL = (DecisionKind.MERGE, DecisionKind.DELETE)
"""Decisions that lead on all that stands in an exchange, also what joins it later."""


@dataclass(slots=True)
class _Account:
    """An account, and where it stands by the decisions that were looked at so far; None for in no exchange."""

    row: Coverage | Aside
    joined: int
    now: int | None


@dataclass(frozen=True, slots=True)
class _Rule:
    """A decision as it leads accounts from an exchange to another, or out of it: of these articles, or of all."""

    decision: Decision
    articles: frozenset[int]

    @property
    def is_lost(self) -> bool:
        """Whether where it comes from or leads to was deleted."""
        leads = self.decision.to_id is not None or self.decision.value.get("out")
        return self.decision.exchange_id is None or not leads

    def lead(self, accounts: Mapping[int, Sequence[_Account]]) -> bool:
        """Take it into account; whether it finds anything to hold.

        The only account of an article is the one that was meant, wherever joining finds it now.
        """
        source, to = self.decision.exchange_id, self.decision.to_id
        if not self.articles:
            for account in (account for of_one in accounts.values() for account in of_one if account.now == source):
                account.now = to
            return True
        holds = to is None
        for article in self.articles:
            mine = accounts.get(article, ())
            meant = [account for account in mine if account.now == source]
            if not meant and to is not None and len(mine) == 1:
                meant = list(mine)
            for account in meant:
                account.now = to
            holds = holds or any(account.now == to for account in mine)
        return holds


def take_off(article: int) -> None:
    """Put an article's accounts where joining found them, before it is read anew; call it in a transaction."""
    Coverage.objects.filter(article=article).exclude(joined=None).update(exchange=F("joined"), joined=None)
    for aside in Aside.objects.filter(article=article):
        _put_back(aside, aside.joined_id)


def place(articles: Collection[int], *, ends: Collection[int] = ()) -> set[int]:
    """Let the accounts of these articles (ids) stand where curators decided; the exchanges that this changes.

    They are left uncompared, and what of them, or of the exchanges `ends`, has no account any more is set aside, or
    goes if nothing stands for it. Call it in a transaction, as the one writer; where nobody decided anything it takes a
    query.
    """
    rules, concerned = _rules(articles)
    if not rules and not _held(concerned):
        tidy(ends)
        return set()
    accounts = _accounts(concerned)
    lacking = []
    for rule in rules:
        holds = not rule.is_lost and rule.lead(accounts)
        missing = "" if holds else Missing.ACCOUNT
        if rule.decision.missing != missing:
            rule.decision.missing = missing
            lacking.append(rule.decision)
    Decision.objects.bulk_update(lacking, ["missing"])
    changed = _settle(accounts)
    ruled = {pk for rule in rules for pk in (rule.decision.exchange_id, rule.decision.to_id) if pk is not None}
    tidy(changed | ruled | {*ends} | {account.joined for mine in accounts.values() for account in mine})
    Exchange.everything.filter(pk__in=changed).update(pipeline="")
    return changed


def concerned_by(decision: Decision) -> set[int]:
    """The articles (ids) whose accounts may stand elsewhere by a decision, or without it."""
    ends = {pk for pk in (decision.exchange_id, decision.to_id) if pk is not None}
    led = set[int]()
    if decision.kind == DecisionKind.DELETE:  # whatever was led to it went out with it
        ends, led = _led_to(ends)
    there = Coverage.objects.filter(Q(exchange__in=ends) | Q(joined__in=ends))
    return {
        *there.order_by().values_list("article", flat=True),
        *Aside.objects.filter(joined__in=ends).values_list("article", flat=True),
        *decision.articles.order_by().values_list("pk", flat=True),
        *led,
    }


def _led_to(exchanges: Collection[int]) -> tuple[set[int], set[int]]:
    """These exchanges with all from which curators lead accounts to them, and the articles whose accounts those are."""
    kept = Decision.objects.on(Subject.EXCHANGE).kept()
    found, articles = set(exchanges), set[int]()
    while True:
        rows = set(kept.filter(to__in=found).values_list("exchange", "articles"))
        articles |= {article for _, article in rows if article is not None}
        more = {exchange for exchange, _ in rows if exchange is not None} - found
        if not more:
            return found, articles
        found |= more


def tidy(exchanges: Collection[int]) -> None:
    """Set aside those of these exchanges whose accounts all stand elsewhere, or are deleted and can be restored; remove
    those that nothing stands for.

    Who takes part in the others goes with the accounts that they have now, where these were split.
    """
    if not exchanges:
        return
    kept = Decision.objects.on(Subject.EXCHANGE).kept()
    named = kept.filter(Q(exchange=OuterRef("pk")) | Q(to=OuterRef("pk")))
    waiting = Binned.exchanges.through._default_manager.filter(exchange=OuterRef("pk"))
    rows: QuerySet[Any] = Exchange.everything.filter(pk__in=exchanges).annotate(
        told=Exists(Coverage.objects.filter(exchange=OuterRef("pk"))),
        found=Exists(Coverage.objects.filter(joined=OuterRef("pk")))
        | Exists(Aside.objects.filter(joined=OuterRef("pk"))),
        named=Exists(named) | Exists(waiting),
        led_on=Exists(kept.filter(kind__in=OF_ALL, exchange=OuterRef("pk"))),
    )
    gone: list[int] = []
    aside: list[int] = []
    back: list[int] = []
    for row in rows:
        by_hand = row.origin == Origin.CURATOR and not row.split_off
        if not row.told and not row.found and not row.named and not by_hand:
            gone.append(row.pk)
        elif row.set_aside != (is_aside := not row.told and (row.led_on or not by_hand)):
            (aside if is_aside else back).append(row.pk)
    Exchange.everything.filter(pk__in=gone).delete()
    Exchange.everything.filter(pk__in=aside).update(set_aside=True)
    Exchange.everything.filter(pk__in=back).update(set_aside=False)
    if (stands := standing()).has_splits:
        who.stand_in_exchanges(set(exchanges).difference(gone), stands)


def describe(exchange: int) -> None:
    """Give an exchange the kind, date, participants and initiator that curators decided, over what joining makes."""
    row = Exchange.everything.filter(pk=exchange).first()
    if row is None:
        return
    decided = Decision.objects.on(Subject.EXCHANGE).kept().filter(exchange=exchange, kind=DecisionKind.CHANGE)
    said = list(decided.order_by("pk").values_list("value", flat=True))
    if not said and row.joined_as is None:
        return
    with who.taken_off([exchange]):
        row.refresh_from_db()
        joined = row.joined_as or described(row)
        _describe(row, {key: value for described in (joined, *said) for key, value in described.items()})
        row.joined_as = joined if said else None
        row.save(update_fields=["joined_as", "kind", "date", "initiator"])


def described(row: Exchange) -> dict[str, Any]:
    """What an exchange is described by, as decisions hold it."""
    participants = sorted(row.participants(manager="everything").values_list("pk", flat=True))
    return {"kind": row.kind, "date": row.date.isoformat(), "initiator": row.initiator_id, "participants": participants}


def _describe(row: Exchange, told: Mapping[str, Any]) -> None:
    actors = set(
        Actor.everything.filter(pk__in=[*told["participants"], told["initiator"] or 0]).values_list("pk", flat=True)
    )
    row.kind, row.date = told["kind"], date.fromisoformat(told["date"])
    row.initiator_id = told["initiator"] if told["initiator"] in actors else None
    row.participants(manager="everything").set([pk for pk in told["participants"] if pk in actors])


def _rules(articles: Collection[int]) -> tuple[list[_Rule], set[int]]:
    """What was decided of accounts, in order; and these articles with all that it is of as well."""
    kept = Decision.objects.on(Subject.EXCHANGE).kept().exclude(kind=DecisionKind.CHANGE)
    through = Decision.articles.through._default_manager
    of: defaultdict[int, set[int]] = defaultdict(set)
    concerned = more = set(articles)
    while more:
        found = set(through.filter(decision__in=kept, article__in=more).values_list("decision", flat=True)) - of.keys()
        for decision, article in through.filter(decision__in=found).values_list("decision_id", "article_id"):
            of[decision].add(article)
        more = {article for decision in found for article in of[decision]} - concerned
        concerned = concerned | more
    rows_of = kept.filter(Q(pk__in=of) | Q(kind__in=OF_ALL)).order_by("pk")
    return [_Rule(row, frozenset(of[row.pk])) for row in rows_of], concerned


def _held(articles: Collection[int]) -> bool:
    """Whether any account of these articles stands elsewhere than joining found it."""
    rows = Coverage.objects.filter(article__in=articles)
    return rows.exclude(joined=None).exists() or Aside.objects.filter(article__in=articles).exists()


def _accounts(articles: Collection[int]) -> dict[int, list[_Account]]:
    accounts: defaultdict[int, list[_Account]] = defaultdict(list)
    for row in Coverage.objects.filter(article__in=articles).order_by("pk"):
        at = row.joined_id or row.exchange_id
        accounts[row.article_id].append(_Account(row, at, at))
    for aside in Aside.objects.filter(article__in=articles).order_by("pk"):
        accounts[aside.article_id].append(_Account(aside, aside.joined_id, aside.joined_id))
    return dict(accounts)


def _settle(accounts: Mapping[int, Sequence[_Account]]) -> set[int]:
    """Move rows to where their accounts stand; the exchanges that gain or lose one.

    Of two accounts of an article that come into one exchange, the second is set aside and its claims are told in the
    first.
    """
    moves: list[Coverage] = []
    asides: list[tuple[_Account, _Account | None]] = []
    backs: list[_Account] = []
    changed: set[int] = set()
    for mine in accounts.values():
        first: dict[int, _Account] = {}
        for account in sorted(mine, key=lambda one: (one.joined != one.now, one.joined)):
            holder = first.setdefault(account.now, account) if account.now is not None else None
            if holder is not account:
                asides.append((account, holder))
            elif isinstance(account.row, Aside):
                backs.append(account)
            elif account.row.exchange_id != account.now:
                moves.append(account.row)
                changed |= {account.row.exchange_id, account.now or 0}
                account.row.exchange_id = account.now or 0
                account.row.joined_id = None if account.now == account.joined else account.joined
    changed |= {account.row.exchange_id for account, _ in asides if isinstance(account.row, Coverage)}
    changed |= {account.now or 0 for account in backs}
    for article in _told_otherwise(backs, asides):
        changed |= {account.now for account in accounts[article] if account.now is not None}
    if not changed:
        return set()
    concerned = {row.article_id for row in (*moves, *(one.row for one, _ in asides), *(one.row for one in backs))}
    take_pairs_off(Q(anchors__article__in=concerned, exchange__in=changed))
    guests = {pk for mine in accounts.values() for one in mine if isinstance(one.row, Aside) for pk in one.row.claims}
    told = [_set_aside(account, guests) for account, _ in asides]
    Coverage.objects.bulk_update(moves, ["exchange", "joined"])
    for account in backs:
        if isinstance(account.row, Aside):
            account.row = _put_back(account.row, account.now or 0)
    for claims, (_, holder) in zip(told, asides, strict=True):
        to = holder.row.pk if holder else None
        # Only those that are told elsewhere: to write a claim is to put its vector into its index anew.
        Claim.objects.filter(pk__in=claims).exclude(coverage=to).update(coverage=to)
    Coverage.objects.filter(article__in=concerned).exclude(compared="").update(compared="")
    return changed


def _told_otherwise(backs: Sequence[_Account], asides: Sequence[tuple[_Account, _Account | None]]) -> set[int]:
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


def _set_aside(account: _Account, guests: Collection[int]) -> Iterable[int]:
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
