"""What is overdue, over all cycles: a list that may be published."""

import click

from evalflow.cli.frame import Call, Command, reads
from evalflow.cli.output import Value
from evalflow.usecases.overdue import overdue as found_overdue


@click.command("overdue", cls=Command, example="evalflow overdue --format csv")
@reads
def overdue(call: Call) -> None:
    """List everything that did not come in time: what, of whom it was expected, by when.

    It names roles and no person, and may be published as it stands.
    """
    columns = {
        "cycle": "Cycle", "dialogue": "Dialogue", "what": "What", "expected_of": "Expected of", "due": "Due",
        "days": "Days late",
    }  # fmt: skip
    found = found_overdue(call.door)
    rows: list[list[Value]] = [[one.cycle, one.dialogue, one.what, one.expected_of, one.due, one.days] for one in found]
    call.show_table(columns, rows)
    if not found:
        call.say("Nothing is overdue.")
