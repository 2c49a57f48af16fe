"""The address of a database → a connection past the store, as an attacker with plain sqlite3 or psycopg has it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import make_url

from evalflow.store.schema.triggers import GUARDS


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


def without_written(connection: Any) -> None:
    """Take away every guard that asks for a newer entry, so that the others are tried alone."""
    for guard in GUARDS:
        if guard.about and (guard.doing != "TRUNCATE" or not isinstance(connection, sqlite3.Connection)):
            without_guard(connection, guard.table, f"{guard.about}{guard.doing.lower()}")


@contextmanager
def unguarded(url: str, *tables: str) -> Iterator[Any]:
    """Yield a connection for which some tables have no guards; at the end all are there again."""
    with raw(url) as connection:
        again = [_off(connection, table) for table in tables]
        yield connection
        for statements in again:
            for statement in statements:
                connection.execute(statement)


def _off(connection: Any, table: str) -> list[str]:
    """Take the guards of a table away, and return the statements that put them back."""
    if not isinstance(connection, sqlite3.Connection):
        connection.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        return [f'ALTER TABLE "{table}" ENABLE TRIGGER USER']
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    there = connection.execute(query, (table,)).fetchall()
    for name, _ in there:
        connection.execute(f'DROP TRIGGER "{name}"')
    return [sql for _, sql in there]
