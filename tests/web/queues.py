"""A curator at a review queue: what they are shown, and what a press sends."""

import re

from django.test import Client

from diplomacy.archive.roles import Role
from tests.web.test_decisions import account

HTMX = {"HX-Request": "true"}


def browser(name: str, role: Role = Role.CURATOR) -> Client:
    """A new account's browser, which asks for parts of pages as htmx does."""
    client = Client(headers=HTMX)
    client.force_login(account(name, role))
    return client


def given(html: str, **more: object) -> dict[str, object]:
    """The form of the item that is shown, as a browser sends it."""
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html):
        fields.setdefault(name, []).append(value)
    chosen = re.findall(r'name="facet" value="(\w+)" data-key="\w" checked', html)
    return {**fields, "facet": chosen, "note": "", **more}


def shown(at: str, client: Client) -> str:
    """The queue at this address."""
    answer = client.get(at)
    assert answer.status_code == 200
    return answer.content.decode()


def press(at: str, client: Client, html: str, **more: object) -> str:
    """What the queue answers to a press on what is shown."""
    return client.post(at, given(html, **more)).content.decode()
