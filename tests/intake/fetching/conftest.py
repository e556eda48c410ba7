"""A server for each test, and one certificate for all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.intake.fetching.web import Server, make_certificate, serving


@pytest.fixture
def web() -> Iterator[Server]:
    with serving(Server()) as server:
        yield server


@pytest.fixture(scope="package")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("certificate"), "IP:127.0.0.1", "DNS:localhost")


@pytest.fixture
def secure_web(certificate: Path) -> Iterator[Server]:
    with serving(Server(), certificate) as server:
        yield server
