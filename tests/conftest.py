"""Fixtures that several packages' tests use."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import chromium

CHECKOUT = Path(__file__).resolve().parent.parent

# Playwright's synchronous interface keeps an event loop in the tests' thread, in which Django would refuse queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# A machine that others use too may be slow at times: no example fails for the time that it took.
# In CI the same examples each time: what a new one finds is not the fault of the change that is tried.
hypothesis_settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
hypothesis_settings.load_profile("default")


@pytest.fixture(scope="module")
def embedded_folder() -> Iterator[Path]:
    """A folder for embedded servers' files: not pytest's own, which every run of pytest closes to other accounts."""
    with tempfile.TemporaryDirectory(prefix="diplomacy-test-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of material beside the checkout (gold packs, corpus); DIPLOMACY_SHARED names another."""
    folder = Path(os.environ.get("DIPLOMACY_SHARED") or CHECKOUT.parent / "shared")
    if not folder.is_dir():
        message = f"{folder} is not there: set DIPLOMACY_SHARED to the folder that holds gold/ and corpus/"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Playwright's launch options: the Chromium that was found, and its flags."""
    path = chromium.find()
    if path is None:
        pytest.fail("No Chromium: run `make test`, which installs one, or set DIPLOMACY_CHROMIUM to its path.")
    return {"executable_path": path, "args": chromium.flags(), "headless": True}


@pytest.fixture(autouse=True)
def no_job_outlasts_its_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django empties the tables of its own models behind a test that commits; the queue's are others'."""
    mark = request.node.get_closest_marker("django_db")
    commits = mark is not None and mark.kwargs.get("transaction", False)
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
