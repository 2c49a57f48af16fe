"""The example story → folders in which it has come so far, for tests that begin there."""

import io
import json
import shlex
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from evalflow.cli.demo import EXAMPLES
from evalflow.cli.main import run
from evalflow.definitions import Story, StoryStep, read_story
from evalflow.resources import resource

CYCLE = "UK-CHINA-2027"
STAGES = {  # name → what the first command that is not run yet begins with
    "empty": "cycle open",
    "opened": "cycle name-body",
    "named": "cycle publish-terms",
    "ready": f"cycle complete {CYCLE} terms",
    "waiting": "tick",
    "taking": "objective amend UK-02",
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
    """A folder as it was before a step of the story, and the instant of that step (ISO, UTC)."""

    folder: Path
    at: str


def stages(folder: Path, example: Path) -> Iterator[tuple[str, Stage]]:
    """Run the story in a copy of `example`, a folder with the registry in it, and yield each stage as it is reached."""
    shutil.copytree(example, folder / "story")
    ahead = dict(STAGES)
    for step in story().steps:
        for name in [name for name, begins in ahead.items() if step.run.startswith(begins)]:
            del ahead[name]
            shutil.copytree(folder / "story", folder / name)
            yield name, Stage(folder / name, f"{step.at:%Y-%m-%dT%H:%M}Z")
        if not ahead:
            return
        take(step, folder / "story")


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
