"""Make docs/images/exchange.png: the first exchange of the demonstration corpus, as a browser shows it.

Serves a data folder of its own for as long as it takes, so that what stands in yours does not show.
"""

import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from os import environ
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import chromium

ROOT = Path(__file__).resolve().parent.parent
IMAGE = ROOT / "docs" / "images" / "exchange.png"
WIDTH, HEIGHT = 1600, 1100
PATIENCE = 120
"""Seconds for the server to prepare its database and answer."""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    """Return when the server answers; raise SystemExit where it ends or takes too long."""
    for _ in range(PATIENCE):
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310
            return
        except (urllib.error.URLError, ConnectionError):
            if server.poll() is not None:
                break
            time.sleep(1)
    raise SystemExit("The server did not start: try `make run` to see why.")


def take(address: str) -> None:
    """Photograph the top of the oldest exchange that the list at `address` shows."""
    browser_path = chromium.find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=chromium.flags())
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(f"{address}exchanges/")
        page.locator(".card h3 a").last.click()
        page.wait_for_selector("table.claims")
        page.screenshot(path=IMAGE)
        browser.close()


def main() -> None:
    """Serve, photograph, stop."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    with tempfile.TemporaryDirectory() as data:
        settings = {**environ, "DIPLOMACY_DATA": data}
        serve = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1"]
        server = subprocess.Popen(serve, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            wait_for(address, server)
            IMAGE.parent.mkdir(parents=True, exist_ok=True)
            take(address)
        finally:
            server.terminate()
            server.wait(30)
            subprocess.run([sys.executable, "-m", "diplomacy.embedded", "stop"], cwd=ROOT, env=settings, check=False)
    print(f"{IMAGE.relative_to(ROOT)}: {IMAGE.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
