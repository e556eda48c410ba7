"""robots.txt is asked and kept to, and each host is left a pause: on real servers, with a clock that tests can turn."""

import threading
import time

import pytest

from diplomacy.intake.fetching import Client, FetchError, Pace, PoliteClient, Robots, UnreachableError
from diplomacy.intake.fetching import pace as pace_module
from diplomacy.intake.fetching import robots as robots_module
from diplomacy.intake.fetching.addresses import fetchable
from tests.intake.fetching.web import Request, Server, a_client, fetched, gives, leads, refused

SUND = fetchable("https://sund.example/")


class Clock:
    """Seconds that pass only by sleeping, and a record of the sleep."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def polite(clock: Clock, client: Client | None = None, **options: float) -> PoliteClient:
    client = client or a_client()
    pace = Pace(clock=clock, sleep=clock.sleep, **options)
    return PoliteClient(client, pace=pace, robots=Robots(client, clock=clock))


RULES = b"""User-agent: *
Disallow: /private
Allow: /private/open
Disallow: /*.cgi$

User-agent: Diplomacy
User-agent: Otherbot
Disallow: /no
Crawl-delay: 7
"""


def test_the_rules_for_this_program_are_kept_to(web: Server, clock: Clock) -> None:
    web.routes |= {"/robots.txt": gives(RULES, kind="text/plain"), "/yes": gives(), "/private": gives(), "/no": gives()}
    client = polite(clock)
    fetched(client, web.at("/yes"))
    fetched(client, web.at("/private"))
    error = refused(client, web.at("/no"))
    assert "asks programs not to fetch it (robots.txt)" in str(error) and error.permanent
    assert web.paths() == ["/robots.txt", "/yes", "/private"], "asked once, and the page that it forbids never"
    assert web.asked[0][1]["User-Agent"].startswith("Diplomacy/")


def test_the_rules_for_all_are_kept_to_by_any_other(web: Server, clock: Clock) -> None:
    web.routes |= {"/robots.txt": gives(RULES), "/private/open": gives(), "/no": gives()}
    client = polite(clock, a_client(user_agent="Archive of Sund/2 (+https://archive.example)"))
    fetched(client, web.at("/no"))
    fetched(client, web.at("/private/open"))
    for path in ("/private", "/private/a", "/a.cgi"):
        assert "robots.txt" in str(refused(client, web.at(path)))


def test_a_redirect_is_asked_for_at_each_site(web: Server, clock: Clock) -> None:
    web.routes |= {
        "/robots.txt": gives(RULES),
        "/a": leads("/no"),
        "/no": gives(),
        "/b": leads(web.at("/c", "localhost")),
    }
    web.routes["/c"] = gives()
    client = polite(clock)
    assert str(refused(client, web.at("/a"))).startswith(web.at("/no"))
    assert fetched(client, web.at("/b")).final_url == web.at("/c", "localhost")
    assert web.paths() == ["/robots.txt", "/a", "/b", "/robots.txt", "/c"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429])
def test_without_rules_all_is_allowed(web: Server, clock: Clock, status: int) -> None:
    web.routes |= {"/robots.txt": gives(status=status), "/a": gives()}
    fetched(polite(clock), web.at("/a"))


def test_where_the_rules_cannot_be_learnt_the_site_is_left_alone_for_now(web: Server, clock: Clock) -> None:
    web.routes |= {"/robots.txt": gives(status=503), "/a": gives()}
    client = polite(clock)
    error = refused(client, web.at("/a"))
    assert "could not be learnt" in str(error) and "status 503" in str(error)
    assert (error.permanent, error.retry_after) == (False, robots_module.KEPT_AFTER_FAILURE)
    clock.now += 100
    assert refused(client, web.at("/a")).retry_after == robots_module.KEPT_AFTER_FAILURE - 100
    assert web.paths() == ["/robots.txt"], "not asked again so soon"
    web.routes["/robots.txt"] = gives(RULES)
    clock.now += 201
    fetched(client, web.at("/a"))


def test_rules_are_asked_for_anew_after_half_a_day(web: Server, clock: Clock) -> None:
    web.routes |= {"/robots.txt": gives(b""), "/no": gives()}
    client = polite(clock)
    fetched(client, web.at("/no"))
    web.routes["/robots.txt"] = gives(RULES)
    clock.now += robots_module.KEPT - 60
    fetched(client, web.at("/no"))
    clock.now += 61
    assert "robots.txt" in str(refused(client, web.at("/no")))


def test_rules_behind_redirects_and_rules_that_never_come(web: Server, clock: Clock) -> None:
    web.routes |= {"/robots.txt": leads("/rules"), "/rules": gives(RULES), "/no": gives()}
    assert "asks programs not" in str(refused(polite(clock), web.at("/no")))
    web.routes["/robots.txt"] = leads("/robots.txt")
    assert "in a circle" in str(refused(polite(clock), web.at("/no")))
    web.routes["/robots.txt"] = leads("http://169.254.169.254/")
    assert "cloud machines" in str(refused(polite(clock), web.at("/no")))
    assert "/no" not in web.paths()


def test_rules_of_any_length_and_content_are_read_in_bounded_time(web: Server, clock: Clock) -> None:
    star = b"User-agent: *\nDisallow: /" + b"a*" * 2000 + b"b\n"
    web.routes |= {"/" + "a" * 1500: gives(), "/no": gives()}
    for body in (star * 99, b"Disallow\x00:" * 50_000, bytes(range(256)) * 3000, RULES + b"# \xff\n" * 150_000):
        web.routes["/robots.txt"] = gives(body)
        client = polite(clock)
        began = time.monotonic()
        fetched(client, web.at("/" + "a" * 1500))
        assert time.monotonic() - began < 10
    assert "robots.txt" in str(refused(client, web.at("/no"))), "the first half megabyte counts"


def test_only_so_many_sites_are_remembered(web: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots_module, "SITES", 2)
    web.routes["/a"] = gives()
    client = polite(clock)
    for host in ("127.0.0.1", "localhost", "127.0.0.1", "127.1", "127.0.0.1"):
        fetched(client, web.at("/a", host))
    assert web.paths().count("/robots.txt") == 3
    fetched(client, web.at("/a", "127.0.0.1"))
    assert web.paths().count("/robots.txt") == 3, "the one that is used stays"
    fetched(client, web.at("/a", "localhost"))
    assert web.paths().count("/robots.txt") == 4, "the one that was not is forgotten"


def test_a_pause_between_visits_to_a_host_and_none_between_hosts(web: Server, clock: Clock) -> None:
    web.routes |= {"/a": gives(), "/b": leads("/a")}
    client = polite(clock, pause=2)
    fetched(client, web.at("/a"))
    assert clock.slept == [], "the rules do not count as a visit"
    fetched(client, web.at("/a"))
    assert clock.slept == [2]
    fetched(client, web.at("/a", "localhost"))
    assert clock.slept == [2]
    fetched(client, web.at("/b"))
    assert clock.slept == [2, 2, 2], "at a redirect too"
    clock.now += 1.5
    fetched(client, web.at("/a"))
    assert clock.slept[3:] == [0.5]


def test_the_pause_that_a_site_asks_for(web: Server, clock: Clock) -> None:
    web.routes |= {"/robots.txt": gives(RULES), "/a": gives()}
    client = polite(clock)
    fetched(client, web.at("/a"))
    fetched(client, web.at("/a"))
    assert clock.slept == [7]
    web.routes["/robots.txt"] = gives(b"User-agent: *\nCrawl-delay: 3600\n")
    client = polite(clock, patience=60)
    fetched(client, web.at("/a"))
    error = refused(client, web.at("/a"))
    assert "wants 3600 seconds of rest" in str(error)
    assert (error.permanent, error.retry_after) == (False, 3600), "told, not slept"
    clock.now += 3600
    fetched(client, web.at("/a"))
    assert clock.slept == [7]


def test_who_says_come_back_later_is_left_alone_till_then(web: Server, clock: Clock) -> None:
    web.routes |= {"/a": gives(status=429, Retry_After="600"), "/b": gives()}
    client = polite(clock)
    assert refused(client, web.at("/a")).retry_after == 600
    error = refused(client, web.at("/b"))
    assert error.retry_after == 600 and "rest" in str(error)
    assert web.paths() == ["/robots.txt", "/a"]
    clock.now += 600
    fetched(client, web.at("/b"))


def test_one_request_at_a_time_to_a_host_from_many_threads(web: Server) -> None:
    at_once, most, guard = 0, 0, threading.Lock()

    def slow(request: Request) -> None:
        nonlocal at_once, most
        with guard:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.05)
        with guard:
            at_once -= 1
        request.page(b"x")

    web.routes |= {f"/{n}": slow for n in range(8)} | {"/robots.txt": slow}
    client = a_client()
    shared = PoliteClient(client, pace=Pace(pause=0))
    threads = [threading.Thread(target=shared.get, args=(web.at(f"/{n}"),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(path for path in web.paths() if path != "/robots.txt") == [f"/{n}" for n in range(8)]
    assert most == 1


def test_a_host_that_another_thread_waits_on_too_long_is_told_as_busy(clock: Clock) -> None:
    pace = Pace(patience=0.1, clock=clock, sleep=clock.sleep)
    with pace.turn(SUND):
        with pytest.raises(FetchError, match="rest between visits"), pace.turn(SUND):
            pass
        with pace.turn(fetchable("https://other.example")):
            pass


def test_hosts_are_forgotten_when_their_pause_is_over(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace_module, "HOSTS", 10)
    pace = Pace(pause=5, patience=0.1, clock=clock, sleep=clock.sleep)
    with pace.turn(SUND):
        for n in range(30):
            with pace.turn(fetchable(f"https://{n}.example")):
                clock.now += 1
        assert len(pace._hosts) <= 11
        with pytest.raises(FetchError), pace.turn(SUND):
            pass


def test_nobody_there_is_told_as_that(clock: Clock) -> None:
    server = Server()
    server.server_close()
    error = refused(polite(clock, a_client(seconds=5)), server.at("/a"))
    assert isinstance(error, UnreachableError) and not error.permanent
    assert "127.0.0.1 does not answer" in str(error)
