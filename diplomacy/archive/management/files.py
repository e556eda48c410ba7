"""What the paths mean that a command is given: files, folders, quoted globs, standard input, addresses."""

import glob
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings

from diplomacy.archive import vocabulary
from diplomacy.intake import Incoming, IntakeAddress, IntakeError, read_file, read_stream

STDIN = "-"
STDIN_NAME = "standard input"
Given = Path | IntakeAddress | IntakeError
"""A file or an address that was given, or why it is none."""


def given(paths: Sequence[str]) -> Iterator[Given]:
    """The files and addresses that the arguments mean, folders and globs in the order of their names; each once."""
    seen: set[str] = set()
    for path in paths:
        for one in [IntakeAddress(path, found_in="")] if is_address(path) else _expand(path):
            if isinstance(one, IntakeError) or name_of(one) not in seen:
                seen.add(name_of(one))
                yield one


def is_address(path: str) -> bool:
    """Whether an argument is an address of the web, rather than a path."""
    return re.match(r"[a-z][a-z0-9+.-]*://", path, re.IGNORECASE) is not None


def name_of(one: Given) -> str:
    """The path or the address."""
    return one.url if isinstance(one, IntakeAddress) else str(one)


def read(one: Given) -> Iterator[Incoming]:
    """What a file holds; an address, and an error, as it is."""
    folder, limit = vocabulary.folder(), settings.DIPLOMACY_MAX_BYTES
    if not isinstance(one, Path):
        yield one
    elif str(one) == STDIN:
        yield from read_stream(STDIN_NAME, sys.stdin.buffer, limit=limit, vocabulary_folder=folder)
    else:
        yield from read_file(one, limit=limit, vocabulary_folder=folder)


def _expand(path: str) -> Iterator[Path | IntakeError]:
    if Path(path).is_dir():
        yield from _inside(path)
    elif glob.has_magic(path) and not Path(path).exists():
        found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 (it may be absolute)
        if not found:
            yield IntakeError(f"{path}: no file has such a name; check the pattern.")
        for name in found:
            yield from _inside(name) if Path(name).is_dir() else [Path(name)]
    else:
        yield Path(path)


def _inside(folder: str) -> Iterator[Path | IntakeError]:
    """Every file under the folder but hidden ones."""
    closed: list[IntakeError] = []

    def note(error: OSError) -> None:
        closed.append(
            IntakeError(f"{error.filename}: the folder can't be read ({error.strerror}); change its permissions.")
        )

    for parent, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(names) if not name.startswith("."))
    yield from closed
