"""Django's PostgreSQL backend, except that a connection to a server that does not run starts it.

`HOST` in the settings is the folder of the server's files.
"""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import OperationalError
from psycopg import OperationalError as ConnectionFailed

from diplomacy.embedded.server import PORT, Server, ServerError


class DatabaseWrapper(base.DatabaseWrapper):
    """See the module."""

    @property
    def server(self) -> Server:
        """The server of this connection."""
        return Server(Path(str(self.settings_dict["HOST"])))

    def get_connection_params(self) -> dict[str, Any]:
        """As Django's, with the socket's folder for the folder of the server's files."""
        return {**super().get_connection_params(), "host": str(self.server.sockets), "port": PORT}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; raises Django's OperationalError, in a sentence, where the server can't be started."""
        try:
            return super().get_new_connection(conn_params)
        except ConnectionFailed as failure:
            try:
                if self.server.ready:
                    raise
                self.server.start()
            except ServerError as error:
                raise OperationalError(str(error)) from failure
        return super().get_new_connection(conn_params)
