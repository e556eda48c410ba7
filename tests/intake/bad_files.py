"""Make a folder of twelve files as they go wrong in life, for the tests of intake and of ingest."""

from dataclasses import dataclass
from pathlib import Path

LARGE = 50 * 1024 * 1024

HEADER = "Vik and Orrell speak by telephone\n\nSund Foreign Ministry\n10 June 2031\n\n"
BODY = (
    "Foreign Minister Ana Vik of Sund spoke by telephone with her colleague Pavel Orrell. She asked for the release of"
    " the sailors and stressed that the strait must be opened again.\n\n"
    "Orrell promised an answer within a week. The two ministers agreed to meet in Marenne before the summer.\n"
)
ARTICLE = HEADER + BODY


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file, the words its error must hold (None where it can be read after all), and what is wrong with it."""

    path: Path
    error: str | None
    fault: str


def make_bad_files(folder: Path) -> list[BadFile]:
    """Write the twelve into a folder. For root, who may read everything, the unreadable one can be read."""
    folder.mkdir(parents=True, exist_ok=True)
    unreadable = _write(folder / "unreadable.txt", ARTICLE.replace("Vik and Orrell", "Orrell and Vik").encode())
    unreadable.chmod(0)
    is_closed = not _can_read(unreadable)
    with (folder / "large.txt").open("wb") as large:
        large.truncate(LARGE)
    opening = BODY.split("\n\n", maxsplit=1)[0]
    page = (
        "<html><head><title>Vik calls Orrell | Sund Today</title></head><body><article><h1>Vik calls Orrell</h1>"
        f'<time datetime="2031-06-11">11 June 2031</time><p>{opening}</p><p>Orrell promised an ans'
    )
    latin = ARTICLE.replace("Orrell promised", "Orrell, at the Café Sjøhus, promised")
    quotes = (
        HEADER.replace("10 June", "12 June")
        + "“We will not wait,\" she said. «Bread is bread’, she added. ``Now or never''.\n"
    )
    undated = "Vik and Orrell speak again\n\n" + BODY
    return [
        BadFile(_write(folder / "empty.txt", b""), "is empty", "empty"),
        BadFile(_write(folder / "binary.txt", bytes(range(256)) * 40), "binary", "binary"),
        BadFile(_write(folder / "latin-1.txt", latin.encode("latin-1")), None, "Latin-1"),
        BadFile(_write(folder / "utf-16.txt", ARTICLE.replace("10 June", "13 June").encode("utf-16")), None, "UTF-16"),
        BadFile(_write(folder / "truncated.html", page.encode()), None, "truncated HTML"),
        BadFile(
            _write(folder / "no-fields.jsonl", b'{"title": "Vik calls Orrell", "url": "https://sund.example/1"}\n'),
            "line 1 has no maintext",
            "JSON with missing fields",
        ),
        BadFile(folder / "large.txt", "MB", "50 MB"),
        BadFile(_write(folder / "no-date.txt", undated.encode()), None, "no date"),
        BadFile(_write(folder / "duplicate.txt", latin.encode("latin-1")), None, "duplicate of latin-1.txt"),
        BadFile(unreadable, "may not be read" if is_closed else None, "unreadable permission"),
        BadFile(_write(folder / "deep.html", _deep(page).encode()), "nested too deeply", "deep nesting"),
        BadFile(_write(folder / "quotes.txt", quotes.encode()), None, "odd quotes"),
    ]


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _deep(page: str) -> str:
    """The page with its text below a hundred thousand elements."""
    return page.replace("<article>", "<div>" * 100_000)


def _can_read(path: Path) -> bool:
    try:
        path.read_bytes()
    except PermissionError:
        return False
    return True
