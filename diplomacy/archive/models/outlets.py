"""Who publishes."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from diplomacy.archive.models.origin import Origin
from diplomacy.archive.models.triggers import track_all

OUTLET_WORDS = SearchVector("name", "country", config="simple")
"""Words as they are written, for searches in the admin."""


class OutletKind(models.TextChoices):
    """What sort of publisher an outlet is."""

    OFFICIAL = "official", "official"
    WIRE = "wire", "wire"
    STATE_MEDIA = "state-media", "state media"
    PRESS = "press", "press"
    OTHER = "other", "other"


@track_all()
class Outlet(models.Model):
    """A ministry, agency, broadcaster or newspaper that publishes accounts."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=12, choices=OutletKind, default=OutletKind.OTHER)
    country = models.CharField(
        max_length=100, blank=True, help_text="The country that it belongs to, by its English name."
    )
    domains = ArrayField(models.CharField(max_length=253), default=list, blank=True)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    language = models.CharField(max_length=12, default="en")
    wikidata_id = models.CharField(max_length=20, blank=True)
    inferred = models.BooleanField(
        default=False, help_text="Name or kind was inferred from how its articles are written; a curator may confirm."
    )
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.MACHINE)

    class Meta:
        ordering = ["name"]
        indexes = [
            GinIndex(OUTLET_WORDS, name="outlet_words"),
            GinIndex(fields=["aliases", "domains"], name="outlet_called"),
        ]

    def __str__(self) -> str:
        return self.name
