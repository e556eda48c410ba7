"""What curators decided: rows of their own, which outlast every reading and comparison, and are applied over these."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pghistory
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone

from diplomacy.archive.models.actors import Actor
from diplomacy.archive.models.articles import Article, Version
from diplomacy.archive.models.exchanges import Exchange
from diplomacy.archive.models.statements import Claim

if TYPE_CHECKING:
    from typing import Self

    from django.contrib.auth.models import AbstractBaseUser

    from diplomacy.archive.models.looks import LookQuerySet


class Subject(models.TextChoices):
    """What a decision is of."""

    PAIR = "pair", "pair"
    STATEMENT = "statement", "statement"
    CLAIM = "claim", "claim"
    EXCHANGE = "exchange", "exchange"
    ACTOR = "actor", "actor"


OF_ROWS = (Subject.EXCHANGE, Subject.ACTOR)
"""What is decided of rows, and has no anchor in words."""


class DecisionKind(models.TextChoices):
    """What a curator decided of it."""

    ACCEPT = "accept", "confirmed"
    REJECT = "reject", "rejected"
    CHANGE = "change", "changed"
    MAKE = "make", "made"
    MERGE = "merge", "merged"
    SPLIT = "split", "split off"
    MOVE = "move", "moved"
    DELETE = "delete", "deleted"


LEADS = (DecisionKind.MERGE, DecisionKind.SPLIT)
"""What leads from one actor to another."""


class Missing(models.TextChoices):
    """Why a decision is in force nowhere."""

    WORDS = "words", "its words are gone from the text"
    CLAIM = "claim", "its words are no longer read as a claim of the exchange"
    ACCOUNT = "account", "its two texts are no longer compared as accounts of one exchange"
    OUTVOTED = "outvoted", "a later decision stands on the same words"
    ACTOR = "actor", "whom it names is no longer among the actors"
    DELETED = "deleted", "what it is about was deleted"


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions."""

    def on(self, *subjects: Subject) -> "Self":
        """Those of these subjects."""
        return self.filter(subject__in=subjects)

    def kept(self) -> "Self":
        """Those that nobody undid."""
        return self.filter(undone_at=None)

    def in_force(self, *subjects: Subject) -> "Self":
        """Those, of these subjects or of all, that the rows follow now."""
        return self._of(subjects).kept().exclude(_unplaced(subjects))

    def orphans(self, *subjects: Subject) -> "Self":
        """Those, of these subjects or of all, that wait for their words, or for their accounts to be compared again."""
        return self._of(subjects).kept().filter(_unplaced(subjects))

    def disagreeing(self) -> "Self":
        """Those of which a second look says otherwise, and nobody has settled it."""
        return self.filter(pk__in=_looks().differing().values("decision"))

    def undone(self) -> "Self":
        """Those that somebody undid."""
        return self.exclude(undone_at=None)

    def to_tell(self) -> "Self":
        """All that is told of each, in four queries; `unplaced` says whether an anchor stands nowhere."""
        anchors = Prefetch("anchors", Anchor.objects.select_related("article__outlet"))
        looks = Prefetch("looks", _looks().given().select_related("by", "settled_by"))
        people = self.select_related("by", "undone_by", "exchange", "actor", "to_actor").annotate(unplaced=_unplaced())
        return people.prefetch_related(anchors, looks, "exchange__participants").defer("machine")

    def _of(self, subjects: Sequence[Subject]) -> "Self":
        return self.on(*subjects) if subjects else self.all()


def _looks() -> "LookQuerySet":
    """Second looks; by name, since their module imports this one."""
    looks: LookQuerySet = apps.get_model("archive", "SecondLook").objects.all()
    return looks


def _unplaced(subjects: Sequence[Subject] = ()) -> Q:
    """That an anchor stands nowhere: on no claim, nor, where the decision is of the text itself, in any text; or, where
    it is of rows and not of words, that these lack something. Of `subjects` alone it is less to be asked."""
    lacking = Q(Exists(Anchor.objects.filter(decision=OuterRef("pk"), claim=None, version=None)))
    if subjects and not {*subjects} & {*OF_ROWS}:
        return lacking
    of_rows = Q(subject__in=OF_ROWS) & ~Q(missing="")
    split = Q(kind=DecisionKind.SPLIT) & ~Exists(Decision.articles.through.objects.filter(decision=OuterRef("pk")))
    leads = Q(kind__in=LEADS, to_actor=None) | split
    of_actors = Q(subject=Subject.ACTOR) & (Q(actor=None) | leads)
    return of_rows | of_actors | lacking


@pghistory.track(exclude=["machine", "lot"])
class Decision(models.Model):
    """Who decided what, when, on which words, and why; undone by whom and when, or not.

    It is in force while each of its anchors stands somewhere, and an orphan while one does not: that of a pair on a
    claim, that of a statement or claim in a text. `decide.py`, `correct.py`, `regroup.py`, `merging.py`, `splitting.py`
    and `describing.py` of `archive/deciding/` alone write it.
    """

    subject = models.CharField(max_length=9, choices=Subject, default=Subject.PAIR)
    kind = models.CharField(max_length=8, choices=DecisionKind)
    exchange = models.ForeignKey(
        Exchange,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        help_text="Where it stands, or stood last.",
    )
    to = models.ForeignKey(
        Exchange,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="led_here",
        help_text="Which exchange it gives accounts to.",
    )
    actor = models.ForeignKey(
        Actor,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        help_text="Who is merged, split, or described.",
    )
    to_actor = models.ForeignKey(
        Actor,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="led_here",
        help_text="Into whom, or whose the split statements are.",
    )
    articles = models.ManyToManyField(
        Article, related_name="placings", blank=True, help_text="Whose accounts it is of, where not of all."
    )
    value = models.JSONField(
        default=dict, help_text='What holds, of a pair {"relation", "facets"}; empty where it was rejected.'
    )
    was = models.JSONField(default=dict, help_text="What stood there when it was decided, in the same form.")
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="undone"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    missing = models.CharField(max_length=8, choices=Missing, blank=True, help_text="Why it is an orphan, if it is.")
    machine = models.JSONField(
        null=True, editable=False, help_text="The pair in whose place it stands, as it is put back; none if none was."
    )
    lot = models.FloatField(
        null=True,
        editable=False,
        help_text="From 0 to 1, by the words of a pair: those below a share are looked at twice.",
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["exchange"], condition=Q(undone_at=None), name="decision_kept"),
            models.Index(fields=["lot"], condition=Q(undone_at=None), name="decision_lot"),
            models.Index(fields=["kind"], condition=Q(undone_at=None, subject="exchange"), name="decision_on_exchange"),
            models.Index(fields=["kind"], condition=Q(undone_at=None, subject="actor"), name="decision_on_actor"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="decision_undone_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.by}"

    @property
    def beside(self) -> bool:
        """Whether it made a statement on words that another speaker's statement has, and stands in place of none."""
        return bool((self.value or self.was).get("beside"))

    def mark_undone(self, by: "AbstractBaseUser") -> None:
        """Put down who undid it, and when; what it lacked stays told. The rows follow by its subject's own `undo`."""
        self.undone_at, self.undone_by_id = timezone.now(), by.pk
        self.save(update_fields=["undone_at", "undone_by"])


class Part(models.TextChoices):
    """Which part of a statement an anchor's words are."""

    CONTENT = "content", "content"
    CUE = "cue", "cue"


class Anchor(models.Model):
    """Words that a decision is on, as the Web Annotation model selects them: by quotation and by position."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="anchors")
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="anchors")
    part = models.CharField(max_length=8, choices=Part, default=Part.CONTENT)
    exact = models.TextField()
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    sha256 = models.CharField(max_length=64, help_text="Of the text that the position counts in.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    claim = models.ForeignKey(
        Claim,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="anchors",
        help_text="Which claim holds the words now; empty while the decision is an orphan, or of no pair.",
    )
    version = models.ForeignKey(
        Version,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="anchors",
        help_text="In which text a decision on a statement or claim stands; empty while it is an orphan.",
    )

    class Meta:
        ordering = ["decision", "id"]
        indexes = [models.Index(fields=["decision"], condition=Q(claim=None, version=None), name="anchor_nowhere")]
        constraints = [models.CheckConstraint(condition=Q(start__lt=F("end")), name="anchor_in_order")]

    def __str__(self) -> str:
        return self.exact


class AsRead(models.Model):
    """What the machine read in a text, kept while decisions stand over it, to be put back."""

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="as_read")
    rows = models.JSONField(help_text="Statements and claims, as `archive/deciding/as_read.py` writes them.")

    def __str__(self) -> str:
        return f"what was read in text {self.version_id}"
