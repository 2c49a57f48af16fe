"""One clock for each database: from another folder, through a link, or on a server, a second one is refused."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from evalflow.effects.disk.lock import held
from evalflow.errors import Broken, Refused
from evalflow.settings import Settings
from evalflow.store.database.alone import session_lock
from evalflow.usecases.clock.one_clock import only_clock


def refused(settings: Settings) -> str:
    with pytest.raises(Refused) as refusal, only_clock(settings):
        pass
    assert refusal.value.code == "runs-already"
    return str(refusal.value)


def test_two_folders_and_a_link_to_one_file_have_one_clock(tmp_path: Path) -> None:
    file, link = tmp_path / "a" / "evalflow.db", tmp_path / "b" / "other.db"
    for path in (file, link):
        path.parent.mkdir()
    file.touch()
    link.symlink_to(file)
    here, there = (Settings(path.parent, f"sqlite:///{path}") for path in (file, link))
    with only_clock(here) as refuse_another:
        refuse_another()
        assert f"as process {os.getpid()}." in refused(there)
        assert f"as process {os.getpid()}." in refused(here)
    with only_clock(there), held(file.parent / ".another.db.run.lock") as other:
        assert other == ""


def test_two_folders_on_one_server_have_one_clock(tmp_path: Path, postgres_url: str) -> None:
    here, there = Settings(tmp_path / "a", postgres_url), Settings(tmp_path / "b", postgres_url)
    with only_clock(here) as refuse_another:
        refuse_another()
        assert f"on this database already, as process {os.getpid()} on " in refused(there)
    with only_clock(there):
        pass


def test_a_clock_whose_session_the_server_has_ended_takes_the_lock_again_or_gives_way(postgres_url: str) -> None:
    with ExitStack() as stack:
        first, second = (stack.enter_context(session_lock(postgres_url)) for _ in range(2))
        assert first.taken_by() == ""
        end_sessions(postgres_url)
        assert first.taken_by() == ""
        assert second.taken_by() != ""
        end_sessions(postgres_url)
        assert second.taken_by() == ""
        assert f"process {os.getpid()} on " in first.taken_by()
        second.end()
        with raw(postgres_url) as foreign:
            foreign.execute(text("SELECT pg_advisory_lock(1702259826)"))
            assert second.taken_by() == "a process that is not known"
    with pytest.raises(Broken), session_lock(postgres_url.replace("dbname", "x") + "-that-is-not-there") as lock:
        lock.taken_by()


@contextmanager
def raw(url: str) -> Iterator[Connection]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def end_sessions(url: str) -> None:
    """End every session that holds an advisory lock, as a restart of the server does."""
    held_by = "FROM pg_locks WHERE locktype = 'advisory'"
    with raw(url) as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid) {held_by}"))
        while connection.execute(text(f"SELECT count(*) {held_by}")).scalar_one():
            pass
