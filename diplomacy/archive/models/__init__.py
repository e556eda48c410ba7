"""The store: one file a family of models, all importable from here."""

from diplomacy.archive.models.actors import NAME_WORDS, OFFICE_WORDS, Actor, ActorKind, Alias, Moved, MovedKind, Tenure
from diplomacy.archive.models.articles import ARTICLE_WORDS, Article, Version
from diplomacy.archive.models.bin import Binned, BinnedKind, Held
from diplomacy.archive.models.decisions import Anchor, AsRead, Decision, DecisionKind, Missing, Part, Subject
from diplomacy.archive.models.deliveries import Delivery, Item, ItemKind, ItemState
from diplomacy.archive.models.exchanges import (
    TELLS_LITTLE,
    Aside,
    Coverage,
    Exchange,
    ExchangeKind,
    Pair,
    Relation,
    doubt,
    telling,
)
from diplomacy.archive.models.leases import Lease
from diplomacy.archive.models.looks import SecondLook
from diplomacy.archive.models.origin import Origin
from diplomacy.archive.models.originals import Original
from diplomacy.archive.models.outlets import OUTLET_WORDS, Outlet, OutletKind
from diplomacy.archive.models.statements import Claim, Embedding, Statement, StatementKind
from diplomacy.archive.models.taken import TakenFor
from diplomacy.archive.models.watching import Watched, WatchedKind

__all__ = [
    "ARTICLE_WORDS",
    "NAME_WORDS",
    "OFFICE_WORDS",
    "OUTLET_WORDS",
    "TELLS_LITTLE",
    "Actor",
    "ActorKind",
    "Alias",
    "Anchor",
    "Article",
    "AsRead",
    "Aside",
    "Binned",
    "BinnedKind",
    "Claim",
    "Coverage",
    "Decision",
    "DecisionKind",
    "Delivery",
    "Embedding",
    "Exchange",
    "ExchangeKind",
    "Held",
    "Item",
    "ItemKind",
    "ItemState",
    "Lease",
    "Missing",
    "Moved",
    "MovedKind",
    "Origin",
    "Original",
    "Outlet",
    "OutletKind",
    "Pair",
    "Part",
    "Relation",
    "SecondLook",
    "Statement",
    "StatementKind",
    "Subject",
    "TakenFor",
    "Tenure",
    "Version",
    "Watched",
    "WatchedKind",
    "doubt",
    "telling",
]
