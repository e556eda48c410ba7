"""Join an article to the exchanges that it reports: to stored ones, or to new ones."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Q

from diplomacy.archive.models import Actor, ActorKind, Coverage, Exchange, Origin, Version
from diplomacy.comparing import join
from diplomacy.comparing.values import ExchangeSeen, Joined
from diplomacy.reading import values as reading

NEAR = timedelta(days=3)
"""How far apart the dates of exchanges may lie that comparing is asked about; what it accepts is its own affair."""
CURATED_PAIR = Q(claims__pairs_left__origin=Origin.CURATOR) | Q(claims__pairs_right__origin=Origin.CURATOR)


def cover(version: Version, found: reading.Reading, actors: Mapping[int, Actor]) -> list[Coverage]:
    """The coverage rows for the reading's exchanges, in its order, in place of the article's machine-made ones.

    `actors` are the rows of the reading's actors, by index. Every exchange that gains, keeps or loses the article is
    left uncompared; one that no article reports any more goes, unless a curator made it.
    """
    before = {row.exchange_id: row for row in Coverage.objects.filter(article=version.article_id)}
    if not before and not found.exchanges:
        return []
    reported = [_seen(item, actors) for item in found.exchanges]
    known = _near(reported)
    joined = join(
        reported, [_known(row) for row in known], acts_for=_acts_for(actors, known), names=_names(actors, known)
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
    Coverage.objects.filter(article=version.article_id).exclude(compared="").update(compared="")
    Exchange.objects.filter(pk__in={*before, *(exchange.pk for exchange in exchanges)}).update(pipeline="")
    Exchange.objects.filter(pk__in=before, origin=Origin.MACHINE, coverage=None).delete()
    return coverage


def _seen(item: reading.ReportedExchange, actors: Mapping[int, Actor]) -> ExchangeSeen:
    participants = frozenset(actors[index].pk for index in item.participants)
    return ExchangeSeen(item.kind, item.date, participants, presumed=item.presumed)


def _known(row: Exchange) -> ExchangeSeen:
    participants = frozenset(actor.pk for actor in row.participants.all())
    presumed = row.origin == Origin.MACHINE and not any(account.kind for account in row.coverage.all())
    return ExchangeSeen(reading.ExchangeKind(row.kind), row.date, participants, presumed=presumed)


def _near(reported: Sequence[ExchangeSeen]) -> list[Exchange]:
    """The stored exchanges around these dates, with their participants."""
    around = Q(pk__in=[])
    for day in {one.date for one in reported}:
        around |= Q(date__range=(day - NEAR, day + NEAR))
    return list(Exchange.objects.filter(around).prefetch_related("participants", "coverage").order_by("pk"))


def _everyone(actors: Mapping[int, Actor], known: Iterable[Exchange]) -> list[Actor]:
    return [*actors.values(), *(actor for row in known for actor in row.participants.all())]


def _acts_for(actors: Mapping[int, Actor], known: Iterable[Exchange]) -> dict[int, int]:
    return {actor.pk: actor.country_id for actor in _everyone(actors, known) if actor.country_id is not None}


def _names(actors: Mapping[int, Actor], known: Iterable[Exchange]) -> dict[int, str]:
    return {actor.pk: actor.name for actor in _everyone(actors, known)}


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
    for row, item in zip(rows, items, strict=True):
        if row.initiator_id is None and row.origin == Origin.MACHINE and item.initiator is not None:
            row.initiator = actors[item.initiator]
    Exchange.objects.bulk_create(row for row in rows if row.pk is None)
    Exchange.objects.bulk_update((row for row in rows if row.initiator_id is not None), ["initiator"])
    return rows


def _coverage(row: Coverage, version: Version, item: reading.ReportedExchange, match: Joined) -> Coverage:
    """The row of an article in an exchange, to be saved; a curator's as it is."""
    if row.origin == Origin.CURATOR:
        return row
    row.article_id, row.version = version.article_id, version
    row.date, row.kind = item.date, "" if item.presumed else item.kind
    row.passages = [[span.start, span.end] for span in sorted(item.passages)]
    row.reasons = [*item.reasons, *match.reasons]
    return row


def _replace(before: dict[int, Coverage], coverage: Sequence[Coverage]) -> None:
    """Save the new rows; remove machine-made ones that the article no longer has, but for those of curated pairs."""
    Coverage.objects.bulk_create(row for row in coverage if row.pk is None)
    kept = [row for row in before.values() if row in coverage]
    Coverage.objects.bulk_update(
        (row for row in kept if row.origin == Origin.MACHINE),
        ["version", "date", "kind", "passages", "reasons", "pipeline"],
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
    accounts = Coverage.objects.accounts().filter(exchange__in=dates).order_by("pk")
    for exchange, day, kind in accounts.values_list("exchange_id", "date", "kind"):
        dates[exchange][day] += 1
        kinds[exchange].update([kind] if kind else [])
    for row, _ in own:
        row.date = min(dates[row.pk].items(), key=lambda item: (-item[1], item[0]))[0]
        row.kind = next((kind for kind, _ in kinds[row.pk].most_common(1)), row.kind)
    Exchange.objects.bulk_update((row for row, _ in own), ["date", "kind"])
    _add_participants({row.pk: set(seen.participants) for row, seen in own})


def _add_participants(wanted: dict[int, set[int]]) -> None:
    through = Exchange.participants.through._default_manager
    held: dict[int, set[int]] = {exchange: set() for exchange in wanted}
    for exchange, actor in through.filter(exchange__in=wanted).values_list("exchange_id", "actor_id"):
        held[exchange].add(actor)
    everyone = {actor for exchange in wanted for actor in wanted[exchange] | held[exchange]}
    people = Actor.objects.filter(pk__in=everyone).exclude(kind=ActorKind.COUNTRY)
    acts_for = dict(people.values_list("pk", "country_id"))
    add, drop = [], Q(pk__in=[])
    for exchange, actors in wanted.items():
        together = actors | held[exchange]
        stood_for = {acts_for[actor] for actor in together if acts_for.get(actor) is not None}
        add += [through.model(exchange_id=exchange, actor_id=actor) for actor in actors - held[exchange] - stood_for]
        drop |= Q(exchange=exchange, actor__in=held[exchange] & stood_for)
    through.bulk_create(add)
    through.filter(drop).delete()
