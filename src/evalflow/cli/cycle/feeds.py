"""The deadlines of a cycle as a calendar that other programs read."""

from pathlib import Path

import click

from evalflow.cli.cycle.cycles import cycle
from evalflow.cli.frame.frame import Call, looks
from evalflow.cli.frame.places import write_out


@cycle.command("calendar", example="evalflow cycle calendar UK-CHINA-2027 --out deadlines.ics")
@click.argument("code")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file (iCalendar).")
@looks
def calendar(call: Call, code: str, out: Path) -> None:
    """Write the deadlines of a cycle, those planned and those there are, as a calendar.

    Each keeps its name in it, so a deadline that has moved moves in the calendar too. `evalflow tick` keeps the same
    file up to date in the folder `feeds`.
    """
    from evalflow.usecases.letters import feeds  # here, because every command on a cycle would wait for it

    write_out(out, feeds.calendar_of_cycle(call.door, code), over=True)
