"""Decide how an actor is described (its name, kind, country, names and offices) and that it is confirmed; and undo it.
`Actor.as_found` keeps how it was before any of it was decided. What holds is that, led on by the decisions in their
order: so any of them is undone by working it out anew.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import OuterRef, Q

from diplomacy.archive.deciding.decide import DecidedAlreadyError
from diplomacy.archive.deciding.leading import ActorGoneError
from diplomacy.archive.deciding.leads import NOBODY, standing
from diplomacy.archive.deciding.standing import stand_in
from diplomacy.archive.deciding.tenures import Held, in_order
from diplomacy.archive.deciding.undoable import kept
from diplomacy.archive.incoming.publishers import fold
from diplomacy.archive.lock import one_writer
from diplomacy.archive.models import Actor, Alias, Decision, DecisionKind, Moved, MovedKind, Origin, Subject, Tenure
from diplomacy.archive.models.decisions import DecisionQuerySet
from diplomacy.archive.prepared import Prepared, given

COLUMNS = ("name", "kind", "wikidata_id", "confirmed", "origin")
KINDS = (DecisionKind.ACCEPT, DecisionKind.CHANGE)
Described = dict[str, Any]
"""How an actor is described: COLUMNS, `country` ({"id", "name"} or None), `aliases` (names), `tenures` ([office, first
day, last day], the days in ISO 8601 or None)."""


def concerning(actor: int | OuterRef) -> DecisionQuerySet:
    """The decisions that describe an actor and that nobody undid."""
    return Decision.objects.on(Subject.ACTOR).kept().filter(actor=actor, kind__in=KINDS)


_LATEST = Prepared(lambda: concerning(given("actor")).order_by("-pk").values_list("pk", flat=True)[:1])


def latest(actor: int) -> int:
    """The latest of them, for a form to tell what its writer has seen; 0 where there is none."""
    return _LATEST.first(actor=actor) or 0


_VALUES = Prepared(lambda: concerning(given("actor")).order_by("pk").values_list("value", flat=True))
_LOCKED: Prepared[Actor] = Prepared(
    lambda: Actor.objects.filter(pk=given("actor")).order_by("pk").select_for_update(of=("self",))
)
_ACTOR = Prepared(lambda: Actor.everything.filter(pk=given("actor")).order_by("pk"))
_HOME = Prepared(
    lambda: (
        Moved.objects.filter(kind=MovedKind.COUNTRY, owner=given("actor"), stands=given("stands"))
        .order_by("pk")
        .values_list("actor", flat=True)[:1]
    )
)
_NAMED = Prepared(lambda: Actor.everything.filter(pk=given("actor")).order_by("pk").values("id", "name"))
_ALIASES = Prepared(lambda: Alias.objects.filter(actor=given("actor")).order_by().values_list("name", flat=True))


def described(row: Actor) -> Described:
    """How an actor is described now; its country is that which was named, also where another stands for it."""
    told: Described = {name: str(getattr(row, name)) for name in COLUMNS if name != "confirmed"}
    home = (_HOME.first(actor=row.pk, stands=row.country_id) or row.country_id) if row.country_id else None
    country = _NAMED.first(actor=home) if home else None
    aliases = sorted(_ALIASES(actor=row.pk))
    return {**told, "confirmed": row.confirmed, "country": country, "aliases": aliases, "tenures": tenures_of(row)}


def tenures_of(row: Actor) -> list[Held]:
    """An actor's offices, in order; without a query where they are fetched along."""
    held: list[Held] = [
        [one.office, *(day.isoformat() if day else None for day in (one.start, one.end))] for one in row.tenures.all()
    ]
    return in_order(held)


def describe(
    actor: int, told: Mapping[str, Any], *, by: AbstractBaseUser, note: str = "", seen: int | None = None
) -> Decision | None:
    """Let an actor be described as `told`, in full or in part; who described it has confirmed it.

    Who gets another name goes by the earlier one still, for texts have that. None where it is so described already.
    Raises ActorGoneError, and DecidedAlreadyError where somebody decided after the decision that is `seen`.
    """
    with transaction.atomic():
        one_writer()
        row = _LOCKED.first(actor=actor)
        if row is None:
            raise ActorGoneError
        if seen is not None and seen != latest(actor):
            raise DecidedAlreadyError(concerning(actor).select_related("by").latest("pk"))
        before = described(row)
        made = note_down(row, before, {"confirmed": True, **told, **_earlier_name(before, told)}, by=by, note=note)
        if made:
            _put(row, before, {**before, **made.value, "origin": Origin.CURATOR.value})
        return made


def make(told: Mapping[str, Any]) -> Actor:
    """Make an actor that is described as `told`, with a name and a kind at least. Call it in a transaction."""
    row: Actor = Actor.objects.create(name=told["name"], kind=told["kind"], origin=Origin.CURATOR)
    before = described(row)
    _put(row, before, {**before, "confirmed": True, **told})
    return row


def note_down(
    row: Actor, before: Described, now: Mapping[str, Any], *, by: AbstractBaseUser, note: str = ""
) -> Decision | None:
    """Put down as a decision what of `now` was otherwise before; None where nothing was."""
    value = {name: new for name, new in now.items() if name != "origin" and _differ(name, new, before[name])}
    if not value:
        return None
    kind = DecisionKind.ACCEPT if value == {"confirmed": True} else DecisionKind.CHANGE
    made = Decision(subject=Subject.ACTOR, kind=kind, actor=row, by_id=by.pk, note=note)
    made.value, made.was = value, {name: before[name] for name in value}
    made.save()
    if row.as_found is None:
        row.as_found = before
        row.save(update_fields=["as_found"])
    return made


def undo(decision: int, *, by: AbstractBaseUser) -> bool:
    """Undo a decision that describes an actor; False where it was undone before. What was typed over it since stays."""
    with transaction.atomic():
        one_writer()
        made = kept(decision, Subject.ACTOR)
        if made is None:
            return False
        row = _ACTOR.first(actor=made.actor_id)
        held = _held(row, _VALUES(actor=row.pk)) if row else {}
        made.mark_undone(by)
        if row:
            _leave(row, made.value.keys(), held)
        return True


def catch_up(actors: Collection[int], since: datetime) -> None:
    """Let actors (ids) who come back from the bin be described as is decided by now: what was undone `since` they went
    was undone without them. Call it in a transaction, as the one writer."""
    decided = Decision.objects.on(Subject.ACTOR).filter(actor__in=actors, kind__in=KINDS).order_by("pk")
    undone = decided.filter(undone_at__gt=since)
    for row in Actor.everything.filter(pk__in=undone.values("actor")).order_by("pk"):
        then = decided.filter(Q(undone_at=None) | Q(undone_at__gt=since), actor=row).values_list("value", flat=True)
        parts = {name for value in undone.filter(actor=row).values_list("value", flat=True) for name in value}
        _leave(row, parts, _held(row, then))


def _leave(row: Actor, parts: Iterable[str], held: Described) -> None:
    """Let an actor be described as what is still decided says, in the parts that decisions which are undone by now had
    said; `held` is how it was described with these, for what was typed over it since stays."""
    if row.as_found is None:
        return
    now, holds = described(row), _held(row, _VALUES(actor=row.pk))
    left = {name: holds[name] for name in {*parts, "confirmed"} if not _differ(name, now[name], held[name])}
    is_decided = bool(latest(row.pk))
    _put(row, now, {**now, **left, "origin": now["origin"] if is_decided else row.as_found["origin"]})
    if not is_decided:
        row.as_found = None
        row.save(update_fields=["as_found"])


def _earlier_name(before: Described, told: Mapping[str, Any]) -> Described:
    """The aliases with the name that is given up."""
    aliases = told.get("aliases", before["aliases"])
    kept = {fold(name) for name in (told.get("name", before["name"]), *aliases)}
    return {} if fold(before["name"]) in kept else {"aliases": sorted([*aliases, before["name"]])}


def _held(row: Actor, decided: Iterable[Described]) -> Described:
    """How an actor is described by what was found and what is decided; whoever describes it has confirmed it."""
    holds: Described = dict(row.as_found or {})
    for value in decided:
        holds |= {"confirmed": True, **value}
    return holds


def _differ(name: str, one: Any, other: Any) -> bool:
    """Whether two values of a part of a description are not the same; a country stays itself under another name."""
    return bool((one and one["id"]) != (other and other["id"]) if name == "country" else one != other)


def _put(row: Actor, before: Described, now: Described) -> None:
    """Let an actor be described so that was described otherwise before."""
    for name in COLUMNS:
        setattr(row, name, now[name])
    row.save(update_fields=COLUMNS)
    if _differ("country", now["country"], before["country"]):
        _put_country(row, now["country"])
    if now["aliases"] != before["aliases"]:
        gone, new = set(before["aliases"]) - set(now["aliases"]), set(now["aliases"]) - set(before["aliases"])
        Alias.objects.filter(actor=row, name__in=gone).delete()
        Alias.objects.bulk_create(Alias(actor=row, name=name) for name in sorted(new))
    if now["tenures"] != before["tenures"]:
        Tenure.objects.filter(actor=row).delete()
        Tenure.objects.bulk_create(_tenures(row, now["tenures"]))


def _put_country(row: Actor, country: Mapping[str, Any] | None) -> None:
    """The country as it was said; who stands for it where it was merged."""
    stand_in({MovedKind.COUNTRY: [row.pk]}, NOBODY)
    there = Actor.everything.filter(pk=country["id"]).first() if country else None
    row.country = there
    row.save(update_fields=["country"])
    stand_in({MovedKind.COUNTRY: [row.pk]}, standing())
    row.refresh_from_db(fields=["country"])


def _tenures(row: Actor, held: Iterable[tuple[str, str | None, str | None]]) -> Iterable[Tenure]:
    for office, *days in held:
        start, end = (date.fromisoformat(day) if day else None for day in days)
        yield Tenure(actor=row, office=office, start=start, end=end)
