"""Handing texts in by the browser: who may, how much, what is asked, what is shown, and what becomes of it."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags
from pytest_django.fixtures import Settings

from diplomacy.archive.incoming.deliveries import Part, deliver
from diplomacy.archive.incoming.preview import preview
from diplomacy.archive.incoming.unpack import open_item
from diplomacy.archive.models import Article, Delivery, Item, ItemKind, Original
from diplomacy.intake.formats import FORMATS
from tests.archive.plain_reader import PlainReader, text_of

pytestmark = pytest.mark.django_db

SAID = "Vik said that the crew must come home."
HTMX = {"HX-Request": "true"}
WITH_SCRIPT = "<script>alert(1)</script>"


def curators() -> User:
    user = User.objects.create_user("mira", password="a long enough one")  # noqa: S106
    user.groups.add(Group.objects.get(name="curator"))
    return user


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(curators())
    return client


@pytest.fixture
def uploads(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """Where large uploads lie while they are taken in; nothing may be left of them."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


def file(name: str, data: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def handed_in(client: Client, **given: object) -> Delivery:
    answer = client.post("/bring-in/", given)
    assert answer.status_code == 302, strip_tags(answer.content.decode())
    delivery = Delivery.objects.latest("pk")
    assert answer.headers["Location"] == f"/bring-in/{delivery.pk}/"
    return delivery


def looked_at(client: Client, delivery: Delivery) -> str:
    preview(delivery.pk, reader=PlainReader())
    answer = client.get(f"/bring-in/{delivery.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def fields(html: str) -> dict[str, str]:
    """What the forms of a page would send, as a browser would."""
    inputs = re.findall(r'<input type="(?:text|date|url|hidden)" name="(\w+-[^"]+)"(?: value="([^"]*)")?', html)
    chosen = re.findall(r'<select name="([^"]+)".*?<option value="([^"]*)" selected', html, re.DOTALL)
    return dict([*inputs, *chosen])


def paths(pk: int) -> tuple[str, ...]:
    return ("/bring-in/", f"/bring-in/{pk}/", "/deliveries/", f"/deliveries/{pk}/", "/watched/")


def asked(client: Client, pk: int, **headers: str) -> Iterator[tuple[str, Any]]:
    """What every address answers to each method, with the address."""
    for path in paths(pk):
        yield path, client.get(path, headers=headers)
        yield path, client.post(path, {"do": "discard", "text": "A text."}, headers=headers)


def test_nobody_else_may(client: Client) -> None:
    delivery = deliver([Part("readout.txt", b"A text.")], title="A draft", draft=True)
    for path, answer in asked(client, delivery.pk):
        assert answer.status_code == 302, path
        assert answer.headers["Location"] == f"/sign-in/?next={path}"
    for path, answer in asked(client, delivery.pk, **HTMX):
        assert answer.headers["HX-Redirect"] == f"/sign-in/?next={path}"
    client.force_login(User.objects.create_user("reader"))
    for path, answer in asked(client, delivery.pk):
        assert answer.status_code == 403, path
        assert "Your account may not do this" in answer.content.decode()
    assert Delivery.objects.count() == 1


def test_nobody_else_sees_the_way(client: Client) -> None:
    assert "bring-in" not in client.get("/").content.decode()
    client.force_login(curators())
    html = client.get("/").content.decode()
    assert html.count('href="/bring-in/"') == 2, "in the header, and where there is nothing yet"
    assert AnonymousUser().has_perm("archive.add_delivery") is False


def test_a_forged_form_does_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(curators())
    delivery = deliver([Part("readout.txt", b"A text.")], title="A draft", draft=True)
    for path in paths(delivery.pk):
        answer = client.post(path, {"do": "discard", "text": "A text."})
        assert answer.status_code == 403, path
        assert "nothing was done" in answer.content.decode()
    assert Delivery.objects.count() == 1
    client.get("/bring-in/")
    token = client.cookies["csrftoken"].value
    assert client.post("/bring-in/", {"text": "A text.", "csrfmiddlewaretoken": token}).status_code == 302


def test_the_page_says_what_can_be_read_and_how_much(curator: Client) -> None:
    html = curator.get("/bring-in/").content.decode()
    for known in FORMATS:
        assert ", ".join(known.suffixes) in html
    assert "At most 100 MB at once, and 20 MB for one" in html


def test_three_ways_in_one_delivery(curator: Client) -> None:
    delivery = handed_in(
        curator,
        uploads=[file("one.txt", text_of(SAID)), file("two.html", "<p>Two</p>")],
        addresses="https://one.example/a\n\n  www.two.example \nhttps://one.example/a",
        text="A headline\n\nA text.",
        outlet="The Sund Gazette",
        outlet_kind="press",
        published="2031-06-10",
    )
    assert list(delivery.items.order_by("position").values_list("kind", "name")) == [
        (ItemKind.FILE, "one.txt"),
        (ItemKind.FILE, "two.html"),
        (ItemKind.FILE, "pasted text"),
        (ItemKind.ADDRESS, "https://one.example/a"),
        (ItemKind.ADDRESS, "https://www.two.example"),
    ]
    assert (delivery.outlet, delivery.outlet_kind, f"{delivery.published_on}") == (
        "The Sund Gazette",
        "press",
        "2031-06-10",
    )
    assert delivery.draft and delivery.title == "one.txt and 4 more"
    assert delivery.handed_in_by and delivery.handed_in_by.username == "mira"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose files, give addresses or paste a text."),
        ({"text": "  \n "}, "Choose files"),
        ({"addresses": "file:///etc/passwd"}, "“file:///etc/passwd” is no web address"),
        ({"addresses": "javascript:alert(1)"}, "is no web address"),
        ({"addresses": "https://mira:secret@paper.example/1"}, "the address carries a name or password"),
        ({"addresses": "\n".join(f"https://a.example/{n}" for n in range(1001))}, "1,001 addresses"),
        ({"text": "a" * 1_000_001}, "at most 1000000 characters"),
        ({"text": "A text.", "published": "the ides"}, "valid date"),
        ({"text": "A text.", "outlet_kind": "rumour"}, "not one of the available choices"),
        ({"text": "A \x00 text."}, "Null characters"),
    ],
)
def test_what_cannot_be_taken_is_told_in_a_sentence(curator: Client, given: dict[str, str], sentence: str) -> None:
    answer = curator.post("/bring-in/", given)
    assert answer.status_code == 422
    assert sentence in strip_tags(answer.content.decode())
    assert not Delivery.objects.exists()


def test_an_empty_file_is_told(curator: Client) -> None:
    answer = curator.post("/bring-in/", {"uploads": [file("empty.txt", b"")]})
    assert "The submitted file is empty" in answer.content.decode()


def test_too_much_is_refused_before_it_is_parsed(curator: Client, settings: Settings, uploads: Path) -> None:
    settings.DIPLOMACY_MAX_UPLOAD = 3_000_000
    answer = curator.post("/bring-in/", {"uploads": [file("large.txt", b"x" * 4_100_000)]})
    assert answer.status_code == 422
    assert "These are 4 MB together, more than the 3 MB" in strip_tags(answer.content.decode())
    assert not Original.objects.exists()
    handed_in(curator, uploads=[file("fits.txt", b"x" * 2_900_000)])
    assert Original.objects.get().size == 2_900_000
    assert list(uploads.iterdir()) == []


def test_too_many_files_and_too_long_a_form_are_refused(curator: Client, uploads: Path) -> None:
    many = curator.post("/bring-in/", {"uploads": [file(f"{n}.txt", b"A") for n in range(101)]})
    assert "more than 100 files" in many.content.decode()
    long = curator.post("/bring-in/", {"text": "a" * 5_100_000, "uploads": [file("a.txt", b"x" * 3_000_000)]})
    assert "too long; hand it in as a file" in long.content.decode()
    broken = curator.post("/bring-in/", b"--x\r\nnothing", content_type="multipart/form-data")
    assert "came in broken" in broken.content.decode()
    assert not Delivery.objects.exists()
    assert list(uploads.iterdir()) == []


def test_an_upload_of_somebody_else_is_not_even_read(client: Client, uploads: Path) -> None:
    class Untouched(BytesIO):
        """A body that must not be read."""

        def read(self, *_: object) -> bytes:
            raise AssertionError("it was read")

    body: Any = {"wsgi.input": Untouched(), "CONTENT_LENGTH": "9"}
    answer = client.generic("POST", "/bring-in/", content_type="multipart/form-data; boundary=x", **body)
    assert answer.status_code == 302
    assert list(uploads.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\mira\\readout.txt", "readout.txt"),
        ("read\u202etxt.out.txt", "readtxt.out.txt"),
    ],
)
def test_names_of_files_lose_their_path_and_what_cannot_be_seen(curator: Client, name: str, kept: str) -> None:
    body = (
        f'--x\r\nContent-Disposition: form-data; name="uploads"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
        "A text.\r\n--x--\r\n"
    )
    answer = curator.post("/bring-in/", body.encode(), content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 302
    assert Item.objects.get().name == kept


def test_what_is_recognised_is_shown_escaped(curator: Client) -> None:
    delivery = handed_in(curator, uploads=[file(f"a{WITH_SCRIPT[:8]}.txt", text_of(SAID, title=f"Call {WITH_SCRIPT}"))])
    html = looked_at(curator, delivery)
    assert WITH_SCRIPT not in html and "&lt;script&gt;" in html
    assert 'name="csrfmiddlewaretoken"' in html
    given = fields(html)
    [prefix] = {name.rpartition("-")[0] for name in given} - {"all"}
    assert given[f"{prefix}-outlet"] == "Sund Ministry of Foreign Affairs"
    assert (given[f"{prefix}-outlet_kind"], given[f"{prefix}-published"]) == ("official", "2031-06-10")
    assert "1 statement found" in html and "Ana Vik" in html
    assert '<span class="said indirect tint-1">the crew must come home</span>' in html


def test_a_draft_that_no_worker_has_seen_asks_again(curator: Client) -> None:
    delivery = handed_in(curator, text="A text.")
    html = curator.get(f"/bring-in/{delivery.pk}/").content.decode()
    assert 'hx-trigger="every 1s"' in html and '<noscript><meta http-equiv="refresh"' in html
    assert "No worker is running" in html and "manage.py worker" in html
    part = curator.get(f"/bring-in/{delivery.pk}/", headers=HTMX).content.decode()
    assert part.lstrip().startswith('<section id="found"') and "hx-get" in part
    early = curator.post(f"/bring-in/{delivery.pk}/", {"do": "bring in"})
    assert early.headers["Location"] == f"/bring-in/{delivery.pk}/"
    assert Delivery.objects.get().draft
    preview(delivery.pk, reader=PlainReader())
    part = curator.get(f"/bring-in/{delivery.pk}/", headers=HTMX).content.decode()
    assert "hx-get" not in part and 'hx-swap-oob="innerHTML:#told"' in part


def test_what_is_missing_is_asked_for_and_what_is_wrong_corrected(curator: Client) -> None:
    delivery = handed_in(curator, text="Crew to come home\n\nAna Vik said that the crew must come home.\n")
    given = fields(looked_at(curator, delivery))
    here = f"/bring-in/{delivery.pk}/"
    refused = curator.post(here, {**given, "do": "bring in"})
    assert refused.status_code == 422
    assert "give the day" in refused.content.decode() and "Nothing is brought in yet" in refused.content.decode()
    prefix = next(name.rpartition("-")[0] for name in given if name.endswith("published") and "all" not in name)
    said = {
        f"{prefix}-published": "2031-06-11",
        f"{prefix}-outlet": "The Sund Gazette",
        f"{prefix}-outlet_kind": "press",
    }
    again = curator.post(here, {**given, **said, "do": "look again"})
    assert again.headers["Location"] == here and Delivery.objects.get().preview is None
    corrected = fields(looked_at(curator, delivery))
    assert said.items() <= corrected.items()
    curator.post(here, {**corrected, "do": "bring in"})
    assert curator.get(here).headers["Location"] == f"/deliveries/{delivery.pk}/"
    open_item(Item.objects.get(within=None).pk)
    article = Article.objects.select_related("outlet").get()
    assert (article.outlet.name, f"{article.published_on}") == ("The Sund Gazette", "2031-06-11")
    assert article.title == "Crew to come home"


def test_nothing_in_it_can_only_be_discarded(curator: Client) -> None:
    delivery = handed_in(curator, uploads=[file("broken.json", b'{"title": ')])
    html = looked_at(curator, delivery)
    assert "What can’t be brought in" in html and "broken.json" in html
    assert "nothing in it that could be brought in" in html and 'value="bring in"' not in html
    answer = curator.post(f"/bring-in/{delivery.pk}/", {"do": "discard"})
    assert answer.headers["Location"] == "/bring-in/"
    assert not Delivery.objects.exists() and not Original.objects.exists()
    assert curator.get(f"/bring-in/{delivery.pk}/").status_code == 404


def test_how_columns_were_matched_is_shown(curator: Client) -> None:
    rows = "headline,body,date,mood\nA call,Ana Vik said that ships wait.,2031-06-10,calm\n"
    html = looked_at(curator, handed_in(curator, uploads=[file("calls.csv", rows)]))
    assert "Columns of calls.csv" in html
    assert "title from “headline”" in html and "not used: “mood”" in html
