"""Citing in a real browser: from the home page to a citation, with and without script, at every width and on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Pair
from tests.web.corpus import Corpus
from tests.web.test_permalinks import cited

WIDTHS = (390, 1024, 1600)


def to_a_shifted_claim(page: Page, start: str) -> int:
    """From the home page to the citation of a shifted claim; how many clicks it took."""
    page.goto(start)
    page.get_by_role("heading", name="Maud Savary and Teodor Brandt").get_by_role("link").click()
    page.locator(".why summary", has=page.locator(".rel.shifted")).locator("visible=true").first.click()
    page.get_by_role("link", name="how to cite this").or_(
        page.get_by_role("link", name="The reasons, on a page of their own")
    ).locator("visible=true").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("hifted")
    expect(page.get_by_role("heading", name="Cite this")).to_be_visible()
    expect(page.locator("#cite-txt")).to_contain_text("shifted")
    return 3


@pytest.mark.usefixtures("served")
def test_from_home_to_the_citation_of_a_shifted_claim(quiet_page: Page, live_server: LiveServer) -> None:
    quiet_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    clicks = to_a_shifted_claim(quiet_page, f"{live_server.url}/")
    quiet_page.get_by_role("button", name="Copy Plain text").click()
    expect(quiet_page.locator(".form").first.get_by_role("status")).to_have_text("Copied")
    copied = quiet_page.evaluate("navigator.clipboard.readText()")
    assert copied == quiet_page.locator("#cite-txt").text_content()
    assert quiet_page.url in copied
    assert clicks + 1 <= 4


@pytest.mark.usefixtures("served")
def test_from_home_to_a_citation_without_script(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    assert to_a_shifted_claim(page, f"{live_server.url}/") < 4
    expect(page.get_by_role("button")).to_have_count(0)
    page.get_by_text("BibTeX").first.click()
    expect(page.locator("#cite-bib")).to_contain_text("@misc")
    with page.expect_download() as download:
        page.locator("#cite-bib + .ways a").click()
    assert download.value.suggested_filename.endswith(".bib")
    context.close()


@pytest.mark.usefixtures("served")
def test_the_most_telling_pair_is_cited_in_one_click(quiet_page: Page, live_server: LiveServer) -> None:
    quiet_page.goto(f"{live_server.url}/")
    quiet_page.get_by_role("link", name="why this is called").click()
    expect(quiet_page.locator("#cite-txt")).to_contain_text(quiet_page.url)


@pytest.mark.usefixtures("served")
def test_where_there_is_no_clipboard_the_words_are_selected(quiet_page: Page, live_server: LiveServer) -> None:
    quiet_page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    quiet_page.goto(f"{live_server.url}/")
    quiet_page.get_by_role("link", name="why this is called").click()
    quiet_page.get_by_role("button", name="Copy Plain text").focus()
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.locator(".form").first.get_by_role("status")).to_contain_text("copy it with the keyboard")
    assert quiet_page.evaluate("String(getSelection())").strip() == quiet_page.locator("#cite-txt").inner_text().strip()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible_and_no_wider_than_the_screen(
    page: Page, live_server: LiveServer, served: Corpus, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    paths = [*cited(served), f"/exchanges/{served.exchange.pk}/sources/"]
    Pair.objects.filter(exchange=served.exchange).delete()  # so that the first one stands no more
    for path in paths:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{live_server.url}{path}")
            wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wider == 0, f"{path} is {wider} px wider than {width}"
            if width != 1024:
                found = Axe().run(page)
                assert found.violations_count == 0, f"{path} at {width}, {scheme}:\n{found.generate_report()}"


def test_on_paper_the_address_and_the_changes_stay(page: Page, live_server: LiveServer, served: Corpus) -> None:
    *_, changes = cited(served)
    page.emulate_media(media="print")
    page.goto(f"{live_server.url}{changes}")
    expect(page.locator(".citing .address")).to_be_visible()
    expect(page.locator(".edited del").first).to_be_visible()
    expect(page.locator(".ways").first).to_be_hidden()
