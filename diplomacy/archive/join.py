"""Join an article to the exchanges that it reports: to stored ones, or to new ones."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from diplomacy.archive.deciding import grouping
from diplomacy.archive.deciding import standing as who
from diplomacy.archive.deciding.leads import NOBODY, Standing
from diplomacy.archive.models import Actor, ActorKind, Aside, Coverage, Exchange, Origin, Version
from diplomacy.comparing import join
from diplomacy.comparing.values import ExchangeSeen, Joined
from diplomacy.reading import values as reading

NEAR = timedelta(days=3)
"""How far apart the dates of exchanges may lie that comparing is asked about; what it accepts is its own affair."""
CURATED_PAIR = Q(claims__pairs_left__origin=Origin.CURATOR) | Q(claims__pairs_right__origin=Origin.CURATOR)


def cover(version: Version, found: reading.Reading, actors: Mapping[int, Actor], stands: Standing) -> list[Coverage]:
    """The coverage rows for the reading's exchanges, in its order, in place of the article's machine-made ones.

    `actors` are the rows of the reading's actors, by index; `stands` says who was merged; who was split is one
    for joining, as for reading. Every exchange that gains,
    keeps or loses the article is left uncompared; one that no article reports any more goes, unless a curator made it
    or decided of it. What curators decided of exchanges is not looked at: `grouping` takes it off the article before,
    and lets it hold again after.
    """
    before = {row.exchange_id: row for row in Coverage.objects.filter(article=version.article_id)}
    if not before and not found.exchanges:
        return []
    reported = [_seen(item, actors) for item in found.exchanges]
    known, merged = _near(reported), stands.merged()
    if stands:  # what joining finds is of those themselves whom it knows by who stands for them
        who.stand_in_exchanges([row.pk for row in known], NOBODY)
        known = _near(reported)
    everyone = _everyone(actors, known, merged)
    joined = join(
        [_merged(one, merged) for one in reported],
        [_merged(one, merged) for one in _known(known)],
        acts_for={actor.pk: actor.country_id for actor in everyone if actor.country_id is not None},
        names={actor.pk: actor.name for actor in everyone},
    )
    exchanges = _exchanges(found.exchanges, joined, known, actors)
    coverage = [
        _coverage(before.get(exchange.pk) or Coverage(exchange=exchange), version, item, match)
        for exchange, item, match in zip(exchanges, found.exchanges, joined, strict=True)
    ]
    for row in coverage:
        row.pipeline = found.pipeline[:200] if row.origin == Origin.MACHINE else row.pipeline
    _replace(before, coverage)
    _settle(exchanges, reported)
    if stands:
        who.stand_in_exchanges([row.pk for row in known], stands)
    Coverage.objects.filter(article=version.article_id).exclude(compared="").update(compared="")
    Exchange.everything.filter(pk__in={*before, *(exchange.pk for exchange in exchanges)}).update(pipeline="")
    told_again = {exchange.pk for exchange in exchanges if exchange.set_aside}
    grouping.tidy(set(before) - {exchange.pk for exchange in exchanges} | told_again)
    return coverage


def _seen(item: reading.ReportedExchange, actors: Mapping[int, Actor]) -> ExchangeSeen:
    participants = frozenset(actors[index].pk for index in item.participants)
    return ExchangeSeen(item.kind, item.date, participants, presumed=item.presumed)


def _merged(seen: ExchangeSeen, merged: Mapping[int, int]) -> ExchangeSeen:
    """An exchange with those who stand for merged participants."""
    return replace(seen, participants=frozenset(merged.get(actor, actor) for actor in seen.participants))


def _known(known: Sequence[Exchange]) -> list[ExchangeSeen]:
    """The stored exchanges as joining sees them."""
    kinds = _kinds([row.pk for row in known])
    return [
        ExchangeSeen(
            reading.ExchangeKind(row.kind),
            row.date,
            frozenset(_participants(row)),
            presumed=row.origin == Origin.MACHINE and not kinds[row.pk],
        )
        for row in known
    ]


def _near(reported: Sequence[ExchangeSeen]) -> list[Exchange]:
    """The stored exchanges around these dates, with their participants; each as joining made it, whatever was decided
    of it since."""
    around = Q(pk__in=[])
    for day in {one.date for one in reported}:
        first, last = day - NEAR, day + NEAR
        around |= Q(date__range=(first, last), joined_as__isnull=True)
        around |= Q(joined_as__date__gte=first.isoformat(), joined_as__date__lte=last.isoformat())
    rows = Exchange.everything.filter(around, split_off=False).prefetch_related("participants").order_by("pk")
    return [_as_joined(row) for row in rows]


def _as_joined(row: Exchange) -> Exchange:
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


def _everyone(actors: Mapping[int, Actor], known: Iterable[Exchange], merged: Mapping[int, int]) -> list[Actor]:
    decided = {pk for row in known if row.joined_as for pk in _participants(row)} | set(merged.values())
    others = Actor.everything.filter(pk__in=decided) if decided else ()
    there = (actor for row in known if not row.joined_as for actor in row.participants.all())
    return [*actors.values(), *there, *others]


def _exchanges(
    items: Sequence[reading.ReportedExchange],
    joined: Sequence[Joined],
    known: Sequence[Exchange],
    actors: Mapping[int, Actor],
) -> list[Exchange]:
    """The rows that the reported exchanges are; new ones are saved, without participants as yet."""
    rows = [
        Exchange(kind=item.kind, date=item.date) if match.known is None else known[match.known]
        for item, match in zip(items, joined, strict=True)
    ]
    asked = []
    for row, item in zip(rows, items, strict=True):
        if row.initiator_id is None and row.origin == Origin.MACHINE and item.initiator is not None:
            row.initiator = actors[item.initiator]
            asked.append(row)
    Exchange.objects.bulk_create(row for row in rows if row.pk is None)
    Exchange.everything.bulk_update((row for row in asked if not row.joined_as), ["initiator"])
    return rows


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


def _settle(exchanges: Sequence[Exchange], reported: Sequence[ExchangeSeen]) -> None:
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
    _add_participants({row.pk: set(seen.participants) for row, seen in own}, [row for row, _ in own if row.joined_as])


def _told(exchanges: Iterable[int]) -> list[tuple[int, date, str]]:
    """The exchange, the date and the kind of each account that counts and that joining found of these exchanges, in
    the order in which they came."""
    accounts = Coverage.objects.accounts().filter(_of_exchanges(exchanges))
    rows = list(accounts.values_list("pk", Coalesce("joined_id", "exchange_id"), "date", "kind"))
    for aside in Aside.objects.filter(joined__in=exchanges):
        kept = aside.row
        rows.append((kept["id"], aside.joined_id, date.fromisoformat(kept["date"]), kept["kind"]))
    return [(exchange, day, kind) for _, exchange, day, kind in sorted(rows)]


def _add_participants(wanted: dict[int, set[int]], decided: Sequence[Exchange]) -> None:
    """Add those that are wanted, by exchange; what joining makes of the `decided` ones is kept beside what holds."""
    through = Exchange.participants.through._default_manager
    held: dict[int, set[int]] = {exchange: set() for exchange in wanted}
    for exchange, actor in through.filter(exchange__in=wanted).values_list("exchange_id", "actor_id"):
        held[exchange].add(actor)
    held |= {row.pk: set(_participants(row)) for row in decided}
    everyone = {actor for exchange in wanted for actor in wanted[exchange] | held[exchange]}
    people = Actor.everything.filter(pk__in=everyone).exclude(kind=ActorKind.COUNTRY)
    acts_for = dict(people.values_list("pk", "country_id"))
    joined: dict[int, set[int]] = {}
    add, drop = [], Q(pk__in=[])
    for exchange, actors in wanted.items():
        together = actors | held[exchange]
        stood_for = {acts_for[actor] for actor in together if acts_for.get(actor) is not None}
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
