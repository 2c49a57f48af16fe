"""Time → what it brought to every cycle, and the receipts that were owed."""

import click

from evalflow.cli.frame import Call, Command, passes
from evalflow.cli.happened import sentence
from evalflow.usecases.cycles import cycle_status, tick_all
from evalflow.usecases.people import names
from evalflow.usecases.receipts import write_receipts


@click.command("tick", cls=Command, example="evalflow tick")
@passes
def tick(call: Call) -> None:
    """Bring every cycle to now, and write the receipts that are still owed.

    Windows open and close, and tasks fall overdue, at their own instant, however late this runs. Every other command
    does the same for its own cycle first. Let the system run this once an hour.
    """
    moved = tick_all(call.door)
    known = names(call.door) if moved else {}
    for code, entries in moved:
        call.show(code)
        zone = cycle_status(call.door, code).here.cycle.zone
        for entry in entries:
            call.say(f"{code}: {sentence(entry.event, zone, known)}")
    written = sorted(write_receipts(call.door, call.settings.folder))
    for path in written:
        call.say(f"Receipt written: {path}")
    if not moved and not written:
        call.say("Nothing was due.")
