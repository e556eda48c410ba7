"""Exchanges, which articles cover them, and which of their claims meet."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Abs

from diplomacy.archive.models.actors import Actor
from diplomacy.archive.models.articles import Article, Version
from diplomacy.archive.models.origin import Origin
from diplomacy.archive.models.statements import Claim
from diplomacy.archive.models.triggers import (
    COVERAGE_COUNTED_ANEW,
    COVERAGE_WITHIN_TEXT,
    PAIR_OF_TWO_ACCOUNTS,
    PAIRS_GO_WITH_COVERAGE,
    track_curated,
)
from diplomacy.archive.querysets import CoverageQuerySet, ExchangeQuerySet


class ExchangeKind(models.TextChoices):
    """What sort of exchange took place."""

    CALL = "call", "call"
    MEETING = "meeting", "meeting"
    VISIT = "visit", "visit"
    LETTER = "letter", "letter"
    SUMMIT = "summit", "summit"


class Relation(models.TextChoices):
    """How two paired claims stand to each other."""

    SAME = "same", "same"
    REWORDED = "reworded", "reworded"
    SHIFTED = "shifted", "shifted"
    CONTRADICTED = "contradicted", "contradicted"
    DISPUTED = "disputed", "disputed"


class StandingExchanges(models.Manager.from_queryset(ExchangeQuerySet)):  # type: ignore[misc]
    """The exchanges that there are: not those whose accounts curators have given to others."""

    def get_queryset(self) -> ExchangeQuerySet:
        """Those that are not set aside."""
        rows: ExchangeQuerySet = super().get_queryset().filter(set_aside=False)
        return rows


@pghistory.track(exclude=["joined_as"])
class Exchange(models.Model):
    """A call, meeting, visit, letter or summit between named participants on a date."""

    kind = models.CharField(max_length=8, choices=ExchangeKind)
    date = models.DateField(db_index=True)
    participants = models.ManyToManyField(Actor, related_name="exchanges")
    initiator = models.ForeignKey(Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="initiated")
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.MACHINE)
    pipeline = models.CharField(
        max_length=200, blank=True, help_text="What compared it; empty while it is not compared."
    )
    joined_as = models.JSONField(
        null=True,
        editable=False,
        help_text='What joining makes of it where curators decided: {"kind", "date", "initiator", "participants"}.',
    )
    split_off = models.BooleanField(
        default=False, editable=False, help_text="Made by a curator of another's accounts; joining does not know of it."
    )
    set_aside = models.BooleanField(
        default=False, editable=False, help_text="Curators have given all its accounts to others; no page has it."
    )

    objects = StandingExchanges()
    everything = ExchangeQuerySet.as_manager()
    """With those that are set aside: for joining, which knows of no decision."""

    class Meta:
        ordering = ["-date", "-id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(joined_as__isnull=False), name="exchange_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.date}"


@track_curated(but=["compared", "counts"])
class Coverage(models.Model):
    """That an article reports an exchange, where it says so, and why it was taken to mean this one."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="coverage")
    joined = models.ForeignKey(
        Exchange,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="joined",
        help_text="The exchange that joining found, where a curator has given the account to another.",
    )
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="coverage")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="coverage")
    date = models.DateField(help_text="The date that this article gives.")
    kind = models.CharField(
        max_length=8, choices=ExchangeKind, blank=True, help_text="The kind that this article's words say, if they do."
    )
    passages = ArrayField(
        ArrayField(models.PositiveIntegerField(), size=2), default=list, help_text="[[start, end], …]"
    )
    reasons = models.JSONField(default=list, help_text="A sentence each.")
    doubts = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How many of the reasons tell of something that does not agree."
    )
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.MACHINE)
    pipeline = models.CharField(max_length=200, blank=True)
    compared = models.CharField(
        max_length=200, blank=True, help_text="What paired this account with the others; empty while nothing has."
    )
    counts = models.BooleanField(
        default=True,
        editable=False,
        help_text="Whether it is an account of its own; else a copy. The database keeps it.",
    )

    objects = CoverageQuerySet.as_manager()

    class Meta:
        ordering = ["exchange", "article"]
        triggers = [COVERAGE_WITHIN_TEXT, PAIRS_GO_WITH_COVERAGE, *COVERAGE_COUNTED_ANEW]
        verbose_name_plural = "coverage"
        indexes = [
            models.Index(-F("doubts"), F("id"), condition=Q(doubts__gt=0, counts=True), name="coverage_doubtful"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["exchange", "article"],
                name="article_once_in_exchange",
                deferrable=models.Deferrable.IMMEDIATE,  # two accounts that change places do so in one statement
            )
        ]

    def __str__(self) -> str:
        return f"{self.article} on {self.exchange}"


class Aside(models.Model):
    """An account that joining found and a curator took out of every exchange, or gave to one that had the article."""

    joined = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="asides")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="asides")
    row = models.JSONField(help_text="The account's columns, as they are put back.")
    claims = ArrayField(models.BigIntegerField(), default=list, help_text="What was told in it.")

    def __str__(self) -> str:
        return f"{self.article} on {self.joined}, set aside"


def telling() -> models.Case:
    """How soon a pair shows what comparing is for, 0 the soonest: a number that clashes needs no further knowledge.

    Keywords stand in alphabetical order, as migrations write them, which else differ from the model for ever.
    """
    return models.Case(
        models.When(facets__contains=["number"], relation="contradicted", then=models.Value(0)),
        models.When(relation="contradicted", then=models.Value(1)),
        models.When(facets__overlap=["naming", "speaker"], relation="shifted", then=models.Value(2)),
        models.When(relation="shifted", then=models.Value(3)),
        default=models.Value(4),
        output_field=models.IntegerField(),
    )


FAIRLY_SURE = 0.7
"""The score from which on a pair is right more often than not; pages call those below it unsure."""


def doubt() -> Abs:
    """How far a pair is from being as likely right as wrong, the most doubtful first."""
    return Abs(F("score") - models.Value(FAIRLY_SURE))


TELLS_LITTLE = ("same", "disputed")
"""Relations of pairs that never show it."""


@track_curated()
class Pair(models.Model):
    """Two claims, of two articles on one exchange, that report the same thing.

    A trigger holds that the articles differ and both cover the exchange; `left` is the claim of the smaller id.
    """

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="pairs", db_index=False)
    left = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="pairs_left")
    right = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="pairs_right")
    relation = models.CharField(max_length=12, choices=Relation)
    facets = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    score = models.FloatField()
    why = models.JSONField(
        default=list, help_text='[{"name", "value", "words"}, …]: what score and relation are made of.'
    )
    answers = ArrayField(
        ArrayField(models.PositiveIntegerField(), size=2),
        null=True,
        editable=False,
        help_text="Words that answer each other: [[start in the left text, start in the right text], …].",
    )
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.MACHINE)
    pipeline = models.CharField(max_length=200, blank=True)
    decision = models.OneToOneField(
        "archive.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="pair",
        help_text="What was decided of it, where a decision stands there.",
    )

    class Meta:
        ordering = ["exchange", "left__position", "-score"]
        triggers = [PAIR_OF_TWO_ACCOUNTS]
        indexes = [
            # Lists count pairs by relation, and claims that have none: of the index alone, for rows are wide.
            models.Index(fields=["exchange", "relation"], include=["left", "right"], name="pair_relation"),
            models.Index(
                telling(),
                F("score").desc(),
                F("id").desc(),
                condition=~Q(relation__in=TELLS_LITTLE),
                name="pair_telling",
            ),
            models.Index(doubt(), F("id"), condition=Q(origin=Origin.MACHINE), name="pair_doubtful"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["exchange", "left", "right"], name="pair_once_in_exchange"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="pair_score_in_range"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.relation} {self.left_id}–{self.right_id}"
