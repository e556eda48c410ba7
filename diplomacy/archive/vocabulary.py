"""The lists that lie beside this code as TOML; a deployment's own file of the same name takes the place of one."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

HERE = Path(__file__).parent


@cache
def load(name: str) -> dict[str, Any]:
    """The content of `outlets.toml`, `actors.toml` or `attribution.toml`."""
    folder = getattr(settings, "VOCABULARY", None)
    own = Path(folder) / name if folder else None
    path = own if own and own.is_file() else HERE / name
    with path.open("rb") as file:
        return tomllib.load(file)
