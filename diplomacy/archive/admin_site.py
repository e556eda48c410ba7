"""The admin's doors: it opens to whom the archive's permissions let in, and the site's own pages sign them in.

Not among the `admin` package: that is imported for the site to be made, and registers with it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.sites import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

View = Callable[..., Any]


class Curation(AdminSite):
    """Django's admin for all who may do anything in the archive, whether or not their account is marked as staff."""

    index_title = "What is kept"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the account may see, add or change anything of the archive."""
        return bool(request.user.is_active and request.user.has_module_perms("archive"))

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]
        """A page of the admin: strangers sign in first, accounts without the permission are told so."""
        shown = require_http_methods(["GET", "HEAD", "POST"])(super().admin_view(view, cacheable))

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied
            answer: HttpResponse = shown(request, *args, **kwargs)
            return answer

        return guarded

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """The admin's old address for signing in leads to the site's."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(  # type: ignore[override]
        self,
        request: HttpRequest,  # noqa: ARG002
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> HttpResponse:
        """There is one page for a new password: the site's."""
        return redirect("web:password")
