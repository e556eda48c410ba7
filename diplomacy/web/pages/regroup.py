"""Correcting an exchange: how it is described, which accounts it has and why, and what an act on it will change."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from diplomacy.archive.deciding import regroup
from diplomacy.archive.models import Coverage, Decision, Exchange, Pair, Subject
from diplomacy.web.forms import ExchangeForm
from diplomacy.web.pages.decision import DecisionView, User
from diplomacy.web.pages.people import Speaker, title_of
from diplomacy.web.pages.words import EXCHANGE_KINDS

AROUND = timedelta(days=7)
"""How far from an exchange others lie that it is merged with, or that an article of it is moved to."""
OFFERED = 60


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as it is looked at: of which article, and why it was taken to be on the exchange."""

    article: int
    title: str
    outlet: str
    date: date
    reasons: tuple[str, ...]
    doubts: int
    by: str
    """Who confirmed it, or moved it here; empty where the machine joined it and nobody looked."""
    exchange: int
    exchange_title: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """Another exchange that accounts can be given to."""

    id: int
    words: str


@dataclass(frozen=True, slots=True)
class EditPage:
    """All that the page for correcting an exchange shows."""

    exchange: Exchange
    title: str
    form: ExchangeForm
    accounts: tuple[AccountRow, ...]
    others: tuple[Other, ...]
    decisions: tuple[DecisionView, ...]
    seen: int
    """The latest decision on it, which forms tell, so that two curators do not decide past each other."""
    told: str
    fault: str
    note: str
    """What somebody wrote who has to decide again."""

    @classmethod
    def build(
        cls,
        exchange: Exchange,
        reader: User,
        *,
        form: ExchangeForm | None = None,
        told: str = "",
        fault: str = "",
        note: str = "",
        chosen: Collection[int] = (),
    ) -> "EditPage":
        """The page of an exchange loaded `with_people`, with these articles chosen; a dozen queries."""
        kept = regroup.concerning(exchange.pk)
        return cls(
            exchange=exchange,
            title=_title(exchange),
            form=form or ExchangeForm.of(exchange, note=note),
            accounts=tuple(_rows(Coverage.objects.filter(exchange=exchange).order_by("article"), chosen)),
            others=others_near(exchange),
            decisions=DecisionView.all_of(kept.to_tell().order_by("-pk"), reader),
            seen=max(kept.values_list("pk", flat=True), default=0),
            told=told,
            fault=fault,
            note=note,
        )


@dataclass(frozen=True, slots=True)
class SurePage:
    """What a merge, a split or a move will change, before it is done."""

    exchange: Exchange
    title: str
    do: str
    heading: str
    changes: tuple[str, ...]
    accounts: tuple[AccountRow, ...]
    into: int | None
    seen: str
    note: str

    @classmethod
    def build(
        cls, exchange: Exchange, do: str, articles: Collection[int], into: Exchange | None, *, seen: str, note: str
    ) -> "SurePage":
        """What happens to the accounts of these articles, or by a merge to all; `into` is where they go."""
        rows = Coverage.objects.filter(exchange=exchange).order_by("article")
        moved = tuple(_rows(rows if do == "merge" else rows.filter(article__in=articles), ()))
        where = label_of(into, _title(into)) if into else ""
        ids = {row.article for row in moved}
        pairs = Pair.objects.filter(
            Q(left__version__article__in=ids) | Q(right__version__article__in=ids), exchange=exchange
        )
        return cls(
            exchange=exchange,
            title=_title(exchange),
            do=do,
            heading=_HEADINGS[do].format(where=where),
            changes=(*_what_goes(do, len(moved), where), *_what_is_compared(pairs)),
            accounts=moved,
            into=into.pk if into else None,
            seen=seen,
            note=note,
        )


_HEADINGS = {
    "merge": "Merge it into {where}?",
    "split": "Split these accounts off?",
    "move": "Move these accounts to {where}?",
    "out": "Take these accounts out of the exchange?",
}


def _what_goes(do: str, number: int, where: str) -> Iterable[str]:
    accounts, go = f"{number} account{'s' * (number != 1)}", "goes" if number == 1 else "go"
    if do == "merge":
        yield f"{accounts} {go} to {where}, which keeps its date, kind and participants."
        yield "What is joined to this exchange later goes there too, and this exchange’s address leads there."
    elif do == "split":
        yield f"{accounts} {go} to a new exchange, described like this one until you correct it."
        yield "What is split off is not joined to this one again, however often it is read anew."
    elif do == "move":
        yield f"{accounts} {go} to {where} for good."
    else:
        yield f"{accounts} {go} out, and not in again when read anew; the articles stay."


def _what_is_compared(pairs: "QuerySet[Pair]") -> Iterable[str]:
    number, decided = pairs.count(), pairs.exclude(decision=None).count()
    if number:
        yield f"{number} pair{'s' * (number != 1)} with others go, and are made anew where they stand then."
    if decided:
        yield f"{decided} decision{'s' * (decided != 1)} on such pairs hold again where both accounts are compared."
    yield "It can be undone at any time."


def others_near(exchange: Exchange) -> tuple[Other, ...]:
    """The other exchanges around an exchange's date, the nearest dates first."""
    near = Exchange.objects.filter(date__range=(exchange.date - AROUND, exchange.date + AROUND)).exclude(pk=exchange.pk)
    rows = list(near.prefetch_related("participants").order_by("pk")[:OFFERED])
    rows.sort(key=lambda row: abs(row.date - exchange.date))
    return tuple(Other(row.pk, label_of(row, _title(row))) for row in rows)


def _rows(coverage: "QuerySet[Coverage]", chosen: Collection[int]) -> Iterable[AccountRow]:
    rows = list(coverage.select_related("article__outlet", "exchange").prefetch_related("exchange__participants"))
    held = Decision.objects.on(Subject.EXCHANGE).kept().filter(articles__in=[row.article_id for row in rows])
    by = {
        (to, article): name for to, article, name in held.order_by("pk").values_list("to", "articles", "by__username")
    }
    for row in rows:
        yield AccountRow(
            article=row.article_id,
            title=row.article.heading,
            outlet=row.article.publisher,
            date=row.date,
            reasons=tuple(row.reasons),
            doubts=row.doubts,
            by=by.get((row.exchange_id, row.article_id), ""),
            exchange=row.exchange_id,
            exchange_title=label_of(row.exchange, _title(row.exchange)),
            chosen=row.article_id in chosen,
        )


def _title(exchange: Exchange) -> str:
    return title_of(tuple(Speaker.of(actor) for actor in exchange.participants.all()))


def label_of(exchange: Exchange, title: str) -> str:
    """An exchange in a line; its title names who takes part."""
    day = f"{exchange.date.day} {exchange.date:%B %Y}"
    return f"{EXCHANGE_KINDS[exchange.kind].lower()} of {title}, {day} (no. {exchange.pk})"
