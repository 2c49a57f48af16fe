"""A record's database → one file that holds the whole of it; and such a file → the database of a server.

The file is a SQLite database, whichever of the two keeps the record. So a copy needs no other program, an auditor can
verify it as it is, and it can be put back on either.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, column, create_engine, insert, inspect, select, table

from evalflow.errors import Broken, Refused
from evalflow.evaluation.report.head import Head
from evalflow.store.access.reading import Reading
from evalflow.store.access.transaction import NonceMint
from evalflow.store.checks.verification import Verification, verify
from evalflow.store.codec import instant_text
from evalflow.store.database.database import BEGIN_READING, Store, connecting, create, upgrade, version
from evalflow.store.database.faults import in_words
from evalflow.store.journal import merkle
from evalflow.store.schema import migrations, triggers
from evalflow.store.schema.rows import TABLES

_AT_ONCE: Final = 500  # rows that are read and written together


@dataclass(frozen=True)
class Glance:
    """What can be read of a record whatever the revision of its database: its id, its head, the last entry's header."""

    revision: str
    record: str
    title: str
    example: bool
    head: Head
    last: str  # the hash of the header


def glance(url: str) -> Glance:
    """Return what a record is and how far it has come.

    Raises:
        Broken: the database fails, is none of ours, or `record-untold`: making the record was interrupted.
    """
    with connecting(url) as connection:
        found, head = version(connection), Reading(connection).head()
        record = connection.exec_driver_sql("SELECT id, title, example FROM record").first()
        header = connection.exec_driver_sql("SELECT header FROM journal ORDER BY seq DESC LIMIT 1").scalar()
        if record is None or header is None:
            raise Broken("record-untold", "Making this record was interrupted. Make it anew in another folder.")
        return Glance(found, record.id, record.title, bool(record.example), head, merkle.leaf(header).hex())


def copy_into(url: str, file: Path) -> str:
    """Copy what the record holds at one moment into an empty file; return its revision. Others go on writing.

    Raises:
        Broken: the database or the disk of the file fails, or the database is none of ours.
    """
    with connecting(url) as connection:
        found = version(connection)
        if connection.dialect.name == "sqlite":
            with in_words(str(file.resolve().parent)):
                connection.exec_driver_sql("VACUUM INTO ?", (str(file),))
        else:
            connection.exec_driver_sql(BEGIN_READING[connection.dialect.name])
            _copy_rows(connection, file, found)
    return found


def is_older(url: str) -> bool:
    """Return whether a database is of an older version. Raises Broken, as `version` does."""
    with connecting(url) as connection:
        return version(connection) < migrations.HEAD


def brought_up(file: Path, scratch: Path, mint: NonceMint) -> Path:
    """Return a file with this version's schema: the file itself, or a copy of it in `scratch` that was migrated.

    Raises:
        Broken: the copy cannot be migrated, or a newer evalflow made it.
    """
    if not is_older(sqlite_url(file)):
        return file
    shutil.copyfile(file, scratch)
    upgrade(sqlite_url(scratch), mint)
    return scratch


def verified(file: Path) -> Verification:
    """Return what `audit verify` finds in a copy of this version's schema. Changes nothing.

    Raises:
        Broken: it cannot be read at all.
    """
    with in_words(str(file)), _only_read(file) as connection:
        return verify(Reading(connection))


def refuse_occupied(url: str) -> None:
    """Refuse to put a copy where there is anything already.

    Raises:
        Refused: `database-exists`.
        Broken: the server does not answer.
    """
    if url.startswith("sqlite:"):
        file = sqlite_file(url)
        there = [path for path in (file, *(file.with_name(f"{file.name}{end}") for end in _BESIDE)) if path.exists()]
        if there:
            moves = "\n".join(f"  mv {path} {path.with_name(f'before-{path.name}')}" for path in there)
            raise Refused(
                "database-exists",
                f"{there[0]} is there already and is not overwritten. Move it away, with the files that belong to it, "
                f"and keep it until the restored record is checked:\n{moves}",
            )
        return
    with connecting(url) as connection:
        if inspect(connection).get_table_names():
            raise Refused(
                "database-exists",
                "There are tables in the database already, and they are not overwritten. Make an empty database, and "
                "name it in evalflow.toml or EVALFLOW_DATABASE.",
            )


_BESIDE = ("-wal", "-shm", "-journal")


def put_into_server(file: Path, url: str, mint: NonceMint) -> Store:
    """Return the store of a server's empty database that now holds what the file holds. It is done in one transaction.

    Raises:
        Refused: `database-exists`.
        Broken: the database fails; then it is as empty as before.
    """

    def fill(target: Connection) -> None:
        triggers.remove(target)
        with _only_read(file) as source:
            for one in TABLES.values():
                rows = source.execution_options(yield_per=_AT_ONCE).execute(select(one)).mappings()
                for some in rows.partitions(_AT_ONCE):
                    target.execute(insert(one), [dict(row) for row in some])
        triggers.reset(target)

    return create(url, mint, fill=fill)


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def sqlite_file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _copy_rows(source: Connection, file: Path, revision: str) -> None:
    """Make the tables of the revision in the file and fill them with the rows of a server, as they lie there."""
    with connecting(sqlite_url(file)) as target:
        target.exec_driver_sql("PRAGMA foreign_keys = OFF")
        target.exec_driver_sql("BEGIN IMMEDIATE")
        migrations.make(target, revision)
        triggers.remove(target)  # a revision may have made some
        for name in sorted(set(inspect(source).get_table_names()) - {"alembic_version"}):
            _copy_table(source, target, name)
        if revision == migrations.HEAD:  # those of an older revision are made when it is brought up to this one
            triggers.reset(target)
        target.commit()


def _copy_table(source: Connection, target: Connection, name: str) -> None:
    columns = [one["name"] for one in inspect(source).get_columns(name)]
    both = table(name, *(column(one) for one in columns))
    rows = source.execution_options(stream_results=True, yield_per=_AT_ONCE).execute(select(both))
    for some in rows.partitions(_AT_ONCE):
        target.execute(insert(both), [dict(zip(columns, map(_plain, row), strict=True)) for row in some])


def _plain(value: Any) -> Any:
    """Return a value as SQLite keeps it: only instants differ between the two."""
    return instant_text(value.astimezone(UTC)) if isinstance(value, datetime) else value


@contextmanager
def _only_read(file: Path) -> Iterator[Connection]:
    """Open a file that nobody writes. Nothing is written beside it."""
    if not file.is_file():
        raise Broken("database-missing", f"There is no file {file}. Check its name and folder.")
    target = f"file:{quote(str(file))}?mode=ro&immutable=1"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(target, uri=True, check_same_thread=False),
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection
    finally:
        engine.dispose()
