"""Twelve files as they go wrong in life: a sentence each, or an article after all."""

from pathlib import Path

from diplomacy.intake import IntakeArticle, IntakeError, read_file
from tests.intake.bad_files import LARGE, make_bad_files
from tests.intake.reading_in import refused


def test_each_bad_file_is_told_in_a_sentence_or_read_after_all(tmp_path: Path) -> None:
    files = make_bad_files(tmp_path)
    assert len(files) == len({file.path for file in files}) == 12
    for file in files:
        [found] = read_file(file.path)
        if file.error is None:
            assert isinstance(found, IntakeArticle), f"{file.fault}: {found}"
            assert "Vik" in found.title or "Orrell" in found.title
            assert found.source_file == str(file.path)
        else:
            assert isinstance(found, IntakeError), file.fault
            assert file.error in str(found)
            assert str(found).startswith(str(file.path))
            assert str(found).endswith(".")


def test_what_is_read_after_all_is_right(tmp_path: Path) -> None:
    files = {file.fault: file.path for file in make_bad_files(tmp_path)}
    read = {fault: next(read_file(path)) for fault, path in files.items()}
    articles = {fault: found for fault, found in read.items() if isinstance(found, IntakeArticle)}
    assert "Café Sjøhus" in articles["Latin-1"].text
    assert articles["duplicate of latin-1.txt"].text == articles["Latin-1"].text
    assert articles["UTF-16"].title == "Vik and Orrell speak by telephone"
    assert articles["no date"].published is None
    assert (
        "“We will not wait,\" she said. «Bread is bread’, she added. ``Now or never''." in articles["odd quotes"].text
    )
    assert articles["truncated HTML"].text.endswith("Orrell promised an ans")


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(LARGE * 1000)  # more than fits into memory here: reading it would fail
    [found] = read_file(large)
    assert "more than the limit of 32.0 MB" in str(found)
    small = tmp_path / "small.txt"
    small.write_bytes(b"Vik called Orrell.")
    [found] = read_file(small, limit=5)
    assert "raise the limit" in str(found)


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    assert "there is no such file" in str(next(read_file(tmp_path / "none.txt")))
    assert "this is a folder" in str(next(read_file(tmp_path)))


def test_documents_of_other_programs_are_named() -> None:
    assert "this is a PDF" in refused("a.txt", b"%PDF-1.7\n%\xe2\xe3")
    assert "office document" in refused("a.odt", b"PK\x03\x04" + bytes(40))
    assert "is broken" in refused("a.txt", b"\xff\xfeA\x00B")
    assert "neither UTF-8 nor Western European" in refused(
        "a.txt", "Министр иностранных дел Вик позвонила Орреллу.".encode("cp1251")
    )
