"""Read a file or bytes into articles."""

from collections.abc import Iterator
from pathlib import Path

from diplomacy.intake.draft import Draft, article
from diplomacy.intake.formats import format_of
from diplomacy.intake.values import IntakeArticle, IntakeError
from diplomacy.intake.vocabulary import Vocabulary, vocabulary
from diplomacy.wordlists import WordListError

DEFAULT_LIMIT = 32 * 1024 * 1024
"""Bytes. A larger file is refused before it is read."""


def read_file(
    path: Path | str, *, limit: int = DEFAULT_LIMIT, vocabulary_folder: Path | None = None
) -> Iterator[IntakeArticle | IntakeError]:
    """Yield each article of a file, and an IntakeError for each that cannot be read; never raise one.

    `limit` is in bytes. `vocabulary_folder` may hold a furniture.toml and a header.toml of its own.
    """
    path = Path(path)
    try:
        data = _bytes_of(path, limit)
    except IntakeError as error:
        yield error
        return
    yield from read_bytes(str(path), data, limit=limit, vocabulary_folder=vocabulary_folder)


def read_bytes(
    name: str, data: bytes, *, limit: int = DEFAULT_LIMIT, vocabulary_folder: Path | None = None
) -> Iterator[IntakeArticle | IntakeError]:
    """Yield each article of a file's bytes, as `read_file` does. `name` says the format, and what errors call it."""
    found = False
    try:
        if len(data) > limit:
            raise _oversize(name, len(data), limit)
        words = vocabulary(vocabulary_folder)
        for draft in format_of(name, data).read(data, name):
            found = True
            yield draft if isinstance(draft, IntakeError) else _finished(draft, name, words)
        if not found:
            raise IntakeError(f"{name}: it holds no record; check the file, or leave it out.")
    except IntakeError as error:
        yield error
    except WordListError as error:
        yield IntakeError(str(error))


def _finished(draft: Draft, name: str, words: Vocabulary) -> IntakeArticle | IntakeError:
    try:
        return article(draft, name=name, source_file=name, vocabulary=words)
    except IntakeError as error:
        return error


def _bytes_of(path: Path, limit: int) -> bytes:
    """The bytes of a file that is no larger than the limit."""
    try:
        if path.is_dir():
            raise IntakeError(f"{path}: this is a folder; name the files in it.")
        if not path.is_file() and path.exists():
            raise IntakeError(f"{path}: this is no regular file; copy its text into one.")
        size = path.stat().st_size
        if size > limit:
            raise _oversize(str(path), size, limit)
        return path.read_bytes()
    except FileNotFoundError:
        raise IntakeError(f"{path}: there is no such file; check the path.") from None
    except PermissionError:
        raise IntakeError(f"{path}: it may not be read; change its permissions (chmod +r).") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise IntakeError(f"{path}: it cannot be read ({reason}); check the path and the disk.") from None


def _oversize(name: str, size: int, limit: int) -> IntakeError:
    return IntakeError(
        f"{name}: it is {size / 1_048_576:.1f} MB, more than the limit of {limit / 1_048_576:.1f} MB;"
        " split it or raise the limit."
    )
