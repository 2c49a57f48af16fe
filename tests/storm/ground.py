"""Where the storm rages: processes that can be killed, and fresh copies of a record on either database."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from evalflow.cli.demo import EXAMPLES
from evalflow.definitions.story import read_story
from evalflow.resources import resource
from tests.stories.places import NUMBERS, Place, walked_to
from tests.stories.processes import Processes, ProcessResult
from tests.support.postgres import PostgresServer

DATABASES: Final = ("sqlite", "postgresql")
Prepare = Callable[[Place], Place]  # brings a folder, and an empty database, as far as a story needs


@dataclass
class StormGround:
    """`folder` holds everything. What was prepared once is copied for every kill."""

    processes: Processes
    server: PostgresServer
    folder: Path
    databases: ExitStack
    prepared: dict[tuple[str, str], tuple[str, Place]] = field(default_factory=dict)

    def new_place(self, database: str) -> tuple[str, Place]:
        """Return an empty folder with the name of its database on the server, "" on SQLite."""
        number = next(NUMBERS)
        folder = self.folder / f"prepared-{number}"
        folder.mkdir()
        if database == "sqlite":
            return "", Place(self.processes, folder, {})
        name = f"prepared_{number}"
        url = self.databases.enter_context(self.server.fresh_database(name))
        return name, Place(self.processes, folder, {"EVALFLOW_DATABASE": url})

    @contextmanager
    def copy(self, story: str, database: str, prepare: Prepare) -> Iterator[Place]:
        """Yield a copy of what a story begins with; it is removed afterwards."""
        if (story, database) not in self.prepared:
            name, empty = self.new_place(database)
            self.prepared[story, database] = name, prepare(empty)
        name, place = self.prepared[story, database]
        number = next(NUMBERS)
        folder = self.folder / f"copy-{number}"
        shutil.copytree(place.folder, folder)
        try:
            if database == "sqlite":
                yield replace(place, folder=folder)
                return
            with self.server.fresh_database(f"copy_{number}", template=name) as url:
                yield replace(place, folder=folder, environment={"EVALFLOW_DATABASE": url})
        finally:
            shutil.rmtree(folder)


@dataclass
class StormLine:
    """What the storm prints of one story on one database."""

    story: str
    database: str
    checked: str
    kills: int = 0
    runs: int = 0
    found: list[str] = field(default_factory=list)

    def check(self, *, right: bool, wrong: str) -> None:
        if not right:
            self.found.append(f"run {self.runs}: {wrong}")

    def ended_well(self, ran: ProcessResult, what: str) -> bool:
        """Note a command that did not succeed, or that failed without words; return whether it succeeded."""
        words = "Traceback" not in ran.err and "inside evalflow that should not" not in ran.err
        self.check(right=ran.code == 0 and words, wrong=f"{what} ended with {ran.code}: {ran.err.strip()[-300:]}")
        return ran.code == 0

    def __str__(self) -> str:
        found = "nothing" if not self.found else f"{len(self.found)} faults; the first: {self.found[0]}"
        counts = f"{self.runs} runs, {self.kills} kills"
        return f"{self.story:<10} {self.database:<10} {counts:<22} checked: {self.checked}; found: {found}"


def to_the_story(begins: str) -> Prepare:
    """Return what walks the example story up to the first command that begins with this."""

    def prepare(place: Place) -> Place:
        story = read_story(resource(*EXAMPLES, "story.yaml").read_bytes(), "story.yaml")
        return walked_to(place, story, begins)

    return prepare


def moments(commits: int, seconds: float, kills: int) -> list[Sequence[Any]]:
    """Return the hooks of so many kills: before and after each commit first, then spread over the time it takes."""
    at_commits = [("kill_at_commit", n + 1, moment) for n in range(commits) for moment in ("before", "after")]
    first = at_commits[: kills // 2]
    rest = kills - len(first)
    return [*first, *(("kill_after", seconds * (n + 0.5) / rest) for n in range(rest))]
