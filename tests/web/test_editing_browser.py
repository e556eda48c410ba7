"""Correcting statements in a real browser: by the keyboard alone, with the mouse, and without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Decision, Statement
from tests.web.corpus import Corpus
from tests.web.test_decisions import account
from tests.web.test_decisions_browser import sign_in
from tests.web.test_every_page import SCHEMES, WIDTHS, check

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "The bridge has been shut since April"


@pytest.fixture
def editing(quiet_page: Page, live_server: LiveServer, served: Corpus) -> Page:
    sign_in(quiet_page, account("mira"), live_server.url)
    quiet_page.goto(f"{live_server.url}/articles/{served.wire.version.article_id}/edit/")
    return quiet_page


def press(page: Page, key: str, told: str) -> None:
    """Press a key that asks the server, and wait for what it tells."""
    with page.expect_response(lambda answer: "/edit/" in answer.url):
        page.keyboard.press(key)
    expect(page.locator("#told")).to_contain_text(told)
    expect(page.locator(".htmx-request")).to_have_count(0)


def test_a_statement_is_made_changed_rejected_and_undone_by_keys(editing: Page) -> None:
    editing.evaluate("window.stays = true")
    editing.keyboard.press("w")
    expect(editing.locator("#words")).to_be_focused()
    while editing.locator("#caret").inner_text() != "The":
        editing.keyboard.press("ArrowRight")
    for _ in WORDS.split()[1:]:
        editing.keyboard.press("Shift+ArrowRight")
    if editing.locator("#caret").inner_text() != WORDS:
        pick(editing)
    editing.keyboard.press("Enter")
    expect(editing.locator("#content")).to_have_value(WORDS)
    editing.keyboard.press("Space")
    editing.keyboard.press("n")
    editing.keyboard.type("A part of the account.")
    editing.keyboard.press("Escape")
    press(editing, "a", "Made")
    made = Decision.objects.get()
    assert made.note == "A part of the account."
    assert made.statement.speakers.count() == 1
    expect(editing.locator(".said.free")).to_have_text(WORDS)

    press(editing, "]", "")
    expect(editing.locator("#content")).to_have_value(f"{WORDS}, when")
    press(editing, "}", "")
    press(editing, "{", "")
    expect(editing.locator("#content")).to_have_value(WORDS.removeprefix("The "))
    press(editing, "a", "Changed")
    expect(editing.locator(".said.free")).to_have_text(WORDS.removeprefix("The "))
    press(editing, "r", "No statement any more")
    expect(editing.locator(".said.free")).to_have_count(0)
    assert not Statement.objects.filter(decision__isnull=False).exists()

    link = editing.get_by_role("link", name="Correct statement 2")
    link.focus()
    press(editing, "Enter", "")
    expect(link).to_have_attribute("aria-current", "true")
    editing.keyboard.press("w")
    while editing.locator("#caret").inner_text() != "He":
        editing.keyboard.press("ArrowLeft")
    editing.keyboard.press("Shift+ArrowRight")
    editing.keyboard.press("c")
    expect(editing.locator("#cue")).to_have_value("He said")
    press(editing, "a", "Changed")
    press(editing, "u", "Undone")
    editing.keyboard.press("g")
    expect(editing.get_by_text("one limb of a list")).to_be_visible()
    assert editing.evaluate("window.stays"), "no other page was loaded"


def pick(page: Page) -> None:
    """Walk on until these words are picked: “The” stands in the text more than once."""
    for _ in range(200):
        page.keyboard.press("ArrowRight")
        if page.locator("#caret").inner_text() != "The":
            continue
        for _ in WORDS.split()[1:]:
            page.keyboard.press("Shift+ArrowRight")
        if page.locator("#caret").inner_text() == WORDS:
            return
    pytest.fail("the words were never picked")


def test_words_are_selected_with_the_mouse(editing: Page) -> None:
    line = editing.locator("#words p", has_text=WORDS)
    line.scroll_into_view_if_needed()
    box = editing.evaluate(
        """([p, words]) => {
          const node = [...p.childNodes].find((one) => one.data?.includes(words));
          const range = document.createRange();
          range.setStart(node, node.data.indexOf(words));
          range.setEnd(node, node.data.indexOf(words) + words.length);
          const [first] = range.getClientRects();
          return [first.left + 2, first.right - 2, first.top + first.height / 2];
        }""",
        [line.element_handle(), "bridge has been"],
    )
    editing.mouse.move(box[0] + 1, box[2])
    editing.mouse.down()
    editing.mouse.move(box[1], box[2], steps=8)
    editing.mouse.up()
    expect(editing.locator("#content")).to_have_value("bridge has been")


def test_no_barrier_and_nothing_wider_than_the_screen(editing: Page) -> None:
    editing.get_by_role("link", name="Correct statement 1").click()
    expect(editing.locator("#form")).to_have_text("This statement")
    editing.get_by_text("The claims in it").click()
    editing.keyboard.press("g")
    editing.evaluate(Axe().axe_script)
    for scheme in SCHEMES:
        for width in WIDTHS:
            check(editing, scheme, width)


def test_without_script_forms_do_it_all(browser: Browser, live_server: LiveServer, served: Corpus) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, account("mira"), live_server.url)
    page.goto(f"{live_server.url}/articles/{served.wire.version.article_id}/")
    page.get_by_role("link", name="Correct its statements").click()
    page.get_by_label("Its words").fill(WORDS)
    page.get_by_label("Teodor Brandt").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#told")).to_contain_text("Made")
    page.get_by_role("button", name="] Ends a word later").click()
    expect(page.get_by_label("Its words")).to_have_value(f"{WORDS}, when")
    page.get_by_role("button", name="Undo decision").click()
    expect(page.locator("#told")).to_contain_text("Undone")
    assert not Decision.objects.kept().exists()
    context.close()
