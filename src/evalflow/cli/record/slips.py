"""Every day that objectives were ever due on: as a table, or as a chart."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

import click

from evalflow.cli.frame.frame import Call, reads
from evalflow.cli.frame.places import write_out
from evalflow.cli.record.objective import objective
from evalflow.effects.drawing.slip_chart import Slips, moved_in_words, slip_svg
from evalflow.evaluation.objectives.objective import UNRECORDED
from evalflow.evaluation.objectives.slips import due_days
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.usecases.record import objectives

Drawn = Literal["text", "svg"]
_COLUMNS: Final = {"code": "Code", "since": "Since", "due": "Due", "moved": "Moved", "reason": "Reason"}


@objective.command("slips", example="evalflow objective slips --dialogue uk-china --draw svg --out slips.svg")
@click.argument("code", required=False, default="")
@click.option("--dialogue", default="", help="Only of this dialogue.")
@click.option(
    "--draw", "drawn", type=click.Choice(["text", "svg"]), default="text", help="text: a table. svg: a chart."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the chart to this file, and not to the terminal.")
@reads
def slips(call: Call, code: str, dialogue: str, drawn: Drawn, out: Path | None) -> None:
    """Show every day that objectives were due on, from when on, and why it was moved.

    A day that was corrected because the record had it wrong is listed too, and marked as a correction.
    """
    known = [objectives.show_objective(call.door, code)] if code else objectives.list_objectives(call.door, dialogue)
    every = [Slips(one.code, due_days(one)) for one in known]
    found = [one for one in every if any(day.due for day in one.days)]
    if found and drawn == "svg":
        _draw(call, f"Due days of {code or dialogue or 'all objectives'}", found, out)
        return
    call.show_table(_COLUMNS, [row for one in found for row in _rows(one)])
    many = sum(len(one.days) > 1 for one in found)
    told = f"{many} of {len(found)} moved. As a chart: evalflow objective slips --draw svg --out slips.svg"
    call.say(told if found else "No objective here has, or ever had, a day on which it is due.")


def _draw(call: Call, title: str, found: Sequence[Slips], out: Path | None) -> None:
    chart = slip_svg(title, found, f"{EXAMPLE_NOTICE}." if call.example else "")
    if out is None:
        call.show(chart)
        return
    write_out(out, f"{chart}\n".encode(), over=True)


def _rows(one: Slips) -> Iterator[tuple[str, ...]]:
    for number, day in enumerate(one.days):
        reason = "no reason stated" if day.silent else day.reason
        if day.corrected:
            reason = f"correction: {day.reason or UNRECORDED}"
        moved = moved_in_words(one.days[: number + 1]) if number else ""
        yield one.code, day.since, day.due or "no day", moved, reason
