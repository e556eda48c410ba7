"""Which exchanges are taken for known ones since actors were merged.

Joining knows of no merge: an account that names the one actor where others name the other has an exchange of its own.
It is taken for theirs, which `grouping.py` leads its accounts to, for as long as the merges hold that make the two one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Q

from diplomacy.archive.deciding.leads import Standing
from diplomacy.archive.models import Actor, Aside, Coverage, TakenFor
from diplomacy.comparing import join
from diplomacy.comparing.values import ExchangeSeen

WHY = "It is taken for a known exchange, since actors whom the two name were merged."
"""The reason that the first account of such an exchange has beside the others."""


def take(
    new: Mapping[int, ExchangeSeen],
    known: Mapping[int, ExchangeSeen],
    stands: Standing,
    *,
    homes: Mapping[int, int],
) -> set[int]:
    """Take those of the new exchanges (by id) of an article for known ones that joining would, were the merged actors
    one; which these are.

    `homes` gives for whom actors act, as they were named. Exchanges that were there before a merge are not taken for
    each other by it: a curator merges them.
    """
    TakenFor.objects.filter(exchange__in=new).delete()
    taken_already = set(TakenFor.objects.filter(exchange__in=known).values_list("exchange", flat=True))
    others = [pk for pk in known if pk not in taken_already]
    merged = stands.merged()
    reported = [_merged(seen, merged) for seen in new.values()]
    there = [_merged(known[pk], merged) for pk in others]
    everyone = {actor for seen in (*reported, *there) for actor in seen.participants}
    acts_for = Actor.everything.filter(pk__in=everyone).exclude(country=None).values_list("pk", "country_id")
    joined = join(reported, there, acts_for=dict(acts_for))
    taken = set[int]()
    for (exchange, seen), match in zip(new.items(), joined, strict=True):
        if match.known is None:
            continue
        to = others[match.known]
        differing = seen.participants ^ known[to].participants
        merges = stands.merges_of({*differing, *(homes[actor] for actor in differing if actor in homes)})
        if merges:
            TakenFor.objects.create(exchange_id=exchange, to_id=to).merges.set(merges)
            taken.add(exchange)
    return taken


def let_go() -> set[int]:
    """Take no exchange for another any more where a merge that made the two one was undone; the articles (ids) that
    tell of these, whose accounts are to be placed anew."""
    undone = TakenFor.objects.filter(merges__undone_at__isnull=False)
    exchanges = set(undone.values_list("exchange", flat=True))
    if not exchanges:
        return set()
    TakenFor.objects.filter(exchange__in=exchanges).delete()
    accounts = list(Coverage.objects.filter(Q(joined__in=exchanges) | Q(joined=None, exchange__in=exchanges)))
    asides = list(Aside.objects.filter(joined__in=exchanges))
    for account in accounts:
        account.reasons = _without_why(account.reasons)
    for aside in asides:
        aside.row["reasons"] = _without_why(aside.row["reasons"])
    Coverage.objects.bulk_update(accounts, ["reasons"])
    Aside.objects.bulk_update(asides, ["row"])
    return {account.article_id for account in accounts} | {aside.article_id for aside in asides}


def _merged(seen: ExchangeSeen, merged: Mapping[int, int]) -> ExchangeSeen:
    """An exchange with those who stand for merged participants."""
    return replace(seen, participants=frozenset(merged.get(actor, actor) for actor in seen.participants))


def _without_why(reasons: Iterable[str]) -> list[str]:
    return [reason for reason in reasons if reason != WHY]
