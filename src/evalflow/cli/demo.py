"""The example story → a whole evaluation, run through the very commands that a coordinator types.

Every command runs under a key that is committed with it: killed at any point and started again in the same folder, the
demo goes on where it stood and runs nothing twice.
"""

import io
import shlex
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evalflow.cli.frame.frame import DRY_RUN, NOTHING_WRITTEN, Command
from evalflow.cli.frame.output import say, show
from evalflow.errors import Refused
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.resources import resource
from evalflow.settings import FILE, Settings, read_settings

if TYPE_CHECKING:
    from evalflow.definitions.story import Story, StoryStep
    from evalflow.usecases.door.door import Door

PERSON = "Example Secretariat"
EXAMPLES = ("db", "examples", "uk-china-2027")
REGISTRY, GENERAL = "registry", "general"  # the keys under which what the paper says is entered


@click.command(cls=Command, example="evalflow demo --folder demo")
@click.option("--folder", type=click.Path(path_type=Path), default="demo", show_default=True, help="Where it runs.")
@click.option("--database", default="sqlite:///evalflow.db", show_default=True, help="Where its record is kept.")
@DRY_RUN
def demo(folder: Path, database: str, dry_run: bool) -> None:
    """Run a complete example evaluation, from the registry to the PDF.

    The dialogue of the United Kingdom and China, on a virtual calendar from December 2026 to September 2027. Started
    again in the same folder, it goes on where it stood. Inputs, changes, ratings and decisions are invented.
    """
    from evalflow.definitions.story import read_story

    story = read_story(resource(*EXAMPLES, "story.yaml").read_bytes(), "story.yaml")
    say(f"{story.title}\n{EXAMPLE_NOTICE}.\n")
    if dry_run:
        _tell_only(story)
        return
    settings = _settings(folder.resolve(), database, story)
    done = _done(settings, story)
    _begin(settings, story.steps[0].at, done)
    _pay(settings, story, done)
    for step in story.steps:
        _take(step, settings, before=step.key in done)
    say("\nThe report, with its HTML twin and its data beside it:")
    show(str(_report(settings, story.steps[-1].at)))


def _tell_only(story: "Story") -> None:
    """Print every step with its command, but for the one code that only the record can give."""
    for step in story.steps:
        say(f"{step.at:%d %b %Y}  {step.say}")
        show(f"evalflow {_typed(step.run, 'CODE')}")
    say(NOTHING_WRITTEN)


def _typed(run: str, withheld: str) -> str:
    return run.replace("{withheld}", withheld).replace("{examples}", shlex.quote(str(resource(*EXAMPLES))))


def _settings(folder: Path, database: str, story: "Story") -> Settings:
    """Return the settings of the folder, which is made and marked as an example where it is new."""
    from evalflow.wiring import create_record, is_begun, make_folder

    settings = read_settings(folder) if (folder / FILE).exists() else None
    settings = settings or make_folder(folder, database=database, person=PERSON)
    if not is_begun(settings):
        create_record(settings, title=story.title, example=True)
    return settings


@contextmanager
def _door(settings: Settings, at: datetime) -> Iterator["Door"]:
    from evalflow.wiring import SeededMint, door_to

    door = door_to(settings)
    if not isinstance(door.mint, SeededMint):
        raise Refused("real-record", f"{settings.folder} holds a real record. Choose another folder for the example.")
    try:
        yield replace(door, clock=lambda: at)
    finally:
        door.store.dispose()


def _done(settings: Settings, story: "Story") -> frozenset[str]:
    """Return the keys of what was committed before, by one look: a long way that was gone already costs nothing."""
    from evalflow.usecases.door.door import done_among

    with _door(settings, story.steps[0].at) as door:
        return done_among(door, (REGISTRY, GENERAL, *(step.key for step in story.steps)))


def _begin(settings: Settings, at: datetime, done: frozenset[str]) -> None:
    """Enter the twelve dialogues of the paper, and its general statements, where they are not there yet."""
    from evalflow.usecases.record.imports import Answers, enter_rest_of_paper, import_dialogues, paper

    with _door(settings, at) as door:
        if REGISTRY not in done:
            found = import_dialogues(replace(door, key=REGISTRY), paper(), Answers({}))
            say(f"{at:%d %b %Y}  {len(found)} dialogues of the paper entered")
        if GENERAL not in done:
            enter_rest_of_paper(replace(door, key=GENERAL))


def _pay(settings: Settings, story: "Story", done: frozenset[str]) -> None:
    """Write the receipts that a step which was interrupted still owed, at that step's own instant."""
    from evalflow.usecases.inputs.receipts import write_receipts

    if ended := [step for step in story.steps if step.key in done]:
        with _door(settings, ended[-1].at) as door:
            write_receipts(door, settings.folder)


def _take(step: "StoryStep", settings: Settings, *, before: bool) -> None:
    say(f"{step.at:%d %b %Y}  {step.say}{' (done before)' if before else ''}")
    if not before:
        for line in _said(step, settings):
            say(f"             {line}")


def _said(step: "StoryStep", settings: Settings) -> list[str]:
    """Run one command of the story as it would be typed, and return what it said, but for the notice said already."""
    from evalflow.cli.main import evalflow

    typed = step.run.replace("{withheld}", _withheld(settings, step.at)) if "{withheld}" in step.run else step.run
    words = [word.replace("{examples}", str(resource(*EXAMPLES))) for word in shlex.split(typed)]
    last = ["--folder", str(settings.folder), "--at", step.at.isoformat(), "--once", step.key]
    heard = io.StringIO()
    with redirect_stderr(heard), redirect_stdout(io.StringIO()):
        evalflow.main([*words, *last], prog_name="evalflow", standalone_mode=False)
    return [line for line in heard.getvalue().splitlines() if line.strip() and EXAMPLE_NOTICE not in line]


def _withheld(settings: Settings, at: datetime) -> str:
    """Return the code of the input whose name is withheld: made by chance, so that no story can name it."""
    from evalflow.usecases.inputs.inputs import withheld_codes

    with _door(settings, at) as door:
        return withheld_codes(door)[0]


def _report(settings: Settings, at: datetime) -> Path:
    from evalflow.usecases.inputs.receipts import write_receipts
    from evalflow.usecases.report.reports import published_pdf

    with _door(settings, at) as door:
        write_receipts(door, settings.folder)
        return published_pdf(door, settings.folder)
