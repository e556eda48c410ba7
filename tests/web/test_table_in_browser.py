"""The claims table in a browser: rows level whatever happens, narrowed in place, read by keyboard and on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Exchange
from tests.web.corpus import Corpus, Telling, pair, telling

LEVEL = """
() => [...document.querySelectorAll(".claims tr.row")].filter(row => row.offsetParent).flatMap(row => {
  const cells = [...row.children].filter(cell => cell.offsetParent || cell.getClientRects().length);
  const boxes = cells.map(cell => cell.getBoundingClientRect());
  const apart = key => Math.max(...boxes.map(box => box[key])) - Math.min(...boxes.map(box => box[key]));
  return apart("top") > 1 || apart("bottom") > 1 ? [row.id] : [];
})
"""
"""The rows of which some cell starts or ends higher than another."""


LATE_FONT = "document.documentElement.style.setProperty('--read', 'monospace')"
"""The accounts' words in a wider face, as when the reader's own arrives after the page was laid out."""


def eight_accounts(exchange: Exchange) -> list[Telling]:
    """Four accounts more, the first of two thousand words in claims of very unequal length."""
    sentences = [f"Brandt said that {'the barges and the ferries wait ' * (1 + n % 9)}at quay {n}." for n in range(65)]
    made = [
        telling(
            f"Paper {n}",
            "press",
            f"Call {n}",
            *(sentences if n == 0 else sentences[:3]),
            on=exchange.date,
            exchange=exchange,
        )
        for n in range(4)
    ]
    assert len(made[0].text.split()) >= 2000
    for paper in made:
        for sentence in sentences if paper is made[0] else sentences[:3]:
            paper.claim(sentence[len("Brandt said that ") : -1])
    for paper in made[1:]:
        for claimed, claim in paper.claims.items():
            pair(made[0].claims[claimed], claim, "same")
    return made


@pytest.fixture
def table(quiet_page: Page, live_server: LiveServer, served: Corpus) -> Page:
    """The page of the corpus' exchange, as wide as a desk has it."""
    quiet_page.set_viewport_size({"width": 1600, "height": 900})
    quiet_page.goto(f"{live_server.url}/exchanges/{served.exchange.pk}/")
    return quiet_page


def test_rows_stay_level_at_every_width_with_eight_accounts_after_resize_and_fonts(
    quiet_page: Page, live_server: LiveServer, served: Corpus
) -> None:
    longest = eight_accounts(served.exchange)[0].version.article_id
    here = f"{live_server.url}/exchanges/{served.exchange.pk}/?base={longest}"
    for width in (1600, 1024, 390):
        quiet_page.set_viewport_size({"width": width, "height": 900})
        quiet_page.goto(here)
        quiet_page.evaluate("document.fonts.ready")
        assert quiet_page.locator("tr.row:visible").count() > 60
        assert quiet_page.evaluate(LEVEL) == []
        quiet_page.set_viewport_size({"width": width - 60, "height": 700})
        assert quiet_page.evaluate(LEVEL) == []
        before = quiet_page.locator("table.claims").bounding_box()
        quiet_page.evaluate(LATE_FONT)
        assert quiet_page.locator("table.claims").bounding_box() != before, "no line has wrapped anew"
        assert quiet_page.evaluate(LEVEL) == []
        assert quiet_page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_opened_reasons_leave_their_row_level(table: Page) -> None:
    expect(table.locator(".why .ask").first).to_have_css("display", "inline")
    table.locator("details.why summary").first.click()
    expect(table.get_by_text("Close in meaning.").first).to_be_visible()
    assert table.evaluate(LEVEL) == []


def columns(page: Page) -> list[str]:
    return [head.locator("a").first.inner_text() for head in page.locator("thead th:not(.n):visible").all()]


def phone(browser: Browser, *, script: bool) -> Page:
    return browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=script).new_page()


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_the_reader_chooses_which_two_accounts_stand_side_by_side(
    browser: Browser, live_server: LiveServer, served: Corpus, script: bool
) -> None:
    page = phone(browser, script=script)
    page.goto(f"{live_server.url}/exchanges/{served.exchange.pk}/")
    assert columns(page) == ["Ostmark Foreign Ministry", "Lirien Foreign Ministry"]
    page.get_by_label("Beside it").select_option(label="Estuary Wire")
    if not script:
        page.get_by_role("button", name="Show").click()
    expect(page.locator("thead th", has_text="Estuary Wire")).to_be_visible()
    expect(page).to_have_url(re.compile(r"beside=\d+"))
    assert columns(page) == ["Ostmark Foreign Ministry", "Estuary Wire"]
    for row in page.locator("tr.row:visible").all():
        assert row.locator("td:visible").count() == 2
        assert row.locator("td:visible :is(.words, .background)").count() > 0
    boxes = [cell.bounding_box() for cell in page.locator("tr.row td:visible").all()]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    page.context.close()


def test_the_table_is_narrowed_in_place_and_the_address_and_the_focus_go_along(table: Page) -> None:
    here = table.url
    within = table.get_by_label("Within")
    within.fill("drivers")
    within.press("Enter")
    expect(table).to_have_url(f"{here}?within=drivers")
    expect(table.get_by_role("status")).to_contain_text("rows")
    expect(table.locator("#within")).to_be_focused()
    for row in table.locator("tr.row:has(.words)").all():
        expect(row).to_contain_text("drivers")
    table.get_by_label("Difference").focus()
    table.get_by_label("Difference").select_option(label="another number")
    expect(table).to_have_url(f"{here}?facet=number&within=drivers")
    expect(table.locator("#facet")).to_be_focused()
    expect(table.locator("tr.row")).to_have_count(1)
    table.go_back()
    expect(table).to_have_url(f"{here}?within=drivers")
    expect(table.get_by_label("Within")).to_have_value("drivers")
    table.goto(f"{here}?within=nowhere+at+all")
    table.get_by_role("link", name="Show all", exact=False).first.click()
    expect(table).to_have_url(here)


def test_the_table_is_narrowed_without_script(browser: Browser, live_server: LiveServer, served: Corpus) -> None:
    page = phone(browser, script=False)
    page.goto(f"{live_server.url}/exchanges/{served.exchange.pk}/?relation=shifted")
    page.get_by_label("Said by").select_option(label="Teodor Brandt")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"relation=shifted.*speaker=\d+"))
    expect(page.locator("tr.row:visible").first).to_contain_text("lawful measure")
    page.context.close()


def focused_row(page: Page) -> Locator:
    return page.locator("tr.row:focus-within")


def test_keys_walk_the_rows_open_reasons_and_find_the_filters(table: Page) -> None:
    table.keyboard.press("j")
    expect(focused_row(table)).to_have_id(table.locator("tr.row").first.get_attribute("id") or "")
    table.keyboard.press("j")
    table.keyboard.press("j")
    table.keyboard.press("k")
    second = table.locator("tr.row").nth(1)
    expect(focused_row(table)).to_have_id(second.get_attribute("id") or "")
    expect(second).to_be_in_viewport()
    table.keyboard.press("o")
    expect(second.get_by_text("Close in meaning.").first).to_be_visible()
    table.keyboard.press("o")
    expect(second.get_by_text("Close in meaning.").first).to_be_hidden()
    expect(focused_row(table)).to_have_id(second.get_attribute("id") or "")
    table.keyboard.press("f")
    expect(table.locator("#within")).to_be_focused()
    table.keyboard.type("jo?")
    expect(table.locator("#within")).to_have_value("jo?")


def test_a_question_mark_tells_of_the_keys_and_they_can_be_turned_off(table: Page) -> None:
    table.keyboard.press("?")
    keys = table.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    assert Axe().run(table).violations_count == 0
    keys.get_by_label("Single keys do this").uncheck()
    table.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    table.reload()
    table.keyboard.press("j")
    expect(focused_row(table)).to_have_count(0)


def test_a_deep_link_leads_to_its_row(table: Page, served: Corpus) -> None:
    claim = served.other_readout.claims["all 14 drivers of the convoy are well"]
    table.goto(f"{table.url}?base={served.other_readout.version.article_id}#row-{claim.pk}")
    expect(table.locator(f"#row-{claim.pk}")).to_be_in_viewport()
    table.keyboard.press("j")
    expect(focused_row(table)).not_to_have_id(f"row-{claim.pk}")


def test_on_paper_stand_the_words_and_no_ways_to_elsewhere(table: Page) -> None:
    table.emulate_media(media="print", color_scheme="dark")
    for gone in (".narrowing", ".filters", ".why .ask", "header.site nav", ".skip"):
        assert table.locator(f"{gone}:visible").count() == 0, gone
    expect(table.locator(".claims .rel").first).to_be_visible()
    assert table.evaluate("getComputedStyle(document.body).color") == "rgb(28, 29, 31)"
    assert table.evaluate(LEVEL) == []


def test_nothing_moves_for_who_asks_for_less_motion(table: Page) -> None:
    table.emulate_media(reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].filter(e => { const s = getComputedStyle(e);
        return s.animationName !== "none" || parseFloat(s.transitionDuration) > 0 || s.scrollBehavior === "smooth"; }
    ).length"""
    assert table.evaluate(moving) == 0


def test_what_moved_is_told_by_a_sign_and_to_a_screen_reader(
    quiet_page: Page, live_server: LiveServer, served: Corpus
) -> None:
    first, second = "at the quay all ferries stay moored", "all ferries stay moored at the quay"
    one, other = (
        telling(name, "press", "Call", f"{words.capitalize()}.", on=served.exchange.date, exchange=served.exchange)
        for name, words in (("Paper 1", first), ("Paper 2", second))
    )
    moved = pair(one.claim(first.capitalize()), other.claim(second.capitalize()), "same")
    quiet_page.goto(f"{live_server.url}/exchanges/{served.exchange.pk}/pairs/{moved.pk}/")
    words = quiet_page.locator(".side i.moved")
    expect(words).to_have_count(2)
    assert words.first.inner_text() == words.last.inner_text()
    assert "↷" in str(words.first.evaluate("it => getComputedStyle(it, '::before').content"))
    assert quiet_page.locator(".side mark, .side u.otherwise").count() == 0
    expect(quiet_page.locator(".marks i.moved")).to_have_text("in another order")
    quiet_page.goto(f"{live_server.url}/exchanges/{served.exchange.pk}/")
    heard = quiet_page.locator("tr.row", has_text="moored")
    assert "elsewhere: " in heard.locator("a.to-text").last.aria_snapshot()
    assert Axe().run(quiet_page).violations_count == 0
