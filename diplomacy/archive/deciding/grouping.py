"""Which exchange each account stands in: the one that joining found, led on by what curators decided, in the order of
their decisions.

Joining knows of no decision: `Coverage.joined` and `Aside` keep what it found where curators decided otherwise, and
`TakenFor` which exchange is another since they merged actors. So undoing is working it out anew.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from diplomacy.archive.deciding import overlay
from diplomacy.archive.deciding import standing as who
from diplomacy.archive.deciding.leads import standing
from diplomacy.archive.deciding.settling import Account, accounts_of, planned, settle
from diplomacy.archive.deciding.writing import drop
from diplomacy.archive.models import (
    Aside,
    Binned,
    Coverage,
    Decision,
    DecisionKind,
    Exchange,
    Missing,
    Origin,
    Subject,
    TakenFor,
    Version,
)
from diplomacy.archive.prepared import Prepared, given

OF_ALL = (DecisionKind.MERGE, DecisionKind.DELETE)
"""Decisions that lead on all that stands in an exchange, also what joins it later."""


def _through() -> Any:
    return Decision.articles.through._default_manager


def _placing() -> QuerySet[Decision]:
    """The decisions that say where accounts stand."""
    return Decision.objects.on(Subject.EXCHANGE).kept().exclude(kind=DecisionKind.CHANGE)


def _placed() -> Any:
    """The articles of decisions that place some of these, without those that are known."""
    met = _through().filter(decision__in=_placing().order_by().values("pk"), article__any_of=given("articles"))
    met = met.exclude(decision__any_of=given("known")).values("decision")
    return _through().filter(decision__in=met).order_by("pk").values_list("decision_id", "article_id")


def _untold() -> Any:
    """Exchanges that no account tells of, with whether anything stands for them."""
    kept = Decision.objects.on(Subject.EXCHANGE).kept()
    named = kept.filter(Q(exchange=OuterRef("pk")) | Q(to=OuterRef("pk")))
    waiting = Binned.exchanges.through._default_manager.filter(exchange=OuterRef("pk"))
    there = (Coverage.objects.filter(joined=OuterRef("pk")), Aside.objects.filter(joined=OuterRef("pk")))
    return Exchange.everything.filter(pk__any_of=given("exchanges")).annotate(
        found=Exists(there[0]) | Exists(there[1]),
        named=Exists(named) | Exists(waiting),
        led_on=Exists(kept.filter(kind__in=OF_ALL, exchange=OuterRef("pk"))),
    )


_ARTICLES: Prepared[int] = Prepared(
    lambda: _through().filter(decision=given("decision")).order_by("pk").values_list("article_id", flat=True)
)
_PLACED: Prepared[tuple[int, int]] = Prepared(_placed)
_LEADING = Prepared(lambda: _placing().filter(Q(pk__any_of=given("decisions")) | Q(kind__in=OF_ALL)).order_by("pk"))
_TAKEN = Prepared(lambda: TakenFor.objects.order_by("pk")[:1])
_ELSEWHERE = Prepared(
    lambda: Coverage.objects.filter(article__any_of=given("articles"), joined__isnull=False).order_by("pk")[:1]
)
_ASIDE = Prepared(lambda: Aside.objects.filter(article__any_of=given("articles")).order_by("pk")[:1])
_UNTOLD: Prepared[Any] = Prepared(_untold)
_TOLD: Prepared[tuple[int, bool, bool]] = Prepared(
    lambda: (
        Exchange.everything.filter(pk__any_of=given("exchanges"))
        .order_by("pk")
        .values_list("pk", Exists(Coverage.objects.filter(exchange=OuterRef("pk"))), "set_aside")
    )
)
_WITHOUT_ACCOUNTS = Prepared(
    lambda: (
        Decision.objects.orphans(Subject.PAIR)
        .filter(exchange__any_of=given("exchanges"), missing="")
        .order_by("pk")
        .values_list("pk", flat=True)
    )
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """What leads accounts from an exchange to another, or out of it: of these articles, or of all. A decision, or that
    the one is taken for the other since actors were merged."""

    since: int
    """The decision by which it does, in their order."""
    source: int | None
    to: int | None
    articles: frozenset[int] = frozenset()
    decision: Decision | None = None

    @property
    def missing(self) -> str:
        """What it lacks where it comes from or leads to was deleted."""
        is_lost = self.decision and self.to is None and not self.decision.value.get("out")
        return Missing.ACCOUNT if is_lost or self.source is None else ""

    def lead(self, accounts: Mapping[int, Sequence[Account]]) -> bool:
        """Take it into account; whether it finds anything to hold.

        The only account of an article is the one that was meant, wherever joining finds it now.
        """
        source, to = self.source, self.to
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


def place(articles: Collection[int], *, ends: Collection[int] = (), corrected: Sequence[Version] = ()) -> set[int]:
    """Let the accounts of these articles (ids) stand where curators decided; the exchanges that this changes.

    They are left uncompared, and what of them, or of the exchanges `ends`, has no account any more is set aside, or
    goes if nothing stands for it. What was decided of words in the `corrected` texts follows. Call it in a transaction,
    as the one writer; where nobody decided anything it takes a query.
    """
    rules, concerned = _rules(articles)
    if not rules and not _held(concerned):
        tidy(ends)
        return set()
    accounts = accounts_of(concerned)
    lacking = []
    for rule in rules:
        missing = rule.missing or ("" if rule.lead(accounts) else Missing.ACCOUNT)
        if rule.decision and rule.decision.missing != missing:
            rule.decision.missing = missing
            lacking.append(rule.decision)
    Decision.objects.bulk_update(lacking, ["missing"])
    plan = planned(accounts)
    with overlay.lifted(corrected if plan.retells else ()):  # it lies over what was read, wherever that is told
        changed = settle(plan)
    moved = set() if plan.retells else {row.article_id for row in plan.moves}
    for text in corrected:
        if text.article_id in moved:  # its claims are told where others may take part, by which they are context or not
            overlay.apply(text)
    ruled = {pk for rule in rules for pk in (rule.source, rule.to) if pk is not None}
    tidy(changed | ruled | {*ends} | {account.joined for mine in accounts.values() for account in mine})
    Exchange.everything.filter(pk__in=changed).update(pipeline="")
    return changed


def concerned_by(decision: Decision) -> set[int]:
    """The articles (ids) whose accounts may stand elsewhere by a decision, or without it."""
    if decision.kind not in OF_ALL:
        return set(_ARTICLES(decision=decision.pk))
    ends, led = _led_to({pk for pk in (decision.exchange_id, decision.to_id) if pk is not None})
    there = Coverage.objects.filter(Q(exchange__in=ends) | Q(joined__in=ends))
    return {
        *there.order_by().values_list("article", flat=True),
        *Aside.objects.filter(joined__in=ends).values_list("article", flat=True),
        *led,  # whatever was led to it went with it
    }


def _led_to(exchanges: Collection[int]) -> tuple[set[int], set[int]]:
    """These exchanges with all from which accounts are led to them, and the articles whose accounts those are."""
    kept = Decision.objects.on(Subject.EXCHANGE).kept()
    found, articles = set(exchanges), set[int]()
    while True:
        rows = set(kept.filter(to__in=found).values_list("exchange", "articles"))
        articles |= {article for _, article in rows if article is not None}
        taken = set(TakenFor.objects.filter(to__in=found).values_list("exchange", flat=True))
        more = ({exchange for exchange, _ in rows if exchange is not None} | taken) - found
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
    rows = _TOLD(exchanges=list(exchanges))
    untold = [pk for pk, told, _ in rows if not told]
    gone = _set_aside(untold) if untold else set()
    Exchange.everything.filter(pk__in=[pk for pk, told, away in rows if told and away]).update(set_aside=False)
    if (stands := standing()).has_splits:
        who.stand_in_exchanges(set(exchanges) - gone, stands)


def _set_aside(untold: Collection[int]) -> set[int]:
    """Set aside, or remove, exchanges that no account tells of; those that are removed."""
    gone: set[int] = set()
    aside: set[int] = set()
    back: set[int] = set()
    for row in _UNTOLD(exchanges=list(untold)):
        by_hand = row.origin == Origin.CURATOR and not row.split_off
        if not row.found and not row.named and not by_hand:
            gone.add(row.pk)
        elif row.set_aside != (is_aside := row.led_on or not by_hand):
            (aside if is_aside else back).add(row.pk)
    of_pairs = _WITHOUT_ACCOUNTS(exchanges=[*aside, *gone])  # until another exchange has both
    Decision.objects.filter(pk__in=of_pairs).update(missing=Missing.ACCOUNT)
    _remove(gone)
    Exchange.everything.filter(pk__in=aside).update(set_aside=True)
    Exchange.everything.filter(pk__in=back).update(set_aside=False)
    return gone


def _remove(exchanges: Collection[int]) -> None:
    """Delete exchanges that nothing stands for: who takes part in them goes too, and decisions on them that were undone
    stay. Django would look for all else that could point at them."""
    if exchanges:
        Exchange.participants.through._default_manager.filter(exchange__in=exchanges).delete()
        if _TAKEN.first():
            TakenFor.objects.filter(Q(exchange__in=exchanges) | Q(to__in=exchanges)).delete()
        Decision.objects.filter(exchange__in=exchanges).update(exchange=None)
        Decision.objects.filter(to__in=exchanges).update(to=None)
        drop(Exchange.everything.filter(pk__in=exchanges))


def _rules(articles: Collection[int]) -> tuple[list[_Rule], set[int]]:
    """What leads accounts, in order; and these articles with all that any decision in it is of as well."""
    of: defaultdict[int, set[int]] = defaultdict(set)
    concerned = more = set(articles)
    while more:
        known = set(of)
        for decision, article in _PLACED(articles=list(more), known=list(known)):
            of[decision].add(article)
        more = {article for decision in of.keys() - known for article in of[decision]} - concerned
        concerned = concerned | more
    decided = [
        _Rule(row.pk, row.exchange_id, row.to_id, frozenset(of[row.pk]), row) for row in _LEADING(decisions=list(of))
    ]
    taken = _taken(concerned, {rule.to for rule in decided if rule.to is not None})
    return sorted([*decided, *taken], key=lambda rule: rule.since), concerned


def _taken(articles: Collection[int], exchanges: Collection[int]) -> list[_Rule]:
    """Which of the exchanges that joining found for these articles, or of those others, are taken for which."""
    if not _TAKEN.first():  # as in most archives
        return []
    accounts = Coverage.objects.filter(article__in=articles).order_by()
    asides = Aside.objects.filter(article__in=articles)
    found = (accounts.values("exchange"), accounts.values("joined"), asides.values("joined"))
    concerned = reduce(or_, (Q(exchange__in=those) for those in found), Q(exchange__in=exchanges))
    rows = TakenFor.objects.filter(concerned).annotate(since=Max("merges")).values_list("since", "exchange", "to")
    return [_Rule(*row) for row in rows]


def _held(articles: Collection[int]) -> bool:
    """Whether any account of these articles stands elsewhere than joining found it."""
    told = list(articles)
    return bool(_ELSEWHERE.first(articles=told) or _ASIDE.first(articles=told))
