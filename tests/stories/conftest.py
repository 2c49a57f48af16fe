"""Folders with a record that has come as far as a story needs, and the processes that go on from there."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from evalflow.definitions.story import Story
from evalflow.store.database.backup import put_into_server
from evalflow.wiring import ChanceMint
from tests.stories.places import NUMBERS, Place
from tests.stories.processes import CommandsToRun, Processes
from tests.support import stages
from tests.support.postgres import PostgresServer
from tests.support.shared import made_once


@pytest.fixture(scope="session")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    with Processes(tmp_path_factory.mktemp("printed")) as running:
        yield running


@pytest.fixture(scope="session")
def story() -> Story:
    return stages.story()


@pytest.fixture(scope="session")
def demo(processes: Processes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that ran from top to bottom on SQLite. It is only looked at."""

    def make(path: Path) -> None:
        path.mkdir()
        asked = CommandsToRun([["demo", "--folder", "demo"]], str(path), {}, [("count_commits", "commits")])
        ran = processes.run(asked)[0]
        assert ran.code == 0, ran.err

    return shutil.copytree(made_once("demo", make), tmp_path_factory.mktemp("demo") / "run") / "demo"


@pytest.fixture(scope="session")
def postgres_demo(
    processes: Processes, postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The same on PostgreSQL, whose address stands in the folder's settings."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    with postgres_server.fresh_database(f"demo_{next(NUMBERS)}") as url:
        words = ["demo", "--folder", str(folder), "--database", url]
        ran = processes.run(CommandsToRun([words], str(folder.parent)))[0]
        assert ran.code == 0, ran.err
        yield folder


@pytest.fixture(scope="session")
def commits(demo: Path) -> int:
    """How many commits a demo takes."""
    return int((demo.parent / "commits").read_text())


@pytest.fixture
def at_sqlite(processes: Processes, tmp_path: Path) -> Callable[[str], Place]:
    """`at_sqlite("taking")` is a new copy of the story's folder as it was at this stage, at its instant.

    No PDF is laid out in it.
    """

    def copied(name: str) -> Place:
        reached = stages.stage(name)
        folder = shutil.copytree(reached.folder, tmp_path / f"story-{next(NUMBERS)}")
        return Place(processes, folder, {}, reached.at, "print_plainly")

    return copied


@pytest.fixture(scope="session")
def templates(postgres_server: PostgresServer) -> Iterator[Callable[[str], str]]:
    """`templates("taking")` is the name of a database that holds the story at this stage, put there from SQLite."""
    reached: dict[str, str] = {}
    with ExitStack() as open_databases:

        def template(name: str) -> str:
            if name not in reached:
                database = f"template_{next(NUMBERS)}"
                url = open_databases.enter_context(postgres_server.fresh_database(database))
                put_into_server(stages.stage(name).folder / "evalflow.db", url, ChanceMint()).dispose()
                reached[name] = database
            return reached[name]

        yield template


@pytest.fixture
def at_postgres(
    at_sqlite: Callable[[str], Place], templates: Callable[[str], str], postgres_server: PostgresServer
) -> Iterator[Callable[[str], Place]]:
    """The same on PostgreSQL."""
    with ExitStack() as open_databases:

        def copied(name: str) -> Place:
            database = postgres_server.fresh_database(f"story_{next(NUMBERS)}", template=templates(name))
            place = at_sqlite(name)
            (place.folder / "evalflow.db").unlink()
            return replace(place, environment={"EVALFLOW_DATABASE": open_databases.enter_context(database)})

        yield copied


@pytest.fixture(params=["sqlite", "postgresql"])
def at(request: pytest.FixtureRequest) -> Callable[[str], Place]:
    """The same, once on SQLite and once on PostgreSQL."""
    found: Callable[[str], Place] = request.getfixturevalue("at_sqlite" if request.param == "sqlite" else "at_postgres")
    return found
