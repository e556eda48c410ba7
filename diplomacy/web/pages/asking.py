"""Who asked for an exchange, by what its claims say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from diplomacy.archive.models import Claim
from diplomacy.archive.prepared import Prepared, given


@dataclass(frozen=True, slots=True)
class Side:
    """A side that, by a claim's words, asked for the exchange: a country for its people, else they themselves."""

    id: int
    name: str
    names: frozenset[str] = frozenset()
    """The words of its names, and of those of who asked for it, casefolded."""


Askers = defaultdict[int, list[Side]]
"""By claim (an id)."""


def _askers(**claims: Any) -> Prepared[tuple[Any, ...]]:
    """A row for each of their other names."""
    through, home = Claim.askers.through, "actor__country"
    columns = (
        *("claim_id", "actor_id", "actor__name", f"{home}_id", f"{home}__name"),
        *("actor__aliases__name", f"{home}__aliases__name"),
    )
    return Prepared(lambda: through._default_manager.filter(**claims).order_by("claim", "actor").values_list(*columns))


_ASKERS_IN_TEXTS = _askers(claim__version__any_of=given("texts"))
_ASKERS_OF_CLAIMS = _askers(claim__any_of=given("claims"))


def askers_in(texts: Iterable[int]) -> Askers:
    """Who asked for the exchange by each claim of these texts (ids of versions), in one query."""
    return _asking(_ASKERS_IN_TEXTS(texts=list(texts)))


def askers_of(claims: Iterable[int]) -> Askers:
    """Who asked for the exchange by each of these claims (ids), in one query."""
    return _asking(_ASKERS_OF_CLAIMS(claims=list(claims)))


def _asking(rows: Iterable[tuple[Any, ...]]) -> Askers:
    called: defaultdict[tuple[int, int, str], set[str]] = defaultdict(set)
    for claim, actor, name, country, land, *others in rows:
        side = (claim, country, land) if country else (claim, actor, name)
        called[side].update(part for part in (name, land, *others) if part)
    found: Askers = defaultdict(list)
    for (claim, one, name), names in called.items():
        found[claim].append(Side(one, name, _words_of(names)))
    return found


def _words_of(names: Iterable[str]) -> frozenset[str]:
    """The words of names that are written large: "Kingdom of Sund" has two."""
    return frozenset(word.casefold() for name in names for word in name.split() if word[:1].isupper())
