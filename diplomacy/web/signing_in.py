"""Signing in and out and a new password: Django's own, in the look of the site; and who is let in where."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import (
    LoginView,
    LogoutView,
    PasswordChangeDoneView,
    PasswordChangeView,
    redirect_to_login,
)
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from diplomacy.web.asked import elsewhere

View = Callable[..., HttpResponse]
WRONG = "Name and password don’t belong together, or the account is closed. Capitals count in both."
TOLD: dict[str, Any] = {"invalid_login": WRONG, "inactive": WRONG}
TAKES_FORMS, READ_ALONE, SENT_ALONE = ["get", "head", "post"], ["get", "head"], ["post"]
HERE = {"nav": "sign-in"}


class SignInForm(AuthenticationForm):
    """A name and a password; what is wrong with them is told alike whether the account exists or not."""

    error_messages = TOLD


@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class SignIn(LoginView):
    """Sign in, and go on to `next` where that is an address of this site.

    Who is signed in is led on before Django asks for the method, which is therefore asked for before that.
    """

    template_name = "web/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = HERE

    def get_redirect_url(self) -> str:  # type: ignore[override]  # the stub has one more
        """`next` where that is an address of this site, but for this page: it would lead to itself without end."""
        wanted = super().get_redirect_url()
        return "" if wanted.partition("?")[0] == self.request.path else wanted


class SignOut(LogoutView):
    """Sign out, by a form alone, so that no link does it unasked."""

    http_method_names = SENT_ALONE


class Password(PasswordChangeView):
    """A new password for who is signed in, whose other sessions end by it."""

    template_name = "web/password.html"
    success_url = reverse_lazy("web:password-changed")
    http_method_names = TAKES_FORMS


class PasswordChanged(PasswordChangeDoneView):
    """That it is changed."""

    template_name = "web/password_changed.html"
    http_method_names = READ_ALONE


def asks_for(*permissions: str) -> Callable[[View], View]:
    """Let in who has one of the permissions (`archive.add_delivery`); others sign in, or are told that they may not."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return elsewhere(request, redirect_to_login(request.get_full_path()).url)
            if not any(map(request.user.has_perm, permissions)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def account(request: HttpRequest) -> AbstractBaseUser:
    """Who asks, in a view that `asks_for` guards."""
    return cast("AbstractBaseUser", request.user)


def client_address(request: HttpRequest) -> str | None:
    """Where a request comes from: what the proxy in front added last, which no client can forge, or the connection."""
    if settings.DIPLOMACY_BEHIND_PROXY:
        told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        try:
            return str(ip_address(told))
        except ValueError:
            pass  # a proxy that tells nothing is the client
    return request.META.get("REMOTE_ADDR")
