"""Reviewing by the keyboard alone in a real browser: a key a decision, undone by a key; and for everybody to see."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Permission, User
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Coverage, Decision, Pair
from tests.web.corpus import Corpus
from tests.web.crowd import crowd
from tests.web.every_page import omission
from tests.web.test_decisions_browser import everywhere
from tests.web.test_every_page import RULES, SCHEMES, WIDER
from tests.web.test_review import curator

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reviewing(quiet_page: Page, live_server: LiveServer, served: Corpus) -> Page:  # noqa: ARG001 (lays the pairs out)
    crowd(3, sentences=4)
    client = Client()
    client.force_login(curator("mira"))
    cookie = client.cookies["sessionid"].value
    quiet_page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    quiet_page.goto(f"{live_server.url}/review/")
    return quiet_page


def press(page: Page, key: str, room: str = "review") -> None:
    """Press a key that decides, and wait for the next item, which comes without another page."""
    before = page.locator("#item").element_handle()
    with page.expect_response(lambda answer: answer.url.endswith(f"/{room}/") and answer.request.method == "POST"):
        page.keyboard.press(key)
    before.wait_for_element_state("hidden")
    expect(page.locator("#item")).to_have_count(1)


def test_ten_decisions_and_an_undo_by_keys(reviewing: Page) -> None:
    reviewing.evaluate("window.stays = true")
    asked: list[str] = []
    reviewing.on("request", lambda request: asked.append(f"{request.method} {urlsplit(request.url).path}"))
    reviewing.locator("#accept").focus()
    for key, told in zip(("Enter", *"arr"), ("Confirmed", "Confirmed", "Rejected", "Rejected"), strict=True):
        press(reviewing, key)
        expect(reviewing.locator("#accept")).to_be_focused()
        expect(reviewing.locator("#told")).to_contain_text(told)
    for key in "12345":
        press(reviewing, key)
    reviewing.keyboard.press("d")
    reviewing.keyboard.press("n")
    reviewing.keyboard.type("The particulars are in one only.")
    reviewing.keyboard.press("Escape")
    press(reviewing, "a")
    assert Decision.objects.count() == 10
    assert asked == 10 * ["POST /review/"], "a request for each decision, and nothing beside"
    assert Decision.objects.latest("pk").note == "The particulars are in one only."
    changed = Decision.objects.latest("pk")
    assert ("detail" in changed.value["facets"]) != ("detail" in changed.was["facets"])
    press(reviewing, "u")
    expect(reviewing.locator("#told")).to_contain_text("Undone")
    assert Decision.objects.kept().count() == 9
    pair = reviewing.locator("input[name=pair]").input_value()
    press(reviewing, "j")
    assert reviewing.locator("input[name=pair]").input_value() != pair
    reviewing.keyboard.press("g")
    expect(reviewing.get_by_text("A shared topic is not enough")).to_be_visible()
    reviewing.keyboard.press("?")
    expect(reviewing.get_by_text("accept the pair as it is shown")).to_be_visible()
    assert reviewing.evaluate("window.stays"), "no other page was loaded"
    assert (
        Pair.objects.filter(decision__isnull=False).count()
        == Decision.objects.in_force().exclude(kind="reject").count()
    )


def test_a_pair_is_made_by_hand_by_keys(reviewing: Page, live_server: LiveServer, served: Corpus) -> None:
    reviewing.goto(f"{live_server.url}{omission(served)}")
    reviewing.get_by_role("link", name="pair it by hand").focus()
    reviewing.keyboard.press("Enter")
    reviewing.locator("input[name=claim]").first.focus()
    reviewing.keyboard.press("ArrowDown")
    everywhere(reviewing)
    reviewing.keyboard.press("d")
    reviewing.keyboard.press("3")
    expect(reviewing.get_by_text("made by mira").first).to_be_visible()
    made = Decision.objects.get()
    assert made.value == {"relation": "shifted", "facets": ["detail"]}
    second = served.wire.version.claims.order_by("position")[1]
    assert second.pk in Pair.objects.filter(decision=made).values_list("left", "right").get()


ROOMS = {"speakers": ("a10ra21a0a", "Who says it"), "exchanges": ("aarr", "It tells of it")}


@pytest.mark.parametrize("room", ROOMS)
def test_other_queues_by_keys_a_request_each_at_every_width(
    reviewing: Page, live_server: LiveServer, served: Corpus, room: str
) -> None:
    keys, ruling = ROOMS[room]
    Coverage.objects.filter(exchange=served.exchange).update(doubts=1, reasons=["Others call it a meeting."])
    User.objects.get().user_permissions.add(Permission.objects.get(codename="change_exchange"))
    reviewing.goto(f"{live_server.url}/review/{room}/")
    reviewing.keyboard.press("g")
    expect(reviewing.get_by_text(ruling, exact=True)).to_be_visible()
    everywhere(reviewing)
    reviewing.evaluate("window.stays = true")
    asked: list[str] = []
    reviewing.on("request", lambda request: asked.append(f"{request.method} {urlsplit(request.url).path}"))
    for key in keys:
        press(reviewing, key, room)
    assert asked == len(keys) * [f"POST /review/{room}/"], "a request for each decision, and nothing beside"
    assert Decision.objects.kept().count() == len(keys)
    press(reviewing, "u", room)
    expect(reviewing.locator("#told")).to_contain_text("Undone")
    assert Decision.objects.kept().count() == len(keys) - 1
    reviewing.keyboard.press("n")
    reviewing.keyboard.type("So it stands there.")
    reviewing.keyboard.press("Escape")
    if room == "speakers":
        reviewing.keyboard.press("s")
        reviewing.keyboard.type("ostmark")
        with reviewing.expect_response("**/review/speakers/"):
            reviewing.keyboard.press("Enter")
        expect(reviewing.locator("#told")).to_contain_text("by Ostmark")
    else:
        press(reviewing, "a", room)
    assert Decision.objects.latest("pk").note == "So it stands there."
    assert reviewing.evaluate("window.stays"), "no other page was loaded"


@pytest.mark.parametrize("width", [390, 1024])
def test_no_barrier_and_nothing_wider_than_the_screen(reviewing: Page, width: int) -> None:
    reviewing.keyboard.press("g")
    reviewing.set_viewport_size({"width": width, "height": 900})
    for scheme in SCHEMES:
        reviewing.emulate_media(color_scheme=scheme)
        found = Axe().run(reviewing, options={"runOnly": RULES[scheme]})
        assert found.violations_count == 0, found.generate_report()
        assert reviewing.evaluate(WIDER) <= 0
