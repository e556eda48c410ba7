"""Read a file, bytes or a stream into articles, and addresses of articles."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from diplomacy.intake.columns import Columns
from diplomacy.intake.draft import article
from diplomacy.intake.formats import OPENING, TABLE, Found, format_of
from diplomacy.intake.opened import Opened
from diplomacy.intake.table import columns_of
from diplomacy.intake.values import Incoming, IntakeAddress, IntakeError
from diplomacy.intake.vocabulary import vocabulary
from diplomacy.wordlists import WordListError

DEFAULT_LIMIT = 32 * 1024 * 1024
"""Bytes. A larger file of one article is refused, and a larger record of a file that holds many."""
MOST_FAULTS = 1000
"""Records in a row that can't be read. A file with more is not what it is taken for, and the rest is left."""


def read_file(
    path: Path | str, *, limit: int = DEFAULT_LIMIT, vocabulary_folder: Path | None = None
) -> Iterator[Incoming]:
    """Yield each article of a file, each address without a text, and an IntakeError for each record that cannot be
    read; never raise one.

    `limit` is in bytes, for the file, or for each record of a file that holds many. `vocabulary_folder` may hold word
    lists of its own.
    """
    path = Path(path)
    try:
        file = _open(path)
    except IntakeError as error:
        yield error
        return
    with file:
        yield from read_stream(str(path), file, limit=limit, vocabulary_folder=vocabulary_folder)


def read_bytes(
    name: str,
    data: bytes,
    *,
    limit: int = DEFAULT_LIMIT,
    vocabulary_folder: Path | None = None,
    media_type: str = "",
    url: str = "",
) -> Iterator[Incoming]:
    """Yield what bytes hold, as `read_file` does. `name` says the format, and what errors call it.

    Of what was fetched, `media_type` is the server's Content-Type, which outdoes the name, and `url` the address.
    """
    file = io.BytesIO(data)
    yield from read_stream(name, file, limit=limit, vocabulary_folder=vocabulary_folder, media_type=media_type, url=url)


def read_stream(
    name: str,
    file: BinaryIO,
    *,
    limit: int = DEFAULT_LIMIT,
    vocabulary_folder: Path | None = None,
    media_type: str = "",
    url: str = "",
) -> Iterator[Incoming]:
    """Yield what a stream holds, as `read_bytes` does; records come as they are read, none waits for the end."""
    found = False
    faults = 0
    try:
        opened = Opened(file, name, limit, vocabulary(vocabulary_folder), media_type, url)
        for draft in format_of(name, _opening(file), media_type).read(opened):
            incoming = _finished(draft, opened)
            yield incoming
            found, faults = True, faults + 1 if isinstance(incoming, IntakeError) else 0
            if faults == MOST_FAULTS:
                raise IntakeError(
                    f"{name}: {faults:,} records in a row cannot be read; the rest is left, check the file."
                )
        if not found:
            raise IntakeError(f"{name}: it holds no record; check the file, or leave it out.")
    except IntakeError as error:
        yield error
    except WordListError as error:
        yield IntakeError(str(error))
    except OSError as error:
        yield _unreadable(name, error)


def bytes_of(path: Path, *, limit: int) -> bytes:
    """All of a file. Raises IntakeError where it can't be read, or is larger than the limit."""
    with _open(path) as file:
        return Opened(file, str(path), limit, vocabulary()).whole()


def columns_in(path: Path, *, limit: int = DEFAULT_LIMIT, vocabulary_folder: Path | None = None) -> Columns | None:
    """How the columns of a table are matched; None for a file that is no table, or that reading says is broken."""
    try:
        with _open(path) as file:
            if format_of(str(path), _opening(file)) is not TABLE:
                return None
            return columns_of(Opened(file, str(path), limit, vocabulary(vocabulary_folder)))
    except (IntakeError, WordListError, OSError):
        return None


def _finished(found: Found, opened: Opened) -> Incoming:
    if isinstance(found, IntakeAddress | IntakeError):
        return found
    try:
        return article(found, name=found.where or opened.name, source_file=opened.name, vocabulary=opened.vocabulary)
    except IntakeError as error:
        return error


def _opening(file: BinaryIO) -> bytes:
    """How it begins, which will be read again: a pipe can't be rewound, but gives a look ahead."""
    if isinstance(file, io.BufferedReader):
        return file.peek(OPENING)[:OPENING]
    opening = file.read(OPENING)
    file.seek(0)
    return opening


def _open(path: Path) -> BinaryIO:
    try:
        if path.is_dir():
            raise IntakeError(f"{path}: this is a folder; name the files in it.")
        if not path.is_file() and path.exists():
            raise IntakeError(f"{path}: this is no regular file; copy its text into one.")
        return path.open("rb")
    except FileNotFoundError:
        raise IntakeError(f"{path}: there is no such file; check the path.") from None
    except PermissionError:
        raise IntakeError(f"{path}: it may not be read; change its permissions (chmod +r).") from None
    except (OSError, ValueError) as error:
        raise _unreadable(str(path), error) from None


def _unreadable(name: str, error: Exception) -> IntakeError:
    reason = getattr(error, "strerror", None) or str(error)
    return IntakeError(f"{name}: it cannot be read ({reason}); check the path and the disk.")
