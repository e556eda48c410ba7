"""Accounts as reading hands them to comparing, with what a gold pack says of their claims.

The counterpart of `gold_accounts`: a pack's articles are ingested as a user's are, and each claim that was found is
laid beside the gold's claims as the packs' scorer does, so that pairs can be fitted and measured on claims as read.
"""

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from django.core.management import call_command

from benchmarks.evaluate import articles, empty_database
from benchmarks.gold_accounts import GoldExchange, GoldPair
from benchmarks.gold_packs import load_score
from diplomacy.comparing import pair
from diplomacy.comparing.pairing import Weights
from diplomacy.comparing.values import Account, Relation

Side = tuple[str, frozenset[int]]
"""File, and indexes of the words of a claim in it."""


@dataclass(frozen=True)
class ReadPack:
    """A pack's exchanges as read; `gold` are its pairs' sides, `sides` those of the claims that were found."""

    exchanges: tuple[GoldExchange, ...]
    gold: tuple[tuple[Side, Side], ...]
    sides: dict[int, Side]
    score: Any

    def f1(self, weights: Weights) -> float:
        """F1 of the pairs that the weights give, as the packs' scorer has it."""
        found = [
            (self.sides[one.left], self.sides[one.right])
            for exchange in self.exchanges
            for left, right in combinations(exchange.accounts, 2)
            for one in pair(left, right, weights=weights)
            if one.relation is not Relation.DISPUTED
        ]
        hit = len(self.score.match(list(self.gold), found, self._value))
        return 2 * hit / (len(self.gold) + len(found))

    def _value(self, gold: tuple[Side, Side], found: tuple[Side, Side]) -> float:
        return max(agreement(self.score, gold, ends) for ends in (found, found[::-1]))


def agreement(score: Any, gold: tuple[Side, Side], found: tuple[Side, Side]) -> float:
    """How well a found pair agrees with the gold's, up to 2; 0 where it is another."""
    same = all(g[0] == f[0] and score.claims_agree(g[1], f[1]) for g, f in zip(gold, found, strict=True))
    return sum(score.jaccard(g[1], f[1]) for g, f in zip(gold, found, strict=True)) if same else 0.0


def read_pack(pack: Path) -> ReadPack:
    """Read a pack's articles into an empty database and say which of its claims and pairs were found."""
    from diplomacy.archive.accounts import told  # here: Django is set up by now
    from diplomacy.archive.models import Article, Exchange, Version

    score = load_score(pack)
    gold = json.loads((pack / "gold.json").read_text(encoding="utf-8"))
    with empty_database():
        call_command("ingest", *articles(pack, later_texts=False), stdout=io.StringIO())
        files = {pk: Path(file).name for pk, file in Article.objects.values_list("pk", "source_file")}
        texts = {
            article: score.Article(text)
            for article, text in Version.objects.current().values_list("article_id", "text")
        }
        accounts = [one.accounts for one in told(list(Exchange.objects.values_list("pk", flat=True))).values()]
    article_of = {file: texts[pk] for pk, file in files.items()}
    sides = {
        claim.id: (files[account.article], texts[account.article].covered([(claim.span.start, claim.span.end)]))
        for account in _each(accounts)
        for claim in account.claims
    }

    def side(held: dict[str, Any]) -> Side:
        article = article_of[held["file"]]
        return held["file"], article.covered([article.find(held["text"], held.get("nth"))])

    pairs = [(side(p["left"]), side(p["right"]), p["relation"], frozenset(p["facets"])) for p in gold["pairs"]]
    return ReadPack(
        exchanges=tuple(_labelled(held, pairs, sides, score) for held in accounts if len(held) > 1),
        gold=tuple((left, right) for left, right, _, _ in pairs),
        sides=sides,
        score=score,
    )


def _each(accounts: Iterable[tuple[Account, ...]]) -> Iterable[Account]:
    return (account for held in accounts for account in held)


def _labelled(
    accounts: tuple[Account, ...],
    pairs: list[tuple[Side, Side, str, frozenset[str]]],
    sides: dict[int, Side],
    score: Any,
) -> GoldExchange:
    """The exchange with every pair of found claims that agrees with a pair of the gold's."""

    def agrees(wanted: Side, claim: int) -> bool:
        return wanted[0] == sides[claim][0] and bool(score.claims_agree(wanted[1], sides[claim][1]))

    ids = [claim.id for account in accounts for claim in account.claims]
    found = {
        frozenset((a, b)): GoldPair(a, b, relation, facets)
        for left, right, relation, facets in pairs
        for a in ids
        if agrees(left, a)
        for b in ids
        if agrees(right, b)
    }
    return GoldExchange("", accounts, tuple(found.values()), frozenset(), frozenset())
