"""What articles attribute to whom, and the claims that are paired.

Offsets are half-open and count characters of the version's text; triggers in the database hold them within it.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from pgvector.django import HnswIndex, VectorField

from diplomacy.archive.models.actors import Actor
from diplomacy.archive.models.articles import Version
from diplomacy.archive.models.origin import Origin
from diplomacy.archive.models.triggers import CLAIMS_WITHIN_TEXT, STATEMENT_WITHIN_TEXT, track_curated
from diplomacy.archive.querysets import StatementQuerySet


class StatementKind(models.TextChoices):
    """How far the content stands inside quotation marks, or that it has no cue of its own."""

    DIRECT = "direct", "direct"
    INDIRECT = "indirect", "indirect"
    MIXED = "mixed", "mixed"
    FREE = "free", "free"


def certainty() -> Combinable:
    """How sure it is who makes a statement, the least sure first: the reader's own estimate, less where the speaker was
    told by a pronoun or a description, and least where by nothing. The rules are those of `reading/people/`.
    """
    by_description = ["last named in such an office", "the publisher's own minister", "unnamed source met before"]
    told_by = models.Case(
        models.When(mention_rule="", then=models.Value(0.5)),
        models.When(mention_rule__startswith="“", then=models.Value(0.7)),
        models.When(mention_rule__in=by_description, then=models.Value(0.8)),
        default=models.Value(1.0),
        output_field=models.FloatField(),
    )
    return F("confidence") * told_by


@track_curated(but=["search"])
class Statement(models.Model):
    """Content that a text attributes to a source."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="statements")
    position = models.PositiveIntegerField(help_text="Order in the text.")
    spans = ArrayField(ArrayField(models.PositiveIntegerField(), size=2), help_text="[[start, end], …]")
    kind = models.CharField(max_length=8, choices=StatementKind)
    speakers = models.ManyToManyField(Actor, related_name="statements", blank=True)
    mention_start = models.PositiveIntegerField(null=True, blank=True)
    mention_end = models.PositiveIntegerField(null=True, blank=True)
    mention_rule = models.CharField(max_length=300, blank=True, help_text="How the speaker was found.")
    cue_start = models.PositiveIntegerField(null=True, blank=True)
    cue_end = models.PositiveIntegerField(null=True, blank=True)
    cue_lemma = models.CharField(max_length=80, blank=True, db_index=True)
    cue_class = models.CharField(max_length=12, blank=True)
    cue_strength = models.PositiveSmallIntegerField(default=0)
    cue_negated = models.BooleanField(default=False)
    cue_hedged = models.BooleanField(default=False)
    via = models.ForeignKey(Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="relayed")
    silence = models.BooleanField(default=False)
    rule = models.CharField(max_length=200, blank=True, help_text="The pattern that found it.")
    confidence = models.FloatField(default=1.0)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.MACHINE)
    decision = models.OneToOneField(
        "archive.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="statement",
        help_text="What was decided of it, where a decision stands there.",
    )
    pipeline = models.CharField(max_length=200, blank=True)
    search = SearchVectorField(null=True, editable=False, help_text="Of the spans' words; the database fills it.")

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["version", "position"]
        triggers = [STATEMENT_WITHIN_TEXT]
        indexes = [
            GinIndex(fields=["search"], name="statement_search"),
            models.Index(certainty(), F("id"), condition=Q(origin=Origin.MACHINE), name="statement_uncertain"),
            models.Index(fields=["id"], condition=Q(origin=Origin.CURATOR), name="statement_by_curator"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(mention_start__isnull=True, mention_end__isnull=True)
                | Q(mention_start__isnull=False, mention_end__isnull=False, mention_start__lt=F("mention_end")),
                name="statement_mention_in_order",
            ),
            models.CheckConstraint(
                condition=Q(cue_start__isnull=True, cue_end__isnull=True)
                | Q(cue_start__isnull=False, cue_end__isnull=False, cue_start__lt=F("cue_end")),
                name="statement_cue_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cue_lemma or self.kind} at {self.spans[0][0] if self.spans else 0}"


class Claim(models.Model):
    """The smallest part of a statement, or of narration, that could be true or false by itself."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="claims")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, null=True, blank=True, related_name="claims")
    coverage = models.ForeignKey(
        "archive.Coverage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="claims",
        db_index=False,  # `claim_told` begins with it
    )
    position = models.PositiveIntegerField(help_text="Order in the text.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.JSONField(default=list, help_text="[[start, end, lemma, part of speech, content word], …]")
    context = models.BooleanField(default=False, help_text="Background: may be paired, is never omitted.")
    quoted = models.BooleanField(default=False)
    askers = models.ManyToManyField(
        Actor, related_name="asked_in", blank=True, help_text="Who asked for the exchange, where its words say so."
    )
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.MACHINE)
    decision = models.ForeignKey(
        "archive.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="claims",
        help_text="What was decided of it or of its statement, where that cut it otherwise than the machine.",
    )
    pipeline = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["version", "position"]
        triggers = CLAIMS_WITHIN_TEXT
        indexes = [
            models.Index(fields=["id"], condition=Q(origin=Origin.CURATOR), name="claim_by_curator"),
            # Lists count what accounts tell: of the index alone.
            models.Index(fields=["coverage", "context", "version"], include=["id"], name="claim_told"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="claim_in_order"),
        ]

    def __str__(self) -> str:
        return f"claim {self.start}–{self.end}"


class Embedding(models.Model):
    """What a claim means, as vectors; none until it is made: see its version.

    In a table of its own, for a row that is written, whatever changed in it, is entered anew into all indexes of its
    table, and that of vectors takes a hundred times as long as any other. What curators correct are claims.
    """

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, related_name="embedding")
    vector = VectorField(dimensions=384)
    word_vectors = models.BinaryField(default=bytes, help_text="Of its content words, 48 bytes each: 384 signs.")
    searchable = models.BooleanField(
        default=False, help_text="Whether searching by meaning looks at it: when all of its text has vectors."
    )

    class Meta:
        ordering = ["claim"]
        indexes = [
            HnswIndex(
                name="embedding_vector",
                fields=["vector"],
                m=16,
                ef_construction=64,
                opclasses=["vector_cosine_ops"],
                condition=Q(searchable=True),
            ),
        ]

    def __str__(self) -> str:
        return f"vector of claim {self.claim_id}"
