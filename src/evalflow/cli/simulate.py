"""A workflow → the whole course of a cycle on a virtual clock, printed. Nothing is written and nothing is sent."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from evalflow.cli import simulation_text
from evalflow.cli.frame import DAY, FORM, Command, folder_here, read_file
from evalflow.cli.output import Format, say, show, show_record
from evalflow.effects.files import write_new
from evalflow.effects.gantt import gantt_mermaid, gantt_svg
from evalflow.usecases.simulations import Simulated, simulate_workflow
from evalflow.usecases.workflows import sound_workflow, workflow_file

_FENCED = "A simulation: nothing was written and nothing was sent."

CHOOSE = click.option(
    "--choose", multiple=True, metavar="STEP=CHOICE", help="The way out taken in a step, if not the first; repeatable."
)
ASSUME = click.option(
    "--assume", multiple=True, metavar="FACT=VALUE", help="A fact that is taken to hold, or unknown; repeatable."
)


_DRAW = {"mermaid": gantt_mermaid, "svg": gantt_svg}


def drawn_how(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command the choice to draw what it tells."""
    out = click.option("--out", type=click.Path(path_type=Path), help="Write it to this new file.")
    draw = click.option(
        "--draw",
        type=click.Choice(("text", *_DRAW)),
        default="text",
        show_default=True,
        help="text: day by day. mermaid, svg: a chart of bars along the months.",
    )
    return draw(out(run))


def asked_how(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command what every simulation takes."""
    pace = click.option(
        "--pace",
        type=click.Choice(("planned", "earliest")),
        default="planned",
        show_default=True,
        help="planned: tasks are done on their last day. earliest: as soon as they open.",
    )
    return CHOOSE(ASSUME(pace(run)))


@click.command("simulate", cls=Command, example="evalflow workflow simulate evaluation-cycle --opens 2027-01-11")
@click.argument("asked", metavar="FILE|NAME")
@click.option("--opens", type=DAY, required=True, help="The day on which the windows for inputs open.")
@click.option(
    "--from", "begins", type=DAY, help="The day the cycle is opened, if not the last on which that is in time."
)
@asked_how
@drawn_how
@FORM
def workflow(
    asked: str, opens: date, begins: date | None, form: Format, draw: str, out: Path | None, **how: Any
) -> None:
    """Run a whole cycle on a virtual clock: print what happens when, each letter and each deadline.

    Needs no record. Gates are taken to hold unless --assume says otherwise; what is assumed is told.
    """
    file = workflow_file(asked)
    flow = sound_workflow(read_file(file), str(file), folder_here())
    found = simulate_workflow(flow, opens, begins, **how)
    told = _DRAW[draw](found.workflow.title, simulation_text.bars(found)) if draw in _DRAW else ""
    print_out(found, form, lambda: show_record(simulation_text.told(found), form, example=False), told, out)


def print_out(
    found: Simulated, form: Format, for_programs: Callable[[], None], drawn: str = "", out: Path | None = None
) -> None:
    if out:
        write_new(out, f"{drawn or simulation_text.page(found)}\n".encode())
        show(str(out))
    elif form == "table":
        show(drawn or simulation_text.page(found))
    else:
        for_programs()
    say(_FENCED)
