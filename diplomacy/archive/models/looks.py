"""What a second curator says of a pair that one has decided, without seeing what was decided."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from diplomacy.archive.models.decisions import Decision, DecisionKind


class LookQuerySet(models.QuerySet["SecondLook"]):
    """Second looks."""

    def given(self) -> "LookQuerySet":
        """Those in which something was said."""
        return self.exclude(kind="")

    def unsettled(self) -> "LookQuerySet":
        """Those that were given, of decisions that nobody undid, which no editor has settled."""
        return self.given().filter(settled_at=None, decision__in=Decision.objects.kept().values("pk"))

    def differing(self) -> "LookQuerySet":
        """Those that an editor has to settle."""
        return self.unsettled().filter(differs=True)


@pghistory.track(exclude=["until"])
class SecondLook(models.Model):
    """A pair that is decided, put to another curator: it is theirs until a moment, then given or passed over.

    It overrules nothing. Where it differs from the decision, an editor settles which of the two holds.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="looks")
    until = models.DateTimeField(null=True, help_text="Until when it is theirs; empty once given or passed over.")
    kind = models.CharField(max_length=8, choices=DecisionKind, blank=True, help_text="Empty while nothing is said.")
    value = models.JSONField(default=dict, help_text="As of a decision: what they would have hold.")
    note = models.TextField(blank=True)
    at = models.DateTimeField(null=True, help_text="When it was given.")
    differs = models.BooleanField(default=False, help_text="Whether the decision says otherwise.")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="settled"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = LookQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["decision"], condition=Q(differs=True, settled_at=None), name="look_to_settle"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["decision", "by"], name="look_once_by_each"),
            models.CheckConstraint(condition=Q(kind="") | Q(at__isnull=False), name="look_given_at_some_time"),
        ]

    def __str__(self) -> str:
        return f"second look by {self.by}"
