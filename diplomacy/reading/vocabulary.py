"""Word lists are data: the TOML files beside this one, each of which a deployment can replace."""

import tomllib
from pathlib import Path
from typing import Any

PACKAGED = Path(__file__).parent


def load(name: str, folder: Path | None = None) -> dict[str, Any]:
    """Read `name` ("cues.toml") from the deployment's vocabulary folder, or else the one of this package.

    Raises `ValueError` with one sentence where the file is not TOML.
    """
    path = folder / name if folder and (folder / name).is_file() else PACKAGED / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path} is not a readable vocabulary file ({error}); mend it or remove it to use the packaged one."
        raise ValueError(message) from error
