"""How right the machine is, by what curators decided: of the pairs that it makes, and of each relation and outlet kind.

Measured is what the machine makes today of each pair that is decided, for a decision keeps it, and is given it anew by
every comparison.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass

from django.db.models import Count

from diplomacy.archive.models import Decision, Subject
from diplomacy.comparing.reliability import Share

Judgements = Counter[tuple[str, str]]
"""How many decided pairs there are of which the machine says the first and curators the second; empty for no pair."""
MACHINE, HELD = "machine__relation", "value__relation"
OUTLET_KIND = "anchors__article__outlet__kind"


@dataclass(frozen=True, slots=True)
class Right:
    """How right the machine is of one kind of judgement."""

    precision: Share
    """Of what it says, what curators let stand."""
    recall: Share
    """Of what curators say, what it says too."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What the machine says of the pairs that curators decided."""

    decided: int
    pairs: Right
    """Whether two passages are a pair at all."""
    relations: Mapping[str, Right]
    """Those that occur on either side."""
    kinds: Mapping[str, Share]
    """By the kind of an outlet that a pair has a side from: the relation was kept."""

    @classmethod
    def measure(cls) -> "Accuracy":
        """By the decisions on pairs that are in force, in two queries."""
        every = _judgements()[""]
        relations = sorted({relation for judgement in every for relation in judgement} - {""})
        return cls(
            decided=every.total(),
            pairs=_right(every, set(relations)),
            relations={relation: _right(every, {relation}) for relation in relations},
            kinds={kind: _kept(judged) for kind, judged in _judgements(OUTLET_KIND).items()},
        )


def _judgements(*by: str) -> dict[str, Judgements]:
    """What the machine and curators say of the decided pairs, by a column, each pair once in each of its groups."""
    decided = Decision.objects.on(Subject.PAIR).in_force().order_by()
    rows = decided.values_list(*by, MACHINE, HELD).annotate(n=Count("pk", distinct=True))
    counted: defaultdict[str, Judgements] = defaultdict(Counter)
    for *group, machine, held, n in rows:
        counted[group[0] if group else ""][machine or "", held or ""] += n
    return counted


def _right(judged: Judgements, said: Set[str]) -> Right:
    """How right the machine is where it says one of these relations; of one alone, whether it is this one."""
    both = sum(n for (machine, held), n in judged.items() if machine in said and held in said)
    by_machine = sum(n for (machine, _), n in judged.items() if machine in said)
    by_curators = sum(n for (_, held), n in judged.items() if held in said)
    return Right(Share(both, by_machine), Share(both, by_curators))


def _kept(judged: Judgements) -> Share:
    """Of the pairs that the machine makes, those that have the relation which it gives them."""
    made = {judgement: n for judgement, n in judged.items() if judgement[0]}
    return Share(sum(n for (machine, held), n in made.items() if machine == held), sum(made.values()))
