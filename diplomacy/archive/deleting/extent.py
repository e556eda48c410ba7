"""What a deletion would take with it, counted before it is done."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from diplomacy.archive.models import (
    Actor,
    Alias,
    Article,
    BinnedKind,
    Claim,
    Coverage,
    Decision,
    Exchange,
    Pair,
    Statement,
    Subject,
    Tenure,
    Version,
)

Counts = tuple[tuple[int, str, str], ...]
"""Each a number, with the words for one and for several; without those of which there are none."""


def extent(kind: BinnedKind, ids: Collection[int]) -> Counts:
    """What goes, is nobody's, or holds no more, with those of a kind (ids); in as many queries for many as for one."""
    match kind:
        case BinnedKind.ARTICLE:
            counts = _of_articles(ids)
        case BinnedKind.OUTLET:
            articles = list(Article.objects.filter(outlet__in=ids).values_list("pk", flat=True))
            counts = [(len(articles), "article", "articles"), *_of_articles(articles)]
        case BinnedKind.ACTOR:
            counts = _of_actors(ids)
        case BinnedKind.EXCHANGE:
            counts = _of_exchanges(ids)
    return tuple(count for count in counts if count[0])


def _of_articles(ids: Collection[int]) -> list[tuple[int, str, str]]:
    told, others = Coverage.objects.filter(article__in=ids), Coverage.objects.exclude(article__in=ids)
    alone = Exchange.objects.filter(Exists(told.filter(exchange=OuterRef("pk"))))
    alone = alone.exclude(Exists(others.filter(exchange=OuterRef("pk"))))
    pairs = Pair.objects.filter(Q(left__version__article__in=ids) | Q(right__version__article__in=ids))
    copies = Article.objects.filter(copy_of__in=ids).exclude(pk__in=ids)
    decisions = Decision.objects.kept().filter(Q(anchors__article__in=ids) | Q(articles__in=ids))
    return [
        (Version.objects.filter(article__in=ids).count(), "text", "texts"),
        (Statement.objects.filter(version__article__in=ids).count(), "statement", "statements"),
        (Claim.objects.filter(version__article__in=ids).count(), "claim", "claims"),
        (told.count(), "account of an exchange", "accounts of exchanges"),
        (alone.count(), "exchange that nobody else tells of", "exchanges that nobody else tells of"),
        (pairs.count(), "pair with the claims of others", "pairs with the claims of others"),
        (
            copies.count(),
            "copy elsewhere that stands for itself then",
            "copies elsewhere, one of which stands for it then",
        ),
        (decisions.distinct().count(), *DECIDED),
    ]


DECIDED = (
    "curator’s decision that is out of force until this is restored",
    "curators’ decisions that are out of force until this is restored",
)


def _of_actors(ids: Collection[int]) -> list[tuple[int, str, str]]:
    merged = Actor.everything.filter(merged_into__in=ids)
    spoken = Statement.objects.filter(Q(speakers__in=ids) | Q(via__in=ids)).distinct()
    told = Exchange.objects.filter(Q(participants__in=ids) | Q(initiator__in=ids)).distinct()
    merges = Decision.objects.kept().filter(Q(actor__in=ids) | Q(to_actor__in=ids), subject=Subject.ACTOR)
    decided = spoken.exclude(decision=None)
    return [
        (spoken.count(), "statement that is nobody’s then", "statements that are nobody’s then"),
        (told.count(), "exchange without it among the participants", "exchanges without it among the participants"),
        (Actor.objects.filter(country__in=ids).count(), "actor that acts for it", "actors that act for it"),
        (Alias.objects.filter(actor__in=ids).count(), "alias", "aliases"),
        (Tenure.objects.filter(actor__in=ids).count(), "tenure", "tenures"),
        (merged.count(), "actor that was merged into it", "actors that were merged into it"),
        (merges.count() + decided.count(), *DECIDED),
    ]


def _of_exchanges(ids: Collection[int]) -> list[tuple[int, str, str]]:
    accounts, pairs = Coverage.objects.filter(exchange__in=ids), Pair.objects.filter(exchange__in=ids)
    return [
        (accounts.count(), "account, whose article stays", "accounts, whose articles stay"),
        (pairs.count(), "pair of claims", "pairs of claims"),
        (pairs.exclude(decision=None).count(), *DECIDED),
    ]
