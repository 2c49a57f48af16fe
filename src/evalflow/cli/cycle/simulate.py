"""A workflow → the whole course of a cycle on a virtual clock, printed. Nothing is written and nothing is sent."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, get_args

import click

from evalflow.cli.cycle import simulation_picture as picture
from evalflow.cli.cycle import simulation_text
from evalflow.cli.frame.frame import DAY, FORM, Command, folder_here
from evalflow.cli.frame.output import Format, say, show, show_record
from evalflow.cli.frame.places import write_out
from evalflow.effects.disk.files import read_file
from evalflow.effects.drawing.gantt import gantt_mermaid, gantt_svg
from evalflow.usecases.cycles.simulations import Simulated, simulate_workflow
from evalflow.usecases.cycles.workflows import sound_workflow, workflow_file

_FENCED = "A simulation: nothing was written and nothing was sent."
_DRAW: Final = {"svg": gantt_svg, "mermaid": gantt_mermaid}

Drawn = Literal["text", "svg", "mermaid"]

CHOOSE = click.option(
    "--choose", multiple=True, metavar="STEP=CHOICE", help="The way out taken in a step, if not the first; repeatable."
)
ASSUME = click.option(
    "--assume", multiple=True, metavar="FACT=VALUE", help="A fact that is taken to hold, or unknown; repeatable."
)
_PACE = click.option(
    "--pace",
    type=click.Choice(("planned", "earliest")),
    default="planned",
    show_default=True,
    help="planned: tasks are done on their last day. earliest: as soon as they open.",
)
_DRAWN = click.option(
    "--draw",
    "drawn",
    type=click.Choice(get_args(Drawn)),
    default="text",
    show_default=True,
    help="text: day by day. svg, mermaid: a chart over time.",
)
_OUT = click.option("--out", type=click.Path(path_type=Path), help="Write it to this new file.")


def asked_how(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command what every simulation takes."""
    return CHOOSE(ASSUME(_PACE(_DRAWN(_OUT(run)))))


@click.command("simulate", cls=Command, example="evalflow workflow simulate evaluation-cycle --opens 2027-01-11")
@click.argument("asked", metavar="FILE|NAME")
@click.option("--opens", type=DAY, required=True, help="The day on which the windows for inputs open.")
@click.option(
    "--from", "begins", type=DAY, help="The day the cycle is opened, if not the last on which that is in time."
)
@asked_how
@FORM
def workflow(
    asked: str, opens: date, begins: date | None, drawn: Drawn, out: Path | None, form: Format, **how: Any
) -> None:
    """Run a whole cycle on a virtual clock: print what happens when, each letter and each deadline.

    Needs no record. Gates are taken to hold unless --assume says otherwise; what is assumed is told.
    """
    file = workflow_file(asked)
    flow = sound_workflow(read_file(file), str(file), folder_here())
    print_out(simulate_workflow(flow, opens, begins, **how), drawn, out, form, example=False)


def print_out(simulated: Simulated, drawn: Drawn, out: Path | None, form: Format, *, example: bool) -> None:
    """Print a simulation as it was asked for, or write it to a file."""
    if form != "table":
        if out or drawn != "text":
            raise click.UsageError("--format is for programs: give it without --draw and --out.")
        show_record(simulation_text.told(simulated), form, example=example)
        say(_FENCED)
        return
    told = simulation_text.page(simulated) if drawn == "text" else _chart(simulated, drawn, example=example)
    if out is None:
        show(told)
        say(_FENCED)
        return
    write_out(out, f"{told}\n".encode())
    say("A simulation: nothing else was written and nothing was sent.")


def _chart(simulated: Simulated, drawn: Literal["svg", "mermaid"], *, example: bool) -> str:
    return _DRAW[drawn](picture.title(simulated, example=example), picture.bars(simulated), picture.marks(simulated))
