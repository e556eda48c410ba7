"""Undo any decision: each subject's own way of taking its decisions back, by the name of the subject."""

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser

from diplomacy.archive.deciding import correct, decide, merging, regroup
from diplomacy.archive.models import Decision, Subject

UNDOES: dict[str, Callable[..., bool]] = {
    Subject.PAIR: decide.undo,
    Subject.STATEMENT: correct.undo,
    Subject.CLAIM: correct.undo,
    Subject.EXCHANGE: regroup.undo,
    Subject.ACTOR: merging.undo,
}


def undo(decision: int, *, by: AbstractBaseUser) -> bool:
    """Undo a decision; False where it was undone before. What it stood in place of is back."""
    subject = Decision.objects.values_list("subject", flat=True).get(pk=decision)
    return UNDOES[subject](decision, by=by)
