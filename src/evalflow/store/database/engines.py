"""The address of a database → where it is, and the engine that connects to it as evalflow needs it."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from evalflow.errors import Broken, InvalidInput

_NEEDS_SQLITE = (3, 39)
_PRAGMAS = (
    "foreign_keys = ON",
    "recursive_triggers = ON",  # so that REPLACE meets the guards against deletion
    "trusted_schema = OFF",
    "synchronous = FULL",
    "secure_delete = ON",
)


def file_of(url: str) -> Path | None:
    """Return the file that a database of SQLite is; None of PostgreSQL.

    Raises:
        InvalidInput: `bad-database-address`.
    """
    return file_at(address_of(url))


def address_of(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:  # whose own words may hold the address, and a password in it
        raise InvalidInput("bad-database-address", _ADDRESSES) from None
    if address.drivername not in ("sqlite", "postgresql+psycopg") or not address.database:
        raise InvalidInput("bad-database-address", _ADDRESSES)
    return address


_ADDRESSES = (
    "This is no address of a database. Write sqlite:///path/to/evalflow.db for a file, or "
    "postgresql+psycopg://user@host/name for PostgreSQL."
)


def file_at(address: URL) -> Path | None:
    return Path(str(address.database)) if address.drivername == "sqlite" else None


def where(engine: Engine) -> str:
    """Return how messages name the database: its file, or its address without a password in any part of it."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.set(query={}).render_as_string(hide_password=True)


def engine_for(address: URL, busy_timeout: float, *, may_create: bool) -> Engine:
    if address.drivername == "sqlite":
        file = quote(str(file_at(address)))
        return sqlite_engine(address, busy_timeout, f"file:{file}?mode={'rwc' if may_create else 'rw'}")
    return _postgres(address, busy_timeout)


def sqlite_engine(address: URL, busy_timeout: float, target: str) -> Engine:
    if sqlite3.sqlite_version_info < _NEEDS_SQLITE:
        raise Broken(
            "sqlite-too-old",
            f"This Python brings SQLite {sqlite3.sqlite_version}; evalflow needs 3.39 or later. Use a newer Python.",
        )

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(target, uri=True, timeout=busy_timeout, check_same_thread=False)

    engine = create_engine(address, creator=connect, isolation_level="AUTOCOMMIT", hide_parameters=True)
    event.listen(engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: Any, _: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _postgres(address: URL, busy_timeout: float) -> Engine:
    ours = f"-c timezone=UTC -c lock_timeout={int(busy_timeout * 1000)}"
    options = f"{address.query.get('options', '')} {ours}".strip()
    try:
        return create_engine(
            address,
            connect_args={"options": options},
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            pool_pre_ping=True,
        )
    except ModuleNotFoundError as missing:
        raise Broken(
            "driver-missing",
            "PostgreSQL needs a driver that is not installed. Install it: pip install 'evalflow[postgres]'.",
        ) from missing
