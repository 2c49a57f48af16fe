"""An empty database → the schema that the revisions made before in this session: to run them is most of a small test.

tests/store/test_migrations.py runs them anew; tests/house/test_databases.py holds that both ways end in the same.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, event, inspect

from evalflow.store.schema import migrations
from tests.support.shared import made_once, shared_folder

_READS: Final = ("SELECT", "PRAGMA")
_MIGRATE: Final = migrations.migrate
_MAKE: Final = migrations.make


def keep() -> None:
    """Have empty databases of this process filled from the folder that this session shares, if there is one."""
    if shared_folder():
        vars(migrations).update(migrate=_migrate, make=_make)


@contextmanager
def anew() -> Iterator[None]:
    """Have every revision run again."""
    before = migrations.migrate, migrations.make
    vars(migrations).update(migrate=_MIGRATE, make=_MAKE)
    yield
    vars(migrations).update(migrate=before[0], make=before[1])


def _migrate(connection: Connection) -> list[str]:
    if inspect(connection).get_table_names():
        return _MIGRATE(connection)
    _fill(connection, f"migrated-{migrations.HEAD}", lambda: _MIGRATE(connection))
    return migrations.revisions(connection)


def _make(connection: Connection, to: str) -> None:
    _fill(connection, f"made-{to}", lambda: _MAKE(connection, to))


def _fill(connection: Connection, name: str, run: Callable[[], object]) -> None:
    """Write a schema into an empty database, or run what makes it and note how, where nobody did before."""
    ran = False

    def note(path: Path) -> None:
        nonlocal ran
        ran = True
        path.write_text(json.dumps(_statements(connection, run)))

    path = made_once(f"{connection.dialect.name}-{name}", note)
    if not ran:
        _write(connection, json.loads(path.read_text()))


def _statements(connection: Connection, run: Callable[[], object]) -> list[str]:
    """Run what makes a schema, and return the statements that make it: SQLite keeps the last of each, others all."""
    ran: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if not statement.lstrip().startswith(_READS):
            ran.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    run()
    event.remove(connection, "before_cursor_execute", note)
    if connection.dialect.name != "sqlite":
        return ran
    kept = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
    revision = migrations.revision(connection)
    return [*kept.scalars(), f"INSERT INTO alembic_version VALUES ('{revision}')"]


def _write(connection: Connection, statements: list[str]) -> None:
    if connection.dialect.name != "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute(";\n".join(statements))
        return
    for statement in statements:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id = {migrations.APPLICATION}")
