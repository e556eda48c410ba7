"""Where gold packs are, and the scorer that goes with them."""

import importlib.util
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
SCORER = "score.py"


class NoPackError(Exception):
    """No gold pack, or no scorer, where one was looked for; the message says what to do."""


def packs(folders: Iterable[Path]) -> list[Path]:
    """The packs of these folders in order; a folder may itself be a pack. Raises NoPackError where one holds none."""
    found = []
    for folder in (given.resolve() for given in folders):
        own = [folder] if (folder / "gold.json").is_file() else sorted(f.parent for f in folder.glob("*/gold.json"))
        if not own:
            raise NoPackError(f"{folder} holds no gold pack: name the folder in GOLD=…")
        found += own
    return found


def scorer(pack: Path) -> Path:
    """The `score.py` beside a pack, else that of the shared folder. Raises NoPackError where neither is there."""
    shared = Path(os.environ.get("DIPLOMACY_SHARED") or CHECKOUT.parent / "shared")
    found = next((f for f in (pack.parent / SCORER, shared / "gold" / SCORER) if f.is_file()), None)
    if found is None:
        raise NoPackError(
            f"No {SCORER} beside {pack} or in {shared / 'gold'}: set DIPLOMACY_SHARED to the shared folder."
        )
    return found


def load_score(pack: Path) -> Any:
    """The pack's scorer, as a module."""
    spec = importlib.util.spec_from_file_location("score", scorer(pack))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
