"""What is overdue, over all cycles: a list that may be published."""

import click

from evalflow.cli.frame.frame import Call, Command, reads
from evalflow.cli.frame.output import Value
from evalflow.engine.ends import end_in_words
from evalflow.usecases.cycles.overdue import Overdue
from evalflow.usecases.cycles.overdue import overdue as found_overdue


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
    overdues = found_overdue(call.door)
    if call.form == "table":
        call.show_table(columns, [[*_what(one), _due(one), one.days] for one in overdues])
    else:
        in_full = {**columns, "ends_at": "Ends at"}
        call.show_table(in_full, [[*_what(one), one.due, one.days, one.ends_at] for one in overdues])
    if not overdues:
        call.say("Nothing is overdue.")


def _what(one: Overdue) -> list[Value]:
    return [one.cycle, one.dialogue, one.what, one.expected_of]


def _due(one: Overdue) -> Value:
    """Return the day, or where it was due at an hour of the day that hour with its zone."""
    return end_in_words(one.due, one.ends_at, one.zone) if one.ends_at else one.due
