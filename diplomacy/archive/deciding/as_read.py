"""The statements and claims of a text as values: taken from the tables, kept as JSON, and put back into the tables.

Rows that somebody made by hand in the admin are left out of it all.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet

from diplomacy.archive.deciding.writing import drop, write
from diplomacy.archive.models import Actor, Claim, Coverage, Origin, Statement, Version
from diplomacy.archive.models.exchanges import Pair
from diplomacy.archive.prepared import Prepared, given

OF_CUE = ("cue_lemma", "cue_class", "cue_strength", "cue_negated", "cue_hedged")
"""What is looked up of a cue's words."""
OF_STATEMENT = (
    *("position", "spans", "kind", "mention_start", "mention_end", "mention_rule", "cue_start", "cue_end"),
    *OF_CUE,
    *("via_id", "silence", "rule", "confidence", "origin", "pipeline", "decision_id"),
)
OF_CLAIM = (
    *("position", "start", "end", "words", "context", "quoted", "coverage_id", "statement_id", "origin", "pipeline"),
    "decision_id",
)
WHO_SAYS_SO = {"origin", "decision_id", "confidence"}
"""What becomes another when a row is only confirmed."""
BY_HAND = Q(origin=Origin.CURATOR, decision=None)


@dataclass(slots=True)
class Row:
    """A statement or claim; `of` are its columns, `actors` who speaks, or who asked. No `pk`: it is not stored yet."""

    pk: int | None
    of: dict[str, Any]
    actors: tuple[int, ...] = ()

    def changed(self, **of: Any) -> "Row":
        """A copy with other columns."""
        return replace(self, of={**self.of, **of})


@dataclass(slots=True)
class Rows:
    """All of a text; each claim with the statement that it is of, or None."""

    statements: list[Row] = field(default_factory=list)
    claims: list[tuple[Row, Row | None]] = field(default_factory=list)


def _stored(rows: QuerySet[Any], actors: QuerySet[Any], columns: Sequence[str]) -> QuerySet[Any]:
    in_order = ArraySubquery(actors.order_by("pk").values("actor"))
    stored = rows.exclude(BY_HAND).order_by("position", "pk").annotate(actors=in_order)
    told: QuerySet[Any] = stored.values_list("pk", "actors", *columns)
    return told


def _stored_statements() -> QuerySet[Any]:
    speakers = Statement.speakers.through.objects.filter(statement=OuterRef("pk"))
    return _stored(Statement.objects.filter(version=given("version")), speakers, OF_STATEMENT)


def _stored_claims() -> QuerySet[Any]:
    of_hand = Statement.objects.filter(BY_HAND, pk=OuterRef("statement"))
    askers = Claim.askers.through.objects.filter(claim=OuterRef("pk"))
    return _stored(Claim.objects.filter(~Exists(of_hand), version=given("version")), askers, OF_CLAIM)


def _by_hand(model: Any) -> Prepared[int]:
    return Prepared(
        lambda: model.objects.filter(BY_HAND, version=given("version")).order_by().values_list("pk", flat=True)
    )


_STATEMENTS, _CLAIMS = Prepared(_stored_statements), Prepared(_stored_claims)
_STATEMENTS_BY_HAND, _CLAIMS_BY_HAND = _by_hand(Statement), _by_hand(Claim)
_COVERAGE = Prepared(lambda: Coverage.objects.filter(article=given("article")).order_by().values_list("pk", flat=True))
_NAMES = Prepared(lambda: Actor.everything.filter(pk__any_of=given("actors")).order_by().values_list("pk", "name"))


def rows_of(version: int) -> Rows:
    """What stands in the tables, in two queries."""
    statements = _rows(_STATEMENTS(version=version), OF_STATEMENT)
    by_pk = {row.pk: row for row in statements}
    claims = _rows(_CLAIMS(version=version), OF_CLAIM)
    return Rows(statements, [(row, by_pk.get(row.of["statement_id"])) for row in claims])


def _rows(stored: Iterable[Any], columns: Sequence[str]) -> list[Row]:
    return [Row(pk, dict(zip(columns, values, strict=True)), tuple(who)) for pk, who, *values in stored]


def names_of(actors: Iterable[int]) -> dict[int, str]:
    """What these actors (ids) are called, of those that there are, merged or not."""
    return dict(_NAMES(actors=list(actors)))


def kept(rows: Rows) -> dict[str, Any]:
    """The rows as JSON; actors with their names, by which they are found where their row is deleted."""
    every = [*rows.statements, *(claim for claim, _ in rows.claims)]
    ids = {actor for row in every for actor in row.actors} | {row.of["via_id"] for row in rows.statements}
    return {
        "statements": [[row.pk, row.of, row.actors] for row in rows.statements],
        "claims": [[row.pk, row.of, row.actors] for row, _ in rows.claims],
        "actors": {str(pk): name for pk, name in names_of(ids - {None}).items()},
    }


def lacks(held: Mapping[str, Any]) -> bool:
    """Whether `kept` wrote down an actor that is deleted by now."""
    return len(names_of(map(int, held["actors"]))) < len(held["actors"])


def rows_from(version: Version, held: Mapping[str, Any]) -> Rows:
    """What `kept` wrote down, with the actors and coverage of now, and without what was made by hand since."""
    now = actors_now({int(pk): name for pk, name in held["actors"].items()})
    told = set(_COVERAGE(article=version.article_id))
    hand, hand_claims = set(_STATEMENTS_BY_HAND(version=version.pk)), set(_CLAIMS_BY_HAND(version=version.pk))
    statements = [
        Row(pk, {**of, "via_id": now.get(of["via_id"])}, _known(actors, now))
        for pk, of, actors in held["statements"]
        if pk not in hand
    ]
    by_pk = {row.pk: row for row in statements}
    claims = [
        (
            Row(
                pk, {**of, "coverage_id": of["coverage_id"] if of["coverage_id"] in told else None}, _known(actors, now)
            ),
            by_pk.get(of["statement_id"]),
        )
        for pk, of, actors in held["claims"]
        if pk not in hand_claims and of["statement_id"] not in hand
    ]
    return Rows(statements, claims)


def actors_now(names: Mapping[int, str]) -> dict[int | None, int | None]:
    """Who these actors are today: themselves, merged or not, or who has the name of one that is gone; None where nobody
    does."""
    there = names_of(names)
    gone = {pk: name for pk, name in names.items() if pk not in there}
    called: dict[str, int] = {}
    if gone:
        rows = Actor.everything.filter(Q(name__in=gone.values()) | Q(aliases__name__in=gone.values())).order_by("pk")
        for pk, *goes_by in rows.values_list("pk", "name", "aliases__name"):
            for name in goes_by:
                called.setdefault(name, pk)
    return {None: None} | {pk: pk for pk in there} | {pk: called.get(name) for pk, name in gone.items()}


def _known(actors: Iterable[int], now: Mapping[int | None, int | None]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(pk for actor in actors if (pk := now.get(actor)) is not None))


@dataclass(frozen=True, slots=True)
class Change:
    """What came of putting rows into the tables."""

    told: bool
    """Whether any but `WHO_SAYS_SO` is another now."""
    unread: bool
    """Whether there are claims or cues now whose words are to be looked up, or claims without a vector."""


def put(version: Version, before: Rows, after: Rows) -> Change:
    """Make the tables that hold `before` hold `after`. Its queries do not grow with rows.

    Rows of `after` without an id become those of `before` that are of the same decision, or claims of the same words.
    """
    _number(before, after)
    pairs = Pair.objects.filter(origin=Origin.CURATOR)
    claims = {row.pk: row for row, _ in before.claims if row.pk}
    wanted = {row.pk for row, _ in after.claims if row.pk}
    if gone := claims.keys() - wanted:
        rows = Claim.objects.filter(pk__in=gone)
        rows.exclude(pk__in=pairs.values("left")).exclude(pk__in=pairs.values("right")).delete()
    there = {row.pk for row in before.statements if row.pk}
    leaving = there - {row.pk for row in after.statements}
    fresh = any(row.pk is None or row.pk not in claims for row, _ in after.claims)
    differs = _store(Statement, version, before.statements, after.statements)
    for row, statement in after.claims:
        row.of["statement_id"] = statement.pk if statement else None
    differs |= _store(Claim, version, list(claims.values()), [row for row, _ in after.claims])
    if leaving:
        bare = Statement.objects.filter(pk__in=leaving, claims=None).values("pk")
        drop(Statement.speakers.through.objects.filter(statement__in=bare))
        drop(Statement.objects.filter(pk__in=bare))
    differs |= _link(Statement.speakers.through, "statement_id", before.statements, after.statements)
    differs |= _link(Claim.askers.through, "claim_id", list(claims.values()), [row for row, _ in after.claims])
    unread = fresh or any(row.of["cue_start"] is not None and not row.of["cue_lemma"] for row in after.statements)
    return Change(bool(differs or leaving or wanted != claims.keys()), unread)


def _number(before: Rows, after: Rows) -> None:
    """Give rows that have no id that of the row which they continue."""
    of_decision = {row.of["decision_id"]: row for row in before.statements if row.of["decision_id"]}
    taken = {row.pk for row in after.statements}
    for row in after.statements:
        old = of_decision.get(row.of["decision_id"])
        if old and row.pk is None and old.pk not in taken:
            row.pk = old.pk
            taken.add(old.pk)
        if old and not row.of["cue_lemma"] and all(row.of[edge] == old.of[edge] for edge in ("cue_start", "cue_end")):
            row.of |= {name: old.of[name] for name in OF_CUE}
    taken = {row.pk for row, _ in after.claims}
    of_words: dict[tuple[int, int], list[Row]] = {}
    for row, _ in before.claims:
        if row.pk not in taken:
            of_words.setdefault((row.of["start"], row.of["end"]), []).append(row)
    for row, _ in after.claims:
        left = of_words.get((row.of["start"], row.of["end"]))
        if row.pk is None and left:
            old = left.pop(0)
            row.pk = old.pk
            row.of["words"] = row.of["words"] or old.of["words"]


def _store(model: Any, version: Version, before: Sequence[Row], after: Sequence[Row]) -> bool:
    """Insert and update what differs; whether anything did but `WHO_SAYS_SO`."""
    columns = OF_STATEMENT if model is Statement else OF_CLAIM
    there = {row.pk: row.of for row in before}
    new = [row for row in after if row.pk not in there]
    changed = [row for row in after if row.pk in there and row.of != there[row.pk]]
    made = [model(pk=row.pk, version=version, **row.of) for row in new]
    model.objects.bulk_create(made)
    for row, stored in zip(new, made, strict=True):
        row.pk = stored.pk
    differing = [(row, {name for name in columns if row.of[name] != there[row.pk][name]}) for row in changed]
    _write(model, {"position"}, [row for row, names in differing if names == {"position"}])
    others = [(row, names) for row, names in differing if names != {"position"}]
    _write(model, set().union(*(names for _, names in others)), [row for row, _ in others])
    return bool(new) or any(_told(row.of) != _told(there[row.pk]) for row in changed)


def _write(model: Any, columns: Collection[str], rows: Sequence[Row]) -> None:
    write(model, sorted(columns), [{"id": row.pk, **{name: row.of[name] for name in columns}} for row in rows])


def _told(of: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in of.items() if name not in WHO_SAYS_SO}


def _link(through: Any, name: str, before: Sequence[Row], after: Sequence[Row]) -> bool:
    """Let rows have the actors that they say; whether any had others."""
    there = {row.pk: row.actors for row in before}
    changed = [row for row in after if row.actors != there.get(row.pk, ())]
    if changed:
        through.objects.filter(**{f"{name}__in": [row.pk for row in changed]}).delete()
        links = [through(**{name: row.pk, "actor_id": actor}) for row in changed for actor in row.actors]
        through.objects.bulk_create(links)
    return bool(changed)
