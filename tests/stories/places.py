"""A folder with the story in it, gone as far as a test needs, and the commands that go on from there."""

import json
import shlex
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from evalflow.cli.demo import EXAMPLES, PERSON
from evalflow.definitions.story import Story
from evalflow.resources import resource
from tests.stories.processes import CommandsToRun, Processes, ProcessResult

CYCLE = "UK-CHINA-2027"
NUMBERS = count(1)


@dataclass(frozen=True)
class Place:
    """A folder with a record, and the processes that work in it. `printing` is the hook that says how they print."""

    processes: Processes
    folder: Path
    environment: dict[str, str]
    at: str = ""
    printing: str = "print_once"

    @property
    def url(self) -> str:
        return self.environment.get("EVALFLOW_DATABASE") or f"sqlite:///{self.folder / 'evalflow.db'}"

    def asked(self, *words: str, at: str = "", hooks: Sequence[Sequence[Any]] = ()) -> CommandsToRun:
        last = ["--at", at or self.at] if (at or self.at) and "--at" not in words else []
        return CommandsToRun([[*words, *last]], str(self.folder), self.environment, [[self.printing], *hooks])

    def __call__(self, *words: str, at: str = "", hooks: Sequence[Sequence[Any]] = ()) -> ProcessResult:
        """Run one command as a person types it."""
        return self.processes.run(self.asked(*words, at=at, hooks=hooks))[0]

    def done(self, *words: str, at: str = "") -> str:
        """Return what a command that succeeds prints on stdout."""
        ran = self(*words, at=at)
        assert ran.code == 0, ran.err
        return ran.out

    def together(self, *asked: CommandsToRun) -> list[ProcessResult]:
        return self.processes.run(*asked)


def input_text(text: str, submitter: str, *, kind: str = "ngo", level: str = "public") -> str:
    """Return what somebody hands in: one point, as the filled template has it."""
    head = f"Cycle: {CYCLE}\nKind: {kind}\nLevel: {level}\nSubmitter: {submitter}\nTitle: About one objective\n"
    return f"{head}\n## UK-01\n\n{text}\n"


def in_new_folder(place: Place, folder: Path) -> Place:
    copy = folder / f"story-{next(NUMBERS)}"
    shutil.copytree(place.folder, copy)
    return replace(place, folder=copy)


def walked_to(place: Place, story: Story, begins: str) -> Place:
    """Go as far as this command. The code of the input whose name is withheld is known only once it is there."""
    until = next(number for number, step in enumerate(story.steps) if step.run.startswith(begins))
    ahead = [(step.run, step.at.isoformat()) for step in story.steps[:until]]
    blind = next((number for number, (run, _) in enumerate(ahead) if "{withheld}" in run), len(ahead))
    _run(place, [["init", ".", "--example", "--with-registry", "--person", PERSON]])
    _run(place, [typed(run, at) for run, at in ahead[:blind]])
    code = withheld_in(place) if ahead[blind:] else ""
    _run(place, [typed(run.replace("{withheld}", code), at) for run, at in ahead[blind:]])
    return replace(place, at=story.steps[until].at.isoformat())


def _run(place: Place, commands: Sequence[Sequence[str]]) -> None:
    ran = place.together(CommandsToRun(commands, str(place.folder), place.environment))[0]
    assert ran.code == 0, ran.err


def typed(run: str, at: str) -> list[str]:
    """Return the words of a command of the story."""
    words = [word.replace("{examples}", str(resource(*EXAMPLES))) for word in shlex.split(run)]
    return [*words, "--at", at]


def withheld_in(place: Place) -> str:
    """Return the code of the one input of the story whose name is withheld."""
    listed = json.loads(place.done("input", "list", CYCLE, "--format", "json"))["rows"]
    return str(next(row["code"] for row in listed if row["level"] == "name-withheld"))
