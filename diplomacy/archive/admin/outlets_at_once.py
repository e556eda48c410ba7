"""Kind and country of several outlets, set in two steps: a page asks which, and says of whom."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from diplomacy.archive.incoming.publishers import country_name
from diplomacy.archive.models import Origin, Outlet, OutletKind

if TYPE_CHECKING:
    from diplomacy.archive.admin.lists import ModelAdmin

SHOWN = 50
"""How many of the chosen outlets the page names."""


class DescribeForm(forms.Form):
    """What is set; what is left empty stays as it is with each of them."""

    kind = forms.ChoiceField(choices=[("", "as they are"), *OutletKind.choices], required=False)
    country = forms.CharField(
        max_length=100, required=False, help_text="By its English name; empty leaves it as it is with each."
    )

    def clean_country(self) -> str:
        """The country by the name that reading knows it by."""
        return country_name(self.cleaned_data["country"].strip())[:100]

    def clean(self) -> dict[str, Any]:
        """Something has to be said."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError("Choose a kind, or write a country.")
        return cleaned


def describe(admin_of: "ModelAdmin", request: HttpRequest, chosen: QuerySet[Outlet]) -> HttpResponse | None:
    """The page that asks what to set for the chosen outlets; None once it is set, which is told."""
    form = DescribeForm(request.POST if "set" in request.POST else None)
    if form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if value}
        number = chosen.update(**facts, origin=Origin.CURATOR)
        said = " and ".join(f"{name} {value}" for name, value in facts.items())
        admin_of.message_user(request, f"Outlets that now have {said}: {number}.")
        return None
    names = list(chosen.order_by("name").values_list("name", flat=True)[: SHOWN + 1])
    context = {
        **admin_of.admin_site.each_context(request),
        "title": "Set kind or country of outlets",
        "opts": admin_of.opts,
        "form": form,
        "names": names[:SHOWN],
        "more": len(names) > SHOWN,
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "across": request.POST.get("select_across", "0"),
    }
    return TemplateResponse(request, "admin/archive/outlet/describe.html", context)
