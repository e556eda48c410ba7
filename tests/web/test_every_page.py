"""Every page in a real browser: at every width, light and dark, on paper, without script, by keyboard alone.

What each looks like is kept in test-results/pages/<page>-<width>-<scheme>.png.
"""

from collections.abc import Iterator
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, ViewportSize, expect

from tests.conftest import CHECKOUT
from tests.web.conftest import Site
from tests.web.every_page import CROWDED, PAGES, REFUSALS

KEPT = CHECKOUT / "test-results" / "pages"
WIDTHS = (390, 1024, 1600)
DESK: ViewportSize = {"width": 1024, "height": 900}
PAPER: ViewportSize = {"width": 718, "height": 1000}
"""A4 with margins of a centimetre, in CSS pixels."""
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
RULES: dict[Scheme, list[str]] = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "dark": ["color-contrast", "link-in-text-block"],
}
"""axe's rules: in the dark only those that colours can break."""
EVERY_PAGE = {name: (200, where) for name, where in (PAGES | CROWDED).items()} | REFUSALS

pytestmark = pytest.mark.django_db
every_page = pytest.mark.parametrize("name", EVERY_PAGE)
page_with_keys = pytest.mark.parametrize("name", [name for name in EVERY_PAGE if name != "500"])
"""All but the page that has to stand where nothing else works."""

SETTLED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TABS = """
() => new Set([...document.querySelectorAll("nav.readings a")].map(tab => {
  const box = tab.getBoundingClientRect();
  return `${box.top} ${box.bottom}`;
})).size
"""
"""How many heights the ways between readings stand at: none, or one."""
OPEN = "document.querySelectorAll('main details').forEach(part => { part.open = true; })"
"""Unfold all that a page keeps folded; what it asks the server for then comes in a moment."""
CUT = """
() => {
  const hidden = element => element.closest(".hidden, .skip");
  const cut = [];
  for (const element of document.querySelectorAll("main, main *")) {
    if (!element.checkVisibility() || hidden(element) || element.closest("svg")) continue;
    const style = getComputedStyle(element);
    const over = (kind, room, whole) => style[kind] !== "visible" && whole > room + 1;
    if (over("overflowX", element.clientWidth, element.scrollWidth) ||
        over("overflowY", element.clientHeight, element.scrollHeight)) cut.push(element.outerHTML.slice(0, 90));
    const range = document.createRange();
    for (const text of element.childNodes) {
      if (text.nodeType !== Node.TEXT_NODE || !text.data.trim()) continue;
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect();
      if (box.left < -1 || box.right > document.documentElement.clientWidth + 1) cut.push(text.data.slice(0, 90));
    }
  }
  return cut;
}
"""
"""What stands outside the sheet, or in a frame that shows only a part of it."""
WORDS = """
() => [...document.querySelectorAll("main :is(h1, h2, h3, .rel, .words, blockquote, .edited, .address, pre)")]
  .filter(element => element.checkVisibility() && !element.closest("form")).map(element => element.innerText.trim())
"""
"""Headings, the names of relations and the accounts' words."""
LEADS = """
() => [...document.querySelectorAll("a[href], form:not([method=dialog]) :is(input, select)")]
  .filter(element => element.checkVisibility()).map(element => element.href ?? element.name)
"""
"""Where a page leads and what it can be asked."""
START = """
() => {
  const kinds = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  window.controls = [...document.querySelectorAll(kinds)].filter(one => one.checkVisibility() && !one.disabled);
  return controls.map(one => one.outerHTML.slice(0, 120));
}
"""
FOCUSED = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const box = one.getClientRects()[0];
  const seen = part => {
    const at = document.elementFromPoint(box.x + box.width * part, box.y + Math.min(box.height, innerHeight) / 2);
    return one.contains(at);
  };
  return {
    place: controls.indexOf(one),
    ring: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    open: [0.1, 0.5, 0.9].some(seen),
    html: one.outerHTML.slice(0, 120),
  };
}
"""
"""The control that has the focus: which one it is, whether a ring says so, and whether any of it is to be seen."""


class Reader:
    """A tab of a browser that notes whatever its console says."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heard: list[str] = []
        page.on("console", lambda message: self.heard.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.heard.append(f"uncaught: {error}"))

    def open(self, site: Site, name: str) -> Page:
        """Open a page of the table; what was heard before is forgotten."""
        status, where = EVERY_PAGE[name]
        self.heard.clear()
        answer = self.page.goto(site.address(where))
        assert isinstance(answer, Response) and answer.status == status
        return self.page

    def heard_of(self, name: str) -> list[str]:
        """What the console said, but for the status that Chromium tells there where the page was refused."""
        told = f"the server responded with a status of {name}"
        return [line for line in self.heard if not (name in REFUSALS and told in line)]


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Reader]:
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")
    yield Reader(context.new_page())
    context.close()


@pytest.fixture(scope="module")
def unscripted(browser: Browser) -> Iterator[Reader]:
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    yield Reader(context.new_page())
    context.close()


def check(page: Page, scheme: Scheme, width: int) -> None:
    """At this width and in this scheme nothing runs out of the page, and axe finds nothing."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(SETTLED)
    assert page.evaluate(WIDER) == 0, f"wider than {width}"
    assert page.evaluate(TABS) <= 1, f"tabs break at {width}"
    found = AxeResults(page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES[scheme]))
    assert found.violations_count == 0, f"at {width}, {scheme}:\n{found.generate_report()}"


@every_page
def test_fits_every_width_and_is_accessible_in_light_and_dark(reader: Reader, site: Site, name: str) -> None:
    page = reader.open(site, name)
    page.evaluate(Axe().axe_script)
    for scheme in SCHEMES:
        for width in WIDTHS:
            check(page, scheme, width)
            page.screenshot(path=KEPT / f"{name}-{width}-{scheme}.png", full_page=True)
    page.evaluate(OPEN)
    expect(page.locator(".htmx-request")).to_have_count(0)
    check(page, "dark", 390)
    check(page, "light", 1024)
    assert reader.heard_of(name) == []


@every_page
def test_paper_shows_all_words_and_no_navigation(reader: Reader, site: Site, name: str) -> None:
    page = reader.open(site, name)
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="dark")
    on_screen = page.evaluate(WORDS)
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    page.evaluate(SETTLED)
    assert page.evaluate(WIDER) == 0
    assert page.evaluate(CUT) == []
    assert page.locator(":is(nav, form, button, footer.site):visible").count() == 0
    assert sorted(page.evaluate(WORDS)) == sorted(on_screen)
    page.screenshot(path=KEPT / f"{name}-print.png", full_page=True)
    page.emulate_media(media="screen")


@every_page
def test_works_without_script(reader: Reader, unscripted: Reader, site: Site, name: str) -> None:
    with_script = reader.open(site, name)
    with_script.set_viewport_size(DESK)
    page = unscripted.open(site, name)
    assert page.evaluate(WORDS) == with_script.evaluate(WORDS)
    assert page.evaluate(LEADS) == with_script.evaluate(LEADS)
    assert unscripted.heard_of(name) == []
    forms = page.locator("form:not([method=dialog]):visible")
    for number in range(forms.count()):
        unscripted.open(site, name)
        ask(page, number)


def ask(page: Page, number: int) -> None:
    """Fill in a form, send it, and see that the answer's address and form show what was asked."""
    form = page.locator("form:not([method=dialog]):visible").nth(number)
    asked = {}
    for field in form.locator("input:is([type=search], [type=text], :not([type])):visible").all():
        field.fill("convoy")
        asked[str(field.get_attribute("name"))] = "convoy"
    for choice in form.locator("select:visible").all():
        value = choice.locator("option").last.get_attribute("value") or ""
        choice.select_option(value)
        asked[str(choice.get_attribute("name"))] = value
    with page.expect_navigation() as answer:
        form.locator("button:visible").first.click()
    assert answer.value.status == 200
    query = parse_qs(urlsplit(page.url).query)
    assert {key: query.get(key, [""])[0] for key in asked} == asked
    for key, value in asked.items():
        assert page.locator(f"main form [name='{key}']").first.input_value() == value


@every_page
def test_keyboard_reaches_every_control_and_shows_where_it_is(reader: Reader, site: Site, name: str) -> None:
    page = reader.open(site, name)
    page.set_viewport_size(DESK)
    controls = page.evaluate(START)
    reached = set()
    for _ in range(4 * len(controls)):  # a date's day, month and year are stops of their own
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        assert focused["ring"], f"no ring: {focused['html']}"
        assert focused["open"], f"covered: {focused['html']}"
        reached.add(focused["place"])
    assert [html for place, html in enumerate(controls) if place not in reached] == []


@page_with_keys
def test_the_first_tab_leads_past_the_navigation(reader: Reader, site: Site, name: str) -> None:
    page = reader.open(site, name)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@page_with_keys
def test_single_keys_do_what_the_help_says(reader: Reader, site: Site, name: str) -> None:
    page = reader.open(site, name)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.evaluate(SETTLED)  # then its check box has lost the focus
    rows = page.locator(":is(.claims tr.row, .cards > .card, .line):visible", has=page.locator("a[href]"))
    if count := rows.count():
        page.keyboard.press("j")
        expect(rows.first.locator(":focus")).to_be_in_viewport()
        page.keyboard.press("j")
        expect(rows.nth(min(1, count - 1)).locator(":focus")).to_be_in_viewport()
        page.keyboard.press("k")
        expect(rows.first.locator(":focus")).to_be_in_viewport()
        if reasons := rows.first.locator("details").all():
            page.keyboard.press("o")
            expect(reasons[0]).to_have_attribute("open", "")
            page.keyboard.press("o")
            expect(reasons[0]).not_to_have_attribute("open", "")
    page.keyboard.press("f")
    if page.locator("main form :is(input, select):visible").count():
        expect(page.locator("main form :is(input, select):visible").first).to_be_focused()
    assert reader.heard_of(name) == []
