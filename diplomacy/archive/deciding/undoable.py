"""A decision that is to be undone."""

from diplomacy.archive.models import Decision, Subject
from diplomacy.archive.prepared import Prepared, given

_KEPT = Prepared(
    lambda: Decision.objects.kept().filter(pk=given("decision")).order_by("pk").select_for_update(of=("self",))
)


def kept(decision: int, *subjects: Subject) -> Decision | None:
    """The decision of this id, for this transaction alone; None where it was undone before, or is on none of these."""
    row = _KEPT.first(decision=decision)
    return row if row and row.subject in subjects else None
