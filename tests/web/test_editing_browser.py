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
    while editing.locator("#caret").text_content() != "The":
        editing.keyboard.press("ArrowRight")
    for _ in WORDS.split()[1:]:
        editing.keyboard.press("Shift+ArrowRight")
    if editing.locator("#caret").text_content() != WORDS:
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

    editing.keyboard.press("]")
    expect(editing.locator("#content")).to_have_value(f"{WORDS}, when")
    editing.keyboard.press("}")
    editing.keyboard.press("{")
    expect(editing.locator("#content")).to_have_value(WORDS.removeprefix("The "))
    press(editing, "a", "Changed")
    expect(editing.locator(".said.free")).to_have_text(WORDS.removeprefix("The "))
    press(editing, "r", "No statement any more")
    expect(editing.locator(".said.free")).to_have_count(0)
    assert not Statement.objects.filter(decision__isnull=False).exists()

    press(editing, "u", "Undone")

    for _ in range(2):
        press(editing, ".", "")
    link = editing.get_by_role("link", name="Correct statement 2")
    expect(link).to_have_attribute("aria-current", "true")
    expect(link).to_be_focused()
    editing.keyboard.press("w")
    while editing.locator("#caret").text_content() != "He":
        editing.keyboard.press("ArrowLeft")
    editing.keyboard.press("Shift+ArrowRight")
    editing.keyboard.press("c")
    expect(editing.locator("#cue")).to_have_value("He said")
    editing.get_by_role("slider", name="Beginning of the cue").focus()
    editing.keyboard.press("ArrowRight")
    expect(editing.locator("#cue")).to_have_value("said")
    editing.keyboard.press("ArrowLeft")
    editing.get_by_role("slider", name="End of the words").focus()
    for _ in range(4):
        editing.keyboard.press("ArrowLeft")
    expect(editing.locator("#content")).to_have_value("the drivers")
    expect(editing.get_by_role("slider", name="End of the words")).to_have_attribute("aria-valuetext", "drivers")
    editing.keyboard.press("v")
    editing.keyboard.type("Lirien")
    editing.keyboard.press("Escape")
    editing.keyboard.press("x")
    press(editing, "a", "through Lirien, reported, a silence")
    editing.keyboard.press("m")
    expect(editing.locator("#machine")).to_contain_text("the drivers were “in good health.”")
    editing.wait_for_function("() => CSS.highlights.get('machine').size === 1")
    editing.keyboard.press("m")
    editing.wait_for_function("() => CSS.highlights.get('machine').size === 0")
    press(editing, "u", "Undone")

    press(editing, ",", "")
    expect(editing.locator("#form")).to_have_text("A claim of the writer’s own")
    press(editing, "r", "No claim any more")
    press(editing, "u", "Undone")
    editing.keyboard.press("g")
    expect(editing.get_by_text("one limb of a list")).to_be_visible()
    assert editing.evaluate("window.stays"), "no other page was loaded"


def pick(page: Page) -> None:
    """Walk on until these words are picked: “The” stands in the text more than once."""
    for _ in range(200):
        page.keyboard.press("ArrowRight")
        if page.locator("#caret").text_content() != "The":
            continue
        for _ in WORDS.split()[1:]:
            page.keyboard.press("Shift+ArrowRight")
        if page.locator("#caret").text_content() == WORDS:
            return
    pytest.fail("the words were never picked")


def spot(page: Page, words: str) -> tuple[float, float, float]:
    """Where these words of the text stand on the screen: left, right, and the height in between."""
    left, right, middle = page.evaluate(
        """words => {
          for (const p of document.querySelectorAll("#words p[data-start]")) {
            const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
              const at = walker.currentNode.data.indexOf(words);
              if (at < 0) continue;
              p.scrollIntoView({ block: "center" });
              const range = document.createRange();
              range.setStart(walker.currentNode, at);
              range.setEnd(walker.currentNode, at + words.length);
              const [first] = range.getClientRects();
              return [first.left, first.right, first.top + first.height / 2];
            }
          }
        }""",
        words,
    )
    return left, right, middle


def select(page: Page, words: str) -> None:
    left, right, middle = spot(page, words)
    page.mouse.move(left + 3, middle)
    page.mouse.down()
    page.mouse.move(right - 2, middle, steps=6)
    page.mouse.up()


def test_words_cue_and_edges_are_set_with_the_mouse(editing: Page) -> None:
    content, cue = editing.locator("#content"), editing.locator("#cue")
    select(editing, "bridge has been")
    expect(content).to_have_value("bridge has been")
    select(editing, "two countries")
    editing.get_by_role("button", name="One more stretch").click()
    expect(content).to_have_value("bridge has been\ntwo countries")
    select(editing, "fell out")
    editing.get_by_role("button", name="The cue").click()
    expect(cue).to_have_value("fell out")

    editing.get_by_role("slider", name="End of the words").first.hover()  # once it stands still
    before = editing.evaluate("scrollY")
    left, right, middle = spot(editing, "since")
    editing.mouse.down()
    editing.mouse.move(left + 2, middle, steps=4)
    expect(content).to_have_value("bridge has been shut since\ntwo countries")
    editing.mouse.move(right + 300, middle + 4, steps=3)
    editing.mouse.up()
    first, second = content.input_value().split("\n")
    assert first.startswith("bridge has been shut since April") and second == "two countries"
    assert editing.evaluate("scrollY") == before, "nothing jumps"
    places = editing.locator("#places").input_value()
    editing.get_by_label("Maud Savary").check()
    press(editing, "a", "Made: by Maud Savary (“fell out”)")
    spans = Decision.objects.get().statement.spans
    assert ",".join(f"{start}-{end}" for start, end in spans) == places

    left, _, middle = spot(editing, "in good health")
    with editing.expect_response(lambda answer: "statement=" in answer.url):
        editing.mouse.click(left + 5, middle)
    expect(editing.locator("#form")).to_have_text("Statement 2")


def test_an_edge_is_dragged_with_a_finger(browser: Browser, live_server: LiveServer, served: Corpus) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    sign_in(page, account("mira"), live_server.url)
    said = Statement.objects.get(version=served.wire.version, kind="mixed", via=None)
    page.goto(f"{live_server.url}/articles/{served.wire.version.article_id}/edit/?statement={said.pk}")
    handle = page.get_by_role("slider", name="Beginning of the words")
    expect(handle).to_have_count(1)
    left, _, middle = spot(page, "were")
    box = handle.bounding_box()
    assert box
    touch = context.new_cdp_session(page)

    def finger(kind: str, *points: tuple[float, float]) -> None:
        given = {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        touch.send("Input.dispatchTouchEvent", given)

    finger("touchStart", (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
    finger("touchMove", (left + 4, middle))
    expect(page.locator("#content")).to_have_value("were “in good health.”")
    finger("touchEnd")
    assert page.evaluate("getSelection().isCollapsed"), "no text is selected by it"
    expect(page.get_by_role("button", name="Save")).to_be_in_viewport()
    context.close()


def test_no_barrier_and_nothing_wider_than_the_screen(editing: Page) -> None:
    editing.get_by_role("link", name="Correct statement 1").click()
    expect(editing.locator("#form")).to_have_text("Statement 1")
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
    page.get_by_role("button", name="Ends a word later").click()
    expect(page.get_by_label("Its words")).to_have_value(f"{WORDS}, when")
    page.get_by_role("button", name="Undo decision").click()
    expect(page.locator("#told")).to_contain_text("Undone")
    assert not Decision.objects.kept().exists()
    context.close()
