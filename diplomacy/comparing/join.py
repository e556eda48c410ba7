"""Which exchange, of those already known, an article reports."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from diplomacy.comparing.explaining import named
from diplomacy.comparing.values import ExchangeSeen, Joined
from diplomacy.reading.values import ExchangeKind

DAYS = 1
"""How far apart two accounts' local dates may lie."""
IN_PERSON = {ExchangeKind.MEETING, ExchangeKind.VISIT, ExchangeKind.SUMMIT}
ALL_NAMED, SOME_NAMED = 4.0, 1.0
SAME_KIND, LIKE_KIND, OTHER_KIND = 1.0, 0.75, 0.25
SAME_DAY, NEXT_DAY = 0.5, 0.0


def join(
    reported: Sequence[ExchangeSeen],
    known: Sequence[ExchangeSeen],
    *,
    acts_for: Mapping[int, int] | None = None,
    names: Mapping[int, str] | None = None,
) -> tuple[Joined, ...]:
    """For each reported exchange of one article, the known one that it is, or None for a new one.

    Two reported exchanges are never joined to the same known one. Participants agree where they are the same
    actors or a state stands for its own: `acts_for` gives the state of a person or institution. Dates may differ
    by a day. `names` gives actors' names for the reasons.
    """
    acts_for, names = acts_for or {}, names or {}
    if not reported or not known:
        return tuple(_new() for _ in reported)
    fit = np.array([[_fit(one, other, acts_for) for other in known] for one in reported])
    rows, columns = linear_sum_assignment(fit, maximize=True)
    chosen = {int(r): int(c) for r, c in zip(rows, columns, strict=True) if fit[r, c] > 0}
    joined = []
    for number, one in enumerate(reported):
        at = chosen.get(number)
        if at is None:
            joined.append(_new())
        elif _partly_named(one, known[at], acts_for) and np.count_nonzero(fit[number] == fit[number, at]) > 1:
            joined.append(
                Joined(
                    None, ("It names too few participants to say which of several known exchanges it is.",), doubts=1
                )
            )
        else:
            why = _why(one, known[at], names)
            joined.append(Joined(at, why, doubts=len(why) - 1))
    return tuple(joined)


def _new() -> Joined:
    return Joined(None, ("No known exchange has these participants within a day.",))


def _fit(one: ExchangeSeen, other: ExchangeSeen, acts_for: Mapping[int, int]) -> float:
    """How well two exchanges agree; 0 where they cannot be the same."""
    days = abs((one.date - other.date).days)
    if days > DAYS or not _participants_agree(one.participants, other.participants, acts_for):
        return 0.0
    people = SOME_NAMED if _partly_named(one, other, acts_for) else ALL_NAMED
    kind = _kinds_agree(one, other)
    if kind == OTHER_KIND and (days or people == SOME_NAMED):
        return 0.0
    exact = len(one.participants & other.participants) / 10
    return people + kind + (NEXT_DAY if days else SAME_DAY) + exact


def _kinds_agree(one: ExchangeSeen, other: ExchangeSeen) -> float:
    if one.kind == other.kind:
        return SAME_KIND
    return LIKE_KIND if {one.kind, other.kind} <= IN_PERSON or one.presumed or other.presumed else OTHER_KIND


def _participants_agree(one: frozenset[int], other: frozenset[int], acts_for: Mapping[int, int]) -> bool:
    """Whether everyone of the smaller party is in the larger, in person or as the state that they act for."""
    fewer, more = sorted((one, other), key=len)
    return bool(fewer) and all(any(_stands_for(a, b, acts_for) for b in more) for a in fewer)


def _stands_for(one: int, other: int, acts_for: Mapping[int, int]) -> bool:
    return one == other or acts_for.get(one) == other or acts_for.get(other) == one


def _partly_named(one: ExchangeSeen, other: ExchangeSeen, acts_for: Mapping[int, int]) -> bool:
    """Whether one of them names someone for whom the other has nobody."""
    parties = (one.participants, other.participants)
    return any(
        not any(_stands_for(a, b, acts_for) for b in theirs) for ours, theirs in (parties, parties[::-1]) for a in ours
    )


def _why(one: ExchangeSeen, other: ExchangeSeen, names: Mapping[int, str]) -> tuple[str, ...]:
    """What agrees, in one sentence, and what does not; what the account itself says is not said again."""
    agree = [("same participants", one.participants == other.participants), ("same day", one.date == other.date)]
    same = ", ".join(words for words, holds in agree if holds)
    reasons = [f"It is a known exchange: {same}." if same else "It is a known exchange."]
    if one.participants != other.participants:
        reasons.append(
            f"Other accounts have it of {named(other.participants, names)}: "
            "a state stands for its minister, or one account names fewer."
        )
    if one.date != other.date:
        day = f"{other.date.day} {other.date:%B %Y}"
        reasons.append(f"Other accounts date it {day}: local dates may lie a day apart.")
    if one.kind != other.kind and not (one.presumed or other.presumed):
        reasons.append(f"Other accounts call it a {other.kind}.")
    return tuple(reasons)
