"""Find a Chromium for the browser tests; `python -m tests.chromium` installs one where there is none.

Looked for in this order: the one that DIPLOMACY_CHROMIUM names, an installed one, Playwright's own. Where there is
none, Playwright's is downloaded; where that fails, root gets Debian's package.
"""

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@lru_cache
def find() -> str | None:
    """The path of a Chromium that starts, or None."""
    named = os.environ.get("DIPLOMACY_CHROMIUM")
    candidates = [named] if named else [*map(shutil.which, NAMES), playwrights_own()]
    return next((path for path in candidates if path and starts(path)), None)


def playwrights_own() -> str | None:
    """Where Playwright keeps its Chromium, if it has one."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def starts(path: str) -> bool:
    """Whether the program runs: a package may be a mere pointer to another, or lack its libraries."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def flags() -> list[str]:
    """What Chromium is started with; root has no sandbox."""
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def install() -> str | None:
    """Bring a Chromium onto the machine; its path, or None where that could not be done."""
    ways = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        ways.append([["apt-get", "update"], ["apt-get", "-y", "--no-install-recommends", "install", "chromium"]])
    for commands in ways:
        if all(runs(command) for command in commands):
            find.cache_clear()
            if path := find():
                return path
    return None


def require() -> None:
    """Find or install one, or end the program with a sentence that says what to do."""
    if not (find() or install()):
        sys.exit("No Chromium was found or could be installed: install one, or set DIPLOMACY_CHROMIUM to its path.")


def runs(command: list[str]) -> bool:
    """Run a step of the installation; what it says is shown only where it fails, and then its end."""
    print("Bringing Chromium:", *command[-4:], "…", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        print(*done.stdout.strip().splitlines()[-2:], sep="\n")
    return done.returncode == 0


if __name__ == "__main__":
    require()
