"""Exchanges that joining keeps apart and that are one since actors were merged."""

from django.db import models

from diplomacy.archive.models.decisions import Decision
from diplomacy.archive.models.exchanges import Exchange


class TakenFor(models.Model):
    """That an exchange is taken for another, since actors whom the one or the other names were merged.

    Joining knows of no merge and keeps the two apart; so what it makes is there again when the merge is undone.
    """

    exchange = models.OneToOneField(Exchange, on_delete=models.CASCADE, related_name="taken_for")
    to = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="taken")
    merges = models.ManyToManyField(Decision, related_name="taken", help_text="The decisions that make them one.")

    def __str__(self) -> str:
        return f"{self.exchange_id} for {self.to_id}"
