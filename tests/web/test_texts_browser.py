"""Whole texts side by side in a real browser: they scroll together, ribbons join what meets; no need of script."""

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.web.corpus import Corpus
from tests.web.crowd import crowd

WIDTHS = (390, 1024, 1600)
LEVEL = 3
"""How many pixels two passages that are level may differ."""
OFF = """() => {
  const [first] = document.querySelectorAll(".whole");
  const top = element => element.getBoundingClientRect().top;
  const read = top(first) + first.clientHeight * first.scrollTop / (first.scrollHeight - first.clientHeight);
  const met = [...first.querySelectorAll("a.to")].map(
    way => [top(way.closest(".claimed")), top(document.querySelector(way.hash))]);
  const above = met.findLast(([here]) => here <= read), below = met.find(([here]) => here > read);
  const share = (read - above[0]) / (below[0] - above[0]);
  return Math.abs(above[1] + share * (below[1] - above[1]) - read);
}"""
"""How many pixels the second of two texts is off the line that is read in the first, between two passages that meet."""


def beside(server: LiveServer, accounts: int) -> str:
    """The address of so many accounts, of 2,000 words and every other one longer by a half."""
    exchange, tellings = crowd(accounts)
    query = "&".join(f"account={one.version.article_id}" for one in tellings)
    return f"{server.url}/exchanges/{exchange.pk}/texts/?{query}"


@pytest.fixture
def two(transactional_db: None, live_server: LiveServer) -> str:  # noqa: ARG001 (opens the database)
    """Two accounts."""
    return beside(live_server, 2)


@pytest.fixture
def three(transactional_db: None, live_server: LiveServer) -> str:  # noqa: ARG001 (opens the database)
    """Three accounts."""
    return beside(live_server, 3)


@pytest.fixture
def eight(transactional_db: None, live_server: LiveServer) -> str:  # noqa: ARG001 (opens the database)
    """Eight accounts."""
    return beside(live_server, 8)


@pytest.fixture
def unscripted(browser: Browser) -> Iterator[Page]:
    """A page of a browser in which no script runs."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def settle(page: Page) -> None:
    """Wait for the frame that a scroll event asks for, and for the one behind it."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))")


def scroll(column: Locator, share: float) -> None:
    column.evaluate("(it, share) => { it.scrollTop = share * (it.scrollHeight - it.clientHeight) }", share)
    settle(column.page)


def scrolled(column: Locator) -> float:
    """How far a column is down, from 0 to 1."""
    return float(column.evaluate("it => it.scrollTop / (it.scrollHeight - it.clientHeight)"))


def box(found: Locator) -> tuple[float, float]:
    place = found.bounding_box()
    assert place is not None
    return place["y"], place["y"] + place["height"]


def nearest(page: Page, column: Locator) -> tuple[Locator, Locator]:
    """The passage of the first column that is nearest to its middle, and what answers it in the second."""
    links = column.evaluate(
        """it => {
            const box = it.getBoundingClientRect();
            const off = way => Math.abs(way.getBoundingClientRect().top - box.top - box.height / 2);
            const way = [...it.querySelectorAll('a.to')].sort((a, b) => off(a) - off(b))[0];
            return [way.closest('.claimed').id, way.hash.slice(1)];
        }"""
    )
    return page.locator(f"#{links[0]}"), page.locator(f"#{links[1]}")


def test_texts_scroll_together_by_the_passages_that_meet(quiet_page: Page, two: str) -> None:
    quiet_page.set_viewport_size({"width": 1024, "height": 900})
    quiet_page.goto(two)
    first, second = quiet_page.locator(".whole").all()
    scroll(first, 0.5)
    here, there = nearest(quiet_page, first)
    apart = abs(box(here)[0] - box(there)[0])
    assert apart < 60, "what answers the passage in the middle is not beside it"
    before = scrolled(second)
    scroll(first, 1)
    assert scrolled(second) == pytest.approx(1, abs=0.01) and before < 0.9
    scroll(second, 0)
    assert scrolled(first) == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("width", WIDTHS)
def test_texts_stay_level_after_resize_and_a_late_font(quiet_page: Page, two: str, width: int) -> None:
    quiet_page.set_viewport_size({"width": width, "height": 900})
    quiet_page.goto(two)
    first = quiet_page.locator(".whole").first
    scroll(first, 0.4)
    assert quiet_page.evaluate(OFF) < LEVEL
    quiet_page.set_viewport_size({"width": width - 60, "height": 800})
    settle(quiet_page)
    assert quiet_page.evaluate(OFF) < LEVEL
    high = first.evaluate("it => it.scrollHeight")
    quiet_page.evaluate("document.documentElement.style.setProperty('--read', 'monospace')")
    settle(quiet_page)
    assert first.evaluate("it => it.scrollHeight") > high, "no line has wrapped anew"
    assert quiet_page.evaluate(OFF) < LEVEL


def test_texts_scroll_alone_where_the_reader_wants_it(quiet_page: Page, two: str) -> None:
    quiet_page.goto(two)
    first, second = quiet_page.locator(".whole").all()
    button = quiet_page.get_by_role("button", name="Scroll together")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    scroll(first, 0.7)
    assert scrolled(second) == 0
    button.press("Enter")
    settle(quiet_page)
    assert scrolled(second) > 0.5


def test_who_wants_less_motion_has_to_ask_for_it(quiet_page: Page, two: str) -> None:
    quiet_page.emulate_media(reduced_motion="reduce")
    quiet_page.goto(two)
    first, second = quiet_page.locator(".whole").all()
    expect(quiet_page.get_by_role("button", name="Scroll together")).to_have_attribute("aria-pressed", "false")
    scroll(first, 0.5)
    assert scrolled(second) == 0


def test_a_sign_brings_what_answers_beside_its_passage(quiet_page: Page, three: str) -> None:
    quiet_page.set_viewport_size({"width": 1600, "height": 900})
    quiet_page.goto(three)
    first = quiet_page.locator(".whole").first
    scroll(first, 0.5)
    here, _ = nearest(quiet_page, first)
    way = here.locator("a.to").nth(1)
    there = quiet_page.locator(str(way.get_attribute("href")))
    way.click()
    settle(quiet_page)
    expect(there).to_be_in_viewport()
    assert box(here)[0] == pytest.approx(box(there)[0], abs=LEVEL)
    assert quiet_page.url.endswith(str(way.get_attribute("href")))
    quiet_page.reload()
    settle(quiet_page)
    expect(there).to_be_in_viewport()
    assert box(here)[0] == pytest.approx(box(there)[0], abs=LEVEL)


def test_a_sign_is_a_plain_link_without_script(unscripted: Page, three: str) -> None:
    unscripted.goto(three.rpartition("&")[0])
    expect(unscripted.get_by_role("button", name="Scroll together")).to_be_hidden()
    way = unscripted.locator(".whole").first.locator("a.to").nth(3)
    there = unscripted.locator(str(way.get_attribute("href")))
    way.click()
    expect(there).to_be_in_viewport()
    expect(way).to_be_in_viewport()
    unscripted.get_by_text("Choose accounts").click()
    unscripted.get_by_label("Gazette 3").check()
    unscripted.get_by_role("button", name="Show these").click()
    assert [h.inner_text() for h in unscripted.locator(".sheet h2").all()] == [
        "A Gazette 1",
        "B Gazette 2",
        "C Gazette 3",
    ]
    unscripted.get_by_role("link", name="leave out Gazette 2").click()
    unscripted.get_by_role("link", name="move Gazette 3 left").click()
    assert [h.inner_text() for h in unscripted.locator(".sheet h2").all()] == ["C Gazette 3", "A Gazette 1"]


def test_ribbons_end_at_their_passages_after_scroll_and_resize(quiet_page: Page, eight: str) -> None:
    quiet_page.goto(eight)
    for width in (1600, 1024):
        quiet_page.set_viewport_size({"width": width, "height": 900})
        scroll(quiet_page.locator(".whole").nth(2), 0.4)
        ends = quiet_page.evaluate(
            """() => [...document.querySelectorAll('.ribbons')].flatMap((gutter, place) => {
                const [left, right] = [...document.querySelectorAll('.whole')].slice(place, place + 2);
                const start = gutter.getBoundingClientRect();
                const ways = [...left.querySelectorAll('a.to')].filter(way => right.querySelector(way.hash));
                return [...gutter.querySelectorAll('path')].map((path, n) => {
                    const shape = path.getAttribute('d');
                    if (!shape) return null;
                    const [, a, , , , , width, c] = shape.match(/-?[\\d.]+/g).map(Number);
                    const from = ways[n].closest('.claimed').getBoundingClientRect();
                    const to = document.querySelector(ways[n].hash).getBoundingClientRect();
                    return [start.top + a - from.top, start.top + c - to.top, width - start.width,
                            start.left - left.getBoundingClientRect().right];
                }).filter(Boolean);
            })"""
        )
        assert len(ends) >= 7
        assert all(abs(off) <= 1.5 for end in ends for off in end)


CROSSINGS = """() => {
    const columns = [...document.querySelectorAll('.whole')];
    const [passage] = document.activeElement.closest('.claimed') ? [document.activeElement.closest('.claimed')]
        : document.querySelectorAll('.claimed:hover');
    const home = columns.findIndex(column => column.contains(passage));
    const there = [...passage.querySelectorAll('a.to')].map(way => document.querySelector(way.hash));
    const far = there.filter(one => Math.abs(columns.findIndex(column => column.contains(one)) - home) > 1);
    const layer = document.querySelector('.crossings').getBoundingClientRect();
    const seen = one => {
        const { top, bottom } = one.getBoundingClientRect();
        return bottom > layer.top && top < layer.bottom;
    };
    const drawn = [...document.querySelectorAll('.crossings path.lit')].filter(path => path.getAttribute('d'));
    const ends = drawn.map(path => {
        const [x, a, , , , , end, c] = path.getAttribute('d').match(/-?[\\d.]+/g).map(Number);
        return [[x + layer.left, a + layer.top], [end + layer.left, c + layer.top]];
    });
    const wanted = far.filter(one => seen(one) || seen(passage)).map(one => {
        const pair = [passage, one].sort((p, q) => p.getBoundingClientRect().left - q.getBoundingClientRect().left);
        const [left, right] = pair.map(p => [p, columns.find(column => column.contains(p)).getBoundingClientRect()]);
        return [[left[1].right, left[0].getBoundingClientRect().top],
                [right[1].left, right[0].getBoundingClientRect().top]];
    });
    const inOrder = found => found.sort((p, q) => p[1][0] - q[1][0] || p[0][0] - q[0][0]);
    return [inOrder(ends), inOrder(wanted), far.every(one => one.classList.contains('lit'))];
}"""
"""Where the ribbons across columns end, where they should, and whether what they lead to is lit up."""


def test_a_passage_is_joined_with_its_answers_in_columns_further_off(quiet_page: Page, eight: str) -> None:
    quiet_page.set_viewport_size({"width": 1600, "height": 900})
    quiet_page.goto(eight)
    third = quiet_page.locator(".whole").nth(2)
    expect(quiet_page.locator(".crossings path")).to_have_count(0)

    def joined() -> int:
        settle(quiet_page)
        ends, wanted, lit = quiet_page.evaluate(CROSSINGS)
        assert lit
        assert [round(n) for end in ends for xy in end for n in xy] == pytest.approx(
            [round(n) for end in wanted for xy in end for n in xy], abs=2
        )
        return len(ends)

    third.locator(".claimed").nth(1).locator(".said").hover()
    assert joined() == 5  # of seven others two stand beside it
    third.locator(".claimed").nth(2).locator("a.to").first.focus()
    assert joined() == 5
    third.evaluate("it => { it.scrollTop -= 60 }")
    assert joined() == 5
    quiet_page.set_viewport_size({"width": 1500, "height": 900})
    assert joined() == 5
    quiet_page.get_by_role("button", name="Scroll together").focus()
    expect(quiet_page.locator(".crossings path")).to_have_count(0)


def test_ribbons_across_columns_make_the_page_no_wider_and_take_no_clicks(quiet_page: Page, three: str) -> None:
    quiet_page.set_viewport_size({"width": 1024, "height": 800})
    quiet_page.goto(three)
    frame = quiet_page.locator(".sheets")
    before = frame.evaluate("it => [it.scrollWidth, it.scrollHeight]")
    quiet_page.locator(".whole").first.locator("a.to").nth(1).focus()
    expect(quiet_page.locator(".crossings path.lit")).to_have_count(1)
    assert frame.evaluate("it => [it.scrollWidth, it.scrollHeight]") == before
    assert Axe().run(quiet_page).violations_count == 0
    way = quiet_page.locator(".whole").nth(1).locator("a.to").first
    way.click()
    assert quiet_page.url.endswith(str(way.get_attribute("href")))


def test_a_passage_lights_up_with_what_answers_it(quiet_page: Page, served: Corpus, live_server: LiveServer) -> None:
    quiet_page.goto(f"{live_server.url}/exchanges/{served.exchange.pk}/texts/")
    eleven, fourteen = served.contradicted.left_id, served.contradicted.right_id
    quiet_page.locator(f"#c{eleven} .said").hover()
    expect(quiet_page.locator(f"#c{fourteen}")).to_have_class("claimed lit")
    expect(quiet_page.locator(".ribbons path.lit")).to_have_attribute("class", "contradicted lit")
    quiet_page.get_by_role("heading", level=1).hover()
    expect(quiet_page.locator(".lit")).to_have_count(0)
    quiet_page.locator(f"#c{fourteen} a.to").first.focus()
    expect(quiet_page.locator(f"#c{eleven}")).to_have_class("claimed lit")


def test_keyboard_reaches_and_scrolls_each_text(quiet_page: Page, two: str) -> None:
    quiet_page.goto(two)
    first, second = quiet_page.locator(".whole").all()
    first.focus()
    quiet_page.keyboard.press("End")
    quiet_page.wait_for_timeout(500)
    assert scrolled(first) == pytest.approx(1, abs=0.01) and scrolled(second) == pytest.approx(1, abs=0.01)
    first.locator("a.to").first.focus()
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.locator(".claimed:target")).to_be_in_viewport()
    quiet_page.keyboard.press("Tab")
    assert quiet_page.evaluate("document.querySelectorAll('.whole')[1].contains(document.activeElement)")


def test_eight_long_accounts_start_at_one_height_and_make_the_page_no_wider(quiet_page: Page, eight: str) -> None:
    quiet_page.goto(eight)
    for width in WIDTHS:
        quiet_page.set_viewport_size({"width": width, "height": 900})
        assert quiet_page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        tops = [box(column)[0] for column in quiet_page.locator(".whole").all()]
        assert max(tops) - min(tops) < 1


def test_a_phone_shows_two_texts_at_a_time(quiet_page: Page, eight: str) -> None:
    quiet_page.set_viewport_size({"width": 390, "height": 844})
    quiet_page.goto(eight)
    boxes = [column.bounding_box() for column in quiet_page.locator(".whole").all()]
    edges = [(b["x"], b["x"] + b["width"]) for b in boxes if b]
    assert len(edges) == 8 and all(right > left + 150 for left, right in edges)
    assert edges[1][1] <= 390 <= edges[2][0]
    assert all(one[1] < other[0] for one, other in pairwise(edges))


def test_the_page_does_not_shift_while_it_loads(quiet_page: Page, eight: str) -> None:
    quiet_page.set_viewport_size({"width": 1600, "height": 900})
    quiet_page.goto(eight)
    settle(quiet_page)
    shift = quiet_page.evaluate(
        """new Promise(done => new PerformanceObserver(list => done(
            list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
        )).observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 500))"""
    )
    assert shift < 0.02


def test_on_paper_all_words_stand_in_the_open(quiet_page: Page, eight: str, three: str) -> None:
    quiet_page.emulate_media(media="print")
    quiet_page.set_viewport_size({"width": 800, "height": 1000})
    for address in (three, eight):
        quiet_page.goto(address)
        expect(quiet_page.locator(".ribbons").first).to_be_hidden()
        places = [place for sheet in quiet_page.locator(".sheet").all() if (place := sheet.bounding_box())]
        assert all(
            one["x"] + one["width"] < other["x"] or one["y"] + one["height"] <= other["y"]
            for one, other in pairwise(places)
        )
        expect(quiet_page.get_by_text("Choose accounts")).to_be_hidden()
        for column in quiet_page.locator(".whole").all():
            assert column.evaluate("it => it.scrollHeight - it.clientHeight") <= 1
        feet = [box(column)[1] for column in quiet_page.locator(".whole").all()]
        assert max(feet) <= box(quiet_page.locator("main"))[1]


@pytest.mark.usefixtures("served")
def test_alignment_goes_down_in_both_texts_whatever_the_pairs_are(quiet_page: Page, live_server: LiveServer) -> None:
    chance = random.Random(7)  # noqa: S311
    cases = [
        [[chance.randint(-5, 105), chance.randint(-5, 205)] for _ in range(chance.randint(0, 12))] for _ in range(300)
    ]
    quiet_page.goto(f"{live_server.url}/methods/")
    answers = quiet_page.evaluate(
        """async ([address, cases]) => {
            const { chain, across } = await import(address);
            return cases.map(points => {
                const kept = chain(points, 100, 200);
                return [kept, Array.from({ length: 101 }, (_, height) => across(kept, height))];
            });
        }""",
        [f"{live_server.url}/static/js/texts/alignment.js", cases],
    )
    for points, (kept, heights) in zip(cases, answers, strict=True):
        assert kept[0] == [0, 0] and kept[-1] == [100, 200]
        assert all(point in points for point in kept[1:-1])
        assert all(x < next_x and y < next_y for (x, y), (next_x, next_y) in pairwise(kept))
        assert all(a <= b for a, b in pairwise(heights)) and heights[0] == 0 and heights[-1] == 200
        assert len(kept) - 2 == longest(points)
        for x, y in kept:
            assert heights[x] == pytest.approx(y)


def longest(points: list[list[int]]) -> int:
    """How many of the points inside can be visited going down in both, by trying the last one of each visit."""
    inside = sorted({(x, y) for x, y in points if 0 < x < 100 and 0 < y < 200})
    best: dict[tuple[int, int], int] = {}
    for x, y in inside:
        best[x, y] = 1 + max((best[a, b] for a, b in best if a < x and b < y), default=0)
    return max(best.values(), default=0)


def test_a_pair_leads_to_both_its_passages_in_their_texts(
    quiet_page: Page, served: Corpus, live_server: LiveServer
) -> None:
    quiet_page.goto(f"{live_server.url}/exchanges/{served.exchange.pk}/pairs/{served.contradicted.pk}/")
    quiet_page.get_by_role("link", name="Both whole texts, at this passage").click()
    for claim in (served.contradicted.left_id, served.contradicted.right_id):
        expect(quiet_page.locator(f"#c{claim}")).to_be_in_viewport()
