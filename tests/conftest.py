"""Fixtures for every room: a database address on SQLite and on PostgreSQL."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support import migrated_once, printed_once, shared
from tests.support.postgres import PostgresServer, Unavailable, running_server

pytest_plugins = ["tests.support.processor"]
_numbers = count(1)


@pytest.fixture(scope="session", autouse=True)
def state_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let what evalflow keeps for a user be kept in a folder of this session, and not in the home of who tests."""
    folder = tmp_path_factory.mktemp("state")
    os.environ["XDG_STATE_HOME"] = str(folder)
    return folder


@pytest.fixture(autouse=True)
def state_of_one_test(state_directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test is a user of its own: many work on copies of one record."""
    monkeypatch.setenv("XDG_STATE_HOME", str(state_directory / str(next(_numbers))))


@pytest.fixture(scope="session", autouse=True)
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Lay out each PDF and run the revisions once for all workers and the processes that they start."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    os.environ[shared.FOLDER] = str(folder)
    printed_once.keep()
    migrated_once.keep()


# Machines are noisy: how long an example takes says nothing about whether it is right.
settings.register_profile("evalflow", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("evalflow")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of this session's own. Where there is none, tests on it are skipped, but never in CI."""
    try:
        with running_server() as server:
            yield server
    except Unavailable as reason:
        if os.environ.get("CI"):
            pytest.fail(f"CI runs every test. {reason}")
        pytest.skip(str(reason))


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of a fresh, empty PostgreSQL database."""
    with postgres_server.fresh_database(f"test_{next(_numbers)}") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh, empty database: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'evalflow.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the stories: a worker has a file to itself, and none of these long ones is to be the last."""
    items.sort(key=lambda item: "stories" not in item.path.parts)
