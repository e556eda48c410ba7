"""Actors confirmed, corrected, split and imported by the keyboard alone in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from diplomacy.archive.models import Actor, Decision, Statement
from diplomacy.archive.roles import Role
from tests.web.corpus import Corpus
from tests.web.test_decisions_browser import sign_in
from tests.web.test_every_page import RULES, SCHEMES
from tests.web.test_regroup import member
from tests.web.test_regroup_browser import everywhere, press, tab_to

pytestmark = pytest.mark.django_db(transaction=True)


def key(page: Page, which: str) -> None:
    """Press a key that decides, and wait for what comes next without another page."""
    before = page.locator("#item").element_handle()
    with page.expect_response(lambda answer: answer.url.endswith("/review/actors/")):
        page.keyboard.press(which)
    before.wait_for_element_state("hidden")
    expect(page.locator("#item")).to_have_count(1)


def test_actors_are_reviewed_and_split_by_keyboard(quiet_page: Page, live_server: LiveServer, served: Corpus) -> None:
    page, one = quiet_page, served.minister
    Actor.objects.create(name=f"{one.name}s", kind="person", country=one.country)
    Actor.objects.update(confirmed=False)
    sign_in(page, member("mira", Role.EDITOR), live_server.url)
    page.goto(f"{live_server.url}/review/actors/")
    everywhere(page)
    page.evaluate("window.stays = true")
    first = page.locator("input[name=name]").input_value()
    key(page, "a")
    expect(page.locator("#told")).to_contain_text(f"{first}: confirmed.")
    key(page, "u")
    expect(page.locator("input[name=name]")).to_have_value(first)
    page.keyboard.press("e")
    page.keyboard.press("End")
    page.keyboard.type(" the Elder")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("So the list has it.")
    page.keyboard.press("Escape")
    key(page, "a")
    expect(page.locator("#told")).to_contain_text("the Elder: changed.")
    made = Decision.objects.kept().get()
    assert (made.note, made.value["name"]) == ("So the list has it.", f"{first} the Elder")
    key(page, "u")
    key(page, "j")
    assert page.evaluate("window.stays"), "no other page was loaded"
    page.goto(f"{live_server.url}/review/actors/?actor={one.pk}")
    page.keyboard.press("?")
    expect(page.get_by_text("merge it into that one")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Merge {one.name} into {one.name}s?")
    page.go_back()
    page.keyboard.press("s")
    expect(page.get_by_role("heading", level=1)).to_contain_text("In which articles")
    everywhere(page)
    wire = served.wire.version.article_id
    press(page, f"input[name=article][value='{wire}']", "Space")
    press(page, "button[value=who]")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who is")
    everywhere(page)
    tab_to(page, "input[name=country]")
    page.keyboard.type(str(one.country))
    press(page, "button[value=sure]")
    expect(page.get_by_text(f"A new actor is made: {one.name}.")).to_be_visible()
    assert not Decision.objects.kept().exists(), "nothing is done yet"
    everywhere(page)
    press(page, "button[value=split]")
    expect(page.get_by_role("heading", level=1)).to_contain_text("split off by mira")
    assert not Statement.objects.filter(speakers=one, version__article=wire).exists()
    press(page, "[aria-label^='Undo decision']")
    expect(page.locator(".told")).to_contain_text("Undone")
    assert Statement.objects.filter(speakers=one, version__article=wire).exists()
    assert not Actor.everything.filter(split_off=True).exists()


def test_a_file_of_actors_is_looked_at_and_imported(quiet_page: Page, live_server: LiveServer, served: Corpus) -> None:
    page, one = quiet_page, served.minister
    sign_in(page, member("mira", Role.EDITOR), live_server.url)
    page.goto(f"{live_server.url}/admin/archive/actor/export/")
    barriers(page)
    page.goto(f"{live_server.url}/admin/archive/actor/import/")
    expect(page.get_by_text("Columns:")).to_be_visible()
    barriers(page)
    for row, told in (("x,A", "There is no actor with the id"), (f"{one.pk},Theodor Brandt", "What will change")):
        given = FilePayload(name="rows.csv", mimeType="text/csv", buffer=f"id,name\n{row}\n".encode())
        page.locator("input[type=file]").set_input_files(given)
        tab_to(page, "select[name=format]")
        page.keyboard.type("csv")
        press(page, "input[type=submit]")
        expect(page.get_by_text(told)).to_be_visible()
        barriers(page)
    press(page, "input[name=confirm]")
    expect(page.get_by_text("1 updated")).to_be_visible()
    one.refresh_from_db()
    assert one.name == "Theodor Brandt"


def barriers(page: Page) -> None:
    """None that axe finds, light or dark."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")  # colours that fade
        # What a style sheet imports axe would load by an inline style, which the policy refuses.
        found = Axe().run(page, options={"runOnly": RULES[scheme], "preload": False})
        assert found.violations_count == 0, found.generate_report()
