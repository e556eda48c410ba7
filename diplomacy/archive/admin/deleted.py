"""Deleting from the admin leads to the site, which says what goes and holds it for thirty days."""

# ruff: noqa: D102 (hooks that Django names; what they are for is in their names)

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

AT_ONCE = 200
"""Rows that are deleted together from a list at the most: their ids stand in an address."""


class DeletedOnSiteMixin:
    """What is deleted with all that belongs to it: the admin leads to the page that says what goes, and holds it."""

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        if not self.has_delete_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        return _to_site(self, [object_id])

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        if "delete_selected" in actions:
            _, name, described = actions["delete_selected"]
            actions["delete_selected"] = (_delete_on_site, name, described)
        return actions


def _delete_on_site(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:  # noqa: ARG001
    return _to_site(model_admin, queryset.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _to_site(model_admin: Any, rows: Iterable[Any]) -> HttpResponse:
    at = reverse("web:delete", args=[model_admin.opts.model_name])
    return redirect(f"{at}?{urlencode({'row': list(rows)}, doseq=True)}")
