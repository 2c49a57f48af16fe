"""What a database driver throws → one sentence a person can act on. No value of the record stands in any of them."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError, StatementError

from evalflow.errors import Broken, EvalflowError
from evalflow.store.codec import Unreadable
from evalflow.store.schema.triggers import PROTECTED

_Words = tuple[str, str]

_LOCKED: _Words = (
    "database-locked",
    "another program is writing to {where} and did not finish in time. Nothing was changed; try again.",
)
_FULL: _Words = ("disk-full", "the disk that holds {where} is full. Nothing was changed; make room and try again.")
_READ_ONLY: _Words = (
    "database-read-only",
    "{where} cannot be written to. Nothing was changed. Check the permissions of the file and its folder, and whether "
    "the disk is full or may only be read.",
)
_CANNOT_OPEN: _Words = ("database-unreachable", "{where} cannot be opened. Check that it is there and may be read.")
_DAMAGED: _Words = (
    "database-damaged",
    "{where} is damaged. Put back a copy you saved, and keep the damaged file for inquiry.",
)
_DAMAGED_FILE: _Words = (
    "database-damaged",
    "{where} is damaged. Move it away, and with it the files beside it whose names go on with -wal and -shm; then put "
    "a copy you saved in its place. Keep what you moved for inquiry.",
)
_DISK: _Words = ("disk-fails", "the disk that holds {where} gives errors. Nothing was changed; check the disk.")
_CONTRADICTS: _Words = (
    "record-contradicts",
    "what was to be written contradicts what {where} holds. Nothing was changed; run `evalflow audit verify`.",
)
_FAILED: _Words = (
    "database-failed",
    "{where} could not do what was asked. Nothing was changed; run `evalflow doctor`.",
)
_SERVER: _Words = (
    "database-unreachable",
    "the server of {where} does not answer or broke off. Check that it runs and that its address is right.",
)

_SQLITE: dict[str, _Words] = {
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_CANTOPEN": _CANNOT_OPEN,
    "SQLITE_CORRUPT": _DAMAGED_FILE,
    "SQLITE_NOTADB": _DAMAGED_FILE,
    "SQLITE_IOERR": _DISK,
    "SQLITE_CONSTRAINT": _CONTRADICTS,
}
_POSTGRES: dict[str, _Words] = {  # by SQLSTATE or its class
    "40001": _LOCKED,
    "40P01": _LOCKED,
    "55P03": _LOCKED,
    "57014": _LOCKED,
    "53100": _FULL,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "23": _CONTRADICTS,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
    "08": _SERVER,
    "28": _SERVER,
    "3D": _SERVER,
    "53": _SERVER,
    "57": _SERVER,
}


class DriverFailed(Exception):
    """What the driver said, without the values it may have said it about."""


@contextmanager
def in_words(where: str) -> Iterator[None]:
    """Turn what the database throws inside the block into `Broken`. `where` names the database, without passwords."""
    try:
        yield
    except DBAPIError as error:
        raise broken(error.orig, where) from DriverFailed(_said(error.orig))
    except _drivers() as error:
        raise broken(error, where) from DriverFailed(_said(error))
    except StatementError as error:  # a column refused a value before the database saw it
        if isinstance(error.orig, EvalflowError):
            raise error.orig from None
        raise
    except Unreadable as unreadable:
        raise _told(_DAMAGED, where) from unreadable
    except UnicodeDecodeError as garbled:  # sqlite3 reads its own message so, where it quotes a damaged file
        raise _told(_DAMAGED_FILE, where) from garbled


def _drivers() -> tuple[type[Exception], ...]:
    """Return what the drivers in use throw themselves: psycopg is in use only where it was imported."""
    psycopg = sys.modules.get("psycopg")
    return (sqlite3.Error, psycopg.Error) if psycopg else (sqlite3.Error,)


def broken(error: Any, where: str) -> Broken:
    """Return the sentence for what a driver threw."""
    said = _said(error)
    if PROTECTED in said:
        why = said.split(f"{PROTECTED}: ", 1)[-1].splitlines()[0]
        return Broken(PROTECTED, f"The database refused it: {why} Nothing was changed.")
    return _told(_words_for(error), where)


def _told(words: _Words, where: str) -> Broken:
    code, sentence = words
    text = sentence.format(where=where)
    return Broken(code, text[0].upper() + text[1:] if not text.startswith(where) else text)


def _words_for(error: Any) -> _Words:
    if name := getattr(error, "sqlite_errorname", ""):
        return next((words for prefix, words in _SQLITE.items() if name.startswith(prefix)), _FAILED)
    if state := getattr(error, "sqlstate", None):
        return next((words for prefix, words in _POSTGRES.items() if state.startswith(prefix)), _FAILED)
    # psycopg gives no state where it never reached a server or lost it; sqlite3 where a text is no UTF-8.
    return _DAMAGED_FILE if type(error).__module__ == "sqlite3" else _SERVER


def _said(error: Any) -> str:
    """Return the driver's first message: PostgreSQL's details, left out, repeat the values of the row."""
    diagnosis = getattr(error, "diag", None)
    primary = diagnosis.message_primary if diagnosis else None
    return f"{type(error).__name__}: {primary or (str(error) if diagnosis is None else '')}"
