"""Join an article to the exchanges that it reports: to stored ones, or to new ones."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from diplomacy.archive.deciding import grouping, taking
from diplomacy.archive.deciding import standing as who
from diplomacy.archive.deciding.leads import NOBODY, Standing
from diplomacy.archive.models import Actor, ActorKind, Aside, Binned, Coverage, Exchange, MovedKind, Origin, Version
from diplomacy.comparing import join
from diplomacy.comparing.values import ExchangeSeen, Joined
from diplomacy.reading import values as reading

NEAR = timedelta(days=3)
"""How far apart the dates of exchanges may lie that comparing is asked about; what it accepts is its own affair."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A stored exchange as joining finds it."""

    row: Exchange
    seen: ExchangeSeen
    found: bool
    """Whether joining has found any account of it, or a curator made it; else it stays for what was decided of it."""
    told: bool
    """Whether it has accounts now, by whatever was decided."""


CURATED_PAIR = Q(claims__pairs_left__origin=Origin.CURATOR) | Q(claims__pairs_right__origin=Origin.CURATOR)


def cover(version: Version, found: reading.Reading, actors: Mapping[int, Actor], stands: Standing) -> list[Coverage]:
    """The coverage rows for the reading's exchanges, in its order, in place of the article's machine-made ones.

    `actors` are the rows of the reading's actors, by index; `stands` says who stands for whom. Every exchange that
    gains, keeps or loses the article is left uncompared; one that no article reports any more goes, unless a curator
    made it or decided of it. What curators decided, of exchanges and of who is who, is not looked at: `grouping` takes
    it off the article before, and lets it hold again after. A new exchange that merges make a known one is only put
    down as taken for that one.
    """
    before = {row.exchange_id: row for row in Coverage.objects.filter(article=version.article_id)}
    if not before and not found.exchanges:
        return []
    reported = [_seen(item, actors) for item in found.exchanges]
    near = _near(reported)
    if stands:  # what joining finds is of those themselves whom it knows by who stands for them
        who.stand_in_exchanges([one.row.pk for one in near], NOBODY)
        near = _near(reported)
    everyone = _everyone(actors, near)
    names = {actor.pk: actor.name for actor in everyone}
    homes = _homes({actor.pk: actor.country_id for actor in everyone}, stands)
    known, idle = [one for one in near if one.found], [one for one in near if not one.found]
    joined = join(reported, [one.seen for one in known], acts_for=homes, names=names)
    again = _again(reported, joined, idle, homes)
    rows = [again.get(n) if match.known is None else known[match.known].row for n, match in enumerate(joined)]
    exchanges = _exchanges(found.exchanges, rows, actors, again=again)
    coverage = [
        _coverage(before.get(exchange.pk) or Coverage(exchange=exchange), version, item, match)
        for exchange, item, match in zip(exchanges, found.exchanges, joined, strict=True)
    ]
    for row in coverage:
        row.pipeline = found.pipeline[:200] if row.origin == Origin.MACHINE else row.pipeline
    if stands:
        new = {row.exchange_id: reported[n] for n, row in enumerate(coverage) if joined[n].known is None}
        others = {one.row.pk: one.seen for one in near if one.told and one.row not in exchanges}
        taken = taking.take(new, others, stands, homes=homes)
        for row in coverage:
            row.reasons += [taking.WHY] if row.exchange_id in taken else []
    _replace(before, coverage)
    _settle(exchanges, reported, stands)
    if stands:
        who.stand_in_exchanges([one.row.pk for one in near], stands)
    Coverage.objects.filter(article=version.article_id).exclude(compared="").update(compared="")
    Exchange.everything.filter(pk__in={*before, *(exchange.pk for exchange in exchanges)}).update(pipeline="")
    told_again = {exchange.pk for exchange in exchanges if exchange.set_aside}
    grouping.tidy(set(before) - {exchange.pk for exchange in exchanges} | told_again)
    return coverage


def _seen(item: reading.ReportedExchange, actors: Mapping[int, Actor]) -> ExchangeSeen:
    participants = frozenset(actors[index].pk for index in item.participants)
    return ExchangeSeen(item.kind, item.date, participants, presumed=item.presumed)


def _homes(homes: Mapping[int, int | None], stands: Standing) -> dict[int, int]:
    """For whom actors act, as they were named: not who stands for those since."""
    known = {actor: home for actor, home in homes.items() if home is not None}
    if not stands:
        return known
    named = who.named(MovedKind.COUNTRY, {actor: (home,) for actor, home in known.items()})
    return {actor: home for actor, (home,) in named.items()}


def _again(
    reported: Sequence[ExchangeSeen], joined: Sequence[Joined], idle: Sequence[_Known], homes: Mapping[int, int]
) -> dict[int, Exchange]:
    """The rows that new exchanges are, by their number, of those that no account is found of any more and that stay
    for what was decided of them: it holds of these again."""
    new = [number for number, match in enumerate(joined) if match.known is None] if idle else []
    found = join([reported[number] for number in new], [one.seen for one in idle], acts_for=homes)
    return {n: idle[match.known].row for n, match in zip(new, found, strict=True) if match.known is not None}


def _near(reported: Sequence[ExchangeSeen]) -> list[_Known]:
    """The stored exchanges around these dates, each as joining made it, whatever was decided of it since."""
    around = Q(pk__in=[])
    for day in {one.date for one in reported}:
        first, last = day - NEAR, day + NEAR
        around |= Q(date__range=(first, last), joined_as__isnull=True)
        around |= Q(joined_as__date__gte=first.isoformat(), joined_as__date__lte=last.isoformat())
    accounts = Coverage.objects.filter(exchange=OuterRef("pk"))
    found = accounts.filter(joined=None), Coverage.objects.filter(joined=OuterRef("pk"))
    aside = Aside.objects.filter(joined=OuterRef("pk"))
    waiting = Binned.exchanges.through._default_manager.filter(exchange=OuterRef("pk"))
    rows: QuerySet[Any] = Exchange.everything.filter(around, split_off=False).annotate(
        told=Exists(accounts), found=reduce(or_, map(Exists, (*found, aside, waiting)), Q(origin=Origin.CURATOR))
    )
    known = [_as_joined(row) for row in rows.prefetch_related("participants").order_by("pk")]
    kinds = _kinds([row.pk for row in known])
    return [_Known(row, _seen_as(row, kinds[row.pk]), row.found, row.told) for row in known]


def _seen_as(row: Exchange, kinds: Collection[str]) -> ExchangeSeen:
    """A stored exchange as joining sees it; `kinds` are what its accounts call it."""
    presumed = row.origin == Origin.MACHINE and not kinds
    return ExchangeSeen(reading.ExchangeKind(row.kind), row.date, frozenset(_participants(row)), presumed=presumed)


def _as_joined(row: Any) -> Any:
    if row.joined_as:
        row.kind, row.date = row.joined_as["kind"], date.fromisoformat(row.joined_as["date"])
        row.initiator_id = row.joined_as["initiator"]
    return row


def _participants(row: Exchange) -> list[int]:
    if row.joined_as:
        return list(row.joined_as["participants"])
    return [actor.pk for actor in row.participants.all()]


def _of_exchanges(exchanges: Iterable[int]) -> Q:
    """The accounts that joining found of these exchanges, wherever they stand."""
    return Q(joined__in=exchanges) | Q(joined=None, exchange__in=exchanges)


def _kinds(exchanges: Sequence[int]) -> defaultdict[int, set[str]]:
    """What the accounts of these exchanges call them, where they do."""
    kinds: defaultdict[int, set[str]] = defaultdict(set)
    rows = Coverage.objects.filter(_of_exchanges(exchanges)).exclude(kind="") if exchanges else Coverage.objects.none()
    for exchange, kind in rows.values_list(Coalesce("joined_id", "exchange_id"), "kind"):
        kinds[exchange].add(kind)
    for aside in Aside.objects.filter(joined__in=exchanges) if exchanges else ():
        kinds[aside.joined_id] |= {aside.row["kind"]} - {""}
    return kinds


def _everyone(actors: Mapping[int, Actor], known: Iterable[_Known]) -> list[Actor]:
    decided = {pk for one in known if one.row.joined_as for pk in one.seen.participants}
    others = Actor.everything.filter(pk__in=decided) if decided else ()
    there = (actor for one in known if not one.row.joined_as for actor in one.row.participants.all())
    return [*actors.values(), *there, *others]


def _exchanges(
    items: Sequence[reading.ReportedExchange],
    there: Sequence[Exchange | None],
    actors: Mapping[int, Actor],
    *,
    again: Mapping[int, Exchange],
) -> list[Exchange]:
    """The rows that the reported exchanges are, where they are `there`; new ones are saved, without participants as
    yet. Those that are told of `again` (by number) are described as if they were new."""
    rows = [row or Exchange(kind=item.kind, date=item.date) for row, item in zip(there, items, strict=True)]
    _begin_anew((row, items[number]) for number, row in again.items())
    asked = []
    for row, item in zip(rows, items, strict=True):
        if row.initiator_id is None and row.origin == Origin.MACHINE and item.initiator is not None:
            row.initiator = actors[item.initiator]
            asked.append(row)
    Exchange.objects.bulk_create(row for row in rows if row.pk is None)
    Exchange.everything.bulk_update((row for row in asked if not row.joined_as), ["initiator"])
    return rows


def _begin_anew(rows: Iterable[tuple[Exchange, reading.ReportedExchange]]) -> None:
    """Let exchanges that are told of again be described as if they were new."""
    for row, item in rows:
        row.kind, row.date, row.initiator = item.kind, item.date, None
        if row.joined_as:
            row.joined_as = {**row.joined_as, "initiator": None, "participants": []}
        else:
            row.save(update_fields=["kind", "date", "initiator"])
            row.participants(manager="everything").clear()


def _coverage(row: Coverage, version: Version, item: reading.ReportedExchange, match: Joined) -> Coverage:
    """The row of an article in an exchange, to be saved; a curator's as it is."""
    if row.origin == Origin.CURATOR:
        return row
    row.article_id, row.version = version.article_id, version
    row.date, row.kind = item.date, "" if item.presumed else item.kind
    row.passages = [[span.start, span.end] for span in sorted(item.passages)]
    row.reasons, row.doubts = [*item.reasons, *match.reasons], match.doubts
    return row


def _replace(before: dict[int, Coverage], coverage: Sequence[Coverage]) -> None:
    """Save the new rows; remove machine-made ones that the article no longer has, but for those of curated pairs."""
    Coverage.objects.bulk_create(row for row in coverage if row.pk is None)
    kept = [row for row in before.values() if row in coverage]
    Coverage.objects.bulk_update(
        (row for row in kept if row.origin == Origin.MACHINE),
        ["version", "date", "kind", "passages", "reasons", "doubts", "pipeline"],
    )
    gone = Coverage.objects.filter(pk__in=[row.pk for row in before.values() if row not in coverage])
    curated = gone.filter(CURATED_PAIR).values("pk")
    gone.filter(origin=Origin.MACHINE).exclude(pk__in=curated).delete()


def _settle(exchanges: Sequence[Exchange], reported: Sequence[ExchangeSeen], stands: Standing) -> None:
    """Give machine-made exchanges the participants, the date and the kind that their accounts together tell.

    A person takes the place of the state that they act for; the date that most accounts give is the exchange's, the
    earliest of several, and so is the kind of those whose words say it.
    """
    own = [(row, seen) for row, seen in zip(exchanges, reported, strict=True) if row.origin == Origin.MACHINE]
    dates: dict[int, Counter[date]] = {row.pk: Counter() for row, _ in own}
    kinds: dict[int, Counter[str]] = {row.pk: Counter() for row, _ in own}
    for exchange, day, kind in _told(dates):
        dates[exchange][day] += 1
        kinds[exchange].update([kind] if kind else [])
    for row, _ in own:
        row.date = min(dates[row.pk].items(), key=lambda item: (-item[1], item[0]))[0]
        row.kind = next((kind for kind, _ in kinds[row.pk].most_common(1)), row.kind)
    Exchange.everything.bulk_update((row for row, _ in own if not row.joined_as), ["date", "kind"])
    wanted = {row.pk: set(seen.participants) for row, seen in own}
    _add_participants(wanted, [row for row, _ in own if row.joined_as], stands)


def _told(exchanges: Iterable[int]) -> list[tuple[int, date, str]]:
    """The exchange, the date and the kind of each account that counts and that joining found of these exchanges, in
    the order in which they came."""
    accounts = Coverage.objects.accounts().filter(_of_exchanges(exchanges))
    rows = list(accounts.values_list("pk", Coalesce("joined_id", "exchange_id"), "date", "kind"))
    for aside in Aside.objects.filter(joined__in=exchanges):
        kept = aside.row
        rows.append((kept["id"], aside.joined_id, date.fromisoformat(kept["date"]), kept["kind"]))
    return [(exchange, day, kind) for _, exchange, day, kind in sorted(rows)]


def _add_participants(wanted: dict[int, set[int]], decided: Sequence[Exchange], stands: Standing) -> None:
    """Add those that are wanted, by exchange; what joining makes of the `decided` ones is kept beside what holds."""
    through = Exchange.participants.through._default_manager
    held: dict[int, set[int]] = {exchange: set() for exchange in wanted}
    for exchange, actor in through.filter(exchange__in=wanted).values_list("exchange_id", "actor_id"):
        held[exchange].add(actor)
    held |= {row.pk: set(_participants(row)) for row in decided}
    everyone = {actor for exchange in wanted for actor in wanted[exchange] | held[exchange]}
    people = Actor.everything.filter(pk__in=everyone).exclude(kind=ActorKind.COUNTRY)
    acts_for = _homes(dict(people.values_list("pk", "country_id")), stands)
    joined: dict[int, set[int]] = {}
    add, drop = [], Q(pk__in=[])
    for exchange, actors in wanted.items():
        together = actors | held[exchange]
        stood_for = {acts_for[actor] for actor in together if actor in acts_for}
        joined[exchange] = together - stood_for
    for exchange in wanted.keys() - {row.pk for row in decided}:
        add += [through.model(exchange_id=exchange, actor_id=actor) for actor in joined[exchange] - held[exchange]]
        drop |= Q(exchange=exchange, actor__in=held[exchange] - joined[exchange])
    through.bulk_create(add)
    through.filter(drop).delete()
    for row in decided:
        date_kind = {"kind": str(row.kind), "date": row.date.isoformat(), "initiator": row.initiator_id}
        row.joined_as = {**date_kind, "participants": sorted(joined[row.pk])}
    Exchange.everything.bulk_update(decided, ["joined_as"])
