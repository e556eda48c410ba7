"""The lists that lie beside this code as TOML; a deployment's own file of the same name takes the place of one."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from diplomacy import wordlists

HERE = Path(__file__).parent


def folder() -> Path | None:
    """Where the deployment's own word lists lie; None where it has none."""
    return Path(settings.DIPLOMACY_VOCABULARY) if settings.DIPLOMACY_VOCABULARY else None


@cache
def load(name: str) -> dict[str, Any]:
    """The content of `outlets.toml`, `actors.toml` or `attribution.toml`."""
    return wordlists.read(HERE / name, folder())
