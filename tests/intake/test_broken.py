"""Real files of each format, broken at random: an article, an address or a sentence comes of each, and nothing else."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplomacy.intake import IntakeArticle, IntakeError, read_bytes
from tests.intake.test_properties import check_offsets

FILES = Path(__file__).parent / "files"
NAMES = sorted(file.name for file in FILES.iterdir() if file.suffix not in {".md", ".css", ".fodt"})
ENDINGS = sorted({f"a{Path(name).suffix}" for name in NAMES} - {"a.pdf"})
DAMAGE = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=8)), min_size=1, max_size=20)
"""Each a place in the file, how many bytes go there, and which come in their stead."""


def damaged(data: bytes, damage: list[tuple[float, int, bytes]]) -> bytes:
    for place, gone, come in damage:
        at = int(place * len(data))
        data = data[:at] + come + data[at + gone :]
    return data


def check(name: str, data: bytes) -> None:
    found = list(read_bytes(name, data, limit=2_000_000))
    assert found
    for each in found:
        if isinstance(each, IntakeArticle):
            check_offsets(each)
        elif isinstance(each, IntakeError):
            assert str(each).startswith(name) and "\n" not in str(each)


@settings(max_examples=400)
@given(st.sampled_from([name for name in NAMES if not name.endswith(".pdf")]), DAMAGE)
def test_a_broken_file(name: str, damage: list[tuple[float, int, bytes]]) -> None:
    check(name, damaged((FILES / name).read_bytes(), damage))


@settings(max_examples=15)
@given(DAMAGE)
def test_a_broken_pdf(damage: list[tuple[float, int, bytes]]) -> None:
    check("chromium.pdf", damaged((FILES / "chromium.pdf").read_bytes(), damage))


@settings(max_examples=300)
@given(st.sampled_from(ENDINGS), st.binary(max_size=200))
def test_any_bytes_under_any_ending(name: str, data: bytes) -> None:
    check(name, data)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_cut_off(name: str) -> None:
    data = (FILES / name).read_bytes()
    for share in (0.99, 0.5) if name.endswith(".pdf") else (0.999, 0.9, 0.7, 0.5, 0.3, 0.1):
        check(name, data[: int(share * len(data))])
