"""What curators decided: those decisions that are asked for, the newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.urls import reverse

from diplomacy.archive.models import Decision
from diplomacy.archive.models.decisions import DecisionQuerySet
from diplomacy.web.pages.decision import KINDS, STATES, SUBJECTS, DecisionView, User

PER_PAGE = 30
CHOICES = 200
"""Curators that the form offers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which decisions are asked for; what is empty or None asks for nothing."""

    curator: int | None = None
    subject: str = ""
    kind: str = ""
    state: str = ""
    disagreeing: int | None = None
    """1 for those alone that wait for an editor, since a second look says otherwise."""

    @property
    def query(self) -> dict[str, str]:
        """What is asked for, as the parameters of an address."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: str(value) for name, value in values.items() if value not in {"", None}}

    def of(self, decisions: DecisionQuerySet) -> DecisionQuerySet:
        """Those decisions that are asked for."""
        if self.curator is not None:
            decisions = decisions.filter(by=self.curator)
        if self.subject:
            decisions = decisions.filter(subject=self.subject)
        if self.kind:
            decisions = decisions.filter(kind=self.kind)
        if self.disagreeing:
            decisions = decisions.disagreeing()
        match self.state:
            case "in-force":
                return decisions.in_force()
            case "orphan":
                return decisions.orphans()
            case "undone":
                return decisions.undone()
        return decisions


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that a list of the form offers."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """A stretch of the decisions that are asked for."""

    asked: Asked
    rows: tuple[DecisionView, ...]
    older: str
    """The address of the stretch after this one; empty where it is the last."""
    first: bool
    """Whether it begins with the newest."""
    curators: tuple[Choice, ...]
    subjects: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    states: tuple[Choice, ...]
    told: str = ""
    """What came of the last thing that was done, as a sentence."""

    @classmethod
    def build(cls, asked: Asked, reader: User, *, before: int | None = None, told: str = "") -> "DecisionsPage":
        """The decisions before that one (an id), or the newest; in as many queries for a thousand as for one."""
        found = asked.of(Decision.objects.all())
        if before is not None:
            found = found.filter(pk__lt=before)
        rows = list(found.to_tell().order_by("-pk")[: PER_PAGE + 1])
        more = {"before": str(rows[PER_PAGE - 1].pk)} if len(rows) > PER_PAGE else {}
        deciding = Exists(Decision.objects.filter(by=OuterRef("pk")))
        users = get_user_model()._default_manager.filter(deciding)
        names = users.order_by("username").values_list("pk", "username")[:CHOICES]
        return cls(
            asked=asked,
            rows=DecisionView.all_of(rows[:PER_PAGE], reader),
            older=f"{reverse('web:decisions')}?{urlencode(asked.query | more)}" if more else "",
            first=before is None,
            curators=_choices(names, asked.curator),
            subjects=_choices(SUBJECTS.items(), asked.subject),
            kinds=_choices(KINDS.items(), asked.kind),
            states=_choices(STATES.items(), asked.state),
            told=told,
        )


def _choices(offered: Iterable[tuple[Any, str]], chosen: object) -> tuple[Choice, ...]:
    return tuple(Choice(str(value), words, value == chosen) for value, words in offered)
