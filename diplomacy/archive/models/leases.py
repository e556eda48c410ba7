"""Who has which item of a review queue before them, so that no two curators decide the same thing at once."""

from django.conf import settings
from django.db import models

from diplomacy.archive.models.decisions import Subject


class Lease(models.Model):
    """That a curator looks at a pair, statement, account or actor, until when; of each kind one a curator, and one
    curator an item.

    It names its item by id alone: what it is of may be read anew meanwhile, and then it only runs out.
    """

    subject = models.CharField(max_length=9, choices=Subject)
    item = models.BigIntegerField(help_text="The id of the pair, statement, coverage or actor.")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="leases")
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "item"], name="lease_of_one_curator"),
            models.UniqueConstraint(fields=["holder", "subject"], name="lease_one_of_each_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.item} of {self.holder_id}, until {self.until:%H:%M}"
