"""Who has which pair or actor before them, so that no two curators decide the same thing at once."""

from django.conf import settings
from django.db import models

from diplomacy.archive.models.actors import Actor
from diplomacy.archive.models.exchanges import Pair


class Lease(models.Model):
    """That a curator looks at a pair, until when; one pair a curator, and one curator a pair."""

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="lease")
    holder = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lease")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"pair {self.pair_id} of {self.holder_id}, until {self.until:%H:%M}"


class ActorLease(models.Model):
    """That a curator looks at an actor, until when; one actor a curator, and one curator an actor."""

    actor = models.OneToOneField(Actor, on_delete=models.CASCADE, related_name="lease")
    holder = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="actor_lease")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"actor {self.actor_id} of {self.holder_id}, until {self.until:%H:%M}"
