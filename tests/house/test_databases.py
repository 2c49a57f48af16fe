"""The databases that the tests stand on are what they claim to be."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from evalflow.store.database.database import create
from tests.store.samples import MINT
from tests.support import migrated_once
from tests.support.postgres import PostgresServer

ROOT = Path(__file__).resolve().parents[2]
STARTS_A_SERVER_AND_IS_KILLED = """
import os, signal
from tests.support.postgres import running_server
with running_server() as server:
    print(server.folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
MADE_IN_SQLITE = """
SELECT name, sql FROM sqlite_master UNION ALL SELECT 'revision', version_num FROM alembic_version
UNION ALL SELECT 'application', application_id FROM pragma_application_id ORDER BY 1, 2"""
MADE_IN_POSTGRESQL = """
SELECT tablename::text, indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT table_name::text, column_name::text, concat_ws(' ', ordinal_position, data_type, is_nullable,
    column_default) FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT tgrelid::regclass::text, tgname::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT '', proname::text, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT '', 'revision', version_num FROM alembic_version ORDER BY 1, 2, 3"""


def test_a_fresh_database_can_be_written_and_holds_nothing_from_another_test(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE only_here (x INTEGER)"))
        connection.execute(text("INSERT INTO only_here VALUES (1)"))
        assert connection.execute(text("SELECT x FROM only_here")).scalars().all() == [1]
    engine.dispose()


def test_each_postgresql_database_is_another_one(postgres_server: PostgresServer) -> None:
    with postgres_server.fresh_database("one") as one, postgres_server.fresh_database("two") as two:
        assert [_answer(url, "SELECT current_database()") for url in (one, two)] == ["one", "two"]


def test_a_database_is_dropped_even_while_someone_is_connected(postgres_server: PostgresServer) -> None:
    with postgres_server.fresh_database("left_open") as url:
        connection = psycopg.connect(_for_psycopg(url))
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    connection.close()
    names = _answer(postgres_server.url("postgres"), "SELECT array_agg(datname::text) FROM pg_database")
    assert "left_open" not in str(names)


def test_postgresql_here_is_not_in_utc_so_that_a_naive_instant_shows(postgres_url: str) -> None:
    assert _answer(postgres_url, "SHOW timezone") == "Asia/Shanghai"


def test_a_killed_test_session_leaves_no_server_and_no_folder(postgres_server: PostgresServer) -> None:
    # run() returns when the last holder of its pipes is gone, and the server's keeper holds stderr until it is done
    killed = subprocess.run(
        [sys.executable, "-c", STARTS_A_SERVER_AND_IS_KILLED],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    folder = Path(killed.stdout.strip())
    assert folder.name.startswith("evalflow-postgres-")
    assert (killed.returncode, folder.exists()) == (-9, False)


def test_a_schema_that_was_made_once_is_as_the_revisions_make_it_each_time(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    with ExitStack() as stack:
        databases = [stack.enter_context(postgres_server.fresh_database(name)) for name in ("anew", "first", "again")]
        _same_schema(databases, MADE_IN_POSTGRESQL)
    _same_schema([f"sqlite:///{tmp_path / name}.db" for name in ("anew", "first", "again")], MADE_IN_SQLITE)


def _same_schema(urls: list[str], made: str) -> None:
    with migrated_once.anew():
        made_anew = _made_in(urls[0], made)
    assert [_made_in(url, made) for url in urls[1:]] == [made_anew, made_anew]


def _made_in(url: str, made: str) -> list[tuple[object, ...]]:
    store = create(url, MINT)
    with store.reading() as reading:
        rows = [tuple(row) for row in reading.connection.exec_driver_sql(made)]
    store.dispose()
    assert len(rows) > 100
    return rows


def _answer(url: str, query: str) -> object:
    with psycopg.connect(_for_psycopg(url)) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def _for_psycopg(url: str) -> str:
    return url.replace("postgresql+psycopg:", "postgresql:")
