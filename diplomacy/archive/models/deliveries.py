"""What is handed in to be brought in by the workers, and how far they have come."""

from django.conf import settings
from django.db import models

from diplomacy.archive.models.articles import Version
from diplomacy.archive.models.originals import Original
from diplomacy.archive.models.outlets import OutletKind


class ItemKind(models.TextChoices):
    """What an item is."""

    FILE = "file", "file"
    ADDRESS = "address", "address"
    ARTICLE = "article", "article"


class ItemState(models.TextChoices):
    """How far an item has come."""

    WAITING = "waiting", "waiting"
    OPENED = "opened", "opened"
    """A file or an address that holds several articles, each of which is an item by now."""
    STORED = "stored", "stored, not read yet"
    READ = "read", "read"
    KNOWN = "known", "already there"
    FAILED = "failed", "failed"


class Delivery(models.Model):
    """Files and addresses that were handed in together, and what was said of all of them."""

    title = models.CharField(max_length=300)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    handed_in_at = models.DateTimeField(auto_now_add=True)
    outlet = models.CharField(
        max_length=200, blank=True, help_text="Who publishes them all, where it was said outright."
    )
    outlet_kind = models.CharField(max_length=12, choices=OutletKind, blank=True)
    published_on = models.DateField(null=True, blank=True, help_text="The day of those that give none.")
    draft = models.BooleanField(default=False, help_text="Shown, but not brought in yet.")
    preview = models.JSONField(null=True, blank=True, help_text="What a worker found in a draft; none while it looks.")
    stopped = models.BooleanField(default=False, help_text="Workers leave what is left of it alone.")

    class Meta:
        ordering = ["-handed_in_at", "-id"]
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """One file, address or article of a delivery."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="items")
    within = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="holds")
    position = models.PositiveIntegerField(help_text="Its place in the delivery, or in what it was found in.")
    kind = models.CharField(max_length=8, choices=ItemKind)
    name = models.CharField(max_length=2000, help_text="The file or the address.")
    state = models.CharField(max_length=8, choices=ItemState, default=ItemState.WAITING)
    sentence = models.TextField(blank=True, help_text="What came of it, or what is wrong and what to do.")
    tries = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)
    given = models.JSONField(
        default=dict, blank=True, help_text="What the list that gave an address says: outlet, title, published."
    )
    said = models.JSONField(
        default=dict,
        blank=True,
        help_text="What a curator says of its articles, whatever they say themselves: for the first, under 0, its"
        " title, outlet, outlet_kind, published, byline, url.",
    )
    original = models.ForeignKey(Original, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    version = models.ForeignKey(Version, on_delete=models.SET_NULL, null=True, blank=True, related_name="items")

    class Meta:
        ordering = ["delivery", "id"]
        indexes = [
            models.Index(fields=["delivery", "state"], name="item_state"),
            models.Index(fields=["version"], condition=models.Q(state="failed"), name="item_failed"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "within", "position"], name="item_once_in_delivery", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name
