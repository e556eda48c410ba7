"""What the client brings, and what it says when it brings nothing."""

import re
import time
from email.utils import formatdate
from pathlib import Path

import pytest

from diplomacy.intake.fetching import Client, FetchError, Unchanged
from tests.intake.fetching.web import AGENT, Request, Server, a_client, fetched, gives, leads, refused


def test_a_page_is_brought_as_it_is(web: Server) -> None:
    body = "<h1>Vik ruft Örrell an</h1>".encode("latin-1")
    web.routes["/a?b=c"] = gives(
        body, kind="text/html; charset=iso-8859-1", ETag='"1"', Last_Modified="Tue, 10 Jun 2031 09:00:00 GMT"
    )
    found = fetched(a_client(), web.at("/a?b=c#below"))
    assert found.body == body
    assert (found.url, found.final_url, found.status) == (web.at("/a?b=c"), web.at("/a?b=c"), 200)
    assert found.media_type == "text/html; charset=iso-8859-1"
    assert (found.etag, found.last_modified) == ('"1"', "Tue, 10 Jun 2031 09:00:00 GMT")


def test_the_server_learns_who_asks_and_nothing_else(web: Server) -> None:
    web.routes["/"] = gives(Set_Cookie="a=b")
    client = a_client()
    fetched(client, web.at("/"))
    fetched(client, web.at("/"))
    for _, headers in web.asked:
        assert headers["User-Agent"] == AGENT
        assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Accept-Language"}


def test_proxies_and_passwords_of_the_environment_are_not_used(
    web: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    web.routes["/"] = gives()
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login vik password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    fetched(a_client(), web.at("/"))
    assert "Authorization" not in web.asked[0][1]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_where_they_lead(web: Server, status: int) -> None:
    web.routes |= {"/a": leads("b/../c?d", status), "/c?d": leads(web.at("/e", "localhost")), "/e": gives()}
    found = fetched(a_client(), web.at("/a"))
    assert (found.url, found.final_url) == (web.at("/a"), web.at("/e", "localhost"))
    assert web.paths() == ["/a", "/c?d", "/e"]


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("http://10.0.0.1/", "belongs to a private or reserved network"),
        ("http://169.254.169.254/latest/meta-data/", "where cloud machines keep their credentials"),
        ("http://[fd00::1]/", "belongs to a private or reserved network"),
        ("http://0/", "belongs to this computer itself"),
        ("file:///etc/passwd", "only http and https"),
        ("//vik:secret@127.0.0.1/", "carries a name or password"),
        ("http://93.184.215.14:6379/", "ports 80 and 443"),
        ("http://[", "no address"),
        ("a b", "a character that none has"),
    ],
)
def test_redirects_are_looked_at_anew(web: Server, to: str, words: str) -> None:
    web.routes["/a"] = leads(to)
    error = refused(a_client(), web.at("/a"))
    assert words in str(error) and error.permanent
    assert web.paths() == ["/a"]


def test_redirects_in_a_circle_and_without_end(web: Server) -> None:
    web.routes |= {"/a": leads("/b"), "/b": leads("/a"), **{f"/{n}": leads(f"/{n + 1}") for n in range(50)}}
    assert "redirects in a circle" in str(refused(a_client(), web.at("/a")))
    assert web.paths() == ["/a", "/b"]
    assert "redirects more than 5 times" in str(refused(a_client(), web.at("/0")))
    assert web.paths()[2:] == [f"/{n}" for n in range(6)]
    web.routes["/4"] = gives()
    assert fetched(a_client(), web.at("/0")).final_url == web.at("/4")


def test_a_redirect_without_an_address_and_one_with_an_endless_page(web: Server) -> None:
    def endless(request: Request) -> None:
        request.raw(b"HTTP/1.1 302 Found\r\nLocation: /c\r\n\r\n")
        while not request.server.ended.is_set():
            request.raw(bytes(65536))

    web.routes |= {"/a": leads(""), "/b": endless, "/c": gives()}
    assert "does not give the page (status 302)" in str(refused(a_client(), web.at("/a")))
    assert fetched(a_client(seconds=5), web.at("/b")).final_url == web.at("/c"), "the page of a redirect is not taken"


def test_https_is_not_given_up(web: Server, secure_web: Server, certificate: Path) -> None:
    client = a_client(certificates=certificate)
    web.routes |= {"/": gives(), "/up": leads(secure_web.at("/"))}
    secure_web.routes |= {"/": gives(), "/down": leads(web.at("/"))}
    assert fetched(client, web.at("/up")).final_url == secure_web.at("/")
    error = refused(client, secure_web.at("/down"))
    assert "redirects from https to http://127.0.0.1" in str(error) and error.permanent
    assert web.paths() == ["/up"]


def test_an_address_without_a_scheme_is_asked_by_https_first(secure_web: Server, certificate: Path) -> None:
    client = a_client(certificates=certificate)
    secure_web.routes["/a"] = gives()
    assert fetched(client, secure_web.at("/a", "localhost").removeprefix("https://")).url.startswith(
        "https://localhost"
    )
    assert fetched(client, secure_web.at("/a").removeprefix("https:")).url.startswith("https://127.0.0.1")


def test_http_is_asked_only_where_https_does_not_answer(web: Server) -> None:
    """A server that answers, but by no https, might be another than was meant: that is told."""
    web.routes["/a"] = gives()
    error = refused(a_client(seconds=5), web.at("/a").removeprefix("http://"))
    assert "speaks no https" in str(error)
    assert web.asked == []


def test_a_certificate_that_nobody_vouches_for(secure_web: Server, certificate: Path) -> None:
    secure_web.routes["/"] = gives()
    error = refused(a_client(), secure_web.at("/"))
    assert "its certificate is not valid" in str(error) and not error.permanent
    fetched(a_client(certificates=certificate), secure_web.at("/", "localhost"))
    assert "its certificate is not valid" in str(
        refused(a_client(certificates=certificate), secure_web.at("/", "127.1"))
    )


def test_what_has_not_changed_is_not_brought_again(web: Server) -> None:
    def page(request: Request) -> None:
        same = request.headers["If-None-Match"] == '"1"' or request.headers["If-Modified-Since"] == "then"
        request.page(b"", status=304) if same else request.page(b"new", ETag='"1"')

    web.routes |= {"/b": page, "/a": leads("/b")}
    client = a_client()
    assert fetched(client, web.at("/a")).etag == '"1"'
    assert client.get(web.at("/a"), etag='"1"') == Unchanged(web.at("/a"), web.at("/b"))
    assert client.get(web.at("/a"), last_modified="then") == Unchanged(web.at("/a"), web.at("/b"))
    assert fetched(client, web.at("/a"), etag='"0"').body == b"new"
    web.routes["/c"] = gives(b"", status=304)
    assert "status 304" in str(refused(client, web.at("/c"))), "unchanged since what visit?"


@pytest.mark.parametrize(
    ("status", "words", "is_permanent"),
    [
        (401, "wants a name and password", True),
        (403, "forbids it to this program", True),
        (404, "there is no such page", True),
        (410, "was taken down", True),
        (418, "does not give the page (status 418)", True),
        (429, "was asked too often", False),
        (451, "withheld for legal reasons", True),
        (500, "out of order for now (status 500)", False),
        (503, "out of order for now (status 503)", False),
        (204, "does not give the page (status 204)", True),
        (206, "does not give the page (status 206)", True),
    ],
)
def test_each_status_has_its_sentence(web: Server, status: int, words: str, is_permanent: bool) -> None:
    web.routes["/"] = gives(b"", status=status)
    error = refused(a_client(), web.at("/"))
    assert words in str(error)
    assert (error.permanent, error.status, error.retry_after) == (is_permanent, status, None)


def test_how_long_a_server_wants_to_be_left_alone(web: Server) -> None:
    stated = {"120": 120, "0": 0, "99999999999": 7 * 86400, "soon": None, "-5": None, "1e9": None, "²": None}
    dates = {formatdate(time.time() + 300, usegmt=True): 300, formatdate(time.time() - 9, usegmt=True): 0}
    for value, seconds in {**stated, **dates, "Fri, 31 Dec 9999 23:59:59 GMT": 7 * 86400}.items():
        web.routes["/"] = gives(b"", status=429, Retry_After=value)
        assert refused(a_client(), web.at("/")).retry_after == (
            pytest.approx(seconds, abs=5) if seconds is not None else None
        ), value


def test_kinds_that_no_format_reads_are_refused_before_the_body(web: Server) -> None:
    def film(request: Request) -> None:
        request.raw(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n")
        request.server.ended.wait(20)

    web.routes["/film"] = film
    began = time.monotonic()
    error = refused(a_client(seconds=15), web.at("/film"))
    assert "it is video/mp4, which no format reads" in str(error) and error.permanent
    assert time.monotonic() - began < 5
    for kind in ("image/png", "text/css", "application/javascript", "application/zip", "font/woff2", "nonsense"):
        web.routes["/x"] = gives(kind=kind)
        assert "no format reads" in str(refused(a_client(), web.at("/x")))
    for kind in ("", "text/plain", "Text/HTML;charset=x", "application/rss+xml", "application/pdf", "text/csv"):
        web.routes["/x"] = gives(kind=kind)
        assert fetched(a_client(), web.at("/x")).media_type == kind


def test_nobody_there() -> None:
    server = Server()
    server.server_close()
    error = refused(a_client(seconds=5), server.at("/"))
    assert "127.0.0.1 does not answer" in str(error) and not error.permanent
    error = refused(a_client(seconds=20), "https://sund.invalid/")
    assert "there is no host sund.invalid" in str(error) and not error.permanent


def test_only_fetch_errors_come_out(web: Server) -> None:
    with pytest.raises(FetchError, match=re.escape("no such page")):
        Client(user_agent=AGENT, limit=10, seconds=5, allow_loopback=True).get(web.at("/none"))
