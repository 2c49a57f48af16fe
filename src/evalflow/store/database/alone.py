"""A database of PostgreSQL → the one process that has a lock on it, wherever it runs; who that is, as far as known."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Engine, text

from evalflow.errors import Broken
from evalflow.store.database.engines import address_of, engine_for, where
from evalflow.store.database.faults import in_words

_LOCK: Final = 0x65766C72  # not the one that writers take for a transaction
_TAKE: Final = text("SELECT pg_try_advisory_lock(:lock)")
_NAME: Final = text("SELECT set_config('application_name', :name, false)")
_HOLDER: Final = text(
    "SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE locktype = 'advisory' AND granted "
    "AND classid = 0 AND objid = :lock AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@dataclass
class SessionLock:
    """The lock lasts as long as its connection: `taken_by` takes it again where the server has ended that."""

    engine: Engine
    connection: Connection | None = None

    def taken_by(self) -> str:
        """Return "" where the lock is ours, or who has it, such as "process 17 on server".

        Raises:
            Broken: the server does not answer.
        """
        if self.connection is not None and self._lives(self.connection):
            return ""
        self.end()
        with in_words(where(self.engine)):
            connection = self.engine.connect()
            connection.execute(_NAME, {"name": f"evalflow run {os.getpid()} {socket.gethostname()}"[:63]})
            if connection.execute(_TAKE, {"lock": _LOCK}).scalar_one():
                self.connection = connection
                return ""
            holder = connection.execute(_HOLDER, {"lock": _LOCK}).scalar()
            connection.close()
            return _in_words(holder or "")

    def end(self) -> None:
        """Let go of the lock."""
        if self.connection is not None:
            self.connection.invalidate()  # not back to the pool, where its session would keep the lock
            self.connection.close()
            self.connection = None

    def _lives(self, connection: Connection) -> bool:
        try:
            with in_words(where(self.engine)):
                return bool(connection.execute(text("SELECT 1")).scalar_one())
        except Broken:
            return False


@contextmanager
def session_lock(url: str, seconds: float = 10.0) -> Iterator[SessionLock]:
    """Yield the lock of a database of PostgreSQL, not taken yet."""
    engine = engine_for(address_of(url), seconds, may_create=False)
    lock = SessionLock(engine)
    try:
        yield lock
    finally:
        lock.end()
        engine.dispose()


def _in_words(application: str) -> str:
    name, _, rest = application.partition("evalflow run ")
    process, _, host = rest.partition(" ")
    return f"process {process} on {host}" if not name and process.isdigit() and host else "a process that is not known"
