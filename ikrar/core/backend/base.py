"""Django's PostgreSQL backend with two savings on every request: a check of the connection that asks nobody, and cursors
whose statements the server has parsed and planned before."""

import select
from typing import Any, cast

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.utils import CursorWrapper


class Operations(DatabaseOperations):
    """A prepared cursor does not keep what it ran; then the statement is told as it was written."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        return super().last_executed_query(cursor, sql, params) or sql


_BINDING: Any = base.ServerBindingCursor


class DatabaseWrapper(base.DatabaseWrapper):
    """Chosen by `config.databases` for every PostgreSQL address."""

    ops_class = Operations

    def is_usable(self) -> bool:
        """A server that ended the connection has said so on the socket; only then is it asked, which costs a round trip."""
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return bool(super().is_usable()) if waiting.poll(0) else True

    def prepared_cursor(self) -> CursorWrapper:
        """A cursor that prepares what it runs, once per connection; without `prepare_threshold` it only binds at the server."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor = _BINDING(self.connection)
        prepared: CursorWrapper = cast(Any, self)._prepare_cursor(cursor)
        return prepared
