"""A database is made once, opened by name, and never mistaken for another."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import URL

from evalflow.errors import Broken, EvalflowError, InvalidInput, Refused
from evalflow.evaluation.people import Person, PersonNamed
from evalflow.store.database.database import Store, create, open_store, upgrade
from evalflow.store.database.faults import broken
from evalflow.store.schema import triggers
from tests.store.raw import connect, file_of, raw
from tests.store.samples import MINT, record
from tests.support import migrated_once


def refused(call: Callable[[], object]) -> EvalflowError:
    with pytest.raises(EvalflowError) as refusal:
        call()
    return refusal.value


def test_what_was_made_opens_again_with_what_it_held(filled: Store) -> None:
    filled.dispose()
    again = open_store(filled.url, MINT)
    with again.reading() as reading:
        assert reading.get(Person, "p1") is not None
    again.dispose()


def test_a_database_is_not_made_where_one_is(filled: Store) -> None:
    refusal = refused(lambda: create(filled.url, MINT))
    assert (type(refusal), refusal.code) == (Refused, "database-exists")


def test_a_database_of_another_program_is_neither_opened_nor_touched(database_url: str) -> None:
    with raw(database_url) as connection:
        connection.execute("CREATE TABLE theirs (name TEXT)")
    before = content(database_url)
    assert refused(lambda: open_store(database_url, MINT)).code == "not-a-record"
    assert refused(lambda: create(database_url, MINT)).code == "database-exists"
    assert content(database_url) == before


def test_a_file_that_only_has_tables_of_our_names_is_not_ours(sqlite_filled: Store) -> None:
    with raw(sqlite_filled.url) as connection:
        connection.execute("PRAGMA application_id = 0")
    assert refused(lambda: open_store(sqlite_filled.url, MINT)).code == "not-a-record"


def test_an_empty_database_is_never_taken_for_a_new_one(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        Path(file_of(database_url)).touch()
    refusal = refused(lambda: open_store(database_url, MINT))
    assert (refusal.code, refusal.exit_code) == ("database-empty", 4)
    assert refused(lambda: upgrade(database_url, MINT)).code == "database-empty"


def test_a_missing_file_is_not_made_by_opening_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'evalflow.db'}"
    assert refused(lambda: open_store(url, MINT)).code == "database-missing"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_and_a_folder_in_place_of_a_file_are_said(tmp_path: Path) -> None:
    assert refused(lambda: create(f"sqlite:///{tmp_path / 'no' / 'evalflow.db'}", MINT)).code == "folder-missing"
    assert refused(lambda: create(f"sqlite:///{tmp_path}", MINT)).code == "database-unreachable"
    assert refused(lambda: open_store(f"sqlite:///{tmp_path}", MINT)).code == "database-missing"


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "what?.db", "#1.db", "对话.db"])
def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    url = str(URL.create("sqlite", database=str(tmp_path / name)))
    create(url, MINT).dispose()
    open_store(url, MINT).dispose()
    assert name in os.listdir(tmp_path)


@pytest.mark.parametrize("url", ["", "evalflow.db", "sqlite://", "mysql://x/y", "postgresql://u@h/d", "sqlite:"])
def test_what_is_no_address_is_refused(url: str) -> None:
    refusal = refused(lambda: open_store(url, MINT))
    assert (type(refusal), refusal.code) == (InvalidInput, "bad-database-address")


@pytest.mark.parametrize("cut", [0, 20, 1000, 40000])
def test_a_damaged_file_is_said_to_be_damaged(sqlite_filled: Store, cut: int) -> None:
    with raw(sqlite_filled.url) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sqlite_filled.dispose()
    path = Path(file_of(sqlite_filled.url))
    path.write_bytes(path.read_bytes()[:cut] + b"\xff" * 5000)

    def look() -> None:
        store = open_store(sqlite_filled.url, MINT)
        try:
            with store.reading() as reading:
                list(reading.journal())
        finally:
            store.dispose()

    assert refused(look).code == "database-damaged"


def test_a_newer_database_asks_for_a_newer_evalflow(filled: Store) -> None:
    at_revision(filled, "9999")
    refusal = refused(lambda: open_store(filled.url, MINT))
    assert (refusal.code, "pip install --upgrade evalflow" in str(refusal)) == ("schema-newer", True)
    assert refused(lambda: upgrade(filled.url, MINT)).code == "schema-newer"


def test_an_older_database_asks_to_be_migrated(filled: Store) -> None:
    at_revision(filled, "0000")
    refusal = refused(lambda: open_store(filled.url, MINT))
    assert (refusal.code, "evalflow doctor --migrate" in str(refusal)) == ("schema-older", True)


def at_revision(store: Store, name: str) -> None:
    with raw(store.url) as connection:
        connection.execute(f"UPDATE alembic_version SET version_num = '{name}'")


def test_a_locked_database_is_said_to_be_locked_and_nothing_is_changed(store: Store) -> None:
    impatient = open_store(store.url, MINT, busy_timeout=0.05)
    with store.writing() as transaction:
        record(transaction, "p1", [PersonNamed("p1", "first")])
        with pytest.raises(Broken) as refusal, impatient.writing():
            pass
        assert refusal.value.code == "database-locked"
        with impatient.reading() as reading:  # readers wait for nobody
            assert reading.size() == 0
    impatient.dispose()


def test_a_full_disk_is_said_to_be_full_and_nothing_is_changed(sqlite_filled: Store) -> None:
    with sqlite_filled.reading() as reading:
        size = reading.size()

    def write_to_a_file_that_cannot_grow() -> None:
        with sqlite_filled.writing() as transaction:
            pages = transaction.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            transaction.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            record(transaction, "p9", [PersonNamed("p9", "x" * 100_000)])

    assert refused(write_to_a_file_that_cannot_grow).code == "disk-full"
    with sqlite_filled.reading() as reading:
        assert reading.size() == size


def test_a_read_only_database_is_said_to_be_one(filled: Store) -> None:
    read_only = "PRAGMA query_only = ON" if filled.url.startswith("sqlite") else "SET TRANSACTION READ ONLY"

    def write() -> None:
        with filled.writing() as transaction:
            transaction.connection.exec_driver_sql(read_only)
            record(transaction, "p9", [PersonNamed("p9", "x")])

    assert refused(write).code == "database-read-only"


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    url = "postgresql+psycopg://someone:hunter2@localhost:1/evalflow"
    refusal = refused(lambda: open_store(url, MINT))
    assert refusal.code == "database-unreachable"
    assert "hunter2" not in f"{refusal}{refusal.__cause__}"
    assert "someone:***@localhost" in str(refusal)


def test_a_missing_database_on_a_server_is_said(postgres_url: str) -> None:
    assert refused(lambda: open_store(postgres_url.replace("test_", "no_such_"), MINT)).code == "database-unreachable"


def test_a_missing_driver_says_how_to_install_it() -> None:
    program = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from evalflow.errors import Broken\nfrom evalflow.store.database.database import open_store\n"
        "try: open_store('postgresql+psycopg://x@y/z', None)\n"
        "except Broken as refusal: print(refusal.code, refusal)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("driver-missing ")
    assert "pip install 'evalflow[postgres]'" in said.stdout


def test_an_old_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 38, 5))
    assert refused(lambda: create(f"sqlite:///{tmp_path / 'x.db'}", MINT)).code == "sqlite-too-old"


def test_a_creation_that_fails_leaves_a_database_that_can_be_made_again(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with migrated_once.anew(), monkeypatch.context() as broken_off:
        broken_off.setattr(triggers, "reset", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            create(database_url, MINT)
    assert refused(lambda: open_store(database_url, MINT)).code == "database-empty"
    create(database_url, MINT).dispose()


def test_what_is_asked_of_sqlite_holds_on_every_connection(sqlite_filled: Store) -> None:
    asked = {
        "foreign_keys": 1, "recursive_triggers": 1, "trusted_schema": 0, "synchronous": 2, "secure_delete": 1,
        "journal_mode": "wal", "busy_timeout": 30000,
    }  # fmt: skip
    with sqlite_filled.reading() as reading:
        found = {name: reading.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in asked}
    assert found == asked


def test_a_database_put_back_from_a_copy_keeps_a_log_again(sqlite_filled: Store) -> None:
    sqlite_filled.dispose()
    file = Path(file_of(sqlite_filled.url))
    with raw(sqlite_filled.url) as connection:
        connection.execute(f"VACUUM INTO '{file.parent / 'copy.db'}'")
    (file.parent / "copy.db").replace(file)
    assert journal_mode(sqlite_filled.url) == "delete"
    open_store(sqlite_filled.url, MINT).dispose()
    assert journal_mode(sqlite_filled.url) == "wal"


def journal_mode(url: str) -> str:
    with raw(url) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def test_postgres_keeps_a_zone_and_a_limit_on_waiting_of_its_own(postgres_filled: Store) -> None:
    with postgres_filled.reading() as reading:
        shown = [reading.connection.exec_driver_sql(f"SHOW {n}").scalar_one() for n in ("timezone", "lock_timeout")]
    assert shown == ["UTC", "30s"]


def test_a_store_says_what_keeps_its_record(store: Store) -> None:
    kept_by = store.kept_by()
    assert kept_by.split()[0] == ("SQLite" if store.url.startswith("sqlite") else "PostgreSQL")
    assert kept_by.split()[1][0].isdigit()


def test_an_unknown_failure_of_a_driver_is_a_sentence_too() -> None:
    assert broken(sqlite3.OperationalError("text is no UTF-8"), "/x.db").code == "database-damaged"
    odd = sqlite3.OperationalError("odd")
    odd.sqlite_errorname = "SQLITE_INTERRUPT"
    assert str(broken(odd, "/x.db")) == (
        "/x.db could not do what was asked. Nothing was changed; run `evalflow doctor`."
    )


def content(url: str) -> object:
    if url.startswith("sqlite"):
        return Path(file_of(url)).read_bytes()
    connection = connect(url)
    tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    connection.close()
    return tables
