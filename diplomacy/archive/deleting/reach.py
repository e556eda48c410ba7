"""What a deletion reaches: the rows that go with what is deleted, and the columns of others that are emptied by it.

It follows the foreign keys as Django's own deletion does, so that a new model is held without being named here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CASCADE, SET_NULL, ForeignKey, Model
from django.db.models.fields.reverse_related import ForeignObjectRel

from diplomacy.archive.deciding.standing import ONE, SEVERAL
from diplomacy.archive.models import Moved

Table = type[Model]


@dataclass(slots=True)
class Reach:
    """Rows (ids) by their model, and those rows of a column that point at one of them and stay."""

    rows: dict[Table, set[int]] = field(default_factory=lambda: defaultdict(set))
    emptied: dict[tuple[Table, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    def of(self, model: Table) -> set[int]:
        """The rows of a model that go."""
        return self.rows.get(model, set())


def reach(roots: Mapping[Table, Collection[int]]) -> Reach:
    """What goes with these rows; a query for each relation, however many rows there are."""
    found = Reach()
    waiting = [(model, set(ids)) for model, ids in roots.items() if ids]
    while waiting:
        model, ids = waiting.pop()
        new = ids - found.rows[model]
        found.rows[model] |= new
        if not new:
            continue
        for other, column, goes_too in _pointing_at(model):
            pointing = set(_ids(other, column, new))
            if goes_too:
                waiting.append((other, pointing))
            elif pointing:
                found.emptied[other, column] |= pointing
    found.emptied = {(other, column): rows - found.of(other) for (other, column), rows in found.emptied.items()}
    found.rows[Moved] |= set(_moved(found))
    return found


def _pointing_at(model: Table) -> Iterator[tuple[Table, str, bool]]:
    """Who points at a model by which column, and whether it goes with what it points at."""
    for relation in model._meta.get_fields(include_hidden=True):  # those of many-to-many tables are hidden
        if isinstance(relation, ForeignObjectRel) and isinstance(relation.field, ForeignKey):
            other: Any = relation.related_model
            if relation.on_delete in (CASCADE, SET_NULL):
                yield other, relation.field.column, relation.on_delete is CASCADE


def _ids(model: Table, column: str, pointed_at: Collection[int]) -> Any:
    return model._base_manager.filter(**{f"{column}__in": pointed_at}).values_list("pk", flat=True)


def _moved(found: Reach) -> Iterator[int]:
    """What is kept of whom these rows pointed at before a merge, which no foreign key leads to."""
    owners: dict[str, Table] = {kind: model for kind, (model, _) in ONE.items()}
    owners |= {kind: through._meta.get_field(column).related_model for kind, (through, column) in SEVERAL.items()}
    for kind, model in owners.items():
        if ids := found.of(model):
            yield from Moved.objects.filter(kind=kind, owner__in=ids).values_list("pk", flat=True)
