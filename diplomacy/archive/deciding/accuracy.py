"""How right the machine is, by what curators decided: of pairs and each relation, of who makes a statement, of accounts
of an exchange; and by outlet kind.

Of a pair what the machine makes today is measured, for a decision keeps it, and is given it anew by every comparison;
of a statement and an account what it had made when it was decided.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from django.db.models import Count, F

from diplomacy.archive.deciding.judgements import Value, speakers_of
from diplomacy.archive.models import Decision, DecisionKind, Subject
from diplomacy.comparing.reliability import Share

Judgements = Counter[tuple[str, str]]
"""How often the machine says the first and curators the second: a relation, or who speaks; empty for nothing there."""
YES = "yes"


@dataclass(frozen=True, slots=True)
class Right:
    """How right the machine is of one kind of judgement."""

    precision: Share
    """Of what it says, what curators let stand."""
    recall: Share
    """Of what curators say, what it says too."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What the machine says of what curators decided, of one subject."""

    decided: int
    at_all: Right
    """Whether two passages are a pair, these words a statement, this text an account of the exchange."""
    exact: Right
    """Whether it is just what curators say: this relation, these speakers."""
    each: Mapping[str, Right]
    """By what is said, whether it is that: of pairs by their relations that occur on either side."""
    kinds: Mapping[str, Share]
    """By the kind of an outlet that it is from (of a pair one of its sides): what the machine says was kept."""

    @classmethod
    def of(cls, subject: Subject) -> "Accuracy":
        """By the decisions of this subject that are in force, in two queries at most."""
        every, kinds = _COUNTED[subject]()
        said = {word for judgement in every for word in judgement} - {""}
        return cls(
            decided=every.total(),
            at_all=_right(every, said),
            exact=_exact(every),
            each={word: _right(every, {word}) for word in sorted(said)} if subject == Subject.PAIR else {},
            kinds={kind: _kept(judged) for kind, judged in kinds.items()},
        )


Counted = tuple[Judgements, Mapping[str, Judgements]]
"""All judgements of a subject, and those by outlet kind, where each counts once in each of its kinds."""


def _pairs() -> Counted:
    machine, held, kind = "machine__relation", "value__relation", "anchors__article__outlet__kind"
    decided = Decision.objects.in_force(Subject.PAIR).order_by()
    every: Judgements = Counter()
    for said, holds, n in decided.values_list(machine, held).annotate(n=Count("pk")):
        every[said or "", holds or ""] += n
    kinds: defaultdict[str, Judgements] = defaultdict(Counter)
    for outlet, said, holds, n in decided.values_list(kind, machine, held).annotate(n=Count("pk", distinct=True)):
        kinds[outlet or ""][said or "", holds or ""] += n
    return every, kinds


def _statements() -> Counted:
    """A statement has all its anchors in one article, so that each row of the query is one decision."""
    decided = Decision.objects.in_force(Subject.STATEMENT).order_by().distinct()
    rows = decided.values_list("pk", "anchors__article__outlet__kind", "machine", "value")
    return _counted((kind, _who(machine), _who(value)) for _, kind, machine, value in rows)


def _accounts() -> Counted:
    """An account that is confirmed is right; one that is given away is not, and is missing where it is given to."""
    decided = Decision.objects.in_force(Subject.EXCHANGE).order_by()
    placed = decided.filter(kind__in=(DecisionKind.ACCEPT, DecisionKind.MOVE, DecisionKind.SPLIT))
    rows = placed.filter(articles__isnull=False).annotate(outlet=F("articles__outlet__kind"))
    found = []
    for outlet, kind, to in rows.values_list("outlet", "kind", "to"):
        found.append((outlet, YES, YES if kind == DecisionKind.ACCEPT else ""))
        if kind == DecisionKind.MOVE and to is not None:
            found.append((outlet, "", YES))
    return _counted(found)


_COUNTED = {Subject.PAIR: _pairs, Subject.STATEMENT: _statements, Subject.EXCHANGE: _accounts}


def _counted(rows: Iterable[tuple[str | None, str, str]]) -> Counted:
    every: Judgements = Counter()
    kinds: defaultdict[str, Judgements] = defaultdict(Counter)
    for kind, said, holds in rows:
        every[said, holds] += 1
        kinds[kind or ""][said, holds] += 1
    return every, kinds


def _who(value: Value | None) -> str:
    """Who speaks, as a word: the ids in order; empty where there is no statement."""
    speakers = speakers_of(value)
    return "" if speakers is None else f"by {sorted(speakers)}"


def _right(judged: Judgements, said: Set[str]) -> Right:
    """How right the machine is where it says one of these; of one alone, whether it is this one."""
    both = sum(n for (machine, held), n in judged.items() if machine in said and held in said)
    return _shares(judged, both, said)


def _exact(judged: Judgements) -> Right:
    return _shares(judged, sum(n for (machine, held), n in judged.items() if machine and machine == held))


def _shares(judged: Judgements, both: int, said: Set[str] | None = None) -> Right:
    """`both` of what the machine says, and of what curators say; of anything, or of these words."""
    by_machine = sum(n for (machine, _), n in judged.items() if machine and (said is None or machine in said))
    by_curators = sum(n for (_, held), n in judged.items() if held and (said is None or held in said))
    return Right(Share(both, by_machine), Share(both, by_curators))


def _kept(judged: Judgements) -> Share:
    """Of what the machine makes, that which holds as it says."""
    made = {judgement: n for judgement, n in judged.items() if judgement[0]}
    return Share(sum(n for (machine, held), n in made.items() if machine == held), sum(made.values()))
