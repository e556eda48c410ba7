"""Signing in and out, a new password, what is locked and what is written down of it."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from diplomacy.archive.models import Actor
from diplomacy.archive.roles import Role
from diplomacy.web.signing_in import client_address
from tests.web.corpus import Corpus

pytestmark = pytest.mark.django_db
SECRET = "eleven grey herons"  # noqa: S105
NEW = "twelve grey herons"


def account(role: Role, name: str = "mira") -> User:
    made = User.objects.create_user(name, password=SECRET)
    made.groups.add(Group.objects.get(name=role.value))
    return made


def try_in(
    client: Client, name: str = "mira", password: str = SECRET, at: str = "192.0.2.1", **more: str
) -> tuple[int, str]:
    """Status of the answer, and where it leads or what it says."""
    given = {"username": name, "password": password, **more}
    answer = client.post("/sign-in/", given, REMOTE_ADDR=at)
    return answer.status_code, answer.headers.get("Location") or answer.content.decode()


def said(page: str) -> str:
    main = page.partition('<main id="main"')[2].partition("</main>")[0]
    return re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", main)


def test_it_leads_on_to_own_addresses_alone(client: Client) -> None:
    account(Role.CURATOR)
    for wanted, led in (
        ("/actors/?q=Vik", "/actors/?q=Vik"),
        ("", "/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
    ):
        assert try_in(client, next=wanted) == (302, led)
        assert client.post("/sign-out/").headers["Location"] == "/"


def test_it_does_not_lead_who_is_signed_in_to_itself(client: Client) -> None:
    """As after a failure, where the page that tells it leads to the form with its own address."""
    client.force_login(account(Role.CURATOR))
    for wanted in ("/sign-in/", "/sign-in/?next=/sign-in/"):
        assert client.get("/sign-in/", {"next": wanted}).headers["Location"] == "/"


def test_the_admin_sends_strangers_to_the_sites_own_page_and_readers_away(client: Client) -> None:
    assert client.get("/admin/archive/actor/").headers["Location"] == "/sign-in/?next=/admin/archive/actor/"
    assert client.get("/admin/login/").headers["Location"] == "/sign-in/?next=/admin/"
    client.force_login(account(Role.READER))
    assert client.get("/admin/").status_code == 403
    assert client.get("/sign-in/?next=/admin/").headers["Location"] == "/admin/", "a refusal, and no circle"


def test_signed_in_or_not_the_form_takes_no_other_method(client: Client) -> None:
    for _ in range(2):
        for method in ("put", "delete", "options"):
            assert getattr(client, method)("/sign-in/").status_code == 405, method
        client.force_login(User.objects.get_or_create(username="mira")[0])


def test_wrong_names_and_wrong_passwords_are_told_alike(client: Client) -> None:
    closed = account(Role.CURATOR, "wren")
    closed.is_active = False
    closed.save()
    account(Role.CURATOR)
    answers = {
        said(page).replace(name, "NAME")
        for name, password in (("mira", "wrong"), ("nobody", "wrong"), ("wren", SECRET))
        for _, page in [try_in(client, name, password)]
    }
    assert len(answers) == 1
    assert "Name and password don’t belong together" in answers.pop()


@pytest.mark.parametrize("name", ["mira", "nobody"])
def test_five_failures_lock_the_name_where_they_came_from_for_a_while(client: Client, name: str) -> None:
    account(Role.CURATOR)
    assert [try_in(client, name, "wrong")[0] for _ in range(5)] == [200, 200, 200, 200, 429]
    status, page = try_in(client, name)
    assert status == 429
    assert "locked here for fifteen minutes" in said(page)
    assert "sessionid" not in client.cookies
    if name == "mira":
        assert try_in(client, name, at="192.0.2.2")[0] == 302, "from elsewhere"
        client.post("/sign-out/")
    with pytest.MonkeyPatch.context() as clock:
        later = timezone.now() + timedelta(minutes=16)
        clock.setattr("axes.handlers.proxy.now", lambda: later)
        assert try_in(client, name)[0] == (302 if name == "mira" else 200)


def test_behind_a_proxy_the_client_is_who_the_proxy_says(settings: Settings) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "192.0.2.66, 192.0.2.7"})
    assert client_address(request) == "10.0.0.1"
    settings.DIPLOMACY_BEHIND_PROXY = True
    assert client_address(request) == "192.0.2.7"
    for forged in ("", "not an address"):
        request.META["HTTP_X_FORWARDED_FOR"] = forged
        del request.headers
        assert client_address(request) == "10.0.0.1"


def test_sign_ins_and_failures_are_written_down_for_administrators_who_cannot_change_them(client: Client) -> None:
    account(Role.ADMINISTRATOR)
    try_in(client, "mira", "wrong")
    try_in(client, at="192.0.2.9")
    client.post("/sign-out/")
    entry = AccessLog.objects.get()
    assert (entry.username, entry.ip_address, entry.logout_time is None) == ("mira", "192.0.2.9", False)
    assert AccessFailureLog.objects.get().username == "mira"
    try_in(client)
    assert "192.0.2.9" in client.get("/admin/axes/accesslog/").content.decode()
    assert client.post(f"/admin/axes/accesslog/{entry.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("weak", ["herons", "123456789012345", "mira-mira-mi", "passwordpassword"[:11], "password1234"])
def test_weak_passwords_are_refused(client: Client, weak: str) -> None:
    client.force_login(account(Role.CURATOR, "mira-mira-mi"))
    answer = client.post("/password/", {"old_password": SECRET, "new_password1": weak, "new_password2": weak})
    assert "errorlist" in answer.content.decode()
    assert User.objects.get().check_password(SECRET)


def test_a_new_password_ends_the_other_sessions(client: Client) -> None:
    other, mira = Client(), account(Role.CURATOR)
    for browser in (client, other):
        browser.force_login(mira)
    given = {"old_password": SECRET, "new_password1": NEW, "new_password2": NEW}
    assert client.post("/password/", given).headers["Location"] == "/password/changed/"
    assert client.get("/password/changed/").status_code == 200
    assert other.get("/bring-in/").status_code == 302
    assert client.get("/bring-in/").status_code == 200


def test_a_session_ends_after_fourteen_days_however_much_is_read(client: Client) -> None:
    account(Role.CURATOR)
    try_in(client)
    ends = Session.objects.get().expire_date
    assert timedelta(days=13.9) < ends - timezone.now() <= timedelta(days=14)
    client.get("/bring-in/")
    assert Session.objects.get().expire_date == ends
    Session.objects.update(expire_date=timezone.now())
    assert client.get("/bring-in/").status_code == 302


def test_pages_show_only_what_the_role_may_do(client: Client, corpus: Corpus) -> None:
    path, row = f"/actors/{corpus.minister.pk}/", f"/admin/archive/actor/{corpus.minister.pk}"
    own = f'href="/review/actors/?actor={corpus.minister.pk}"'
    ways = ('href="/review/"', 'href="/bring-in/"', 'href="/admin/"', own, 'action="/sign-out/"')
    shown = {}
    for role in (None, *Role):
        if role:
            client.force_login(account(role, role.value))
        page = client.get(path).content.decode()
        shown[role] = [way in page for way in ways]
    assert shown[None] == [False, False, False, False, False]
    assert shown[Role.READER] == [False, False, False, False, True]
    assert all(all(shown[role]) for role in (Role.CURATOR, Role.EDITOR, Role.ADMINISTRATOR))
    for role, status in ((Role.CURATOR, 403), (Role.EDITOR, 302)):
        client.force_login(User.objects.get(username=role.value))
        assert ("deletelink" in client.get(f"{row}/change/").content.decode()) == (status == 302)
        loose = Actor.objects.create(name=f"Nobody of the {role}", kind="person")
        assert client.post(f"/admin/archive/actor/{loose.pk}/delete/", {"post": "yes"}).status_code == status
