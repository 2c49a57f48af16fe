"""A SQLite file that nothing can be written beside → an address at which it can be read all the same.

SQLite writes beside a file even to read it: its log needs an index. On a disk that is full or may only be read, a file
without a log is read as it is, and one with a log from a private copy of both, so that the log counts.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from evalflow.errors import Broken
from evalflow.temporary import OwnFolder

CANNOT_WRITE = ("database-unreachable", "database-read-only", "disk-full", "disk-fails")


def as_it_is(file: Path) -> str:
    """Return the address of a file of SQLite that nobody writes to."""
    return f"file:{quote(str(file))}?mode=ro&immutable=1"


def log_of(file: Path) -> Path | None:
    """Return the log beside the file, or None where there is none or nothing is in it."""
    log = file.with_name(f"{file.name}-wal")
    try:
        return log if log.stat().st_size else None
    except OSError:
        return None


def copied(file: Path, log: Path) -> tuple[Path, OwnFolder]:
    """Return a copy of the file with what its log holds, and the folder in which it lasts.

    Raises:
        Broken: `no-room-to-read`, it cannot be copied.
    """
    folder = None
    try:
        folder = OwnFolder("reading")
        copy = Path(folder.name, file.name)
        shutil.copyfile(file, copy)
        shutil.copyfile(log, copy.with_name(log.name))
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except (OSError, sqlite3.Error) as failed:
        if folder:
            folder.cleanup()
        raise Broken(
            "no-room-to-read",
            f"{file} can only be read from a copy, and it cannot be copied: {failed}. Name "
            "a folder with room in TMPDIR.",
        ) from failed
    return copy, folder
