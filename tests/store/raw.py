"""The address of a database → a connection past the store, as an attacker with plain sqlite3 or psycopg has it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import make_url


@contextmanager
def raw(url: str) -> Iterator[Any]:
    """Yield a driver's own connection; what it did is committed at the end. Parameters are written `?`."""
    connection = connect(url)
    try:
        yield connection
        connection.commit()
    finally:
        connection.close()


def connect(url: str) -> Any:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(file_of(url))
        connection.execute("PRAGMA recursive_triggers = ON")
        return connection
    address = make_url(url)
    return psycopg.connect(host=address.query["host"], user=address.username, dbname=address.database)  # type: ignore[arg-type] # one host, one text


def file_of(url: str) -> str:
    return url.removeprefix("sqlite:///")


def without_guard(connection: Any, table: str, doing: str) -> None:
    """Take a guard away, as the owner of a database can."""
    on = "" if isinstance(connection, sqlite3.Connection) else f" ON {table}"
    connection.execute(f"DROP TRIGGER guard_{table}_{doing}{on}")
