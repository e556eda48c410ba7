"""Bringing texts in, in a real browser with a real worker: from pasting to the article, stopped, resumed, retried."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.incoming.deliveries import Part, deliver, progress
from diplomacy.archive.incoming.preview import preview
from diplomacy.archive.incoming.unpack import open_item
from diplomacy.archive.models import Article, Delivery, Item, ItemState, Original, Watched
from tests.archive.plain_reader import PlainReader, text_of
from tests.archive.test_jobs import ended, texts, worker
from tests.web.test_bringing_in import SAID, curators
from tests.web.test_every_page import DESK, FOCUSED, KEPT, OPEN, SCHEMES, START, WIDTHS, check

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 60_000
"""Milliseconds within which a worker is expected to have done a job; loading its models takes some."""
READOUT = text_of(SAID, "Orrell thanked her and promised that the families would be told.")
UNDATED = "Crew to come home, says Vik\n\nForeign Minister Ana Vik said on the quay that the crew must come home.\n"


@pytest.fixture
def at_work() -> Iterator[None]:
    """A worker on the tests' database."""
    process = worker()
    yield
    ended(process)


@pytest.fixture
def curator(quiet_page: Page, live_server: LiveServer) -> Page:
    """The browser of a curator, who has signed in by the form to which the page sends them."""
    curators()
    return signed_in(quiet_page, live_server)


def signed_in(page: Page, live_server: LiveServer) -> Page:
    page.goto(f"{live_server.url}/bring-in/")
    page.get_by_label("Name").fill("mira")
    page.get_by_label("Password").fill("a long enough one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bring texts in")
    return page


@pytest.mark.usefixtures("at_work")
def test_a_pasted_text_by_keyboard_from_form_to_article(curator: Page) -> None:
    curator.get_by_label("With its headline").focus()
    curator.keyboard.insert_text(UNDATED)
    for _ in range(4):  # over what is said outright
        curator.keyboard.press("Tab")
    while curator.evaluate("document.activeElement.tagName") != "BUTTON":
        curator.keyboard.press("Tab")
    curator.keyboard.press("Enter")
    expect(curator.get_by_text("as soon as a worker has looked")).to_be_visible()
    expect(curator.get_by_text("1 statement found")).to_be_visible(timeout=SECONDS)
    expect(curator.locator("#told")).to_contain_text("1 article shown")
    expect(curator.locator(".said")).to_contain_text("the crew must come home")
    expect(curator.locator(".notes")).to_contain_text("Ana Vik")
    preview_address = curator.url
    curator.get_by_role("button", name="Bring in").press("Enter")
    assert curator.url == preview_address, "the day is missing"
    expect(curator.locator(".recognised").get_by_label("Day")).to_be_focused()
    curator.locator(".recognised").get_by_label("Day").fill("2031-06-11")
    curator.locator(".recognised").get_by_label("Outlet", exact=True).fill("The Sund Gazette")
    curator.locator(".recognised").get_by_label("Kind of outlet").select_option("press")
    curator.get_by_role("button", name="Bring in").press("Enter")
    expect(curator.locator(".told")).to_have_text("Finished: 1 done.", timeout=SECONDS)
    expect(curator.locator("#told")).to_have_text("Finished: 1 done.")
    curator.locator(".came").get_by_role("link", name="Crew to come home, says Vik").press("Enter")
    expect(curator.get_by_role("heading", level=1)).to_have_text("Crew to come home, says Vik")
    expect(curator.locator(".kicker")).to_contain_text("The Sund Gazette · press · 11 June 2031")


@pytest.mark.usefixtures("at_work")
def test_of_two_files_a_broken_one_costs_the_other_nothing(curator: Page, tmp_path: Path) -> None:
    (tmp_path / "readout.txt").write_text(READOUT, encoding="utf-8")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 no more than this")
    curator.get_by_label("Choose one or several").set_input_files([tmp_path / "readout.txt", tmp_path / "broken.pdf"])
    curator.get_by_role("button", name="Look at it first").click()
    expect(curator.get_by_role("heading", name="What can’t be brought in")).to_be_visible(timeout=SECONDS)
    expect(curator.locator(".fault")).to_contain_text("broken.pdf")
    curator.get_by_role("button", name="Bring in").click()
    expect(curator.locator(".told")).to_have_text("Finished: 1 done, 1 failed.", timeout=SECONDS)
    failed = curator.locator(".came .failed")
    expect(failed).to_contain_text("broken.pdf")
    failed.get_by_role("button", name=re.compile("Try again.*broken.pdf")).press("Enter")
    expect(curator.locator(".told")).to_have_text("Finished: 1 done, 1 failed.", timeout=SECONDS)
    assert Article.objects.get().title == "Vik and Orrell speak by telephone"


def test_too_large_a_file_is_told_in_a_sentence_not_by_a_broken_connection(
    page: Page, live_server: LiveServer, settings: Settings, tmp_path: Path
) -> None:
    curators()
    curator = signed_in(page, live_server)
    settings.DIPLOMACY_MAX_UPLOAD = 1_000_000
    (tmp_path / "large.txt").write_bytes(b"x" * 3_500_000)
    curator.get_by_label("Choose one or several").set_input_files(tmp_path / "large.txt")
    curator.get_by_role("button", name="Look at it first").click()
    expect(curator.get_by_role("alert")).to_contain_text("4 MB together, more than the 1 MB")
    assert not Original.objects.exists()


@pytest.mark.usefixtures("at_work")
def test_an_address_of_this_computer_is_not_asked(curator: Page, live_server: LiveServer) -> None:
    curator.get_by_label("One a line").fill(f"{live_server.url}/admin/")
    curator.get_by_role("button", name="Look at it first").click()
    expect(curator.locator(".fault li")).to_contain_text(f"{live_server.url}/admin/", timeout=SECONDS)
    assert not Original.objects.exists()
    curator.get_by_role("button", name="Discard").click()
    expect(curator.get_by_role("heading", level=1)).to_have_text("Bring texts in")
    assert not Delivery.objects.exists()


def test_a_delivery_is_stopped_resumed_and_followed_with_focus_kept(curator: Page, live_server: LiveServer) -> None:
    delivery = deliver(texts(40), title="Forty texts")
    curator.goto(f"{live_server.url}/deliveries/{delivery.pk}/")
    expect(curator.get_by_text("No worker is running")).to_be_visible()
    curator.get_by_role("button", name="Stop").press("Enter")
    expect(curator.get_by_role("button", name="Resume")).to_be_focused()
    expect(curator.locator("#told")).to_contain_text("Stopped: 0 done, 40 left.")
    delivery.refresh_from_db()
    assert delivery.stopped
    curator.get_by_role("button", name="Resume").press("Enter")
    expect(curator.get_by_role("button", name="Stop")).to_be_focused()
    process = worker()
    expect(curator.locator(".told")).to_contain_text(re.compile(r"At work: [1-9]\d* done"), timeout=SECONDS)
    expect(curator.get_by_role("button", name="Stop")).to_be_focused()
    expect(curator.locator(".figures")).to_contain_text("Remaining")
    expect(curator.locator(".told")).to_have_text("Finished: 40 done.", timeout=2 * SECONDS)
    expect(curator.locator(".came a")).to_have_count(30)
    asked: list[str] = []
    curator.on("request", lambda request: asked.append(request.url))
    curator.wait_for_timeout(1500)
    assert asked == [], "it is asked for no more"
    ended(process)
    assert progress(delivery).done == 40


@pytest.mark.usefixtures("at_work")
def test_all_of_it_works_without_script(browser: Browser, live_server: LiveServer) -> None:
    curators()
    context = browser.new_context(java_script_enabled=False)
    page = signed_in(context.new_page(), live_server)
    page.get_by_label("With its headline").fill(READOUT)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_text("3 statements found")).to_be_visible(timeout=SECONDS)
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("3 statements found")).to_be_visible(timeout=SECONDS)
    page.get_by_role("button", name="Bring in").click()
    expect(page.locator(".told")).to_have_text("Finished: 1 done.", timeout=SECONDS)
    Item.objects.filter(version=None, state=ItemState.OPENED).update(state=ItemState.FAILED)
    page.reload()
    page.get_by_role("button", name="Try all that failed again").click()
    expect(page.locator(".told")).to_have_text("Finished: 1 done.", timeout=SECONDS)
    page.get_by_role("link", name="Watched addresses").click()
    page.get_by_role("textbox", name="Address").fill(f"{live_server.url}/feed")
    page.get_by_role("button", name="Watch").click()
    assert failing(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Nothing is watched yet")).to_be_visible()
    context.close()


def failing(page: Page) -> bool:
    """Whether the look fails that a worker takes, since the address is one of this computer."""
    for _ in range(60):
        if page.locator(".came .wrong").count():
            return True
        page.wait_for_timeout(500)
        page.reload()
    return False


def laid_out() -> dict[str, str]:
    """The address of a page of each kind, with something on it, by its name."""
    both = [Part("readout.txt", READOUT.encode()), Part("undated.txt", UNDATED.encode())]
    table = "headline,body,date,mood\nA call,Ana Vik said that ships wait.,2031-06-10,calm\n"
    broken = [Part("calls.csv", table.encode()), Part("broken.json", b'{"title": ')]
    drafts = [deliver(parts, title=parts[0].name, draft=True) for parts in (both, broken, both[:1])]
    for draft in drafts[:2]:
        preview(draft.pk, reader=PlainReader())
    under_way = deliver(texts(5), title="Five texts")
    for item in under_way.items.filter(position__lt=4):
        open_item(item.pk)
    Item.objects.filter(delivery=under_way, within=None, position=0).update(
        state=ItemState.FAILED, sentence="0.txt: it is broken."
    )
    Watched.objects.create(
        url=f"https://mfa.example/{'very-' * 40}long.xml",
        kind="feed",
        failures=3,
        sentence="It can’t be reached.",
        next_look="2031-06-11T10:00Z",
    )
    return {
        "bring-in": "/bring-in/",
        **{f"draft-{number}": f"/bring-in/{draft.pk}/" for number, draft in enumerate(drafts)},
        "deliveries": "/deliveries/",
        "delivery": f"/deliveries/{under_way.pk}/",
        "watched": "/watched/",
    }


def test_fits_every_width_is_accessible_and_reached_by_keyboard(curator: Page, live_server: LiveServer) -> None:
    for name, path in laid_out().items():
        curator.goto(f"{live_server.url}{path}")
        curator.evaluate(Axe().axe_script)
        for scheme in SCHEMES:
            for width in WIDTHS:
                check(curator, scheme, width)
                curator.screenshot(path=KEPT / f"{name}-{width}-{scheme}.png", full_page=True)
        curator.evaluate(OPEN)
        check(curator, "dark", 390)
        reached_by_keyboard(curator, f"{live_server.url}{path}")


def reached_by_keyboard(page: Page, url: str) -> None:
    """Every control that there is can be reached, and shows that it has the focus."""
    page.set_viewport_size(DESK)
    page.goto(url)
    controls, reached = page.evaluate(START), set()
    for _ in range(4 * len(controls)):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        assert focused["ring"], f"no ring: {focused['html']}"
        reached.add(focused["place"])
    polled = page.locator("[hx-trigger^=every] :is(a, button)").count()  # made anew meanwhile
    assert len(controls) - len(reached - {-1}) <= polled
