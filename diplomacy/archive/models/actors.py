"""Who speaks: persons, countries, organisations and unnamed sources."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from diplomacy.archive.models.origin import Origin
from diplomacy.archive.models.triggers import track_all
from diplomacy.archive.querysets import ActorQuerySet

NAME_WORDS = SearchVector("name", config="simple")
OFFICE_WORDS = SearchVector("office", config="simple")
"""Words as they are written, for searches in the admin."""


class ActorKind(models.TextChoices):
    """What sort of source an actor is."""

    PERSON = "person", "person"
    COUNTRY = "country", "country"
    ORGANISATION = "organisation", "organisation"
    UNNAMED = "unnamed", "unnamed source"


class StandingActors(models.Manager.from_queryset(ActorQuerySet)):  # type: ignore[misc]
    """The actors that there are: not those that another stands for."""

    def get_queryset(self) -> ActorQuerySet:
        """Those that were not merged."""
        rows: ActorQuerySet = super().get_queryset().filter(merged_into=None)
        return rows


@track_all(but=["as_found"])
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

    merged_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        help_text="Who stands for it; its names lead there.",
    )
    split_off = models.BooleanField(
        default=False, editable=False, help_text="A curator made it of what was taken for another's."
    )
    as_found = models.JSONField(
        null=True,
        editable=False,
        help_text="How it was described before curators decided how it is; empty if none did.",
    )

    objects = StandingActors()
    everything = ActorQuerySet.as_manager()
    """With those that were merged: for reading, which knows of no merge."""

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(fields=["kind", "name"]),
            models.Index(fields=["confirmed", "name"], name="actor_to_confirm"),
            GinIndex(NAME_WORDS, name="actor_words"),
        ]

    def __str__(self) -> str:
        return self.name


@track_all()
class Alias(models.Model):
    """Another name that an actor goes by."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=300)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "aliases"
        constraints = [models.UniqueConstraint("actor", Lower("name"), name="unique_alias_per_actor")]
        indexes = [GinIndex(NAME_WORDS, name="alias_words")]

    def __str__(self) -> str:
        return self.name


@track_all()
class Tenure(models.Model):
    """An office that an actor held; both days inclusive, empty where not known."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="tenures")
    office = models.CharField(max_length=300)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["actor", "start"]
        indexes = [GinIndex(OFFICE_WORDS, name="tenure_words")]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(start__lte=F("end")), name="tenure_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor}, {self.office}"


class MovedKind(models.TextChoices):
    """Which relation to an actor a row has."""

    SPEAKERS = "speakers", "who speaks in a statement"
    PARTICIPANTS = "participants", "who takes part in an exchange"
    ASKERS = "askers", "who asked for an exchange, by a claim"
    VIA = "via", "who relays a statement"
    INITIATOR = "initiator", "who asked for an exchange"
    COUNTRY = "country", "whom an actor acts for"


class Moved(models.Model):
    """That a row points at who stands there for an actor that was merged or split, and at whom it pointed before."""

    kind = models.CharField(max_length=12, choices=MovedKind)
    owner = models.BigIntegerField(help_text="The id of the row.")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="moved_from")
    stands = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="moved_to")
    place = models.PositiveSmallIntegerField(default=0, help_text="Among the actors of the row.")
    dropped = models.BooleanField(default=False, help_text="Who stands for it stood there already.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "owner", "actor"], name="moved_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.owner}: {self.actor_id} → {self.stands_id}"
