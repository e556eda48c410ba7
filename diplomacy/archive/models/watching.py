"""Addresses that are looked at again and again."""

from django.db import models
from django.db.models import Q

from diplomacy.archive.models.outlets import Outlet


class WatchedKind(models.TextChoices):
    """What is found at a watched address."""

    FEED = "feed", "feed"
    PAGE = "page", "page"


class Watched(models.Model):
    """A feed or a page, when it is looked at next, and what came of the last look."""

    url = models.URLField(max_length=2000, unique=True)
    kind = models.CharField(max_length=4, choices=WatchedKind)
    outlet = models.ForeignKey(Outlet, on_delete=models.SET_NULL, null=True, blank=True, related_name="watched")
    found_in = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="found",
        help_text="The feed that led to it.",
    )
    given = models.JSONField(default=dict, blank=True, help_text="What the feed says of it: outlet, title, published.")
    active = models.BooleanField(default=True)
    added_at = models.DateTimeField(auto_now_add=True)
    next_look = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When a look last brought something new.")
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="Looks that failed, one after another.")
    sentence = models.TextField(blank=True, help_text="What came of the last look, or what is wrong and what to do.")

    class Meta:
        ordering = ["next_look", "id"]
        verbose_name_plural = "watched"
        indexes = [models.Index(fields=["next_look"], condition=Q(active=True), name="watched_due")]

    def __str__(self) -> str:
        return self.url
