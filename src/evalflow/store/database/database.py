"""The address of a database → a `Store`: created once, opened many times, read in snapshots, written one at a time."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError

from evalflow.errors import Broken, Refused
from evalflow.store.access.reading import Reading
from evalflow.store.access.renewal import renew
from evalflow.store.access.transaction import NonceMint, Transaction
from evalflow.store.database import only_reading
from evalflow.store.database.engines import address_of, engine_for, file_at, sqlite_engine, where
from evalflow.store.database.faults import in_words
from evalflow.store.schema import migrations
from evalflow.temporary import OwnFolder

BUSY_TIMEOUT = 30.0
_LOCK = 0x65766C66  # one number for all of evalflow in a PostgreSQL database
BEGIN_READING = {"sqlite": "BEGIN", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}
_BEGIN_WRITING = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN"}


class Store:
    """One record in one database. Writers wait for each other before they read; readers wait for nobody."""

    def __init__(self, url: str, engine: Engine, mint: NonceMint, copy: OwnFolder | None = None) -> None:
        self.url = url
        self._engine = engine
        self._copy = copy
        self._mint = mint
        self._overwrite = False
        self.committed = False  # whether anything new came into the journal through this store

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Open a snapshot. It takes no lock, and sees nothing of what is committed after its first read.

        Raises:
            Broken: the database fails.
        """
        with _connected(self._engine) as connection:
            connection.exec_driver_sql(BEGIN_READING[connection.dialect.name])
            yield Reading(connection)

    @contextmanager
    def writing(self, *, dry_run: bool = False) -> Iterator[Transaction]:
        """Open the one transaction of a command: committed at the end of the block, or nothing of it on any exception.

        With `dry_run` nothing of it in any case.

        Raises:
            Broken: the database fails, is locked for longer than the busy timeout, or refuses what would harm it.
        """
        with _connected(self._engine) as connection:
            _begin_writing(connection)
            transaction = Transaction(connection, self._mint)
            yield transaction
            if not dry_run:
                _commit(connection)
                self.committed = self.committed or transaction.appended
                self._overwrite = self._overwrite or transaction.erased
        if self._overwrite:
            self._overwrite = not _overwrite_log(self._engine)

    def kept_by(self) -> str:
        """Return what keeps the record, such as "SQLite 3.45.1" or "PostgreSQL 15.8"."""
        if self._engine.dialect.name == "sqlite":
            return f"SQLite {sqlite3.sqlite_version}"
        with _connected(self._engine) as connection:
            told: str = connection.exec_driver_sql("SHOW server_version").scalar_one()
        return f"PostgreSQL {told.split()[0]}"

    def dispose(self) -> None:
        """Close all connections."""
        self._engine.dispose()
        if self._copy:
            self._copy.cleanup()


def create(
    url: str, mint: NonceMint, *, busy_timeout: float = BUSY_TIMEOUT, fill: Callable[[Connection], None] | None = None
) -> Store:
    """Return the store of a database that is made now, in one transaction: tables, guards, version, what `fill` adds.

    Raises:
        Refused: `database-exists`, there is something in it already.
        Broken: it cannot be made there.
        InvalidInput: the address is none.
    """
    address = address_of(url)
    if (file := file_at(address)) and not file.parent.is_dir():
        raise Broken("folder-missing", f"There is no folder {file.parent} to keep the database in. Make it first.")
    if file:
        with suppress(OSError):  # what is wrong with the place is said below
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))  # SQLite gives its log the rights of the file
    engine = engine_for(address, busy_timeout, may_create=True)
    with _kept_if_sound(engine), _connected(engine) as connection:
        if connection.dialect.name == "sqlite":
            _refuse_foreign_file(connection, file)
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        _begin_writing(connection)
        if inspect(connection).get_table_names():
            raise Refused(
                "database-exists",
                f"There is a database at {where(engine)} already. Choose another place for a new one.",
            )
        migrations.migrate(connection)
        if fill:
            fill(connection)
        _commit(connection)
    return Store(url, engine, mint)


def open_store(url: str, mint: NonceMint, *, busy_timeout: float = BUSY_TIMEOUT) -> Store:
    """Return the store of a database that `create` made.

    Raises:
        Broken: `database-missing`, `database-empty`, `not-a-record`, `database-damaged`, `schema-older`,
            `schema-newer`, or the database fails.
        InvalidInput: the address is none.
    """
    engine = _existing(url, busy_timeout)
    try:
        _refuse_unfit(engine)
    except Broken as failed:
        if failed.code not in only_reading.CANNOT_WRITE or engine.dialect.name != "sqlite":
            raise
        return _opened_to_read(url, mint)
    return Store(url, engine, mint)


def _opened_to_read(url: str, mint: NonceMint) -> Store:
    """Return the store of a file on a disk that is full or may only be read. Whatever writes to it is refused."""
    engine, folder = _reading_engine(url)
    _refuse_unfit(engine)
    return Store(url, engine, mint, folder)


def _reading_engine(url: str) -> tuple[Engine, OwnFolder | None]:
    """Return what reads a file of SQLite without writing beside it, and the folder that has to last for it."""
    address = address_of(url)
    file = Path(str(address.database))
    log = only_reading.log_of(file)
    copy, folder = only_reading.copied(file, log) if log else (file, None)
    return sqlite_engine(address, BUSY_TIMEOUT, only_reading.as_it_is(copy)), folder


def _refuse_unfit(engine: Engine) -> None:
    with _kept_if_sound(engine), _connected(engine) as connection:
        _refuse_other_version(_version(connection, where(engine)), where(engine))
        _keep_log_ahead(connection)


def upgrade(url: str, mint: NonceMint, *, busy_timeout: float = BUSY_TIMEOUT, dry_run: bool = False) -> list[str]:
    """Bring an older database up to this version; return the revisions applied, none where it was up to date.

    With `dry_run` they are tried, and nothing of them is kept.

    Raises:
        Broken: as `open_store`, but for `schema-older`.
    """
    engine = _existing(url, busy_timeout)
    with _disposed(engine), _connected(engine) as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # a table that is copied is dropped on the way
        _begin_writing(connection)
        found = _version(connection, where(engine))
        if found >= migrations.HEAD:
            _refuse_other_version(found, where(engine))
            return []
        applied = migrations.migrate(connection)
        renew(connection)
        Transaction(connection, mint).bind_older()
        _refuse_dangling(connection, where(engine))
        if not dry_run:
            _commit(connection)
    return applied


@contextmanager
def connecting(url: str) -> Iterator[Connection]:
    """Open a database of any version that is there already, for what is done with it as a whole.

    A file of SQLite on a disk that is full or may only be read is opened to be read.

    Raises:
        Broken: `database-missing`, or the database fails.
        InvalidInput: the address is none.
    """
    engine, folder = _existing(url, BUSY_TIMEOUT), None
    try:
        if engine.dialect.name == "sqlite" and not _opens(engine):
            engine.dispose()
            engine, folder = _reading_engine(url)
        with _connected(engine) as connection:
            yield connection
    finally:
        engine.dispose()
        if folder:
            folder.cleanup()


def _opens(engine: Engine) -> bool:
    """Return whether a file can be opened as it is; what is wrong with it otherwise is said by whoever reads it."""
    try:
        with _connected(engine) as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except Broken as failed:
        return failed.code not in only_reading.CANNOT_WRITE
    return True


def version(connection: Connection) -> str:
    """Return the revision of a database that is ours and not newer than this evalflow.

    Raises:
        Broken: `database-empty`, `not-a-record`, `schema-newer`.
    """
    place = where(connection.engine)
    found = _version(connection, place)
    if found > migrations.HEAD:
        _refuse_other_version(found, place)
    return found


@contextmanager
def _connected(engine: Engine) -> Iterator[Connection]:
    with in_words(where(engine)), engine.connect() as connection:
        yield connection


@contextmanager
def _disposed(engine: Engine) -> Iterator[None]:
    try:
        yield
    finally:
        engine.dispose()


@contextmanager
def _kept_if_sound(engine: Engine) -> Iterator[None]:
    """Leave no connection open when the database turns out to be none of ours."""
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql(_BEGIN_WRITING[connection.dialect.name])
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _commit(connection: Connection) -> None:
    try:
        connection.commit()
    except DBAPIError:
        # SQLite keeps a transaction open whose commit it refused, and SQLAlchemy takes it for closed.
        connection.connection.rollback()
        raise


def _keep_log_ahead(connection: Connection) -> None:
    """Set the log's mode where it is lost: a copy made by `VACUUM INTO` does not take it along."""
    if connection.dialect.name != "sqlite":
        return
    file = Path(str(connection.engine.url.database))
    writable = os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
    if writable and connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() != "wal":
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")


def _overwrite_log(engine: Engine) -> bool:
    """Return whether nothing erased is left in file and log. A reader can hold them; the next commit tries again.

    The file is written anew: `secure_delete` overwrites what is deleted, and not what stays in the gaps of a page whose
    rows have moved.
    """
    if engine.dialect.name != "sqlite":
        return True
    try:
        with _connected(engine) as connection:
            connection.exec_driver_sql("VACUUM")
            busy: int = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
            return not busy
    except Broken:  # held, or a full disk: what was erased is committed, and only its residue is left
        return False


def _existing(url: str, busy_timeout: float) -> Engine:
    address = address_of(url)
    if (file := file_at(address)) and not file.is_file():
        raise Broken(
            "database-missing",
            f"There is no database at {file}. Go to the folder it is in, or make a new one with `evalflow init`.",
        )
    return engine_for(address, busy_timeout, may_create=False)


def _refuse_foreign_file(connection: Connection, file: Path | None) -> None:
    """Touch nothing that another program made: setting the log's mode already would."""
    if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
        raise Refused("database-exists", f"There is a database at {file} already. Choose another place for a new one.")


def _version(connection: Connection, where: str) -> str:
    """Return the revision of a database that is ours."""
    tables = inspect(connection).get_table_names()
    if not tables:
        raise Broken(
            "database-empty",
            f"The database at {where} is empty. An empty one is never taken for a new record: put back a copy you "
            "saved, or make a new record elsewhere with `evalflow init`.",
        )
    found = migrations.revision(connection)
    if found is None or "journal" not in tables or not _is_ours(connection):
        raise Broken("not-a-record", f"{where} is a database, but not one that evalflow made. Check the address.")
    return found


def _is_ours(connection: Connection) -> bool:
    if connection.dialect.name != "sqlite":
        return True
    return bool(connection.exec_driver_sql("PRAGMA application_id").scalar_one() == migrations.APPLICATION)


def _refuse_other_version(found: str, where: str) -> None:
    if found < migrations.HEAD:
        raise Broken(
            "schema-older",
            f"{where} was made by an older evalflow. Upgrade it with `evalflow doctor --migrate`, which makes a "
            "copy first.",
        )
    if found > migrations.HEAD:
        raise Broken(
            "schema-newer",
            f"{where} was made by a newer evalflow than this one. Upgrade evalflow: pip install --upgrade evalflow.",
        )


def _refuse_dangling(connection: Connection, where: str) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise Broken("record-contradicts", f"{where} was not migrated: rows in it refer to rows that are not there.")
