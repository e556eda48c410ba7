"""The lists that lie beside this code as TOML; a deployment's own file of the same name takes the place of one."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from diplomacy import wordlists

HERE = Path(__file__).parent


@cache
def load(name: str) -> dict[str, Any]:
    """The content of `outlets.toml`, `actors.toml` or `attribution.toml`."""
    folder = Path(settings.DIPLOMACY_VOCABULARY) if settings.DIPLOMACY_VOCABULARY else None
    return wordlists.read(HERE / name, folder)
