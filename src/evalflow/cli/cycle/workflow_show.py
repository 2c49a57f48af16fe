"""A workflow, or the one that a cycle runs by → what it looks like: lines, Mermaid, a picture, or nodes and arcs."""

from pathlib import Path
from typing import Final, Literal

import click

from evalflow.cli.frame.frame import FOLDER, FORM, Command, called, folder_here, folder_of
from evalflow.cli.frame.output import Format, Table, Value, say, show, show_record
from evalflow.cli.frame.places import write_out
from evalflow.effects.disk.files import read_file
from evalflow.effects.drawing import diagram
from evalflow.engine.words import Workflow
from evalflow.evaluation.report.public_record.drawn import drawn as drawn_steps
from evalflow.evaluation.report.sections.definitions import DrawnStep
from evalflow.evaluation.report.wording import worded
from evalflow.settings import read_settings
from evalflow.usecases.cycles.workflows import drawn_of, sound_workflow, workflow_file

Drawn = Literal["text", "mermaid", "svg"]
_DRAWN: Final = ("text", "mermaid", "svg")


@click.command("show", cls=Command, example="evalflow workflow show evaluation-cycle --draw svg --out cycle.svg")
@click.argument("asked", metavar="[FILE|NAME]", required=False)
@click.option("--cycle", "code", help="The workflow that this cycle runs by, with where it stands and its days.")
@click.option("--draw", "drawn", type=click.Choice(_DRAWN), default="text", show_default=True, help="How to draw.")
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
    workflow, steps = _of_a_cycle(code, folder) if code else _named(asked or "")
    if form != "table":
        show_record(_told(workflow, steps), form, example=False)
        return
    picture = _picture(drawn, workflow.title, steps)
    if out is None:
        show(picture)
        return
    write_out(out, f"{picture}\n".encode())
    say(f"{workflow.title}, {len(steps)} steps.")


def _named(asked: str) -> tuple[Workflow, tuple[DrawnStep, ...]]:
    file = workflow_file(asked)
    workflow = sound_workflow(read_file(file), str(file), folder_here())
    return workflow, drawn_steps(workflow)


def _of_a_cycle(code: str, folder: Path | None) -> tuple[Workflow, tuple[DrawnStep, ...]]:
    with called(read_settings(folder_of(folder)), "table") as call:
        return drawn_of(call.door, code)


def _picture(drawn: Drawn, title: str, steps: tuple[DrawnStep, ...]) -> str:
    if drawn == "svg":
        return diagram.svg(title, steps)
    return diagram.mermaid(steps) if drawn == "mermaid" else diagram.text(steps)


def _told(workflow: Workflow, drawn: tuple[DrawnStep, ...]) -> dict[str, Value | Table]:
    steps: list[list[Value]] = [
        [step.name, step.title, step.kind, step.role, step.lasts, step.join, step.state, step.days]
        for step in worded(drawn)
    ]
    arcs: list[list[Value]] = [[step.name, to, way.label] for step in drawn for way in step.ways for to in way.to]
    columns = ("step", "title", "kind", "role", "lasts", "join", "state", "days")
    return {
        "workflow": workflow.name,
        "version": workflow.version,
        "steps": Table({name: name for name in columns}, steps),
        "arcs": Table({name: name for name in ("from", "to", "by")}, arcs),
    }
