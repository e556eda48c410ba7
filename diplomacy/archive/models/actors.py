"""Who speaks: persons, countries, organisations and unnamed sources."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from diplomacy.archive.models.origin import Origin
from diplomacy.archive.querysets import ActorQuerySet


class ActorKind(models.TextChoices):
    """What sort of source an actor is."""

    PERSON = "person", "person"
    COUNTRY = "country", "country"
    ORGANISATION = "organisation", "organisation"
    UNNAMED = "unnamed", "unnamed source"


@pghistory.track()
class Actor(models.Model):
    """A source that statements are attributed to."""

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=ActorKind)
    country = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="nationals",
        limit_choices_to={"kind": ActorKind.COUNTRY},
    )
    wikidata_id = models.CharField(max_length=20, blank=True)
    confirmed = models.BooleanField(default=False, help_text="A curator has confirmed this actor.")
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.MACHINE)

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Alias(models.Model):
    """Another name that an actor goes by."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=300)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "aliases"
        constraints = [models.UniqueConstraint("actor", Lower("name"), name="unique_alias_per_actor")]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Tenure(models.Model):
    """An office that an actor held; both days inclusive, empty where not known."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="tenures")
    office = models.CharField(max_length=300)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["actor", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(start__lte=F("end")), name="tenure_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor}, {self.office}"
