"""`make test`: run every test, unless all passed here before on these very files.

What the tests depend on is summed up in one digest: the checkout's files, Python, the settings in the environment and
the material beside the checkout. The digest of the last run that passed is kept in pytest's cache. A narrowed run
(arguments), a run of CI and AGAIN=1 always run.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from tests import chromium

CHECKOUT = Path(__file__).resolve().parent.parent
KEPT = CHECKOUT / ".pytest_cache" / "passed"
SETTINGS = ("DIPLOMACY_", "DATABASE_URL")
MOST = 4
"""Runs of tests at a time: each loads the models, and may start a browser and workers of its own."""


def main(arguments: list[str]) -> int:
    """Run pytest with the arguments; the status is its own, or 0 where nothing changed since a run that passed."""
    before = digest()
    always = bool(arguments or os.environ.get("CI") or os.environ.get("AGAIN"))
    if before and not always and passed_before(before):
        return 0
    chromium.require()
    command = [sys.executable, "-m", "pytest", *(arguments or together())]
    status = subprocess.run(command, cwd=CHECKOUT, check=False).returncode
    # A file that was edited while the tests ran has perhaps not been tested.
    if status == 0 and not arguments and before and digest() == before:
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(before)
    return status


def together() -> list[str]:
    """The options for a whole run: files of tests side by side, since many wait for a browser or a worker."""
    return ["--numprocesses", str(min(os.cpu_count() or 1, MOST)), "--dist", "loadscope"]


def passed_before(now: str) -> bool:
    """Whether the last run that passed was of the same digest; says so."""
    if not KEPT.exists() or KEPT.read_text() != now:
        return False
    when = datetime.fromtimestamp(KEPT.stat().st_mtime).astimezone()
    print(f"Every test passed on these very files at {when:%H:%M on %d %B %Y}; `make test AGAIN=1` runs them again.")
    return True


def digest() -> str | None:
    """What the tests depend on, as one hexadecimal digest; None outside a git checkout, where it can't be told."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        return None
    whole = hashlib.sha256(repr((sys.version, sorted(environment()))).encode())
    for name in sorted(set(os.fsdecode(listed.stdout).split("\0")) - {""}):
        file = CHECKOUT / name
        content = file.read_bytes() if file.is_file() else b""
        whole.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\0".encode())
    for line in material():
        whole.update(line.encode())
    return whole.hexdigest()


def environment() -> Iterator[tuple[str, str]]:
    """The variables that settings and tests read."""
    return ((name, value) for name, value in os.environ.items() if name.startswith(SETTINGS))


def material() -> Iterator[str]:
    """Name, size and time of each file beside the checkout that tests read."""
    folder = Path(os.environ.get("DIPLOMACY_SHARED") or CHECKOUT.parent / "shared")
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            about = file.stat()
            yield f"{file}\0{about.st_size}\0{about.st_mtime_ns}\0"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
