"""One decision: on which words, what it changed, why, and what became of it since."""

from dataclasses import dataclass

from diplomacy.archive.models import Decision, Pair
from diplomacy.web.pages.addresses import address
from diplomacy.web.pages.decisions import DecisionView, User
from diplomacy.web.pages.history import Step, of_decision


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """All that a decision's page shows."""

    decision: DecisionView
    steps: tuple[Step, ...]
    """What became of it, the earliest first."""
    stands: str
    """The page of the pair that is as it says; empty where there is none."""
    told: str = ""
    """What came of the last thing that was done, as a sentence."""

    @classmethod
    def build(cls, row: Decision, reader: User, *, told: str = "") -> "DecisionPage":
        """The page of a decision that `Decision.objects.to_tell()` loaded."""
        pair = Pair.objects.filter(decision=row.pk).values_list("exchange_id", "pk").first()
        stands = address("pair", *pair) if pair else ""
        return cls(DecisionView.of(row, reader), of_decision(row), stands, told)
