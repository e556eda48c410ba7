"""Merging an actor into another: whom to choose, and what it will change."""

from collections.abc import Iterable
from dataclasses import dataclass

from diplomacy.archive.deciding.merging import Extent, extent
from diplomacy.archive.models import Actor
from diplomacy.web.pages.counting import counted

OFFERED = 20


@dataclass(frozen=True, slots=True)
class MergePage:
    """What the page shows: those who could be chosen, or, with `into`, what will change."""

    actor: Actor
    into: Actor | None
    words: str
    found: tuple[Actor, ...]
    changes: tuple[str, ...]
    fault: str
    back: str
    """`review` where the queue led here, to which the merge leads back."""

    @classmethod
    def build(
        cls, actor: Actor, into: Actor | None, *, words: str = "", fault: str = "", back: str = ""
    ) -> "MergePage":
        """The page of an actor, with those who go by a name with the words."""
        found = Actor.objects.called(words).exclude(pk=actor.pk).select_related("country") if words else ()
        changes = tuple(_changes(actor, into, extent(actor.pk))) if into else ()
        return cls(actor, into, words, tuple(found[:OFFERED]), changes, fault, back)


def _changes(actor: Actor, into: Actor, moved: Extent) -> Iterable[str]:
    told = [
        counted(moved.statements, "statement"),
        counted(moved.relayed, "statement relayed by it", "statements relayed by it"),
        counted(moved.exchanges, "exchange"),
        counted(moved.nationals, "actor that acts for it", "actors that act for it"),
    ]
    yield f"{', '.join(filter(None, told)) or 'Nothing'} of {actor.name} will be {into.name}’s."
    names = ", ".join(filter(None, [counted(moved.aliases, "alias", "aliases"), counted(moved.tenures, "tenure")]))
    yield f"Its names{f' ({names})' if names else ''} lead to {into.name}, also in texts that are read later."
    yield f"The address of {actor.name} leads to {into.name}; what is compared with its statements is compared anew."
    yield "It can be undone at any time: all of it, and what was read since, is moved back."
