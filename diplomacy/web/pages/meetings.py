"""Which passages of an exchange's accounts meet which, for texts that stand side by side."""

from collections import defaultdict
from dataclasses import dataclass
from string import ascii_uppercase

from diplomacy.archive.models import Claim, Coverage, Exchange, Pair
from diplomacy.archive.prepared import Prepared, given
from diplomacy.web.pages.passages import Counterpart, Passage
from diplomacy.web.pages.words import OUTLET_KINDS, RELATIONS, RelationWords

_PAIRS = Prepared(
    lambda: (
        Pair.objects.filter(exchange=given("exchange"))
        .order_by("-score", "id")
        .values_list("left", "left__version", "right", "right__version", "relation")
    )
)


@dataclass(frozen=True, slots=True)
class Choice:
    """An account that can stand beside the others; `letter` is its name in the margins of all."""

    article: int
    letter: str
    outlet: str
    outlet_kind: str
    shown: bool
    met: int
    """How many of its passages meet one of another account."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """The other side of a pair."""

    claim: int
    version: int
    relation: RelationWords


@dataclass(frozen=True, slots=True)
class Meetings:
    """What the claims of an exchange meet, the surest first, and how many of each version do."""

    of_claim: dict[int, list[Meeting]]
    met: dict[int, int]

    @classmethod
    def of(cls, exchange: Exchange, coverage: list[Coverage]) -> "Meetings":
        """All pairs among the texts of `coverage`, in one query."""
        of_claim: dict[int, list[Meeting]] = defaultdict(list)
        holding: dict[int, set[int]] = {c.version_id: set() for c in coverage}
        for left, left_version, right, right_version, key in _PAIRS(exchange=exchange.pk):
            if left_version in holding and right_version in holding:
                of_claim[left].append(Meeting(right, right_version, RELATIONS[key]))
                of_claim[right].append(Meeting(left, left_version, RELATIONS[key]))
                holding[left_version].add(left)
                holding[right_version].add(right)
        return cls(of_claim, {version: len(claims) for version, claims in holding.items()})

    def choices(self, coverage: list[Coverage], shown: list[Coverage]) -> dict[int, Choice]:
        """Every account as something to choose, by version."""
        return {
            c.version_id: Choice(
                article=c.article_id,
                letter=_letter(place),
                outlet=c.article.outlet.name,
                outlet_kind=OUTLET_KINDS[c.article.outlet.kind],
                shown=c in shown,
                met=self.met[c.version_id],
            )
            for place, c in enumerate(coverage)
        }

    def passages(self, coverage: Coverage, claims: list[Claim], beside: dict[int, Choice]) -> list[Passage]:
        """The claims of one account as passages; `beside` has the accounts to show, by version, in their order."""
        order = {version: place for place, version in enumerate(beside)}
        found = []
        for claim in claims:
            meetings = (meeting for meeting in self.of_claim.get(claim.pk, ()) if meeting.version in beside)
            about = claim.coverage_id == coverage.pk and not claim.context
            found.append(
                Passage(
                    claim=claim.pk,
                    start=claim.start,
                    end=claim.end,
                    background=not about,
                    alone=about and len(self.met) > 1 and claim.pk not in self.of_claim,
                    counterparts=tuple(
                        _counterpart(meeting, beside[meeting.version])
                        for meeting in sorted(meetings, key=lambda meeting: order[meeting.version])
                    ),
                )
            )
        return found


def _counterpart(meeting: Meeting, choice: Choice) -> Counterpart:
    return Counterpart(meeting.claim, choice.letter, choice.outlet, meeting.relation)


def _letter(place: int) -> str:
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)
