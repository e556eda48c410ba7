"""What curators hand in and say of it, checked before anything is kept."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from diplomacy.archive.incoming.attribution import UNNAMED
from diplomacy.archive.incoming.deliveries import Part
from diplomacy.archive.incoming.preview import Recognised
from diplomacy.archive.models import Actor, Delivery, Exchange, ExchangeKind, OutletKind
from diplomacy.intake.addresses import web_address
from diplomacy.intake.assemble import folded, storable
from diplomacy.intake.fetching import FetchError
from diplomacy.intake.fetching.addresses import fetchable
from diplomacy.intake.opened import LONGEST_SOURCE

MOST_ADDRESSES = 1000
"""That are handed in at once; a longer list comes as a file."""
PASTED = "pasted text"
KINDS = [("", "as it is recognised"), *OutletKind.choices]


class DayInput(forms.DateInput):
    """A browser's own field for a day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FilesInput(forms.FileInput):
    """A field that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; `clean` gives a list, empty where none was chosen."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each by itself: an empty file is told by its name."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


class PlainForm(forms.Form):
    """Labels without a colon."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.label_suffix = ""


class SaidForm(PlainForm):
    """What is said of all that is handed in, outright."""

    outlet = forms.CharField(
        label="Outlet", required=False, max_length=200, help_text="Who publishes all of it, whatever the texts say."
    )
    outlet_kind = forms.ChoiceField(label="Kind of outlet", required=False, choices=KINDS)
    published = forms.DateField(
        label="Day", required=False, widget=DayInput, help_text="When those were published that do not say so."
    )

    @property
    def said(self) -> dict[str, Any]:
        """As `deliver` takes it."""
        given = self.cleaned_data
        kind = OutletKind(given["outlet_kind"]) if given["outlet_kind"] else None
        return {"outlet": given["outlet"], "outlet_kind": kind, "published": given["published"]}

    @classmethod
    def of(cls, delivery: Delivery, data: Any = None) -> "SaidForm":
        """The form with what was said of a delivery."""
        said = {"outlet": delivery.outlet, "outlet_kind": delivery.outlet_kind, "published": delivery.published_on}
        return cls(data, initial=said, prefix="all")


class BringInForm(SaidForm):
    """Files, addresses, a pasted text: one of them, or all."""

    uploads = FilesField(label="Files", required=False)
    addresses = forms.CharField(
        label="Addresses", required=False, max_length=200_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    text = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        max_length=LONGEST_SOURCE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean_addresses(self) -> list[str]:
        """The addresses, each once; a line that is none is named."""
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines() if line.strip()]
        if wrong := [line for line in lines if not web_address(line)]:
            raise forms.ValidationError(f"“{wrong[0][:100]}” is no web address; write it with https:// in front.")
        if len(lines) > MOST_ADDRESSES:
            raise forms.ValidationError(
                f"These are {len(lines):,} addresses, more than {MOST_ADDRESSES:,}; hand them in as a file."
            )
        for line in lines:
            _fetchable(line)
        return list(dict.fromkeys(map(web_address, lines)))

    def clean(self) -> dict[str, Any]:
        """Refuse a form in which nothing was handed in."""
        given = super().clean() or {}
        if not self.errors and not (given["uploads"] or given["addresses"] or given["text"].strip()):
            raise forms.ValidationError("Choose files, give addresses or paste a text.")
        return given

    def parts(self) -> Iterator[Part]:
        """What was handed in, a file's bytes at a time."""
        for file in self.cleaned_data["uploads"]:
            yield Part(_name(file), b"".join(file.chunks()))
        if self.cleaned_data["text"].strip():
            yield Part(PASTED, self.cleaned_data["text"].encode())
        for url in self.cleaned_data["addresses"]:
            yield Part(url)

    @property
    def title(self) -> str:
        """What the delivery is called."""
        files, text, addresses = (self.cleaned_data[name] for name in ("uploads", "text", "addresses"))
        first = text.strip().partition("\n")[0].strip()[:80]
        names = [*map(_name, files), *([f"“{first}”"] if first else []), *addresses]
        return f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else names[0]


MISSING = {
    "outlet": "It does not say who publishes it.",
    "published": "It does not say when it was published.",
}
"""What is asked for where it was not recognised."""


class ArticleForm(PlainForm):
    """What an article of a draft is, filled in as far as it was recognised."""

    title = forms.CharField(label="Title", required=False, max_length=1000)
    outlet = forms.CharField(label="Outlet", required=False, max_length=200)
    outlet_kind = forms.ChoiceField(label="Kind of outlet", required=False, choices=OutletKind.choices)
    published = forms.DateField(
        label="Day",
        widget=DayInput,
        error_messages={"required": "It does not say when it was published; give the day."},
    )
    byline = forms.CharField(label="Byline", required=False, max_length=500)
    url = forms.URLField(label="Address", required=False, max_length=2000, assume_scheme="https")

    def clean_url(self) -> str:
        """An address of the web, and of nothing else that has addresses."""
        given: str = self.cleaned_data["url"]
        if given and not web_address(given):
            raise forms.ValidationError("This is no address of the web; it begins with https:// or http://.")
        return given

    @classmethod
    def of(cls, article: Recognised, data: Any = None) -> "ArticleForm":
        """The form of a recognised article."""
        known = {
            "title": article["title"],
            "outlet": "" if article["outlet"] == UNNAMED else article["outlet"],
            "outlet_kind": article["outlet_kind"],
            "published": date.fromisoformat(article["published"]) if article["published"] else None,
            "byline": article["byline"],
            "url": article["url"],
        }
        form = cls(data, initial=known, prefix=f"{article['item']}-{article['position']}")
        for name, sentence in MISSING.items():
            if not known[name]:
                form.fields[name].help_text = sentence
        return form

    @property
    def said(self) -> dict[str, str]:
        """What was said otherwise than it was recognised; empty for what it is not to have."""
        given = self.cleaned_data
        return {name: str(given[name] or "") for name in self.changed_data}


class WatchForm(PlainForm):
    """An address to be watched."""

    url = forms.CharField(label="Address", max_length=2000, help_text="Of a feed, or of a page that changes.")
    outlet = forms.CharField(label="Outlet", required=False, max_length=200, help_text="Who publishes what is there.")
    outlet_kind = forms.ChoiceField(label="Kind of outlet", required=False, choices=KINDS)

    def clean_url(self) -> str:
        """The address as it is looked at."""
        return _fetchable(self.cleaned_data["url"])

    @property
    def wanted(self) -> dict[str, Any]:
        """As `watch` takes it."""
        given = self.cleaned_data
        kind = OutletKind(given["outlet_kind"]) if given["outlet_kind"] else None
        return {"outlet": given["outlet"], "kind": kind}


def _fetchable(given: str) -> str:
    """The normal form of an address. Raises ValidationError for what is never fetched, such as one with a password."""
    try:
        return str(fetchable(web_address(given) or given))
    except FetchError as error:
        raise forms.ValidationError(str(error)) from None


def _name(file: "UploadedFile[Any]") -> str:
    """A file's name without its path, and without what cannot be seen."""
    return folded(storable(file.name or "")) or "file"


class ExchangeForm(PlainForm):
    """How an exchange is described."""

    kind = forms.ChoiceField(label="Kind", choices=ExchangeKind.choices)
    date = forms.DateField(label="Day", widget=DayInput)
    initiator = forms.TypedChoiceField(label="Asked for by", required=False, coerce=int, empty_value=None)
    participants = forms.TypedMultipleChoiceField(
        label="Participants", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    add = forms.CharField(
        label="Add a participant", required=False, max_length=300, help_text="A name that an actor goes by, in full."
    )
    note = forms.CharField(label="Why", required=False, max_length=2000)

    @classmethod
    def of(cls, exchange: Exchange, data: Any = None, *, note: str = "") -> "ExchangeForm":
        """The form of an exchange that was loaded `with_people`, perhaps with a note that was written before."""
        people = list(exchange.participants.all())
        sides = {one.pk: one.name for actor in (*people, exchange.initiator) if actor for one in _with_home(actor)}
        known = {
            "kind": exchange.kind,
            "date": exchange.date,
            "initiator": exchange.initiator_id,
            "participants": [actor.pk for actor in people],
            "note": note,
        }
        form = cls(data, initial=known, prefix="exchange")
        offered: Any = form.fields["initiator"], form.fields["participants"]
        offered[0].choices = [("", "not known"), *sides.items()]
        offered[1].choices = [(actor.pk, actor.name) for actor in people]
        return form

    def clean_add(self) -> int | None:
        """The one actor that goes by the name; who is called so is asked where there are several."""
        name = " ".join(self.cleaned_data["add"].split())
        if not name:
            return None
        called = Actor.objects.filter(Q(name__iexact=name) | Q(aliases__name__iexact=name))
        found = list(called.order_by("pk").values_list("pk", flat=True).distinct()[:2])
        if len(found) != 1:
            why = "No actor goes by" if not found else "Several actors go by"
            raise forms.ValidationError(f"{why} “{name}”; give a name that one has, in full.")
        return int(found[0])

    @property
    def told(self) -> dict[str, Any]:
        """As `regroup.describe` takes it."""
        given = self.cleaned_data
        added = [given["add"]] if given["add"] else []
        return {
            "kind": given["kind"],
            "date": given["date"].isoformat(),
            "initiator": given["initiator"],
            "participants": sorted({*given["participants"], *added}),
        }


def _with_home(actor: Actor) -> list[Actor]:
    return [actor, *([actor.country] if actor.country else [])]
