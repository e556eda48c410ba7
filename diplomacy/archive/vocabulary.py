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
    own = Path(settings.DIPLOMACY_VOCABULARY or HERE) / name
    path = own if own.is_file() else HERE / name
    with path.open("rb") as file:
        return tomllib.load(file)
