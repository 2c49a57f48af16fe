"""A table → its rows as the driver gives them: no conversion that might hide a change."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, Table
from sqlalchemy.exc import DBAPIError

Key = tuple[object, ...]
RawRows = dict[Key, tuple[object, ...]]


def raw_rows(connection: Connection, table: Table, problems: list[str]) -> RawRows:
    """Return the rows of a table by primary key. Where it cannot be read, or has two of one key, that is a problem."""
    keys = [list(table.columns).index(column) for column in table.primary_key.columns]
    found: RawRows = {}
    try:
        with _apart(connection):
            for row in _raw(connection, table):
                key = tuple(row[at] for at in keys)
                if key in found:
                    problems.append(f"Table {table.name}: row {named(key)} is there more than once.")
                found[key] = tuple(row)
    except DBAPIError as error:
        problems.append(f"Table {table.name} cannot be read: {error.orig}.")
        return {}
    return found


def named(key: Key) -> str:
    """Return a key as it may be printed: an id that was damaged may hold anything."""
    return "/".join(ascii(part).strip("'") for part in key)


@contextmanager
def _apart(connection: Connection) -> Iterator[None]:
    """Let what fails in this block leave the transaction usable: PostgreSQL would read nothing more in it."""
    if connection.dialect.name == "sqlite":
        yield
        return
    connection.exec_driver_sql("SAVEPOINT apart")
    try:
        yield
    except DBAPIError:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT apart")
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT apart")


def _raw(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    preparer = connection.dialect.identifier_preparer
    columns = ", ".join(preparer.format_column(column) for column in table.columns)
    query = f"SELECT {columns} FROM {preparer.format_table(table)}"  # noqa: S608 - names of our own tables
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield from connection.exec_driver_sql(query)
        return
    before, driver.text_factory = driver.text_factory, _text
    try:
        yield from connection.exec_driver_sql(query)
    finally:
        driver.text_factory = before


def _text(stored: bytes) -> str:
    return stored.decode(errors="surrogateescape")  # a flipped bit may leave no UTF-8: it is a difference, not an error
