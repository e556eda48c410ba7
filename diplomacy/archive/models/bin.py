"""What editors deleted: who, when and why, and the rows themselves for as long as they can be restored."""

from datetime import datetime, timedelta

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KT

from diplomacy.archive.models.decisions import Decision
from diplomacy.archive.models.exchanges import Exchange
from diplomacy.archive.models.originals import Original


class BinnedKind(models.TextChoices):
    """What was deleted."""

    ARTICLE = "article", "article"
    OUTLET = "outlet", "outlet"
    ACTOR = "actor", "actor"
    EXCHANGE = "exchange", "exchange"


class BinnedQuerySet(models.QuerySet["Binned"]):
    """Deletions."""

    def restorable(self) -> "BinnedQuerySet":
        """Those whose rows are kept still; an exchange is none any more once its decision was undone by itself."""
        deleted = Exists(Decision.objects.kept().filter(deletions=OuterRef("pk")))
        return self.filter(~Q(kind=BinnedKind.EXCHANGE) | deleted, restored_at=None, emptied_at=None)

    def holding(self, table: type[models.Model], row: int) -> "Binned | None":
        """The deletion by which a row is gone, and can be restored."""
        held = Held.objects.filter(table=table._meta.db_table, column="", row=row, binned=OuterRef("pk"))
        return self.restorable().filter(Exists(held)).select_related("by").first()


@pghistory.track()
class Binned(models.Model):
    """That somebody deleted something, which is restored as a whole or, after some days, gone for good.

    `deleting/bin.py` alone writes it. It stays when the rows are gone: who deleted what is not forgotten.
    """

    kind = models.CharField(max_length=8, choices=BinnedKind)
    name = models.TextField(help_text="What it was called; of several, the first.")
    number = models.PositiveIntegerField(default=1, help_text="How many were deleted together.")
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="binned")
    at = models.DateTimeField(auto_now_add=True)
    restored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="restored"
    )
    restored_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True, help_text="When it went for good.")
    exchanges = models.ManyToManyField(
        Exchange, related_name="binned", blank=True, help_text="Told of by what was deleted: they wait for it."
    )
    originals = models.ManyToManyField(
        Original, related_name="binned", blank=True, help_text="What its texts were cut from, kept until it goes."
    )
    decisions = models.ManyToManyField(
        Decision, related_name="deletions", blank=True, help_text="By which exchanges were deleted."
    )

    objects = BinnedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "binned"
        indexes = [
            models.Index(fields=["at"], condition=Q(restored_at=None, emptied_at=None), name="binned_restorable"),
        ]

    def __str__(self) -> str:
        return f"{self.name} and {self.number - 1} more" if self.number > 1 else self.name

    @property
    def until(self) -> datetime:
        """Until when it can be restored."""
        return self.at + timedelta(days=settings.DIPLOMACY_BIN_DAYS)


class Held(models.Model):
    """A row that was taken out with what was deleted, or what a row that stayed had in a column that was emptied."""

    binned = models.ForeignKey(Binned, on_delete=models.CASCADE, related_name="held")
    table = models.CharField(max_length=63)
    column = models.CharField(max_length=63, blank=True, help_text="The column that was emptied; none of a whole row.")
    row = models.BigIntegerField(help_text="The id that the row has.")
    data = models.JSONField(help_text="Its columns, as PostgreSQL writes a row as JSON; or what the column had.")

    class Meta:
        verbose_name_plural = "held"
        indexes = [
            models.Index(fields=["table", "row"], condition=Q(column=""), name="held_row"),
            models.Index(KT("data__url"), condition=Q(table="archive_article", column=""), name="held_address"),
            models.Index(KT("data__sha256"), condition=Q(table="archive_version", column=""), name="held_text"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
