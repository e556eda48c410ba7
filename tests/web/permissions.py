"""Every address of the URL configuration, asked with every method by every role: the table of docs/permissions.md."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, User
from django.core.handlers.base import BaseHandler
from django.db import transaction
from django.test import Client, RequestFactory, override_settings
from django.urls import URLResolver, get_resolver, resolve
from django.utils import timezone

from diplomacy.archive.models import Alias, Decision, Delivery, Tenure
from diplomacy.archive.queue import Job, defer
from diplomacy.archive.roles import Role
from tests.web.corpus import Corpus
from tests.web.every_page import curators, files, pages

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ROLES = ("anonymous", *(role.value for role in Role))
HEADING = """# Who may do what

A table of every address: what it answers to each method (a form is sent empty) and each role. A test asks them all and
holds this file to the truth. 200 is a page, 422 a form that is sent back, 302 the way to another page, 403 a refusal,
404 that nothing is there, 405 that the method is none of this address; “sign in” is the way to the form for it.

A *reader* may what everyone may, which is to read. A *curator* brings texts in, and adds to and corrects the corpus in
the admin. An *editor* deletes and merges as well. An *administrator* does all, accounts and the log of sign-ins among
it. The groups are made by `manage.py migrate`, which gives each its permissions again (`diplomacy/archive/roles.py`):
for another mix, make a group of another name.
"""
HEADER = f"| address | methods | {' | '.join(ROLES)} |\n|{' --- |' * (2 + len(ROLES))}\n"
Answers = tuple[str, ...]
"""What one method is answered, in the order of the roles."""


def routes(patterns: list[Any] | None = None, above: str = "/") -> Iterator[str]:
    """Every route of the program, through all that it includes, as the table writes it."""
    for pattern in get_resolver("diplomacy.urls").url_patterns if patterns is None else patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", route).replace("^", "").replace("$", "")


def addresses(corpus: Corpus) -> dict[str, str]:
    """For every route an address that it leads to, of rows that are there; the admin's own, then the site's.

    A route of the site that no table of every_page.py has an address for raises AssertionError.
    """
    delivery, draft = (Delivery.objects.create(title="One", draft=is_draft) for is_draft in (False, True))
    Tenure.objects.create(actor=corpus.minister, office="Foreign Minister of Ostmark")
    Alias.objects.create(actor=corpus.minister, name="the minister of the tables")
    defer(Job.LOOK, address=0)
    who = {"username": "someone", "ip_address": "192.0.2.7", "attempt_time": timezone.now()}
    AccessAttempt.objects.create(failures_since_start=1, **who)
    for log in (AccessFailureLog, AccessLog):
        log.objects.create(**who)
    decision = Decision.objects.create(kind="accept", by=User.objects.create(username="mira"))
    rows = [f"/bring-in/{draft.pk}/", f"/deliveries/{delivery.pk}/", f"/decisions/{decision.pk}/"]
    given = [*pages(corpus), *files(corpus), *curators(corpus), *rows]
    known = {f"/{resolve(path).route}": path for path in (url.partition("?")[0] for url in given)}
    found = {route: known.get(route) or _of_admin(route) for route in sorted(routes())}
    return dict(sorted(found.items(), key=lambda item: (item[0].startswith("/admin/"), item[0])))


def _of_admin(route: str) -> str:
    assert route.startswith("/admin/"), f"{route} is in no table of tests/web/every_page.py"
    label, name = [*route.split("/"), "", ""][2:4]
    of_rows = "object_id>/" in route and name.isalpha()  # and not the way to any row of any type
    row = apps.get_model(label, name).objects.first() if of_rows else None
    assert row or not of_rows, f"{route} has no row that it could show"
    places = {"<path:object_id>": row.pk if row else 0, "<path:content_type_id>": 0, "<app_label>": "archive"}
    places |= {"<id>": User.objects.earliest("pk").pk, "<url>": "nowhere"}
    for place, value in places.items():
        route = route.replace(place, str(value))
    return route


class KeptAccounts(ModelBackend):
    """Django's own backend, which looks an account and its permissions up once, and not at every request."""

    @staticmethod
    @cache
    def get_user(user_id: int) -> User:
        return User.objects.get(pk=user_id)


class Browser:
    """What a role's browser sends, handled as a server does it; nothing of an answer is kept but what is told of it."""

    def __init__(self, role: str) -> None:
        client = Client()
        if role in list(Role):
            account = User.objects.create_user(role)
            account.groups.add(Group.objects.get(name=role))
            client.force_login(account)
        self.requests = RequestFactory()
        self.requests.cookies = client.cookies
        self.handler = BaseHandler()
        self.handler.load_middleware()

    def asks(self, method: str, url: str) -> str:
        """What is answered: the status, or that the way to the sign-in is shown."""
        request = self.requests.generic(method, url)
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        answer = self.handler.get_response(request)
        to_sign_in = answer.headers.get("Location", "").startswith("/sign-in/")
        return "sign in" if to_sign_in else str(answer.status_code)


def answered(browser: Browser, url: str) -> list[str]:
    """What each method is answered at an address; all that they did is taken back."""
    with transaction.atomic():
        answers = [browser.asks(method, url) for method in METHODS]
        transaction.set_rollback(True)
    return answers


def table(corpus: Corpus) -> dict[tuple[str, str], Answers]:
    """What every route answers to every method, in the order of ROLES."""
    sessions = "django.contrib.sessions.backends.signed_cookies"  # of which signing out leaves nothing to be put back
    with override_settings(SESSION_ENGINE=sessions, AUTHENTICATION_BACKENDS=[f"{__name__}.{KeptAccounts.__name__}"]):
        browsers = [Browser(role) for role in ROLES]
        found: dict[tuple[str, str], Answers] = {}
        for route, url in addresses(corpus).items():
            answers = zip(*(answered(browser, url) for browser in browsers), strict=True)
            found |= {(route, method): of for method, of in zip(METHODS, answers, strict=True)}
        KeptAccounts.get_user.cache_clear()
    return found


def written(found: dict[tuple[str, str], Answers]) -> str:
    """The table as the page has it: methods of an address that are answered alike are one row."""
    rows: dict[tuple[str, Answers], list[str]] = {}
    for (route, method), answers in found.items():
        rows.setdefault((route, answers), []).append(method)
    lines = [f"| `{route}` | {' '.join(of)} | {' | '.join(answers)} |\n" for (route, answers), of in rows.items()]
    admin = [line for line in lines if line.startswith("| `/admin/")]
    site = lines[: len(lines) - len(admin)]
    return f"{HEADING}\n## The site\n\n{HEADER}{''.join(site)}\n## The admin\n\n{HEADER}{''.join(admin)}"
