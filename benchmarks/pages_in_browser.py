"""How soon each page of the corpus at hand stands in Chromium, and how far it moves after that.

    DIPLOMACY_DATA=folder python -m benchmarks.pages_in_browser

Largest contentful paint in milliseconds and layout shift (0 is none), of a fresh browser on a server of this machine,
at three widths.
"""

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.pages_speed import pages
from scripts.screenshot import free_port, wait_for
from tests import chromium

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = (390, 1024, 1600)
SETTLED = 400
"""Milliseconds after the last request within which a late shift would show."""
WATCH = """
window.seen = {paint: 0, shift: 0};
new PerformanceObserver(list => { for (const e of list.getEntries()) seen.paint = e.startTime; })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.shift += e.value; })
  .observe({type: "layout-shift", buffered: true});
"""


def seen(browser: Browser, address: str, width: int) -> tuple[float, float]:
    """Largest contentful paint and layout shift of one page, with an empty cache."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(SETTLED)
    found = page.evaluate("[seen.paint, seen.shift]")
    context.close()
    return found[0], found[1]


def main() -> None:
    """Print a line a page and width."""
    addresses, program = pages(), chromium.find()
    here = f"http://127.0.0.1:{free_port()}"
    serve = [sys.executable, "manage.py", "serve", "--port", here.rpartition(":")[2], "--workers", "1"]
    server = subprocess.Popen(serve, cwd=ROOT, env=dict(os.environ), stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        wait_for(f"{here}/methods/", server)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=chromium.flags())
            print(f"{'page':<12}{'width':>6}{'paint':>8}{'shift':>8}")
            for name, (address,) in addresses.items():
                for width in WIDTHS:
                    paint, shift = seen(browser, here + address, width)
                    print(f"{name:<12}{width:>6}{paint:>8.0f}{shift:>8.3f}", flush=True)
            browser.close()
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    main()
