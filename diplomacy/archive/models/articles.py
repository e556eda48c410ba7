"""Articles, and the texts of them that were seen."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from diplomacy.archive.models.originals import Original
from diplomacy.archive.models.outlets import Outlet
from diplomacy.archive.models.triggers import COPIES_COUNTED_ANEW, TEXT_STAYS, track_all
from diplomacy.archive.querysets import VersionQuerySet

ARTICLE_WORDS = SearchVector("title", "byline", "url", "source_file", config="simple")
"""Words as they are written, for searches in the admin."""


@track_all()
class Article(models.Model):
    """One telling: what an outlet published at one address, whatever its text was at the time."""

    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="articles")
    title = models.TextField()
    byline = models.CharField(max_length=500, blank=True)
    dateline = models.CharField(max_length=200, blank=True)
    url = models.URLField("address", max_length=2000, blank=True)
    language = models.CharField(max_length=12, default="en")
    published_on = models.DateField(db_index=True, help_text="The local date, as printed.")
    published_clock = models.TimeField(
        "published at", null=True, blank=True, help_text="The local time, where it is printed."
    )
    utc_offset = models.DurationField(
        "UTC offset", null=True, blank=True, help_text="Local time less UTC, where it is known."
    )
    source_file = models.CharField(max_length=1000, blank=True)
    attribution = models.CharField(max_length=300, blank=True, help_text="How its outlet was found.")
    printed_in = models.CharField(
        max_length=253,
        blank=True,
        help_text="The paper or site that prints its outlet's story; empty where the outlet publishes it itself.",
    )
    copy_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="copies",
        help_text="The article whose words it repeats: the wire's own, or the earliest. It counts with that one.",
    )

    set_by_curator = ArrayField(
        models.CharField(max_length=30),
        default=list,
        blank=True,
        editable=False,
        help_text="Facts that a curator typed in; later texts of the article leave them as they are.",
    )

    class Meta:
        ordering = ["-published_on", "-published_clock", "id"]
        triggers = [COPIES_COUNTED_ANEW]
        indexes = [GinIndex(ARTICLE_WORDS, name="article_words")]
        constraints = [models.UniqueConstraint(fields=["url"], condition=~Q(url=""), name="one_article_per_url")]

    def __str__(self) -> str:
        return self.heading

    @property
    def publisher(self) -> str:
        """Who prints it: its outlet, or the paper that has it from there."""
        return self.printed_in or self.outlet.name

    @property
    def heading(self) -> str:
        """The title, or what stands for it where a text opens straight away: links and headings need words."""
        return self.title or "Untitled"


class Version(models.Model):
    """One text of an article, as it was seen at a time."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    current = models.BooleanField(default=True)
    seen_at = models.DateTimeField(auto_now_add=True)
    text = models.TextField()
    sha256 = models.CharField("SHA-256", max_length=64, help_text="Of the text, as UTF-8, in hexadecimal.")
    title_end = models.PositiveIntegerField(default=0, help_text="Offset at which the title ends.")
    body_start = models.PositiveIntegerField(default=0, help_text="Offset of the body's first paragraph.")
    source = models.TextField(help_text="The decoded source that the text was cut from.")
    segments = models.JSONField(default=list, help_text="[[offset in text, offset in source, length], …]")
    original = models.ForeignKey(Original, on_delete=models.PROTECT, null=True, blank=True, related_name="versions")
    bands = ArrayField(
        models.BigIntegerField(), default=list, editable=False, help_text="Texts that share one may be copies."
    )
    pipeline = models.CharField(max_length=200, blank=True, help_text="What read it; empty while it is unread.")
    embedded = models.CharField(
        max_length=200, blank=True, help_text="Which model made the vectors of its claims; empty while none did."
    )
    found = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="Digest of what was read in it, to see what a rereading changes.",
    )
    search = models.GeneratedField(
        expression=SearchVector("text", config="english"), output_field=SearchVectorField(), db_persist=True
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "seen_at"]
        triggers = [TEXT_STAYS]
        indexes = [
            GinIndex(fields=["search"], name="version_search"),
            GinIndex(fields=["bands"], name="version_bands"),
            models.Index(fields=["sha256"], name="version_sha256"),
            models.Index(fields=["pipeline", "article"], condition=Q(current=True), name="version_read_by"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=Q(current=True), name="one_current_version"),
            models.UniqueConstraint(fields=["article", "sha256"], name="one_version_per_text"),
            models.CheckConstraint(
                condition=Q(title_end__lte=Length("text")) & Q(body_start__lte=Length("text")),
                name="version_offsets_within_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} ({self.seen_at:%Y-%m-%d %H:%M})"
