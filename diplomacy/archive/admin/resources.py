"""Actors and outlets as rows of a file: how each is written, and what a row that comes back says."""

# ruff: noqa: D101, D102 (classes and hooks that django-import-export names; what they are for is in their names)

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Q
from import_export import fields, resources

from diplomacy.archive.deciding import describing
from diplomacy.archive.deciding.describing import described, tenures_of
from diplomacy.archive.deciding.tenures import in_a_line, in_order, tenure_of
from diplomacy.archive.models import Actor, ActorKind, Moved, MovedKind, Origin, Outlet, OutletKind

BETWEEN = " | "
"""What stands between the parts of a cell that holds several."""
WIKIDATA = re.compile(r"Q[1-9][0-9]{0,18}")
DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")
YES = {"yes": True, "no": False}
LONGEST = 300
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a row changes in a column."""

    column: str
    was: str
    now: str


class DescribedResource(resources.ModelResource):  # type: ignore[misc]  # the library has no types
    """Rows are told apart by their id; one without is known by what its model says, or is new."""

    columns: ClassVar[tuple[str, ...]]
    what: ClassVar[str]

    def in_words(self, row: Any) -> Mapping[str, str]:
        """A stored row, by column."""
        return {name: self.fields[name].export(row) or "" for name in self.columns}

    def known(self, cells: Mapping[str, str]) -> Any:
        """The stored row that a row without id means; None for a new one."""
        raise NotImplementedError

    def before_import_row(self, row: dict[str, Any], **_: Any) -> None:
        for name, value in row.items():
            cell = "" if value is None else str(value)
            if "\x00" in cell:
                raise ValidationError(f"The column “{name}” has a character that can't be stored.")
            row[name] = cell.strip()

    def get_instance(self, instance_loader: Any, row: Mapping[str, str]) -> Any:  # noqa: ARG002
        pk = row.get("id", "")
        if not pk:
            return self.known(row)
        found = (
            self.get_queryset().filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() and len(pk) < 19 else None
        )
        if found is None:
            raise ValidationError(f"There is no {self.what} with the id “{pk[:20]}”; leave it empty to make a new one.")
        return found

    def after_init_instance(self, instance: Any, new: bool, row: Mapping[str, str], **_: Any) -> None:  # noqa: ARG002
        instance.was = {} if new else self.in_words(instance)

    def after_import_row(self, row: Mapping[str, str], row_result: Any, **_: Any) -> None:  # noqa: ARG002
        kept = row_result.instance
        now = self.in_words(self.get_queryset().get(pk=kept.pk)) if kept.pk and row_result.import_type != "skip" else {}
        row_result.name = now.get("name") or getattr(kept, "name", "")
        row_result.changed = [
            Changed(name, kept.was.get(name, ""), now[name]) for name in now if now[name] != kept.was.get(name, "")
        ]

    def save_m2m(self, instance: Any, row: Mapping[str, str], **_: Any) -> None:
        """All is saved with the row."""

    def _check_import_id_fields(self, headers: list[str]) -> None:
        """Rows of new ones need no id."""


class ActorResource(DescribedResource):
    columns = ("name", "kind", "country", "wikidata_id", "aliases", "tenures", "confirmed")
    what = "actor"
    country = fields.Field(column_name="country")
    aliases = fields.Field(column_name="aliases")
    tenures = fields.Field(column_name="tenures")
    confirmed = fields.Field(column_name="confirmed")

    class Meta:
        model = Actor
        fields = ("id", "name", "kind", "country", "wikidata_id", "aliases", "tenures", "confirmed")
        export_order = fields
        skip_diff = True
        use_transactions = True
        store_instance = True

    def get_queryset(self) -> Any:
        return Actor.objects.select_related("country").prefetch_related("aliases", "tenures")

    def before_export(self, queryset: Any, **_: Any) -> None:  # noqa: ARG002
        moved = Moved.objects.filter(kind=MovedKind.COUNTRY).values_list("owner", "actor__name")
        self.homes = dict(moved)

    def dehydrate_country(self, row: Actor) -> str:
        """The country that was named, also where another stands for it."""
        named = getattr(self, "homes", {}).get(row.pk)
        return named or (row.country.name if row.country else "")

    def dehydrate_aliases(self, row: Actor) -> str:
        return BETWEEN.join(sorted(alias.name for alias in row.aliases.all()))

    def dehydrate_tenures(self, row: Actor) -> str:
        return BETWEEN.join(map(in_a_line, tenures_of(row)))

    def dehydrate_confirmed(self, row: Actor) -> str:
        return "yes" if row.confirmed else "no"

    def before_import(self, dataset: Any, **more: Any) -> None:
        self.before_export(None)
        super().before_import(dataset, **more)

    def known(self, cells: Mapping[str, str]) -> Any:
        wikidata = cells.get("wikidata_id", "")
        return self.get_queryset().filter(wikidata_id=wikidata).first() if wikidata else None

    def import_instance(self, instance: Any, row: Mapping[str, str], **_: Any) -> None:
        """What the row says otherwise than the actor is described."""
        before = described(instance) if instance.pk else {}
        told = {name: self._told(name, row[name], instance) for name in self.columns if name in row}
        if not told.get("name", before.get("name")) or not told.get("kind", before.get("kind")):
            raise ValidationError("An actor has a name and a kind.")
        instance.told = {name: value for name, value in told.items() if value != before.get(name)}

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:  # noqa: ARG002
        return not import_validation_errors and not instance.told

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:  # noqa: ARG002
        if is_create:
            instance.pk = describing.make(instance.told).pk
            return
        told = {"confirmed": instance.confirmed, **instance.told}
        describing.describe(instance.pk, told, by=kwargs["user"], note=f"From the file {kwargs.get('file_name', '')}.")

    def _told(self, name: str, cell: str, row: Actor) -> Any:
        parts = [" ".join(part.split()) for part in cell.split(BETWEEN.strip()) if part.strip()]
        match name:
            case "country":
                return _country(cell, row, self.dehydrate_country(row) if row.pk else "")
            case "aliases":
                return _aliases(parts)
            case "tenures":
                return in_order(list(map(tenure_of, parts)))
            case "confirmed":
                return _yes(cell or "no")
            case "kind":
                return _one_of(cell, "kind", ActorKind.values)
            case "wikidata_id":
                return _wikidata(cell)
        return _short(" ".join(cell.split()))


class OutletResource(DescribedResource):
    columns = ("name", "kind", "country", "domains", "aliases", "language", "wikidata_id", "confirmed")
    what = "outlet"
    domains = fields.Field(column_name="domains")
    aliases = fields.Field(column_name="aliases")
    confirmed = fields.Field(column_name="confirmed")

    class Meta:
        model = Outlet
        fields = ("id", "name", "kind", "country", "domains", "aliases", "language", "wikidata_id", "confirmed")
        export_order = fields
        skip_diff = True
        use_transactions = True
        store_instance = True

    def get_queryset(self) -> Any:
        return Outlet.objects.all()

    def dehydrate_domains(self, row: Outlet) -> str:
        return BETWEEN.join(row.domains)

    def dehydrate_aliases(self, row: Outlet) -> str:
        return BETWEEN.join(row.aliases)

    def dehydrate_confirmed(self, row: Outlet) -> str:
        return "no" if row.inferred else "yes"

    def known(self, cells: Mapping[str, str]) -> Any:
        return self.get_queryset().filter(name__iexact=cells.get("name", "")).first()

    def import_instance(self, instance: Any, row: Mapping[str, str], **_: Any) -> None:
        for name in self.columns:
            if name in row:
                _set(instance, name, row[name])
        instance.full_clean(exclude=["origin"])

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:  # noqa: ARG002
        same = instance.pk is not None and self.in_words(instance) == instance.was
        return not import_validation_errors and same

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:  # noqa: ARG002
        before = instance.was.get("name", "")
        if before and before != instance.name and before not in instance.aliases:
            instance.aliases = [*instance.aliases, before]  # texts call it so
        instance.origin = Origin.CURATOR
        instance.save()


def _set(outlet: Outlet, name: str, cell: str) -> None:
    parts = [" ".join(part.split()) for part in cell.split(BETWEEN.strip()) if part.strip()]
    match name:
        case "domains":
            for domain in (parts := [part.lower() for part in parts]):
                if not DOMAIN.fullmatch(domain):
                    raise ValidationError(f"“{_cut(domain)}” is no domain, such as news.example.org.")
            outlet.domains = list(dict.fromkeys(parts))
        case "aliases":
            outlet.aliases = list(dict.fromkeys(parts))
        case "confirmed":
            outlet.inferred = not _yes(cell or "no")
        case "kind":
            outlet.kind = _one_of(cell or OutletKind.OTHER, "kind", OutletKind.values)
        case "wikidata_id":
            outlet.wikidata_id = _wikidata(cell)
        case "language":
            outlet.language = cell or "en"
        case _:
            setattr(outlet, name, " ".join(cell.split()))


def _country(cell: str, row: Actor, now: str) -> dict[str, Any] | None:
    """The country of that name; the actor's own where that is its name, for another may have it too."""
    if not cell:
        return None
    if cell == now and row.pk:
        own: dict[str, Any] = described(row)["country"]
        return own
    states = Actor.objects.filter(kind__in=(ActorKind.COUNTRY, ActorKind.ORGANISATION))
    found = list(states.filter(Q(name__iexact=cell) | Q(aliases__name__iexact=cell)).distinct().order_by("pk")[:2])
    if len(found) != 1:
        why = "No country goes by" if not found else "Several actors go by"
        raise ValidationError(f"{why} “{_cut(cell)}”; give the name that one has, in full.")
    return {"id": found[0].pk, "name": found[0].name}


def _aliases(parts: list[str]) -> list[str]:
    return sorted({part.casefold(): _short(part) for part in parts}.values())


def _yes(cell: str) -> bool:
    if cell.casefold() not in YES:
        raise ValidationError(f"“{_cut(cell)}” is neither yes nor no.")
    return YES[cell.casefold()]


def _one_of(cell: str, what: str, known: list[str]) -> str:
    if cell not in known:
        raise ValidationError(f"“{_cut(cell)}” is no {what}: it is one of {', '.join(known)}.")
    return cell


def _wikidata(cell: str) -> str:
    if cell and not WIKIDATA.fullmatch(cell):
        raise ValidationError(f"“{_cut(cell)}” is no Wikidata id, which is a Q with a number, such as Q42.")
    return cell


def _short(name: str) -> str:
    if len(name) > LONGEST:
        raise ValidationError(f"“{_cut(name)}” is longer than the {LONGEST} characters of a name.")
    return name


def _cut(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:60]}…"
