"""The packages under the store work without Django: they import, and their tests run, with nothing of it configured."""

import os
import subprocess
import sys

import pytest

from tests.conftest import CHECKOUT

CORE = ("intake", "reading", "comparing")


def test_the_core_imports_no_django() -> None:
    modules = "diplomacy.intake, diplomacy.reading.reader, diplomacy.comparing"
    check = f"import sys, {modules}; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True, cwd=CHECKOUT, timeout=120)


def test_a_process_that_shows_pages_loads_no_language_model() -> None:
    check = "import sys, django; django.setup(); import diplomacy.web.urls; sys.exit('spacy' in sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True, cwd=CHECKOUT, timeout=120)


@pytest.mark.parametrize("package", CORE)
def test_the_core_is_tested_without_django(package: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    options = ["-q", "-o", "addopts=", "-p", "no:django", "--collect-only", f"tests/{package}"]
    told = subprocess.run(
        [sys.executable, "-m", "pytest", *options],
        check=False,
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert told.returncode == 0, told.stdout[-2000:]
