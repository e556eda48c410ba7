"""How far curators agree, by the pairs that were put to two of them: per kind of judgement, beyond chance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from diplomacy.archive.models import SecondLook
from diplomacy.comparing.reliability import Share, alpha, jaccard, kappa, nominal


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two curators say the same of the same pairs."""

    alike: Share
    kappa: float | None
    """Cohen's, with the first curator and the second as its two judges; None where chance explains all."""
    alpha: float | None
    """Krippendorff's, whoever is first."""


@dataclass(frozen=True, slots=True)
class Agreements:
    """Of each kind of judgement."""

    pairs: Agreement
    """Whether it is a pair at all."""
    relations: Agreement
    """How the two stand to each other, where both say that it is one."""
    facets: Agreement
    """In what they differ, of the same; sets lie apart by the part that they don't share (Jaccard)."""

    @classmethod
    def measure(cls) -> "Agreements":
        """By all second looks at decisions that stand, or that an editor has settled; in one query."""
        stands = Q(decision__undone_at=None) | Q(settled_at__isnull=False)
        rows = list(SecondLook.objects.given().filter(stands).values_list("decision__value", "value").order_by("pk"))
        both = [(first, second) for first, second in rows if first and second]
        return cls(
            pairs=_agreement([(bool(first), bool(second)) for first, second in rows]),
            relations=_agreement([(first["relation"], second["relation"]) for first, second in both]),
            facets=_agreement(
                [(frozenset(first["facets"]), frozenset(second["facets"])) for first, second in both], jaccard
            ),
        )


def _agreement(said: Sequence[tuple[Any, Any]], distance: Callable[[Any, Any], float] = nominal) -> Agreement:
    first, second = [one for one, _ in said], [other for _, other in said]
    alike = sum(one == other for one, other in said)
    return Agreement(Share(alike, len(said)), kappa(first, second, distance), alpha(said, distance))
