"""A database of any age → one of this version's shape: the revisions in db/migrations, in one transaction."""

import sys
from typing import Any

from sqlalchemy import Connection, inspect, text

from evalflow.resources import resource
from evalflow.store.schema import triggers

HEAD = "0022"  # the newest revision in db/migrations/versions; here too, so that opening a database needs no Alembic

APPLICATION = 0x65766C66  # "evlf": how a SQLite file says whose it is


def migrate(connection: Connection) -> list[str]:
    """Bring the database up to `HEAD` inside the transaction that is open; return the revisions applied, in order."""
    from alembic import command

    before = revision(connection)
    triggers.remove(connection)
    command.upgrade(config(connection), "head")
    triggers.reset(connection)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
    return [name for name in revisions(connection) if name > (before or "")]


def make(connection: Connection, to: str) -> None:
    """Make the tables of a revision, and no guards, in an empty database: rows as they lie elsewhere come in."""
    from alembic import command

    command.upgrade(config(connection), to)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")


def revision(connection: Connection) -> str | None:
    """Return the revision that the database is at, or None where there is nothing of ours."""
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    name: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return name


def revisions(connection: Connection) -> list[str]:
    """Return all revisions there are, oldest first."""
    from alembic.script import ScriptDirectory

    found = ScriptDirectory.from_config(config(connection)).walk_revisions()
    return sorted(script.revision for script in found)


def config(connection: Connection) -> Any:
    """Return what Alembic needs to work on this connection."""
    from alembic.config import Config

    # Said here, for Alembic keeps the stream that there was when it was imported, and that may be closed since.
    settings = Config(attributes={"connection": connection}, stdout=sys.stdout)
    settings.set_main_option("script_location", str(resource("db", "migrations")).replace("%", "%%"))
    return settings
