"""Undo any decision: each subject's own way of taking its decisions back, by the name of the subject."""

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from diplomacy.archive.deciding import correct, decide, describing, leading, regroup, splitting
from diplomacy.archive.models import Decision, Subject
from diplomacy.archive.prepared import Prepared, given

UNDOES: dict[str, Callable[..., bool]] = {
    Subject.PAIR: decide.undo,
    Subject.STATEMENT: correct.undo,
    Subject.CLAIM: correct.undo,
    Subject.EXCHANGE: regroup.undo,
    Subject.ACTOR: leading.undo,
}


_OF = Prepared(lambda: Decision.objects.filter(pk=given("decision")).order_by("pk").values_list("subject", "kind"))


def undo(decision: int, *, by: AbstractBaseUser) -> bool:
    """Undo a decision; False where it was undone before. What it stood in place of is back."""
    [(subject, kind)] = _OF(decision=decision)
    describes = subject == Subject.ACTOR and kind in describing.KINDS
    with transaction.atomic():
        undone = describing.undo(decision, by=by) if describes else UNDOES[subject](decision, by=by)
        if subject != Subject.PAIR:
            splitting.tidy()
    return undone
