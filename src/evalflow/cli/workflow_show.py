"""A workflow, or the one that a cycle runs by → what it looks like: lines, Mermaid, a picture, or nodes and arcs."""

from pathlib import Path
from typing import Final, Literal

import click

from evalflow.cli.frame import FOLDER, FORM, Command, called, folder_here, folder_of, read_file
from evalflow.cli.output import Format, Table, Value, say, show, show_record
from evalflow.effects import diagram
from evalflow.effects.files import write_new
from evalflow.engine.soundness.reaching import ways
from evalflow.engine.words import Workflow
from evalflow.settings import read_settings
from evalflow.usecases.workflows import marks_of, sound_workflow, workflow_file

Drawn = Literal["text", "mermaid", "svg"]
_DRAW: Final = {"text": diagram.text, "mermaid": diagram.mermaid, "svg": diagram.svg}


@click.command("show", cls=Command, example="evalflow workflow show evaluation-cycle --draw svg --out cycle.svg")
@click.argument("asked", metavar="[FILE|NAME]", required=False)
@click.option("--cycle", "code", help="The workflow that this cycle runs by, with where it stands and its days.")
@click.option(
    "--draw", "drawn", type=click.Choice(tuple(_DRAW)), default="text", show_default=True, help="How to draw."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this new file.")
@FORM
@FOLDER
def workflow_show(
    asked: str | None, code: str | None, drawn: Drawn, out: Path | None, form: Format, folder: Path | None
) -> None:
    """Show a workflow: its steps, how long each is open, and what follows what.

    □ a window that closes by itself, ▸ a task, ◇ decided by rules. Of a cycle: what is done, open, overdue or waits.
    """
    if bool(asked) == bool(code):
        raise click.UsageError("Name a workflow or its file, or a cycle with --cycle.")
    workflow, marks = _of_a_cycle(code, folder) if code else (_named(asked or ""), {})
    if form != "table":
        show_record(_told(workflow, marks), form, example=False)
        return
    picture = _DRAW[drawn](workflow, marks)
    if out is None:
        show(picture)
        return
    write_new(out, f"{picture}\n".encode())
    show(str(out))
    say(f"{workflow.title}, {len(workflow.steps)} steps.")


def _named(asked: str) -> Workflow:
    file = workflow_file(asked)
    return sound_workflow(read_file(file), str(file), folder_here())


def _of_a_cycle(code: str, folder: Path | None) -> tuple[Workflow, diagram.Marks]:
    with called(read_settings(folder_of(folder)), "table") as call:
        workflow, found = marks_of(call.door, code)
    return workflow, {name: diagram.Mark(*mark) for name, mark in found.items()}


def _told(workflow: Workflow, marks: diagram.Marks) -> dict[str, Value | Table]:
    none = diagram.Mark("")
    steps: list[list[Value]] = [
        [step.name, step.title, step.kind, step.role, diagram.lasts(step), step.join, marks.get(step.name, none).state,
         marks.get(step.name, none).days]
        for step in workflow.steps
    ]  # fmt: skip
    arcs: list[list[Value]] = [
        [step.name, target, way.label] for step in workflow.steps for way in ways(step) for target in way.targets
    ]
    columns = ("step", "title", "kind", "role", "lasts", "join", "state", "days")
    return {
        "workflow": workflow.name,
        "version": workflow.version,
        "steps": Table({name: name for name in columns}, steps),
        "arcs": Table({name: name for name in ("from", "to", "by")}, arcs),
    }
