"""The example story → folders in which it has come so far, for tests that begin there."""

import io
import json
import shlex
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evalflow.cli.demo import EXAMPLES
from evalflow.cli.main import run
from evalflow.definitions.story import Story, StoryStep, read_story
from evalflow.resources import resource
from tests.support.printed_plainly import printing_plainly
from tests.support.shared import made_once

PERSON = "Secretariat (example)"
CYCLE = "UK-CHINA-2027"
STAGES = {  # name → what the first command that is not run yet begins with
    "empty": "cycle open",
    "opened": "cycle name-body",
    "named": "cycle publish-terms",
    "ready": f"cycle complete {CYCLE} terms",
    "waiting": "tick",
    "taking": "objective amend UK-02",
    "extending": "cycle extend",
    "late": "input accept-late",
    "rating": f'finding rate --as "Example Committee" {CYCLE} UK-01',
    "unchecked": "criteria check",
    "checked": "criteria decide",
    "unanswered": "input dispose",
    "unwritten": f'report write --as "Example Committee" {CYCLE}',
    "answered": "report build",
    "drafted": f"cycle complete {CYCLE} draft",
    "adopting": "report adopt",
    "adopted": "report publish",
    "published": f"recommendation reply {CYCLE}/REC/01 --by partner --answer accepted",
}


@dataclass(frozen=True)
class Stage:
    """A folder to be copied, as it was before a step of the story, and the instant of that step (ISO, UTC)."""

    folder: Path
    at: str


def stage(name: str) -> Stage:
    """Return a stage, for which the story is run on from the stage before, once in all processes of this session."""
    folder = made_once(f"stage-{name}", lambda path: _run_on(name, path))
    return Stage(folder, f"{story().steps[_step(name)].at:%Y-%m-%dT%H:%M}Z")


def new_record(name: str) -> Path:
    """Return the folder of a record with the registry in it: `real`, or `example`, which has virtual time."""
    more = ["--example"] if name == "example" else []

    def make(path: Path) -> None:
        _ran("init", str(path / name), "--with-registry", "--person", PERSON, *more)

    return made_once(f"record-{name}", make) / name


def _run_on(name: str, path: Path) -> None:
    names = [None, *STAGES]
    before = names[names.index(name) - 1]
    shutil.copytree(stage(before).folder if before else new_record("example"), path)
    with printing_plainly():
        for step in story().steps[_step(before) if before else 0 : _step(name)]:
            take(step, path)


def _step(name: str) -> int:
    return next(number for number, step in enumerate(story().steps) if step.run.startswith(STAGES[name]))


@cache
def story() -> Story:
    return read_story(resource(*EXAMPLES, "story.yaml").read_bytes(), "story.yaml")


def take(step: StoryStep, folder: Path) -> None:
    """Run one step of the story as it would be typed."""
    typed = step.run.replace("{withheld}", withheld(folder)) if "{withheld}" in step.run else step.run
    words = [word.replace("{examples}", str(resource(*EXAMPLES))) for word in shlex.split(typed)]
    _ran(*words, "--folder", str(folder), "--at", step.at.isoformat())


def withheld(folder: Path) -> str:
    """Return the code of the one input of the story whose name is withheld."""
    rows = json.loads(_ran("input", "list", CYCLE, "--format", "json", "--folder", str(folder)))["rows"]
    return next(str(row["code"]) for row in rows if row["level"] == "name-withheld")


def _ran(*words: str) -> str:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(words)
    assert code == 0, (words, err.getvalue())
    return out.getvalue()
