"""How far curators agree, by what was put to two of them: per kind of judgement, beyond chance."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from diplomacy.archive.deciding.judgements import ASPECTS
from diplomacy.archive.models import SecondLook
from diplomacy.comparing.reliability import Share, alpha, kappa, nominal


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two curators say the same of the same."""

    alike: Share
    kappa: float | None
    """Cohen's, with the first curator and the second as its two judges; None where chance explains all."""
    alpha: float | None
    """Krippendorff's, whoever is first."""


def agreements() -> Mapping[str, Agreement]:
    """By the names in `ASPECTS`: by all second looks at decisions that stand, or that an editor has settled; in one
    query. What only one of the two speaks of (the relation, where the other says that it is no pair) is left out."""
    stands = Q(decision__undone_at=None) | Q(settled_at__isnull=False)
    columns = ("decision__subject", "decision__kind", "decision__value", "kind", "value")
    pairs: defaultdict[str, list[tuple[Any, Any]]] = defaultdict(list)
    for subject, kind, value, second_kind, second in (
        SecondLook.objects.given().filter(stands).order_by("pk").values_list(*columns)
    ):
        for aspect in ASPECTS[subject]:
            both = aspect.of(kind, value), aspect.of(second_kind, second)
            if None not in both:
                pairs[aspect.name].append(both)
    aspects = (aspect for of_subject in ASPECTS.values() for aspect in of_subject)
    return {aspect.name: _agreement(pairs[aspect.name], aspect.distance) for aspect in aspects}


def _agreement(said: Sequence[tuple[Any, Any]], distance: Callable[[Any, Any], float] = nominal) -> Agreement:
    first, second = [one for one, _ in said], [other for _, other in said]
    alike = sum(one == other for one, other in said)
    return Agreement(Share(alike, len(said)), kappa(first, second, distance), alpha(said, distance))
