"""Articles of what was fetched: their text by the charset in force, and the address they are known by."""

import pytest

from diplomacy.intake import FORMATS, Incoming, IntakeArticle, IntakeError, read_bytes
from diplomacy.intake.addresses import known_by
from diplomacy.intake.fetching import Client
from diplomacy.intake.fetching.answers import is_readable
from tests.intake.fetching.web import Server, a_client, fetched, gives, leads
from tests.intake.reading_in import BODY

PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in BODY.strip().split("\n\n"))


def a_page(head: str = "", words: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>Vik calls Orrell</title>{head}</head><body><article>"
        f"<h1>Vik calls Orrell</h1>{PARAGRAPHS}<p>The minister of Sund spoke from the Café Sjøhus{words}.</p>"
        "</article></body></html>"
    )


def read(client: Client, url: str) -> list[Incoming]:
    page = fetched(client, url)
    return list(read_bytes(page.final_url, page.body, media_type=page.media_type, url=page.final_url))


def article(client: Client, url: str) -> IntakeArticle:
    [found] = read(client, url)
    assert isinstance(found, IntakeArticle), found
    return found


def test_a_page_becomes_an_article_with_its_bytes_kept(web: Server) -> None:
    body = a_page().encode()
    web.routes |= {"/old": leads("/new?id=7"), "/new?id=7": gives(body, kind="text/html; charset=utf-8")}
    found = article(a_client(), web.at("/old"))
    assert found.title == "Vik calls Orrell"
    assert "agreed that inspections should begin" in found.text
    assert (found.original, found.media_type) == (body, "text/html; charset=utf-8")
    assert found.url == found.source_file == web.at("/new?id=7")


@pytest.mark.parametrize(
    ("header", "meta", "encoding"),
    [
        ("; charset=windows-1252", "utf-8", "cp1252"),
        ("; charset=iso-8859-1", "windows-1251", "cp1252"),
        ("; charset=windows-1250", "windows-1252", "cp1250"),
        ("", "iso-8859-2", "iso-8859-2"),
        ("; charset=nonsense", "windows-1252", "cp1252"),
        ("; charset=iso-8859-1", "iso-8859-1", "utf-8"),
        ("; charset=utf-8", "iso-8859-1", "utf-16"),
    ],
)
def test_the_servers_charset_outdoes_the_pages_and_neither_the_bytes(
    web: Server, header: str, meta: str, encoding: str
) -> None:
    """What is valid UTF-8, or begins with a mark of its encoding, is that, whatever anyone says."""
    word = (
        "Łódź" if encoding in {"cp1250", "iso-8859-2"} else "Málaga – “Ørsted”" if encoding != "cp1252" else "“Málaga”"
    )
    page = a_page(f'<meta charset="{meta}">', f" and {word}").replace("Sjøhus", "Sund").replace("Café", "House")
    web.routes["/"] = gives(page.encode(encoding), kind=f"text/html{header}")
    assert f" and {word}" in article(a_client(), web.at("/")).text


@pytest.mark.parametrize(
    ("claimed", "kept"),
    [
        ("http://news.localhost.example/vik", False),
        ("https://wire.example/vik", False),
        ("http://127.0.0.1/vik", True),
        ("http://127.0.0.1/", False),
        ("http://127.0.0.1", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_a_page_is_known_by_an_address_of_its_own_site(web: Server, claimed: str, kept: bool) -> None:
    web.routes["/a"] = gives(a_page(f'<link rel="canonical" href="{claimed}">').encode())
    found = article(a_client(), web.at("/a"))
    assert found.url == (claimed if kept else web.at("/a"))
    assert found.domain == "127.0.0.1"


@pytest.mark.parametrize(
    ("claimed", "answered", "known"),
    [
        ("https://www.sund.example/a", "https://m.sund.example/a?from=feed", "claimed"),
        ("https://m.sund.example/a", "https://www.sund.example/a", "claimed"),
        ("https://sund.example/?p=1", "https://sund.example/a", "claimed"),
        ("https://sund.example/en", "https://sund.example/", "claimed"),
        ("https://sund.example/", "https://sund.example", "claimed"),
        ("https://sund.example/", "https://sund.example/a", "answered"),
        ("https://wire.example/a", "https://sund.example/a", "answered"),
        ("https://othersund.example/a", "https://sund.example/a", "answered"),
        ("https://example/a", "https://sund.example/a", "answered"),
        ("", "https://sund.example/a", "answered"),
        ("https://wire.example/a", "", "claimed"),
    ],
)
def test_which_claims_count(claimed: str, answered: str, known: str) -> None:
    assert known_by(claimed, answered) == {"claimed": claimed, "answered": answered}[known]


def test_records_keep_their_own_addresses(web: Server) -> None:
    record = '{"title": "Vik calls Orrell", "maintext": "Vik called Orrell.", "url": "https://sund.example/1"}\n'
    web.routes["/list"] = gives(record.encode() * 2, kind="application/x-ndjson")
    found = read(a_client(), web.at("/list"))
    assert [each.url for each in found if isinstance(each, IntakeArticle)] == ["https://sund.example/1"] * 2


@pytest.mark.parametrize(("kind", "path"), [("text/plain", "/a"), ("application/octet-stream", "/a.txt"), ("", "/b")])
def test_plain_text_is_read_as_such(web: Server, kind: str, path: str) -> None:
    web.routes[path] = gives(f"Vik calls Orrell\n\n10 June 2031\n\n{BODY}".encode(), kind=kind)
    found = article(a_client(), web.at(path))
    assert (found.title, found.url) == ("Vik calls Orrell", web.at(path))


def test_what_cannot_be_read_is_told_by_its_address(web: Server) -> None:
    web.routes["/x"] = gives(b"\x00\x01\x02" * 99)
    [error] = read(a_client(), web.at("/x"))
    assert isinstance(error, IntakeError)
    assert str(error).startswith(web.at("/x")) and "binary data" in str(error)


def test_every_kind_that_a_format_goes_by_is_taken() -> None:
    for known in FORMATS:
        for kind in known.media_types:
            assert is_readable(kind) and is_readable(f"{kind.upper()}; charset=utf-8"), kind
