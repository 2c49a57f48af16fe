"""Folders with a record that has come as far as a story needs, and the processes that go on from there."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from evalflow.cli.demo import EXAMPLES
from evalflow.definitions import Story, read_story
from evalflow.resources import resource
from tests.stories.places import NUMBERS, Place, in_new_folder, walked_to
from tests.stories.processes import CommandsToRun, Processes
from tests.support.postgres import PostgresServer


@pytest.fixture(scope="session")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    with Processes(tmp_path_factory.mktemp("printed")) as running:
        yield running


@pytest.fixture(scope="session")
def story() -> Story:
    return read_story(resource(*EXAMPLES, "story.yaml").read_bytes(), "story.yaml")


@pytest.fixture(scope="session")
def demo(processes: Processes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that ran from top to bottom on SQLite. It is only looked at."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    hook = ("count_commits", str(folder.parent / "commits"))
    ran = processes.run(CommandsToRun([["demo", "--folder", str(folder)]], str(folder.parent), {}, [hook]))[0]
    assert ran.code == 0, ran.err
    return folder


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


@pytest.fixture(scope="session")
def walked(processes: Processes, story: Story, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Place]:
    """`walked("", begins)` is the story in a folder, gone up to the first command that begins with this, on SQLite.

    With an address, on the empty database there. It is walked once, and then is only to be copied.
    """
    reached: dict[tuple[str, str], Place] = {}

    def walk(url: str, begins: str) -> Place:
        if (url, begins) not in reached:
            environment = {"EVALFLOW_DATABASE": url} if url else {}
            place = Place(processes, tmp_path_factory.mktemp("walked"), environment)
            reached[url, begins] = walked_to(place, story, begins)
        return reached[url, begins]

    return walk


@pytest.fixture
def at_sqlite(walked: Callable[[str, str], Place], tmp_path: Path) -> Callable[[str], Place]:
    """`at_sqlite(begins)` is a new copy of the story's folder as it was before this command, at its instant."""

    def copied(begins: str) -> Place:
        return in_new_folder(walked("", begins), tmp_path)

    return copied


@pytest.fixture(scope="session")
def templates(
    walked: Callable[[str, str], Place], postgres_server: PostgresServer
) -> Iterator[Callable[[str], tuple[str, Place]]]:
    """As `walked` on PostgreSQL, with the name of the database."""
    reached: dict[str, tuple[str, Place]] = {}
    with ExitStack() as open_databases:

        def template(begins: str) -> tuple[str, Place]:
            if begins not in reached:
                name = f"template_{next(NUMBERS)}"
                url = open_databases.enter_context(postgres_server.fresh_database(name))
                reached[begins] = (name, walked(url, begins))
            return reached[begins]

        yield template


@pytest.fixture
def at_postgres(
    templates: Callable[[str], tuple[str, Place]], postgres_server: PostgresServer, tmp_path: Path
) -> Iterator[Callable[[str], Place]]:
    """The same on PostgreSQL."""
    with ExitStack() as open_databases:

        def copied(begins: str) -> Place:
            template, place = templates(begins)
            name = f"story_{next(NUMBERS)}"
            url = open_databases.enter_context(postgres_server.fresh_database(name, template=template))
            return replace(in_new_folder(place, tmp_path), environment={"EVALFLOW_DATABASE": url})

        yield copied


@pytest.fixture(params=["sqlite", "postgresql"])
def at(request: pytest.FixtureRequest) -> Callable[[str], Place]:
    """The same, once on SQLite and once on PostgreSQL."""
    found: Callable[[str], Place] = request.getfixturevalue("at_sqlite" if request.param == "sqlite" else "at_postgres")
    return found
