"""Actors in the admin: what is typed there of who one is becomes a decision, like what is put down on the site."""

# ruff: noqa: D102 (hooks that Django names; what they are for is in their names)

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from diplomacy.archive.admin.lists import ModelAdmin
from diplomacy.archive.deciding import describing
from diplomacy.archive.models import Actor

AT_ONCE = 1000
"""Actors that are confirmed at once."""


class DescribedAdmin(ModelAdmin):
    """Keeps how an actor was described before it was typed over, so that it can be undone."""

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        before = Actor.everything.filter(pk=obj.pk).first() if change else None
        obj.before = describing.described(before) if before else None
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: "ModelForm[Any]", formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        before = form.instance.before
        if before:
            row = Actor.everything.get(pk=form.instance.pk)
            describing.note_down(row, before, describing.described(row), by=request.user)  # type: ignore[arg-type]

    @admin.action(permissions=["change"], description="Confirm the selected actors")
    def confirm(self, request: HttpRequest, queryset: QuerySet[Actor]) -> None:
        chosen = list(queryset.filter(confirmed=False).values_list("pk", flat=True)[:AT_ONCE])
        for pk in chosen:
            describing.describe(pk, {}, by=request.user)  # type: ignore[arg-type]
        self.message_user(request, f"{len(chosen)} confirmed.")
