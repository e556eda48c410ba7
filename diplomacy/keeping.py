"""Secrets that an instance makes at first need and keeps in its data folder, readable by its owner alone."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def kept(file: Path, *, make: Callable[[], str]) -> str:
    """The secret in `file`, made and written at first (mode 600); processes that race for it all get the same one."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, prefix=f".{file.name}-") as new:
        new.write(make() + "\n")
        new.flush()
        with suppress(FileExistsError):  # another process was faster: its secret is the one
            os.link(new.name, file)
    return file.read_text(encoding="utf-8").strip()
