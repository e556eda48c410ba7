"""How an actor is described by a curator, and who another is made of: forms, checked before anything is decided."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q

from diplomacy.archive.deciding.describing import Described, tenures_of
from diplomacy.archive.deciding.splitting import Newcomer
from diplomacy.archive.deciding.tenures import Held, in_a_line, in_order, tenure_of
from diplomacy.archive.models import Actor, ActorKind
from diplomacy.web.forms import PlainForm

MOST_NAMES = 50
"""Aliases, or offices, of one actor."""
LINES = {"rows": 3, "spellcheck": "false"}


def country_called(name: str) -> Actor | None:
    """The one country, or body, that goes by a name; raises ValidationError where none or several do."""
    name = " ".join(name.split())
    if not name:
        return None
    states = Actor.objects.filter(kind__in=(ActorKind.COUNTRY, ActorKind.ORGANISATION))
    found = list(states.filter(Q(name__iexact=name) | Q(aliases__name__iexact=name)).distinct().order_by("pk")[:2])
    if len(found) != 1:
        why = "No country goes by" if not found else "Several actors go by"
        raise forms.ValidationError(f"{why} “{name}”; give the name that one has, in full.")
    country: Actor = found[0]
    return country


class WhoForm(PlainForm):
    """What every actor has: a name, a kind, and whom it acts for."""

    name = forms.CharField(label="Name", max_length=300)
    kind = forms.ChoiceField(label="Kind", choices=ActorKind.choices)
    country = forms.CharField(label="Acts for", required=False, max_length=300, help_text="A country, by its name.")

    def clean_name(self) -> str:
        """The name in one line."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_country(self) -> Actor | None:
        """The country of that name, where one was given."""
        return country_called(self.cleaned_data["country"])


class NewcomerForm(WhoForm):
    """An actor that is to be made of what was another's."""

    @property
    def newcomer(self) -> Newcomer:
        """As `split` takes it."""
        given = self.cleaned_data
        return Newcomer(given["name"], given["kind"], given["country"].pk if given["country"] else None)


class ActorForm(WhoForm):
    """How an actor is described."""

    name = forms.CharField(label="Name", max_length=300, widget=forms.TextInput({"data-key": "e"}))
    wikidata_id = forms.RegexField(
        r"^Q[1-9][0-9]{0,18}$",
        label="Wikidata id",
        required=False,
        help_text="Q and a number, such as Q42.",
        error_messages={"invalid": "A Wikidata id is a Q with a number, such as Q42."},
    )
    aliases = forms.CharField(
        label="Also goes by",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(LINES),
        help_text="One name a line.",
    )
    tenures = forms.CharField(
        label="Offices",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(LINES),
        help_text="One a line: office; first day; last day. Days as 2023-07-25, or left out.",
    )

    @classmethod
    def of(cls, actor: Actor, data: Any = None) -> "ActorForm":
        """The form of an actor that was loaded `with_names`."""
        known = {
            "name": actor.name,
            "kind": actor.kind,
            "country": actor.country.name if actor.country else "",
            "wikidata_id": actor.wikidata_id,
            "aliases": "\n".join(alias.name for alias in actor.aliases.all()),
            "tenures": "\n".join(map(in_a_line, tenures_of(actor))),
        }
        return cls(data, initial=known)

    def clean_aliases(self) -> list[str]:
        """The names, each once in whichever case."""
        names = {name.casefold(): name for line in self.cleaned_data["aliases"].splitlines() if (name := _line(line))}
        return sorted(_few(names.values(), "names"))

    def clean_tenures(self) -> list[Held]:
        """The offices as decisions hold them, in order."""
        lines = [line for line in self.cleaned_data["tenures"].splitlines() if line.strip()]
        held = [tenure_of(line) for line in _few(lines, "offices")]
        return in_order(held)

    @property
    def told(self) -> Described:
        """What of the description was changed, as `describe` takes it."""
        given = {name: self.cleaned_data[name] for name in self.changed_data}
        if country := given.get("country"):
            given["country"] = {"id": country.pk, "name": country.name}
        return given


def _few(given: Iterable[str], what: str) -> list[str]:
    found = list(given)
    if len(found) > MOST_NAMES:
        raise forms.ValidationError(f"These are {len(found)} {what}; at most {MOST_NAMES} are kept of one actor.")
    return found


def _line(line: str) -> str:
    return " ".join(line.split())[:300]
