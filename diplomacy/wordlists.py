"""Word lists are data: TOML beside the code that goes by them, and a deployment can put its own in their place."""

import hashlib
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any


class WordListError(Exception):
    """One sentence for the user: which word list is wrong, and what to do."""


def read(packaged: Path, folder: Path | None = None) -> dict[str, Any]:
    """The list at `packaged`, or the file of the same name in the deployment's `folder` where there is one.

    Raises WordListError for a file that cannot be read or is no TOML.
    """
    path = _used(packaged, folder)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WordListError(f"{path} cannot be read ({error.strerror}); restore it from the source tree.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WordListError(f"{path} is not valid TOML ({error}); mend that line or remove the file.") from error


def digest(packaged: Iterable[Path], folder: Path | None = None) -> str:
    """Eight hexadecimal digits that differ where any of these lists does, or is a deployment's; and which those are."""
    lists = sorted(packaged)
    used = [_used(path, folder) for path in lists]
    own = [path.name for path, shipped in zip(used, lists, strict=True) if path != shipped]
    made = hashlib.sha256(b"\0".join(path.read_bytes() for path in used)).hexdigest()[:8]
    return made + (f", own {', '.join(own)}" if own else "")


def _used(packaged: Path, folder: Path | None) -> Path:
    own = folder / packaged.name if folder is not None else packaged
    return own if own.is_file() else packaged
