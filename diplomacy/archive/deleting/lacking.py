"""What lacks something that was deleted: decisions, orphans that say so until it is restored, and texts in the bin."""

from collections.abc import Collection, Mapping

from django.db.models import Exists, F, JSONField, OuterRef, Q, Value
from django.db.models.expressions import CombinedExpression

from diplomacy.archive.deleting.reach import Table
from diplomacy.archive.models import Anchor, AsRead, Decision, DecisionKind, Held, Missing, Subject, Version
from diplomacy.archive.models.decisions import LEADS

OF_ARTICLES = (DecisionKind.SPLIT, DecisionKind.MOVE, DecisionKind.ACCEPT)
"""What is decided of exchanges for the accounts of some articles."""


def concerning(articles: Collection[int]) -> set[int]:
    """The decisions (ids) on the words or the accounts of these articles that nobody undid."""
    kept = Decision.objects.kept()
    return {
        *kept.filter(anchors__article__in=articles).values_list("pk", flat=True),
        *kept.filter(articles__in=articles).values_list("pk", flat=True),
    }


def decided_texts(articles: Collection[int]) -> list[Version]:
    """The current texts of these articles of whose statements or claims a curator has decided."""
    kept = Decision.objects.on(Subject.STATEMENT, Subject.CLAIM).kept().filter(anchors__article=OuterRef("article"))
    texts = Version.objects.current().filter(article__in=articles)
    return list(texts.filter(Q(as_read__isnull=False) | Exists(kept)).order_by("pk"))


def to_be_read_anew(rows: Mapping[Table, Collection[int]]) -> None:
    """Let texts in the bin to which these statements or claims (ids) belong, and which a curator has corrected, be read
    anew when they are back: what was read of them is held as it was without an actor who comes back before them."""
    whole = Held.objects.filter(column="")
    texts: set[int] = set()
    for model, ids in rows.items():
        held = whole.filter(table=model._meta.db_table, row__in=ids)
        texts |= set(held.values_list("data__version_id", flat=True))
    corrected = whole.filter(table=AsRead._meta.db_table, data__version_id__in=texts)
    texts = set(corrected.values_list("data__version_id", flat=True))
    unfound = CombinedExpression(F("data"), "||", Value({"found": ""}, JSONField()))
    whole.filter(table=Version._meta.db_table, row__in=texts).update(data=unfound)


def tell(decisions: Collection[int]) -> None:
    """Put down of each of these decisions (ids) whether what it is about was deleted."""
    kept = Decision.objects.kept().filter(pk__in=decisions)
    bare = Exists(Anchor.objects.filter(decision=OuterRef("pk"), article=None))
    leads = Q(kind__in=LEADS, to_actor=None) | Q(kind=DecisionKind.SPLIT, articles=None)
    of_nobody = Q(subject=Subject.ACTOR) & (Q(actor=None) | leads)
    of_nothing = Q(subject=Subject.EXCHANGE, kind__in=OF_ARTICLES, articles=None)
    gone = set(kept.filter(Q(bare) | of_nobody | of_nothing).values_list("pk", flat=True))
    kept.filter(pk__in=gone).exclude(missing=Missing.DELETED).update(missing=Missing.DELETED)
    kept.filter(missing=Missing.DELETED).exclude(pk__in=gone).update(missing="")
